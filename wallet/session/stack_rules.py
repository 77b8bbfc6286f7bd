"""What a layer asks for, in words: "At least 30 ECTS, at most 20 of them from these three"."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from wallet.i18n import N_, Message, plural
from wallet.pathways.amounts import show
from wallet.pathways.pathway import All, Choose, Count, CreditsFrom, Item, Pathway, Requirement, Skills, Terms
from wallet.session.stack_words import Names

_MOST_NAMED = 48  # characters; longer lists are counted


def rules_in_words(pathway: Pathway, nodes: Sequence[Requirement], need: Fraction, names: Names) -> Iterator[Message]:
    """Yield what a layer asks, the main rule first, then its conditions. Facts are ready to show; `unit` is a unit's code."""
    yield _main(pathway, nodes, need)
    terms = [leaf.terms for node in nodes for leaf in _leaves(node)]
    yield from _conditions(pathway, terms, names)


def _main(pathway: Pathway, nodes: Sequence[Requirement], need: Fraction) -> Message:
    amount = {"amount": show(need), "unit": pathway.unit}
    count = len(nodes)
    node = nodes[0]
    if count == 1 and isinstance(node, All):
        count = len(node.of)
    if count > 1 or isinstance(node, All):
        facts = amount | {"number": str(count)}
        return Message(N_("All {number}") if pathway.unit == "none" else N_("All {number}, {amount} {unit}"), facts)
    match node:
        case Choose():
            facts = amount | {"number": str(node.n), "of": str(len(node.of))}
            return Message(N_("Any {number} of {of}"), facts)
        case CreditsFrom():
            return Message(N_("At least {amount} {unit}"), amount)
        case Count():
            pool = len(node.pool) if node.pool is not None else len(pathway.achievements)
            return Message(N_("Any {number} of {of}"), {"number": str(node.n), "of": str(pool)})
        case Skills():
            if node.n < len(node.of):
                return Message(N_("{number} of {of} skills"), {"number": str(node.n), "of": str(len(node.of))})
            one, many = N_("1 skill, shown by a credential"), N_("{number} skills, each shown by a credential")
            return Message(plural(node.n, one, many), {"number": str(node.n)})
        case _:
            return Message(N_("Required") if pathway.unit == "none" else N_("{amount} {unit}"), amount)


def _conditions(pathway: Pathway, terms: Sequence[Terms], names: Names) -> Iterator[Message]:
    for cap in {cap for one in terms for cap in one.caps}:
        named = sorted(names.achievement(key) for key in cap.of)
        facts = {
            "amount": show(cap.maximum),
            "unit": pathway.unit,
            "number": str(len(named)),
            "names": names.listed(named),
        }
        short = len(facts["names"]) <= _MOST_NAMED
        yield Message(
            N_("at most {amount} from {names}") if short else N_("at most {amount} from {number} of them"), facts
        )
    grades = {one.min_grade for one in terms}
    if len(grades) == 1 and (grade := grades.pop()) is not None:
        yield Message(N_("each with at least {grade}"), {"grade": grade.value})
    levels = {one.min_level for one in terms}
    if len(levels) == 1 and (level := levels.pop()) is not None:
        yield Message(N_("at level {level} or above"), {"level": level.value})
    issuers = {one.issuers for one in terms}
    if len(issuers) == 1 and (keys := issuers.pop()) is not None:
        yield Message(N_("only from {names}"), {"names": names.listed(names.issuer(key) for key in keys)})
    if terms and all(one.not_via for one in terms):
        yield Message(N_("no credit by transfer rules"))


def _leaves(node: Requirement) -> Iterator[Item | Count | CreditsFrom]:
    if isinstance(node, All | Choose):
        for part in node.of:
            yield from _leaves(part)
    elif isinstance(node, Item | Count | CreditsFrom):
        yield node
