"""Codes of other writers, and texts that look like codes: each is read as what it is, or refused by its right name."""

import json
from functools import cache
from pathlib import Path

import pytest

from tests.issuer_simulator import Hidden, Issuer, baking
from wallet.encoding.base45 import write_base45
from wallet.errors import MalformedInputError, UnrecognisedInputError, WalletError
from wallet.formats import refusals
from wallet.formats.codes import is_code
from wallet.formats.envelope import Container, Envelope, Kind
from wallet.formats.registry import Refusal, open_envelopes
from wallet.qr.foreign import ForeignQrError
from wallet.qr.packing import QrContent, QrKind, pack, pack_text
from wallet.qr.parts import split
from wallet.qr.shc import write_card

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "qr-other-writers.json"
ISSUER = Issuer()
BADGE = ISSUER.issue("eddsa-jcs-2022")
TOKEN = ISSUER.issue("vc+jwt").decode()
SD_JWT = ISSUER.sd_jwt({"course": "Statistics", "grade": Hidden("B")}).token()


@cache
def written() -> dict:
    """What other people's libraries wrote."""
    return json.loads(VECTORS.read_text(encoding="utf-8"))


def only(source: str | bytes) -> Envelope:
    (found,) = open_envelopes(source.encode() if isinstance(source, str) else source, "received")
    assert isinstance(found, Envelope), found
    return found


def refused(source: str) -> WalletError:
    (found,) = open_envelopes(source.encode(), "received")
    assert isinstance(found, Refusal)
    return found.error


def test_a_fountain_of_another_writer_is_joined_from_any_of_its_parts() -> None:
    made = written()["bcur"]
    count, parts = made["count"], made["parts"]
    assert json.loads(made["text"]) == only("\n".join(parts[:count])).document
    late = parts[count:]  # not one plain part among them
    assert only("\n".join(reversed(late))).document == json.loads(made["text"])
    assert only("\n".join(part.upper() for part in parts[::2])).document == json.loads(made["text"])
    assert refused("\n".join(parts[: count - 2])).code == refused(parts[0]).code == "input.qr_part"


def test_a_single_resource_of_another_writer_is_no_part() -> None:
    made = written()["bcur1"]
    assert only(made["part"]).token == made["text"]
    assert only(made["part"].upper() + "\r\n").token == made["text"]


@pytest.mark.parametrize("edition", range(7))
def test_every_edition_of_vpqr_that_another_writer_makes(edition: int) -> None:
    made = written()["vpqr"][edition]
    found = only(made["code"])
    assert (found.kind, found.document) == (Kind.PRESENTATION, json.loads(written()["vp"])), made["format"]


def test_pixelpass_of_another_writer_as_text_and_as_json() -> None:
    assert only(written()["pixelpass"]["code"]).document == json.loads(written()["pixelpass"]["text"])
    assert only(written()["pixelpass_text"]["code"]).token == written()["pixelpass_text"]["text"]
    picture = baking.qr_picture(written()["pixelpass"]["code"])
    found = only(picture)
    assert (found.container, found.original) == (Container.QR, picture)


@pytest.mark.parametrize("text", [TOKEN, SD_JWT, BADGE.decode()])
def test_what_stands_in_a_code_without_any_wrapping(text: str) -> None:
    assert only(baking.qr_picture(text)).container is Container.QR


def test_a_health_card_in_one_code_and_in_pieces() -> None:
    whole = write_card(TOKEN)
    digits = whole.removeprefix("shc:/")
    at = len(digits) // 3 // 2 * 2
    pieces = [digits[:at], digits[at : 2 * at], digits[2 * at :]]
    chunks = [f"shc:/{number}/3/{piece}" for number, piece in enumerate(pieces, 1)]
    assert only(whole).token == only("\n".join(reversed(chunks))).token == TOKEN
    assert refused("\n".join(chunks[:2])).code == "input.qr_part"


def test_codes_are_found_between_the_lines_of_a_mail() -> None:
    content = QrContent(QrKind.PRESENTATION, TOKEN)
    assert only(f"Hello,\nhere it is:\n\n> {pack_text(content)}\n\nGreetings").token == TOKEN
    payload = pack(content)
    parts = [part.text() for part, _ in zip(split(payload, -(-len(payload) // 4)), range(4), strict=False)]
    assert only("Parts of my answer\n" + "\n".join(parts) + "\nThat is all.").token == TOKEN


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("NCF IS A RAILWAY OF LONG AGO", UnrecognisedInputError),
        ("NCFKVPV0QSIP600GP5L0", UnrecognisedInputError),  # "hello" by the book of PixelPass
        ("tsr1:abc", ForeignQrError),
        ("shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnIn0", refusals.HealthCardError),
        ("shc:/561", MalformedInputError),
        ("shc:/56", UnrecognisedInputError),
        ("ur:crypto-seed/oeadgdstaslplabghydrpfmkbggufgludprfgmaotpiecffltnlpqdenos", ForeignQrError),
        ("VP1-Z12", MalformedInputError),
        ("openid4vp://?request_uri=https%3A%2F%2Fv.example", refusals.LinkOnlyError),
        ("openid-credential-offer://?credential_offer=%7B%7D", refusals.LinkOnlyError),
        ("haip://?x=1", refusals.LinkOnlyError),
        ("https://badges.example/assertions/1", refusals.LinkOnlyError),
        ("WIFI:S:guest;;", UnrecognisedInputError),
    ],
)
def test_QR_03_what_is_no_credential_is_told_by_its_right_name_and_never_followed(
    text: str, error: type[WalletError], no_network: list[object]
) -> None:
    assert type(refused(text)) is error, refused(text)
    (found,) = open_envelopes(baking.qr_picture(text), "picture")
    assert isinstance(found, Refusal)
    assert type(found.error) is error, found.error
    assert found.error.step
    assert no_network == []


def test_a_link_is_named_by_where_it_leads() -> None:
    assert refused("openid4vp://?request_uri=x").facts["host"] == "openid4vp:"
    assert refused("https://badges.example/a/1").facts["host"] == "badges.example"


def test_three_letters_are_no_code() -> None:
    assert not is_code("NCF")
    assert not is_code("NCF is a railway")
    assert is_code("NCF" + write_base45(b"long enough to be one"))
