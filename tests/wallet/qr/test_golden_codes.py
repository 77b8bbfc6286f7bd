"""Codes on paper outlive versions: every golden code is read for ever, and what they rest on never changes.

If one of these fails, a dictionary or layout was changed that codes in the world were made with. Make another, with another
prefix, and leave this one alone (`wallet/qr/packing.py`, `tests/golden/qr/make.py`).
"""

import hashlib
import json
from pathlib import Path

import pytest

from wallet.qr.collector import Collector, Seen
from wallet.qr.packing import CarriedDocument, QrContent, QrKind, dictionary, unpack_text

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "qr"
CODES = json.loads((GOLDEN / "codes-1.json").read_text(encoding="utf-8"))


def _content(code: dict[str, object]) -> QrContent:
    evidence = tuple(CarriedDocument(*each) for each in code["evidence"])
    return QrContent(QrKind(code["kind"]), code["text"], evidence)


def test_dictionary_1_is_frozen() -> None:
    frozen = (GOLDEN / "dictionary-1.sha256").read_text(encoding="utf-8").split()[0]
    assert hashlib.sha256(dictionary()).hexdigest() == frozen


def test_every_kind_of_content_has_a_golden_code() -> None:
    assert {code["kind"] for code in CODES} == {int(kind) for kind in QrKind}
    assert any(code["evidence"] for code in CODES)
    assert any(code["parts"] for code in CODES)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code["name"])
def test_a_golden_code_is_read(code: dict[str, object]) -> None:
    assert unpack_text(code["single"]) == _content(code)


@pytest.mark.parametrize("code", [code for code in CODES if code["parts"]], ids=lambda code: code["name"])
def test_golden_parts_are_joined(code: dict[str, object]) -> None:
    collector = Collector()
    assert Seen.CONTENT in [collector.see(text) for text in code["parts"]]
    assert collector.content == _content(code)
