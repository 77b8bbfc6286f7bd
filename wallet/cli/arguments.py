"""Help and complaints about arguments, in the person's language.

argparse asks gettext for its own words, through names of its module. Here those names are given our catalogues instead: the one place
that reaches into it. Its English sentences are the keys, as everywhere.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wallet.i18n import N_, translate

ARGPARSE_WORDS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("expected %s argument"),
    N_("expected %s arguments"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
)

_spoken = ["en"]


class Parser(argparse.ArgumentParser):
    """Takes the word behind an option that needs one for its value even where it begins with “-”: one challenge in 64 does."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """See argparse."""
        return super().parse_known_args(list(self._joined(sys.argv[1:] if args is None else args)), namespace)

    def _joined(self, words: Sequence[str]) -> Iterator[str]:
        rest = list(words)
        while rest and rest[0] != "--":
            word = rest.pop(0)
            action = self._option_string_actions.get(word) if word.startswith("--") else None
            value = rest[0] if action is not None and action.nargs is None and rest else ""
            if len(value) > 1 and value[0] == "-" != value[1] and value not in self._option_string_actions:
                word = f"{word}={rest.pop(0)}"
            yield word
        yield from rest


class ArgumentRefusedError(argparse.ArgumentTypeError):
    """An argument that cannot be read: a sentence key with facts, which argparse shows beside the argument's name."""

    def __init__(self, text: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(text)
        self._text, self._facts = text, dict(facts or {})

    def __str__(self) -> str:
        return translate(self._text, _spoken[0], self._facts)


def read_words(text: str) -> str:
    """Read a value that says something. Raises ArgumentRefusedError for one of white space, as an unset variable leaves it."""
    if not text.strip():
        raise ArgumentRefusedError(N_("there is nothing in it: “{given}”"), {"given": text})
    return text


def speak(language: str) -> None:
    """From now on argparse says everything in `language`."""
    _spoken[0] = language
    words = vars(argparse)
    words["_"] = lambda text: translate(text, language) if text else text
    words["ngettext"] = lambda one, many, count: translate(one if count == 1 else many, language)
