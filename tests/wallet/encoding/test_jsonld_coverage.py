"""Threat rows DI-01 to DI-04 and DI-12: what the quads of a document do not cover is named, leaf by leaf."""

import copy

import pytest

from wallet.encoding.jsonld import ContextNotHeldError, bundled_contexts, to_rdf
from wallet.encoding.jsonld.contexts import MAX_KEPT, PinnedContexts
from wallet.encoding.jsonld.term_definitions import JsonLdError
from wallet.encoding.rdf_canon import canonize
from wallet.errors import TooBigError

V2 = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def badge():
    return {
        "@context": [V2, OB3],
        "id": "urn:uuid:7a3cde80-2ef0-4d44-a1b9-6d5b0f1c4a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:issuer.example", "type": ["Profile"], "name": "Riverside College"},
        "validFrom": "2025-01-01T00:00:00Z",
        "validUntil": "2030-01-01T00:00:00Z",
        "name": "Welding I",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:0f5dd8b0-49a9-4d11-8f53-0cbbb5a0a111",
                "type": ["Achievement"],
                "name": "Welding I",
                "description": "Joins steel",
                "criteria": {"narrative": "Passed the practical"},
                "creditsAvailable": 3.5,
                "tag": ["steel", "heat"],
            },
            "result": [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "B"}],
        },
        "credentialStatus": {
            "id": "https://issuer.example/status/1#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://issuer.example/status/1",
        },
    }


def nquads(document):
    return canonize(to_rdf(document).quads).nquads


def uncovered(document):
    return {(leaf.path, leaf.reason) for leaf in to_rdf(document).uncovered}


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, item in value.items():
            if name != "@context":
                yield from leaves(item, (*path, name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from leaves(item, (*path, place))
    else:
        yield path


def with_leaf(document, path, value):
    changed = copy.deepcopy(document)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def changed_value(value):
    return value + 1 if isinstance(value, float | int) else value + "x"


def at(document, path):
    for step in path:
        document = document[step]
    return document


def test_an_honest_badge_is_covered_whole():
    dataset = to_rdf(badge())
    assert dataset.uncovered == ()
    assert dataset.repeated == ()


@pytest.mark.parametrize("path", list(leaves(badge())), ids=lambda path: "/".join(map(str, path)))
def test_DI_01_changing_any_leaf_changes_the_quads_or_is_named(path):
    changed = with_leaf(badge(), path, changed_value(at(badge(), path)))
    assert nquads(changed) != nquads(badge())


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (("grade",), "undefined_term"),
        (("credentialSubject", "grade"), "undefined_term"),
        (("credentialSubject", "achievement", "honours"), "undefined_term"),
        (("issuer", "accredited/by"), "undefined_term"),
        (("@grade",), "keyword_like"),
    ],
)
def test_DI_01_an_added_member_that_no_context_defines_is_named(path, reason):
    changed = with_leaf(badge(), path, "A+")
    assert nquads(changed) == nquads(badge())
    pointer = "".join("/" + step.replace("/", "~1") for step in path)
    assert uncovered(changed) == {(pointer, reason)}


@pytest.mark.parametrize(
    "path",
    [
        ("credentialSubject", "achievement", "criteria", "id"),
        ("credentialSubject", "result", 0, "id"),
        ("credentialSubject", "result", 1, "@id"),
    ],
)
def test_DI_01_an_added_blank_node_identifier_is_named(path):
    changed = with_leaf(badge(), path, "_:b0")
    assert nquads(changed) == nquads(badge())
    assert uncovered(changed) == {("/" + "/".join(map(str, path)), "blank_identifier")}


def test_DI_01_a_blank_node_identifier_that_ties_two_places_together_is_covered():
    tied = with_leaf(badge(), ("credentialSubject", "achievement", "creator"), {"id": "_:x", "type": "Profile"})
    tied = with_leaf(tied, ("credentialSubject", "source"), {"id": "_:x", "type": "Profile"})
    assert uncovered(tied) == set()
    assert nquads(with_leaf(tied, ("credentialSubject", "source", "id"), "_:y")) != nquads(tied)


