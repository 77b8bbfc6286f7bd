"""From a report of the engine to what the window draws of a stack."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from hashlib import sha256

from wallet.i18n import Message
from wallet.messages.stack_views import (
    NameSuggestion,
    NotCountedRow,
    RiskView,
    StackCard,
    StackDecision,
    StackFigure,
    StackFlag,
    StackLayer,
    StackSource,
    StackView,
    StackWord,
)
from wallet.pathways.allocation import Allocation
from wallet.pathways.amounts import show
from wallet.pathways.attribution import Attribution
from wallet.pathways.holding import Holding
from wallet.pathways.pathway import Pathway, ProvenanceStatus
from wallet.pathways.progress import Figure, ProgressReport
from wallet.report import Verdict
from wallet.session.stack_holdings import Held
from wallet.session.stack_layers import IN_NOW, Masonry, closest_step
from wallet.session.stack_shelf import Decision
from wallet.session.stack_words import Names

_NOTHING_NAMES_IT = "match.nothing"


def view_of(
    report: ProgressReport,
    prospect: Allocation,
    held: Held,
    own: tuple[Holding, ...],
    card: StackCard,
    language: str,
    *,
    decisions: Sequence[Decision] = (),
    warnings: tuple[Message, ...] = (),
    what_if: StackFigure | None = None,
) -> StackView:
    """Return the view of one stack, in one language."""
    names = Names(report.pathway, held, language, own)
    layers = Masonry(report, prospect, held, own, names).layers()
    return StackView(
        card=measured_card(card, report, layers),
        seal=seal_of(report.pathway),
        attribution=report.attribution.sentence,
        according_to=report.attribution.according_to,
        counts_now=figure_of(report.counts_now),
        certain=figure_of(report.certain),
        provisional=figure_of(report.provisional),
        with_in_progress=figure_of(report.with_in_progress),
        if_issued=figure_of(report.if_issued),
        at_risk=tuple(
            RiskView(risk.months, figure_of(risk.figure), _dated(risk.holdings, names)) for risk in report.at_risk
        ),
        if_not_lapsed=figure_of(report.lost_to_expiry.figure),
        lapsed=tuple((names.holding(key), day) for key, day in report.lost_to_expiry.holdings),
        layers=layers,
        to_go=show(sum((Fraction(layer.to_go) for layer in layers), Fraction(0))),
        closest=closest_step(layers, report.pathway.unit),
        not_counted=tuple(_not_counted(report, held, own, names)),
        suggestions=tuple(
            NameSuggestion(s.holding, s.achievement, names.holding(s.holding), names.achievement(s.achievement))
            for s in report.suggestions
        ),
        flags=tuple(
            StackFlag(flag.title.best(language) or flag.id, flag.holds, _shown(flag.value), _shown(flag.minimum))
            for flag in report.flags
        ),
        decisions=tuple(_decisions(report.pathway, decisions, names)),
        sources=tuple(
            StackSource(source.kind, source.claim, source.url, str(source.retrieved or source.published or ""))
            for source in report.pathway.provenance
        ),
        warnings=warnings,
        what_if=what_if,
        personal=report.pathway.status is ProvenanceStatus.PERSONAL,
    )


def figure_of(figure: Figure) -> StackFigure:
    """Return a figure as it crosses the pipe."""
    return StackFigure(figure.percent, figure.upper_percent, figure.proven, figure.complete, str(figure.exact))


def card_of(
    key: str, pathway: Pathway, attribution: Attribution, language: str, *, shipped: str, followed: bool
) -> StackCard:
    """Return the row of a stack, not measured."""
    return StackCard(
        id=key,
        title=pathway.title.best(language) or pathway.id,
        source=attribution.source,
        word=StackWord(attribution.word),
        shipped=shipped,
        followed=followed,
        unit=pathway.unit,
        summary=pathway.summary.best(language),
    )


def measured_card(card: StackCard, report: ProgressReport, layers: Sequence[StackLayer]) -> StackCard:
    """Return the row with its figures: the sums of its layers."""
    from dataclasses import replace

    counted = [Fraction(brick.amount) for layer in layers for brick in layer.bricks if brick.state in IN_NOW]
    return replace(
        card,
        figure=figure_of(report.counts_now),
        have=show(sum(counted, Fraction(0))),
        need=show(sum((Fraction(layer.need) for layer in layers), Fraction(0))),
        at_risk=any(risk.loss > 0 for risk in report.at_risk),
    )


def seal_of(pathway: Pathway) -> str:
    """Return what the degree's own seal is drawn from. A drawing, never evidence: it says nothing of who signed."""
    return sha256(f"stack {pathway.id}".encode()).hexdigest()


def _dated(holdings: Sequence[tuple[str, date]], names: Names) -> tuple[tuple[str, date], ...]:
    return tuple((names.holding(key), day) for key, day in holdings)


def _shown(value: Fraction | None) -> str:
    if value is None:
        return ""
    return show(value) if value.denominator in (1, 2, 4, 5, 8, 10) else f"{float(value):.2f}"


def _not_counted(report: ProgressReport, held: Held, own: tuple[Holding, ...], names: Names) -> Iterator[NotCountedRow]:
    holdings = {holding.id: holding for holding in (*held.holdings, *own)}
    records = {holding.id for holding in own}
    parents = {parent for holding in holdings.values() for parent in holding.parents}
    for rest in report.not_counted:
        if rest.holding in records:
            continue
        named = all(reason.code != _NOTHING_NAMES_IT for reason in rest.reasons)
        if rest.holding in parents and not named:
            continue  # a container: what lies inside it is what the stack speaks of
        seen = held.seen.get(rest.holding)
        holding = holdings.get(rest.holding)
        reasons = [reason for reason in rest.reasons if named or reason.code == _NOTHING_NAMES_IT]
        yield NotCountedRow(
            holding=rest.holding,
            title=names.holding(rest.holding),
            reasons=tuple(names.sentence(reason) for reason in reasons),
            credential=seen.credential if seen is not None else "",
            verdict=holding.verdict if holding is not None else Verdict.CANNOT_CHECK,
            would_count=rest.would_count,
            named=named,
        )


def _decisions(pathway: Pathway, own: Sequence[Decision], names: Names) -> Iterator[StackDecision]:
    for override in pathway.overrides:
        if not override.own:
            title = names.requirement(override.node)
            by = names.issuer(override.by)
            yield StackDecision("", str(override.action), override.node, title, by, override.note, own=False)
    for made in own:
        title = names.requirement(made.requirement)
        yield StackDecision(made.id, made.action, made.requirement, title, "", made.note, own=True)
