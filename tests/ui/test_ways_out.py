"""Ways out of the window: a dossier with its stack, a badge, a record, the codes with and without their evidence."""

import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.issuer_simulator import Issuer
from tests.ui.showing import go_to_terms, verifier
from ui.actions.present_send import make_badge_at, save_presentation_to, saved_words, shown_title
from ui.dialogs.dialog import Dialog
from ui.journey import Walk
from ui.pages.share import SHOW, SharePage
from ui.widgets.dossier_notice import dossier_notice
from wallet.messages.presenting import DisclosureLeaf, DossierStack, GetLedger, ShownCredential
from wallet.messages.requests import Keep, Receive
from wallet.messages.stacks import FollowStack, ListStacks


def show(opened: Walk, wizard: SharePage) -> None:
    """Go to the last step with everything ticked."""
    wizard.what.trees[0].choose((), everything=True)
    go_to_terms(opened, wizard)
    wizard.go_on()
    assert wizard.step == SHOW
    opened.until(lambda: wizard.shown.loop.code.image is not None, "the code")


def test_a_dossier_takes_the_rules_of_a_stack_along(opened: Walk, wizard: SharePage, tmp_path: Path) -> None:
    opened.ask(FollowStack(shipped="northlight-bsc-data-practice"))
    stack = opened.ask(ListStacks()).cards[0].id
    show(opened, wizard)
    prepared = wizard.terms.prepared
    assert prepared is not None
    path = tmp_path / "away.zip"
    save_presentation_to(opened.window.desk, wizard, prepared, str(path), "dossier", stack)
    opened.until(path.exists, "the dossier")
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        progress = json.loads(archive.read("progress.json"))
    assert names >= {"dossier.json", "stack.json", "progress.json", "README.txt"}
    assert progress["pathway"]["id"].startswith("urn:")


def test_a_badge_is_entered_into_the_ledger_as_what_it_is(
    opened: Walk,
    wizard: SharePage,
    tmp_path: Path,
) -> None:
    received = opened.ask(Receive(text=Issuer("Harbourside College", method="key").issue("vc+jwt").decode()))
    whole = opened.ask(Keep((received.items[0].token,))).ids[0]
    path = tmp_path / "badge.png"
    make_badge_at(opened.window.desk, wizard, whole, "Fair", str(path))
    opened.until(path.exists, "the badge")
    with Image.open(path) as picture:
        assert picture.text["openbadgecredential"].startswith("ey")
    opened.until(lambda: opened.ask(GetLedger()).rows[0].audience == "Fair", "the ledger")
    assert opened.ask(GetLedger()).rows[0].bound == "nobody"


def test_what_is_no_whole_credential_makes_no_badge(
    opened: Walk,
    wizard: SharePage,
    credential: str,
    tmp_path: Path,
) -> None:
    entries = len(opened.ask(GetLedger()).rows)
    make_badge_at(opened.window.desk, wizard, credential, "Fair", str(tmp_path / "badge.png"))
    opened.until(lambda: any("whole credential" in each.text() for each in labels(wizard)), "the refusal")
    assert not (tmp_path / "badge.png").exists()
    assert len(opened.ask(GetLedger()).rows) == entries, "what was not sent is in no ledger"
    for dialog in wizard.window().findChildren(Dialog):
        dialog.reject()


def labels(wizard: SharePage) -> list[QLabel]:
    return wizard.window().findChildren(QLabel)


def test_a_record_is_written(opened: Walk, wizard: SharePage, tmp_path: Path) -> None:
    show(opened, wizard)
    prepared = wizard.terms.prepared
    assert prepared is not None
    path = tmp_path / "record.ler-rs.json"
    save_presentation_to(opened.window.desk, wizard, prepared, str(path), "ler-rs")
    opened.until(path.exists, "the record")
    assert json.loads(path.read_text(encoding="utf-8"))["type"].endswith("LER-RSType.json")


def test_every_way_out_is_named_and_reached(opened: Walk, wizard: SharePage, paper: QApplication) -> None:
    show(opened, wizard)
    for button in wizard.shown.buttons.values():
        assert button.accessibleDescription() or not button.isVisible()
    assert not wizard.shown.evidence.isVisible(), "nothing was left out"


def test_the_verifier_says_what_a_dossiers_stack_comes_to(
    opened: Walk,
    wizard: SharePage,
    tmp_path: Path,
) -> None:
    opened.ask(FollowStack(shipped="northlight-bsc-data-practice"))
    stack = opened.ask(ListStacks()).cards[0].id
    show(opened, wizard)
    prepared = wizard.terms.prepared
    assert prepared is not None
    path = tmp_path / "away.zip"
    save_presentation_to(opened.window.desk, wizard, prepared, str(path), "dossier", stack)
    opened.until(path.exists, "the dossier")
    opened.shell.go("check")
    page = verifier(opened)
    page.take(Receive(paths=(str(path),)))
    opened.until(lambda: page.checked is not None, "the result")
    opened.until(lambda: any("is proven here" in each.text() for each in page.findChildren(QLabel)), "the figure")
    page.clear()


@pytest.mark.parametrize(
    ("claimed", "same", "words"), [(50, True, "says the same"), (90, False, "itself says 90 %"), (-1, False, "Rules")]
)
def test_a_dossiers_own_figure_is_compared_and_never_shown_as_the_answer(
    qtbot: QtBot, paper: QApplication, claimed: int, same: bool, words: str
) -> None:
    notice = dossier_notice(DossierStack("Degree", 50, False, claimed, same, "Rules of the college."))
    qtbot.addWidget(notice)
    assert notice.heading.text() == "Degree: 50 % is proven here"
    assert words in notice.line.text()
    assert "Rules of the college." in notice.line.text()


def test_a_title_that_is_kept_private_names_no_file() -> None:
    said = DisclosureLeaf("/course_name", "course_name", "Nursing", always=False)
    other = DisclosureLeaf("/grade", "grade", "8.5", always=False)
    assert shown_title(ShownCredential("c1", "Nursing", (said, other), 0)) == "Nursing"
    assert shown_title(ShownCredential("c1", "Nursing", (other,), 1)) == ""


def test_a_file_that_soon_ends_says_so(opened: Walk, wizard: SharePage) -> None:
    show(opened, wizard)
    prepared = wizard.terms.prepared
    assert prepared is not None
    assert prepared.expires is not None
    assert "choose a later end" in saved_words(prepared, prepared.expires - timedelta(minutes=9))
    assert "list of what you have shared" in saved_words(prepared, prepared.expires - timedelta(days=29))
    assert "list of what you have shared" in saved_words(replace(prepared, expires=None), prepared.expires)
