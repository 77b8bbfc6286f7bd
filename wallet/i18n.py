"""Words in the person's language.

English sentences are the keys. Code marks them with `N_`; the catalogues in `resources/locale/<language>/`
hold one JSON object a room, `{"English sentence": "translation"}`. A sentence may have `{named}` places, which
`translate` fills from facts. Facts are only ever inserted, never interpreted: a stranger's braces stay braces.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from wallet.resources import resource_path

LANGUAGES: tuple[str, ...] = ("en", "zh_CN")

_PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


def N_(message: str) -> str:
    """Mark `message` for the catalogues; returns it unchanged."""
    return message


def plural(number: int, one: str, many: str) -> str:
    """Return the sentence key for `number` things: `one` for exactly 1, else `many`.

    Wherever a count is shown, both are marked whole: `plural(n, N_("1 credential"), N_("{count} credentials"))`. English has
    these two forms, Chinese has one and translates both alike. The window's twin, which also fills in, is `ui.words.count`.
    """
    return one if number == 1 else many


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its facts, not yet in any language: it can cross the pipe and be shown in two languages."""

    text: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: str) -> str:
        """Return the sentence in `language` with its places filled."""
        return translate(self.text, language, self.facts)


def translate(text: str, language: str, facts: Mapping[str, object] | None = None) -> str:
    """Return `text` in `language`, falling back to English, with `{places}` filled from `facts`.

    A place without a fact stays as it is, so that a missing fact is seen in tests rather than raised at a person.
    """
    sentence = _catalogue(language).get(text, text)
    if not facts:
        return sentence
    return _PLACE.sub(lambda place: str(facts.get(place[1], place[0])), sentence)


def known_messages(language: str) -> frozenset[str]:
    """Return every English sentence that the catalogue of `language` translates."""
    return frozenset(_catalogue(language))


def match_language(wanted: str | None) -> str:
    """Return the supported language nearest to a locale name such as `zh_CN.UTF-8`, or English."""
    return "zh_CN" if (wanted or "").lower().startswith("zh") else "en"


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    merged: dict[str, str] = {}
    folder = resource_path("locale") / language
    if folder.is_dir():
        for room in sorted(folder.glob("*.json")):
            merged.update(json.loads(room.read_text(encoding="utf-8")))  # noqa: TID251 - our own file
    return merged
