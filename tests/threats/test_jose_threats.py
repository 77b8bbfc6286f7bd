"""JOSE rows of the threat table, through the whole engine."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from tests.examining import Door, believed
from tests.issuer_simulator import NOW, Hidden, Issuer, bind, did_key, make_key
from tests.issuer_simulator.jose import compact, compact_hs256, dump
from tests.issuer_simulator.keys import MULTICODEC, b64u, base58
from tests.issuer_simulator.moments import moment
from wallet.errors import InputError
from wallet.report import Outcome, Verdict

ATTACKER = make_key("Ed25519", b"attacker")
TOKENS = ("jwt-vc", "vc+jwt")
NONE_SPELLINGS = ["none", "None", "NONE", "nOnE", "none ", " none", "", "null", "no\u017fe", "NoNe\u0000", "plain", "-"]


def parts(token: bytes | str) -> list[str]:
    text = token.decode() if isinstance(token, bytes) else token
    return text.split(".")


@pytest.mark.parametrize("secured", TOKENS)
@pytest.mark.parametrize("spelling", [*NONE_SPELLINGS, None, 0, [], {}])
def test_JOSE_01_no_spelling_of_none_is_a_signature(issuer: Issuer, door: Door, secured: str, spelling: Any) -> None:
    honest = issuer.issue(secured)
    assert door.verdict(honest) is Verdict.VERIFIED
    _, payload, signature = parts(honest)
    header = b64u(json.dumps({"alg": spelling, "typ": "vc+jwt", "kid": issuer.key_id}).encode())
    for ending in (f".{signature}", ".", ""):
        door.assert_not_believed(f"{header}.{payload}{ending}")


def test_JOSE_01_a_missing_or_empty_signature_is_not_believed(issuer: Issuer, door: Door) -> None:
    header, payload, _ = parts(issuer.issue("vc+jwt"))
    for token in (f"{header}.{payload}.", f"{header}.{payload}", f"{header}..", f"{header}.{payload}.."):
        door.assert_not_believed(token)


def test_JOSE_01_an_sd_jwt_with_alg_none_is_not_believed(issuer: Issuer, door: Door) -> None:
    issued = issuer.sd_jwt({"course": Hidden("Statistics")})
    assert door.verdict(issued.token()) is Verdict.VERIFIED
    _, *disclosures = issued.token().split("~")
    for spelling in NONE_SPELLINGS:
        token = compact({**issued.header, "alg": spelling}, issued.payload, None)
        door.assert_not_believed("~".join([token, *disclosures]))


def secrets_of(issuer: Issuer) -> list[bytes]:
    """Every form in which a library might hand the public key to an HMAC."""
    public = issuer.key.private.public_key()
    encoding, form = serialization.Encoding, serialization.PublicFormat
    info = form.SubjectPublicKeyInfo
    pem, der = public.public_bytes(encoding.PEM, info), public.public_bytes(encoding.DER, info)
    ssh = public.public_bytes(encoding.OpenSSH, form.OpenSSH) if issuer.key.kind != "P-384" else der
    jwk = [
        dump(issuer.key.jwk).encode(),
        json.dumps(issuer.key.jwk).encode(),
        json.dumps(issuer.key.jwk, sort_keys=True).encode(),
    ]
    return [pem, pem.strip(), der, ssh, *jwk, issuer.key.public_octets, issuer.key.multibase.encode(), b""]


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "RSA"])
@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512", "hs256"])
def test_JOSE_02_a_public_key_is_never_an_hmac_secret(world: Door, kind: str, algorithm: str) -> None:
    issuer = Issuer(kind=kind)
    door = world.of(issuer)
    assert door.verdict(issuer.issue("vc+jwt")) is Verdict.VERIFIED
    for secret in secrets_of(issuer):
        header = {"alg": algorithm, "typ": "vc+jwt", "kid": issuer.key_id}
        door.assert_not_believed(compact_hs256(header, issuer.badge(), secret))


@pytest.mark.parametrize(("kind", "algorithm"), [("Ed25519", "ES256"), ("P-256", "EdDSA"), ("P-256", "ES384"), ("P-256", "RS256"), ("RSA", "PS256"), ("RSA", "ES256"), ("RSA", "RS512")])  # fmt: skip
def test_JOSE_02_the_algorithm_comes_from_the_key_not_the_header(world: Door, kind: str, algorithm: str) -> None:
    issuer = Issuer(kind=kind)
    world.of(issuer).assert_not_believed(issuer.issue("vc+jwt", header={"alg": algorithm}))


@pytest.mark.parametrize("secured", TOKENS)
def test_JOSE_03_a_key_in_the_header_proves_possession_and_nothing_more(
    issuer: Issuer, door: Door, secured: str
) -> None:
    carried = [
        {"jwk": ATTACKER.jwk, "kid": None},
        {"jwk": ATTACKER.jwk},
        {"jku": "https://attacker.example/keys.json", "kid": "1"},
        {"x5u": "https://attacker.example/chain.pem", "kid": None},
        {"x5c": ["MIIB"], "kid": None},
        {"kid": did_key(ATTACKER) + "#" + ATTACKER.multibase},
    ]
    for header in carried:
        door.assert_not_believed(issuer.issue(secured, key=ATTACKER, header=header))


KIDS = [
    "../../../../dev/null",
    "/dev/null",
    "C:\\Windows\\win.ini",
    "key-1' OR '1'='1",
    "key-1; DROP TABLE keys",
    "https://attacker.example/keys.json#key-1",
    "http://127.0.0.1/keys",
    "file:///etc/passwd",
    "did:web:attacker.example#key-1",
    "did:web:northlight.example",
    "did:web:northlight.example#",
    "did:web:northlight.example#key-2",
    "did:web:northlight.example#KEY-1",
    "did:web:northlight.example#key-1#key-1",
    "did:web:northlight.example?versionId=1#key-1",
    "did:web:northlight.example%00.attacker.example#key-1",
    "did:web:northlight.example.attacker.example#key-1",
    "did:web:NORTHLIGHT.example#key-1",
    "",
    "*",
]


@pytest.mark.parametrize("kid", KIDS)
@pytest.mark.parametrize("secured", TOKENS)
def test_JOSE_04_a_kid_is_only_a_name_in_the_issuers_own_key_set(
    issuer: Issuer, door: Door, secured: str, kid: str
) -> None:
    door.assert_not_believed(issuer.issue(secured, key=ATTACKER, header={"kid": kid}))


@pytest.mark.parametrize("kid", [7, None, [], {}, True, ["key-1"]])
def test_JOSE_04_a_kid_that_is_no_string_is_not_believed(issuer: Issuer, door: Door, kid: Any) -> None:
    door.assert_not_believed(issuer.issue("vc+jwt", key=ATTACKER, header={"kid": kid}))


def test_JOSE_04_a_key_of_another_controller_does_not_speak_for_the_issuer(issuer: Issuer, world: Door) -> None:
    other = Issuer("Other College", host="other.example", seed=b"other")
    forged = issuer.issue("vc+jwt", key=other.key, method=other.key_id)
    checked = world.of(issuer, other).check(forged)
    assert checked.report.verdict is Verdict.NOT_GENUINE


@pytest.mark.parametrize("said_by", ["its own document", "its metadata", "a key set that is not held"])
def test_JOSE_04_a_neighbour_on_the_same_host_does_not_sign_for_an_issuer_whose_keys_are_known(
    world: Door, said_by: str
) -> None:
    """Hosts that publish for many: a key elsewhere on the host may be another issuer's."""
    issuer = Issuer(method="https", host="host.example", url="https://host.example/issuers/one")
    neighbour = "https://host.example/issuers/two/keys"
    metadata = "https://host.example/.well-known/jwt-vc-issuer/issuers/one"
    issuer.documents[neighbour] = dump({"keys": [{**ATTACKER.jwk, "kid": f"{neighbour}#1"}]}).encode()
    if said_by != "its own document":
        issuer.withheld = {issuer.id}
        missing = {"issuer": issuer.id, "jwks_uri": "https://host.example/issuers/one/jwks"}
        named = {"issuer": issuer.id, "jwks": issuer.key_set()}
        issuer.documents[metadata] = dump(named if said_by == "its metadata" else missing).encode()
    if said_by != "a key set that is not held":
        assert world.of(issuer).verdict(issuer.issue("vc+jwt")) is Verdict.VERIFIED
    forged = issuer.issue("vc+jwt", key=ATTACKER, method=f"{neighbour}#1")
    assert world.of(issuer).verdict(forged) is Verdict.CANNOT_CHECK