DIRECTIONS = [
    ({"@value": "x", "@direction": "rtl"}, '"x"^^<https://www.w3.org/ns/i18n#_rtl>'),
    ({"@value": "x", "@language": "ar-EG", "@direction": "rtl"}, '"x"^^<https://www.w3.org/ns/i18n#ar-eg_rtl>'),
    ({"@value": "x", "@language": "en", "@direction": None}, '"x"@en'),
    ("x", '"x"'),
]


@pytest.mark.parametrize(("name", "literal"), DIRECTIONS)
def test_a_base_direction_becomes_part_of_the_literal_where_it_is_asked_for(name, literal):
    dataset = to_rdf(badge() | {"name": name}, directions=True)
    assert ("<https://schema.org/name>", literal) in {
        (predicate, object_) for _, predicate, object_, _ in dataset.quads
    }
    assert dataset.directional is ("i18n" in literal)
    assert {leaf.reason for leaf in dataset.uncovered} <= {"direction"}


@pytest.mark.parametrize(
    ("term", "value", "literal"),
    [
        ({"@id": "urn:x:t", "@direction": "ltr"}, "x", '"x"^^<https://www.w3.org/ns/i18n#fr_ltr>'),
        ({"@id": "urn:x:t", "@direction": None}, "x", '"x"@fr'),
        ({"@id": "urn:x:t"}, "x", '"x"^^<https://www.w3.org/ns/i18n#fr_rtl>'),
        ({"@id": "urn:x:t", "@language": None}, "x", '"x"^^<https://www.w3.org/ns/i18n#_rtl>'),
        ({"@id": "urn:x:t", "@language": "DE"}, ["x"], '"x"^^<https://www.w3.org/ns/i18n#de_rtl>'),
        ({"@id": "urn:x:t", "@container": "@language"}, {"he": "x"}, '"x"^^<https://www.w3.org/ns/i18n#he_rtl>'),
        ({"@id": "urn:x:t", "@type": "urn:x:d"}, "x", '"x"^^<urn:x:d>'),
        ({"@id": "urn:x:t", "@type": "@id"}, "urn:x:o", "<urn:x:o>"),
    ],
)
def test_the_direction_of_a_context_or_a_term_counts_too(term, value, literal):
    context = {"@language": "fr", "@direction": "rtl", "t": term}
    dataset = to_rdf({"@context": context, "@id": "urn:x:s", "t": value}, directions=True)
    assert [object_ for _, _, object_, _ in dataset.quads] == [literal]


def twice(document):
    document["credentialSubject"]["achievement"]["tag"].append("heat")
    return "/credentialSubject/achievement/tag/2"


def twice_as_object(document):
    document["credentialSubject"]["achievement"]["tag"].append({"@value": "heat"})
    return "/credentialSubject/achievement/tag/2"


def a_null(document):
    document["credentialSubject"]["achievement"]["version"] = None
    return "/credentialSubject/achievement/version"


def a_null_value(document):
    document["credentialSubject"]["achievement"]["version"] = {"@value": None}
    return "/credentialSubject/achievement/version"


def an_index(document):
    document["issuer"]["@index"] = "gold"
    return "/issuer/@index"


def a_direction(document):
    document["name"] = {"@value": "Welding I", "@direction": "rtl"}
    return "/name/@direction"


def a_language_that_is_none(document):
    document["credentialSubject"]["result"].append({"@language": "en"})
    return "/credentialSubject/result/2"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (twice, "merged"),
        (twice_as_object, "merged"),
        (a_null, "null_value"),
        (a_null_value, "null_value"),
        (an_index, "index"),
        (a_direction, "direction"),
        (a_language_that_is_none, "language"),
    ],
)
def test_DI_02_what_is_dropped_or_merged_is_named(change, reason):
    changed = badge()
    pointer = change(changed)
    assert nquads(changed) == nquads(badge())
    assert uncovered(changed) == {(pointer, reason)}


def test_DI_02_a_type_twice_is_named_but_two_names_of_one_type_are_a_repetition():
    changed = badge()
    changed["type"].append("OpenBadgeCredential")
    assert uncovered(changed) == {("/type/2", "merged")}
    changed["type"][2] = "AchievementCredential"
    dataset = to_rdf(changed)
    assert dataset.uncovered == ()
    assert dataset.repeated == ("/type/2",)


