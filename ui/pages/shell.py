"""The open wallet: sidebar at the left, one page at the right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.actions.confirm_clock import confirm_clock
from ui.desk import Desk
from ui.pages.library import LibraryPage
from ui.pages.stacks_place import ONE, STACKS, is_stack_place
from ui.problems import ProblemLine
from ui.settings import LOCK_AFTER_MINUTES
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.clearing import clear_layout, discard
from ui.widgets.sidebar import ALL, ARCHIVED, ATTENTION, CHECK, SETTINGS, SHARED, TRASH, Sidebar, lock_note
from ui.widgets.stack_section import StackSection
from wallet.i18n import N_
from wallet.messages.presenting import ChallengeView, ChosenCredential, GetLedger, Ledger
from wallet.messages.requests import CLOCK_DOUBTED, Change, Problem, Received, Touched, VaultState
from wallet.messages.views import CredentialSummary, LibraryFilter

if TYPE_CHECKING:
    from ui.pages.share import SharePage

_FILTERS = {
    ALL: LibraryFilter.ALL,
    ATTENTION: LibraryFilter.ATTENTION,
    ARCHIVED: LibraryFilter.ARCHIVED,
    TRASH: LibraryFilter.TRASH,
}
CHECK_MANY = "check_many"  # the other side of CHECK, reached from there
_RAIL_BELOW = 780


class Shell(QWidget):
    """Made when the vault opens, thrown away when it locks. Pages are made when first visited."""

    lock_wanted = Signal()
    add_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.place = ALL
        self._warned: tuple[Problem, ...] = ()
        self.sidebar = Sidebar()
        self.sidebar.chosen.connect(self.go)
        self.sidebar.lock_wanted.connect(self.lock_wanted)
        self.stacks = StackSection(desk)
        self.stacks.chosen.connect(self.go)
        self.stacks.add_wanted.connect(self.add_stack)
        self.stacks.loaded.connect(self._leave_a_stack_that_went)
        self.sidebar.extra.addWidget(self.stacks)
        self.library = LibraryPage(desk)
        self.library.add_wanted.connect(self.add_wanted)
        self.library.share_wanted.connect(self.share)
        self._share: QWidget | None = None
        desk.signals.changed.connect(self._on_changed)
        self.library.detail.place_wanted.connect(self.go)
        self._pages: dict[str, QWidget] = {}
        self.stack = QStackedWidget()
        self.stack.addWidget(self.library)
        self.notices = QVBoxLayout()
        self.notices.setSpacing(8)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self.notices)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.show_lock_note()
        self.sidebar.show_chosen(ALL)

    def start(self) -> None:
        """Show the library."""
        self.go(ALL)
        self._count_shared()
        self.library.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, place: str) -> None:
        """Go to a place of the sidebar."""
        self.place = place
        self._close_share()
        self.sidebar.show_chosen(CHECK if place == CHECK_MANY else place)
        self.stacks.show_chosen(place)
        if place in _FILTERS:
            self.stack.setCurrentWidget(self.library)
            self.library.show_filter(_FILTERS[place])
        elif is_stack_place(place):
            stacks = self._page(STACKS)
            self.stack.setCurrentWidget(stacks)
            stacks.show_place(place)  # type: ignore[attr-defined]
        else:
            self.stack.setCurrentWidget(self._page(place))

    def add_stack(self) -> None:
        """Offer stacks to follow; where none is followed yet, the page that says what they are for."""
        if self.stacks.cards:
            self._page(STACKS).add()  # type: ignore[attr-defined]
        else:
            self.go(STACKS)

    def check_many(self, paths: tuple[str, ...] = ()) -> None:
        """Go to the page that checks many at once, and have these checked."""
        self.go(CHECK_MANY)
        self._page(CHECK_MANY).take_paths(paths)  # type: ignore[attr-defined]

    def show_credential(self, credential: str) -> None:
        """Go to a kept credential from elsewhere."""
        self.go(ALL)
        self.library.open_credential(credential)

    def _leave_a_stack_that_went(self) -> None:
        known = [f"{ONE}{card.id}" for card in self.stacks.cards]
        if self.place.startswith(ONE) and self.place not in known:
            self.go(known[0] if known else STACKS)

    def share(self, summaries: Sequence[CredentialSummary]) -> None:
        """Share these credentials, or begin by choosing some."""
        self._open_share().start(summaries)

    def answer(
        self,
        challenge: ChallengeView,
        summaries: Sequence[CredentialSummary],
        proposed: Sequence[ChosenCredential],
    ) -> None:
        """Answer somebody's challenge with what it asks for ticked."""
        self._open_share().answer(challenge, summaries, proposed)

    def _open_share(self) -> "SharePage":
        from ui.pages.share import SharePage

        self._close_share()
        page = SharePage(self._desk)
        page.closed.connect(lambda: self.go(self.place))
        self._share = page
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        return page

    def _close_share(self) -> None:
        page, self._share = self._share, None
        if page is not None:
            self.stack.removeWidget(page)
            discard(page)

    def _on_changed(self, change: Change) -> None:
        if Touched.LEDGER in change.touched:
            self._count_shared()

    def _count_shared(self) -> None:
        def show(ledger: Ledger) -> None:
            self.sidebar.show_shared(sum(not row.deleted for row in ledger.rows))

        self._desk.wallet.ask(self, GetLedger(), show, lambda _problem: None)

    def show_state(self, state: VaultState) -> None:
        """Show where the wallet stands, and what it warns of."""
        self.sidebar.show_state(state)
        if state.warnings != self._warned:
            self._warned = state.warnings
            self._show_warnings(state.warnings)

    def _show_warnings(self, warnings: tuple[Problem, ...]) -> None:
        clear_layout(self.notices)
        self.notices.setContentsMargins(28, 14 if warnings else 0, 28, 0)
        for warning in warnings:
            line = ProblemLine()
            line.show_problem(warning)
            if warning.code in CLOCK_DOUBTED:
                line.offer(N_("The clock is right")).clicked.connect(lambda: confirm_clock(self._desk, self))
            self.notices.addWidget(line)

    def review(self, received: Received) -> None:
        """Show what was brought in: on the check page where that is open, else as a question whether to keep it."""
        from ui.dialogs.intake_review import IntakeReview
        from ui.pages.verify_shown import VerifyPage

        page = self.stack.currentWidget()
        if isinstance(page, VerifyPage):
            page.show_received(received)
        else:
            IntakeReview(self._desk, self, received).open()

    def focus_search(self) -> None:
        """Ctrl+F: to the library's search, wherever one is."""
        if self.place == CHECK_MANY:
            self._page(CHECK_MANY).focus_search()  # type: ignore[attr-defined]
            return
        if self.place not in _FILTERS:
            self.go(ALL)
        self.library.focus_search()

    def show_lock_note(self) -> None:
        """Say in the sidebar when the vault locks by itself."""
        self.sidebar.show_lock_note(lock_note(self._desk.settings.read(LOCK_AFTER_MINUTES)))

    def retranslate(self) -> None:
        self.show_lock_note()

    def restyle(self) -> None:
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width = self.width()
        self.sidebar.set_slim(width < theme().px(_RAIL_BELOW))
        self.stacks.set_slim(width < theme().px(_RAIL_BELOW))
        self.library.fold(width < theme().px(MEASURES.folds_below))

    def _page(self, place: str) -> QWidget:
        if place not in self._pages:
            page = self._make_page(place)
            self._pages[place] = page
            self.stack.addWidget(page)
        return self._pages[place]

    def _make_page(self, place: str) -> QWidget:
        if place == CHECK:
            from ui.pages.verify_shown import VerifyPage

            check = VerifyPage(self._desk, locked=False)
            check.add_wanted.connect(self.add_wanted)
            check.answered.connect(self.answer)
            check.many_wanted.connect(self.check_many)
            return check
        if place == CHECK_MANY:
            from ui.pages.check_many import CheckManyPage

            many = CheckManyPage(self._desk, locked=False)
            many.one_wanted.connect(lambda: self.go(CHECK))
            return many
        if place == SETTINGS:
            from ui.pages.settings import SettingsPage

            settings = SettingsPage(self._desk)
            settings.lock_after_changed.connect(self.show_lock_note)
            return settings
        if place == SHARED:
            from ui.pages.ledger import LedgerPage

            ledger = LedgerPage(self._desk)
            ledger.share_wanted.connect(lambda: self.share(()))
            ledger.answered.connect(self.answer)
            return ledger
        if place == STACKS:
            from ui.pages.stacks_place import StacksPlace

            stacks = StacksPlace(self._desk)
            stacks.credential_wanted.connect(self.show_credential)
            stacks.place_wanted.connect(self.go)
            return stacks
        raise KeyError(place)