def test_JOSE_04_two_keys_of_one_name_are_not_chosen_between(issuer: Issuer, door: Door) -> None:
    credential = issuer.issue("vc+jwt")
    document = issuer.did_document()
    second = {**document["verificationMethod"][0], "publicKeyMultibase": ATTACKER.multibase}
    for methods in ([document["verificationMethod"][0], second], [second, document["verificationMethod"][0]]):
        issuer.documents[issuer.id] = dump({**document, "verificationMethod": methods}).encode()
        door.assert_not_believed(credential)
        door.assert_not_believed(issuer.issue("vc+jwt", key=ATTACKER))


CRITICAL: list[dict[str, Any]] = [
    {"crit": ["exp"], "exp": 9_999_999_999},
    {"crit": ["unknown"], "unknown": 1},
    {"crit": []},
    {"crit": ["alg"]},
    {"crit": ["b64", "b64"], "b64": True},
    {"crit": ["b64"], "b64": False},
    {"crit": ["b64"], "b64": True},
    {"crit": "b64", "b64": False},
    {"crit": ["absent"]},
    {"crit": [1]},
    {"crit": {}},
    {"b64": False},
]


@pytest.mark.parametrize("header", CRITICAL)
@pytest.mark.parametrize("secured", TOKENS)
def test_JOSE_05_a_critical_header_we_do_not_have_is_refused(
    issuer: Issuer, door: Door, secured: str, header: dict[str, Any]
) -> None:
    door.assert_not_believed(issuer.issue(secured, header=header))


