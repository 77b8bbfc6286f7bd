"""Eyes: the camera (where QtMultimedia is installed), the screen, a picture. Each gives 8-bit grey frames, one at a time.

A frame is dropped while the one before it is still being read: the newest look is the best one.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap

from ui.wallet_client import WalletClient
from wallet.i18n import N_
from wallet.messages.presenting import ScanState, SeeFrame
from wallet.messages.requests import Problem

_WIDEST = 1600  # pixels: enough for a version 40 code over half the picture
NO_CAMERA = Problem(
    "camera.not_installed",
    N_("The camera needs a part of Qt that is not installed here."),
    N_(
        "Install Tessera with the extra [camera] (it adds PySide6-Addons). The screen, pictures, files and text work without it."
    ),
)
NO_DEVICE = Problem(
    "camera.none",
    N_("No camera was found."),
    N_("Plug one in, or use the screen, a picture, a file or text."),
)


def camera_is_installed() -> bool:
    """Say whether QtMultimedia can be imported."""
    return find_spec("PySide6.QtMultimedia") is not None


def grey_frame(image: QImage) -> SeeFrame:
    """Return a picture as it crosses the pipe: grey, without row padding, at most 1600 pixels wide."""
    if image.width() > _WIDEST:
        image = image.scaledToWidth(_WIDEST, Qt.TransformationMode.SmoothTransformation)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, stride = grey.width(), grey.height(), grey.bytesPerLine()
    octets = bytes(grey.constBits())
    if stride != width:
        octets = b"".join(octets[row * stride : row * stride + width] for row in range(height))
    return SeeFrame(width, height, octets[: width * height])


def grab_screens() -> list[QImage]:
    """Return a picture of every screen. Where the desktop does not allow it, the pictures are empty."""
    shots: list[QPixmap] = [screen.grabWindow(0) for screen in QGuiApplication.screens()]
    return [shot.toImage() for shot in shots if not shot.isNull()]


class FrameReader(QObject):
    """Sends frames one at a time. `state` carries each ScanState; a frame that comes while one is read is dropped."""

    state = Signal(object)
    failed = Signal(object)

    def __init__(self, wallet: WalletClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wallet = wallet
        self.busy = False
        self.read, self.dropped = 0, 0

    def offer(self, image: QImage) -> bool:
        """Have a picture looked at, unless one is being looked at now. Return whether it was taken."""
        if self.busy or image.isNull():
            self.dropped += 1
            return False
        self.busy = True
        self._wallet.ask(self, grey_frame(image), self._on_state, self._on_problem)
        return True

    def _on_state(self, state: ScanState) -> None:
        self.busy = False
        self.read += 1
        self.state.emit(state)

    def _on_problem(self, problem: Problem) -> None:
        self.busy = False
        self.failed.emit(problem)


class Camera(QObject):
    """The default camera, if there is one. `seen` carries each picture, for the eye and for the reader."""

    seen = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: list[Any] = []

    @property
    def running(self) -> bool:
        """Whether it is looking."""
        return bool(self._parts)

    def start(self) -> None:
        """Begin to look; `failed` says why not."""
        if not camera_is_installed():
            self.failed.emit(NO_CAMERA)
            return
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoSink

        if not QMediaDevices.videoInputs():
            self.failed.emit(NO_DEVICE)
            return
        camera, session, sink = QCamera(self), QMediaCaptureSession(self), QVideoSink(self)
        session.setCamera(camera)
        session.setVideoSink(sink)
        watch_sink(sink, self.seen.emit)
        camera.start()
        self._parts = [camera, session, sink]

    def stop(self) -> None:
        """Let go of the camera: its light goes out."""
        for part in self._parts[:1]:
            part.stop()
        for part in self._parts:
            part.deleteLater()
        self._parts = []


def watch_sink(sink: Any, seen: Callable[[QImage], None]) -> None:
    """Hand each video frame of a QVideoSink on as a picture."""
    sink.videoFrameChanged.connect(lambda frame: seen(frame.toImage()))
