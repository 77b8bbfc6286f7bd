"""On a credential's page: the stacks in which it counts, each a row that leads there."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.stack_words import STATE_WORDS, amount_words
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.expander import RowButton
from ui.widgets.paper import paint_paper
from ui.words import language, say
from wallet.i18n import N_
from wallet.messages.requests import Problem
from wallet.messages.stacks import CountsTowards, CountsTowardsRow, GetCountsTowards


class CountsTowardsBlock(QWidget):
    """Asks by itself and stays hidden where there is nothing to say. `place_wanted` carries a place of the shell."""

    place_wanted = Signal(str)

    def __init__(self, desk: Desk, credential: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()
        desk.wallet.ask(self, GetCountsTowards(credential, language()), self._on_rows, self._on_problem)

    def _on_rows(self, answer: CountsTowards) -> None:
        for row in answer.rows:
            button = _BrassRow("layers", "brass_text")
            button.set_words(*_words(row))
            button.clicked.connect(lambda _checked=False, stack=row.stack: self.place_wanted.emit(f"stack:{stack}"))
            self._column.addWidget(button)
        self.setVisible(bool(answer.rows))

    def _on_problem(self, _problem: Problem) -> None:
        """The stack's own page says what is wrong with it."""


class _BrassRow(RowButton):
    """A row on brass ground."""

    def __init__(self, icon: str, tone: str) -> None:
        super().__init__(icon, tone)
        self._row.setContentsMargins(14, 9, 30, 9)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, rect = theme().tokens, QRectF(self.rect()).adjusted(0, 0, -1, -1)
        edge = tokens.brass_fill if self.underMouse() else tokens.brass_soft
        paint_paper(self, rect, tokens.brass_soft, edge, MEASURES.radius_control)
        super().paintEvent(event)


def _words(row: CountsTowardsRow) -> tuple[str, str]:
    counts = row.state in ("counts", "to_confirm")
    title = say(N_("Counts towards {title}") if counts else N_("Would count towards {title}"), title=row.title)
    facts = {"layer": row.layer, "amount": amount_words(row.amount, row.unit)}
    line = say(N_("{layer}: {amount}"), **facts)
    return title, line if counts else say(N_("{line}. {state}"), line=line, state=say(STATE_WORDS[row.state]))
