"""What is written agrees with the published schemas, and what the schemas forbid is refused."""

import json
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.wallet.presentations.presenting import NOW, entropy_of
from wallet.encoding.base45 import read_base45
from wallet.encoding.cbor import CborLimits, CborValue, read_cbor
from wallet.errors import InputError
from wallet.presentations.challenge import make_challenge, read_challenge, write_challenge
from wallet.qr.packing import CarriedDocument, QrContent, QrKind, dictionary, pack, pack_text
from wallet.resources import read_resource

CODES = json.loads((Path(__file__).resolve().parents[2] / "golden" / "qr" / "codes-1.json").read_text(encoding="utf-8"))


def validator(name: str) -> Draft202012Validator:
    """The validator of a published schema, itself checked."""
    schema = json.loads(read_resource("schemas", name))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


ENVELOPE, CHALLENGE = validator("qr-envelope-1.schema.json"), validator("challenge-1.schema.json")


def diagnostic(value: CborValue) -> object:
    """The JSON form that the schema speaks of."""
    if isinstance(value, bytes):
        return f"h'{value.hex()}'"
    if isinstance(value, list):
        return [diagnostic(item) for item in value]
    if isinstance(value, dict):
        return {str(key): diagnostic(item) for key, item in value.items()}
    return value


def unpacked(checked: bytes) -> object:
    """The map inside packed bytes, by the schema's own description."""
    source = zlib.decompressobj(-15, dictionary()).decompress(checked[4:])
    return diagnostic(read_cbor(source, CborLimits(max_depth=24)))


@pytest.mark.parametrize("code", CODES, ids=lambda code: code["name"])
def test_golden_envelopes_agree_with_the_schema(code: dict[str, str]) -> None:
    ENVELOPE.validate(unpacked(read_base45(code["single"].removeprefix("TSR1:"))))


@given(text=st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=80))
def test_every_envelope_agrees_with_the_schema(text: str) -> None:
    carried = (CarriedDocument("https://x.example", text), CarriedDocument("did:web:x.example", text, 7))
    ENVELOPE.validate(unpacked(pack(QrContent(QrKind.EVIDENCE, text, carried))))
    assert pack_text(QrContent(QrKind.TEXT, text)).startswith("TSR1:")


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"0": 6, "1": [""]},
        {"0": 1, "1": []},
        {"0": 1, "1": ["\0", 7]},
        {"0": 1, "1": [""], "3": 1},
        {"0": 1, "1": [""], "2": [["x"]]},
    ],
)
def test_the_schema_forbids_other_envelopes(document: object) -> None:
    assert not ENVELOPE.is_valid(document)


def test_challenges_agree_with_the_schema() -> None:
    for wants in (None, {"credentials": []}):
        made = make_challenge(
            "Northgate", "Interview", now=NOW, lasts=timedelta(minutes=5), entropy=entropy_of(1), wants=wants
        )
        CHALLENGE.validate(json.loads(write_challenge(made)))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("format", "tessera-challenge/2"),
        ("nonce", "short"),
        ("nonce", 7),
        ("audience", ""),
        ("audience", "x" * 513),
        ("issued", "yesterday"),
        ("expires", None),
        ("wants", []),
        ("surprise", 1),
    ],
)
def test_what_the_schema_forbids_the_reader_refuses(member: str, value: object) -> None:
    made = make_challenge("Northgate", "Interview", now=NOW, lasts=timedelta(minutes=5), entropy=entropy_of(1))
    document = json.loads(write_challenge(made)) | {member: value}
    assert not CHALLENGE.is_valid(document)
    with pytest.raises(InputError):
        read_challenge(json.dumps(document))
