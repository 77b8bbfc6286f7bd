"""The short way to the form of a proof's options gives the very bytes of the long way, whatever stands in them."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.issuer_simulator import Issuer, loads
from tests.issuer_simulator.jose import dump
from wallet.encoding.jsonld import bundled_contexts
from wallet.encoding.strict_json import CONTEXT_LIMITS, read_json_object
from wallet.errors import WalletError
from wallet.proofs.rdf_form import RdfForm, canonical_rdf
from wallet.proofs.usual_options import UsualOptions
from wallet.resources import read_resource

V2, V1 = "https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
ED_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
CONTEXTS: list[Any] = [[V2], V2, [V2, OB], [V1, ED_2020], [V1], [V2, {"@vocab": "https://x.example/"}], []]

created = st.one_of(
    st.sampled_from(
        ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5+01:00", "2026-01-01T", "", "2026", '2026-01-01T00:00:00Z"']
    ),
    st.text('0123456789-T:Z+. "\\é', max_size=30),
    st.just(None) | st.integers() | st.just([]) | st.just({"@value": "2026-01-01T00:00:00Z"}),
)
method = st.one_of(
    st.sampled_from(
        ["did:web:a.example#key-1", "did:key:z6Mk#z6Mk", "https://a.example/k?x=1&y=%20#1", "did:a:", "_:b0", "key-1"]
    ),
    st.text('did:webkyhtps/.#%?=&-_ <>"\\é', max_size=40).map(lambda text: "did:web:" + text),
    st.just(None) | st.just({"id": "did:web:a"}),
)
options = st.fixed_dictionaries(
    {
        "@context": st.sampled_from(CONTEXTS),
        "type": st.sampled_from(
            ["DataIntegrityProof", "Ed25519Signature2020", "Unheard", "did:web:b", ["DataIntegrityProof"]]
        ),
        "created": created,
        "verificationMethod": method,
        "proofPurpose": st.sampled_from(["assertionMethod", "authentication", "did:web:x", "odd purpose", ""]),
    },
    optional={
        "cryptosuite": st.sampled_from(["eddsa-rdfc-2022", "x", None, "2026-01-01T00:00:00Z"]),
        "challenge": st.text(max_size=3),
        "id": st.just("urn:uuid:1"),
        "expires": created,
        "odd": st.just("x"),
    },
)


def outcome(run: Any) -> tuple[Any, ...]:
    try:
        form: RdfForm = run()
    except WalletError as error:
        return (type(error), error.step)
    same = (form.canonical.nquads, form.canonical.lines, form.uncovered, form.directions, form.directional)
    return (*same, set(form.canonical.issued.values()), set(form.quads))


@given(st.lists(options, min_size=1, max_size=6), st.booleans())
def test_both_ways_lead_to_the_same_form(several: list[dict[str, Any]], directions: bool) -> None:
    short = UsualOptions(bundled_contexts())
    for one in several * 2:
        left_out = {name: value for name, value in one.items() if value is not None}
        long_way = outcome(lambda o=left_out: canonical_rdf(o, "sha256", bundled_contexts(), directions=directions))
        assert outcome(lambda o=left_out: short.form(o, "sha256", directions=directions)) == long_way


def usual(**changes: Any) -> dict[str, Any]:
    base = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod"}
    base |= {"created": "2026-01-01T00:00:00Z", "verificationMethod": "did:web:a.example#key-1", "@context": [V2, OB]}
    return base | changes


def test_the_short_way_is_taken() -> None:
    short = UsualOptions(bundled_contexts())
    short.form(usual(), "sha256", directions=True)
    (shape,) = short._shapes.values()
    assert shape is not None
    short.form(usual(created="2027-02-02T00:00:00Z", verificationMethod="did:key:z6Mk#z6Mk"), "sha256", directions=True)
    assert len(short._shapes) == 1
    short.form(usual(proofPurpose="authentication"), "sha256", directions=True)
    assert len(short._shapes) == 2


def test_strangers_do_not_fill_the_memory() -> None:
    short = UsualOptions(bundled_contexts())
    for number in range(200):
        short.form(usual(proofPurpose=f"purpose-{number}"), "sha256", directions=True)
    assert len(short._shapes) <= 64


def test_no_context_has_a_term_that_begins_as_a_method_does() -> None:
    """Such a term would give a method's name another meaning than its own."""

    def terms(value: object) -> set[str]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        own = set(value) if isinstance(value, dict) else set()
        return own.union(*map(terms, inner))

    index = read_json_object(read_resource("contexts", "index.json"), CONTEXT_LIMITS)
    for entries in index["contexts"].values():  # type: ignore[union-attr]
        for entry in entries:  # type: ignore[union-attr]
            held = read_json_object(read_resource("contexts", str(entry["file"])), CONTEXT_LIMITS)  # type: ignore[index,call-overload]
            bad = {term for term in terms(held) if term.startswith(("did:", "https://")) or term == "did"}
            assert not bad, (entry, bad)


@pytest.mark.parametrize("seed", range(4))
def test_one_issuers_many_proofs_are_each_checked_by_their_own_options(issuer: Issuer, door: Any, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(3):
        moment = f"2026-0{chance.randint(1, 4)}-1{chance.randint(0, 9)}T00:00:00Z"
        signed = loads(issuer.issue("eddsa-rdfc-2022", proof={"created": moment}))
        assert door.verdict(dump(signed)).value == "verified"
        signed["proof"]["created"] = "2026-05-01T00:00:00Z"
        assert door.verdict(dump(signed)).value == "altered"
