"""Makes Tessera's own environment in `.venv` from the hash-pinned lock, on a bare machine, with the standard library only.

Every step can be stopped and started again: what is done is found done, what was fetched is not fetched twice.
`run.py` and `test.py` are the two commands; this is what they share.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import system_libraries

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
ENVIRONMENT = Path(os.environ.get("TESSERA_ENVIRONMENT", ROOT / ".venv"))
LOCKS = {"run": (PACKAGING / "requirements.lock",)}
LOCKS["camera"] = (*LOCKS["run"], PACKAGING / "requirements-camera.lock")
LOCKS["test"] = (*LOCKS["run"], PACKAGING / "requirements-dev.lock")

NO_NETWORK = (
    "Tessera could not fetch what it needs. Check that this computer is online and run the same command again:\n"
    "it goes on where it stopped. Nothing was changed outside {environment}."
)


class SetUpError(Exception):
    """A sentence for the person, who sees it without a traceback."""


def say(sentence: str) -> None:
    """Tell the person what is being done. A folder whose name the output cannot spell must not stop it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    print(f"  {sentence}", flush=True)


def interpreter() -> Path:
    """Return the path of the environment's own Python."""
    if os.name == "nt":
        return ENVIRONMENT / "Scripts" / "python.exe"
    return ENVIRONMENT / "bin" / "python"


