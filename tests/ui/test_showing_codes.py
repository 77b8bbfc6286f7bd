"""Codes on the screen and in front of the camera: drawn, seen, joined."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.looking import accessible_name, choose_look
from ui.camera import FrameReader, grey_frame
from ui.journey import Walk
from ui.widgets.qr_code import QUIET, QrCodeView, draw_code
from ui.widgets.qr_parts import PartsRow
from wallet.messages.presenting import (
    CodeFrame,
    GetFrame,
    MakeChallenge,
    StartScan,
)


def a_code(side: int = 21) -> CodeFrame:
    return CodeFrame(side, bytes(1 if (x * y) % 3 == 0 else 0 for y in range(side) for x in range(side)), 0, 1, 1)


@pytest.mark.parametrize("dark", [False, True])
def test_a_code_is_dark_on_white_in_both_themes_with_whole_modules(
    paper: QApplication, qtbot: QtBot, dark: bool
) -> None:
    choose_look(dark)
    view = QrCodeView()
    qtbot.addWidget(view)
    view.resize(500, 460)
    frame = a_code()
    view.show_frame(frame)
    image = view.grab().toImage()
    step = int((460 - 8) / (21 + 2 * QUIET))
    left = round(250 - step * (21 + 2 * QUIET) / 2) + QUIET * step
    top = round(230 - step * (21 + 2 * QUIET) / 2) + QUIET * step
    for y in range(21):
        for x in range(21):
            seen = image.pixelColor(left + x * step + step // 2, top + y * step + step // 2).lightness()
            assert (seen < 40) == bool(frame.modules[y * 21 + x]), (x, y)
            assert seen < 40 or seen > 240
    assert image.pixelColor(left - step, top - step).lightness() > 240


def test_parts_say_how_many_there_are(paper: QApplication, qtbot: QtBot) -> None:
    row = PartsRow()
    qtbot.addWidget(row)
    row.show_parts(9, (0, 1, 2), 7)
    assert accessible_name(row) == "7 of 9 parts"


def test_a_picture_crosses_as_grey_without_padding() -> None:
    image = QImage(13, 5, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.setPixel(12, 4, 0xFF000000)
    frame = grey_frame(image)
    assert (frame.width, frame.height, len(frame.grey)) == (13, 5, 65)
    assert frame.grey[-1] == 0
    assert set(frame.grey[:-1]) == {255}


def test_a_huge_screen_is_made_smaller_first() -> None:
    image = QImage(5000, 2000, QImage.Format.Format_Grayscale8)
    image.fill(255)
    frame = grey_frame(image)
    assert frame.width == 1600
    assert len(frame.grey) == frame.width * frame.height


def test_a_frame_is_dropped_while_another_is_read(opened: Walk) -> None:
    reader = FrameReader(opened.wallet, opened.window)
    picture = QImage(64, 64, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    assert reader.offer(picture)
    assert not reader.offer(picture)
    opened.until(lambda: reader.read == 1, "the look")
    assert reader.dropped == 1
    assert reader.offer(picture)
    opened.until(lambda: reader.read == 2, "another look")


def test_codes_are_seen_in_pictures_and_joined(opened: Walk) -> None:
    challenge = opened.ask(MakeChallenge("Northgate", "Interview"))
    drawn = draw_code(opened.ask(GetFrame(text=challenge.text)))
    opened.ask(StartScan())
    state = opened.ask(grey_frame(drawn.scaled(drawn.width() * 5, drawn.height() * 5)))
    assert (state.kind, state.text) == ("challenge", challenge.text)
