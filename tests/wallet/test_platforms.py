"""What differs on Windows and macOS, exercised with the system as an argument or its modules in the right places."""

import importlib.util
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from wallet.cli.console import language_of_windows
from wallet.clock import moment_of_seconds
from wallet.errors import VaultBusyError
from wallet.places import data_folder, state_folder
from wallet.store import durable, lock_file
from wallet.store.durable import put_in_place


def test_moments_beyond_what_windows_knows():
    assert moment_of_seconds(253_402_300_799) == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert moment_of_seconds(-86_400) == datetime(1969, 12, 31, tzinfo=UTC)
    assert moment_of_seconds(1_760_000_000.25) == datetime.fromtimestamp(1_760_000_000.25, UTC)
    with pytest.raises(OverflowError):
        moment_of_seconds(1e18)


def test_folders_by_the_custom_of_each_system(tmp_path):
    windows = {"LOCALAPPDATA": str(tmp_path)}
    assert data_folder(windows, "win32") == tmp_path / "Tessera"
    assert state_folder(windows, "win32") == tmp_path / "Tessera" / "State"
    assert data_folder({}, "win32") == Path.home() / "AppData" / "Local" / "Tessera"
    assert data_folder({}, "darwin") == Path.home() / "Library" / "Application Support" / "Tessera"
    assert state_folder({"XDG_STATE_HOME": "relative"}, "linux") == Path.home() / ".local" / "state" / "tessera"


class Refusing(type(Path())):
    """A file that something else holds open for a while, as a virus scanner on Windows does."""

    refusals = 0

    def replace(self, target: Path) -> Path:
        if Refusing.refusals:
            Refusing.refusals -= 1
            raise PermissionError(13, "Access is denied")
        return super().replace(target)


def test_on_windows_a_file_that_is_held_open_is_tried_again(tmp_path):
    made, waited = Refusing(tmp_path / "made"), list[float]()
    made.write_bytes(b"new")
    Refusing.refusals = 5
    put_in_place(made, tmp_path / "there", pause=waited.append, system="win32")
    assert (tmp_path / "there").read_bytes() == b"new"
    assert len(waited) == 5


def test_a_file_that_stays_held_open_is_refused_in_the_end(tmp_path):
    made, waited = Refusing(tmp_path / "made"), list[float]()
    made.write_bytes(b"new")
    for system, times in (("win32", 19), ("linux", 0)):
        waited.clear()
        Refusing.refusals = 100
        with pytest.raises(PermissionError):
            put_in_place(made, tmp_path / "there", pause=waited.append, system=system)
        assert len(waited) == times
    Refusing.refusals = 0


def as_on(system: str, module: ModuleType, monkeypatch: pytest.MonkeyPatch, **modules: ModuleType) -> ModuleType:
    """Return a fresh copy of a module that was imported on another system."""
    monkeypatch.setattr(sys, "platform", system)
    for name, stand_in in modules.items():
        monkeypatch.setitem(sys.modules, name, stand_in)
    spec = importlib.util.spec_from_file_location(f"{module.__name__}_on_{system}", module.__file__)
    assert spec is not None
    assert spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    return fresh


def test_STORE_16_on_windows_the_lock_is_one_byte_that_only_one_may_hold(tmp_path, monkeypatch):
    held, msvcrt = set[str](), ModuleType("msvcrt")
    msvcrt.LK_NBLCK = 2

    def locking(descriptor: int, mode: int, length: int) -> None:
        assert (mode, length) == (2, 1)
        name = Path(f"/proc/self/fd/{descriptor}").resolve().name if Path("/proc/self/fd").exists() else "lock"
        if name in held:
            raise OSError(13, "Permission denied")
        held.add(name)

    msvcrt.locking = locking
    windows = as_on("win32", lock_file, monkeypatch, msvcrt=msvcrt)
    windows.LockFile(tmp_path / "lock")
    with pytest.raises(VaultBusyError):
        windows.LockFile(tmp_path / "lock")


def test_STORE_11_on_macos_a_flush_reaches_the_disk_itself(tmp_path, monkeypatch):
    asked, fcntl = list[int](), ModuleType("fcntl")
    fcntl.F_FULLFSYNC = 51
    fcntl.fcntl = lambda _descriptor, command: asked.append(command)
    macos = as_on("darwin", durable, monkeypatch, fcntl=fcntl)
    macos.replace_file(tmp_path / "file", b"content")
    assert asked == [51, 51], "the file, and the folder with its name"
    assert (tmp_path / "file").read_bytes() == b"content"


@pytest.mark.parametrize(("number", "language"), [(0x0804, "zh"), (0x0404, "zh"), (0x0409, "en"), (0x0407, "en")])
def test_on_windows_the_command_line_speaks_the_language_of_windows(number, language):
    windll = SimpleNamespace(kernel32=SimpleNamespace(GetUserDefaultUILanguage=lambda: number))
    assert language_of_windows(windll) == language


def test_elsewhere_the_language_is_in_the_environment():
    assert language_of_windows(SimpleNamespace()) is None
