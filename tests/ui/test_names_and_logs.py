"""UI-03, UI-04, UI-09: names that imitate, and what the window writes down when it breaks."""

import logging
import sys
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.looking import NOW, detail, summary
from ui.credential_sheet import CredentialSheet
from ui.kinds import issuer_words
from ui.lookalikes import mixes_alphabets
from ui.models.library_model import accessible_words
from ui.problems import ProblemDialog, catch_our_bugs
from ui.theme.tokens import MEASURES
from ui.widgets.credential_view import CredentialView
from ui.widgets.hero import Hero
from ui.widgets.label import Label
from ui.widgets.nested import issuer_of
from ui.widgets.received_list import ReceivedRow
from wallet.clock import fixed_clock
from wallet.messages.requests import ReceivedItem
from wallet.messages.views import NestedView
from wallet.report import CheckResult, NestedRole, Outcome, Verdict

pytestmark = pytest.mark.usefixtures("paper")

IMITATIONS = (
    "Harvаrd",
    "Ηarvard",
    "Stanfоrd University",
    "Nоrthlight University",
    "Northlіght University",
    "Yunling Univеrsity",
    "ΤU Delft",
    "Οpenloom Foundation",
    "Kestrel Ꮯollege",
    "𝐍orthlight",
    "Ｎorthlight",
    "раypal college",
    "Соrner Chess Club",
    "Ορenloom",
    "Техniсаl College of Мoscоw b",
)
HONEST = (
    "Harvard",
    "北光大学 Northlight University",
    "北京大学 MOOC中心",
    "Техникум № 5",
    "Московский университет",
    "Πανεπιστήμιο Αθηνών",
    "Université de Genève",
    "Universität Bremen",
    "Đại học Quốc gia",
    "東京大学 UTokyo",
    "서울대학교 SNU",
    "جامعة القاهرة Cairo University",
    "האוניברסיטה העברית",
    "Łódź University of Technology",
    "ÆØÅ skole",
    "Московский университет MGU",
    "",
    "12 34",
)


@pytest.mark.parametrize("name", IMITATIONS)
def test_UI_03_a_name_that_mixes_alphabets_is_pointed_out_where_nobody_vouches(name: str, qtbot: QtBot) -> None:
    assert mixes_alphabets(name)
    hero = Hero(summary(name, issuer_vouched_by=""))
    vouched = Hero(summary(name))
    for widget in (hero, vouched):
        qtbot.addWidget(widget)
    assert any("different alphabets" in label.text() for label in hero.findChildren(Label))
    assert not any("different alphabets" in label.text() for label in vouched.findChildren(Label))


@pytest.mark.parametrize("name", HONEST)
def test_UI_03_everyday_names_of_every_script_are_left_in_peace(name: str) -> None:
    assert not mixes_alphabets(name)


HOSTILE = (
    "\u202eytisrevinU",
    "a\u200bb\u200cc\u200dd",
    "".join(chr(0xE0020 + each) for each in range(60)),
    "x" + "\u0301" * 500,
    "\u2066\u2067\u2068 never closed",
    "W" * 10_000,
    "北" * 10_000,
    "many words " * 900,
    "line\nline\r\nline\u2028line",
    "\u0000\u0001\u0007\u001b[31m",
    "<b>bold</b>",
    "{name} {0} %s %(x)s",
    "&amp;&lt;b&gt;",
    " ",
    "\ufdfd" * 40,
)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_UI_03_no_name_makes_the_page_wider_than_its_panel(name: str, qtbot: QtBot) -> None:
    view = CredentialView(detail(name), clock=fixed_clock(NOW))
    qtbot.addWidget(view)
    assert view.minimumSizeHint().width() <= MEASURES.detail - 40


def test_UI_09_what_is_logged_of_a_bug_says_where_and_not_what(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = "CANARY-7f3a li@example.org"
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    catch_our_bugs()

    def break_on(text: str) -> None:
        raise KeyError(text)

    with caplog.at_level(logging.DEBUG):
        try:
            break_on(canary)
        except KeyError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert "KeyError" in caplog.text
    assert "break_on" in caplog.text
    assert canary not in caplog.text
    assert "li@example.org" not in caplog.text
    qtbot.wait(10)
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, ProblemDialog):
            assert canary not in "".join(label.text() for label in dialog.findChildren(Label))
            dialog.close()


def test_UI_04_a_name_that_nobody_vouches_for_is_quoted_wherever_it_stands(qtbot: QtBot) -> None:
    alone = summary("Stanford", issuer_vouched_by="")
    passed = CheckResult("issuer", Outcome.PASSED, "issuer.known", facts={"name": "Stanford University"})
    unknown = CheckResult("issuer", Outcome.UNDECIDED, "issuer.unknown")

    def nested(*results: CheckResult, held: bool = False) -> NestedView:
        role = NestedRole.HELD if held else NestedRole.ENDORSEMENT
        return NestedView("/n", role, "x", "Stanford", Verdict.VERIFIED, results, summary=alone if held else None)

    assert issuer_words(alone) == "“Stanford”"
    assert "“Stanford”" in accessible_words(alone)
    assert issuer_of(nested(unknown, held=True)) == "“Stanford”"
    assert issuer_of(nested(unknown)) == "“Stanford”"
    assert issuer_of(nested()) == "“Stanford”"
    assert issuer_of(nested(passed)) == "Stanford University"
    hero = Hero(alone)
    row = ReceivedRow(ReceivedItem("t", replace(detail("x"), summary=alone)), choosable=True)
    for widget in (hero, row):
        qtbot.addWidget(widget)
        words = [label.text() for label in widget.findChildren(Label)]
        assert any("“Stanford”" in text for text in words)
    sheet = CredentialSheet(replace(detail("x"), summary=alone))
    assert sheet.pages
