"""A damaged vault in the real window: it says so, offers to rescue what can be read, and shows what came back."""

from pathlib import Path

from tests.journeys.conftest import PASSPHRASE
from ui.actions.rescue import sentences_of
from ui.dialogs.passphrase import PassphraseDialog
from ui.journey import Walk
from ui.widgets.label import Label
from wallet.messages.requests import ListCredentials, RescueReport


def harm(vault: Path) -> None:
    """Turn over the pages of the schema but the first: the vault no longer opens."""
    with (vault / "vault.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)


def test_STORE_14_a_damaged_vault_is_rescued_from_the_window(settled: Walk) -> None:
    before = settled.ask(ListCredentials(limit=500)).total
    settled.lock()
    settled.until(lambda: not (settled.vault / "vault.db-wal").exists(), "the vault to be closed")
    (settled.vault / "copies").mkdir(exist_ok=True)
    (settled.vault / "copies" / "vault-schema-1.db").write_bytes((settled.vault / "vault.db").read_bytes())
    harm(settled.vault)
    page = settled.window.unlock_page
    page.field.field.setText(PASSPHRASE)
    page.unlock()
    settled.until(page.rescue_button.isVisible, "the offer")
    page.rescue_button.click()
    dialog = settled.window.findChildren(PassphraseDialog)[0]
    dialog.field.field.setText(PASSPHRASE)
    dialog.go.click()
    settled.until(lambda: settled.shell is not None, "the rescued vault")
    settled.until(lambda: settled.shell.library.model.rowCount() > 0, "what came back")
    settled.until(
        lambda: any("came back" in label.text() for label in settled.window.findChildren(Label)), "the sentence"
    )
    assert settled.ask(ListCredentials(limit=500)).total == before


def test_what_is_lost_is_named_and_a_long_list_is_cut() -> None:
    told = sentences_of(RescueReport(1, 2, tuple(f"Course {i}" for i in range(20)), ("ledger",), "damaged-1"))
    assert told[0] == "1 credential came back as it was."
    assert "Lost: Course 0" in told
    assert "Lost: 8 more" in told
    assert "Lost: the ledger of what was shown" in told
