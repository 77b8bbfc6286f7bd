"""What the tests of showing share: the verifier’s page, the step of terms, and a look at a whole page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.ui.looking import accessible_name, cut_off, reached_by_keyboard, too_narrow
from ui.journey import Walk
from ui.pages.share import TERMS, SharePage
from ui.pages.verify_shown import VerifyPage


def verifier(opened: Walk) -> VerifyPage:
    page = opened.shell.stack.currentWidget()
    found = page if isinstance(page, VerifyPage) else page.findChildren(VerifyPage)[0]
    assert isinstance(found, VerifyPage)
    return found


def go_to_terms(opened: Walk, page: SharePage) -> None:
    page.go_on()
    assert page.step == TERMS
    opened.until(lambda: page.terms.prepared is not None, "the preview")


def looked_at(opened: Walk, page: QWidget) -> None:
    """Nothing cut off, everything named, everything plain."""
    opened.settle()
    opened.settle()
    labels = [label for label in page.findChildren(QLabel) if label.isVisibleTo(page)]
    assert [label.text() for label in labels if cut_off(label)] == []
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisibleTo(page)]
    assert [b.text() for b in buttons if too_narrow(b)] == []
    assert [w for w in reached_by_keyboard(page) if not accessible_name(w).strip()] == []
