"""Data Integrity rows of the threat table: what is shown is what was signed, by whom it says, for what it says."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.examining import Door, believed
from tests.issuer_simulator import AWARDED, NOW, RELATIONSHIPS, Issuer, bodies, did_key, loads, make_key
from tests.issuer_simulator.data_integrity import SUITES, add_proof, sign_proof
from tests.issuer_simulator.jose import dump
from tests.issuer_simulator.moments import stamp
from wallet.report import Outcome, Verdict

RDFC = ("eddsa-rdfc-2022", "Ed25519Signature2020", "ecdsa-rdfc-2019")
ATTACKER = make_key("Ed25519", b"attacker")


def issuer_for(suite: str) -> Issuer:
    """An institution whose key fits the suite."""
    return Issuer(kind="P-256" if suite.startswith("ecdsa") else "Ed25519")


@pytest.fixture(params=SUITES)
def suite(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def every_place(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every object but those of the proof and the contexts."""
    found = [path] if isinstance(document, dict) else []
    members = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for name, item in members:
        if name not in ("proof", "@context"):
            found += every_place(item, (*path, name))
    return found


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


@pytest.mark.parametrize("rdfc", RDFC)
def test_DI_01_a_term_that_no_context_defines_is_never_shown_as_signed(world: Door, rdfc: str) -> None:
    issuer = issuer_for(rdfc)
    door = world.of(issuer)
    signed = issuer.issue(rdfc)
    assert door.verdict(signed) is Verdict.VERIFIED
    for path in every_place(loads(signed)):
        document = loads(signed)
        at(document, path)["honours"] = "First class"
        checked = door.check(dump(document))
        assert checked.report.verdict.rank <= Verdict.CANNOT_CHECK.rank, path
        assert not any("honours" in claim.path for claim in checked.credential.claims if _covered(checked, claim.path))


def _covered(checked: Any, path: str) -> bool:
    coverage = checked.report.result_of("coverage")
    return bool(coverage.outcome is Outcome.PASSED) and bool(path)


@pytest.mark.parametrize("rdfc", RDFC)
def test_DI_01_an_issuer_that_signed_an_undefined_term_cannot_be_checked(world: Door, rdfc: str) -> None:
    issuer = issuer_for(rdfc)
    signed = issuer.issue(rdfc, before=lambda body: body["credentialSubject"].update(honours="First class"))
    checked = world.of(issuer).check(signed)
    coverage = checked.report.result_of("coverage")
    assert coverage is not None
    assert coverage.code == "coverage.undefined_term"
    assert checked.report.verdict is Verdict.CANNOT_CHECK


Trick = Callable[[dict[str, Any]], Any]
TRICKS: dict[str, Trick] = {
    "inline context maps to null": lambda d: d["@context"].append({"name": None}),
    "inline context maps a new name": lambda d: (d["@context"].append({"honours": None}), d.update(honours="First")),
    "inline context defines a new name": lambda d: (
        d["@context"].append({"honours": "https://x.example/h"}),
        d.update(honours="1"),
    ),
    "inline vocabulary": lambda d: (d["@context"].append({"@vocab": "https://x.example/"}), d.update(honours="First")),
    "keyword-like member": lambda d: d["credentialSubject"].update({"@honours": "First"}),
    "null member": lambda d: d["credentialSubject"].update(narrative=None),
    "member null in a list": lambda d: d["credentialSubject"]["result"].append(None),
    "direction": lambda d: d["credentialSubject"]["achievement"].update(
        name={"@value": "Data Practice 1", "@direction": "rtl"}
    ),
    "value twice": lambda d: d["credentialSubject"]["result"].append(
        copy.deepcopy(d["credentialSubject"]["result"][0])
    ),
    "nest": lambda d: d["credentialSubject"].update({"@nest": {"narrative": "First"}}),
    "included": lambda d: d.update({"@included": [{"id": "urn:x:y", "name": "First"}]}),
    "reverse": lambda d: d["credentialSubject"].update({"@reverse": {"evidence": {"id": "urn:x:y", "name": "First"}}}),
    "graph": lambda d: d.update({"@graph": [{"id": "urn:x:y", "name": "First"}]}),
    "empty member": lambda d: d["credentialSubject"].update({"": "First"}),
    "relative type": lambda d: d["type"].append("HonoursDegree"),
    "relative id": lambda d: d["credentialSubject"]["achievement"].update(
        related=[{"id": "honours", "type": ["Related"]}]
    ),
    "evidence in prose": lambda d: d.update(evidence=["First class"]),
    "index": lambda d: d["credentialSubject"].update({"@index": "First"}),
    "language map": lambda d: d.update(name={"en": "First"}),
}


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("rdfc", RDFC)
def test_DI_02_tricks_that_hide_content_from_the_signature_are_not_believed(world: Door, rdfc: str, trick: str) -> None:
    issuer = issuer_for(rdfc)
    door = world.of(issuer)
    signed = issuer.issue(rdfc)
    assert door.verdict(signed) is Verdict.VERIFIED
    document = loads(signed)
    TRICKS[trick](document)
    checked = door.attempt(dump(document))
    if trick == "value twice":
        for item in checked:
            if believed(item.report):
                assert len(item.credential.subjects[0].results) == 1
        return
    door.assert_not_believed(dump(document))


