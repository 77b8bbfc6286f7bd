"""Which holdings may count, in which figure, and why the others may not. The verdict is never better than the evidence."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wallet.pathways.holding import Basis, Holding, ResultStatus
from wallet.pathways.pathway import Pathway
from wallet.report import Facts, Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """A stable code and the facts that fill its sentence (`wallet/pathways/reason_words.py`)."""

    code: str
    facts: Facts = field(default_factory=dict)


class Standing(StrEnum):
    """What a holding is good for."""

    COUNTS = "counts"  # verified evidence
    UNVERIFIED = "unverified"  # might count once it can be checked
    IN_PROGRESS = "in_progress"
    PAPER = "paper"  # would count if it were issued as a credential
    PLANNED = "planned"
    EXPIRED = "expired"  # did count until it lapsed
    NEVER = "never"  # revoked, altered, failed


@dataclass(frozen=True, slots=True)
class Judged:
    """A holding's standing for one pathway, with the reason where it is not simply verified."""

    standing: Standing
    reason: Reason


_BY_VERDICT = {
    Verdict.VERIFIED: Standing.COUNTS,
    Verdict.REFRESH_DUE: Standing.COUNTS,
    Verdict.STATUS_UNKNOWN: Standing.UNVERIFIED,
    Verdict.ISSUER_UNKNOWN: Standing.UNVERIFIED,
    Verdict.CANNOT_CHECK: Standing.UNVERIFIED,
    Verdict.NOT_YET_VALID: Standing.UNVERIFIED,
    Verdict.UNSIGNED: Standing.PAPER,
    Verdict.EXPIRED: Standing.EXPIRED,
}

_BY_BASIS = {Basis.IN_PROGRESS: Standing.IN_PROGRESS, Basis.PLANNED: Standing.PLANNED, Basis.PAPER: Standing.PAPER}


def judge_holding(pathway: Pathway, holding: Holding) -> Judged:
    """Return what `holding` is good for in `pathway`.

    Only `verified` and `refresh_due` count, and `issuer_unknown` where the pathway recognises that issuer by id (then on
    the pathway's word). An expired credential stays expired even where everything else about it is in doubt.
    """
    if holding.basis in _BY_BASIS:
        return Judged(_BY_BASIS[holding.basis], Reason(f"basis.{holding.basis}"))
    if holding.result_status is ResultStatus.FAILED:
        return Judged(Standing.NEVER, Reason("result.failed"))
    judged = _judge_verdict(pathway, holding, holding.verdict)
    if judged.standing is Standing.COUNTS and holding.result_status is ResultStatus.UNDER_WAY:
        return Judged(Standing.IN_PROGRESS, Reason("result.under_way"))
    if judged.standing is Standing.COUNTS and holding.result_status is ResultStatus.PROVISIONAL:
        return Judged(Standing.UNVERIFIED, Reason("result.provisional"))
    return judged


def _judge_verdict(pathway: Pathway, holding: Holding, verdict: Verdict) -> Judged:
    if verdict is Verdict.ISSUER_UNKNOWN and recognises(pathway, holding.issuer_id):
        # The pathway's word makes the issuer known and nothing else: a status never established stays that.
        established = holding.if_known or Verdict.VERIFIED
        if established in (Verdict.VERIFIED, Verdict.REFRESH_DUE):
            return Judged(Standing.COUNTS, Reason("issuer.on_the_pathways_word", {"issuer": holding.issuer_id}))
        return Judged(_BY_VERDICT.get(established, Standing.NEVER), Reason(f"verdict.{established}"))
    if verdict is Verdict.EXPIRED:
        beneath = _judge_verdict(pathway, holding, holding.otherwise)
        if beneath.standing is not Standing.COUNTS:
            return Judged(Standing.NEVER, Reason("verdict.expired"))
    return Judged(_BY_VERDICT.get(verdict, Standing.NEVER), Reason(f"verdict.{verdict}"))


def recognises(pathway: Pathway, issuer_id: str) -> bool:
    """Say whether the pathway itself names this issuer by id."""
    return bool(issuer_id) and any(issuer_id in issuer.ids for issuer in pathway.issuers.values())


COUNTS_NOW = frozenset({Standing.COUNTS})
WITH_UNVERIFIED = COUNTS_NOW | {Standing.UNVERIFIED}
WITH_IN_PROGRESS = WITH_UNVERIFIED | {Standing.IN_PROGRESS}
IF_ISSUED = WITH_IN_PROGRESS | {Standing.PAPER}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One question: on which day, counting what, with which names confirmed.

    `certain`: leave out whatever somebody must still confirm. `ignore_expiry`: as if nothing had ever lapsed.
    `confirmed`: pairs (holding id, achievement key) that the person confirmed where only the name agrees.
    """

    on: date
    include: frozenset[Standing] = COUNTS_NOW
    certain: bool = False
    ignore_expiry: bool = False
    confirmed: frozenset[tuple[str, str]] = frozenset()
