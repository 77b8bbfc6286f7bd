"""The chosen credential, beside the list or in its place: what it is, how far to believe it, what to do with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ui.actions.check_again import check_again
from ui.actions.export import export_one
from ui.actions.label import add_tag, remove_tag
from ui.actions.print_credential import print_credential, save_pdf
from ui.actions.shelve import archive, delete_forever, restore, take_back, trash
from ui.desk import Desk
from ui.dialogs.ask_text import ask_text
from ui.dialogs.confirm import confirm
from ui.theme.fonts import Type
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.button import Button, Kind
from ui.widgets.counts_towards import CountsTowardsBlock
from ui.widgets.credential_view import CredentialView
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.notes import NotesField
from ui.widgets.scroll_sheet import ScrollSheet
from ui.widgets.tag import TagChip
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import GetCredential, Problem
from wallet.messages.views import CredentialDetail


class DetailPanel(QFrame):
    """Shows one credential by its id. `closed` when the person goes back to the list."""

    closed = Signal()
    place_wanted = Signal(str)
    share_wanted = Signal(list)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.folded = False
        self.detail: CredentialDetail | None = None
        self._asked = ""
        self._back = Button(N_("Back to the list"), Kind.QUIET, "arrow-left")
        self._back.clicked.connect(self.closed)
        self.sheet = ScrollSheet()
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 12, 0)
        head.addWidget(self._back)
        head.addStretch(1)
        self._head = QWidget()
        self._head.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.sheet, 1)
        self._head.hide()
        self.restyle()
        self.hide()

    # what is shown

    def show_credential(self, credential: str) -> None:
        """Ask for a credential and show it."""
        self._asked = credential
        self._desk.wallet.ask(self, GetCredential(credential), self._on_detail, self._on_problem)

    def refresh(self) -> None:
        """Ask again for what is shown."""
        if self._asked:
            self.show_credential(self._asked)

    def clear(self) -> None:
        """Show nothing, and hold nothing."""
        self._asked, self.detail = "", None
        self.sheet.show_page(None)
        self.hide()

    def show_many(self, number: int) -> None:
        """Say how many are chosen."""
        self._asked, self.detail = "", None
        page = QWidget()
        column = QVBoxLayout(page)
        words = Label(Type.HERO, "ink3").say(N_("{number} selected"), number=number)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(words)
        self._put(page)

    def take_focus(self) -> None:
        """Put the keyboard at the top."""
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_folded(self, folded: bool) -> None:
        """Take the list's place, or stand beside it."""
        self.folded = folded
        self._head.setVisible(folded)
        self.restyle()

    def _on_detail(self, detail: CredentialDetail) -> None:
        if detail.summary.id != self._asked or detail == self.detail:
            return
        same = self.detail is not None and self.detail.summary.id == detail.summary.id
        at = self.sheet.verticalScrollBar().value() if same else 0
        self.detail = detail
        self._rebuild()
        self.sheet.verticalScrollBar().setValue(at)

    def _on_problem(self, _problem: Problem) -> None:
        self.clear()

    def _rebuild(self) -> None:
        if self.detail is None:
            return
        page = QWidget()
        outer = QHBoxLayout(page)
        outer.setContentsMargins(20, 20, 20, 28)
        view = CredentialView(self.detail, clock=self._desk.clock)
        view.below_hero.addLayout(self._buttons(self.detail))
        towards = CountsTowardsBlock(self._desk, self.detail.summary.id)
        towards.place_wanted.connect(self.place_wanted)
        view.foot.addWidget(towards)
        self._add_own_words(view, self.detail)
        if self.folded:
            view.setMaximumWidth(theme().px(760))
        outer.addWidget(view)
        view.column.addStretch(1)
        self._put(page)

    def _put(self, page: QWidget) -> None:
        self.sheet.show_page(page)
        self.show()

    # what can be done

    def _buttons(self, detail: CredentialDetail) -> FlowLayout:
        summary, desk = detail.summary, self._desk
        flow = FlowLayout(gap=8)
        if summary.trashed_at is not None:
            flow.addWidget(self._button(N_("Take back"), "archive-restore", lambda: restore(desk, self, [summary.id])))
            flow.addWidget(self._button(N_("Delete for good…"), "trash-2", self._delete))
            return flow
        share = Button(N_("Share…"), Kind.PRIMARY, "share-2")
        share.clicked.connect(lambda: self.share_wanted.emit([summary]))
        flow.addWidget(share)
        flow.addWidget(self._button(N_("Export…"), "download", lambda: export_one(desk, self, detail)))
        flow.addWidget(self._button(N_("Print…"), "printer", lambda: print_credential(self, detail)))
        more = Button(N_("More"), Kind.QUIET, "ellipsis", icon_only=True)
        more.set_menu(self._more_menu(detail))
        flow.addWidget(more)
        return flow

    def _more_menu(self, detail: CredentialDetail) -> QMenu:
        summary, desk = detail.summary, self._desk
        menu = QMenu(self)
        self._action(menu, N_("Save as PDF…"), "file-text", lambda: save_pdf(desk, self, detail))
        self._action(menu, N_("Check again"), "refresh-cw", lambda: check_again(desk, self, [summary.id]))
        self._action(menu, N_("Add a tag…"), "tag", lambda: self._tag(summary.id))
        if summary.archived:
            self._action(menu, N_("Take back"), "archive-restore", lambda: take_back(desk, self, [summary.id]))
        else:
            self._action(menu, N_("Archive"), "archive", lambda: archive(desk, self, [summary.id]))
        menu.addSeparator()
        self._action(menu, N_("Move to trash"), "trash-2", lambda: trash(desk, self, [summary.id]))
        return menu

    def _action(self, menu: QMenu, key: str, picture: str, act: object) -> QAction:
        action = menu.addAction(icon(picture, theme().tokens.ink2), say(key))
        action.triggered.connect(act)
        return action

    def _button(self, key: str, picture: str, act: object) -> Button:
        button = Button(key, Kind.SECONDARY, picture)
        button.clicked.connect(act)
        return button

    def _delete(self) -> None:
        identifier = self._asked
        confirm(
            self,
            N_("Delete for good?"),
            N_("This cannot be undone. A backup may still hold a copy."),
            N_("Delete"),
            lambda: delete_forever(self._desk, self, [identifier]),
        )

    def _tag(self, credential: str) -> None:
        ask_text(self, N_("Add a tag"), N_("Tag"), N_("Add"), lambda tag: add_tag(self._desk, self, [credential], tag))

    def _add_own_words(self, view: CredentialView, detail: CredentialDetail) -> None:
        summary = detail.summary
        own = QVBoxLayout()
        own.setSpacing(8)
        own.addWidget(Label(Type.CARD).say(N_("Your words")))
        chips = FlowLayout(gap=6)
        for tag in summary.tags:
            chip = TagChip(tag)
            chip.clicked.connect(lambda _checked=False, tag=tag: remove_tag(self._desk, self, [summary.id], tag))
            chips.addWidget(chip)
        add = Button(N_("Add a tag…"), Kind.QUIET, "plus")
        add.clicked.connect(lambda: self._tag(summary.id))
        chips.addWidget(add)
        own.addLayout(chips)
        own.addWidget(NotesField(self._desk, summary.id, detail.notes))
        view.foot.addLayout(own)

    # how it is shown

    def retranslate(self) -> None:
        if self.detail is not None:
            self._rebuild()

    def restyle(self) -> None:
        if self.folded:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(theme().px(MEASURES.detail))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.folded:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = theme().tokens
        painter.fillRect(self.rect(), QColor(tokens.surface))
        painter.setPen(QColor(tokens.hairline))
        painter.drawLine(0, 0, 0, self.height())
