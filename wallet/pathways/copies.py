"""Two copies of one credential are one: which holdings must never be used side by side."""

from collections.abc import Iterable, Mapping, Sequence

from wallet.pathways.holding import Holding
from wallet.pathways.matching import Candidate
from wallet.pathways.pathway import Pathway


def group_copies(pathway: Pathway, holdings: Sequence[Holding], candidates: Iterable[Candidate]) -> Mapping[str, int]:
    """Return each holding's group. A group is used once, by whichever of its copies.

    Copies have the same signed content, the same issuer and credential id, or the same issuer and achievement (all holdings
    are one learner's, under whatever identifier). Where the pathway lets that achievement repeat, attempts differ by their day or grade.
    """
    repeatable = {found.holding for found in candidates if pathway.achievements[found.achievement].repeatable}
    first: dict[tuple[str, ...], str] = {}
    root = {holding.id: holding.id for holding in holdings}

    def find(identifier: str) -> str:
        while root[identifier] != identifier:
            root[identifier] = root[root[identifier]]
            identifier = root[identifier]
        return identifier

    for holding in sorted(holdings, key=lambda holding: holding.id):
        for name in _names(holding, holding.id in repeatable):
            one, other = find(first.setdefault(name, holding.id)), find(holding.id)
            root[max(one, other)] = min(one, other)
    numbers = {identifier: number for number, identifier in enumerate(sorted({find(i) for i in root}))}
    return {holding.id: numbers[find(holding.id)] for holding in holdings}


def _names(holding: Holding, repeatable: bool) -> Iterable[tuple[str, ...]]:
    if holding.digest:
        # One document can speak of several achievements: each is a copy only of the same one elsewhere.
        yield ("digest", holding.digest, holding.achievement_id, str(holding.title))
    if holding.credential_id and holding.issuer_id:
        # The same credential in two wrappings (JSON and token, say), or fetched again: its id says so.
        yield ("credential", holding.issuer_id, holding.credential_id, holding.achievement_id, str(holding.title))
    if holding.achievement_id and holding.issuer_id:
        attempt = (str(holding.awarded or holding.id), *sorted(holding.grades)) if repeatable else ()
        yield ("award", holding.issuer_id, holding.achievement_id, *attempt)
