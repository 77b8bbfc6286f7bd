"""The library: search, filter, sort; cards or rows; what to do with several at once; and the chosen one beside it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.actions.samples import add_samples
from ui.desk import Desk
from ui.models.library_model import LibraryModel
from ui.pages.detail import DetailPanel
from ui.pages.library_bars import AddButton, SelectionBar, SortButton, StatusButton, TagButton
from ui.pages.unlock import HouseSeal
from ui.settings import LIBRARY_SORT, LIBRARY_VIEW
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.credential_list import CredentialList
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import Label
from ui.widgets.search_field import SearchField
from ui.words import count
from wallet.i18n import N_
from wallet.messages.requests import Change, ListCredentials, ListTags, TagList, Touched
from wallet.messages.requests import CredentialList as Listed
from wallet.messages.views import LibraryFilter, SortOrder

_PAUSE_MS = 120
_PAGE = 200
HEADINGS = {
    LibraryFilter.ALL: N_("All credentials"),
    LibraryFilter.ATTENTION: N_("Needs attention"),
    LibraryFilter.ARCHIVED: N_("Archive"),
    LibraryFilter.TRASH: N_("Trash"),
}


class LibraryPage(QWidget):
    """`add_wanted` names how: `files`, `folder` or `paste`."""

    add_wanted = Signal(str)
    share_wanted = Signal(list)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._which = LibraryFilter.ALL
        self._number = 0
        self._wanted_row = 0
        self.model = LibraryModel(self)
        self.model.more_wanted.connect(self._ask_page)
        self.list = CredentialList(self.model)
        self.detail = DetailPanel(desk)
        self._make_toolbar()
        self._make_heads()
        self._make_places()
        self._lay_out()
        self._connect()

    def _make_toolbar(self) -> None:
        self.search = SearchField(N_("Search titles, issuers, skills"))
        self._status = StatusButton()
        self._tags = TagButton()
        self._sort = SortButton(self._stored_sort())
        self._view = Button(N_("Show as a list"), Kind.SECONDARY, "list", icon_only=True)
        self.add_button = AddButton()

    def _stored_sort(self) -> SortOrder:
        stored = self._desk.settings.read(LIBRARY_SORT)
        return SortOrder(stored) if stored in tuple(SortOrder) else SortOrder.NEWEST

    def _make_heads(self) -> None:
        self._heading = Label(Type.PAGE, wraps=False).say(HEADINGS[self._which])
        self._counted = Label(Type.LABEL, "ink2", wraps=False)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(self._counted, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addStretch(1)
        self.selection_bar = SelectionBar(self._desk)
        self._head = head
        self.selection_bar.hide()

    def _make_places(self) -> None:
        self._empty = EmptyState(
            HouseSeal(112),
            N_("Your wallet is ready for its first credential"),
            N_("Drop a file or a badge picture here, or paste the text of a credential."),
        )
        self._open = self._empty.add(Button(N_("Open files…"), Kind.PRIMARY, "file-plus"))
        self._folder = self._empty.add(Button(N_("Open a folder…"), Kind.SECONDARY, "folder-open"))
        self._paste = self._empty.add(Button(N_("Paste"), Kind.SECONDARY, "clipboard-paste"))
        self._empty.invitation.say(N_("Only looking around? Load the examples; they go again with one click."))
        self._examples = Button(N_("Load the examples"), Kind.SECONDARY, "library")
        self._empty.below.addWidget(self._examples)
        self._nothing = EmptyState(HouseSeal(88), N_("Nothing found"), N_("Try other words, or take the filters away."))
        self._clear = self._nothing.add(Button(N_("Show everything"), Kind.PRIMARY))
        self._places = QStackedWidget()
        for place in (self.list, self._empty, self._nothing):
            self._places.addWidget(place)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(self.search, 1)
        for button in (self._status, self._tags, self._sort, self._view):
            bar.addWidget(button)
        bar.addStretch(0)
        bar.addWidget(self.add_button)
        self._bar_margin = QWidget()
        self._bar_margin.setLayout(bar)
        bar.setContentsMargins(8, 0, 8, 0)
        heads = QHBoxLayout()
        heads.setContentsMargins(8, 0, 8, 0)
        heads.addWidget(self._head)
        heads.addWidget(self.selection_bar)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(20, 16, 8, 0)
        column.setSpacing(14)
        column.addWidget(self._bar_margin)
        column.addLayout(heads)
        column.addWidget(self._places, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left, 1)
        row.addWidget(self.detail)
        self.retranslate()

    def _connect(self) -> None:
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self.list.setFocus)
        self._status.changed.connect(self.refresh)
        self._tags.changed.connect(self.refresh)
        self._sort.changed.connect(self._on_sort)
        self._view.clicked.connect(self._turn_view)
        self.add_button.wanted.connect(self.add_wanted)
        self._open.clicked.connect(lambda: self.add_wanted.emit("files"))
        self._folder.clicked.connect(lambda: self.add_wanted.emit("folder"))
        self._paste.clicked.connect(lambda: self.add_wanted.emit("paste"))
        self._examples.clicked.connect(lambda: add_samples(self._desk, self))
        self._clear.clicked.connect(self.show_everything)
        self.list.chosen_changed.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.list.trash_wanted.connect(self.selection_bar.trash)
        self.selection_bar.clear_wanted.connect(self.list.clearSelection)
        self.detail.closed.connect(self._close_detail)
        self.detail.share_wanted.connect(self.share_wanted)
        self.selection_bar.share_wanted.connect(self.share_wanted)
        self.list.all_wanted.connect(self._choose_all)
        self._desk.signals.changed.connect(self._on_changed)
        self._ask_tags()
        self._apply_view(self._desk.settings.read(LIBRARY_VIEW) == "grid")

    # what is shown

    def show_filter(self, which: LibraryFilter) -> None:
        """Show one part of the library."""
        if which is not self._which:
            self._which = which
            self._heading.say(HEADINGS[which])
            self.selection_bar.show_filter(which)
            self._wanted_row = 0
            self.list.clearSelection()
        self.refresh()

    def show_everything(self) -> None:
        """Take search and filters away."""
        self._status.clear()
        self._tags.clear()
        self.search.clear()
        self.refresh()

    def refresh(self) -> None:
        """Ask for the first page again."""
        self._pause.stop()
        self._ask_page(0)

    def _ask_page(self, offset: int, *, everything: bool = False) -> None:
        self._number += 1
        number = self._number
        request = ListCredentials(
            query=self.search.text().strip(),
            which=self._which,
            verdicts=self._status.chosen(),
            tags=self._tags.chosen(),
            sort=self._sort.order,
            offset=offset,
            limit=self.model.total if everything else max(_PAGE, self.model.rowCount()) if offset == 0 else _PAGE,
        )
        then = self._on_everything if everything else self._on_listed
        self._desk.wallet.ask(self, request, lambda listed: then(listed, number), lambda _problem: None)

    def _on_everything(self, listed: Listed, number: int) -> None:
        if number == self._number:
            self.model.show(listed.items, listed.total, listed.offset)
            self.list.choose_all_rows()

    def _on_listed(self, listed: Listed, number: int) -> None:
        if number != self._number:
            return
        before = [summary.id for summary in self.list.chosen()]
        self.model.show(listed.items, listed.total, listed.offset)
        self._show_count()
        self._show_place()
        if listed.offset == 0:
            self._choose_again(before)

    def _choose_again(self, before: list[str]) -> None:
        if len(before) > 1 and self.list.choose_rows([self.model.row_of(credential) for credential in before]):
            return
        row = self.model.row_of(before[0]) if len(before) == 1 else -1
        if row < 0 and self.model.rowCount():
            row = min(self._wanted_row, self.model.rowCount() - 1)
        if row >= 0 and not self.detail.folded:
            self.list.choose_row(row)
        else:
            self._on_chosen()

    def _show_count(self) -> None:
        total = self.model.total
        if self._which is LibraryFilter.ALL and not self._is_filtered():
            self._counted.say(N_("{number} in this wallet"), number=total)
        else:
            self._counted.show_text(count(total, N_("1 credential"), N_("{number} credentials")))
        self._counted.setVisible(bool(total))

    def _show_place(self) -> None:
        if self.model.total:
            place: QWidget = self.list
        elif self._which is LibraryFilter.ALL and not self._is_filtered():
            place = self._empty
        else:
            place = self._nothing
            self._say_nothing()
        self._places.setCurrentWidget(place)
        self._bar_margin.setVisible(place is not self._empty)
        self._show_head()
        self.add_button.set_kind(Kind.PRIMARY if place is not self._nothing else Kind.SECONDARY)

    def _say_nothing(self) -> None:
        if self._is_filtered():
            self._nothing.say(N_("Nothing found"), N_("Try other words, or take the filters away."))
        elif self._which is LibraryFilter.TRASH:
            self._nothing.say(N_("The trash is empty"), N_("What you remove stays here for 30 days."))
        elif self._which is LibraryFilter.ARCHIVED:
            self._nothing.say(N_("The archive is empty"), N_("Put away here what you seldom need."))
        else:
            self._nothing.say(N_("Nothing needs attention"), N_("No credential here is in doubt."))
        self._clear.setVisible(self._is_filtered())

    def _is_filtered(self) -> bool:
        return bool(self.search.text().strip() or self._status.chosen() or self._tags.chosen())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()

    def restyle(self) -> None:
        self._fit_bar()

    def _fit_bar(self) -> None:
        """Where the words of the buttons leave no room to search, their icons stand alone."""
        buttons = (self._status, self._tags, self._sort)
        for button in (*buttons, self.add_button):
            button.set_icon_only(False)
        shown = [button for button in (*buttons, self._view, self.add_button) if not button.isHidden()]
        beside = sum(button.sizeHint().width() + 10 for button in shown) + 56
        room = (self.width() if self.detail.folded else self.width() - self.detail.width()) - beside
        for button in buttons:
            button.set_icon_only(room < theme().px(200))
        self.add_button.set_icon_only(room < 0)

    # what is chosen

    def _on_chosen(self) -> None:
        chosen = self.list.chosen()
        self._show_head()
        self.selection_bar.show_chosen(chosen)
        if len(chosen) == 1:
            self._wanted_row = self.model.row_of(chosen[0].id)
            if not self.detail.folded:
                self.detail.show_credential(chosen[0].id)
        elif not self.detail.folded:
            # The panel stays while several are chosen, or the cards would move under the pointer.
            self.detail.show_many(len(chosen)) if chosen else self.detail.clear()

    def _choose_all(self) -> None:
        """Ctrl+A: also those that were not fetched yet."""
        self._ask_page(0, everything=True)

    def _on_opened(self, credential: str) -> None:
        self.detail.show_credential(credential)
        if self.detail.folded:
            self._left.hide()
            self.detail.show()
            self.detail.take_focus()

    def open_credential(self, credential: str) -> None:
        """Show a credential that another page speaks of."""
        row = self.model.row_of(credential)
        if row >= 0:
            self.list.choose_row(row)
        self._on_opened(credential)

    def _close_detail(self) -> None:
        self.detail.clear()
        self._left.show()
        self.list.setFocus()

    def _show_head(self) -> None:
        several = len(self.list.chosen()) > 1
        self.selection_bar.setVisible(several)
        self._head.setVisible(not several and self._places.currentWidget() is not self._empty)

    # how it is shown

    def fold(self, narrow: bool) -> None:
        """Let the detail take the list's place where there is no room for both."""
        if narrow == self.detail.folded:
            return
        self.detail.set_folded(narrow)
        self._left.show()
        if narrow:
            self.detail.clear()
        else:
            self._on_chosen()

    def focus_search(self) -> None:
        """Ctrl+F."""
        self._close_detail() if self.detail.folded and self._left.isHidden() else None
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _turn_view(self) -> None:
        grid = self._desk.settings.read(LIBRARY_VIEW) != "grid"
        self._desk.settings.write(LIBRARY_VIEW, "grid" if grid else "list")
        self._apply_view(grid)

    def _apply_view(self, grid: bool) -> None:
        self.list.show_as_grid(grid)
        self._view.set_icon("list" if grid else "layout-grid")
        self._view.say(N_("Show as a list") if grid else N_("Show as cards"))

    def _on_sort(self, order: SortOrder) -> None:
        self._desk.settings.write(LIBRARY_SORT, order.value)
        self.refresh()

    def _on_changed(self, change: Change) -> None:
        if {Touched.CREDENTIALS, Touched.VAULT, Touched.TRUST}.intersection(change.touched):
            self.refresh()
            self.detail.refresh()
            self._ask_tags()

    def _ask_tags(self) -> None:
        def offer(listed: TagList) -> None:
            self._tags.offer(listed.tags)
            self._fit_bar()

        self._desk.wallet.ask(self, ListTags(), offer, lambda _problem: None)

    def retranslate(self) -> None:
        self.model.words_changed()
        if self._counted.text():
            self._show_count()
