"""One code wherever it fits: what stays behind for it, and what never does. Sheets of codes."""

import io
import random
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from wallet.errors import PresentationError
from wallet.qr.choosing import choose_codes
from wallet.qr.collector import Collector
from wallet.qr.decode import read_qr_image
from wallet.qr.encode import PAPER_VERSION, SCREEN_VERSION, block_size_of, draw, draw_frame
from wallet.qr.packing import CarriedDocument, QrContent, QrKind, unpack, unpack_text
from wallet.qr.parts import split
from wallet.qr.picture import MOST_ON_A_SHEET, write_png, write_svg


def noise(size: int, seed: int = 0) -> str:
    """Text that no compression makes smaller than about half."""
    return random.Random(seed).randbytes(size // 2).hex()


def content(shown: int, *evidence: int) -> QrContent:
    carried = tuple(CarriedDocument(f"https://x.example/{n}", noise(size, n + 1)) for n, size in enumerate(evidence))
    return QrContent(QrKind.PRESENTATION, noise(shown), carried)


def read_single(choice) -> QrContent:
    assert choice.plan.single is not None
    return unpack_text(choice.plan.single.text)


def test_evidence_that_costs_no_second_code_goes_along() -> None:
    choice = choose_codes(content(400, 300))
    assert choice.left_out == ()
    assert choice.plan == choice.whole
    assert len(read_single(choice).evidence) == 1


def test_evidence_that_would_cost_a_second_code_stays_behind_and_can_be_asked_for() -> None:
    asked = content(1200, 3000)
    choice = choose_codes(asked)
    assert read_single(choice) == QrContent(asked.kind, asked.text)
    assert choice.left_out == asked.evidence
    assert unpack(choice.whole.payload) == asked
    assert choice.whole.count > 1


def test_of_several_documents_the_largest_stay_behind() -> None:
    asked = content(800, 200, 4000, 250)
    choice = choose_codes(asked)
    assert read_single(choice).evidence == (asked.evidence[0], asked.evidence[2])
    assert choice.left_out == (asked.evidence[1],)


def test_where_there_is_a_loop_in_any_case_everything_goes_along() -> None:
    asked = content(9000, 400)
    choice = choose_codes(asked)
    assert (choice.left_out, choice.plan) == ((), choice.whole)
    assert unpack(choice.plan.payload) == asked


def test_paper_takes_more() -> None:
    asked = content(1200, 1200)
    assert choose_codes(asked, max_version=SCREEN_VERSION).left_out
    assert not choose_codes(asked, max_version=PAPER_VERSION).left_out


@given(shown=st.integers(2, 6000), evidence=st.lists(st.integers(2, 4000), max_size=5))
def test_what_is_shown_always_goes_and_evidence_goes_or_is_named_as_left_out(shown: int, evidence: list[int]) -> None:
    asked = content(shown, *evidence)
    choice = choose_codes(asked)
    sent = unpack(choice.plan.payload) if choice.plan.single is None else unpack_text(choice.plan.single.text)
    assert sent.text == asked.text
    assert {*sent.evidence, *choice.left_out} == set(asked.evidence)
    assert len(sent.evidence) + len(choice.left_out) == len(asked.evidence)
    assert choice.plan.single is not None or not choice.left_out


@pytest.mark.parametrize("count", [2, 5, 12, 30])
def test_a_sheet_is_read_in_one_look(count: int) -> None:
    payload = random.Random(count).randbytes(count * block_size_of(12) - 3)
    codes = [draw_frame(part) for part in islice(split(payload, block_size_of(12)), count)]
    collector = Collector()
    for found in read_qr_image(write_png(*codes), "PNG"):
        if collector.content is None and collector.known < count - 1:
            collector.see(found.text)
    assert collector.known >= count - 1


def test_a_sheet_is_a_drawing_too_and_has_an_end() -> None:
    code = draw("TSR1:X")
    cell = len(code.rows) + 8
    assert f'viewBox="0 0 {2 * cell} {2 * cell}"' in write_svg(code, code, code)
    with Image.open(io.BytesIO(write_png(code, code))) as opened:
        assert opened.size == (16 * cell, 8 * cell)
    for writer in (write_png, write_svg):
        with pytest.raises(PresentationError) as refusal:
            writer(*[code] * (MOST_ON_A_SHEET + 1))
        assert refusal.value.step == "present.code"
