"""SMART Health Cards: digits to a JWS, and the JWS opened as a VC with its signature over the compressed payload."""

import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.dids.held import DocumentMap, HeldDocument, HeldDocuments, HeldFrom
from wallet.dids.key_forms import jwk_of, thumbprint
from wallet.dids.keys import KeyKind
from wallet.encoding.base64url import write_base64url
from wallet.encoding.strict_json import write_json
from wallet.errors import InputError, MalformedInputError, TooBigError
from wallet.formats.envelope import Envelope, Format
from wallet.formats.refusals import CriticalHeaderError
from wallet.formats.registry import open_envelope
from wallet.proofs.jose import examine_token
from wallet.proofs.signing_key import signing_key_of
from wallet.qr.shc import CardJoiner, CardPiece, read_card, write_card
from wallet.report import Outcome

ISSUER = "https://clinic.example"
SIGNER = signing_key_of(KeyKind.P256, bytes(31) + b"\x11")
CARD = {
    "iss": ISSUER,
    "nbf": 1_700_000_000,
    "vc": {
        "type": ["https://smarthealth.cards#health-card", "https://smarthealth.cards#immunization"],
        "credentialSubject": {"fhirVersion": "4.0.1", "fhirBundle": {"resourceType": "Bundle", "entry": []}},
    },
}


def deflated(source: bytes) -> bytes:
    """Raw deflate, as cards are packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(source) + packer.flush()


def card(payload: bytes | None = None, header: dict[str, object] | None = None) -> str:
    """A signed card."""
    head = {"zip": "DEF", "alg": "ES256", "kid": thumbprint(SIGNER.public)} | (header or {})
    packed = deflated(write_json(CARD)) if payload is None else payload
    signed = f"{write_base64url(write_json(head))}.{write_base64url(packed)}"
    return f"{signed}.{write_base64url(SIGNER.sign(signed.encode()))}"


def held() -> HeldDocuments:
    """The issuer's published keys."""
    keys = write_json({"keys": [jwk_of(SIGNER.public) | {"kid": thumbprint(SIGNER.public), "use": "sig"}]})
    url = f"{ISSUER}/.well-known/jwks.json"
    return DocumentMap({url: HeldDocument(url, keys, datetime(2026, 11, 1, tzinfo=UTC), HeldFrom.PACK)})


def opened(token: str) -> Envelope:
    """The card through the strict door."""
    return open_envelope(token.encode(), "card")


def test_a_card_is_opened_as_a_credential_with_its_signature_over_the_compressed_payload() -> None:
    envelope = opened(card())
    assert envelope.format is Format.JWT_VC_1
    assert envelope.document["issuer"] == ISSUER
    finding = examine_token(envelope, held())
    assert finding.signature.outcome is Outcome.PASSED
    assert finding.in_document
    assert finding.controller == ISSUER


def test_a_card_with_another_payload_or_a_der_signature_fails() -> None:
    header, _, signature = card().split(".")
    other = write_base64url(deflated(write_json(CARD | {"nbf": 1_600_000_000})))
    assert examine_token(opened(f"{header}.{other}.{signature}"), held()).signature.outcome is Outcome.FAILED
    der = write_base64url(b"\x30\x45" + bytes(69))
    assert examine_token(opened(f"{header}.{card().split('.')[1]}.{der}"), held()).signature.outcome is Outcome.FAILED


def test_without_the_issuers_keys_nothing_is_decided() -> None:
    assert examine_token(opened(card()), DocumentMap({})).signature.outcome is Outcome.UNDECIDED


def test_a_card_that_can_be_revoked_claims_a_status() -> None:
    payload = CARD | {"vc": CARD["vc"] | {"rid": "MKyCxh7p6uQ"}}  # type: ignore[operator]
    document = opened(card(deflated(write_json(payload)))).document
    assert document["credentialStatus"] == {"type": "SmartHealthCardRevocation", "rid": "MKyCxh7p6uQ"}


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    with pytest.raises(TooBigError) as refusal:
        opened(card(deflated(b" " * 50_000_000)))
    assert refusal.value.step == "jwt.unpacked_size"


@pytest.mark.parametrize(
    "payload", [b"", zlib.compress(b"{}"), deflated(b"{}") + b"x", deflated(b'{"a":1}')[:-2], b"{}"]
)
def test_a_payload_that_is_not_one_raw_deflate_stream_is_refused(payload: bytes) -> None:
    with pytest.raises(InputError):
        opened(card(payload))


def test_any_other_compression_is_not_understood() -> None:
    with pytest.raises(CriticalHeaderError):
        opened(card(header={"zip": "GZ"}))


@given(token=st.text("ABCxyz019-_.", min_size=1, max_size=200))
def test_digits_round_trip(token: str) -> None:
    assert read_card(write_card(token)) == token


@given(cuts=st.integers(2, 9), order=st.randoms(use_true_random=False))
def test_pieces_of_an_old_card_join_in_any_order(cuts: int, order: object) -> None:
    token, size = card(), -(-len(card()) // cuts)
    texts = [token[at * size : (at + 1) * size] for at in range(cuts)]
    pieces = [read_card(f"shc:/{at + 1}/{cuts}/{write_card(text)[5:]}") for at, text in enumerate(texts)]
    order.shuffle(pieces)  # type: ignore[attr-defined]
    joiner = CardJoiner()
    for piece in pieces:
        assert isinstance(piece, CardPiece)
        assert joiner.add(piece)
    assert joiner.complete
    assert joiner.text() == token


def test_QR_01_a_piece_that_disagrees_belongs_to_another_card() -> None:
    joiner = CardJoiner()
    assert joiner.add(CardPiece(1, 3, "abc"))
    assert not joiner.add(CardPiece(1, 3, "abd"))
    assert not joiner.add(CardPiece(2, 4, "abd"))
    assert joiner.known == 1


@pytest.mark.parametrize(
    "text", ["shc:/", "shc:/123", "shc:/99", "shc:/12a4", "shc:/2/1/5676", "shc:/0/1/5676", "shc:/1/1/5", "shc:5676"]
)
def test_damaged_cards_are_refused(text: str) -> None:
    with pytest.raises(MalformedInputError):
        read_card(text)


def test_QR_02_too_many_pieces_are_refused() -> None:
    with pytest.raises(TooBigError):
        read_card("shc:/1/513/5676")
