"""Each way in which a proof can be built wrong is refused by its own step, and nothing else is."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest

from wallet.dids.held import DocumentMap
from wallet.dids.keys import KeyKind, PublicKey
from wallet.encoding.base64url import read_base64url, write_base64url
from wallet.encoding.cbor import read_cbor, write_cbor
from wallet.encoding.jsonld import UncoveredLeaf
from wallet.encoding.multibase import write_multibase
from wallet.encoding.nquads import RDF
from wallet.encoding.rdf_canon import canonize
from wallet.errors import PresentationError, TooBigError, WeakKeyError
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.proofs import bbs_2023, ecdsa_sd_2023, findings
from wallet.proofs.bbs_hashing import BbsSuite, expand_message
from wallet.proofs.coverage import coverage_of
from wallet.proofs.ecdsa_sd_2023 import BaseProof, DerivedProof
from wallet.proofs.examine import examine_proofs
from wallet.proofs.list_names import name_lists
from wallet.proofs.raw_signatures import Algorithm, Match, match_signature
from wallet.proofs.rdf_form import RdfForm
from wallet.proofs.secured import MalformedProofError, context_urls, malformed, read_proof_value
from wallet.proofs.selection import read_pointer, select_json
from wallet.proofs.signing_key import signing_key_of
from wallet.report import CheckResult, Outcome, Severity

OWN = b"\x80\x24\x02" + b"\1" * 32
SIGNATURE, KEY = b"s" * 64, b"k" * 32


def step_of(run: Any) -> str | None:
    with pytest.raises(MalformedProofError) as caught:
        run()
    return caught.value.step


@pytest.mark.parametrize(
    ("value", "step"),
    [
        (None, "proof.value"),
        (7, "proof.value"),
        (["z1"], "proof.value"),
        ("z" + "1" * 1024 * 1024, "proof.value"),
        ("", "proof.multibase"),
        ("uAAAA", "proof.multibase"),
        ("z0", "proof.multibase"),
        ("zé", "proof.multibase"),
    ],
)
def test_a_proof_value_is_multibase_of_the_base_that_the_suite_names(value: object, step: str) -> None:
    assert step_of(lambda: read_proof_value({"proofValue": value} if value is not None else {}, "z")) == step
    assert read_proof_value({"proofValue": write_multibase(b"abc")}, "z") == b"abc"


def test_a_proof_value_as_long_as_can_be_is_read() -> None:
    text = "u" + write_base64url(b"\0" * (3 * 1024 * 1024 // 4 - 3))
    assert len(text) <= 1024 * 1024
    assert len(read_proof_value({"proofValue": text}, "u")) == 3 * 1024 * 1024 // 4 - 3
    assert step_of(lambda: read_proof_value({"proofValue": "z" + "1" * 2000}, "z")) == "proof.multibase"


# --- the parts of selective proofs ---------------------------------------------------------------------------------------

SD_BASE = ecdsa_sd_2023.write_base_proof(BaseProof(SIGNATURE, OWN, KEY, (SIGNATURE, SIGNATURE), ("/issuer",)))
SD_DERIVED = ecdsa_sd_2023.write_derived_proof(
    DerivedProof(SIGNATURE, OWN, (SIGNATURE,), {"c14n0": "u" + write_base64url(KEY)}, (0, 3))
)
BBS_BASE = bbs_2023.write_base_proof(bbs_2023.BaseProof(b"s" * 80, b"h" * 64, b"p" * 96, KEY, ("/issuer",)))
BBS_DERIVED = bbs_2023.write_derived_proof(bbs_2023.DerivedProof(b"p", {"c14n0": "b1"}, (0,), (1, 2), b"ph"))
READERS = {
    "ecdsa-sd base": (SD_BASE, ecdsa_sd_2023.read_base_proof),
    "ecdsa-sd derived": (SD_DERIVED, ecdsa_sd_2023.read_derived_proof),
    "bbs base": (BBS_BASE, bbs_2023.read_base_proof),
    "bbs derived": (BBS_DERIVED, bbs_2023.read_derived_proof),
}
COMPONENTS, INDEXES, LABELS = "proof.components", "proof.indexes", "proof.label_map"
OCTETS = [b"", b"x", b"x" * 33, b"x" * 65, b"x" * 81, b"x" * 95, 7, "s" * 64, None, [b"s" * 64]]
POINTERS = ["/issuer", [7], [b"/issuer"], None, {0: "/a"}]
PLACES = [7, [True], [-1], ["0"], [b"\0"], None, {0: 1}, list(range(5001))]
WRONG: list[tuple[str, int, list[Any], str]] = [
    ("ecdsa-sd base", 0, OCTETS, COMPONENTS),
    ("ecdsa-sd base", 1, [*OCTETS, b"\x80\x25" + b"\1" * 33], COMPONENTS),
    ("ecdsa-sd base", 2, OCTETS, COMPONENTS),
    ("ecdsa-sd base", 3, [b"s", [b"s" * 63], ["s" * 64], 7, None, [b"s" * 64] * 5001], COMPONENTS),
    ("ecdsa-sd base", 4, POINTERS, COMPONENTS),
    ("ecdsa-sd derived", 0, OCTETS, COMPONENTS),
    ("ecdsa-sd derived", 1, OCTETS, COMPONENTS),
    ("ecdsa-sd derived", 2, [b"s", [b"s" * 65], 7, {0: b"s" * 64}], COMPONENTS),
    (
        "ecdsa-sd derived",
        3,
        [[], 7, {0: b"x" * 31}, {0: "x"}, {-1: KEY}, {"0": KEY}, dict.fromkeys(range(5001), KEY)],
        LABELS,
    ),
    ("ecdsa-sd derived", 4, PLACES, INDEXES),
    ("bbs base", 0, OCTETS, COMPONENTS),
    ("bbs base", 1, OCTETS, COMPONENTS),
    ("bbs base", 2, OCTETS, COMPONENTS),
    ("bbs base", 3, OCTETS, COMPONENTS),
    ("bbs base", 4, POINTERS, COMPONENTS),
    ("bbs derived", 0, [7, "p", None, [b"p"]], COMPONENTS),
    ("bbs derived", 1, [[], 7, {0: -1}, {-1: 0}, {"0": 1}, {0: b"1"}, dict.fromkeys(range(5001), 1)], LABELS),
    ("bbs derived", 2, PLACES, INDEXES),
    ("bbs derived", 3, PLACES, INDEXES),
    ("bbs derived", 4, [7, "p", None], COMPONENTS),
]


@pytest.mark.parametrize(("name", "place", "values", "step"), WRONG, ids=[f"{one[0]} {one[1]}" for one in WRONG])
def test_DI_13_each_component_of_a_selective_proof_has_its_shape(
    name: str, place: int, values: list[Any], step: str
) -> None:
    text, read = READERS[name]
    octets = read_base64url(text[1:])
    header, parts = octets[:3], read_cbor(octets[3:], ordered=False)
    assert isinstance(parts, list)
    read(octets)
    for value in values:
        if value == parts[place]:
            continue
        wrong = header + write_cbor([*parts[:place], value, *parts[place + 1 :]])
        with pytest.raises((MalformedProofError, TooBigError)) as caught:
            read(wrong)
        assert caught.value.step in (step, "cbor.items"), value


@pytest.mark.parametrize("name", READERS)
def test_DI_13_a_selective_proof_is_five_components_after_its_own_header(name: str) -> None:
    text, read = READERS[name]
    octets = read_base64url(text[1:])
    parts = read_cbor(octets[3:], ordered=False)
    assert isinstance(parts, list)
    assert step_of(lambda: read(b"\xd9\x5d\x7f" + octets[3:])) == "proof.header"
    assert step_of(lambda: read(octets[:2])) == "proof.header"
    assert step_of(lambda: read(octets[:-1])) == "proof.cbor"
    assert step_of(lambda: read(octets + b"\0")) == "proof.cbor"
    for other in (parts[:4], [*parts, 0], {0: 1}, 7):
        assert step_of(lambda o=other: read(octets[:3] + write_cbor(o))) == "proof.components"


def test_what_is_written_is_read_again() -> None:
    for text, read in READERS.values():
        write = {BaseProof: ecdsa_sd_2023.write_base_proof, DerivedProof: ecdsa_sd_2023.write_derived_proof}
        write |= {bbs_2023.BaseProof: bbs_2023.write_base_proof, bbs_2023.DerivedProof: bbs_2023.write_derived_proof}
        proof = read(read_base64url(text[1:]))
        assert write[type(proof)](proof) == text


# --- pointers --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pointer", ["a", "a/b", "/a~", "/a~2", "/~a", "#/a"])
def test_what_is_no_json_pointer_is_refused(pointer: str) -> None:
    assert step_of(lambda: read_pointer(pointer)) == "proof.pointers"


@pytest.mark.parametrize(
    "pointer", ["/b", "/a/x", "/list/2", "/list/-1", "/list/-", "/list/01", "/list/x", "/text/0", "/a/0"]
)
def test_a_pointer_that_leads_nowhere_is_refused(pointer: str) -> None:
    document = {"a": {"b": 1}, "list": [1, 2], "text": "abc"}
    assert step_of(lambda: select_json(document, [pointer])) == "proof.pointers"


def test_what_is_selected_keeps_its_place_and_the_names_on_the_way() -> None:
    document: Any = {
        "@context": ["c"],
        "id": "urn:x",
        "type": ["T"],
        "name": "n",
        "a": {"id": "urn:a", "type": "A", "b": {"c": 1, "d": 2}, "e": 3},
        "list": [{"type": "L", "x": 1, "y": 2}, {"x": 3}, [4, 5]],
    }
    base = {"@context": ["c"], "id": "urn:x", "type": ["T"]}
    assert select_json(document, []) is None
    assert select_json(document, ["/name"]) == {**base, "name": "n"}
    assert select_json(document, ["/a/b/c"]) == {**base, "a": {"id": "urn:a", "type": "A", "b": {"c": 1}}}
    assert select_json(document, ["/a/b/c", "/a/b", "/a/e"]) == {**base, "a": document["a"]}
    assert select_json(document, ["/list/1", "/list/0/y"]) == {**base, "list": [{"type": "L", "y": 2}, {"x": 3}]}
    assert select_json(document, ["/list/2/1"]) == {**base, "list": [[5]]}
    assert select_json(document, ["/list/0/x", "/list"]) == {**base, "list": document["list"]}
    assert select_json(document, [""]) == document


# --- names of lists --------------------------------------------------------------------------------------------------------


def cells(*items: str, prefix: str) -> list[tuple[str, str, str, str]]:
    found = []
    for number, item in enumerate(items):
        rest = f"_:{prefix}{number + 1}" if number + 1 < len(items) else f"<{RDF}nil>"
        found += [(f"_:{prefix}{number}", f"<{RDF}first>", item, ""), (f"_:{prefix}{number}", f"<{RDF}rest>", rest, "")]
    return found


def test_cells_of_lists_are_named_by_where_they_stand_and_what_they_hold() -> None:
    def named(outer: str, inner: str, last: str = '"c"', place: str = "<urn:p>") -> Any:
        quads = [("<urn:s>", place, f"_:{outer}0", "")]
        quads += cells('"a"', f"_:{inner}0", last, prefix=outer) + cells('"b"', '"b2"', prefix=inner)
        return quads, name_lists(quads)

    quads, names = named("x", "y")
    assert names == name_lists(quads) == named("p", "q")[1]
    labels = {term for s, _, o, _ in names for term in (s, o) if term.startswith("_:")}
    assert len(labels) == 5
    assert all(label.startswith("_:l") and len(label) == 67 for label in labels)
    for other in (named("x", "y", '"d"')[1], named("x", "y", place="<urn:q>")[1]):
        assert not labels & {s for s, *_ in other}
    assert [quad[1] for quad in names] == [quad[1] for quad in quads]


def test_without_lists_nothing_is_renamed() -> None:
    quads = [("_:a", "<urn:p>", "_:b", ""), ("_:b", "<urn:p>", '"x"', "<urn:g>")]
    assert name_lists(quads) == tuple(quads)


def test_the_same_list_in_two_places_has_two_names() -> None:
    quads = [("<urn:s>", "<urn:p>", "_:x0", ""), ("<urn:s>", "<urn:q>", "_:y0", "")]
    quads += cells('"a"', prefix="x") + cells('"a"', prefix="y")
    heads = [quad[2] for quad in name_lists(quads)[:2]]
    assert len(set(heads)) == 2


# --- findings, keys and hashes ---------------------------------------------------------------------------------------------


def test_findings_say_which_check_how_it_went_and_how_bad_that_is() -> None:
    facts = {"a": 1}
    assert findings.passed("c", "x.y", a=1) == CheckResult("c", Outcome.PASSED, "x.y", Severity.INFO, facts)
    assert findings.failed("c", "x.y", a=1) == CheckResult("c", Outcome.FAILED, "x.y", Severity.ERROR, facts)
    undecided = CheckResult("c", Outcome.UNDECIDED, "x.y", Severity.WARNING, facts)
    assert findings.undecided("c", "x.y", a=1) == undecided
    later = findings.not_covered_yet(findings.failed("signature", "x.y", a=1))
    assert later == CheckResult("coverage", Outcome.UNDECIDED, "x.y", Severity.WARNING, facts)
    assert findings.finding_of_match(Match.GOOD).code == "signature.valid"
    assert findings.finding_of_match(Match.BAD, a=1) == findings.failed("signature", "signature.invalid", a=1)
    for match, reason in ((Match.MALFORMED, "malformed"), (Match.WRONG_KIND, "wrong_kind")):
        assert findings.finding_of_match(match) == findings.failed("signature", "signature.malformed", reason=reason)


def test_a_weak_key_fails_and_what_could_not_be_looked_at_is_undecided() -> None:
    weak = findings.finding_of_error(WeakKeyError("low order", step="key.order"), method="m")
    assert (weak.check, weak.outcome, weak.code) == ("signature", Outcome.FAILED, "proof.weak_key")
    assert dict(weak.facts) == {"step": "key.order", "reason": "low order", "method": "m"}
    big = findings.finding_of_error(TooBigError("x" * 999, step="rdfc.work"))
    assert (big.check, big.outcome, big.code) == ("signature", Outcome.UNDECIDED, "proof.work_budget")
    assert big.facts["reason"] == "x" * 200


def test_a_proof_that_is_none_is_malformed_and_covers_nothing_yet() -> None:
    found = malformed("because")
    assert found.signature == findings.failed("signature", "signature.malformed", reason="because")
    assert found.coverage == findings.undecided("coverage", "signature.malformed", reason="because")


@pytest.mark.parametrize(
    ("kind", "algorithm", "width"), [(KeyKind.P256, Algorithm.ES256, 32), (KeyKind.P384, Algorithm.ES384, 48)]
)
def test_JOSE_08_a_signature_is_exactly_as_long_as_its_curve_says(
    kind: KeyKind, algorithm: Algorithm, width: int
) -> None:
    key = signing_key_of(kind, b"\1" * width)
    signature = key.sign(b"m")
    assert match_signature(algorithm, key.public, signature, b"m") is Match.GOOD
    assert match_signature(algorithm, key.public, signature, b"n") is Match.BAD
    for other in (signature[:-1], signature + b"\0", signature[: 2 * width - 2], b"", b"\0" + signature):
        assert match_signature(algorithm, key.public, other, b"m") is Match.MALFORMED
    padded = b"\0" + signature[:width] + b"\0" + signature[width:]
    assert match_signature(algorithm, key.public, padded, b"m") is Match.MALFORMED
    assert match_signature(Algorithm.EDDSA, key.public, signature, b"m") is Match.WRONG_KIND


def test_an_ed25519_signature_has_64_octets_and_a_sound_point() -> None:
    key = signing_key_of(KeyKind.ED25519, b"\1" * 32)
    signature = key.sign(b"m")
    assert match_signature(Algorithm.EDDSA, key.public, signature, b"m") is Match.GOOD
    for other in (signature[:-1], signature + b"\0", b""):
        assert match_signature(Algorithm.EDDSA, key.public, other, b"m") is Match.MALFORMED
    for point in (b"\1" + bytes(31), bytes(32), b"\xee" + b"\xff" * 30 + b"\x7f"):
        assert match_signature(Algorithm.EDDSA, key.public, point + signature[32:], b"m") is Match.BAD


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384, KeyKind.P521])
def test_a_secret_has_the_width_of_its_curve(kind: KeyKind) -> None:
    for secret in (b"\1" * 31, b"\1" * 33, b"", b"\1" * 67):
        with pytest.raises(PresentationError) as caught:
            signing_key_of(kind, secret)
        assert caught.value.step == "sign.key"


def test_a_key_of_no_kind_that_signs_is_refused() -> None:
    with pytest.raises(PresentationError) as caught:
        signing_key_of(KeyKind.RSA, b"\1" * 32)
    assert caught.value.step == "sign.key"
    key = signing_key_of(KeyKind.ED25519, b"\1" * 32)
    with pytest.raises(PresentationError) as caught:
        key.sign(b"m", Algorithm.ES256)
    assert caught.value.step == "sign.algorithm"
    assert repr(key) == f"SigningKey(Ed25519, {key.public.fingerprint[:12]})"
    assert b"\1" * 32 not in repr(key).encode()
    assert PublicKey(KeyKind.ED25519, key.public.material) == key.public


def test_expand_message_is_that_of_rfc_9380() -> None:
    """Appendix K.1, the empty message; longer outputs are other outputs, of the length asked for."""
    tag = b"QUUX-V01-CS02-with-expander-SHA256-128"
    known = "68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235"
    assert expand_message(b"", tag, 32, BbsSuite.SHA_256).hex() == known
    for length in (1, 31, 32, 33, 48, 64, 65, 128):
        for suite in BbsSuite:
            assert len(expand_message(b"", tag, length, suite)) == length
    ending = tag + bytes([len(tag)])
    first = sha256(bytes(64) + b"m" + (48).to_bytes(2, "big") + b"\0" + ending).digest()
    one = sha256(first + b"\1" + ending).digest()
    two = sha256(bytes(a ^ b for a, b in zip(first, one, strict=True)) + b"\2" + ending).digest()
    assert expand_message(b"m", tag, 48, BbsSuite.SHA_256) == (one + two)[:48]


def test_every_context_in_a_document_is_found() -> None:
    document = {"@context": ["a", {"x": "y"}, "b"], "in": [{"@context": "c"}, [{"deep": {"@context": ["d"]}}], "e"]}
    assert context_urls(document) == {"a", "b", "c", "d"}
    assert context_urls([document]) == {"a", "b", "c", "d"}
    assert context_urls("x") == frozenset()


# --- tokens and coverage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "outcome", "code"),
    [
        ({"alg": "none"}, Outcome.FAILED, "signature.unsigned"),
        ({"alg": ""}, Outcome.FAILED, "signature.unsigned"),
        ({"alg": "NoNe"}, Outcome.FAILED, "signature.unsigned"),
        ({"alg": "HS256"}, Outcome.UNDECIDED, "proof.suite_unknown"),
        ({"alg": "eddsa"}, Outcome.UNDECIDED, "proof.suite_unknown"),
        ({"alg": "EdDSA", "crit": ["exp"]}, Outcome.FAILED, "signature.malformed"),
        ({"alg": "EdDSA", "b64": False}, Outcome.FAILED, "signature.malformed"),
        ({"alg": "EdDSA", "kid": 7}, Outcome.UNDECIDED, None),
        ({"alg": "EdDSA", "kid": "x" * 16_385}, Outcome.UNDECIDED, None),
    ],
)
def test_JOSE_01_each_header_that_is_refused_is_a_finding_on_the_signature(
    header: dict[str, Any], outcome: Outcome, code: str | None
) -> None:
    claims = {
        "iss": "did:web:a.example",
        "iat": 1_767_225_600,
        "exp": 1_767_225_700,
        "nonce": "n",
        "aud": ["a", 7, "b"],
    }
    envelope = Envelope(b"", "t", Format.VC_JWT, Kind.CREDENTIAL, {}, token="a.b.AAAA", header=header, claims=claims)
    (finding,) = examine_proofs(envelope, DocumentMap({}))
    assert (finding.signature.check, finding.signature.outcome) == ("signature", outcome)
    assert code is None or finding.signature.code == code
    assert finding.coverage.check == "coverage"
    assert finding.suite == str(header["alg"])
    assert finding.verification_method == (header.get("kid") if isinstance(header.get("kid"), str) else None)
    assert (finding.challenge, finding.domain) == ("n", ("a", "b"))
    assert (finding.created, finding.expires) == (
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, 0, 1, 40, tzinfo=UTC),
    )


def test_coverage_names_the_worst_leaf_and_counts_them_all() -> None:
    def form(*leaves: tuple[str, str]) -> RdfForm:
        uncovered = tuple(UncoveredLeaf(path, reason, path.rpartition("/")[2]) for path, reason in leaves)
        return RdfForm((), canonize(()), uncovered)

    assert coverage_of(form(), form()) == findings.COVERED
    harmless = coverage_of(form(("/a", "undefined_term"), ("/b", "null_value")), form())
    facts = {"path": "/a", "term": "a", "reason": "undefined_term", "count": 2}
    assert harmless == findings.undecided("coverage", "coverage.undefined_term", **facts)
    worse = coverage_of(form(("/a", "undefined_term")), form(("/created", "keyword_like")))
    facts = {"path": "/proof/created", "term": "created", "reason": "keyword_like", "count": 2}
    assert worse == findings.failed("coverage", "coverage.unsigned_content", **facts)
    assert coverage_of(form(), form(("/@context/0", "inline_context"))) == findings.COVERED
    long = coverage_of(form(("/" + "x" * 500, "merged")), form()).facts
    assert (len(str(long["path"])), len(str(long["term"]))) == (400, 120)
