"""The system libraries that Qt needs on Linux: found, or fetched with apt-get, with or without root. Says what it does.

As root or with passwordless sudo they are installed the ordinary way. Without, the packages are unpacked into the
environment (`.venv/system`), where only Tessera sees them. On other distributions the missing names are told.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

Say = Callable[[str], None]

# shared library -> Debian package (Debian 12 and 13, Ubuntu 22.04 to 24.04)
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# What QtMultimedia loads besides. Without them the camera's tests say that they were not run.
CAMERA = {
    "libpulse.so.0": "libpulse0",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
}


class SystemLibrariesError(Exception):
    """A sentence for the person: which libraries are missing and how to get them."""


def provide(environment: Path, *, allowed: bool, say: Say, camera: bool = False) -> None:
    """See that Qt's libraries are there, fetching them if `allowed`. Raises SystemLibrariesError naming what is missing."""
    wanted = {**OFFSCREEN, **WINDOW, **(CAMERA if camera else {})}
    absent = missing(wanted, unpacked_folders(environment))
    if not absent:
        return
    packages = sorted({wanted[name] for name in absent})
    if not allowed:
        raise SystemLibrariesError(_by_hand(packages, "--no-system was given"))
    if shutil.which("apt-get") is None:
        raise SystemLibrariesError(_by_hand(packages, "this is not a Debian-like system"))
    fetch(packages, environment, say, "system libraries that Qt needs")
    still = missing(wanted, unpacked_folders(environment))
    if still:
        raise SystemLibrariesError(_by_hand(sorted({wanted[name] for name in still}), "they could not be fetched"))


def provide_for_camera(environment: Path, *, allowed: bool, say: Say) -> None:
    """Fetch what QtMultimedia loads if `allowed`. It is no error to be without."""
    absent = missing(CAMERA, unpacked_folders(environment))
    if absent and allowed and shutil.which("apt-get") is not None:
        packages = sorted({CAMERA[name] for name in absent})
        fetch(packages, environment, say, "system libraries that the camera needs")


def _by_hand(packages: Iterable[str], why: str) -> str:
    names = " ".join(packages)
    return (
        f"The window needs system libraries that are missing ({why}):\n  {names}\n"
        f"On Debian or Ubuntu: sudo apt-get install {names}. Then run the same command again."
    )


def missing(wanted: Iterable[str], folders: Iterable[str]) -> list[str]:
    """Return the names of `wanted` that neither the system nor `folders` can load."""
    places = [Path(folder) for folder in folders]
    return [name for name in wanted if not any((place / name).exists() for place in places) and not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def fetch(packages: list[str], environment: Path, say: Say, what: str) -> None:
    """Install `packages` with root's or sudo's apt-get, else unpack them into the environment."""
    names = " ".join(packages)
    root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else _passwordless_sudo()
    if root is not None:
        say(f"Installing {what}, with {' '.join([*root, 'apt-get install'])}: {names}")
        _apt([*root, "apt-get", "update", "-q"])
        _apt(
            [
                *root,
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "-y",
                "-q",
                "--no-install-recommends",
                *packages,
            ]
        )
        return
    say(f"Unpacking {what} into {environment / 'system'} (no root): {names}")
    unpack(packages, environment)


def _passwordless_sudo() -> list[str] | None:
    if shutil.which("sudo") is None or _apt(["sudo", "-n", "true"]) != 0:
        return None
    return ["sudo", "-n"]


def unpack(packages: list[str], environment: Path) -> None:
    """Download `packages` and what they need with a private apt state, and unpack them. Needs no root."""
    state = environment / "apt"
    for folder in ("lists/partial", "cache/archives/partial", "packages"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    private = [
        "-o",
        f"Dir::State::lists={state / 'lists'}",
        "-o",
        f"Dir::Cache={state / 'cache'}",
        "-o",
        "Debug::NoLocking=1",
    ]
    private += ["-o", f"APT::Sandbox::User={os.environ.get('USER', '')}"]
    _apt(["apt-get", *private, "update", "-q"])
    simulated = subprocess.run(
        ["apt-get", *private, "-s", "install", "--no-install-recommends", *packages],
        capture_output=True,
        text=True,
        check=False,
    )
    needed = [line.split()[1] for line in simulated.stdout.splitlines() if line.startswith("Inst ")]
    _apt(["apt-get", *private, "download", *(needed or packages)], folder=state / "packages")
    target = environment / "system"
    for package in sorted((state / "packages").glob("*.deb")):
        _apt(["dpkg-deb", "-x", str(package), str(target)])
    shutil.rmtree(state, ignore_errors=True)


def _apt(command: list[str], folder: Path | None = None) -> int:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL).returncode


def unpacked_folders(environment: Path) -> list[str]:
    """Return the folders of unpacked libraries, for LD_LIBRARY_PATH. libpulse keeps a part of itself in one of its own."""
    bases = [environment / "system" / part for part in ("usr/lib", "lib")]
    found = [folder for base in bases for folder in (*base.glob("*-linux-gnu*"), base)]
    found += [folder / "pulseaudio" for folder in found]
    return [str(folder) for folder in found if folder.is_dir()]


def unpacked_settings(environment: Path) -> dict[str, str]:
    """Return the variables that unpacked fontconfig, fonts, EGL and keyboard tables need to be found."""
    usr = environment / "system" / "usr" / "share"
    settings = {}
    if (usr / "fonts").is_dir() and not Path("/etc/fonts/fonts.conf").exists():
        settings["FONTCONFIG_FILE"] = str(_font_settings(environment, usr / "fonts"))
    if (usr / "X11" / "xkb").is_dir() and not Path("/usr/share/X11/xkb").is_dir():
        settings["XKB_CONFIG_ROOT"] = str(usr / "X11" / "xkb")
    if (usr / "glvnd" / "egl_vendor.d").is_dir():
        settings["__EGL_VENDOR_LIBRARY_DIRS"] = str(usr / "glvnd" / "egl_vendor.d")
    return settings


def _font_settings(environment: Path, fonts: Path) -> Path:
    """Write a small fontconfig file: Debian's own names absolute folders, where unpacked fonts are not."""
    written = environment / "system" / "fonts.conf"
    folders = "".join(f"<dir>{folder}</dir>" for folder in ("/usr/share/fonts", fonts))
    cache = environment / "system" / "font-cache"
    written.write_text(f"<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>", encoding="utf-8")
    return written


def find_pip_wheel(environment: Path, *, allowed: bool, say: Say) -> Path | None:
    """Return a pip wheel from Debian's python3-pip-whl, fetching that package if `allowed`; None where there is none."""
    found = _pip_wheels(environment)
    if found or not allowed or shutil.which("apt-get") is None:
        return found[-1] if found else None
    fetch(["python3-pip-whl"], environment, say, "pip, which this Python came without")
    found = _pip_wheels(environment)
    return found[-1] if found else None


def _pip_wheels(environment: Path) -> list[Path]:
    places = (Path("/usr/share/python-wheels"), environment / "system" / "usr" / "share" / "python-wheels")
    return [wheel for place in places for wheel in sorted(place.glob("pip-*.whl"))]
