"""Every setting does what it says, pressed in the real window over the real wallet process."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget

from tests.ui.conftest import PASSPHRASE
from tests.ui.looking import colours_in, reset_look
from ui.dialogs.passphrase import NewPassphraseDialog, PassphraseDialog
from ui.dialogs.recovery_kit import RecoveryKitDialog
from ui.journey import Walk
from ui.pages.settings import SettingsPage
from ui.screen_privacy import ScreenPrivacy, macos_shield, shield_of, windows_shield
from ui.settings import HIDE_FROM_SCREEN, LANGUAGE, LOCK_AFTER_MINUTES, TEXT_PERCENT
from ui.theme.theme import theme
from ui.theme.tokens import DARK, HIGH_CONTRAST_LIGHT, LIGHT
from ui.widgets.button import Button
from ui.widgets.check_box import CheckBox
from ui.widgets.label import Label
from ui.widgets.setting_row import SettingRow
from ui.widgets.sidebar import NavRow
from ui.widgets.tag import TagChip
from ui.words import language
from wallet.messages.requests import GetIdentity, GetVaultState
from wallet.resources import resource_path


@pytest.fixture
def page(opened: Walk) -> Iterator[SettingsPage]:
    """The settings, with nothing in front of them."""
    opened.shell.go("settings")
    opened.settle()
    found = opened.shell.stack.currentWidget()
    assert isinstance(found, SettingsPage)
    yield found
    close_dialogs(opened)
    opened.window.undo_bar.hide()
    for name, value in (("light", "en"),):
        found._desk.settings.write(LANGUAGE, value)
        assert name
    reset_look()


def dialogs(walk: Walk) -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def close_dialogs(walk: Walk) -> None:
    for dialog in dialogs(walk):
        dialog.close()
    walk.settle()


def row(page: SettingsPage, title: str) -> SettingRow:
    return next(each for each in page.findChildren(SettingRow) if each.title.text() == title)


def press(page: QWidget, words: str) -> None:
    button = next(b for b in page.findChildren(Button) if b.text() == words and b.isVisibleTo(page))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def words_on(widget: QWidget) -> str:
    return "\n".join(label.text().replace("\u200b", "") for label in widget.findChildren(Label))


def wait_for_dialog(walk: Walk, kind: type[QDialog] = QDialog) -> QDialog:
    walk.until(lambda: [d for d in dialogs(walk) if isinstance(d, kind)], kind.__name__)
    return next(d for d in dialogs(walk) if isinstance(d, kind))


def test_the_language_changes_at_once_and_everywhere(opened: Walk, page: SettingsPage) -> None:
    press(page, "简体中文")
    assert language() == "zh_CN"
    assert opened.settings.read(LANGUAGE) == "zh_CN"
    opened.settle()
    assert "设置" in words_on(page)
    assert {nav.text() for nav in opened.shell.sidebar.findChildren(NavRow)} >= {"全部凭证", "设置", "立即锁定"}
    press(page, "English")
    assert language() == "en"
    opened.settle()
    shown = [label.text() for label in page.findChildren(Label) if label.isVisibleTo(page)]
    assert [words for words in shown if re.search("[\u4e00-\u9fff]", words)] == []


def test_the_bar_at_the_foot_changes_its_language_too(opened: Walk, page: SettingsPage) -> None:
    bar = opened.window.undo_bar
    field = page.findChild(QLineEdit)
    field.setText("li@example.org")
    press(page, "Add")
    opened.until(lambda: bar.isVisible(), "the bar")
    assert bar.words.text() == "Your identifiers are saved."
    press(page, "简体中文")
    opened.settle()
    assert re.search("[\u4e00-\u9fff]", bar.words.text())
    assert bar.accessibleName() == bar.words.text()
    press(page, "200%")
    opened.settle()
    assert bar.words.width() >= bar.words.fontMetrics().horizontalAdvance(bar.words.text())
    assert opened.window.rect().contains(bar.geometry())
    press(page, "100%")
    bar.undo()
    opened.until(lambda: not opened.ask(GetIdentity()).identifiers, "the undoing")
    opened.until(lambda: not page.findChildren(TagChip), "the chip to go")


def test_light_dark_and_more_contrast(opened: Walk, page: SettingsPage) -> None:
    press(page, "Dark")
    assert theme().tokens == DARK
    press(page, "Light")
    assert theme().tokens == LIGHT
    box = next(each for each in page.findChildren(CheckBox) if each.text().startswith("Black on white"))
    box.click()
    assert theme().tokens == HIGH_CONTRAST_LIGHT
    box.click()
    assert theme().tokens == LIGHT


@pytest.mark.parametrize("percent", [125, 150, 175, 200, 100])
def test_the_text_size(opened: Walk, page: SettingsPage, percent: int) -> None:
    press(page, f"{percent} %")
    assert theme().scale == percent / 100
    assert opened.settings.read(TEXT_PERCENT) == percent


def test_when_it_locks_is_told_in_the_sidebar(opened: Walk, page: SettingsPage) -> None:
    press(page, "2 min")
    assert opened.settings.read(LOCK_AFTER_MINUTES) == 2
    lock = next(nav for nav in opened.shell.sidebar.findChildren(NavRow) if nav.text() == "Lock now")
    assert "auto 2 min" in lock.accessibleName()
    press(page, "Never")
    assert lock.accessibleName() == "Lock now"
    press(page, "10 min")


def test_the_passphrase_is_changed_and_opens_the_vault(opened: Walk, page: SettingsPage) -> None:
    def change(old: str, new: str) -> None:
        press(row(page, "Passphrase and key store"), "Change…")
        dialog = wait_for_dialog(opened, NewPassphraseDialog)
        dialog._old.field.setText(old)
        dialog._new.field.setText(new)
        dialog._again.field.setText(new)
        press(dialog, "Change")

    bar = opened.window.undo_bar
    change(PASSPHRASE, "short")
    assert "at least 8" in words_on(dialogs(opened)[0])
    close_dialogs(opened)
    change("not the passphrase", "another few plain words")
    problem = wait_for_dialog(opened)
    opened.until(lambda: "does not open" in words_on(problem), "the refusal")
    close_dialogs(opened)
    change(PASSPHRASE, "another few plain words")
    opened.until(lambda: bar.isVisible() and "passphrase was changed" in bar.words.text(), "the change")
    bar.hide()
    change("another few plain words", PASSPHRASE)
    opened.until(lambda: bar.isVisible() and "passphrase was changed" in bar.words.text(), "the change back")


def test_what_opens_the_vault_is_explained_where_there_is_no_key_store(opened: Walk, page: SettingsPage) -> None:
    state = opened.ask(GetVaultState())
    opened.settle()
    line = row(page, "Passphrase and key store").line.text()
    assert ("no key store" in line) is (not state.keyring_available and not state.keyring)


def test_a_recovery_kit_is_shown_once_and_saved(
    opened: Walk, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pypdf import PdfReader

    press(row(page, "Recovery kit"), "Make a recovery kit…")
    dialog = wait_for_dialog(opened, RecoveryKitDialog)
    kit = dialog._kit
    assert kit.code.replace("-", "") in words_on(dialog).replace("-", "").replace("\n", "")
    for target in (tmp_path / "no such folder" / "kit.pdf", tmp_path / "kit.pdf"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, path=str(target): (path, ""))
        press(dialog, "Save as PDF…")
        opened.settle()
        refused = [d for d in dialogs(opened) if d.windowTitle() == "That did not work"]
        assert bool(refused) is not target.parent.exists(), "a kit that was not saved is never taken for one that was"
        for each in refused:
            each.accept()
        opened.settle()
    text = "".join(PdfReader(tmp_path / "kit.pdf").pages[0].extract_text().split())
    assert kit.code.replace("-", "") in text.replace("-", "")


def test_backup_drill_and_restore(
    opened: Walk, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.tessera"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_words: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_words: (str(target), ""))
    press(row(page, "Backup"), "Back up…")
    opened.until(lambda: any("It holds" in words_on(d) for d in dialogs(opened)), "the backup")
    close_dialogs(opened)
    press(row(page, "Restore"), "Prove a backup…")
    ask = wait_for_dialog(opened, PassphraseDialog)
    ask.field.field.setText(PASSPHRASE)
    press(ask, "Prove it")
    opened.until(lambda: any("is sound" in d.windowTitle() for d in dialogs(opened)), "the proof")
    close_dialogs(opened)
    press(row(page, "Restore"), "Restore…")
    ask = wait_for_dialog(opened, PassphraseDialog)
    ask.field.field.setText(PASSPHRASE)
    press(ask, "Restore")
    opened.until(lambda: any("were here already" in words_on(d) for d in dialogs(opened)), "the restore")


def test_a_backup_that_is_none_is_told(
    opened: Walk, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "copy.tessera"
    bad.write_bytes(b"not a backup")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_words: (str(bad), ""))
    press(row(page, "Restore"), "Prove a backup…")
    ask = wait_for_dialog(opened, PassphraseDialog)
    ask.field.field.setText(PASSPHRASE)
    press(ask, "Prove it")
    opened.until(lambda: any(d.windowTitle() == "That did not work" for d in dialogs(opened)), "the refusal")


def test_a_trust_pack_is_added_and_removed(
    opened: Walk, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json
    import shutil

    pack = tmp_path / "pack"
    shutil.copytree(resource_path("samples", "trust_pack"), pack)
    head = json.loads((pack / "pack.json").read_text())
    head |= {"id": "harbour-towns", "name": "Registry of the harbour towns"}
    (pack / "pack.json").write_text(json.dumps(head))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_words: (str(pack / "pack.json"), ""))
    press(row(page, "Trust packs"), "Add a trust pack…")
    opened.until(lambda: dialogs(opened) or "harbour towns" in words_on(page), "an answer")
    said = "\n".join(words_on(d) for d in dialogs(opened))
    assert "harbour towns" in words_on(page), said
    press(row(page, "Registry of the harbour towns"), "Remove")
    opened.until(lambda: "harbour towns" not in words_on(page), "the pack to go")


def test_examples_go_and_come_back(opened: Walk, page: SettingsPage) -> None:
    press(row(page, "Examples"), "Remove the examples")
    opened.until(lambda: not opened.ask(GetVaultState()).samples, "the examples to go")
    opened.until(lambda: any(b.text() == "Load the examples" for b in page.findChildren(Button)), "the offer")
    press(row(page, "Examples"), "Load the examples")
    opened.until(lambda: opened.ask(GetVaultState()).samples, "the examples")
    opened.until(lambda: any(b.text() == "Remove the examples" for b in page.findChildren(Button)), "the offer")


# -- the screen ------------------------------------------------------------------------------------------------------


class User32:
    """What Windows would be asked."""

    def __init__(self, knows_exclusion: bool) -> None:
        self.asked: list[tuple[int, int]] = []
        self._knows = knows_exclusion

    def SetWindowDisplayAffinity(self, window: int, affinity: int) -> int:
        self.asked.append((window, affinity))
        return int(self._knows or affinity != 0x11)


def test_UI_12_windows_are_hidden_by_the_systems_own_means() -> None:
    newer, older = User32(knows_exclusion=True), User32(knows_exclusion=False)
    assert windows_shield(newer)(7, True)
    assert newer.asked == [(7, 0x11)]
    assert windows_shield(older)(7, True)
    assert older.asked == [(7, 0x11), (7, 0x01)]
    assert windows_shield(newer)(7, False)
    assert newer.asked[-1] == (7, 0x00)


def test_UI_12_a_mac_is_told_not_to_share_the_window() -> None:
    class Objc:
        def __init__(self) -> None:
            self.sent: list[tuple[object, ...]] = []
            self.sel_registerName = lambda name: {b"window": 1, b"setSharingType:": 2}[name]

        def objc_msgSend(self, *sent: object) -> int:
            self.sent.append(tuple(getattr(each, "value", each) for each in sent))
            return 99

    Objc.objc_msgSend.restype = None  # type: ignore[attr-defined]
    objc = Objc()

    class Library:
        """Functions with a `restype`, as ctypes has them."""

        def __init__(self) -> None:
            class Function:
                restype = None

                def __init__(self, call: object) -> None:
                    self._call = call

                def __call__(self, *given: object) -> object:
                    return self._call(*given)  # type: ignore[operator]

            self.sel_registerName = Function(objc.sel_registerName)
            self.objc_msgSend = Function(objc.objc_msgSend)

    assert macos_shield(Library())(5, True)
    assert objc.sent == [(5, 1), (99, 2, 0)]


def test_UI_12_where_nothing_hides_a_window_that_is_said(opened: Walk, page: SettingsPage) -> None:
    assert shield_of("linux") is None
    assert not ScreenPrivacy(None).available
    hide = row(page, "Hide from screenshots")
    box = hide.findChild(CheckBox)
    available = shield_of() is not None
    assert box.isEnabled() is available
    assert ("no way" in hide.line.text()) is not available
    assert opened.settings.read(HIDE_FROM_SCREEN) is False


def test_UI_12_after_the_lock_nothing_of_what_was_open_is_on_the_screen_or_in_the_settings_file(
    opened: Walk, page: SettingsPage
) -> None:
    from ui.models.library_model import SUMMARY_ROLE

    library = opened.shell.library
    opened.shell.go("all")
    opened.until(lambda: library.model.rowCount() > 5, "the library")
    badge = next(
        library.model.index(at).data(SUMMARY_ROLE)
        for at in range(library.model.rowCount())
        if library.model.index(at).data() == "Data Visualisation"
    )
    library.open_credential(badge.id)
    opened.until(lambda: library.detail.detail and library.detail.detail.summary.id == badge.id, "the detail")
    picture = QImage.fromData(library.detail.detail.picture_png, "PNG")
    inks = colours_in(picture) - {"#ffffff", "#000000"}
    titles = [library.model.index(at).data() for at in range(library.model.rowCount())]
    opened.settle()
    assert inks & colours_in(opened.window.grab().toImage(), 1)
    opened.lock()
    opened.settle()
    after = opened.window.grab().toImage()
    assert not inks & colours_in(after, 1)
    said = "\n".join(label.text() for label in opened.window.findChildren(Label))
    kept = (opened.vault.parent / "window.ini").read_bytes().decode("utf-8", "replace")
    for title in titles:
        assert title not in said
        assert title not in kept
    opened.unlock(PASSPHRASE)
