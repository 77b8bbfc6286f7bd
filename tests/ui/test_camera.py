"""The camera: real QtMultimedia, with frames pushed in where a webcam's would come; and every way in which there is none.

The pictures come through QVideoFrameInput, a QMediaCaptureSession and a QVideoSink, as those of a webcam do. What cannot be had here is the
webcam itself: which there are, and that one goes, is told by an argument of `Camera`.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from PySide6.QtCore import QCameraPermission, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.camera import (
    NO_CAMERA,
    NO_DEVICE,
    NO_LIBRARY,
    NOT_ALLOWED,
    STILL,
    UNPLUGGED,
    Camera,
    CameraDevice,
    CameraDoor,
)
from ui.dialogs.read_question import ReadQuestionDialog
from ui.journey import Walk
from ui.pages.verify_shown import VerifyPage
from ui.widgets.label import Label
from ui.widgets.qr_code import draw_code
from wallet.messages.presenting import GetFrame, MakeChallenge
from wallet.messages.requests import Problem


def multimedia_loads() -> bool:
    """Whether QtMultimedia and the libraries it needs are here: the development lock brings it."""
    try:
        import_module("PySide6.QtMultimedia")
    except ImportError:
        return False
    return True


with_multimedia = pytest.mark.skipif(not multimedia_loads(), reason="QtMultimedia is not here: the camera was not run")
FRONT, BACK = CameraDevice("front", "Front camera"), CameraDevice("back", "Back camera")


class Optical:
    """Two cameras that show what the test holds before them."""

    def __init__(self) -> None:
        self.plugged = [FRONT, BACK]
        self.opened: list[str] = []
        self.input: Any = None

    def door(self) -> CameraDoor:
        return CameraDoor(inputs=lambda _multimedia: list(self.plugged), open=self.open)

    def open(self, multimedia: Any, session: Any, device: CameraDevice) -> Any:
        self.opened.append(device.id)
        self.input = multimedia.QVideoFrameInput(session)
        session.setVideoFrameInput(self.input)
        return self.input

    def show(self, picture: QImage) -> None:
        from PySide6.QtMultimedia import QVideoFrame

        self.input.sendVideoFrame(QVideoFrame(picture.convertToFormat(QImage.Format.Format_RGB32)))


@pytest.fixture
def optical() -> Optical:
    return Optical()


@pytest.fixture
def page(opened: Walk, optical: Optical) -> Iterator[VerifyPage]:
    """The page that checks what is shown, with the test's cameras."""
    made = VerifyPage(opened.window.desk, locked=True, door=optical.door())
    made.resize(1100, 800)
    made.show()
    opened.settle()
    yield made
    made.hide()
    made.deleteLater()
    opened.settle()