CONTEXT_TRICKS: dict[str, Callable[[list[Any]], list[Any]]] = {
    "unknown address": lambda c: [*c, "https://attacker.example/context.json"],
    "unknown address first": lambda c: ["https://attacker.example/context.json", *c],
    "reordered": lambda c: [*c[1:], c[0]],
    "extension missing": lambda c: c[:1],
    "base missing": lambda c: c[1:],
    "inline redefinition": lambda c: [*c, {"achievement": "https://attacker.example/achievement"}],
    "inline import": lambda c: [*c, {"@import": c[0], "@version": 1.1}],
    "inline propagate": lambda c: [*c, {"@propagate": False, "@version": 1.1}],
    "inline alias of a keyword": lambda c: [*c, {"achievement": "@id"}],
    "inline alias of proof": lambda c: [*c, {"honours": "https://w3id.org/security#proof"}],
    "null resets": lambda c: [*c, None],
    "other spelling": lambda c: [c[0] + "/", *c[1:]],
    "other scheme": lambda c: [c[0].replace("https", "http"), *c[1:]],
    "fragment": lambda c: [c[0] + "#x", *c[1:]],
    "older extension": lambda c: [c[0], bodies.OB_OLD, *c[2:]],
    "empty": lambda c: [],
    "relative": lambda c: [*c, "context.json"],
    "file": lambda c: [*c, "file:///etc/passwd"],
}


@pytest.mark.parametrize("trick", CONTEXT_TRICKS)
def test_DI_03_a_context_that_is_changed_or_not_held_is_not_believed(world: Door, suite: str, trick: str) -> None:
    issuer = issuer_for(suite)
    document = loads(issuer.issue(suite))
    document["@context"] = CONTEXT_TRICKS[trick](document["@context"])
    checked = world.of(issuer).attempt(dump(document))
    if trick in ("older extension", "reordered") and suite in RDFC:
        return _assert_same_claims(world.of(issuer), issuer.issue(suite), checked)
    return world.of(issuer).assert_not_believed(dump(document))


def _assert_same_claims(door: Door, honest: bytes, checked: list[Any]) -> None:
    """Where two contexts give every term the same meaning the signature stands, and so do the claims."""
    for item in checked:
        if believed(item.report):
            assert item.credential.subjects == door.check(honest).credential.subjects


@pytest.mark.parametrize("place", ["credentialSubject", "issuer"])
def test_DI_03_a_scoped_context_inside_the_credential_is_not_believed(world: Door, suite: str, place: str) -> None:
    issuer = issuer_for(suite)
    document = loads(issuer.issue(suite))
    document[place]["@context"] = {"name": "https://attacker.example/name"}
    world.of(issuer).assert_not_believed(dump(document))


@pytest.mark.parametrize("rdfc", RDFC)
def test_DI_04_an_issuers_own_unknown_context_is_named_and_never_fetched(
    world: Door, rdfc: str, no_network: Any
) -> None:
    issuer = issuer_for("eddsa-jcs-2022" if rdfc.lower().startswith("ed") else "ecdsa-jcs-2019")
    jcs = "eddsa-jcs-2022" if issuer.key.kind == "Ed25519" else "ecdsa-jcs-2019"
    signed = issuer.issue(jcs, before=lambda body: body["@context"].append("https://unheld.example/v1"))
    document = loads(signed)
    document["proof"]["cryptosuite"] = rdfc
    if rdfc == "Ed25519Signature2020":  # older than cryptosuites: a type of its own
        document["proof"]["type"] = document["proof"].pop("cryptosuite")
    checked = world.of(issuer).check(dump(document))
    assert checked.report.verdict is Verdict.CANNOT_CHECK
    told = checked.report.result_of("signature")
    assert (told.code, told.facts["url"]) == ("proof.context_not_held", "https://unheld.example/v1")
    assert no_network == []


