"""The house rules that a machine can hold."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("wallet", "ui", "tests", "packaging")
# What people read top to bottom ends before they tire. A file may be longer where it is one table or one story.
LONGEST = 450
LONGER_ON_PURPOSE: dict[str, str] = {
    "wallet/messages/requests.py": "one table: every request that crosses the pipe",
}


def tracked() -> list[Path]:
    """Return the files of the repository, or of the folder where there is no repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"}
    )
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not {".venv", ".git"} & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


def code_files(*packages: str) -> list[Path]:
    """Return the Python files of the packages."""
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# Assembled, so that this file does not hold what it forbids.
_HOSTS = [
    "pypi" + ".org",
    "files.pythonhosted" + ".org",
    "registry.npmjs" + ".org",
    "crates" + ".io",
    "mirrors" + ".aliyun",
]
_HOSTS += ["pypi.tuna" + ".tsinghua", "conda.ana" + "conda.org"]
_PATHS = ["/wo" + "rk/", "/tmp/" + "brief", "/tmp/" + "bash_jobs", "/home/" + "user", "/ro" + "ot/"]
_WORDS = ["sub" + "agent", "Cl" + "aude", "Chat" + "GPT", "Co" + "pilot", "Anth" + "ropic", "language " + "model"]
_WORDS += ["the b" + "rief", "issues " + "show", "AI-" + "generated", "as an " + "AI"]
BANNED = re.compile("|".join(re.escape(word) for word in [*_HOSTS, *_PATHS, *_WORDS]))
# Others' words, kept as they came: JSON-LD contexts.
FOREIGN = ("resources/contexts/",)


def test_the_ban_would_notice() -> None:
    for word in [*_HOSTS, *_PATHS, *_WORDS]:
        assert BANNED.search(f"see {word} there")
    assert not BANNED.search("the work of a learner, briefly, in a workshop/rooms")


def test_the_repository_speaks_of_tessera_alone() -> None:
    found = []
    for path in tracked():
        if name_of(path).startswith(FOREIGN):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            text = path.read_bytes().decode("latin-1")
        found += [f"{name_of(path)}:{number}: {match[0]}" for number, line in enumerate(text.splitlines(), 1) if (match := BANNED.search(line))]  # fmt: skip
    assert not found, "\n".join(found)


def test_the_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    command = [str(tool)] if tool.exists() else [sys.executable, "-m", "importlinter.cli"]
    told = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-6000:] + told.stderr[-2000:]


def test_no_room_is_called_utils_and_nothing_else_is_vague() -> None:
    vague = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "data", "info", "cert"}
    named = [name_of(path) for path in code_files("wallet", "ui") if path.stem in vague or path.parent.name in vague]
    assert not named


def test_files_are_short_enough_to_read() -> None:
    long = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code_files("wallet", "ui")}
    assert not {name: lines for name, lines in long.items() if lines > LONGEST and name not in LONGER_ON_PURPOSE}


def public_definitions(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Yield every public function and class of a file, and the public methods of its public classes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in tree.body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            yield node.name, node


def is_overload(node: ast.AST) -> bool:
    return any("overload" in ast.unparse(item) for item in getattr(node, "decorator_list", []))


# Tables of requests whose names are their meaning; each file's own page explains them.
TABLES = "wallet/messages/"


@pytest.mark.parametrize("package", ["wallet", "ui"])
def test_every_public_definition_says_what_it_means(package: str) -> None:
    silent = []
    for path in code_files(package):
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))):
            silent.append(f"{name_of(path)}: the file")
        silent += [
            f"{name_of(path)}: {name}"
            for name, node in public_definitions(path)
            if not is_overload(node) and not name_of(path).startswith(TABLES) and not ast.get_docstring(node)  # type: ignore[arg-type]
        ]
    assert not silent, "\n".join(silent)


def modules_after(statement: str) -> set[str]:
    """Return what is loaded after `statement` in a fresh interpreter."""
    script = f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(told.stdout.split())


def test_the_wallet_is_a_library_without_a_window() -> None:
    every = [name_of(path)[:-3].replace("/", ".").removesuffix(".__init__") for path in code_files("wallet")]
    loaded = modules_after("import importlib\nfor name in " + repr([n for n in every if "__main__" not in n]) + ": importlib.import_module(name)")  # fmt: skip
    assert not {name for name in loaded if name.split(".")[0] in ("PySide6", "shiboken6", "ui")}


PARSERS = (
    "sqlcipher3",
    "cryptography",
    "defusedxml",
    "pypdf",
    "PIL",
    "zxingcpp",
    "highspy",
    "joserfc",
    "pyld",
    "requests",
)


def test_importing_the_window_loads_no_store_and_no_parser() -> None:
    loaded = modules_after("import ui.application")
    assert not {name for name in loaded if name.split(".")[0] in PARSERS}
    rooms = (
        "formats",
        "credentials",
        "proofs",
        "status",
        "store",
        "verification",
        "intake",
        "session",
        "dids",
        "trust",
    )
    assert not {name for name in loaded if name.split(".")[:2] in [["wallet", room] for room in rooms]}


def test_the_packaging_folder_does_not_shadow_the_library_of_that_name() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_no_two_tests_share_a_file_name() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)
