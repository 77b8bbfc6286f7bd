"""CTDL in and out: what it can say survives the way there and back, what it cannot is told in so many words."""

from typing import Any

import pytest

from tests.wallet.pathways.stacks import course, held, holdings, item, stack
from wallet.encoding.strict_json import write_json
from wallet.pathways.amounts import Amount
from wallet.pathways.open_pathway import open_pathway
from wallet.pathways.pathway import CreditsFrom, Pathway
from wallet.pathways.progress import measure
from wallet.pathways.write_ctdl import write_ctdl

COMPARE, ARRAY = "https://purl.org/ctdl/vocabs/compare/", "https://purl.org/ctdl/vocabs/array/"


def there_and_back(pathway: Pathway) -> Pathway:
    return open_pathway(write_json(write_ctdl(pathway)[0])).pathway


def condition(*constraints: dict[str, Any]) -> bytes:
    names = [f"https://x.example/{n}" for n in (1, 2, 3)]
    graph: list[dict[str, Any]] = [
        {"@id": "https://x.example/p", "@type": "ceterms:Pathway", "ceterms:name": {"en": "P"},
         "ceterms:hasDestinationComponent": ["https://x.example/d"]},
        {"@id": "https://x.example/d", "@type": "ceterms:CredentialComponent", "ceterms:name": {"en": "D"},
         "ceterms:hasCondition": ["_:c"]},
        {"@id": "_:c", "@type": "ceterms:ComponentCondition", "ceterms:name": {"en": "Enough"},
         "ceterms:targetComponent": names, "ceterms:hasConstraint": list(constraints)},
    ]  # fmt: skip
    value = {"@type": "schema:QuantitativeValue", "schema:value": 5, "ceterms:creditUnitType": ["creditUnit:ECTS"]}
    graph += [
        {"@id": name, "@type": "ceterms:CourseComponent", "ceterms:name": {"en": name}, "ceterms:creditValue": [value]}
        for name in names
    ]
    return write_json({"@context": "https://credreg.net/ctdl/schema/context/json", "@graph": graph})


def constraint(source: str, comparator: str, right: object, action: str = "") -> dict[str, Any]:
    made = {"@type": "ceterms:Constraint", "ceterms:leftSource": [{"@id": source}], "ceterms:rightSource": [right]}
    made["ceterms:comparator"] = [{"@id": COMPARE + comparator}]
    return made | ({"ceterms:leftAction": [{"@id": ARRAY + action}]} if action else {})


def test_a_sum_of_credits_is_read_as_credits_and_said_to_be():
    imported = open_pathway(condition(constraint("https://schema.org/value", "GTEQ", {"@value": 10}, "Sum")))
    (leaf,) = imported.pathway.leaves()
    assert isinstance(leaf, CreditsFrom)
    assert (leaf.need, len(leaf.pool or ())) == (Amount(leaf.need.value, "ects"), 3)
    assert leaf.need.value == 10
    told = [warning.render("en") for warning in imported.warnings]
    assert "“Enough” sums to at least 10: read as that many credits from its parts." in told
    assert not [words for words in told if "left out" in words]


@pytest.mark.parametrize(
    "constraints",
    [
        [constraint("https://example.edu/grade", "EQ", {"@id": "https://example.edu/A"})],
        [constraint("https://schema.org/value", "LTEQ", {"@value": 10}, "Sum")],
        [constraint("https://schema.org/value", "GTEQ", {"@value": 50}, "Mean")],
        [constraint("https://schema.org/value", "GTEQ", {"@value": n}, "Sum") for n in (5, 10)],
        [
            constraint("https://schema.org/value", "GTEQ", {"@value": 10}, "Sum"),
            constraint("https://example.edu/resit", "EQ", {"@value": False}),
        ],
    ],
)
def test_any_other_constraint_is_left_out_with_a_warning(constraints):
    told = [warning.render("en") for warning in open_pathway(condition(*constraints)).warnings]
    assert "“Enough” has a constraint that this format cannot carry: it was left out." in told


def test_what_ctdl_can_say_keeps_its_figure_there_and_back():
    things = {key: course(key, 5, issuers=None) for key in "abcdefg"}
    things = {key: {n: v for n, v in made.items() if v is not None} for key, made in things.items()}
    pathway = stack(
        things,
        [
            item("a"),
            {"id": "two", "type": "choose", "n": 1, "of": [item("b"), item("c")]},
            {"id": "three", "type": "credits", "need": {"value": 10, "unit": "us-sem"}, "from": ["d", "e", "f"]},
            item("g"),
        ],
    )
    rows = holdings(held("ha", "a"), held("hd", "d"), held("hg", "g"))
    again = there_and_back(pathway)
    today = holdings(held("x"))[0].awarded
    assert today is not None
    before, after = (measure(one, rows, today).counts_now for one in (pathway, again))
    assert (after.exact, after.percent) == (before.exact, before.percent)
    assert [type(leaf).__name__ for leaf in again.leaves()].count("CreditsFrom") == 1


def test_what_ctdl_cannot_say_is_told():
    rule = {"id": "r", "authority": "uni", "from": ["a"], "gives": [{"achievement": "b"}]}
    pathway = stack(
        {"a": course("a"), "b": course("b")}, [item("b", min={"scale": "letter", "value": "B"})], equivalences=[rule]
    )
    told = [message.text for message in write_ctdl(pathway)[1]]
    assert "Minimum grades, levels, ages and caps are not part of CTDL and were left out." in told
    assert "Equivalence rules, limits and sharing are not part of CTDL and were left out." in told
    assert "Recognised issuers are not part of a CTDL pathway and were left out." in told