@pytest.mark.parametrize("size", [8, 12, 20, 60])
def test_DI_05_a_poison_graph_is_given_up_not_endured(issuer: Issuer, door: Door, size: int) -> None:
    """A clique of blank nodes costs a naive canonicaliser factorial time. No timing here: the suite's own limit ends it."""
    document = loads(issuer.issue())
    nodes = [{"type": ["Related"], "id": f"_:n{number}"} for number in range(size)]
    achieved = document["credentialSubject"]["achievement"]
    achieved["related"] = [{**node, "related": [{"id": other["id"]} for other in nodes]} for node in nodes]
    door.assert_not_believed(dump(document))
    document = loads(issuer.issue())
    document["evidence"] = [{"type": ["Evidence"]} for _ in range(size * 20)]
    door.assert_not_believed(dump(document))


def test_DI_06_an_added_proof_never_raises_trust(world: Door) -> None:
    issuer = Issuer()
    door = world.of(issuer)
    honest = loads(issuer.issue("eddsa-jcs-2022"))
    unsecured = {name: item for name, item in honest.items() if name != "proof"}
    forged = add_proof(
        {**unsecured, "name": "Doctor of Data"}, ATTACKER, "eddsa-jcs-2022", _method(ATTACKER), stamp(NOW)
    )
    both = {**forged, "proof": [honest["proof"], forged["proof"]]}
    door.assert_not_believed(dump(both), dump({**both, "proof": both["proof"][::-1]}))


def test_DI_06_a_strangers_proof_beside_the_issuers_own_takes_nothing_away_silently(world: Door) -> None:
    issuer = Issuer()
    honest = loads(issuer.issue("eddsa-jcs-2022"))
    unsecured = {name: item for name, item in honest.items() if name != "proof"}
    stranger = add_proof(unsecured, ATTACKER, "eddsa-jcs-2022", _method(ATTACKER), stamp(AWARDED))["proof"]
    for proofs in ([honest["proof"], stranger], [stranger, honest["proof"]]):
        checked = world.of(issuer).check(dump({**unsecured, "proof": proofs}))
        told = checked.report.result_of("signature")
        assert (checked.report.verdict, told.facts["verification_method"]) == (Verdict.VERIFIED, issuer.key_id)
        assert len(told.facts["proofs"]) == 2


def _method(key: Any) -> str:
    return f"{did_key(key)}#{key.multibase}"


@pytest.mark.parametrize("purpose", [name for name in RELATIONSHIPS if name != "assertionMethod"])
def test_DI_08_only_the_asserting_purpose_issues(world: Door, suite: str, purpose: str) -> None:
    issuer = issuer_for(suite)
    issuer.relationships = RELATIONSHIPS
    assert world.of(issuer).verdict(issuer.issue(suite)) is Verdict.VERIFIED
    world.of(issuer).assert_not_believed(issuer.issue(suite, proof={"proofPurpose": purpose}))


@pytest.mark.parametrize("relationship", [*RELATIONSHIPS, None])
def test_DI_08_a_key_issues_only_where_its_document_lists_it_for_that(
    world: Door, suite: str, relationship: str | None
) -> None:
    issuer = issuer_for(suite)
    issuer.relationships = (relationship,) if relationship else ()
    checked = world.of(issuer).check(issuer.issue(suite))
    expected = Verdict.VERIFIED if relationship == "assertionMethod" else Verdict.NOT_GENUINE
    assert checked.report.verdict is expected


@pytest.mark.parametrize("purpose", [None, "", 7, "AssertionMethod", ["assertionMethod"], "assertion"])
def test_DI_08_a_purpose_that_is_missing_or_misspelt_is_not_believed(world: Door, suite: str, purpose: Any) -> None:
    issuer = issuer_for(suite)
    world.of(issuer).assert_not_believed(_resigned(issuer, suite, proofPurpose=purpose))


def _resigned(issuer: Issuer, suite: str, **members: Any) -> str:
    """Sign with proof members changed; None leaves a member out. Meaningless members are only signable in plain JSON."""
    body = issuer.badge()
    if suite == "Ed25519Signature2020":
        body["@context"].append(bodies.ED25519_2020)
    kind = {"type": suite} if suite == "Ed25519Signature2020" else {"type": "DataIntegrityProof", "cryptosuite": suite}
    options = {
        **kind,
        "created": stamp(AWARDED),
        "verificationMethod": issuer.key_id,
        "proofPurpose": "assertionMethod",
    }
    options = {name: item for name, item in {**options, **members}.items() if item is not None}
    try:
        proof = sign_proof(body, options, issuer.key)
    except Exception:
        proof = {**options, "proofValue": loads(issuer.issue(suite))["proof"]["proofValue"]}
    return dump({**body, "proof": proof})


