"""Whatever bytes a stranger sends: an answer comes back, every refusal is ours, and nothing goes over budget."""

import random
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conformance.vectors import vectors_root
from tests.issuer_simulator import Hidden, Issuer, baking
from wallet.credentials.model import Credential
from wallet.credentials.readers import read_credential
from wallet.credentials.shown_text import show_line, show_text
from wallet.errors import InputError
from wallet.formats.budget import InputBudget
from wallet.formats.envelope import Envelope
from wallet.formats.registry import open_envelopes, open_nested

BUDGET = InputBudget(documents=200)
MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answer(source: bytes) -> list[Credential]:
    """Open and read everything, nested credentials too; anything but our own refusal rises."""
    read: list[Credential] = []
    found = list(open_envelopes(source, "received", budget=BUDGET))
    assert 1 <= len(found) <= BUDGET.documents + 1
    for one in found:
        if isinstance(one, Envelope):
            assert one.original
            read += _read(one)
        else:
            assert isinstance(one.error, InputError)
            assert one.error.step
    return read


def _read(envelope: Envelope) -> list[Credential]:
    try:
        credential = read_credential(envelope)
    except InputError:
        return []
    for nested in islice(credential.nested, 20):
        try:
            read_credential(open_nested(nested.content, "nested"))
        except InputError:
            continue
    assert show_line(str(credential.title)) is not None
    return [credential]


def _genuine() -> dict[str, bytes]:
    issuer = Issuer()
    badge = issuer.issue("eddsa-jcs-2022")
    sd_jwt = issuer.sd_jwt({"course": "Statistics", "grade": Hidden("B"), "modules": [Hidden("one"), "two"]}).token()
    return {
        "json": badge,
        "jwt-vc": issuer.issue("jwt-vc"),
        "vc+jwt": issuer.issue("vc+jwt"),
        "sd-jwt": sd_jwt.encode(),
        "png": baking.bake_png(badge),
        "svg": baking.bake_svg(badge),
        "qr": baking.qr_picture(sd_jwt),
        "zip": baking.zip_of({"a.json": badge, "b/c.jwt": issuer.issue("vc+jwt")}),
        "text": b"Dear learner,\n\n> " + badge + b"\n\nand " + sd_jwt.encode() + b".\nRegards",
    }


GENUINE = _genuine()


@pytest.mark.parametrize("kind", GENUINE)
def test_what_the_mutations_start_from_is_read(kind):
    assert answer(GENUINE[kind])


@MANY
@given(source=st.binary(max_size=400))
def test_any_bytes_are_answered(source):
    answer(source)


MAGIC = [
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"RIFF\0\0\0\0WEBP",
    b"%PDF-1.7\n",
    b"<svg ",
    b"{",
    b"[",
]
MAGIC += [
    b"eyJhbGciOiJFUzI1NiJ9.",
    b"<html>",
    b"<?xml version='1.0'?>",
    b"\xd2\x84",
    b"\x1f\x8b",
    b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n",
]


@MANY
@given(start=st.sampled_from(MAGIC), rest=st.binary(max_size=300))
def test_any_bytes_behind_a_known_beginning_are_answered(start, rest):
    answer(start + rest)


@MANY
@given(
    kind=st.sampled_from(sorted(GENUINE)),
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_genuine_file_with_changed_bytes_is_answered(kind, places):
    changed = bytearray(GENUINE[kind])
    for place, value in places:
        changed[min(int(place * len(changed)), len(changed) - 1)] = value
    answer(bytes(changed))


@MANY
@given(
    kind=st.sampled_from(sorted(GENUINE)),
    start=st.floats(0, 1),
    length=st.integers(0, 400),
    filler=st.binary(max_size=40),
)
def test_a_genuine_file_with_a_part_replaced_is_answered(kind, start, length, filler):
    source = GENUINE[kind]
    place = int(start * len(source))
    answer(source[:place] + filler + source[place + length :])


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=20)
    | st.floats(allow_nan=False, allow_infinity=False)
)
NAMES = st.sampled_from(
    [
        "@context",
        "type",
        "id",
        "issuer",
        "credentialSubject",
        "achievement",
        "name",
        "result",
        "validFrom",
        "endorsement",
        "verifiableCredential",
        "credentialStatus",
        "identifier",
        "creditsEarned",
        "alignment",
        "resultDescription",
        "proof",
        "criteria",
        "image",
        "tag",
        "evidence",
        "association",
        "@value",
        "@language",
        "holder",
        "degree",
        "level",
        "cnf",
        "vct",
    ]
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=25
)


@MANY
@given(
    members=st.dictionaries(NAMES, VALUES, max_size=10),
    kind=st.sampled_from(["OpenBadgeCredential", "ClrCredential", "VerifiableCredential", "VerifiablePresentation"]),
)
def test_any_shape_of_credential_is_read_or_refused_by_its_place(members, kind):
    from wallet.encoding.strict_json import write_json

    answer(
        write_json(
            {**members, "type": ["VerifiableCredential", kind], "issuer": members.get("issuer", "did:example:x")}
        )
    )


@MANY
@given(
    payload=st.dictionaries(
        NAMES
        | st.sampled_from(["iss", "nbf", "exp", "iat", "sub", "jti", "vc", "vp", "_sd", "...", "_sd_alg", "status"]),
        VALUES,
        max_size=8,
    ),
    typ=st.sampled_from(["JWT", "vc+jwt", "dc+sd-jwt", "vc+sd-jwt", "vp+jwt"]),
    tail=st.sampled_from(["", "~", "~WyJhIl0~", "~e30.e30.e30"]),
)
def test_any_payload_of_a_token_is_read_or_refused(payload, typ, tail):
    from wallet.encoding.base64url import write_base64url
    from wallet.encoding.strict_json import write_json

    header = write_base64url(write_json({"alg": "ES256", "typ": typ}))
    answer(f"{header}.{write_base64url(write_json(payload))}.AAAA{tail}".encode())


@given(text=st.text(max_size=300), limit=st.integers(1, 50))
def test_shown_text_is_short_and_stays_as_it_is_when_shown_again(text, limit):
    shown = show_text(text, limit)
    assert len(shown) <= limit
    assert show_text(shown, limit) == shown
    assert "\n" not in show_line(text)


def _corpus() -> list[Path]:
    root = vectors_root()
    folders = [
        "9-attack-corpora/derived-baked",
        "9-attack-corpora/pngsuite/png",
        "4-openbadges-clr-dcc/learncard",
        "3-sd-jwt/derived",
    ]
    return sorted(path for folder in folders for path in (root / folder).rglob("*") if path.is_file()) if root else []


@pytest.mark.long
def test_other_peoples_files_with_changed_bytes_are_answered(full):
    files = _corpus()
    if not files:
        pytest.skip("no vectors here: nothing was measured")
    chance = random.Random(20261122)
    for _ in range(5_000 if full else 400):
        source = bytearray(chance.choice(files).read_bytes()[:60_000])
        for _ in range(chance.randint(1, 12)):
            if source:
                source[chance.randrange(len(source))] = chance.randrange(256)
        answer(bytes(source))