def held_up(opened: Walk, text: str) -> QImage:
    """A code as a webcam of 1280 x 720 sees it."""
    drawn = draw_code(opened.ask(GetFrame(text=text)))
    side = drawn.width() * (560 // drawn.width())
    scene = QImage(1280, 720, QImage.Format.Format_RGB32)
    scene.fill(0xFF787878)
    from PySide6.QtGui import QPainter

    painter = QPainter(scene)
    painter.drawImage((1280 - side) // 2, (720 - side) // 2, drawn.scaled(side, side))
    painter.end()
    return scene


def told(page: VerifyPage) -> str:
    dialogs = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not page and w.isWindow()]
    words = "\n".join(label.text() for dialog in dialogs for label in dialog.findChildren(Label))
    for dialog in dialogs:
        if dialog.inherits("QDialog"):
            dialog.close()
    return words


@with_multimedia
def test_a_code_before_the_camera_is_read(opened: Walk, page: VerifyPage, optical: Optical) -> None:
    question = opened.ask(MakeChallenge("Northgate", "Interview"))
    page.ways["camera"].click()
    assert page.camera.running
    assert page.ways["camera"].text() == "Stop the camera"
    page.finder.seen.connect((states := []).append)
    picture = held_up(opened, question.text)

    def look() -> bool:
        if page.camera.running:
            optical.show(picture)
        return any(state.kind == "challenge" and state.text == question.text for state in states)

    opened.until(look, "the code to be read")
    assert not page.camera.running  # the light goes out as soon as something whole was seen


@with_multimedia
def test_frames_are_dropped_while_one_is_read(opened: Walk, page: VerifyPage, optical: Optical) -> None:
    page.ways["camera"].click()
    picture = QImage(1280, 720, QImage.Format.Format_RGB32)
    picture.fill(0xFF808080)
    seen: list[QImage] = []
    page.camera.seen.connect(seen.append)
    for _ in range(60):
        optical.show(picture)
    opened.until(lambda: page.reader.read > 0 and not page.reader.busy, "a look")
    assert 0 < len(seen) < 60
    page.finder.stop()


@with_multimedia
def test_QR_04_the_camera_runs_only_while_its_page_is_open(opened: Walk, page: VerifyPage, optical: Optical) -> None:
    page.ways["camera"].click()
    assert page.camera.running
    page.hide()
    opened.settle()
    assert not page.camera.running
    assert page.ways["camera"].text() == "Use the camera"
    before = page.reader.read
    page.show()
    opened.settle()
    assert not page.camera.running
    assert page.reader.read == before


@with_multimedia
def test_QR_04_a_camera_without_pictures_is_told(
    qtbot: QtBot, optical: Optical, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.camera._STILL_MS", 30)
    camera = Camera(door=optical.door())
    failed: list[Problem] = []
    camera.failed.connect(failed.append)
    camera.start()
    qtbot.waitUntil(lambda: bool(failed))
    assert failed == [STILL]
    assert not camera.running


@with_multimedia
def test_without_a_camera_a_sentence_says_so(optical: Optical, qapp: QApplication) -> None:
    optical.plugged = []
    camera = Camera(door=optical.door())
    failed: list[Problem] = []
    camera.failed.connect(failed.append)
    camera.start()
    assert failed == [NO_DEVICE]
    assert not camera.running


@with_multimedia
def test_this_machine_is_asked_for_its_own_cameras(qapp: QApplication) -> None:
    """Without an argument the real devices are listed: here there is none, or it is found by name."""
    camera = Camera()
    failed: list[Problem] = []
    camera.failed.connect(failed.append)
    camera.start()
    assert camera.running or failed in ([NO_DEVICE], [NOT_ALLOWED])
    assert all(device.name for device in camera.devices)
    camera.stop()


@with_multimedia
def test_a_camera_that_is_unplugged_is_told(opened: Walk, page: VerifyPage, optical: Optical) -> None:
    page.ways["camera"].click()
    optical.plugged = [BACK]
    page.camera.look_for_devices()
    opened.settle()
    assert not page.camera.running
    assert UNPLUGGED.explanation in told(page)
    assert page.ways["camera"].text() == "Use the camera"


@with_multimedia
def test_another_camera_can_be_chosen(opened: Walk, page: VerifyPage, optical: Optical) -> None:
    page.ways["camera"].click()
    opened.settle()
    assert optical.opened == ["front"]
    assert page.finder.other.isVisible()
    assert "Back camera" in page.finder.other.text()
    page.finder.other.click()
    assert optical.opened == ["front", "back"]
    assert "Front camera" in page.finder.other.text()
    optical.plugged = [BACK]
    page.camera.look_for_devices()
    assert page.camera.running  # it was the other one that went
    assert not page.finder.other.isVisible()


@with_multimedia
def test_a_question_is_answered_from_the_camera(opened: Walk, optical: Optical) -> None:
    question = opened.ask(MakeChallenge("Northgate", "Interview"))
    dialog = ReadQuestionDialog(
        opened.window.desk, opened.window, lambda: None, lambda: None, lambda _mime: None, optical.door()
    )
    found: list[str] = []
    dialog.found.connect(found.append)
    dialog.open()
    opened.settle()
    dialog.ways["camera"].click()
    picture = held_up(opened, question.text)

    def look() -> bool:
        if dialog.finder.camera.running:
            optical.show(picture)
        return bool(found)

    opened.until(look, "the question")
    assert found == [question.text]
    dialog.close()
    opened.settle()


class Unallowed:
    """What the system says of the camera's permission."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: Qt.PermissionStatus) -> None:
        self.waiting: list[Callable[[Any], None]] = []
        self._answer = answer
        application = QApplication.instance()
        monkeypatch.setattr(
            type(application), "checkPermission", lambda _self, _permission: Qt.PermissionStatus.Undetermined
        )
        monkeypatch.setattr(
            type(application), "requestPermission", lambda _self, _what, _context, then: self.waiting.append(then)
        )

    def decide(self) -> None:
        answer = self._answer

        class Decided(QCameraPermission):
            def status(self) -> Qt.PermissionStatus:
                return answer

        self.waiting.pop()(Decided())


@with_multimedia
@pytest.mark.parametrize("allowed", [True, False])
def test_the_system_is_asked_before_the_camera_is_used(
    qapp: QApplication, optical: Optical, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    answer = Qt.PermissionStatus.Granted if allowed else Qt.PermissionStatus.Denied
    asked = Unallowed(monkeypatch, answer)
    camera = Camera(door=optical.door())
    failed: list[Problem] = []
    camera.failed.connect(failed.append)
    camera.start()
    assert camera.running
    assert optical.opened == []
    asked.decide()
    assert optical.opened == (["front"] if allowed else [])
    assert failed == ([] if allowed else [NOT_ALLOWED])
    camera.stop()


@with_multimedia
def test_leaving_before_the_system_answers_starts_nothing(
    qapp: QApplication, optical: Optical, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Unallowed(monkeypatch, Qt.PermissionStatus.Granted)
    camera = Camera(door=optical.door())
    camera.start()
    camera.stop()
    asked.decide()
    assert optical.opened == []
    assert not camera.running


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (ModuleNotFoundError("No module named 'PySide6.QtMultimedia'"), NO_CAMERA),
        (ImportError("libpulse.so.0"), NO_LIBRARY),
    ],
)
def test_without_multimedia_the_button_says_why(opened: Walk, error: ImportError, problem: Problem) -> None:
    """The extra is not installed, or a system library is missing: the page works, and the button says what to do."""

    def load() -> Any:
        raise error

    page = VerifyPage(opened.window.desk, locked=True, door=CameraDoor(load=load))
    page.show()
    opened.settle()
    page.ways["camera"].click()
    opened.settle()
    assert not page.camera.running
    assert problem.explanation in told(page)
    page.ways["monitor"].click()
    opened.settle()
    assert page.ways["camera"].text() == "Use the camera"
    page.deleteLater()
    told(page)
    opened.settle()
