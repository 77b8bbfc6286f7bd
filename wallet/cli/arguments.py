"""Help and complaints about arguments, in the person's language.

argparse asks gettext for its own words, through names of its module. Here those names are given our catalogues instead: the one place
that reaches into it. Its English sentences are the keys, as everywhere.
"""

import argparse
from collections.abc import Mapping

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


class ArgumentRefusedError(argparse.ArgumentTypeError):
    """An argument that cannot be read: a sentence key with facts, which argparse shows beside the argument's name."""

    def __init__(self, text: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(text)
        self._text, self._facts = text, dict(facts or {})

    def __str__(self) -> str:
        return translate(self._text, _spoken[0], self._facts)


def speak(language: str) -> None:
    """From now on argparse says everything in `language`."""
    _spoken[0] = language
    words = vars(argparse)
    words["_"] = lambda text: translate(text, language) if text else text
    words["ngettext"] = lambda one, many, count: translate(one if count == 1 else many, language)
