"""Where a verb writes: in the person's language, in colour where that is wanted, and never a stranger's control characters.

Text from credentials is cleaned before it reaches a terminal: escape sequences could move the cursor and draw a verdict of their own
(UI-03).
"""

import codecs
import os
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from wallet.errors import WalletError
from wallet.i18n import N_, match_language, translate

_COLOURS = {"good": "32", "attention": "33", "bad": "31", "grey": "90", "strong": "1"}


@dataclass(frozen=True, slots=True)
class Console:
    """Standard output and error with a language. `colour` is settled once, when the program starts."""

    language: str
    out: TextIO
    err: TextIO
    colour: bool = False

    def say(self, text: str = "", facts: Mapping[str, object] | None = None) -> None:
        """Print an English sentence key in the person's language."""
        print(translate(text, self.language, facts), file=self.out)

    def count(self, number: int, one: str, many: str, facts: Mapping[str, object] | None = None) -> None:
        """Print the sentence key for one, or that for another number of things, which names `{count}`."""
        self.say(one if number == 1 else many, {"count": number, **(facts or {})})

    def line(self, text: str) -> None:
        """Print text that is finished already."""
        print(text, file=self.out)

    def warn(self, text: str, facts: Mapping[str, object] | None = None) -> None:
        """Print a sentence key on standard error."""
        print(translate(text, self.language, facts), file=self.err)

    def show_error(self, error: WalletError) -> None:
        """Print what could not be done, and what the person can do."""
        facts = {name: plain(str(fact)) for name, fact in error.facts.items()}
        print(f"{translate(error.explanation, self.language, facts)} [{error.step}]", file=self.err)
        print(translate(error.advice, self.language, facts), file=self.err)

    def warn_left_out(self, name: str, error: WalletError) -> None:
        """Print on standard error which of several files was left out, and why."""
        reason = self.words(error.explanation, {fact: plain(str(value)) for fact, value in error.facts.items()})
        self.warn(
            N_("left out, {file}: {reason} [{step}]"), {"file": plain(name), "reason": reason, "step": error.step}
        )

    def words(self, text: str, facts: Mapping[str, object] | None = None) -> str:
        """Return a sentence key in the person's language."""
        return translate(text, self.language, facts)

    def paint(self, text: str, tone: str) -> str:
        """Return `text` in the colour of `tone`, or as it is where colour is not wanted."""
        return f"\x1b[{_COLOURS[tone]}m{text}\x1b[0m" if self.colour and tone in _COLOURS else text


def open_console(language: str | None) -> Console:
    """Return a console on the process's own streams, made to write any text without failing; a stream that is closed takes all."""
    out, err = (stream or Path(os.devnull).open("w", encoding="utf-8") for stream in (sys.stdout, sys.stderr))  # noqa: SIM115
    for stream in (out, err):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_PLAINER) if stream.isatty() else reconfigure(encoding="utf-8", errors="replace")
    named = next((os.environ[name] for name in _LANGUAGE_VARIABLES if os.environ.get(name)), None)
    wanted = language or named or language_of_windows()
    return Console(match_language(wanted), out, err, _wants_colour(out))


_CHINESE = 0x04  # the primary language in the low ten bits of a Windows language id


def language_of_windows(windll: object | None = None) -> str | None:
    """Return the language that Windows speaks to this person, or None elsewhere: its programs are not told by a variable."""
    if windll is None and sys.platform == "win32":
        import ctypes

        windll = ctypes.windll
    try:
        number = int(windll.kernel32.GetUserDefaultUILanguage())  # type: ignore[union-attr,attr-defined,unused-ignore]
    except (AttributeError, OSError):
        return None
    return "zh" if number & 0x3FF == _CHINESE else "en"


# What a terminal of an older encoding cannot show is shown otherwise, never as “?”: that is the sign of a check left undecided.
_PLAINER = "tessera.plainer"
_INSTEAD = {"✓": "+", "✗": "x", "·": "-", "“": '"', "”": '"', "’": "'", "…": "...", "—": "-", "–": "-", "→": "->"}


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_INSTEAD.get(letter, "#") for letter in error.object[error.start : error.end]), error.end


codecs.register_error(_PLAINER, _plainer)

_LANGUAGE_VARIABLES = ("TESSERA_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def plain(text: str, limit: int = 300) -> str:
    """Return a stranger's text on one line without control, direction and invisible characters, at most `limit` long."""
    kept = "".join(
        " " if letter in "\t\n\r" else letter for letter in text[: limit * 4] if letter in "\t\n\r" or _is_shown(letter)
    )
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def width(text: str) -> int:
    """Return how many columns `text` takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def pad(text: str, columns: int) -> str:
    """Return `text` with spaces behind it up to `columns` columns."""
    return text + " " * max(0, columns - width(text))


def _is_shown(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def _wants_colour(stream: TextIO) -> bool:
    """https://no-color.org, and FORCE_COLOR for those who pipe on purpose."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")
