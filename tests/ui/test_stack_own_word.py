"""The learner’s own word on a stack, and a credential’s: accepted, ruled out, a paper’s scan, and where it counts."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.ui.looking import colours_in
from tests.ui.stacks import DEGREE, brick, dialog, press, tell, words_in
from ui.journey import Walk
from ui.pages.stack import StackPage
from ui.widgets.counts_towards import CountsTowardsBlock
from wallet.messages.stack_views import OwnBasis
from wallet.messages.stacks import ForgetDecision, ForgetOwnWord, RecordOwnWord


def test_something_held_is_accepted_with_a_note_and_taken_back(page: StackPage, following: Walk) -> None:
    page.masonry.choose(brick(page.view, "Ethics of Data"))
    press(page.panel, "Accept something for it…")
    asked = dialog(following, "Accept something for it")
    assert not asked.go.isEnabled()
    asked.choice.setCurrentIndex(asked.choice.findText("数据伦理与法规", Qt.MatchFlag.MatchContains))
    asked.note.setText("The dean agreed.")
    press(asked, "Accept")
    following.until(lambda: page.view is not None and page.view.decisions, "the decision")
    assert page.view is not None
    assert page.view.counts_now.percent == 66
    assert page.view.provisional.percent > 72
    assert "Accepted at: Ethics of Data" in words_in(page)
    assert "The dean agreed." in words_in(page)
    press(page, "Take it back")
    following.until(lambda: page.view is not None and not page.view.decisions, "it is gone")


def test_something_that_counts_is_ruled_out_with_a_note(page: StackPage, following: Walk) -> None:
    page.masonry.choose(brick(page.view, "Data Visualisation"))
    press(page.panel, "Do not count it here…")
    asked = dialog(following, "Do not count it here")
    asked.findChild(QLineEdit).setText("I took it elsewhere.")
    press(asked, "Rule it out")
    following.until(lambda: page.view is not None and page.view.decisions, "the decision")
    assert page.view is not None
    assert page.view.counts_now.percent < 66
    made = page.view.decisions[0]
    back = tell(following, ForgetDecision(made.id))
    following.until(lambda: page.view is not None and page.view.counts_now.percent == 66, "as before")
    assert "I took it elsewhere." in back.undo


def test_the_scan_of_a_paper_is_shown_again_from_the_vault(
    page: StackPage, following: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = QImage(120, 80, QImage.Format.Format_RGB32)
    picture.fill(0xFF2E6A35)
    picture.save(str(tmp_path / "scan.png"))
    made = tell(following, RecordOwnWord(OwnBasis.PAPER, DEGREE, "dp-205", scan=str(tmp_path / "scan.png")))
    (tmp_path / "scan.png").unlink()
    following.until(lambda: page.view is not None and page.view.own_words, "the paper")
    assert "On paper; it would count if it were issued as a credential" in words_in(page)
    press(page, "Show the scan")
    shown = dialog(following, "Your paper")
    assert colours_in(shown.pictures[0].pixmap().toImage()) == {"#2e6a35"}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "copy.png"), ""))
    press(shown, "Save a copy…")
    following.until((tmp_path / "copy.png").exists, "the copy")
    shown.close()
    tell(following, ForgetOwnWord(made.ids[0]))


def test_a_credential_says_where_it_counts(following: Walk, page: StackPage) -> None:
    library = following.shell.library
    following.shell.go("all")
    assert page.view is not None
    key = next(b.credential for la in page.view.layers for b in la.bricks if b.title == "Cloud Data Systems")
    library.open_credential(key)

    def told() -> str:
        return "\n".join(words_in(block) for block in library.detail.findChildren(CountsTowardsBlock))

    following.until(lambda: "Counts towards BSc Data Practice" in told(), "the block")
