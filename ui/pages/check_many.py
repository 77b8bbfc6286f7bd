"""Check many at once: a folder of credentials as a table, for registrars and employers. Works while the vault is locked; nothing is kept."""

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from ui.actions.check_many import ManyChecks, choose_many_files, choose_many_folder, export_report, paths_in
from ui.desk import Desk
from ui.models.many_model import PAGE, ManyModel
from ui.pages.many_detail import ManyDetailPanel
from ui.pages.unlock import HouseSeal
from ui.problems import show_problem
from ui.theme.fonts import Type
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.check_mode import MANY_AT_ONCE, CheckHead
from ui.widgets.empty_state import DashedPanel, EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.many_bars import ManyChips, ManyProgress
from ui.widgets.many_table import ManyTable
from ui.widgets.scroll_sheet import ScrollSheet
from ui.widgets.search_field import SearchField
from ui.words import say
from wallet.i18n import N_, Message
from wallet.messages.many import ListMany, ManyFilter, ManyPage, ManySort, ManyState, ReportForm
from wallet.messages.requests import Problem

_PAUSE_MS = 150
_NEWER_MS = 500  # between two looks at what has been found meanwhile
_FOLDS_BELOW = 900
_CHIPS_SHARE = 0.24  # of the page; the rest of them is scrolled to
_FORMS = {ReportForm.CSV: N_("Table for a spreadsheet (CSV)"), ReportForm.JSON: N_("Every check, for programs (JSON)")}


