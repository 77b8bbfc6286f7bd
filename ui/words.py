"""Words as the window shows them: translated, with dates in the reader's own form and facts of strangers kept apart.

The language is one for the whole window and can change while it runs; widgets keep the English key and its facts and
render again when told (`retranslate`).
"""

import re
from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTimeZone

from wallet.i18n import LANGUAGES, N_, Message, match_language, translate
from wallet.messages.requests import Problem
from wallet.report import CheckResult, Verdict
from wallet.wording import VERDICT_WORDS, Words, explain

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "⁨", "⁩"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_DAYS_AS_DATE = 31
_language = ["en"]

LANGUAGE_NAMES: dict[str, str] = {"en": "English", "zh_CN": "简体中文"}  # each in itself, so never translated


def language() -> str:
    """Return the window's language: `en` or `zh_CN`."""
    return _language[0]


def set_language(wanted: str) -> None:
    """Speak `wanted` from now on; "" or an unknown name means the system's language."""
    _language[0] = wanted if wanted in LANGUAGES else match_language(QLocale.system().name())


def say(key: str, /, **facts: object) -> str:
    """Return an English sentence key in the window's language, with its places filled."""
    return translate(key, language(), {name: show_fact(fact) for name, fact in facts.items()})


def show_fact(fact: object) -> str:
    """Return one fact as a person reads it: dates in full, lists with commas, right-to-left text isolated (UAX 9)."""
    match fact:
        case Message():
            return say(fact.text, **fact.facts)
        case datetime():
            return show_moment(fact)
        case date():
            return show_date(fact)
        case tuple() | list():
            return say(N_(", ")).join(show_fact(part) for part in fact)
        case str() if _ISO_DATE.fullmatch(fact):
            return _show_iso(fact)
        case str():
            return isolate(fact)
        case None:
            return "–"
        case _:
            return str(fact)


def isolate(text: str) -> str:
    """Fence text of strangers that runs right to left, so that it cannot reorder the sentence around it."""
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}" if _RIGHT_TO_LEFT.search(text) else text


def _show_iso(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return show_moment(moment) if "T" in text else show_date(moment.date())


def show_date(day: date | datetime) -> str:
    """Return `14 June 2025` or `2025年6月14日`; a moment gives its day here, in the local time zone."""
    if isinstance(day, datetime):
        day = day.astimezone().date()
    return _locale().toString(QDate(day.year, day.month, day.day), _date_form())


def show_moment(moment: datetime) -> str:
    """Return the day and the minute, in the local time zone."""
    local = QDateTime.fromMSecsSinceEpoch(round(moment.timestamp() * 1000), QTimeZone.systemTimeZone())
    return f"{_locale().toString(local.date(), _date_form())} {local.time().toString('HH:mm')}"


def show_age(then: datetime, now: datetime) -> str:
    """Return how long ago `then` was, in words up to a month, else the date."""
    seconds = (now - then).total_seconds()
    days = int(seconds // 86_400)
    if days > _DAYS_AS_DATE:
        return say(N_("on {day}"), day=show_date(then))
    if days >= 1:
        return say(N_("1 day ago")) if days == 1 else say(N_("{days} days ago"), days=days)
    hours = int(seconds // 3_600)
    if hours >= 1:
        return say(N_("1 hour ago")) if hours == 1 else say(N_("{hours} hours ago"), hours=hours)
    minutes = int(seconds // 60)
    if minutes >= 1:
        return say(N_("1 minute ago")) if minutes == 1 else say(N_("{minutes} minutes ago"), minutes=minutes)
    return say(N_("just now"))


def show_size(octets: int) -> str:
    """Return a size as `1.4 kB`."""
    return _locale().formattedDataSize(octets, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def count(number: int, one: str, many: str) -> str:
    """Return `one` for 1, else `many` with its `{number}`: two whole sentences, since plurals differ by language."""
    return say(one if number == 1 else many, number=number)


def words_of(verdict: Verdict) -> Words:
    """Return the words of a verdict, still in English keys."""
    return VERDICT_WORDS[verdict]


def verdict_title(verdict: Verdict) -> str:
    """Return the verdict's one word or two."""
    return say(words_of(verdict).title)


def _words_for(result: CheckResult) -> Words:
    try:
        return explain(result)
    except KeyError:  # a code from a newer wallet process: its stable name is better than a blank
        return Words(result.code, "")


def finding_title(result: CheckResult) -> str:
    """Return the heading of one check."""
    return say(_words_for(result).title, **_facts(result))


def finding_sentence(result: CheckResult) -> str:
    """Return the sentence of one check."""
    return say(_words_for(result).explanation, **_facts(result))


def finding_how(result: CheckResult) -> str:
    """Return "how do we know?" for one check, or ""."""
    how = _words_for(result).how
    return say(how, **_facts(result)) if how else ""


def finding_advice(result: CheckResult) -> str:
    """Return what can be done about one check, or ""."""
    advice = _words_for(result).advice
    return say(advice, **_facts(result)) if advice else ""


def problem_sentence(problem: Problem) -> str:
    """Return what could not be done."""
    return say(problem.explanation, **problem.facts)


def problem_advice(problem: Problem) -> str:
    """Return what to do about it."""
    return say(problem.advice, **problem.facts)


def _facts(result: CheckResult) -> dict[str, object]:
    facts: dict[str, object] = dict(result.facts)
    if result.as_of is not None:
        facts.setdefault("as_of", show_date(result.as_of))
    return facts


def _locale() -> QLocale:
    if language() == "zh_CN":
        return QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


def _date_form() -> str:
    return "yyyy年M月d日" if language() == "zh_CN" else "d MMMM yyyy"