@pytest.mark.parametrize(
    "context",
    [
        {"grade": None},
        {"grade": "https://schema.example/g"},
        {"@base": "https://x.example/"},
        {"@language": "en"},
        None,
    ],
)
def test_DI_02_contexts_that_the_document_makes_up_are_named(context):
    document = {"@context": [V2, context], "type": "VerifiableCredential", "grade": "A"}
    if context is None:
        with pytest.raises(JsonLdError):
            to_rdf(document)
        return
    assert ("/@context/1", "inline_context") in uncovered(document)
    nested = {
        "@context": V2,
        "type": "VerifiableCredential",
        "issuer": {"@context": context, "id": "did:web:a.example"},
    }
    assert ("/issuer/@context", "inline_context") in uncovered(nested)


def test_DI_02_a_vocabulary_of_the_documents_own_covers_its_words():
    document = {"@context": [V2, {"@vocab": "https://vocab.example/#"}], "type": "VerifiableCredential", "grade": "A"}
    assert uncovered(document) == set()
    document["@context"][1] = {"@vocab": "https://vocab.example/#not"}
    assert ("/@context/1", "inline_context") in uncovered(document)
    document["@context"][1] = {"@vocab": "https://vocab.example/"}
    document["a#grade"] = document.pop("grade")
    assert uncovered(document) == {("/a#grade", "inline_context")}


def test_DI_03_a_context_that_is_not_held_is_named_and_not_fetched():
    document = badge() | {"@context": [V2, "http://127.0.0.1:9/context"]}
    with pytest.raises(ContextNotHeldError) as refused:
        to_rdf(document)
    assert refused.value.facts["url"] == "http://127.0.0.1:9/context"


@pytest.mark.parametrize("order", [[OB3, V2], [V2, OB3, "https://www.w3.org/ns/credentials/undefined-terms/v2"]])
def test_DI_03_contexts_in_another_order_or_added_do_not_hide_a_leaf(order):
    document = badge() | {"@context": order}
    try:
        assert uncovered(document) == set()
        assert nquads(document) == nquads(badge())
    except JsonLdError as refused:
        assert refused.step == "jsonld.protected_term_redefinition"  # noqa: PT017


def test_DI_03_a_protected_term_is_not_redefined():
    with pytest.raises(JsonLdError) as refused:
        to_rdf({"@context": [V2, {"description": "https://evil.example/"}], "description": "Excellent"})
    assert refused.value.step == "jsonld.protected_term_redefinition"


def test_DI_03_a_long_name_for_a_known_term_is_named():
    changed = badge()
    changed["https://www.w3.org/2018/credentials#validUntil"] = {
        "@value": changed.pop("validUntil"),
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
    }
    assert nquads(changed) == nquads(badge())
    assert uncovered(changed) == {("/https:~1~1www.w3.org~12018~1credentials#validUntil", "alias")}


def moved_to_included(document):
    document["@included"] = [
        {"id": document["id"], "type": "VerifiableCredential", "validUntil": document.pop("validUntil")}
    ]


def moved_to_nest(document):
    document["@nest"] = {"credentialStatus": document.pop("credentialStatus")}


def moved_to_graph(document):
    whole = {name: document.pop(name) for name in list(document) if name != "@context"}
    document["@graph"] = [whole]


def moved_to_reverse(document):
    subject = document.pop("credentialSubject")
    owner = {"https://www.w3.org/2018/credentials#credentialSubject": {"id": document["id"]}}
    document["@included"] = [subject | {"@reverse": owner}]


def moved_to_another_node(document):
    document["evidence"] = {
        "id": document["id"],
        "type": "VerifiableCredential",
        "validUntil": document.pop("validUntil"),
    }


@pytest.mark.parametrize("move", [moved_to_included, moved_to_nest, moved_to_graph, moved_to_reverse])
def test_DI_12_a_document_taken_apart_has_the_same_quads_and_is_named(move):
    changed = badge()
    move(changed)
    assert nquads(changed) == nquads(badge())
    assert "restructured" in {reason for _, reason in uncovered(changed)}


