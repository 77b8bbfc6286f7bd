"""What a tree of requirements is worth, exactly, once it is known how far each leaf is filled.

A leaf weighs its credits (else 1); `all` is the weighted mean of its parts, `choose n` the mean of the best n. A choice
weighs the least that would satisfy it: of several alternatives the lightest, of `choose n` the n lightest together.
"""

from collections.abc import Mapping
from fractions import Fraction

from wallet.pathways.pathway import All, Choose, Count, CreditsFrom, Item, Pathway, Requirement


def weigh(pathway: Pathway) -> Mapping[str, Fraction]:
    """Return the weight of every requirement by id."""
    weights: dict[str, Fraction] = {}
    _weigh(pathway, pathway.requires, weights)
    return weights


def _weigh(pathway: Pathway, node: Requirement, weights: dict[str, Fraction]) -> Fraction:
    match node:
        case All():
            natural = sum((_weigh(pathway, part, weights) for part in node.of), Fraction(0))
        case Choose():
            natural = sum(sorted(_weigh(pathway, part, weights) for part in node.of)[: node.n], Fraction(0))
        case Item():
            natural = min(_credits(pathway, key) for key in node.achievements)
        case CreditsFrom():
            natural = pathway.convert(node.need) or Fraction(1)
        case _:
            natural = Fraction(1)
    weights[node.id] = node.weight or natural
    return weights[node.id]


def _credits(pathway: Pathway, key: str) -> Fraction:
    amount = pathway.achievements[key].credits
    return (None if amount is None else pathway.convert(amount)) or Fraction(1)


def evaluate(
    pathway: Pathway, weights: Mapping[str, Fraction], filled: Mapping[str, Fraction]
) -> Mapping[str, Fraction]:
    """Return every requirement's value between 0 and 1, given the values of the leaves (and of what was waived)."""
    values: dict[str, Fraction] = {}
    _evaluate(pathway.requires, weights, filled, values)
    return values


def _evaluate(
    node: Requirement, weights: Mapping[str, Fraction], filled: Mapping[str, Fraction], values: dict[str, Fraction]
) -> Fraction:
    match node:
        case All() | Choose():
            parts = [_evaluate(part, weights, filled, values) for part in node.of]
            values[node.id] = filled.get(node.id, _combine(node, parts, weights))
        case _:
            values[node.id] = filled.get(node.id, Fraction(0))
    return values[node.id]


def _combine(node: All | Choose, parts: list[Fraction], weights: Mapping[str, Fraction]) -> Fraction:
    if isinstance(node, Choose):
        return sum(sorted(parts, reverse=True)[: node.n], Fraction(0)) / node.n
    total = sum((weights[part.id] for part in node.of), Fraction(0))
    return sum((weights[part.id] * value for part, value in zip(node.of, parts, strict=True)), Fraction(0)) / total


def need_of(pathway: Pathway, node: Item | Count | CreditsFrom) -> Fraction:
    """Return how much fills a leaf: 1, a number of awards, or credits in the pathway's unit."""
    match node:
        case Item():
            return Fraction(1)
        case Count():
            return Fraction(node.n)
        case _:
            return pathway.convert(node.need) or Fraction(1)
