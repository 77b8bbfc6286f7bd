"""Decisions beside the rules: waived, accepted, blocked. Always visible, and never more than whoever made them."""

from collections.abc import Iterator

from wallet.pathways.pathway import Override, OverrideAction, Pathway
from wallet.pathways.standing import Reason, Scenario, Standing


def on_authority(pathway: Pathway, override: Override) -> bool:
    """Say whether the file's own institution made the decision. Anybody else's is a wish until it is confirmed."""
    return not override.own and bool(pathway.owner) and override.by == pathway.owner


def decisions(pathway: Pathway, scenario: Scenario, action: str) -> Iterator[tuple[Override, Reason]]:
    """Yield the decisions of one kind that have effect in `scenario`, each with the reason to show."""
    wanted = OverrideAction(action)
    for override in pathway.overrides:
        if override.action is not wanted:
            continue
        authority = on_authority(pathway, override)
        if not authority and (scenario.certain or Standing.UNVERIFIED not in scenario.include):
            continue
        facts = {"by": override.by, "note": override.note, "date": override.date}
        yield override, Reason(f"override.{wanted}" if authority else f"override.own_{wanted}", facts)


def waived(pathway: Pathway, scenario: Scenario) -> dict[str, Reason]:
    """Return the requirements that somebody waived, with the reason to show."""
    return {override.node: reason for override, reason in decisions(pathway, scenario, "waive")}


def blocked_at(pathway: Pathway) -> frozenset[tuple[str, str]]:
    """Return pairs (requirement, holding) that somebody ruled out. Ruling out needs no authority."""
    blocks = (o for o in pathway.overrides if o.action is OverrideAction.BLOCK and o.node not in ("", "*"))
    return frozenset((override.node, override.credential) for override in blocks)
