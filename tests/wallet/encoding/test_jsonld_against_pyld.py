"""Documents over real contexts, made up by Hypothesis: where nothing is left uncovered, an independent library agrees."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld

from tests.conformance.vectors import vectors_root
from wallet.encoding.jsonld import ContextNotHeldError, bundled_contexts, to_rdf
from wallet.encoding.rdf_canon import canonize
from wallet.encoding.strict_json import read_json
from wallet.errors import WalletError

CONTEXTS = bundled_contexts()
FAMILIES = [
    ["https://www.w3.org/ns/credentials/v2"],
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    ["https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"],
    [
        "https://www.w3.org/2018/credentials/v1",
        "https://w3id.org/dcc/v1",
        "https://w3id.org/security/suites/ed25519-2020/v1",
    ],
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/clr/v2p0/context.json"],
    ["https://w3id.org/openbadges/v2"],
    ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
]
WORDS = ("", "de", "a b", "https://x.example/1", "urn:a:b", "did:web:a.example", "2025-01-01T00:00:00Z", '"\\\n', "é")


def load_for_pyld(url, options=None):
    return {"contentType": None, "contextUrl": None, "documentUrl": url, "document": CONTEXTS.load(url)}


def terms_of(value):
    """Return every name that a context document mentions at any level: terms, and types among them."""
    found = set()
    if isinstance(value, dict):
        for name, item in value.items():
            if not name.startswith("@"):
                found.add(name)
            found |= terms_of(item)
    elif isinstance(value, list):
        for item in value:
            found |= terms_of(item)
    return found


VOCABULARIES = [sorted(set().union(*(terms_of(CONTEXTS.load(url)) for url in urls))) for urls in FAMILIES]


def _several(wrapped):
    """Return items as an array, or as a list or set object around them."""
    wrapper, items = wrapped
    return {wrapper: items} if wrapper and items else items


@st.composite
def documents(draw):
    family = draw(st.integers(0, len(FAMILIES) - 1))
    names = st.sampled_from(VOCABULARIES[family])
    scalars = st.sampled_from(WORDS) | st.booleans() | st.integers(-5, 10**6) | st.sampled_from([0.5, -1.25, 1e21, 5.0])
    value_objects = st.fixed_dictionaries(
        {"@value": st.sampled_from(WORDS)}, optional={"@language": st.sampled_from(["en", "de-AT"])}
    )
    types = st.lists(names, max_size=2, unique=True)
    identifiers = st.sampled_from(["urn:n:1", "urn:n:2", "did:web:a.example"])

    def nodes(children):
        wrappers = st.sampled_from([None, None, "@list", "@set"])
        several = st.tuples(wrappers, st.lists(children, max_size=3)).map(_several)
        members = st.dictionaries(names, children | several, max_size=4)
        heads = st.fixed_dictionaries({}, optional={"type": types, "id": identifiers})
        return st.builds(lambda head, body: {**body, **head}, heads, members)

    tree = st.recursive(scalars | value_objects, nodes, max_leaves=12)
    return {"@context": FAMILIES[family], **draw(nodes(tree))}


@pytest.mark.parametrize("wrapper", ["@list", "@set"])
@pytest.mark.parametrize(
    "inside", ["2025-01-01T00:00:00Z", {"id": "urn:n:2", "type": "VerifiableCredential"}, {"@value": "x"}]
)
def test_a_list_or_set_object_ends_a_context_of_types_as_any_object_does(wrapper, inside):
    """JSON-LD 1.1 API section 5.1.2 step 7: `issued` and `issuer` have their types from VerifiableCredential, and not within the object."""
    for name in ("issued", "issuer", "credentialStatus"):
        about = {"id": "urn:n:1", "type": "VerifiableCredential", name: {wrapper: [inside]}}
        document = {
            "@context": "https://www.w3.org/2018/credentials/v1",
            "id": "urn:n:0",
            "cred:credentialSubject": about,
        }
        assert canonize(to_rdf(document).quads).nquads == by_pyld(document)


@pytest.mark.parametrize(
    "value",
    [{"@set": ["x"]}, {"@set": [{"@value": 1}]}, {"@set": [{"@list": []}]}, [[{"@set": "x"}]], [{"@set": [["x"]]}]],
)
def test_no_literal_becomes_the_subject_of_a_reverse_property(value):
    """JSON-LD 1.1 API section 5.1.2 step 13.14; `awardedOnCompletionOf` is a reverse term of the vocabulary."""
    document = {"@context": FAMILIES[3], "id": "urn:n:1", "awardedOnCompletionOf": value}
    with pytest.raises(WalletError):
        to_rdf(document)
    with pytest.raises(jsonld.JsonLdError):
        by_pyld(document)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_each_credential_in_a_set_object_is_a_graph_of_its_own(count):
    """Step 13.12 makes a graph of each item of the expanded value, and a set object is expanded to its items (step 13.4.10)."""
    held = [{"id": f"urn:n:{number}", "type": "VerifiableCredential"} for number in range(count)]
    for value in ({"@set": held}, [{"@set": held}, {"id": "urn:n:9", "type": "VerifiableCredential"}]):
        for family in (FAMILIES[0], FAMILIES[2]):
            document = {
                "@context": family,
                "id": "urn:n:0",
                "type": "VerifiablePresentation",
                "verifiableCredential": value,
            }
            assert canonize(to_rdf(document).quads).nquads == by_pyld(document)


def test_nodes_of_a_reverse_property_may_stand_in_arrays_and_sets():
    named = {"id": "urn:n:2", "type": "VerifiableCredential"}
    for value in ([[named]], {"@set": [named]}, [{"@set": [[named]]}]):
        document = {"@context": FAMILIES[3], "id": "urn:n:1", "awardedOnCompletionOf": value}
        assert canonize(to_rdf(document).quads).nquads == by_pyld(document) != ""


def by_pyld(document):
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load_for_pyld}
    return jsonld.normalize(document, options)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(documents())
def test_made_up_documents_have_the_same_canonical_form(document):
    try:
        dataset = to_rdf(document)
    except WalletError as refused:
        if refused.step != "jsonld.invalid_context_nullification":  # which the other library overlooks under types
            with pytest.raises(jsonld.JsonLdError):
                by_pyld(document)
        return
    if any(leaf.reason == "relative_iri" for leaf in dataset.uncovered):
        return  # the other library invents a base for these
    assert canonize(dataset.quads).nquads == by_pyld(document)


def held_documents():
    root = vectors_root()
    if root is None:
        return
    for folder in ("1-data-integrity", "4-openbadges-clr-dcc"):
        for path in sorted((root / folder).rglob("*.json")):
            try:
                document = read_json(path.read_bytes())
            except WalletError:
                continue
            if isinstance(document, dict) and "@context" in document:
                yield path, document


def test_documents_of_others_have_the_same_canonical_form():
    compared = 0
    for path, document in held_documents():
        try:
            dataset = to_rdf(document)
        except (ContextNotHeldError, WalletError):
            continue
        if any(leaf.reason == "relative_iri" for leaf in dataset.uncovered):
            continue
        try:
            expected = by_pyld(document)
        except (jsonld.JsonLdError, KeyError):
            continue
        assert canonize(dataset.quads).nquads == expected, path
        compared += 1
    if vectors_root() is None:
        pytest.skip("no vectors here: nothing was measured")
    assert compared > 500


ODD_NAMES = (
    "@context @id @type @value @list @set @graph @reverse @nest @included @index @language @vocab @base @container"
    " @protected @import @propagate @version @foo @direction @prefix @json @none type id issuer proof a a:b : x/y"
)
ODD_TEXTS = ("", "@id", "@type", ":", "_:a", "a:b", "//", "@", "urn:a:b", "VerifiableCredential")
json_trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(ODD_TEXTS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["", *ODD_NAMES.split()]), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=400, deadline=None)
@given(json_trees, st.booleans())
def test_strangers_documents_raise_only_wallet_errors(document, credential):
    if credential and isinstance(document, dict):
        document = {**document, "@context": ["https://www.w3.org/ns/credentials/v2", document.get("@context", {})]}
    try:
        dataset = to_rdf(json.loads(json.dumps(document)))
        canonize(dataset.quads)
    except WalletError:
        return
    assert all(len(quad) == 4 for quad in dataset.quads)