def test_DI_12_what_belongs_to_the_credential_is_named_where_it_stands_elsewhere():
    changed = badge()
    moved_to_another_node(changed)
    assert uncovered(changed) == {("/evidence/validUntil", "split_node")}
    del changed["evidence"]["type"]
    until = changed["evidence"].pop("validUntil")
    long_name = "https://www.w3.org/2018/credentials#validUntil"
    changed["evidence"][long_name] = {"@value": until, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    assert ("/evidence/https:~1~1www.w3.org~12018~1credentials#validUntil", "split_node") in uncovered(changed)


def test_DI_12_an_issuer_who_is_also_the_creator_is_only_a_repetition():
    changed = badge()
    changed["credentialSubject"]["achievement"]["creator"] = dict(changed["issuer"])
    dataset = to_rdf(changed)
    assert dataset.uncovered == ()
    prefix = "/credentialSubject/achievement/creator"
    assert dataset.repeated == (f"{prefix}/type/0", f"{prefix}/name")


@pytest.mark.parametrize(
    ("value", "path"),
    [("not an iri", "/id"), ("/relative", "/id"), ("@id", "/id"), ("a b:c", "/id")],
)
def test_identifiers_that_are_not_absolute_are_named(value, path):
    assert (path, "relative_iri") in uncovered(badge() | {"id": value})


def test_numbers_that_the_literal_rounds_are_named():
    changed = badge()
    changed["credentialSubject"]["achievement"]["creditsAvailable"] = 0.30000000000000004
    assert uncovered(changed) == {("/credentialSubject/achievement/creditsAvailable", "rounded")}


@pytest.mark.parametrize(
    "document", ["text", 5, ["text"], {"@context": V2}, {"@value": "x"}, {"@context": V2, "id": "urn:a:b"}]
)
def test_a_document_that_says_nothing_has_no_quads(document):
    assert to_rdf(document).quads == ()


def test_every_bundled_context_compiles_and_matches_its_hash():
    contexts = bundled_contexts()
    for url in contexts.urls:
        for loader in contexts.choices_for([url]):
            to_rdf({"@context": url, "https://example.org/says": "something"}, loader)
    assert len(contexts.urls) > 50


def test_publishers_who_disagree_are_both_heard():
    contexts = bundled_contexts()
    contested = "https://w3id.org/security/suites/jws-2020/v1"
    first, second = contexts.choices_for([contested, V2])
    assert first.load(contested) != second.load(contested)
    assert first.load(V2) is second.load(V2)
    assert list(contexts.choices_for([V2])) == [contexts]


def test_contexts_of_a_caller_can_stand_beside_the_bundle():
    loader = PinnedContexts({"https://held.example/": {"@context": {"grade": "https://schema.example/g"}}})
    dataset = to_rdf({"@context": "https://held.example/", "@id": "urn:a:b", "grade": "A"}, loader)
    assert dataset.quads == (("<urn:a:b>", "<https://schema.example/g>", '"A"', ""),)
    assert dataset.uncovered == ()


@pytest.mark.parametrize(
    "context",
    [
        {f"t{place}": f"t{place + 1}:x" for place in range(5000)},
        [{f"t{place}": "urn:x:" for place in range(9000)}] + [{"a": "urn:a:"}] * 300,
    ],
    ids=["a chain of definitions", "a large context copied again and again"],
)
def test_contexts_that_cost_too_much_are_refused(context):
    with pytest.raises(TooBigError) as refused:
        to_rdf({"@context": context, "a": [{"@context": {"b": "urn:b:"}} for _ in range(300)]})
    assert refused.value.step in ("jsonld.depth", "jsonld.contexts")


def test_what_strangers_make_us_compile_is_not_kept_for_ever():
    loader = PinnedContexts(
        {f"https://c.example/{place}": {"@context": {f"t{place}": "urn:x:"}} for place in range(60)}
    )
    for first in range(60):
        for second in range(60):
            to_rdf({"@context": [f"https://c.example/{first}", f"https://c.example/{second}"]}, loader)
    assert len(loader.initial(None).derived) <= MAX_KEPT + 1
