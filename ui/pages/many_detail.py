"""The chosen row of many, beside the table or in its place: the checks as everywhere else, and which others are like it."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.many_model import copies_words, learner_words
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.button import Button, Kind
from ui.widgets.credential_view import CredentialView
from ui.widgets.label import Label
from ui.widgets.received_list import RefusedRow
from ui.widgets.scroll_sheet import ScrollSheet
from ui.words import say
from wallet.i18n import N_, Message
from wallet.messages.many import GetManyRow, ManyDetail, ManyFilter, ManyRow
from wallet.messages.requests import Problem


class ManyDetailPanel(QFrame):
    """`closed` when it is put away; `alike_wanted` carries a filter and its words: show the rows like this one."""

    closed = Signal()
    alike_wanted = Signal(object, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked = 0
        self._folded = False
        self.shown: ManyDetail | None = None
        self._close = Button(N_("Close"), Kind.QUIET, "x", icon_only=True)
        self._close.clicked.connect(self.closed)
        self._sheet = ScrollSheet()
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 8, 0)
        self._file = Label(Type.SMALL, "ink2").selectable()
        head.addWidget(self._file, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._sheet, 1)
        self.restyle()
        self.hide()

    @property
    def number(self) -> int:
        """The number of the row that is shown, or asked for; 0 for none."""
        return self._asked

    def show_row(self, number: int) -> None:
        """Ask for a row and show it."""
        self._asked = number
        self._desk.wallet.ask(self, GetManyRow(number), lambda told: self._on_told(told, number), self._on_problem)
        self.show()

    def clear(self) -> None:
        """Show nothing, and hold nothing."""
        self._asked, self.shown = 0, None
        self._put(QWidget())
        self.hide()

    def set_folded(self, folded: bool) -> None:
        """Take the table's place, or stand beside it."""
        if folded != self._folded:
            self._folded = folded
            self.restyle()

    def _on_told(self, told: ManyDetail, number: int) -> None:
        if number == self._asked:
            self.shown = told
            self._rebuild(told)

    def _on_problem(self, problem: Problem) -> None:
        self.shown = None
        page, column = _page()
        column.addWidget(RefusedRow(problem))
        column.addStretch(1)
        self._file.show_text("")
        self._put(page)

    def _rebuild(self, told: ManyDetail) -> None:
        page, column = _page()
        self._file.show_text(told.path)
        alike = self._alike_buttons(told.row)
        if told.detail is not None:
            view = CredentialView(told.detail, clock=self._desk.clock)
            for button in alike:
                view.below_hero.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(view)
        elif told.row.problem is not None:
            column.addWidget(RefusedRow(replace(told.row.problem, source="")))
        column.addStretch(1)
        self._put(page)

    def _alike_buttons(self, row: ManyRow) -> list[Button]:
        buttons = []
        if row.copies:
            words = Message(N_("Copies of “{title}”"), {"title": row.title})
            buttons.append(self._button("copy", copies_words(row.copies), ManyFilter(copies_of=row.number), words))
        if row.same_learner:
            if row.learner:
                words = Message(N_("Learner: {name}"), {"name": row.learner})
            else:
                words = Message(N_("The same learner as “{title}”"), {"title": row.title})
            told = learner_words(row.same_learner)
            buttons.append(self._button("user-check", told, ManyFilter(learner_of=row.number), words))
        return buttons

    def _button(self, icon: str, told: str, chosen: ManyFilter, words: Message) -> Button:
        button = Button(N_("{words}"), Kind.SECONDARY, icon)
        button.say(N_("{words}"), words=told)
        button.setAccessibleDescription(say(N_("Show only these")))
        button.clicked.connect(lambda: self.alike_wanted.emit(chosen, words))
        return button

    def _put(self, page: QWidget) -> None:
        self._sheet.show_page(page)

    def retranslate(self) -> None:
        if self.shown is not None:
            self._rebuild(self.shown)

    def restyle(self) -> None:
        if self._folded:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(theme().px(MEASURES.detail))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = theme().tokens
        painter.fillRect(self.rect(), QColor(tokens.surface))
        painter.setPen(QColor(tokens.hairline))
        painter.drawLine(0, 0, 0, self.height())


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 8, 20, 28)
    column.setSpacing(14)
    return page, column
