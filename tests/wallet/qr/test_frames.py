"""Camera frames: what is seen well is read, and nothing is ever read as something else."""

import random

import pytest

from tests.benchmarks.qr_frames import CONDITIONS, HEIGHT, WEBCAM, WIDTH, View, render
from wallet.qr.decode import read_qr_frame
from wallet.qr.encode import QrCode, block_size_of, draw, draw_frame
from wallet.qr.parts import split


def code_of(version: int) -> QrCode:
    """A code that fills a version."""
    payload = random.Random(version).randbytes(3 * block_size_of(version))
    return draw_frame(next(split(payload, block_size_of(version))))


def read(code: QrCode, view: View, seed: int = 1) -> set[str]:
    """What the reader makes of one frame."""
    frame = render(code, view, random.Random(seed))
    return {found.text for found in read_qr_frame(frame.tobytes(), WIDTH, HEIGHT)}


@pytest.mark.parametrize("version", [10, 16, 22])
@pytest.mark.parametrize(
    "view",
    [
        View(),
        WEBCAM,
        View(fill=0.6),
        View(blur=1.5),
        View(fill=0.7, rotation=30),
        View(tilt=0.2),
        View(noise=0.2),
        View(light=0.15, noise=0.01),
    ],
    ids=lambda view: "-".join(
        f"{name}{getattr(view, name)}" for name in ("fill", "rotation", "tilt", "blur", "noise", "light")
    ),
)
def test_a_code_that_is_seen_well_is_read(view: View, version: int) -> None:
    code = code_of(version)
    assert read(code, view) == {code.text}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_frame_is_read_rightly_or_not_at_all(condition: str) -> None:
    code, chance = code_of(16), random.Random(condition)
    for seed in range(8):
        assert read(code, CONDITIONS[condition](chance), seed) <= {code.text}


def test_the_same_seed_draws_the_same_frame() -> None:
    code = draw("TSR1:HELLO")
    frames = [render(code, CONDITIONS["all at once"](random.Random(3)), random.Random(4)).tobytes() for _ in range(2)]
    assert frames[0] == frames[1]
