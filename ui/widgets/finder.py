"""The finder: looks through the camera or at the screens until it is told to stop, and says what it has seen so far.

One picture is read at a time, in the wallet process. Nothing looks while the finder is hidden (QR-04).
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.camera import Camera, CameraDoor, FrameReader, grab_screen
from ui.desk import Desk
from ui.widgets.button import Button, Kind
from ui.widgets.scene import Scene
from wallet.i18n import N_
from wallet.messages.presenting import ScanState, StartScan
from wallet.messages.requests import Problem

LOOK_MS = 400  # between two looks at the screens
NOTHING_SEEN = Problem(
    "screen.nothing",
    N_("The screen could not be looked at."),
    N_("The desktop does not allow it here. Take a screenshot yourself and paste it, or open the picture."),
)


class Finder(QWidget):
    """`seen` carries each ScanState, `failed` a Problem that ended the looking; `turned` tells that it began or stopped."""

    seen = Signal(object)
    failed = Signal(object)
    turned = Signal()

    def __init__(self, desk: Desk, door: CameraDoor | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._next_screen = 0
        self.scene = Scene()
        self.reader = FrameReader(desk.wallet, self)
        self.reader.state.connect(self._on_state)
        self.reader.failed.connect(self._fail)
        self.camera = Camera(self, door)
        self.camera.seen.connect(self.take_picture)
        self.camera.failed.connect(self._fail)
        self.camera.changed.connect(self._show_other)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look_at_screen)
        self.other = Button(N_("Another camera"), Kind.QUIET, "camera")
        self.other.clicked.connect(self._choose_other)
        self.other.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.scene, 1)
        column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def looks_at_screen(self) -> bool:
        """Whether the screens are being looked at."""
        return self._timer.isActive()

    @property
    def looks(self) -> bool:
        """Whether anything is being looked at."""
        return self._timer.isActive() or self.camera.running

    def turn_screen(self) -> None:
        """Look at the screens, or stop."""
        if self.looks_at_screen:
            self.stop()
            return
        self.begin()
        self.scene.show_watching(
            N_("Looking at your screen"), N_("Put their code where it can be seen, beside this window.")
        )
        self._timer.start()
        self.look_at_screen()
        self.turned.emit()

    def turn_camera(self) -> None:
        """Look through the camera, or stop."""
        if self.camera.running:
            self.stop()
            return
        self.begin()
        self.scene.show_watching(N_("Starting the camera"), N_("Hold their code inside the corners."))
        self.camera.start()
        self.turned.emit()

    def begin(self) -> None:
        """Forget what was seen, and be ready to look."""
        self.stop()
        self.forget()

    def forget(self) -> None:
        """Forget what was seen."""
        self._desk.wallet.ask(self, StartScan(), lambda _state: None, lambda _problem: None)

    def look_at_screen(self) -> None:
        """Take one look at one screen; the next look is at the next."""
        screens = QGuiApplication.screens()
        self._next_screen = (self._next_screen + 1) % max(1, len(screens))
        picture = grab_screen(self._next_screen)
        if picture.isNull():
            self._fail(NOTHING_SEEN)
        else:
            self.reader.offer(picture)

    def take_picture(self, picture: QImage) -> None:
        """Show a picture in the finder, and have it read."""
        self.scene.show_picture(picture)
        self.reader.offer(picture)

    def stop(self) -> None:
        """Stop looking."""
        looked = self.looks
        self._timer.stop()
        self.camera.stop()
        self.other.hide()
        self.scene.show_idle()
        if looked:
            self.turned.emit()

    def _on_state(self, state: ScanState) -> None:
        if state.wanted and self.isVisible():
            self.scene.show_parts(state.known, state.wanted, state.direct)
        self.seen.emit(state)

    def _fail(self, problem: Problem) -> None:
        self.stop()
        self.turned.emit()
        self.failed.emit(problem)

    def _show_other(self) -> None:
        others = self.camera.devices[1:]
        self.other.setVisible(self.camera.running and bool(others))
        if others:
            self.other.say(N_("Another camera: {name}"), name=others[0].name)

    def _choose_other(self) -> None:
        others = self.camera.devices[1:]
        if others:
            self.camera.choose(others[0].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.looks:
            self.stop()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()
