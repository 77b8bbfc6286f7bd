"""Same key, same seal; another key, another seal; and how much of it is drawn follows the verdict."""

import math
import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainterPath

from ui.seal import hue_of, rosette_path, seal_pixmap
from ui.theme.tokens import DARK, LIGHT, Cue
from wallet.messages.rosette import roses_of

ONE, OTHER = (sha256(name).hexdigest() for name in (b"one", b"other"))
pytestmark = pytest.mark.usefixtures("paper")


def drawn(key: str, cue: Cue = Cue.WHOLE, diameter: int = 120) -> QImage:
    return seal_pixmap(key, diameter, 1.0, LIGHT, cue).toImage()


def ink_in(image: QImage) -> int:
    return sum(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


def test_same_key_same_seal_and_another_key_another() -> None:
    assert drawn(ONE) == drawn(ONE)
    assert drawn(ONE) != drawn(OTHER)


@given(st.binary(min_size=32, max_size=32))
def test_every_key_gives_six_closed_curves_inside_the_circle(digest: bytes) -> None:
    roses = roses_of(digest.hex())
    assert len(roses) == 6
    for rose in roses:
        points = list(rose.points())
        assert math.dist(points[0], points[-1]) < 1e-6
        assert all(math.hypot(x, y) <= 1.0 for x, y in points)


@given(st.binary(min_size=1, max_size=64), st.binary(min_size=1, max_size=64))
def test_a_changed_key_is_visible(key: bytes, other: bytes) -> None:
    if key != other:
        assert roses_of(sha256(key).hexdigest()) != roses_of(sha256(other).hexdigest())


def test_the_states_differ_from_each_other() -> None:
    distinct = {bytes(drawn(ONE, cue).constBits()) for cue in Cue}
    assert len(distinct) == len(Cue)


def test_less_is_drawn_of_what_is_less_believed() -> None:
    whole = ink_in(drawn(ONE))
    assert ink_in(drawn(ONE, Cue.NOTCHED)) < whole
    assert ink_in(drawn(ONE, Cue.HALF)) < whole
    assert ink_in(drawn(ONE, Cue.FAINT)) < ink_in(drawn(ONE, Cue.HALF))
    assert ink_in(drawn(ONE, Cue.NONE)) == 0


def test_an_altered_credential_never_shows_the_issuers_rosette_or_colour() -> None:
    assert drawn(ONE, Cue.EMPTY) == drawn(OTHER, Cue.EMPTY)


def test_without_a_key_there_is_no_rosette() -> None:
    assert ink_in(drawn("")) == 0
    assert hue_of("", LIGHT) == LIGHT.ink3


def test_the_seal_follows_the_scheme() -> None:
    assert seal_pixmap(ONE, 60, 1.0, LIGHT, Cue.WHOLE).toImage() != seal_pixmap(ONE, 60, 1.0, DARK, Cue.WHOLE).toImage()


def test_a_seal_is_drawn_once() -> None:
    assert seal_pixmap(ONE, 96, 2.0, LIGHT, Cue.WHOLE) is seal_pixmap(ONE, 96, 2.0, LIGHT, Cue.WHOLE)
    assert rosette_path(ONE) is rosette_path(ONE)


def test_qt_does_not_lose_references_to_none() -> None:
    """PySide6 6.12.0 lost one with each call that returns None, and aborts on 3.11: the reason for our upper bound."""
    path = QPainterPath()
    path.lineTo(1.0, 1.0)
    before = sys.getrefcount(None)
    for step in range(500):
        path.lineTo(float(step), 0.0)
    assert sys.getrefcount(None) > before - 100
