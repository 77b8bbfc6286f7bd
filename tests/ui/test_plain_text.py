"""UI-01, UI-03: whatever a stranger wrote is shown as the characters it is, and reads nothing from the disk."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.looking import NOW, colours_in, detail, summary
from ui.problems import ProblemDialog
from ui.widgets.card_delegate import paint_card
from ui.widgets.credential_view import CredentialView
from ui.widgets.expander import Expander
from ui.widgets.received_list import ReceivedRow, RefusedRow
from ui.widgets.tag import TagChip
from wallet.clock import fixed_clock
from wallet.messages.requests import Problem, ReceivedItem

pytestmark = pytest.mark.usefixtures("paper")
MAGENTA = "#ff00fe"


@pytest.fixture
def canary(tmp_path: Path) -> str:
    """Markup that would draw a magenta square if anything rendered it."""
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor(MAGENTA))
    path = tmp_path / "canary.png"
    picture.save(str(path))
    return f"<img src='file://{path}' width=400 height=400><b>bold</b>"


def open_everything(widget: QWidget) -> None:
    for row in widget.findChildren(Expander):
        if not row.is_open:
            row.toggle()


def grabbed(widget: QWidget, qtbot: QtBot) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(500, 2400)
    widget.show()
    open_everything(widget)
    open_everything(widget)
    widget.adjustSize()
    return widget.grab().toImage()


def test_UI_01_markup_in_a_credential_is_shown_and_not_obeyed(canary: str, qtbot: QtBot) -> None:
    view = CredentialView(detail(canary), clock=fixed_clock(NOW))
    assert MAGENTA not in colours_in(grabbed(view, qtbot))
    texts = "".join(label.text().replace("​", "") for label in view.findChildren(QLabel))
    assert canary in texts
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in view.findChildren(QLabel))


def test_UI_01_markup_on_a_card_is_shown_and_not_obeyed(canary: str) -> None:
    pixmap = QPixmap(320, 200)
    pixmap.fill(QColor("white"))
    painter = QPainter(pixmap)
    paint_card(painter, pixmap.rect().toRectF().adjusted(8, 8, -8, -8), summary(canary), 1.0)
    painter.end()
    assert MAGENTA not in colours_in(pixmap.toImage(), 1)


@pytest.mark.parametrize(
    "make", [lambda t: RefusedRow(Problem("x", "“{name}” is bad", "{name}", {"name": t}, source=t)), TagChip]
)
def test_UI_01_markup_in_refusals_and_tags(canary: str, qtbot: QtBot, make: object) -> None:
    widget = make(canary)  # type: ignore[operator]
    assert MAGENTA not in colours_in(grabbed(widget, qtbot))
    assert not GuiQt.mightBeRichText(widget.toolTip())


def test_UI_08_a_problem_quotes_plainly(canary: str, qtbot: QtBot) -> None:
    dialog = ProblemDialog(Problem("x", "“{name}” could not be opened.", "", {"name": canary}, source=canary), None)
    assert MAGENTA not in colours_in(grabbed(dialog, qtbot))


def test_UI_01_no_tooltip_or_name_anywhere_invites_rich_text(canary: str, qtbot: QtBot) -> None:
    view = CredentialView(detail(canary), clock=fixed_clock(NOW))
    row = ReceivedRow(ReceivedItem("t", detail(canary)), choosable=True)
    qtbot.addWidget(view)
    qtbot.addWidget(row)
    for widget in (*view.findChildren(QWidget), *row.findChildren(QWidget)):
        assert not GuiQt.mightBeRichText(widget.toolTip())


def test_UI_03_very_long_and_hostile_names_break_no_layout(qtbot: QtBot) -> None:
    for text in ("W" * 10_000, "a\u0301" * 400, "\u202e" + "evil", "\U000e0041" * 50, "x\n" * 200):
        view = CredentialView(detail(text), clock=fixed_clock(NOW))
        qtbot.addWidget(view)
        view.resize(384, 900)
        view.show()
        assert view.minimumSizeHint().width() < 500


def test_a_bad_credential_is_not_ticked_to_be_kept(qtbot: QtBot) -> None:
    from wallet.report import Verdict

    good = ReceivedRow(ReceivedItem("t", detail()), choosable=True)
    bad = ReceivedRow(ReceivedItem("t", detail(verdict=Verdict.ALTERED)), choosable=True)
    had = ReceivedRow(ReceivedItem("t", detail(), already="c1"), choosable=True)
    for row in (good, bad, had):
        qtbot.addWidget(row)
    assert good.box.isChecked()
    assert not bad.box.isChecked()
    assert not had.box.isEnabled()