def test_DI_09_a_stranger_cannot_sign_in_an_issuers_name(world: Door, suite: str) -> None:
    issuer = issuer_for(suite)
    kind = issuer.key.kind
    stranger = Issuer("Stranger", host="stranger.example", kind=kind, seed=b"stranger")
    key = make_key(kind, b"attacker")
    known = world.of(issuer, stranger)
    for signer, method in ((key, f"{did_key(key)}#{key.multibase}"), (stranger.key, stranger.key_id)):
        checked = known.check(issuer.issue(suite, key=signer, method=method))
        assert checked.report.verdict is Verdict.NOT_GENUINE
    known.assert_not_believed(issuer.issue(suite, key=key))


def test_DI_09_a_key_carried_in_the_proof_is_not_used(world: Door, suite: str) -> None:
    issuer = issuer_for(suite)
    key = make_key(issuer.key.kind, b"attacker")
    carried = [
        {"publicKeyMultibase": key.multibase},
        {
            "verificationMethod": {
                "id": issuer.key_id,
                "type": "Multikey",
                "controller": issuer.id,
                "publicKeyMultibase": key.multibase,
            }
        },
        {"publicKeyJwk": key.jwk},
    ]
    for members in carried:
        document = loads(issuer.issue(suite, key=key))
        document["proof"].update(members)
        world.of(issuer).assert_not_believed(dump(document))


def test_DI_09_nobody_signs_for_an_issuer_by_naming_it_as_the_controller_of_a_key_of_their_own(
    world: Door, suite: str
) -> None:
    """Two institutions of one trust pack: one writes the other's name under its key. What it is good for, the other has to say."""
    issuer = issuer_for(suite)
    stranger = Issuer("Stranger", host="stranger.example", kind=issuer.key.kind, seed=b"stranger")
    document = stranger.did_document()
    document["verificationMethod"][0]["controller"] = issuer.id
    stranger.documents[stranger.id] = dump(document).encode()
    both = world.of(issuer, stranger)
    forged = [issuer.issue(form, key=stranger.key, method=stranger.key_id) for form in (suite, "vc+jwt", "jwt-vc")]
    for source in forged:
        assert both.verdict(source) is Verdict.NOT_GENUINE
    issuer.withheld = {issuer.id}  # without the issuer's own word nothing is known
    for source in forged:
        assert both.verdict(source) is Verdict.CANNOT_CHECK
    issuer.withheld = set()
    agreed = {**issuer.did_document(), "assertionMethod": [issuer.key_id, stranger.key_id]}
    issuer.documents[issuer.id] = dump(agreed).encode()
    for source in forged:
        assert both.verdict(source) is Verdict.VERIFIED


def test_DI_09_a_document_whose_key_has_another_controller_does_not_speak_for_the_issuer(
    world: Door, suite: str
) -> None:
    issuer = issuer_for(suite)
    document = issuer.did_document()
    document["verificationMethod"][0]["controller"] = "did:web:attacker.example"
    issuer.documents[issuer.id] = dump(document).encode()
    world.of(issuer).assert_not_believed(issuer.issue(suite))


def test_DI_10_a_proof_of_one_suite_is_not_read_as_another(world: Door, suite: str) -> None:
    issuer = issuer_for(suite)
    others = [*SUITES, "eddsa-rdfc-2023", "EDDSA-RDFC-2022", "", "none", "bbs-2023", "ecdsa-sd-2023"]
    for other in others:
        if other == suite:
            continue
        document = loads(issuer.issue(suite))
        document["proof"].update({"type": "DataIntegrityProof", "cryptosuite": other})
        world.of(issuer).assert_not_believed(dump(document))
        document["proof"].update({"type": other})
        world.of(issuer).assert_not_believed(dump(document))


@pytest.mark.parametrize(
    "twist", ["prefix u", "no prefix", "prefix f", "empty", "number", "missing", "shortened", "lengthened", "padded"]
)
def test_DI_10_a_proof_value_has_one_spelling(world: Door, suite: str, twist: str) -> None:
    issuer = issuer_for(suite)
    document = loads(issuer.issue(suite))
    value = document["proof"]["proofValue"]
    twisted: dict[str, Any] = {
        "prefix u": "u" + value[1:],
        "no prefix": value[1:],
        "prefix f": "f" + value[1:],
        "empty": "",
        "number": 7,
        "shortened": value[:-1],
        "lengthened": value + "1",
        "padded": "z1" + value[1:],
    }
    if twist == "missing":
        del document["proof"]["proofValue"]
    else:
        document["proof"]["proofValue"] = twisted[twist]
    world.of(issuer).assert_not_believed(dump(document))