def test_JOSE_06_a_signed_document_of_another_kind_is_not_a_credential(issuer: Issuer, door: Door) -> None:
    issuer.issue(status="revocation")
    listed = issuer.token_list().payload()
    header = {"alg": "EdDSA", "kid": issuer.key_id}
    others: list[tuple[str, dict[str, Any]]] = [
        ("statuslist+jwt", listed),
        ("kb+jwt", {"iat": 1, "aud": "x", "nonce": "n", "sd_hash": "h"}),
        ("openid4vci-proof+jwt", {"iss": issuer.id, "aud": "x", "iat": 1, "nonce": "n"}),
        ("JWT", {"iss": issuer.id, "sub": "x", "aud": "y", "exp": 9_999_999_999, "nonce": "n"}),
        ("at+jwt", {"iss": issuer.id, "sub": "x"}),
    ]
    for kind, payload in others:
        with pytest.raises(InputError):
            door.check(compact({**header, "typ": kind}, payload, issuer.key).encode())


@pytest.mark.parametrize("kind", ["statuslist+jwt", "kb+jwt", "openid4vci-proof+jwt", "at+jwt", "secevent+jwt"])
def test_JOSE_06_a_credential_under_another_kinds_type_is_not_believed(issuer: Issuer, door: Door, kind: str) -> None:
    for secured in TOKENS:
        door.assert_not_believed(issuer.issue(secured, header={"typ": kind}))
    door.assert_not_believed(issuer.sd_jwt({"course": Hidden("x")}, typ=kind).token())


def test_JOSE_06_a_credential_is_not_a_status_list(issuer: Issuer, door: Door) -> None:
    credential = issuer.sd_jwt(status="token").token()
    assert door.verdict(credential) is Verdict.VERIFIED
    url, *_ = issuer.lists
    payload = issuer.token_list().payload()
    for kind in ("vc+jwt", "JWT", "dc+sd-jwt", None):
        header = {"alg": "EdDSA", "typ": kind, "kid": issuer.key_id}
        issuer.documents[url] = compact(header, payload, issuer.key).encode()
        assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


def test_JOSE_07_base64url_has_one_spelling(issuer: Issuer, door: Door) -> None:
    honest = issuer.issue("vc+jwt")
    header, payload, signature = parts(honest)
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twins = []
    for place, part in enumerate((header, payload, signature)):
        spare = {0: 0, 2: 4, 3: 2}[len(part) % 4]
        changed = [
            part + "=" * (-len(part) % 4 or 4),
            part + "\n",
            part[:9] + " " + part[9:],
            part[:4] + "\r\n" + part[4:],
        ]
        changed.append(part.replace("-", "+").replace("_", "/") if set(part) & {"-", "_"} else "+" + part)
        if spare:
            changed.append(part[:-1] + last[last.index(part[-1]) ^ 1])
        for twin in changed:
            together = [header, payload, signature]
            together[place] = twin
            twins.append(".".join(together))
    assert len(twins) >= 15
    for token in twins:
        # Pasted text may have anything around a token; what is found in it must then be the honest one, to the letter.
        for checked in door.attempt(token):
            assert checked.envelope.token == honest.decode() or not believed(checked.report)


@pytest.mark.parametrize("change", ["padding", "trailing bits", "plus"])
def test_JOSE_07_a_disclosure_has_one_spelling(issuer: Issuer, door: Door, change: str) -> None:
    issued = issuer.sd_jwt({"course": Hidden("Statistics and more?>")})
    encoded = issued.encoded[0]
    while len(encoded) % 4 == 0 or not set(encoded) & {"-", "_"}:
        issued = issuer.sd_jwt(
            {"course": Hidden("Statistics and more?>" + "ÿ" * (len(encoded) % 5 + 1))}, seed=encoded.encode()
        )
        encoded = issued.encoded[0]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = {
        "padding": encoded + "=" * (-len(encoded) % 4),
        "trailing bits": encoded[:-1] + alphabet[alphabet.index(encoded[-1]) ^ 1],
        "plus": encoded.replace("-", "+").replace("_", "/"),
    }[change]
    assert door.verdict(issued.token()) is Verdict.VERIFIED
    issued.encoded = [twin]
    door.assert_not_believed(issued.token())


