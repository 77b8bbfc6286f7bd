"""What it would be like to have something: a plan that carries every sign by which a pathway would know it."""

from wallet.pathways.holding import Basis, Holding
from wallet.pathways.pathway import MatchBy, Pathway
from wallet.report import Verdict


def suppose(pathway: Pathway, key: str) -> Holding:
    """Return the plan to have an achievement: it carries every sign by which the pathway would know it."""
    rule = pathway.achievements[key]
    by = {match.by: match.id for match in reversed(rule.matches) if match.id}
    issuers = [i for issuer in rule.issuers or () for i in pathway.issuers[issuer].ids]
    return Holding(
        id=f"suppose:{key}",
        title=rule.title,
        issuer_id=issuers[0] if issuers else "",
        issuer_name=pathway.issuers[rule.issuers[0]].name if rule.issuers else "",
        verdict=Verdict.UNSIGNED,
        otherwise=Verdict.UNSIGNED,
        basis=Basis.PLANNED,
        achievement_id=by.get(MatchBy.ACHIEVEMENT) or by.get(MatchBy.RELATED, ""),
        ctids=(by[MatchBy.CTID],) if MatchBy.CTID in by else (),
        grades=tuple(scale[-1] for scale in pathway.scales.values()),
        credits=rule.credits,
        stands_for=key,
    )
