"""A broken stack is refused, with the place and the reason; a sound one never costs more than its size."""

import json
import time

import jsonschema
import pytest

from tests.wallet.pathways.stacks import course, document, item
from wallet.errors import PathwayError, WalletError
from wallet.pathways.library import shipped, shipped_names, shipped_rule_set, shipped_rules
from wallet.pathways.pathway import ProvenanceStatus
from wallet.pathways.read_pathway import pathway_from, read_pathway
from wallet.pathways.rule_sets import with_rules
from wallet.pathways.write_pathway import write_pathway
from wallet.resources import read_resource

SCHEMA = json.loads(read_resource("schemas", "pathway-1.schema.json"))
RULES_SCHEMA = json.loads(read_resource("schemas", "stack-rules-1.schema.json"))


def refused(made: dict) -> PathwayError:
    with pytest.raises(PathwayError) as caught:
        read_pathway(json.dumps(made))
    return caught.value


def sound(**more) -> dict:
    return document({"a": course("a", 3), "b": course("b", 3)}, [item("a"), item("b")], **more)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"unit": 3}, "/unit"),
        ({"format": "stack-pathway/2"}, "/format"),
        ({"secret": 1}, "/"),
        ({"status": "official"}, "/status"),
        ({"issuers": []}, "/issuers"),
        ({"requires": {"id": "r", "type": "eval", "of": []}}, "/requires/type"),
        ({"requires": {"id": "r", "type": "all", "of": []}}, "/requires/of"),
        ({"requires": {"id": "r", "type": "choose", "n": 2, "of": [item("a")]}}, "/requires"),
        ({"requires": item("nobody")}, "/requires (nobody)"),
        ({"requires": {"id": "r", "type": "all", "of": [item("a"), item("a")]}}, "/requires/of/1"),
        ({"requires": item("a", min={"scale": "letter", "value": "Z"})}, "/requires (a)"),
        (
            {"conversions": [{"from": "ects", "to": "us-sem", "num": 1, "den": 0, "authority": "x"}]},
            "/conversions/0/den",
        ),
        ({"limits": [{"id": "l", "kind": "max", "where": "via-rule"}]}, "/limits/0"),
        (
            {"equivalences": [{"id": "r", "authority": "uni", "from": ["zz"], "gives": [{"achievement": "a"}]}]},
            "/equivalences/0",
        ),
        (
            {
                "equivalences": [
                    {"id": "r", "authority": "u", "from": ["a"], "source": 4, "gives": [{"achievement": "b"}]}
                ]
            },
            "/equivalences/0",
        ),
        ({"overrides": [{"node": "nowhere", "action": "waive", "by": "me"}]}, "/overrides/0"),
        ({"sharing": [{"between": ["x"]}]}, "/sharing/0/between"),
        ({"flags": [{"id": "g", "kind": "gpa", "scale": "none", "points": {}, "min": 2}]}, "/flags/0"),
        ({"effective": {"from": "yesterday"}}, "/effective/from"),
    ],
)
def test_a_broken_file_is_refused_with_place_and_reason(change, place):
    error = refused(sound() | change)
    assert error.facts["place"] == place
    for language in ("en", "zh_CN"):
        sentence = error.sentence.render(language)
        assert place in sentence
        assert "{" not in sentence


def test_text_that_is_not_json_is_refused_with_its_place():
    with pytest.raises(PathwayError) as caught:
        read_pathway('{"format": "stack-pathway/1",')
    assert "line 1" in caught.value.sentence.render("en")


def test_PATH_01_prerequisites_that_lead_back_are_refused():
    keys = [f"k{n}" for n in range(3)]
    ring = {key: course(key, requires=[keys[(n + 1) % 3]]) for n, key in enumerate(keys)}
    assert refused(document(ring, [item("k0")])).step == "pathway.cycle"


def test_PATH_01_a_long_chain_is_no_ring():
    keys = [f"k{n}" for n in range(4_000)]
    chain = {key: course(key, requires=keys[n + 1 : n + 2]) for n, key in enumerate(keys)}
    assert len(read_pathway(json.dumps(document(chain, [item("k0")]))).achievements) == 4_000


def test_PATH_01_depth_and_number_are_bounded():
    node: dict = item("a")
    for level in range(30):
        node = {"id": f"n{level}", "type": "all", "of": [node]}
    assert refused(sound() | {"requires": node}).step == "pathway.depth"
    many = [item("a", id=f"i{n}") for n in range(5_001)]
    assert refused(document({"a": course("a")}, many)).step == "pathway.size"
    halves = [{"id": f"g{n}", "type": "all", "of": [item("a", id=f"i{n}.{m}") for m in range(200)]} for n in range(26)]
    assert refused(document({"a": course("a")}, halves)).step == "pathway.size"


def test_PATH_01_a_million_nodes_are_refused_at_once():
    text = '{"format":"stack-pathway/1","requires":{"of":[' + ",".join(['{"id":"x","type":"item"}'] * 10**6) + "]}}"
    start = time.perf_counter()
    with pytest.raises(WalletError):
        read_pathway(text)
    assert time.perf_counter() - start < 2, "the row of the threat table asks for 2 seconds"


