"""Stacks of the learner's own: written in the editor, kept as valid files, refused with their place."""

import json
from pathlib import Path

import pytest

from tests.wallet.session.stacked import DEGREE, look
from wallet.errors import PathwayError
from wallet.messages import stacks as ask
from wallet.pathways.read_pathway import read_pathway

DRAFT = ask.StackDraft(
    "My plan",
    "ects",
    (
        ask.DraftLayer("Base", "all", (ask.DraftItem("Statistics", "10"), ask.DraftItem("Law", "7.5", "A school"))),
        ask.DraftLayer("Choice", "choose", tuple(ask.DraftItem(name, "5") for name in "ABC"), "2"),
        ask.DraftLayer("Free", "credits", (ask.DraftItem("D", "5"), ask.DraftItem("E", "5")), "10"),
    ),
)
WHOLE = ask.StackDraft(
    "A whole degree",
    "ects",
    (
        ask.DraftLayer(
            "Base",
            "all",
            (
                ask.DraftItem("One", "10", key="one", grade="C", hours="250", cost="120 EUR"),
                ask.DraftItem("Two", "10", "A school", "https://x.example/two", "two", after=("one",), years="3"),
            ),
            milestone="Half way",
            parts=(
                ask.DraftLayer("Either", "choose", (ask.DraftItem("Three", "5", key="three"),), "1", parts=(
                    ask.DraftLayer("Both", "all", tuple(ask.DraftItem(t, "3", key=t) for t in ("four", "five"))),
                )),
            ),
        ),
        ask.DraftLayer(
            "Free", "credits",
            (ask.DraftItem("Six", "5", key="six", capped=True), ask.DraftItem("Seven", "9", key="seven")),
            "10", "B", "4",
        ),
        ask.DraftLayer("Any", "count", tuple(ask.DraftItem(t, key=t) for t in ("eight", "nine")), "1"),
    ),
    grades=("F", "D", "C", "B", "A"),
)  # fmt: skip


def test_a_stack_of_ones_own_is_a_valid_file_and_can_be_written_on(stocked, tmp_path: Path):
    change = stocked.answer(ask.SaveStackDraft(DRAFT, path=str(tmp_path / "mine.json")))
    (key,) = change.ids
    view = look(stocked, key)
    assert view.personal
    assert [(layer.title, layer.need) for layer in view.layers] == [("Base", "17.5"), ("Choice", "10"), ("Free", "10")]
    assert read_pathway((tmp_path / "mine.json").read_bytes()).status == "personal"
    draft = stocked.answer(ask.GetStackDraft(key))
    assert [layer.title for layer in draft.layers] == ["Base", "Choice", "Free"]
    stocked.answer(ask.SaveStackDraft(draft, key))
    assert stocked.answer(ask.GetStackDraft(key)) == draft
    assert len(stocked.answer(ask.ListStacks()).cards) == 2


def test_a_whole_stack_is_composed_and_nothing_of_it_is_lost(stocked, tmp_path: Path):
    (key,) = stocked.answer(ask.SaveStackDraft(WHOLE, path=str(tmp_path / "whole.json"))).ids
    assert stocked.answer(ask.GetStackDraft(key)) == WHOLE
    pathway = read_pathway((tmp_path / "whole.json").read_bytes())
    two = pathway.achievements["two"]
    assert (two.requires, two.valid_for.months) == (("one",), 36)
    leaves = {leaf.id: leaf for leaf in pathway.leaves()}
    assert leaves["item-of-one"].terms.min_grade.value == "C"
    assert leaves["layer-2"].terms.min_grade.value == "B"
    assert [(cap.of, cap.maximum) for cap in leaves["layer-2"].terms.caps] == [({"six"}, 4)]
    assert look(stocked, key).layers[0].milestone == "Half way"
    plan = stocked.answer(ask.NextSteps(key))
    assert [step.cost for step in plan.steps] == ["120 EUR"]


@pytest.mark.parametrize(
    ("change", "at", "where"),
    [
        ({"items": (ask.DraftItem("One", "x"),)}, "0#0", "Base · One"),
        ({"items": (ask.DraftItem("One", years="soon"),)}, "0#0", "Base · One"),
        ({"items": (ask.DraftItem("One", cost="cheap"),)}, "0#0", "Base · One"),
        ({"items": (ask.DraftItem("One", key="one", after=("one",)),)}, "0#0", "Base · One"),
        ({"items": (ask.DraftItem("One", after=("gone",)),)}, "0#0", "Base · One"),
        ({"grade": "Z"}, "0", "Base"),
        ({"rule": "count", "number": "1", "parts": ()}, "0", "Base"),  # a grade of its own, in a pool
        ({"parts": (ask.DraftLayer("Empty", "all", ()),)}, "0/0", "Base › Empty"),
        ({"rule": "credits", "number": "3"}, "0", "Base"),
    ],
)
def test_what_cannot_be_saved_is_said_with_its_place_and_reason(stocked, change, at, where):
    from dataclasses import replace

    draft = replace(WHOLE, layers=(replace(WHOLE.layers[0], **change),))
    with pytest.raises(PathwayError) as refused:
        stocked.answer(ask.SaveStackDraft(draft))
    assert (refused.value.facts["at"], refused.value.facts["where"]) == (at, where)
    assert refused.value.explanation != "This stack cannot be used: {reason} (at {place})"


def test_rules_that_the_editor_cannot_show_are_refused_and_not_lost(stocked, tmp_path: Path):
    stocked.answer(ask.SaveStackDraft(WHOLE, path=str(tmp_path / "whole.json")))
    document = json.loads((tmp_path / "whole.json").read_text())
    document["limits"] = [{"id": "x", "kind": "max", "where": "any", "credits": 12}]
    (tmp_path / "more.json").write_text(json.dumps(document | {"id": "urn:example:more"}))
    (key,) = stocked.answer(ask.FollowStack(path=str(tmp_path / "more.json"))).ids
    with pytest.raises(PathwayError) as refused:
        stocked.answer(ask.GetStackDraft(key))
    assert refused.value.code == "stack.not_in_editor"


@pytest.mark.parametrize(
    "draft",
    [
        ask.StackDraft("", "ects", DRAFT.layers),
        ask.StackDraft("x", "ects", ()),
        ask.StackDraft("x", "ects", (ask.DraftLayer("a", "all", ()),)),
        ask.StackDraft("x", "ects", (ask.DraftLayer("a", "choose", (ask.DraftItem("b"),), "2"),)),
        ask.StackDraft("x", "ects", (ask.DraftLayer("a", "credits", (ask.DraftItem("b"),), "many"),)),
        ask.StackDraft("x", "ects", (ask.DraftLayer("a", "all", (ask.DraftItem("b", "-3"),)),)),
    ],
)
def test_what_does_not_make_a_stack_is_refused_with_its_own_sentence(stocked, draft):
    with pytest.raises(PathwayError) as refused:
        stocked.answer(ask.SaveStackDraft(draft))
    assert refused.value.explanation
    assert len(stocked.answer(ask.ListStacks()).cards) == 1


def test_a_published_stack_is_not_for_the_learner_to_rewrite(stocked):
    with pytest.raises(PathwayError):
        stocked.answer(ask.GetStackDraft(DEGREE))
    with pytest.raises(PathwayError):
        stocked.answer(ask.SaveStackDraft(DRAFT, DEGREE))
