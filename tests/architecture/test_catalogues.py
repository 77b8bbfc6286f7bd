"""Every visible sentence has a translation, and says the same things in it."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from wallet.i18n import LANGUAGES, known_messages, translate

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "resources" / "locale"
PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


def literals(source: str) -> Iterator[str]:
    """Yield every literal marked with N_(...); what is marked but is no literal cannot be translated."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
            assert len(node.args) == 1
            assert isinstance(node.args[0], ast.Constant), ast.unparse(node)
            assert isinstance(node.args[0].value, str)
            yield node.args[0].value


@cache
def marked() -> dict[str, str]:
    """Return every marked sentence with the file it stands in."""
    found: dict[str, str] = {}
    for package in ("wallet", "ui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for text in literals(path.read_text(encoding="utf-8")):
                found.setdefault(text, path.relative_to(ROOT).as_posix())
    return found


def rooms(language: str) -> list[Path]:
    return sorted((LOCALE / language).glob("*.json"))


def test_the_collector_finds_what_is_marked() -> None:
    assert list(literals('a = N_("One"\n "two")\nb = N_("three")')) == ["Onetwo", "three"]
    assert len(marked()) > 50


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_marked_sentence_is_translated(language: str) -> None:
    missing = {text: place for text, place in marked().items() if text not in known_messages(language)}
    assert not missing, "\n".join(f"{place}: {text!r}" for text, place in sorted(missing.items(), key=lambda m: m[1]))


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_a_translation_has_the_places_of_its_sentence(language: str) -> None:
    for text in known_messages(language):
        translated = translate(text, language)
        assert set(PLACE.findall(text)) == set(PLACE.findall(translated)), text
        assert translated.strip(), text


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_two_rooms_translate_one_sentence_differently(language: str) -> None:
    seen: dict[str, tuple[str, str]] = {}
    different = []
    for room in rooms(language):
        pairs = json.loads(room.read_text(encoding="utf-8"), object_pairs_hook=list)
        assert len({text for text, _ in pairs}) == len(pairs), f"a sentence twice in {room.name}"
        for text, translated in pairs:
            other, place = seen.setdefault(text, (translated, room.name))
            if other != translated:
                different.append(f"{text!r}: {other} ({place}), {translated} ({room.name})")
    assert not different, "\n".join(different)


def test_chinese_sentences_are_chinese() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    bare = [text for text in known_messages("zh_CN") if not han.search(translate(text, "zh_CN"))]
    wordy = [text for text in bare if re.search(r"[a-z]{3,} [a-z]{3,}", PLACE.sub("", text))]
    assert not wordy, wordy
