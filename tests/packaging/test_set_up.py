"""The two commands: what they say when something is missing, and that what they install is pinned."""

import re
import subprocess
import sys
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
LOCKS = sorted(PACKAGING.glob("*.lock"))


@pytest.fixture
def packaging(monkeypatch) -> ModuleType:
    """`packaging/environment.py`, as the two commands import it: a script beside them, no package."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    spec = util.spec_from_file_location("environment", PACKAGING / "environment.py")
    assert spec is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_why_pip_is_missing_is_said_as_it_is(packaging):
    assert "--no-system" in packaging.without_pip(system=False)
    assert "online" not in packaging.without_pip(system=False)
    assert "online" in packaging.without_pip(system=True)


def test_a_library_that_is_missing_is_named_and_nothing_is_fetched(packaging, tmp_path, monkeypatch):
    libraries = sys.modules["system_libraries"]
    monkeypatch.setattr(libraries, "OFFSCREEN", {"libnowhere-tessera.so.9": "libnowhere9"})
    monkeypatch.setattr(libraries, "WINDOW", {})
    said: list[str] = []
    with pytest.raises(libraries.SystemLibrariesError) as refused:
        libraries.provide(tmp_path, allowed=False, say=said.append)
    assert "libnowhere9" in str(refused.value)
    assert "--no-system" in str(refused.value)
    assert (said, list(tmp_path.iterdir())) == ([], [])
    (tmp_path / "system" / "lib").mkdir(parents=True)
    (tmp_path / "system" / "lib" / "libnowhere-tessera.so.9").touch()
    libraries.provide(tmp_path, allowed=False, say=said.append)


@pytest.mark.parametrize("command", ["run.py", "test.py"])
def test_the_commands_explain_themselves_with_the_standard_library_alone(command):
    asked = [sys.executable, "-E", "-S", str(PACKAGING / command), "--help"]
    ended = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "--no-system" in ended.stdout
    assert "--set-up-only" in ended.stdout


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_its_hashes_and_no_index_is_named(lock):
    text = lock.read_text(encoding="utf-8")
    pins = re.split(r"\n(?=\S)", text.strip())
    assert len(pins) > 2
    for pin in pins:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ ]+", pin), pin[:80]
        assert "--hash=sha256:" in pin, pin[:80]
    assert not re.search(r"https?://|--(extra-)?index|--find-links", text)


def test_what_the_project_needs_is_in_the_lock():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["bbs"]]
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in _pins()}
    names = {re.split(r"[><=!~ ;\[]", need)[0].lower().replace("_", "-") for need in wanted}
    assert names <= pinned


def test_the_camera_and_the_window_pin_the_same_qt():
    camera, window = (set(_pins(name)) for name in ("requirements-camera.lock", "requirements.lock"))
    assert {pin for pin in camera if not pin.startswith("pyside6-addons==")} <= window
    assert any(pin.startswith("pyside6-addons==") for pin in camera)


def test_what_was_made_ready_for_one_purpose_stays_ready(packaging, tmp_path, monkeypatch):
    monkeypatch.setattr(packaging, "ENVIRONMENT", tmp_path)
    packaging.interpreter().parent.mkdir(parents=True)
    packaging.interpreter().touch()
    assert not any(map(packaging.is_ready, packaging.LOCKS))
    packaging.mark_ready("test")
    packaging.mark_ready("camera")
    assert all(map(packaging.is_ready, packaging.LOCKS))
    (tmp_path / "tessera-environment.json").write_text("[", encoding="utf-8")
    assert not packaging.is_ready("run")


def _pins(name: str = "requirements.lock") -> list[str]:
    text = (PACKAGING / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if "==" in line and not line.startswith(" ")]


def test_a_checkout_in_a_folder_of_any_name_is_found(packaging, tmp_path):
    for number, name in enumerate(("plain", "课程 证书", "it's")):
        root = tmp_path / name
        (root / "pretend_wallet").mkdir(parents=True)
        (root / "pretend_wallet" / "__init__.py").touch()
        places = tmp_path / f"site-{number}"
        places.mkdir()
        (places / "tessera.pth").write_text(packaging.path_line(root), encoding="ascii")
        asked = f"import site; site.addsitedir({str(places)!r}); import pretend_wallet"
        assert subprocess.run([sys.executable, "-I", "-c", asked], check=False).returncode == 0


def test_the_windows_command_names_no_folder_and_ends_its_line_as_windows_does(packaging):
    name, content = packaging.command_file("nt")
    assert (name, content.count(b"\r\n"), content.isascii()) == ("tessera.cmd", 1, True)
    assert b"%~dp0python.exe" in content
