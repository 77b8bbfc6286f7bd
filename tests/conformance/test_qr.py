"""Other people's QR codes: BC-UR, VPQR, CBOR-LD, SMART Health Cards, PixelPass."""

import json
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.credentials.readers import read_credential
from wallet.dids.held import DocumentMap, HeldDocument, HeldFrom
from wallet.encoding.json_types import JsonObject
from wallet.encoding.jsonld.contexts import PinnedContexts, bundled_contexts
from wallet.encoding.strict_json import read_json
from wallet.errors import InputError, MalformedInputError, WalletError
from wallet.formats.envelope import Envelope, Format
from wallet.formats.registry import open_envelope, open_envelopes
from wallet.proofs.jose import examine_token
from wallet.qr.bc_ur import UrJoiner, UrPart, read_ur
from wallet.qr.bytewords import read_bytewords, read_spoken_bytewords, write_bytewords
from wallet.qr.cbor_ld import read_cbor_ld
from wallet.qr.collector import Collector, Seen
from wallet.qr.pixelpass import read_pixelpass
from wallet.qr.shc import read_card
from wallet.qr.vpqr import read_vpqr

CARDS = "7-qr/smart-health-cards"
ISSUER = "https://spec.smarthealth.cards/examples/issuer"


def _json(*place: str) -> dict[str, object]:
    read = json.loads(vector("7-qr", *place).read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def _parts() -> list[UrPart]:
    parts = [read_ur(text.upper()) for text in _json("bc-ur", "ur-vectors.json")["multipart"]]
    assert all(isinstance(part, UrPart) for part in parts)
    return [part for part in parts if isinstance(part, UrPart)]


# --- BC-UR -----------------------------------------------------------------------------------------------------------


def test_bytewords_are_spelled_and_read_as_published() -> None:
    known = _json("bc-ur", "ur-vectors.json")
    words = known["bytewords"]
    octets = bytes.fromhex(words["hex"])
    assert write_bytewords(octets) == words["minimal"]
    assert read_bytewords(words["minimal"]) == octets
    assert read_spoken_bytewords(words["standard"]) == octets == read_spoken_bytewords(words["uri"])
    for text in known["bytewords_invalid"]:
        for read in (read_bytewords, read_spoken_bytewords):
            with pytest.raises(MalformedInputError):
                read(text)
    assert {text: f"{zlib.crc32(text.encode()):08x}" for text in known["crc32"]} == known["crc32"]


def test_a_single_ur_is_the_published_message() -> None:
    single = str(_json("bc-ur", "ur-vectors.json")["single"])
    assert read_bytewords(single.rpartition("/")[2]).hex() == _json("bc-ur", "ur-decoded.json")["single_cbor_hex"]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_fountain_ur_joins_to_the_published_message_from_either_end(backwards: bool) -> None:
    expected = _json("bc-ur", "ur-decoded.json")
    joiner, needed = UrJoiner(), 0
    for part in reversed(_parts()) if backwards else _parts():
        joiner.add(part)
        needed += 1
        if joiner.complete:
            break
    assert joiner.message().hex() == expected["multipart_cbor_hex"]
    assert needed == (expected["reverse_parts_needed"] if backwards else 9)


def test_the_mixed_parts_alone_do_not_suffice_as_published() -> None:
    joiner = UrJoiner()
    for part in _parts()[9:]:
        joiner.add(part)
    assert joiner.complete is _json("bc-ur", "ur-decoded.json")["mixed_only_11_complete"]


# --- VPQR and CBOR-LD ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "member"),
    [
        ("vpqr-v2.json", "exampleQrCodeData"),
        ("vpqr-v5.json", "exampleQrCodeDataB"),
        ("vpqr-v5.json", "exampleQrCodeDataR"),
        ("vpqr-v5.json", "exampleCborld1QrCodeDataR"),
    ],
)
def test_a_vpqr_code_is_the_published_presentation(file: str, member: str) -> None:
    known = _json("vpqr", file)
    assert read_json(read_vpqr(str(known[member]))) == known["exampleVp"]
    collector = Collector()
    assert collector.see(str(known[member])) is Seen.CONTENT


