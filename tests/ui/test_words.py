"""Words in both languages: dates, ages, facts of strangers, and nothing left untranslated."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import ui
from tests.ui.looking import NOW, summary
from ui.kinds import issuer_words, kind_words, monogram_of, title_of
from ui.words import finding_title, say, set_language, show_age, show_date, show_fact, show_moment
from wallet.i18n import known_messages
from wallet.report import CheckResult, Outcome

pytestmark = pytest.mark.usefixtures("paper")


def marked_words() -> set[str]:
    found: set[str] = set()
    for file in Path(ui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
                found.add(ast.literal_eval(node.args[0]))
    return found


def test_every_word_of_the_window_is_translated() -> None:
    assert marked_words() - known_messages("zh_CN") == set()


def test_translations_keep_their_places() -> None:
    set_language("zh_CN")
    for key in marked_words():
        for place in ("{number}", "{day}", "{tag}", "{name}", "{issuer}", "{verdict}", "{title}", "{moment}"):
            assert (place in key) == (place in say(key)), key


def test_dates_are_written_as_people_write_them() -> None:
    assert show_date(date(2025, 6, 14)) == "14 June 2025"
    set_language("zh_CN")
    assert show_date(date(2025, 6, 14)) == "2025年6月14日"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=41), "on 12 October 2026"),
    ],
)
def test_ages_are_told_in_words_up_to_a_month(ago: timedelta, words: str) -> None:
    assert show_age(NOW - ago, NOW) == words


def test_iso_dates_in_facts_are_written_out_and_other_text_stays() -> None:
    assert show_fact("2025-10-01") == "1 October 2025"
    assert show_fact("2025-99-99") == "2025-99-99"
    assert show_fact(datetime(2026, 1, 2, tzinfo=UTC)) == show_moment(datetime(2026, 1, 2, tzinfo=UTC))
    assert show_fact(("a", "b")) == "a, b"
    assert show_fact("{name}") == "{name}"


def test_UI_03_right_to_left_text_cannot_reorder_the_sentence_around_it() -> None:
    sentence = say("{name} signed", name="שלום")
    assert sentence.startswith("\u2068")
    assert sentence.endswith("\u2069 signed")


def test_a_code_without_words_shows_its_name_and_does_not_break_the_page() -> None:
    assert finding_title(CheckResult("signature", Outcome.PASSED, "newer.code")) == "newer.code"


def test_UI_04_a_name_that_nobody_vouches_for_stands_in_quotation_marks() -> None:
    assert issuer_words(summary("Stanford")) == "Stanford"
    assert issuer_words(summary("Stanford", issuer_vouched_by="")) == "“Stanford”"


def test_the_title_is_shown_in_the_readers_language_where_there_is_one() -> None:
    both = summary("Databases", titles=(("en", "Databases"), ("zh-CN", "数据库")))
    assert title_of(both) == "Databases"
    set_language("zh_CN")
    assert title_of(both) == "数据库"
    assert title_of(summary("Databases")) == "Databases"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("TU Delft", "TU"),
        ("Northlight University of Technology", "NUT"),
        ("临江开放大学", "临"),
        ("kestrel", "K"),
        ("", "?"),
        ("<img src=x>", "I"),
    ],
)
def test_monograms(name: str, letters: str) -> None:
    assert monogram_of(name) == letters


def test_kinds_are_the_standards_words_and_others_stay_readable() -> None:
    assert kind_words("MicroCredential") == "Micro-credential"
    assert kind_words("ext:SwimmingBadge") == "Swimming Badge"
