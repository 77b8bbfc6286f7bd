"""The window: arranges pages, shortcuts, drops and pastes. It decides nothing; actions and pages do."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPlainTextEdit, QStackedWidget, QWidget

from ui.desk import Desk
from ui.pages.unlock import UnlockPage
from ui.screen_privacy import screen_privacy
from ui.settings import HIDE_FROM_SCREEN, VAULT_SEEN, WINDOW_GEOMETRY, Settings
from ui.signals import WindowSignals
from ui.wallet_client import WalletClient
from ui.widgets.busy_bar import BusyBar
from ui.widgets.clearing import discard
from ui.widgets.drop_overlay import DropOverlay
from ui.widgets.focus_ring import FocusRing
from ui.widgets.undo_bar import UndoBar
from wallet.clock import Clock, system_clock
from wallet.messages.presenting import ReadChallenge
from wallet.messages.requests import Change, Received, VaultState

if TYPE_CHECKING:
    from ui.pages.check_many import CheckManyPage
    from ui.pages.verify_shown import VerifyPage

_SMALLEST = (640, 520)
_PRELOAD_MS = 40
# What opening the vault needs, read in small bites while nobody waits for it.
_PRELOADED = (
    "ui.widgets.flow",
    "ui.pages.library_bars",
    "ui.widgets.credential_view",
    "ui.pages.detail",
    "ui.pages.library",
    "ui.widgets.stack_section",
    "ui.pages.shell",
    "ui.dialogs.intake_review",
    "ui.pages.settings",
    "ui.pages.verify_shown",
)
_FIRST = (1280, 840)


class MainWindow(QMainWindow):
    """Unlock or first run, then the shell. Locking throws the shell away with everything it showed."""

    def __init__(
        self, wallet: WalletClient, signals: WindowSignals, settings: Settings, clock: Clock = system_clock
    ) -> None:
        super().__init__()
        self.setWindowTitle("Tessera")
        self.setMinimumSize(*_SMALLEST)
        self.setAcceptDrops(True)
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self.desk = Desk(wallet, signals, settings, BusyBar(self), clock)
        self.undo_bar = UndoBar(self)
        self._overlay = DropOverlay(self)
        self._ring = FocusRing(self)
        self.unlock_page = UnlockPage(wallet)
        self.pages.addWidget(self.unlock_page)
        self._shell: QWidget | None = None
        self._welcome: QWidget | None = None
        self._check: QWidget | None = None
        self._check_many: QWidget | None = None
        self.state: VaultState | None = None
        self._connect()
        self._restore_geometry()
        QTimer.singleShot(0, wallet.refresh_state)

    def _connect(self) -> None:
        signals = self.desk.signals
        signals.state.connect(self._on_state)
        signals.locked.connect(self._on_locked)
        self.desk.wallet.given_up.connect(self.unlock_page.show_trouble)
        signals.undoable.connect(self._offer_undo)
        signals.told.connect(self.undo_bar.tell)
        self.unlock_page.opened.connect(self._on_opened)
        self.unlock_page.check_wanted.connect(self.show_check)
        self.unlock_page.forgot_wanted.connect(self._show_forgot)
        self.unlock_page.rescue_wanted.connect(self._rescue)
        for keys, act in (
            ("Ctrl+L", self.lock),
            ("Ctrl+F", self._focus_search),
            ("Ctrl+K", self._show_palette),
            ("Ctrl+,", lambda: self._go("settings")),
            ("Ctrl+O", lambda: self.add("files")),
            ("F1", self._show_shortcuts),
            ("Ctrl+Z", self._undo),
        ):
            QShortcut(QKeySequence(keys), self, act)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, lambda: self.add("paste"))
        paste.setContext(Qt.ShortcutContext.WindowShortcut)

    # where we are

    def _on_state(self, state: VaultState) -> None:
        first = self.state is None
        self.state = state
        self.unlock_page.show_state(state)
        self.desk.settings.write(VAULT_SEEN, state.exists)
        if first:
            QTimer.singleShot(_PRELOAD_MS, self, lambda: self._preload(_PRELOADED))
        if state.unlocked:
            self._open_shell()
            self._shell_show_state(state)
        elif not state.exists and self.pages.currentWidget() not in (self._check, self._check_many):
            self._show_welcome(state)
        elif first and self.pages.currentWidget() is self.unlock_page:
            self.unlock_page.field.setFocus()

    def _preload(self, modules: Sequence[str]) -> None:
        if modules:
            import_module(modules[0])
            QTimer.singleShot(_PRELOAD_MS, self, lambda: self._preload(modules[1:]))

    def _on_opened(self, state: VaultState) -> None:
        self.desk.signals.state.emit(state)

    def _on_locked(self) -> None:
        self.undo_bar.hide()
        self.desk.busy.end()
        for child in self.findChildren(QWidget):
            if child.isWindow():
                child.close()
        self.pages.setCurrentWidget(self.unlock_page)
        self._drop_page("_shell")
        self._drop_page("_check")
        self._drop_page("_check_many")
        self.unlock_page.field.wipe()
        self.unlock_page.field.setFocus()

    def _drop_page(self, name: str) -> None:
        page: QWidget | None = getattr(self, name)
        setattr(self, name, None)
        if page is not None:
            self.pages.removeWidget(page)
            discard(page)

    def _open_shell(self) -> None:
        if self._shell is not None:
            return
        from ui.pages.shell import Shell

        shell = Shell(self.desk)
        shell.lock_wanted.connect(self.lock)
        shell.add_wanted.connect(self.add)
        self._shell = shell
        self.pages.addWidget(shell)
        self.pages.setCurrentWidget(shell)
        self._drop_page("_welcome")
        self._drop_page("_check")
        self._drop_page("_check_many")
        shell.start()

    def _shell_show_state(self, state: VaultState) -> None:
        from ui.pages.shell import Shell

        if isinstance(self._shell, Shell):
            self._shell.show_state(state)

    def _show_welcome(self, state: VaultState) -> None:
        from ui.pages.welcome import WelcomePage

        if self._welcome is None:
            page = WelcomePage(self.desk.wallet)
            page.created.connect(self._on_opened)
            page.restore_wanted.connect(self._restore_backup)
            page.check_wanted.connect(self.show_check)
            self._welcome = page
            self.pages.addWidget(page)
            page.show_state(state)
        self.pages.setCurrentWidget(self._welcome)
        self._welcome.findChildren(QLineEdit)[0].setFocus()

    def show_check(self) -> None:
        """Check a stranger's credential without opening the vault."""
        from ui.pages.verify_shown import VerifyPage

        if self._check is None:
            page = VerifyPage(self.desk, locked=True)
            page.add_wanted.connect(self.add)
            page.back_wanted.connect(self._leave_check)
            page.many_wanted.connect(self.show_check_many)
            self._check = page
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(self._check)
        self._check.take_focus()  # type: ignore[attr-defined]

    def show_check_many(self, paths: tuple[str, ...] = ()) -> None:
        """Check strangers' credentials, many at once, without opening the vault: these, or what is brought there."""
        from ui.pages.check_many import CheckManyPage

        if self._check_many is None:
            page = CheckManyPage(self.desk, locked=True)
            page.one_wanted.connect(self.show_check)
            page.back_wanted.connect(self._leave_check)
            self._check_many = page
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(self._check_many)
        self._check_many.take_paths(paths)  # type: ignore[attr-defined]
        self._check_many.take_focus()  # type: ignore[attr-defined]

    def _leave_check(self) -> None:
        self.pages.setCurrentWidget(self._welcome or self.unlock_page)
        self._drop_page("_check")
        self._drop_page("_check_many")

    # what can be done

    def lock(self) -> None:
        """Ctrl+L, the idle timer, sleep, the screen lock, a user switch: end the wallet process and show nothing."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        self.desk.wallet.lock()

    def lock_if_open(self) -> None:
        """Lock unless it is locked already: for timers and the system, which may call more than once."""
        if self._shell is not None:
            self.lock()

    def add(self, how: str) -> None:
        """Bring something in: `files`, `folder` or `paste`."""
        from ui.actions.receive import choose_files, choose_folder, receive_mime

        verifier, many = self._verifier(), self._many()
        match how:
            case "files" if many is not None:
                many.choose_files()
            case "folder" if many is not None:
                many.choose_folder()
            case "files" if verifier is not None:
                verifier.open_files()
            case "paste" if verifier is not None and not isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit):
                verifier.paste()
            case "files":
                choose_files(self.desk, self, self._on_received)
            case "folder":
                choose_folder(self.desk, self, self._on_received)
            case _ if not isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit):
                mime = QGuiApplication.clipboard().mimeData()
                if not self._answer_question(mime):
                    receive_mime(self.desk, self, mime, self._on_received)
            case _:
                pass

    def _verifier(self) -> "VerifyPage | None":
        """The page that checks what others show, where it is the one in sight: what is brought goes there."""
        from ui.pages.shell import Shell
        from ui.pages.verify_shown import VerifyPage

        page: QWidget | None = self.pages.currentWidget()
        if isinstance(page, Shell):
            page = page.stack.currentWidget()
        return page if isinstance(page, VerifyPage) else None

    def _many(self) -> "CheckManyPage | None":
        """The page that checks many at once, where it is the one in sight: folders and files go there."""
        from ui.pages.check_many import CheckManyPage
        from ui.pages.shell import Shell

        page: QWidget | None = self.pages.currentWidget()
        if isinstance(page, Shell):
            page = page.stack.currentWidget()
        return page if isinstance(page, CheckManyPage) else None

    def _answer_question(self, mime: QMimeData) -> bool:
        """Offer to answer a challenge that was dropped or pasted. Return whether it was one."""
        from ui.actions.present_answer import looks_like_challenge, read_challenge
        from ui.pages.shell import Shell

        text = mime.text() if mime.hasText() and not mime.hasUrls() else ""
        if not isinstance(self._shell, Shell) or not looks_like_challenge(text):
            return False
        read_challenge(self.desk, self, ReadChallenge(text), self._shell.answer)
        return True

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open files handed over by the system or by a second start."""
        from ui.actions.receive import receive_paths

        if paths:
            receive_paths(self.desk, self, paths, self._on_received)

    def _on_received(self, received: Received) -> None:
        from ui.pages.shell import Shell

        if isinstance(self._shell, Shell):
            self._shell.review(received)
            return
        self.show_check()
        self._check.show_received(received)  # type: ignore[union-attr]

    def _offer_undo(self, sentence: str, change: Change) -> None:
        from ui.actions.undo import undo

        self.undo_bar.tell(sentence, (lambda: undo(self.desk, self, change)) if change.undo else None)

    def _undo(self) -> None:
        if self.undo_bar.isVisible():
            self.undo_bar.undo()

    def _go(self, place: str) -> None:
        from ui.pages.shell import Shell

        if isinstance(self._shell, Shell):
            self._shell.go(place)

    def _focus_search(self) -> None:
        from ui.pages.shell import Shell

        many = self._many()
        if many is not None:
            many.focus_search()
        elif isinstance(self._shell, Shell):
            self._shell.focus_search()

    def _show_palette(self) -> None:
        from ui.dialogs.palette import CommandPalette
        from ui.pages.shell import Shell

        shell = self._shell if isinstance(self._shell, Shell) else None
        CommandPalette(self, shell).open()

    def _show_shortcuts(self) -> None:
        from ui.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self).open()

    def _show_forgot(self) -> None:
        from ui.dialogs.forgot import ForgotDialog

        dialog = ForgotDialog(self)
        dialog.restore_wanted.connect(self._restore_backup)
        dialog.open()

    def _rescue(self) -> None:
        from ui.actions.rescue import rescue_vault

        self.unlock_page.field.wipe()
        rescue_vault(self.desk, self)

    def _restore_backup(self) -> None:
        from ui.actions.backup import choose_backup_to_restore

        choose_backup_to_restore(self.desk, self)

    # what Qt tells us

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if mime.hasUrls() or mime.hasText() or mime.hasImage():
            event.acceptProposedAction()
            self._overlay.appear()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        from ui.actions.receive import receive_mime

        self._overlay.hide()
        event.acceptProposedAction()
        verifier, many = self._verifier(), self._many()
        if many is not None and many.take_mime(event.mimeData()):
            return
        if verifier is not None:
            verifier.take_mime(event.mimeData())
            return
        if not self._answer_question(event.mimeData()):
            receive_mime(self.desk, self, event.mimeData(), self._on_received)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._overlay.isVisible():
            self._overlay.setGeometry(self.rect())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        screen_privacy().choose(self.desk.settings.read(HIDE_FROM_SCREEN))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.desk.settings.write(WINDOW_GEOMETRY, bytes(self.saveGeometry().data()))
        super().closeEvent(event)

    def _restore_geometry(self) -> None:
        stored = self.desk.settings.read(WINDOW_GEOMETRY)
        if not stored or not self.restoreGeometry(QByteArray(stored)):
            self.resize(*_FIRST)
