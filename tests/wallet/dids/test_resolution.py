"""From a name to a key: documents, methods, relationships, key sets. Only what is held is ever used."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from wallet.dids.did_web import did_web_url
from wallet.dids.held import DocumentMap, HeldDocument, HeldFrom
from wallet.dids.key_forms import jwk_of, multikey_of, read_library_key, thumbprint
from wallet.dids.key_sets import find_issuer_key, find_published_key, metadata_url, same_origin
from wallet.dids.resolve import find_method_key, resolve_did
from wallet.encoding.base64url import write_base64url
from wallet.errors import MalformedInputError, ResolutionError, TooBigError, WalletError

NOTHING = DocumentMap({})
KEY = read_library_key(ed25519.Ed25519PrivateKey.from_private_bytes(b"\x01" * 32).public_key())
OTHER = read_library_key(ec.derive_private_key(9, ec.SECP256R1()).public_key())
SCHOOL = "did:web:school.example"
ISSUER = "https://school.example/badges"


def held(**documents: dict) -> DocumentMap:
    return DocumentMap({url: _held(url, content) for url, content in documents.items()})


def holding(url: str, content: dict) -> DocumentMap:
    return DocumentMap({url: _held(url, content)})


def _held(url: str, content: dict) -> HeldDocument:
    return HeldDocument(url, json.dumps(content).encode(), None, HeldFrom.BUNDLED)


def method(fragment: str, key=KEY, controller: str = SCHOOL, **members) -> dict:
    made = {"id": f"{SCHOOL}#{fragment}", "type": "Multikey", "controller": controller}
    return {**made, "publicKeyMultibase": multikey_of(key), **members}


def school(**members) -> DocumentMap:
    document = {"id": SCHOOL, "verificationMethod": [method("1")], "assertionMethod": ["#1"], **members}
    return holding(SCHOOL, document)


def test_a_listed_key_is_found_with_its_relationships() -> None:
    found = find_method_key(f"{SCHOOL}#1", school(authentication=[f"{SCHOOL}#1"]))
    assert (found.key, found.controller, found.in_document) == (KEY, SCHOOL, True)
    assert found.relationships == {"assertionMethod", "authentication"}


def test_an_embedded_method_counts_for_its_own_relationship_alone() -> None:
    found = find_method_key(f"{SCHOOL}#2", school(authentication=[method("2", OTHER)]))
    assert found.relationships == {"authentication"}


def test_a_key_that_is_listed_under_no_relationship_has_none() -> None:
    assert find_method_key(f"{SCHOOL}#1", school(assertionMethod=[])).relationships == frozenset()


def test_DI_09_a_document_is_never_about_another_id() -> None:
    with pytest.raises(MalformedInputError) as refusal:
        find_method_key(f"{SCHOOL}#1", school(id="did:web:elsewhere.example"))
    assert refusal.value.step == "did_document.id"


def test_two_methods_of_one_id_are_refused() -> None:
    with pytest.raises(MalformedInputError, match="two methods"):
        find_method_key(f"{SCHOOL}#1", school(verificationMethod=[method("1"), method("1", OTHER)]))


def test_one_method_written_out_under_each_relationship_is_one_method() -> None:
    documents = school(verificationMethod=[], assertionMethod=[method("1")], authentication=[method("1")])
    assert find_method_key(f"{SCHOOL}#1", documents).relationships == {"assertionMethod", "authentication"}
    with pytest.raises(MalformedInputError):
        find_method_key(
            f"{SCHOOL}#1",
            school(verificationMethod=[], assertionMethod=[method("1")], authentication=[method("1", OTHER)]),
        )


def test_a_method_in_two_forms_is_not_used() -> None:
    documents = school(verificationMethod=[method("1", publicKeyJwk=jwk_of(OTHER))])
    with pytest.raises(WalletError) as refusal:
        find_method_key(f"{SCHOOL}#1", documents)
    assert refusal.value.step == "key.forms"


def test_a_type_that_contradicts_its_key_is_not_used() -> None:
    documents = school(verificationMethod=[method("1", OTHER, type="Ed25519VerificationKey2020")])
    with pytest.raises(WalletError) as refusal:
        find_method_key(f"{SCHOOL}#1", documents)
    assert refusal.value.step == "key.type"


def test_older_forms_of_a_method_are_read() -> None:
    from wallet.encoding.multibase import write_base58

    old = {"id": "#1", "type": "Ed25519VerificationKey2018", "controller": SCHOOL}
    old["publicKeyBase58"] = write_base58(KEY.material)
    assert find_method_key(f"{SCHOOL}#1", school(verificationMethod=[old])).key == KEY
    curve = {"id": "#1", "type": "EcdsaSecp256r1VerificationKey2019", "controller": SCHOOL}
    curve["publicKeyBase58"] = write_base58(OTHER.material)
    assert find_method_key(f"{SCHOOL}#1", school(verificationMethod=[curve])).key == OTHER
    jwk = {"id": "#1", "type": "JsonWebKey2020", "controller": SCHOOL, "publicKeyJwk": jwk_of(OTHER)}
    assert find_method_key(f"{SCHOOL}#1", school(verificationMethod=[jwk])).key == OTHER


@pytest.mark.parametrize(
    "broken",
    [
        {"id": f"{SCHOOL}#2", "type": "Multikey"},
        {"id": f"{SCHOOL}#2", "controller": SCHOOL},
        {"type": "Multikey", "controller": SCHOOL},
        {"id": f"{SCHOOL}#2", "type": "Multikey", "controller": SCHOOL, "publicKeyMultibase": "z!"},
        {"id": f"{SCHOOL}#2", "type": "Key2030", "controller": SCHOOL, "publicKeyNew": "?"},
    ],
)
@pytest.mark.parametrize("place", ["verificationMethod", "authentication"])
def test_one_method_that_cannot_be_used_takes_nothing_from_its_neighbours(broken: dict, place: str) -> None:
    beside = [method("1"), broken] if place == "verificationMethod" else [broken]
    documents = school(**{place: beside})
    assert find_method_key(f"{SCHOOL}#1", documents).key == KEY
    with pytest.raises(WalletError):
        find_method_key(f"{SCHOOL}#2", documents)


@pytest.mark.parametrize("name", ["expires", "revoked"])
@pytest.mark.parametrize("date", ["2024-01-01", "yesterday", 1700000000, True])
def test_DID_03_an_end_of_a_method_that_cannot_be_read_is_not_taken_for_no_end(name: str, date: object) -> None:
    with pytest.raises(MalformedInputError) as refusal:
        find_method_key(f"{SCHOOL}#1", school(verificationMethod=[method("1", **{name: date})]))
    assert refusal.value.step == "did_document.method_dates"


def test_what_is_not_held_is_not_looked_for_elsewhere() -> None:
    with pytest.raises(ResolutionError) as refusal:
        resolve_did(SCHOOL, NOTHING)
    assert refusal.value.facts["did"] == SCHOOL


def test_DID_06_unknown_methods_are_said_to_be_unknown() -> None:
    with pytest.raises(ResolutionError) as refusal:
        resolve_did("did:example:123", NOTHING)
    assert refusal.value.step == "did.method"


def test_a_key_in_a_fragment_proves_possession_and_nothing_more() -> None:
    found = find_method_key(f"https://somewhere.example/keys/1#{multikey_of(KEY)}", NOTHING)
    assert (found.key, found.in_document, found.controller) == (KEY, False, None)
    assert found.relationships == frozenset()


def test_a_held_document_without_the_key_does_not_fall_back_to_the_fragment() -> None:
    """An attacker signs with a key of his own in the fragment of the school's DID: the school's document says no."""
    with pytest.raises(ResolutionError) as refusal:
        find_method_key(f"{SCHOOL}#{multikey_of(OTHER)}", school())
    assert refusal.value.step in ("did.no_method", "did.method")


def test_x25519_is_for_agreement_alone() -> None:
    document = resolve_did("did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F", NOTHING).document
    (only,) = document.methods.values()
    assert only.relationships == {"keyAgreement"}
    assert document.find_method(document.id) is None


@pytest.mark.parametrize(
    "text", ["did:jwk:AA", "did:jwk:" + write_base64url(b'{"kty":"EC","kty":"OKP"}'), "did:jwk:" + "A" * 20_000]
)
def test_DID_06_malformed_did_jwk_is_refused(text: str) -> None:
    with pytest.raises(WalletError):
        resolve_did(text, NOTHING)


@pytest.mark.parametrize(
    "did",
    [
        "did:web:192.168.0.1",
        "did:web:%3A8443",
        "did:web:school.example%3A0",
        "did:web:school.example%3A99999",
        "did:web:school.example%3A08443",
        "did:web:school.example%3A8443%3A1",
        "did:web:user%40school.example",
        "did:web:school.example:..:secret",
        "did:web:school.example:%2e%2e:secret",
        "did:web:school.example::x",
        "did:web:school.example:a%2Fb",
        "did:web:school.example:a%5Cb",
        "did:web:school.example:a%00b",
        "did:web:school.example:a%23b",
        "did:web:-school.example",
        "did:web:school_x.example",
        "did:web:localhost",
        "did:web:printer.local",
        "did:web:school.example/path",
        "did:web:school.example?x",
        "did:web:学校.example",
        "did:key:z6Mk",
    ],
)
def test_DID_01_did_web_tricks_are_refused(did: str) -> None:
    with pytest.raises(MalformedInputError):
        did_web_url(did)


def test_DID_01_did_web_ports_and_paths() -> None:
    assert did_web_url("did:web:school.example%3A8443:a:b%7Ec") == "https://school.example:8443/a/b%7Ec/did.json"
    assert did_web_url("did:web:School.example%3a8443:a") == "https://School.example:8443/a/did.json"


def test_issuer_metadata_leads_to_its_key() -> None:
    url = metadata_url(ISSUER)
    assert url == "https://school.example/.well-known/jwt-vc-issuer/badges"
    keys = {"keys": [{**jwk_of(OTHER), "kid": "a"}, {**jwk_of(KEY), "kid": "b"}]}
    found = find_issuer_key(ISSUER, "b", holding(url, {"issuer": ISSUER, "jwks": keys}))
    assert (found.key, found.controller, found.in_document) == (KEY, ISSUER, True)
    address = "https://keys.example/set"
    both = DocumentMap({url: _held(url, {"issuer": ISSUER, "jwks_uri": address}), address: _held(address, keys)})
    assert find_issuer_key(ISSUER, "a", both).key == OTHER


@pytest.mark.parametrize(
    ("metadata", "step"),
    [
        ({"issuer": "https://other.example", "jwks": {"keys": []}}, "issuer_metadata.issuer"),
        ({"issuer": ISSUER}, "issuer_metadata.jwks"),
        ({"issuer": ISSUER, "jwks": {"keys": []}, "jwks_uri": "https://x.example"}, "issuer_metadata.jwks"),
        (
            {"issuer": ISSUER, "jwks": {"keys": [{**jwk_of(KEY), "kid": "b"}, {**jwk_of(OTHER), "kid": "b"}]}},
            "jwks.duplicate_kid",
        ),
        ({"issuer": ISSUER, "jwks": {"keys": []}}, "jwks.no_key"),
        ({"issuer": ISSUER, "jwks_uri": "https://keys.example/not-held"}, "did.not_held"),
    ],
)
def test_JOSE_04_metadata_that_does_not_hold_up_is_refused(metadata: dict, step: str) -> None:
    with pytest.raises(WalletError) as refusal:
        find_issuer_key(ISSUER, "b", holding(metadata_url(ISSUER), metadata))
    assert refusal.value.step == step


@pytest.mark.parametrize(
    "kid", ["../../dev/null", "b' or 1=1", "https://evil.example/k", "", "B", "did:web:evil.example#1", "b\x00", "b "]
)
def test_JOSE_04_a_kid_is_compared_as_an_opaque_string(kid: str) -> None:
    documents = holding(ISSUER, {"keys": [{**jwk_of(KEY), "kid": "b"}, {**jwk_of(OTHER), "kid": "c"}]})
    with pytest.raises(ResolutionError):
        find_issuer_key(ISSUER, kid, documents)


def test_a_kid_may_be_a_thumbprint_or_a_fragment() -> None:
    assert find_issuer_key(SCHOOL, thumbprint(KEY), school()).key == KEY
    assert find_issuer_key(SCHOOL, "1", school()).key == KEY
    assert find_issuer_key(SCHOOL, "#1", school()).key == KEY
    assert find_issuer_key(SCHOOL, None, school()).key == KEY


def test_without_a_kid_several_keys_are_not_guessed_between() -> None:
    documents = school(verificationMethod=[method("1"), method("2", OTHER)], assertionMethod=["#1", "#2"])
    with pytest.raises(ResolutionError):
        find_issuer_key(SCHOOL, None, documents)


def test_a_published_key_is_the_issuers_own_only_on_the_issuers_origin() -> None:
    url = "https://school.example/keys/7"
    own = find_published_key(url, ISSUER, holding(url, dict(jwk_of(KEY))))
    assert (own.controller, own.in_document) == (ISSUER, True)
    foreign = find_published_key(url, "https://victim.example", holding(url, dict(jwk_of(KEY))))
    assert (foreign.controller, foreign.in_document, foreign.relationships) == (None, False, frozenset())


@pytest.mark.parametrize(
    "other",
    [
        "http://school.example/",
        "https://school.example:444/",
        "https://evil@school.example/",
        "https://school.example.evil/",
        "",
        "https://",
    ],
)
def test_origins_are_compared_whole(other: str) -> None:
    assert same_origin(ISSUER, "https://SCHOOL.example:443/x")
    assert not same_origin(ISSUER, other)


@pytest.mark.parametrize("nowhere", ["https:///x", "https://evil@school.example/"])
def test_what_has_no_host_of_its_own_is_of_no_origin_not_even_its_own(nowhere: str) -> None:
    assert not same_origin(nowhere, nowhere)


def test_documents_are_held_within_budgets() -> None:
    with pytest.raises(TooBigError):
        resolve_did(SCHOOL, school(x="y" * 200_000))
    many = [method(str(number)) for number in range(1001)]
    with pytest.raises(TooBigError):
        resolve_did(SCHOOL, school(verificationMethod=many[:1001], assertionMethod=[]))