class CheckManyPage(QWidget):
    """`one_wanted`: check a single one instead; `back_wanted` when the vault is locked."""

    one_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, desk: Desk, *, locked: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._locked = desk, locked
        self._sort, self._down = ManySort.FOUND, False
        self._generation = 0
        self.checks = ManyChecks(desk.wallet, self)
        self.checks.told.connect(self._on_state)
        self.checks.failed.connect(self._on_failed)
        self.model = ManyModel(self)
        self.model.page_wanted.connect(self._ask_page)
        self.table = ManyTable(self.model)
        self.table.chosen.connect(self._on_chosen)
        self.table.sort_wanted.connect(self._on_sort)
        self.detail = ManyDetailPanel(desk)
        self.detail.closed.connect(self._close_detail)
        self.detail.alike_wanted.connect(self._show_alike)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._newer = QTimer(self)
        self._newer.setSingleShot(True)
        self._newer.setInterval(_NEWER_MS)
        self._newer.timeout.connect(self._show_newer)
        self._make_drop()
        self._make_bars()
        self._lay_out()
        self._show_place(ManyState())
        self.checks.resume()

    # what it is made of

    def _make_drop(self) -> None:
        self.panel = DashedPanel()
        heading = Label(Type.HERO).say(N_("Drop a folder here"))
        words = Label(Type.BODY, "ink2").say(
            N_("Every credential in it is checked, in all its folders, zip files and pictures. No file is changed.")
        )
        for label in (heading, words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.folder_button = Button(N_("Choose a folder…"), Kind.PRIMARY, "folder-open")
        self.folder_button.clicked.connect(self.choose_folder)
        files = Button(N_("Choose files…"), Kind.SECONDARY, "file-plus")
        files.clicked.connect(self.choose_files)
        buttons = FlowLayout(gap=10, centred=True)
        buttons.addWidget(self.folder_button)
        buttons.addWidget(files)
        column = self.panel.column
        column.addStretch(1)
        column.addWidget(HouseSeal(112))
        column.addSpacing(4)
        column.addWidget(heading)
        column.addWidget(words)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(2)

    def _make_bars(self) -> None:
        self.progress = ManyProgress()
        self.progress.stop_wanted.connect(self.checks.stop)
        self.chips = ManyChips()
        self.chips.changed.connect(self.refresh)
        self.search = SearchField(N_("Search titles, learners, issuers, files"))
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self.table.setFocus)
        self.report_button = Button(N_("Save the report"), Kind.PRIMARY, "download")
        self._forms = QMenu(self)
        self._actions: dict[ReportForm, QAction] = {form: self._forms.addAction("") for form in _FORMS}
        for form, action in self._actions.items():
            action.triggered.connect(lambda _checked=False, form=form: self._export(form))
        self.report_button.set_menu(self._forms)
        self.again_button = Button(N_("Check others…"), Kind.SECONDARY, "folder-open")
        self._ways = QMenu(self)
        self._folder_way, self._files_way = self._ways.addAction(""), self._ways.addAction("")
        self._folder_way.triggered.connect(self.choose_folder)
        self._files_way.triggered.connect(self.choose_files)
        self._forget_way = self._ways.addAction("")
        self._forget_way.triggered.connect(self.checks.forget)
        self.again_button.set_menu(self._ways)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 28, 28, 20)
        column.setSpacing(8)
        if self._locked:
            back = Button(N_("Back"), Kind.QUIET, "arrow-left")
            back.clicked.connect(self.back_wanted)
            column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.head = CheckHead(MANY_AT_ONCE)
        self.head.other_wanted.connect(self.one_wanted)
        column.addWidget(self.head)
        self._line = Label(Type.BODY, "ink2").say(N_("Everything is checked on this computer. Nothing is stored."))
        column.addWidget(self._line)
        column.addWidget(self.progress)
        column.addSpacing(8)
        self._nothing = EmptyState(HouseSeal(88), N_("Nothing found"), N_("Try other words, or take the filters away."))
        clear = self._nothing.add(Button(N_("Show everything"), Kind.PRIMARY))
        clear.clicked.connect(self.show_everything)
        self._rows = QStackedWidget()
        self._rows.addWidget(self.table)
        self._rows.addWidget(self._nothing)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._rows, 1)
        body.addWidget(self.detail)
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(self.search, 1)
        bar.addStretch(0)
        bar.addWidget(self.again_button)
        bar.addWidget(self.report_button)
        found = QWidget()
        inside = QVBoxLayout(found)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addLayout(bar)
        self._chips_room = ScrollSheet(self.chips)
        inside.addWidget(self._chips_room)
        inside.addLayout(body, 1)
        self._places = QStackedWidget()
        self._places.addWidget(self.panel)
        self._places.addWidget(found)
        column.addWidget(self._places, 1)
        self.retranslate()
        self.restyle()

    # what comes in

    def take_mime(self, mime: QMimeData) -> str:
        """Check the files and folders that were dropped or pasted; returns "" where there are none."""
        paths = paths_in(mime)
        self.take_paths(paths)
        return paths[0] if paths else ""

    def take_paths(self, paths: tuple[str, ...]) -> None:
        """Check these in place of what was checked before."""
        if paths:
            self.show_everything()
            self._close_detail()
            self._generation += 1
            self.model.clear()
            self.checks.begin(paths)

    def choose_folder(self) -> None:
        """Ask for a folder and check it."""
        self.take_paths(choose_many_folder(self))

    def choose_files(self) -> None:
        """Ask for files and check them."""
        self.take_paths(choose_many_files(self))

    def take_focus(self) -> None:
        """Put the keyboard on the first thing to do."""
        there = self.table if self._places.currentIndex() else self.folder_button
        there.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # what is shown

    def _on_state(self, state: ManyState) -> None:
        self.progress.show_state(state)
        self.chips.show_state(state)
        self._arrange()
        self.report_button.setEnabled(bool(state.documents))
        self._show_place(state)
        if state.documents:
            if not state.running:
                self._show_newer()
            elif not self._newer.isActive():
                self._newer.start()
        elif not state.files:
            self._close_detail()
            self.model.clear()

    def _show_newer(self) -> None:
        self._newer.stop()
        self.model.mark_stale()
        if not self.model.total and self.checks.state.documents:
            self._ask_page(0)

    def _show_place(self, state: ManyState) -> None:
        self._places.setCurrentIndex(1 if state.files else 0)
        self._line.setVisible(not state.files)
        self.progress.setVisible(bool(state.files))

    def _on_failed(self, problem: Problem) -> None:
        show_problem(self, problem)

    def refresh(self) -> None:
        """Show from the top what search and filters let through."""
        self._pause.stop()
        self._generation += 1
        self.model.clear()
        self.table.scrollToTop()
        if self.checks.state.documents:
            self._ask_page(0)

    def show_everything(self) -> None:
        """Take search and filters away."""
        self.search.clear()
        self.chips.clear()

    @property
    def filter(self) -> ManyFilter:
        """What is listed."""
        return self.chips.filter(self.search.text().strip())

    def _ask_page(self, offset: int) -> None:
        generation = self._generation
        request = ListMany(self.filter, self._sort, self._down, offset, PAGE)
        self._desk.wallet.ask(self, request, lambda page: self._on_page(page, generation), lambda _problem: None)

    def _on_page(self, page: ManyPage, generation: int) -> None:
        if generation != self._generation:
            return
        self.model.show(page)
        place = self.model.place_of(self.detail.number) if self.detail.number and not self.table.number else -1
        if place >= 0:
            self.table.choose_row(place)
        filtered = self.chips.is_filtering() or self.search.text().strip()
        self._rows.setCurrentIndex(1 if not page.total and filtered else 0)

    def _on_sort(self, sort: ManySort, down: bool) -> None:
        self._sort, self._down = sort, down
        self.refresh()

    def _on_chosen(self, number: int) -> None:
        self.detail.show_row(number)
        self._arrange()

    def _close_detail(self) -> None:
        self.detail.clear()
        self.table.choose_none()
        self._arrange()

    def _show_alike(self, chosen: ManyFilter, words: Message) -> None:
        self.search.clear()
        self.chips.show_alike(chosen, words)

    def _export(self, form: ReportForm) -> None:
        export_report(self._desk, self, form, self.filter)

    # how it is shown

    def retranslate(self) -> None:
        for form, words in _FORMS.items():
            self._actions[form].setText(say(words))
        self._folder_way.setText(say(N_("Choose a folder…")))
        self._files_way.setText(say(N_("Choose files…")))
        self._forget_way.setText(say(N_("Forget these")))
        self.chips.show_state(self.checks.state)
        self.model.words_changed()

    def restyle(self) -> None:
        tokens = theme().tokens
        self._folder_way.setIcon(icon("folder-open", tokens.ink2))
        self._files_way.setIcon(icon("file-plus", tokens.ink2))
        self._forget_way.setIcon(icon("x", tokens.ink2))
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.detail.isHidden():
            self._close_detail()
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where there is no room for both, what is chosen takes the table's place."""
        folded = self.width() < theme().px(_FOLDS_BELOW)
        self.detail.set_folded(folded)
        alone = folded and self.detail.isVisibleTo(self)
        for widget in (self._rows, self._chips_room, self.search, self.again_button, self.report_button):
            widget.setVisible(not alone)
        wanted = self.chips.heightForWidth(max(1, self.width() - 64))
        self._chips_room.setFixedHeight(max(1, min(wanted, int(self.height() * _CHIPS_SHARE))))
