"""What importing the front door loads: little, so that a command answers at once. Counted rather than timed, for a busy machine is slow."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Each of these costs tens of milliseconds, and one check of one JSON credential needs none of them before it has begun.
HEAVY = {
    "PIL",
    "argparse",
    "asyncio",
    "concurrent",
    "cryptography",
    "defusedxml",
    "email",
    "highspy",
    "http",
    "jsonschema",
    "keyring",
    "msgspec",
    "multiprocessing",
    "numpy",
    "pkg_resources",
    "py_arkworks_bls12381",
    "pypdf",
    "pyld",
    "qrcode",
    "reportlab",
    "requests",
    "sqlcipher3",
    "sqlite3",
    "ssl",
    "tempfile",
    "unittest",
    "urllib3",
    "xml",
    "zipfile",
    "zxingcpp",
}
MOST_MODULES_OF_OURS = 30
MOST_MODULES = 160


def loaded_by(statement: str) -> set[str]:
    """Return the modules that `statement` loads in a fresh interpreter that has loaded nothing but its own start."""
    script = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    command = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{script}"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_importing_the_front_door_loads_nothing_heavy() -> None:
    loaded = loaded_by("import wallet.intake")
    assert not HEAVY & {name.partition(".")[0] for name in loaded}
    assert len({name for name in loaded if name.startswith("wallet.")}) <= MOST_MODULES_OF_OURS
    assert len(loaded) <= MOST_MODULES


def test_the_count_would_notice() -> None:
    assert HEAVY & {name.partition(".")[0] for name in loaded_by("import zipfile")}
    assert len(loaded_by("import wallet.intake")) > len(loaded_by("pass")) + 10