def test_PATH_01_work_is_bounded_before_it_is_begun():
    from tests.wallet.pathways.stacks import held, progress, stack

    wide = [{"id": f"l{n}", "type": "count", "n": 1, "from": "*", "block": f"b{n}"} for n in range(2_000)]
    hostile = stack({"a": course("a")}, wide, overlayBlocks=[f"b{n}" for n in range(2_000)])
    with pytest.raises(PathwayError) as caught:
        progress(hostile, held("h", "a"))
    assert caught.value.step == "pathway.work"


def test_PATH_01_text_is_never_evaluated_and_patterns_never_matched():
    from tests.wallet.pathways.stacks import held, progress, stack

    wild = "(a+)+$__import__('os').system('true')"
    pathway = stack(
        {"a": course("a", match=[{"by": "name", "name": wild}, {"by": "achievement", "id": ".*"}])}, [item("a")]
    )
    report = progress(pathway, held("h", "anything", name="a" * 5_000 + "!"))
    assert report.counts_now.exact == 0


def test_PATH_02_an_unsigned_file_that_claims_to_be_published_is_a_suggestion():
    from wallet.pathways.attribution import Word, attribute

    word = attribute(pathway_from(sound(status="published")))
    assert word.word is Word.CLAIMED
    assert "Unsigned" in word.sentence.render("en")


def test_PATH_02_PATH_03_nothing_is_fetched(monkeypatch):
    import socket

    from wallet.pathways.open_pathway import open_pathway

    def refuse(*_args, **_more):
        raise AssertionError("something tried to reach the network")

    monkeypatch.setattr(socket, "socket", refuse)
    open_pathway(
        json.dumps(
            sound(
                use=["https://rules.example/bank.json"],
                provenance=[{"url": "https://x.example/a.png", "kind": "primary", "claim": "c"}],
            )
        )
    )
    graph = {"@context": "https://attacker.example/context", "@graph": [
        {"@id": "https://x.example/p", "@type": "ceterms:Pathway", "ceterms:name": "P", "ceterms:hasDestinationComponent": "https://x.example/d"},
        {"@id": "https://x.example/d", "@type": "ceterms:CredentialComponent", "ceterms:name": "D"},
    ]}  # fmt: skip
    assert open_pathway(json.dumps(graph)).warnings


def test_notes_to_other_programs_are_left_alone():
    read_pathway(json.dumps(sound(**{"x-editor": {"zoom": 2}, "$schema": "pathway-1"})))


def test_numbers_are_exact():
    made = document({"a": course("a", "15/2"), "b": course("b", 7.5)}, [item("a"), item("b")])
    pathway = read_pathway(json.dumps(made))
    assert pathway.achievements["a"].credits == pathway.achievements["b"].credits


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_stacks_are_sound_and_say_whose_word_they_are(name):
    pathway = shipped(name)
    jsonschema.validate(json.loads(read_resource("pathways", f"{name}.json")), SCHEMA)
    assert pathway_from(write_pathway(pathway)) == pathway
    assert pathway.provenance
    if pathway.status is ProvenanceStatus.TRANSCRIBED:
        assert all(source.kind in ("primary", "secondary") and source.retrieved for source in pathway.provenance)
    else:
        assert any(source.kind == "illustrative" for source in pathway.provenance)
    for language in ("en", "zh-CN"):
        assert pathway.title.best(language)


def test_four_or_more_real_stacks_ship_and_a_rule_set():
    real = [name for name in shipped_names() if shipped(name).status is ProvenanceStatus.TRANSCRIBED]
    assert len(real) >= 4
    merged = with_rules(shipped("comptia-csis"), shipped_rule_set("cn-1x"))
    assert len(merged.rules) == 3
    assert merged.provenance[merged.rules[0].provenance].url.startswith("https://sgzw")


@pytest.mark.parametrize("name", shipped_rules())
def test_every_shipped_rule_set_is_as_its_schema_says(name):
    source = shipped_rule_set(name)
    jsonschema.validate(json.loads(source), RULES_SCHEMA)
    document = json.loads(source)
    merged = with_rules(shipped("comptia-csis"), source)
    assert {rule["id"] for rule in document["equivalences"]} == {rule.id for rule in merged.rules}
    assert document["provenance"]
    assert with_rules(merged, source).rules == merged.rules  # a second time adds nothing


def test_the_schema_of_rule_sets_means_by_its_words_what_that_of_pathways_does():
    assert RULES_SCHEMA["$defs"].items() <= SCHEMA["$defs"].items()
    for name, member in RULES_SCHEMA["properties"].items():
        if name not in ("format", "achievements"):
            assert member == SCHEMA["properties"][name], name


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"format": "stack-pathway/1"}, "/format"),
        ({"requires": {}}, "/"),
        ({"equivalences": {}}, "/equivalences"),
        ({"achievements": []}, "/achievements"),
        ({"equivalences": [{"id": "x"}]}, "/equivalences/0"),
    ],
)
def test_a_broken_rule_set_is_refused_with_place_and_reason(change, place):
    document = json.loads(shipped_rule_set("northlight-transfer")) | change
    with pytest.raises(PathwayError) as caught:
        with_rules(shipped("comptia-csis"), json.dumps(document))
    assert caught.value.facts["place"].startswith(place)
    assert "{place}" in caught.value.facts["reason"]
