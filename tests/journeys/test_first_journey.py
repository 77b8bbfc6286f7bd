"""The first whole journey, through the real window and the real wallet process."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.conftest import PASSPHRASE
from ui.actions.audit import audit_vault
from ui.actions.backup import backup_to, restore_from
from ui.actions.samples import remove_samples
from ui.actions.shelve import archive, trash
from ui.journey import Walk
from ui.models.library_model import SUMMARY_ROLE
from ui.single_instance import hand_over, socket_name
from ui.widgets.button import Button
from ui.widgets.label import Label
from wallet.messages.requests import GetVaultState, SetTags
from wallet.messages.views import CredentialSummary


def rows_of(person: Walk) -> list[CredentialSummary]:
    model = person.shell.library.model
    return [model.index(row).data(SUMMARY_ROLE) for row in range(model.rowCount())]


def titles_of(person: Walk) -> set[str]:
    return {summary.title for summary in rows_of(person)}


def words_on(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label))


def buttons_on(widget: QWidget) -> list[str]:
    return [button.text() for button in widget.findChildren(Button) if button.isVisible()]


def dialogs_of(person: Walk) -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not person.window]


def test_a_newcomer_makes_a_vault_and_is_offered_the_next_step(person: Walk) -> None:
    person.make_vault(PASSPHRASE)
    library = person.shell.library
    person.until(lambda: "Your wallet is ready" in words_on(library), "the empty state")
    person.until(lambda: "Load the examples" in buttons_on(library), "the offer")


def test_two_passphrases_that_differ_are_told_before_anything_is_made(person: Walk) -> None:
    person.until(lambda: person.window._welcome is not None, "the first-run page")
    page = person.window._welcome
    page.first.field.setText(PASSPHRASE)
    page.again.field.setText("another one")
    page.make_vault()
    assert "not the same" in words_on(page)
    page.first.field.setText("short")
    page.make_vault()
    assert "at least 8" in words_on(page)
    assert not (person.vault / "vault.json").exists()


def test_samples_detail_lock_unlock(settled: Walk) -> None:
    person = settled
    shown = rows_of(person)
    assert len({summary.verdict for summary in shown}) >= 12
    library = person.shell.library
    library.detail.show_credential(shown[0].id)
    person.until(lambda: library.detail.detail is not None, "the detail")
    assert shown[0].title in words_on(library.detail).replace("​", "")
    before = person.wallet.process_id
    person.lock()
    assert person.shell is None
    assert shown[0].title not in words_on(person.window)
    assert person.wallet.process_id != before
    person.unlock(PASSPHRASE)
    assert titles_of(person) == {summary.title for summary in shown}


def test_a_wrong_passphrase_is_told_and_can_be_corrected(settled: Walk) -> None:
    person = settled
    person.lock()
    page = person.window.unlock_page
    page.field.field.setText("not the passphrase")
    page.unlock()
    person.until(lambda: "does not open" in words_on(page), "the sentence")
    assert person.shell is None
    person.unlock(PASSPHRASE)


def test_search_finds_and_clears(settled: Walk) -> None:
    person = settled
    everything = titles_of(person)
    wanted = sorted(everything)[0]
    library = person.shell.library
    library.focus_search()
    library.search.setText(wanted)
    person.until(lambda: titles_of(person) != everything, "the search")
    assert wanted in titles_of(person)
    library.search.setText('"; DROP TABLE ( OR NEAR/')
    person.until(lambda: library.model.rowCount() == 0, "nothing found")
    person.until(lambda: "Nothing found" in words_on(library), "the empty state")
    library.show_everything()
    person.until(lambda: titles_of(person) == everything, "everything again")


def test_trash_and_undo(settled: Walk) -> None:
    person = settled
    everything = titles_of(person)
    gone = rows_of(person)[3]
    trash(person.window.desk, person.window, [gone.id])
    person.until(lambda: gone.title not in titles_of(person), "the trash")
    person.until(lambda: person.window.undo_bar.isVisible(), "the undo bar")
    person.shell.go("trash")
    person.until(lambda: titles_of(person) == {gone.title}, "the trash page")
    person.window.undo_bar.undo()
    person.shell.go("all")
    person.until(lambda: titles_of(person) == everything, "everything again")


def test_archive_tag_and_take_back(settled: Walk) -> None:
    person = settled
    everything = titles_of(person)
    put_away = rows_of(person)[2]
    archive(person.window.desk, person.window, [put_away.id])
    person.until(lambda: put_away.title not in titles_of(person), "the archive")
    person.window.undo_bar.undo()
    person.until(lambda: titles_of(person) == everything, "everything again")
    person.ask(SetTags((put_away.id,), add=("<b>year 1</b>",)))
    library = person.shell.library
    library.detail.show_credential(put_away.id)
    person.until(lambda: library.detail.detail and library.detail.detail.summary.tags, "the tag")
    assert library.detail.detail.summary.tags == ("<b>year 1</b>",)


def test_backup_and_restore_into_an_empty_vault(settled: Walk, tmp_path: Path) -> None:
    person = settled
    everything = titles_of(person)
    copy = tmp_path / "copy.tessera"
    backup_to(person.window.desk, person.window, str(copy))
    person.until(lambda: copy.exists() and dialogs_of(person), "the backup")
    assert "It holds" in words_on(dialogs_of(person)[0])
    for dialog in dialogs_of(person):
        dialog.close()
    remove_samples(person.window.desk, person.window)
    person.until(lambda: person.shell.library.model.total == 0, "an empty library")
    restore_from(person.window.desk, person.window, str(copy), PASSPHRASE)
    person.until(lambda: titles_of(person) == everything, "everything again")


def test_the_examples_leave_with_one_click(settled: Walk) -> None:
    person = settled
    remove_samples(person.window.desk, person.window)
    person.until(lambda: person.shell.library.model.total == 0, "an empty library")
    assert not person.ask(GetVaultState()).samples


def test_a_stranger_can_be_checked_while_locked(settled: Walk) -> None:
    person = settled
    person.lock()
    person.window.show_check()
    sample = Path(__file__).parents[2] / "resources" / "samples" / "chess-club-champion.json"
    person.window.open_paths([str(sample)])
    person.until(lambda: "Club Champion" in words_on(person.window._check), "the verdict")
    assert "Keep it" not in [b.text() for b in person.window._check.findChildren(Button) if b.isVisible()]


def test_keys_do_what_they_say(settled: Walk) -> None:
    person = settled
    window = person.window
    window.activateWindow()
    person.until(lambda: QApplication.activeWindow() is window, "the window to be active")
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert person.shell.library.search.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert person.shell.place == "settings"
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: dialogs_of(person), "the palette")
    QTest.keyClick(dialogs_of(person)[0], Qt.Key.Key_Escape)
    person.until(lambda: not dialogs_of(person), "the palette to close")
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: person.shell is None, "the lock")


def test_a_wallet_process_that_dies_is_told_and_replaced(settled: Walk) -> None:
    person = settled
    person.wallet._pipe._process.kill()
    person.until(lambda: person.shell is None, "the lock")
    person.unlock(PASSPHRASE)
    assert rows_of(person)


def test_whoever_waits_when_the_process_dies_hears_of_it(settled: Walk) -> None:
    person = settled
    heard: list[object] = []
    person.wallet.ask(person.window, GetVaultState(), heard.append, heard.append)
    person.wallet._pipe._process.kill()
    person.until(lambda: heard, "an answer or a problem")
    assert len(heard) == 1


def test_nobody_is_called_who_has_gone(settled: Walk) -> None:
    person = settled
    called: list[object] = []
    owner = QWidget()
    person.wallet.ask(owner, GetVaultState(), called.append, called.append)
    owner.deleteLater()
    del owner
    person.ask(GetVaultState())
    person.settle()
    assert called == []


@pytest.mark.timeout(400)
def test_the_walk_without_a_display_writes_its_report(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ui.application", "--journey", str(tmp_path / "walk")]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    report = json.loads((tmp_path / "walk" / "report.json").read_text())
    assert report["outcome"] == "passed"
    shots = [name.removesuffix(".png").rsplit("-", 3) for name in report["screenshots"]]
    screens = {(screen, tuple(look)) for screen, *look in shots}
    looks = {look for _, look in screens}
    assert len(looks) == 8
    for screen in ("library", "detail", "unlock", "share-qr", "check-result", "stack", "stack-switch", "growth"):
        assert {look for name, look in screens if name == screen} == looks, screen
    assert "BSc Data Practice: 66 %" in next(s["seen"] for s in report["steps"] if "degrees" in s["step"])
    assert all((tmp_path / "walk" / name).stat().st_size > 4_000 for name in report["screenshots"])


def test_UPD_06_UPD_07_a_second_start_brings_the_first_window_forward(tmp_path: Path) -> None:
    """Two real starts of the program on one vault: the second hands over and ends well."""
    here = Path(__file__).parents[2]
    command = [
        sys.executable,
        "-m",
        "ui.application",
        "--vault",
        str(tmp_path / "v"),
        "--settings",
        str(tmp_path / "s.ini"),
    ]
    environment = os.environ | {"QT_PLUGIN_PATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    first = subprocess.Popen(command, cwd=here, env=environment, stderr=subprocess.DEVNULL)
    try:
        name = socket_name((tmp_path / "v").resolve())
        wait_for(lambda: hand_over(name, []))
        second = subprocess.run(command, cwd=here, env=environment, timeout=60, check=False)
        assert second.returncode == 0
        assert first.poll() is None
    finally:
        first.terminate()
        first.wait(timeout=30)


def wait_for(met: Callable[[], object]) -> None:
    """Poll, with a guard against hanging."""
    deadline = time.monotonic() + 60
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_vault_that_is_sound_is_said_to_be(settled: Walk) -> None:
    audit_vault(settled.window.desk, settled.window)
    settled.until(lambda: dialogs_of(settled), "the report")
    assert "looked at" in words_on(dialogs_of(settled)[0])
    for dialog in dialogs_of(settled):
        dialog.close()