def prepare(purpose: str, *, system: bool) -> None:
    """Make the environment ready for `purpose` ("run", "camera" or "test"). `system` allows fetching missing system libraries.

    Raises SetUpError with a sentence when it cannot be done.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - a newcomer may start us with any Python 3
        raise SetUpError("Tessera needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")
    if not is_ready(purpose):
        say(f"Making Tessera's own environment in {ENVIRONMENT} (nothing else on this computer is changed) ...")
        make_environment(system=system)
        for lock in LOCKS[purpose]:
            install(lock)
        register_project()
        mark_ready(purpose)
    if sys.platform == "linux":
        system_libraries.provide(ENVIRONMENT, allowed=system, say=say, camera=purpose == "camera")
        if purpose == "test":
            system_libraries.provide_for_camera(ENVIRONMENT, allowed=system, say=say)


def stamp(purpose: str) -> str:
    """Return a digest of everything that the environment for `purpose` is made from."""
    digest = hashlib.sha256(sys.version.encode())
    for lock in LOCKS[purpose]:
        digest.update(lock.read_bytes())
    return digest.hexdigest()


def _stamp_file() -> Path:
    return ENVIRONMENT / "tessera-environment.json"


def is_ready(purpose: str) -> bool:
    """Return whether an earlier run finished making exactly this environment."""
    return interpreter().exists() and _stamps().get(purpose) == stamp(purpose)


def _stamps() -> dict[str, str]:
    try:
        stamps = json.loads(_stamp_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def mark_ready(purpose: str) -> None:
    """Remember that the environment for `purpose` (and what it includes) is complete; the fetched files may go."""
    stamps = {**_stamps(), "run": stamp("run"), purpose: stamp(purpose)}
    _stamp_file().write_text(json.dumps(stamps), encoding="utf-8")
    shutil.rmtree(ENVIRONMENT / "fetched", ignore_errors=True)


def make_environment(*, system: bool) -> None:
    """Make an environment with pip in it, also where Python came without pip and ensurepip (Debian)."""
    if not interpreter().exists():
        venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(ENVIRONMENT)
    if run_quietly([interpreter(), "-m", "pip", "--version"]).returncode == 0:
        return
    if run_quietly([interpreter(), "-m", "ensurepip", "--default-pip"]).returncode == 0:
        return
    if run_quietly([sys.executable, "-m", "pip", "--version"]).returncode == 0:
        return  # the base Python's pip can install into ours: see pip_command
    wheel = system_libraries.find_pip_wheel(ENVIRONMENT, allowed=system, say=say)
    if wheel is None:
        raise SetUpError(without_pip(system=system))
    install_pip = [interpreter(), wheel / "pip", "install", "--quiet", "--no-index", str(wheel)]
    if run_quietly([str(part) for part in install_pip]).returncode != 0:
        raise SetUpError(f"pip could not be put into {ENVIRONMENT}. Delete that folder and run the same command again.")


def without_pip(*, system: bool) -> str:
    """Return the sentence for a Python that came without pip where none could be fetched, or none may be."""
    why = "could not be fetched (is this computer online?)" if system else "may not be fetched (--no-system was given)"
    return (
        f"This Python has neither pip nor ensurepip, and Debian's {why}.\n"
        "On Debian or Ubuntu: sudo apt-get install python3-venv. Then run the same command again."
    )


def pip_command() -> list[str]:
    """Return the command that installs into the environment."""
    if run_quietly([interpreter(), "-m", "pip", "--version"]).returncode == 0:
        return [str(interpreter()), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(interpreter())]


def install(lock: Path) -> None:
    """Install exactly what `lock` pins, each file checked against its hash. What was fetched before is used again."""
    say(f"Installing what {lock.name} pins (a few minutes the first time) ...")
    command = [
        *pip_command(),
        "install",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--no-deps",
        "--progress-bar",
        "off",
    ]
    command += ["--disable-pip-version-check", "--quiet", "--retries", "2", "--timeout", "30"]
    command += ["--cache-dir", str(ENVIRONMENT / "fetched"), "-r", str(lock)]
    finished = subprocess.run(
        command, env=_pip_environment(), capture_output=True, text=True, errors="replace", check=False
    )
    if finished.returncode != 0:
        log = ENVIRONMENT / "set-up.log"
        log.write_text(finished.stdout + finished.stderr, encoding="utf-8")
        raise SetUpError(NO_NETWORK.format(environment=ENVIRONMENT) + f"\nWhat pip said is in {log}.")


def _pip_environment() -> dict[str, str]:
    kept = dict(os.environ)
    kept.pop("PYTHONPATH", None)
    kept.pop("PIP_REQUIRE_VIRTUALENV", None)
    return kept


def register_project() -> None:
    """Put the checkout on the environment's path and the `tessera` command beside its Python."""
    asked = [interpreter(), "-X", "utf8", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    answer = subprocess.run(asked, capture_output=True, encoding="utf-8", check=True).stdout.strip()
    (Path(answer) / "tessera.pth").write_text(path_line(ROOT), encoding="ascii")
    name, content = command_file(os.name)
    script = interpreter().parent / name
    script.write_bytes(content)
    script.chmod(0o755)


def path_line(root: Path) -> str:
    """Return the line that puts a folder on the path, in ASCII: Python before 3.13 reads it in the encoding of the computer."""
    return f"{root}\n" if str(root).isascii() else f"import sys; sys.path.append({str(root)!a})\n"


def command_file(system: str) -> tuple[str, bytes]:
    """Return the name and the content of the command. On Windows it names no folder: `cmd` reads it in an encoding of its own."""
    if system == "nt":
        return "tessera.cmd", b'@"%~dp0python.exe" -m wallet.cli %*\r\n'
    return "tessera", f'#!/bin/sh\nexec "{interpreter()}" -m wallet.cli "$@"\n'.encode()


def run_quietly(command: list[object]) -> "subprocess.CompletedProcess[bytes]":
    """Run a command for its exit code alone."""
    return subprocess.run([str(part) for part in command], capture_output=True, check=False)


def child_environment() -> dict[str, str]:
    """Return the variables that Tessera itself runs with: its own libraries first, nothing that redirects Qt or Python."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "QT_PLUGIN_PATH")
    }
    folders = system_libraries.unpacked_folders(ENVIRONMENT)
    if folders:
        kept["LD_LIBRARY_PATH"] = os.pathsep.join([*folders, *filter(None, [kept.get("LD_LIBRARY_PATH")])])
        kept.update(system_libraries.unpacked_settings(ENVIRONMENT))
    return kept
