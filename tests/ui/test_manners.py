"""Small promises: the clipboard forgets, a second start knocks, the lock comes by itself, settings survive nonsense."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ui.clipboard import copy_secret
from ui.lock_watch import LockWatch
from ui.settings import ALL, LOCK_AFTER_MINUTES, TEXT_PERCENT, WINDOW_GEOMETRY, Settings, open_settings
from ui.single_instance import MOST_BYTES, Doorbell, hand_over, read_message, socket_name
from ui.widgets.button import Button
from ui.widgets.check_box import CheckBox
from ui.widgets.expander import RowButton
from ui.widgets.growth_card import DotButton
from ui.widgets.passphrase import STRENGTH_WORDS, strength_of
from ui.widgets.sidebar import NavRow
from ui.widgets.tag import TagChip
from wallet.messages.growth import GrowthDot
from wallet.report import Verdict

pytestmark = pytest.mark.usefixtures("paper")
ROOT = Path(__file__).resolve().parents[2]
DOT = GrowthDot(date(2026, 5, 3), "B", 1, "Statistics", "Harbourside College", Verdict.VERIFIED, "c1")


def test_UI_10_a_copied_secret_leaves_the_clipboard_by_itself(qtbot: QtBot) -> None:
    copy_secret("KQ4M-7XPA", cleared_after_ms=1)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")


def test_UI_10_a_copied_secret_leaves_the_clipboard_with_the_program() -> None:
    """On some systems the clipboard outlives the program; on others what is left on it was seen to crash the leaving."""
    program = (
        "from PySide6.QtCore import QTimer; from ui.application import make_application; from ui.clipboard import copy_secret\n"
        "application = make_application(); copy_secret('KQ4M-7XPA'); clipboard = application.clipboard()\n"
        "QTimer.singleShot(0, application.quit); application.exec(); print([clipboard.text()])"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout.strip()) == (0, "['']"), ended.stderr


def test_UI_10_what_was_copied_since_is_left_alone(qtbot: QtBot) -> None:
    copy_secret("KQ4M-7XPA", cleared_after_ms=1)
    QGuiApplication.clipboard().setText("a shopping list")
    qtbot.wait(30)
    assert QGuiApplication.clipboard().text() == "a shopping list"


def test_UI_10_clipboard_histories_are_told_to_look_away() -> None:
    copy_secret("KQ4M-7XPA")
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.data("x-kde-passwordManagerHint").data() == b"secret"
    assert mime.hasFormat("application/x-nspasteboard-concealed-type")
    assert any("ExcludeClipboardContentFromMonitorProcessing" in name for name in mime.formats())


def test_UPD_07_a_second_start_hands_its_files_to_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    name = socket_name(tmp_path)
    assert not hand_over(name, [])
    bell = Doorbell(name)
    heard: list[list[str]] = []
    bell.rung.connect(heard.append)
    assert hand_over(name, ["/home/li/badge.png"])
    qtbot.waitUntil(lambda: heard == [["/home/li/badge.png"]])
    bell.close()


@given(st.binary(max_size=200) | st.binary(max_size=50).map(lambda start: start + b" " * MOST_BYTES + b"!"))
def test_UPD_07_no_bytes_on_the_socket_do_more_than_offer_absolute_paths(received: bytes) -> None:
    paths = read_message(received)
    assert paths is None or all(Path(path).is_absolute() for path in paths)


@pytest.mark.parametrize(
    "content", [{"open": ["/a"], "keep": True}, {"open": "/a"}, {"open": [1]}, ["/a"], {}, {"run": "/bin/sh"}]
)
def test_UPD_07_only_one_verb_is_understood(content: object) -> None:
    assert read_message(msgspec.json.encode(content)) is None


def test_UPD_07_relative_paths_are_not_offered() -> None:
    assert read_message(b'{"open":["../secret","/fine"]}') == ["/fine"]


class Hours:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def locks_of(watch: LockWatch, hours: Hours, steps: list[float]) -> int:
    heard: list[None] = []
    watch.lock_wanted.connect(lambda: heard.append(None))
    for seconds in steps:
        hours.now += timedelta(seconds=seconds)
        watch.tick()
    return len(heard)


def test_an_idle_window_locks() -> None:
    hours = Hours()
    assert locks_of(LockWatch(hours, lambda: 5), hours, [5.0] * 60) == 0
    hours = Hours()
    assert locks_of(LockWatch(hours, lambda: 5), hours, [5.0] * 61) == 1


def test_the_idle_timer_can_be_turned_off() -> None:
    hours = Hours()
    assert locks_of(LockWatch(hours, lambda: 0), hours, [5.0] * 2_000) == 0


def test_sleep_is_noticed_by_the_clock_even_when_the_timer_is_off() -> None:
    hours = Hours()
    assert locks_of(LockWatch(hours, lambda: 0), hours, [5.0, 600.0, 5.0]) == 1


def test_the_screen_saver_locks_and_its_end_does_not() -> None:
    watch = LockWatch(Hours(), lambda: 5)
    heard: list[None] = []
    watch.lock_wanted.connect(lambda: heard.append(None))
    watch.on_turn(True)
    watch.on_turn(False)
    watch.on_call()
    assert len(heard) == 2


def test_settings_come_back(tmp_path: Path) -> None:
    path = str(tmp_path / "window.ini")
    settings = open_settings(path)
    settings.write(TEXT_PERCENT, 150)
    settings.write(WINDOW_GEOMETRY, b"\x01\x02")
    again = Settings(QSettings(path, QSettings.Format.IniFormat))
    assert again.read(TEXT_PERCENT) == 150
    assert again.read(WINDOW_GEOMETRY) == b"\x01\x02"


@pytest.mark.parametrize("nonsense", ["", "-1", "99999", "big", "@Invalid()", "@ByteArray(x)"])
def test_nonsense_in_the_settings_file_gives_the_defaults(tmp_path: Path, nonsense: str) -> None:
    path = tmp_path / "window.ini"
    lines = [f"[{setting.key.split('/')[0]}]\n{setting.key.split('/')[1]}={nonsense}" for setting in ALL]
    path.write_text("\n".join(lines))
    settings = open_settings(str(path))
    assert settings.read(TEXT_PERCENT) == TEXT_PERCENT.default
    assert settings.read(LOCK_AFTER_MINUTES) == LOCK_AFTER_MINUTES.default
    for setting in ALL:
        settings.read(setting)


@given(st.text(max_size=40))
def test_every_passphrase_gets_a_word_of_advice(passphrase: str) -> None:
    strength = strength_of(passphrase)
    assert STRENGTH_WORDS[strength]
    assert strength > 0 or len(passphrase) < 8


def test_longer_is_stronger_and_repetition_is_not() -> None:
    assert strength_of("short") == 0
    assert strength_of("aaaaaaaaaaaaaaaaaaaaaaaa") == 1
    assert strength_of("correct horse battery staple") == 4


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize(
    "make",
    [
        lambda: Button("Close"),
        lambda: CheckBox("Close"),
        lambda: TagChip("2026"),
        lambda: NavRow("Trash", "trash-2"),
        lambda: RowButton("info", "ink2"),
        lambda: DotButton(DOT, None),
    ],
    ids=["button", "box", "tag", "row", "expander", "result"],
)
def test_whatever_paints_itself_and_can_be_pressed_is_pressed_by_the_keyboard(
    qtbot: QtBot, make: Callable[[], QAbstractButton], key: Qt.Key
) -> None:
    button = make()
    qtbot.addWidget(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    qtbot.keyClick(button, key)
    assert len(pressed) == 1
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