@pytest.mark.parametrize("name", ["cit", "didKey", "empty-array", "empty-object", "note", "prc", "uncompressible"])
def test_cbor_ld_is_decompressed_to_the_published_document(name: str) -> None:
    place = vector("7-qr", "cbor-ld", "examples")
    streams = _json("cbor-ld", "tests", "contexts", "activitystreams.jsonld")
    contexts = PinnedContexts(_Beside("https://www.w3.org/ns/activitystreams", streams))
    decoded = read_cbor_ld((place / f"{name}.cborld").read_bytes(), contexts)
    assert decoded == json.loads((place / f"{name}.jsonld").read_text())


class _Beside(dict[str, JsonObject]):
    """The bundle, with one document that is not in it."""

    def __init__(self, url: str, document: JsonObject) -> None:
        super().__init__({url: document})

    def get(self, url: str, default: object = None) -> JsonObject:  # type: ignore[override]
        return self[url] if url in self else bundled_contexts().load(url)


# --- PixelPass -------------------------------------------------------------------------------------------------------


def test_pixelpass_codes_are_read_or_refused_as_recorded() -> None:
    recorded = json.loads(vector("7-qr", "pixelpass", "recorded-vectors.json").read_text())
    cases = [case for case in recorded if case["fn"] == "decode" and isinstance(case["args"][0], str)]
    assert len(cases) == 7
    for case in cases:
        if "result" in case:
            assert read_pixelpass(case["args"][0]) == case["result"]
        else:
            with pytest.raises(MalformedInputError):
                read_pixelpass(case["args"][0])


# --- SMART Health Cards ----------------------------------------------------------------------------------------------


def _keys() -> DocumentMap:
    """The keys of the specification's example issuer, held as if a pack had brought them."""
    content = vector("7-qr", "smart-health-cards-spec", "issuer", ".well-known", "jwks.json").read_bytes()
    url = f"{ISSUER}/.well-known/jwks.json"
    return DocumentMap({url: HeldDocument(url, content, datetime(2026, 1, 1, tzinfo=UTC), HeldFrom.PACK)})


def _card_files(pattern: str) -> list[Path]:
    root = vectors_root()
    return sorted(root.glob(f"{CARDS}/{pattern}")) if root else []


def _outcome(path: Path) -> str:
    """What becomes of a token: the step it is refused at, or the outcome of its signature."""
    try:
        envelope = open_envelope(path.read_bytes(), path.name)
    except WalletError as error:
        return error.step
    assert envelope.format is Format.JWT_VC_1
    read_credential(envelope)
    finding = examine_token(envelope, _keys())
    return finding.signature.code