def test_DI_10_an_unknown_suite_is_undecided_and_not_called_forged(issuer: Issuer, door: Door) -> None:
    document = loads(issuer.issue())
    document["proof"]["cryptosuite"] = "quantum-safe-2031"
    checked = door.check(dump(document))
    assert checked.report.verdict is Verdict.CANNOT_CHECK
    signature = checked.report.result_of("signature")
    assert signature is not None
    assert signature.code == "proof.suite_unknown"


def test_DI_11_a_proof_from_the_future_or_out_of_date_is_not_believed(world: Door, suite: str) -> None:
    issuer = issuer_for(suite)
    door = world.of(issuer)
    assert door.verdict(issuer.issue(suite, proof={"created": "2026-06-01T12:04:00Z"})) is Verdict.VERIFIED
    late = issuer.issue(suite, proof={"created": "2026-06-03T12:00:00Z"})
    over = issuer.issue(suite, proof={"expires": "2026-05-01T00:00:00Z"})
    for spoiled in (late, over):
        assert door.verdict(spoiled) not in (Verdict.VERIFIED, Verdict.REFRESH_DUE)


@pytest.mark.parametrize(
    "members", [{"challenge": None}, {"domain": None}, {"challenge": "other"}, {"domain": "https://other.example"}]
)
def test_DI_11_a_presentation_answers_the_challenge_for_this_verifier(
    issuer: Issuer, door: Door, members: dict[str, Any]
) -> None:
    holder = make_key("Ed25519", b"holder")
    about = bodies.subject(did_key(holder), bodies.achievement(f"{issuer.url}/a", "A"))
    credential = loads(issuer.issue(body=issuer.badge(credentialSubject=about)))
    right = {"challenge": "n-1", "domain": "https://verifier.example"}
    asking = door.expecting("n-1", "https://verifier.example")
    assert asking.check(issuer.present([credential], holder, **right)).report.verdict is not Verdict.NOT_BOUND
    answer = {name: item for name, item in {**right, **members}.items() if item is not None}
    assert asking.verdict(issuer.present([credential], holder, **answer)) is Verdict.NOT_BOUND


def test_DI_12_a_proof_on_a_part_does_not_cover_the_whole(world: Door, suite: str) -> None:
    issuer = issuer_for(suite)
    door = world.of(issuer)
    signed = loads(issuer.issue(suite))
    proof = signed.pop("proof")
    inside = copy.deepcopy(signed)
    inside["credentialSubject"]["proof"] = proof
    door.assert_not_believed(dump(inside))
    wrapped = {**signed, "id": "urn:x:outer", "name": "Doctor of Data", "credential": {**signed, "proof": proof}}
    door.assert_not_believed(dump(wrapped))


@pytest.mark.parametrize("rdfc", RDFC)
@pytest.mark.parametrize("word", ["@included", "@graph", "@nest", "@reverse", "@set", "@list"])
def test_DI_12_structure_words_do_not_smuggle_statements(world: Door, rdfc: str, word: str) -> None:
    issuer = issuer_for(rdfc)
    value: Any = [{"id": "did:example:learner", "type": "AchievementSubject", "narrative": "First class"}]
    for path in ((), ("credentialSubject",), ("credentialSubject", "achievement")):
        document = loads(issuer.issue(rdfc))
        at(document, path)[word] = value if word != "@nest" else value[0]
        world.of(issuer).assert_not_believed(dump(document))


@pytest.mark.parametrize("rdfc", RDFC)
def test_DI_12_two_objects_of_one_id_do_not_exchange_facts(world: Door, rdfc: str) -> None:
    """In RDF, facts of one subject may move between two JSON objects of the same id without touching the signature."""
    issuer = issuer_for(rdfc)

    def second(body: dict[str, Any]) -> None:
        body["credentialSubject"]["achievement"]["creator"] = {**issuer.profile, "description": "A college by the sea"}

    signed = issuer.issue(rdfc, before=second)
    document = loads(signed)
    moved = document["credentialSubject"]["achievement"]["creator"].pop("description")
    document["issuer"]["description"] = moved
    checked = world.of(issuer).check(dump(document))
    honest = world.of(issuer).check(signed)
    if believed(checked.report):
        assert {(c.value) for c in checked.credential.claims} == {(c.value) for c in honest.credential.claims}
