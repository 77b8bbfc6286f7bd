"""Eyes: the camera (where QtMultimedia is installed), the screen, a picture. Each gives 8-bit grey frames, one at a time.

A frame is made ready on a thread of its own and read in the wallet process; while one is under way others are dropped, for the newest look
is the best one. The camera runs only while its page is open (QR-04).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import shiboken6
from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap

from ui.wallet_client import WalletClient
from wallet.i18n import N_
from wallet.messages.presenting import ScanState, SeeFrame
from wallet.messages.requests import Problem

_WIDEST = 1600  # pixels: enough for a version 40 code over half the picture
_STILL_MS = 6_000  # without a new picture for so long, something is wrong
NO_CAMERA = Problem(
    "camera.not_installed",
    N_("The camera needs a part of Qt that is not installed here."),
    N_(
        "Install Tessera with the extra [camera] (it adds PySide6-Addons). The screen, pictures, files and text work without it."
    ),
)
NO_LIBRARY = Problem(
    "camera.no_library",
    N_("The camera part of Qt is here, but a system library that it needs is missing."),
    N_("On Debian or Ubuntu: sudo apt-get install libpulse0. The screen, pictures, files and text work without it."),
)
NO_DEVICE = Problem(
    "camera.none",
    N_("No camera was found."),
    N_("Plug one in, or use the screen, a picture, a file or text."),
)
NOT_ALLOWED = Problem(
    "camera.not_allowed",
    N_("This computer does not let Tessera use the camera."),
    N_("Allow it in the system’s privacy settings and try again, or use the screen, a picture, a file or text."),
)
UNPLUGGED = Problem(
    "camera.unplugged",
    N_("The camera has gone."),
    N_("Plug it in again, choose another one, or use the screen, a picture, a file or text."),
)
STILL = Problem(
    "camera.still",
    N_("The camera gives no pictures."),
    N_("Another program may be using it. Close that, or choose another camera."),
)
BROKEN = Problem(
    "camera.broken",
    N_("The camera stopped working."),
    N_("Try again, choose another camera, or use the screen, a picture, a file or text."),
)


def camera_is_installed() -> bool:
    """Say whether QtMultimedia is there to be imported."""
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


def grab_screen(place: int) -> QImage:
    """Return a picture of a screen. Where the desktop does not allow it, the picture is empty."""
    screens = QGuiApplication.screens()
    shot = screens[place].grabWindow(0) if place < len(screens) else QPixmap()
    return shot.toImage()


class _Worker(QObject):
    """One thread that makes pictures ready. `done` comes back on the GUI thread."""

    done = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def run(self, make: Callable[[], object]) -> None:
        """Call `make` on the thread, and emit what it returns."""

        def work() -> None:
            made = make()
            if shiboken6.isValid(self):
                self.done.emit(made)

        self._pool.start(work)


class FrameReader(QObject):
    """Sends frames one at a time. `state` carries each ScanState; a frame that comes while one is read is dropped."""

    state = Signal(object)
    failed = Signal(object)

    def __init__(self, wallet: WalletClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wallet = wallet
        self._worker = _Worker(self)
        self._worker.done.connect(self._send, Qt.ConnectionType.QueuedConnection)
        self.busy = False
        self.read, self.dropped = 0, 0

    def offer(self, image: QImage) -> bool:
        """Have a picture looked at, unless one is being looked at now. Return whether it was taken."""
        if self.busy or image.isNull():
            self.dropped += 1
            return False
        self.busy = True
        self._worker.run(lambda: grey_frame(image))
        return True

    def _send(self, frame: SeeFrame) -> None:
        self._wallet.ask(self, frame, self._on_state, self._on_problem)

    def _on_state(self, state: ScanState) -> None:
        self.busy = False
        self.read += 1
        self.state.emit(state)

    def _on_problem(self, problem: Problem) -> None:
        self.busy = False
        self.failed.emit(problem)


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """One camera: `id` as the system knows it, `name` as people do."""

    id: str
    name: str


def _load() -> Any:
    return import_module("PySide6.QtMultimedia")


def _inputs(multimedia: Any) -> Sequence[CameraDevice]:
    first = multimedia.QMediaDevices.defaultVideoInput().id()
    found = sorted(multimedia.QMediaDevices.videoInputs(), key=lambda device: device.id() != first)
    return [CameraDevice(bytes(device.id().data()).hex(), device.description()) for device in found]


def _open(multimedia: Any, session: Any, wanted: CameraDevice) -> Any:
    every = multimedia.QMediaDevices.videoInputs()
    device = next(one for one in every if bytes(one.id().data()).hex() == wanted.id)
    camera = multimedia.QCamera(device, session)
    session.setCamera(camera)
    camera.start()
    return camera


@dataclass(frozen=True, slots=True)
class CameraDoor:
    """How cameras are reached: the module (ImportError where it is not to be had), the devices, and one of them opened into a
    QMediaCaptureSession."""

    load: Callable[[], Any] = _load
    inputs: Callable[[Any], Sequence[CameraDevice]] = _inputs
    open: Callable[[Any, Any, CameraDevice], Any] = _open


class Camera(QObject):
    """A camera, if there is one. `seen` carries each picture, for the eye and for the reader; `failed` says why there is none.

    `changed` tells that cameras came or went, or that another one looks.
    """

    seen = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject | None = None, door: CameraDoor | None = None) -> None:
        super().__init__(parent)
        self._door = door or CameraDoor()
        self._multimedia: Any = None
        self._devices: Any = None
        self._session: Any = None
        self._wanted = ""
        self._asking = False
        self._worker = _Worker(self)
        self._worker.done.connect(self._on_image, Qt.ConnectionType.QueuedConnection)
        self._making = False
        self._still = QTimer(self)
        self._still.setInterval(_STILL_MS)
        self._still.setSingleShot(True)
        self._still.timeout.connect(lambda: self._fail(STILL))

    @property
    def running(self) -> bool:
        """Whether it is looking, or waits to be allowed to."""
        return self._session is not None or self._asking

    @property
    def devices(self) -> Sequence[CameraDevice]:
        """The cameras there are, the one that looks first, else the system's own choice."""
        if self._multimedia is None:
            return ()
        found = self._door.inputs(self._multimedia)
        return sorted(found, key=lambda device: device.id != self._wanted)

    def start(self) -> None:
        """Begin to look; `failed` says why not."""
        try:
            self._multimedia = self._multimedia or self._door.load()
        except ImportError as error:
            absent = isinstance(error, ModuleNotFoundError)
            self.failed.emit(NO_CAMERA if absent else NO_LIBRARY)
            return
        self._watch_devices()
        if not self.devices:
            self.failed.emit(NO_DEVICE)
            return
        self._ask_permission()

    def choose(self, device: str) -> None:
        """Look through the camera with this id from now on."""
        self._wanted = device
        if self._session is not None:
            self._release()
            self._begin()

    def stop(self) -> None:
        """Let go of the camera: its light goes out."""
        self._asking = False
        self._release()

    def _ask_permission(self) -> None:
        application = QCoreApplication.instance()
        permission = QCameraPermission()
        if application is None or application.checkPermission(permission) == Qt.PermissionStatus.Granted:
            self._begin()
            return
        self._asking = True
        application.requestPermission(permission, self, self._on_permission)

    def _on_permission(self, permission: Any) -> None:
        asked, self._asking = self._asking, False
        if not asked:
            return  # meanwhile the person went elsewhere
        if permission.status() == Qt.PermissionStatus.Granted:
            self._begin()
        else:
            self.failed.emit(NOT_ALLOWED)

    def _begin(self) -> None:
        device = next(iter(self.devices), None)
        if device is None:
            self.failed.emit(NO_DEVICE)
            return
        self._wanted = device.id
        self._session = self._multimedia.QMediaCaptureSession(self)
        sink = self._multimedia.QVideoSink(self._session)
        sink.videoFrameChanged.connect(self._on_frame)
        self._session.setVideoSink(sink)
        opened = self._door.open(self._multimedia, self._session, device)
        if hasattr(opened, "errorOccurred"):
            opened.errorOccurred.connect(lambda *_told: QTimer.singleShot(0, self, self._on_error))
        self._still.start()
        self.changed.emit()

    def _release(self) -> None:
        self._still.stop()
        session, self._session = self._session, None
        if session is None:
            return
        camera = session.camera()
        if camera is not None:
            camera.stop()
        session.setVideoSink(None)
        session.deleteLater()

    def _on_frame(self, frame: Any) -> None:
        """One frame is made ready at a time, on the thread; those that come meanwhile are dropped."""
        if self._session is None or not frame.isValid():
            return
        self._still.start()
        if not self._making:
            self._making = True
            self._worker.run(lambda: _picture_of(frame))

    def _on_image(self, image: QImage) -> None:
        self._making = False
        if self._session is not None and not image.isNull():
            self.seen.emit(image)

    def _on_error(self) -> None:
        if self._session is not None:
            here = any(device.id == self._wanted for device in self.devices)
            self._fail(BROKEN if here else UNPLUGGED)

    def _watch_devices(self) -> None:
        if self._devices is None:
            self._devices = self._multimedia.QMediaDevices(self)
            self._devices.videoInputsChanged.connect(self.look_for_devices)

    def look_for_devices(self) -> None:
        """See which cameras there are now; the one that looked may have gone."""
        gone = self._session is not None and all(device.id != self._wanted for device in self.devices)
        if gone:
            self._fail(UNPLUGGED)
        self.changed.emit()

    def _fail(self, problem: Problem) -> None:
        self._release()
        self.failed.emit(problem)


def _picture_of(frame: Any) -> QImage:
    image: QImage = frame.toImage()
    return image.scaledToWidth(_WIDEST) if image.width() > _WIDEST else image
