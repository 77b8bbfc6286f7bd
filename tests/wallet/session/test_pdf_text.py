"""Lines on PDF pages: nothing is lost, nothing stands beyond the margin, and strangers' texts take no time to speak of."""

from hypothesis import given
from hypothesis import strategies as st

from wallet.session.pdf_text import CHINESE, PLAIN, STRONG, break_lines, load_fonts, runs_of, width_of

load_fonts()
TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("ab ，。()漢字数据 -"), st.characters(exclude_categories=("Cs", "Cc"))),
    max_size=200,
)


@given(text=TEXTS, width=st.floats(30, 400), size=st.sampled_from([7.5, 10.0, 20.0]))
def test_no_letter_is_lost_and_no_line_is_too_wide(text: str, width: float, size: float) -> None:
    lines = list(break_lines(text, PLAIN, size, width))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= 1 or width_of(line, PLAIN, size) <= width + 0.01 for line in lines)


def test_chinese_breaks_between_letters_but_never_before_a_comma() -> None:
    lines = list(break_lines("能够收集、清洗并解释数据，理解抽样与推断的基本原理。", PLAIN, 10, 62))
    assert len(lines) > 3
    assert not any(line[0] in "、，。" for line in lines)


def test_each_letter_is_set_in_a_font_that_has_it() -> None:
    assert list(runs_of("A 数据 Ω", PLAIN)) == [(PLAIN, "A "), (CHINESE, "数据"), (PLAIN, " Ω")]
    ((_, drawn),) = runs_of("\U0001f600", STRONG)
    assert drawn == "\u25a1"


def test_a_word_without_end_is_cut_in_time_that_grows_with_its_length() -> None:
    assert sum(1 for _ in break_lines("x" * 200_000, PLAIN, 10, 300)) > 1000