def _low_order_points() -> list[bytes]:
    """The encodings of points of small order, RFC 8032 curve, the non-canonical ones included."""
    p = 2**255 - 19
    y8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7
    ys = [0, 1, p - 1, p, p + 1, y8, p - y8]
    return [(y | sign << 255).to_bytes(32, "little") for y in ys for sign in (0, 1)]


@pytest.mark.parametrize("point", _low_order_points())
@pytest.mark.parametrize("secured", ["vc+jwt", "eddsa-jcs-2022"])
def test_JOSE_09_a_low_order_key_signs_nothing(world: Door, point: bytes, secured: str) -> None:
    class Universal:
        """With A of order 1, R = identity and S = 0 verify for every message; other orders verify for some."""

        kind, algorithm = "Ed25519", "EdDSA"
        public_octets = point
        multibase = "z" + base58(MULTICODEC["Ed25519"] + point)

        def sign(self, message: bytes) -> bytes:
            return (1).to_bytes(32, "little") + bytes(32)

    issuer = Issuer("Anybody", method="key", seed=b"x")
    issuer.key = Universal()  # type: ignore[assignment]
    issuer.id = "did:key:" + issuer.key.multibase
    for number in range(8):
        forged = issuer.issue(secured, before=lambda body, n=number: body.update(name=f"Forged {n}"))
        checked = world.of(issuer).attempt(forged)
        assert all(found.report.result_of("signature").outcome is not Outcome.PASSED for found in checked)


@pytest.mark.parametrize("secured", ["vc+jwt", "eddsa-jcs-2022"])
def test_JOSE_09_a_low_order_key_in_an_issuers_document_is_refused(issuer: Issuer, door: Door, secured: str) -> None:
    credential = issuer.issue(secured)
    document = issuer.did_document()
    for point in _low_order_points():
        document["verificationMethod"][0]["publicKeyMultibase"] = "z" + base58(MULTICODEC["Ed25519"] + point)
        issuer.documents[issuer.id] = dump(document).encode()
        door.assert_not_believed(credential)


def seconds(text: str) -> int:
    return int(moment(text).timestamp())


DISAGREEMENTS: list[dict[str, Any]] = [
    {"iss": "did:web:other.example"},
    {"iss": "did:web:northlight.example#key-1"},
    {"sub": "did:example:somebody-else"},
    {"jti": "https://northlight.example/credentials/999"},
    {"nbf": seconds("2020-01-01")},
    {"exp": seconds("2099-01-01")},
    {"iss": ["did:web:northlight.example"]},
    {"sub": ""},
]


@pytest.mark.parametrize("claims", DISAGREEMENTS)
def test_JOSE_13_registered_claims_that_disagree_with_the_credential_are_not_believed(
    issuer: Issuer, door: Door, claims: dict[str, Any]
) -> None:
    body = issuer.badge(validUntil="2030-01-01T00:00:00Z")
    assert door.verdict(issuer.issue("jwt-vc", body)) is Verdict.VERIFIED
    door.assert_not_believed(issuer.issue("jwt-vc", body, claims=claims))


@pytest.mark.parametrize(
    "claims", [{"iss": "did:web:other.example"}, {"sub": "did:example:else"}, {"jti": "urn:x:other"}]
)
def test_JOSE_13_the_newer_token_may_leave_claims_out_but_not_contradict_itself(
    issuer: Issuer, door: Door, claims: dict[str, Any]
) -> None:
    agreeing = {"iss": issuer.id, "sub": "did:example:learner"}
    assert door.verdict(issuer.issue("vc+jwt", claims=agreeing)) is Verdict.VERIFIED
    door.assert_not_believed(issuer.issue("vc+jwt", claims=claims))


def test_JOSE_13_a_token_without_iss_and_nbf_is_read(issuer: Issuer, door: Door) -> None:
    assert door.verdict(issuer.issue("vc+jwt")) is Verdict.VERIFIED


def test_SDJWT_09_a_bound_token_is_shown_for_what_it_is(issuer: Issuer, door: Door) -> None:
    """A learner who is handed somebody's presentation is not told that it is theirs to keep as bound."""
    holder = make_key("Ed25519", b"holder")
    issued = issuer.sd_jwt({"cnf": {"jwk": holder.jwk}})
    shown = bind(issued, holder, "nonce", "https://verifier.example", int(NOW.timestamp()))
    for checked in door.attempt(shown):
        holder_check = checked.report.result_of("holder")
        assert holder_check is not None
        assert holder_check.outcome is not Outcome.PASSED