TOKENS = {
    "bad-fhir-metadata": "signature.valid",  # what a FHIR profile asks is not for a signature to say
    "der-signature": "signature.malformed",
    "der-signature-r-neg": "signature.malformed",
    "der-signature-rs-neg": "signature.malformed",
    "der-signature-s-neg": "signature.malformed",
    "invalid-signature": "signature.invalid",
    "issuer-kid-mismatch": "proof.key_not_found",
    "issuer-not-valid-with-smart-key": "proof.key_not_found",
    "jws_too_long": "proof.key_not_found",  # of another issuer, whose keys are not held
    "no_deflate": "signature.valid",  # an ordinary JWT VC then, genuinely signed
    "no_jws_header_alg": "jwt.alg",
    "no_jws_header_kid": "proof.key_not_found",
    "no_jws_header_zip": "json.encoding",
    "trailing_chars": "signature.valid",  # white space after the token in the file
    "utf8_bom_prefix": "json.encoding",
    "wrong_jws_header_kid": "proof.key_not_found",
}
FILES = {
    "00-e-file-bad_jwks.smart-health-card": ["proof.key_not_found"],
    "00-e-file-invalid_deflate.smart-health-card": ["jwt.deflate"],
    "00-e-file-invalid_issuer_url.smart-health-card": ["proof.key_not_found"],
    "00-e-file-invalid_issuer_url_http.smart-health-card": ["proof.key_not_found"],
    "00-e-file-issuer_url_with_trailing_slash.smart-health-card": ["signature.valid"],
    "00-e-file-jws_too_long.smart-health-card": ["proof.key_not_found"],
    "00-e-file-multi-jws-issues.smart-health-card": ["jwt.alg", "signature.valid"],
    "00-e-file-multi-jws.smart-health-card": ["signature.valid", "signature.valid"],
    "00-e-file-no_deflate.smart-health-card": ["signature.valid"],
    "00-e-file-trailing_chars.smart-health-card": ["signature.valid"],
    "00-g-qr-code-0-bad_qr_version.png": ["signature.valid"],  # larger than the framework allows, and readable
    "00-g-qr-code-0-corrupted.png": ["qr.search"],
    "00-g-qr-code-0-qr_chunk_too_small.png": ["qr.part"],
    "00-g-qr-code-0-scaled-23.jpg": ["signature.valid"],
    "00-g-qr-code-0-scaled-85.jpg": ["signature.valid"],
    "00-g-qr-code-0-single_qr_segment.png": ["signature.valid"],
    "00-g-qr-code-0-too_many_qr_segment.png": ["shc"],
    "00-g-qr-code-1-qr_chunk_too_small.png": ["qr.part"],
    "00-g-qr-code-inflated-to-v22.png": ["signature.valid"],
}
DIGITS = {
    "index-out-of-range": "shc.piece",
    "number-too-big": "shc.digits",
    "odd-count": "shc.digits",
    "wrong_qr_header": "shc",
}


@pytest.mark.parametrize("name", TOKENS)
def test_each_card_token_is_decided(name: str) -> None:
    assert _outcome(vector(CARDS, f"test-example-00-d-jws-{name}.txt")) == TOKENS[name]


def test_every_card_token_has_an_expectation() -> None:
    named = {path.stem.removeprefix("test-example-00-d-jws-") for path in _card_files("test-example-00-d-jws-*.txt")}
    assert named <= set(TOKENS)


@pytest.mark.parametrize("name", FILES)
def test_each_card_file_and_picture_is_decided(name: str) -> None:
    path = vector(CARDS, f"test-example-{name}")
    found = list(open_envelopes(path.read_bytes(), path.name))
    outcomes = [
        examine_token(one, _keys()).signature.code if isinstance(one, Envelope) else one.error.step for one in found
    ]
    assert outcomes == FILES[name]


@pytest.mark.parametrize("name", DIGITS)
def test_damaged_digits_are_refused_by_name(name: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_card(vector(CARDS, f"test-example-00-f-qr-code-numeric-value-0-{name}.txt").read_text())
    assert refusal.value.step == DIGITS[name]


@pytest.mark.parametrize(
    ("set_name", "count"),
    [("00-f-qr-code-numeric-value-{}-qr_chunk_too_small", 17), ("02-f-qr-code-numeric-value-{}-qr_chunk_too_big", 2)],
)
def test_an_old_card_in_pieces_joins_backwards_to_a_signed_token(set_name: str, count: int) -> None:
    collector, seen = Collector(), Seen.FOREIGN
    for at in reversed(range(count)):
        seen = collector.see(vector(CARDS, f"test-example-{set_name.format(at)}.txt").read_text())
    assert seen is Seen.CONTENT
    assert collector.content is not None
    assert (
        examine_token(open_envelope(collector.content.text.encode(), "card"), _keys()).signature.code
        == "signature.valid"
    )
