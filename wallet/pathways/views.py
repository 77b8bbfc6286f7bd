"""From a progress report to what the window draws. Pure: the same report gives the same view."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from wallet.credentials.model import Text
from wallet.i18n import N_, Message
from wallet.messages.pathway_views import (
    BrickState,
    BrickView,
    FigureView,
    FlagView,
    LayerView,
    NotCountedView,
    RequirementView,
    RingView,
    StackView,
    SuggestionView,
    Titles,
)
from wallet.pathways.allocation import Allocation
from wallet.pathways.amounts import show
from wallet.pathways.holding import Basis, Holding
from wallet.pathways.pathway import All, Choose, CreditsFrom, Item, Requirement, Skills
from wallet.pathways.progress import Figure, ProgressReport
from wallet.pathways.reason_words import sentence
from wallet.pathways.requirements import Fill, RequirementReport, report_requirements
from wallet.pathways.standing import Standing


def build_view(report: ProgressReport, holdings: Sequence[Holding], prospect: Allocation | None = None) -> StackView:
    """Return the view. `prospect` (a what-if, or what is in progress) is drawn over what counts, never instead of it."""
    return _Builder(report, holdings, prospect).build()


class _Builder:
    def __init__(self, report: ProgressReport, holdings: Sequence[Holding], prospect: Allocation | None) -> None:
        self.report = report
        self.holdings: Mapping[str, Holding] = {holding.id: holding for holding in holdings}
        self.requirements = {found.id: found for found in report.requirements}
        over = report_requirements(prospect) if prospect is not None else ()
        self.prospects = {found.id: found for found in over}
        self.standing = prospect.problem.matching.judged if prospect is not None else {}
        self.lapsing = {h: risk.months for risk in reversed(report.at_risk) for h, _ in risk.holdings}

    def build(self) -> StackView:
        report = self.report
        root = report.pathway.requires
        layers = root.of if isinstance(root, All | Choose) else (root,)
        total = sum((self.requirements[layer.id].weight for layer in layers), Fraction(0))
        return StackView(
            ring=RingView(
                report.pathway.id,
                titles(report.pathway.title),
                report.counts_now.percent,
                report.counts_now.complete,
                any(risk.loss > 0 for risk in report.at_risk),
            ),
            attribution=report.attribution.sentence,
            according_to=report.attribution.according_to,
            figures=tuple(_figures(report)),
            layers=tuple(self._layer(layer, self.requirements[layer.id].weight / total) for layer in layers),
            tree=tuple(_node(found) for found in report.requirements),
            not_counted=tuple(
                NotCountedView(n.holding, titles(n.title), tuple(sentence(r) for r in n.reasons), n.would_count)
                for n in report.not_counted
            ),
            flags=tuple(
                FlagView(
                    f.id, titles(f.title), f.holds, show(f.value) if f.value is not None else "", _shown(f.minimum)
                )
                for f in report.flags
            ),
            suggestions=tuple(
                SuggestionView(s.holding, s.achievement, titles(report.pathway.achievements[s.achievement].title))
                for s in report.suggestions
            ),
            decisions=tuple(
                Message(_DECISIONS[o.action], {"by": o.by, "note": o.note, "place": o.node}) for o in report.overrides
            ),
            sources=tuple((s.kind, s.claim, s.url, str(s.retrieved or s.published)) for s in report.pathway.provenance),
            unit=report.pathway.unit,
            closest=self._closest(),
        )

    def _layer(self, node: Requirement, share: Fraction) -> LayerView:
        found = self.requirements[node.id]
        have, need, unit = found.have, found.need, found.unit
        return LayerView(
            id=node.id,
            titles=titles(found.title),
            rule=_rule(node, found),
            have=show(have),
            need=show(need),
            lacks=show(found.lacks),
            unit=unit,
            satisfied=found.satisfied,
            share=float(share),
            bricks=tuple(self._bricks(node, share)),
            milestone=titles(found.milestone),
        )

    def _bricks(self, node: Requirement, share: Fraction) -> Iterator[BrickView]:
        if isinstance(node, All | Choose):
            weights = {part.id: self.requirements[part.id].weight for part in node.of}
            total = sum(weights.values(), Fraction(0))
            for part in node.of:
                yield from self._bricks(part, share * weights[part.id] / total)
            return
        found = self.requirements[node.id]
        if found.waived is not None:
            yield self._open(found, share, BrickState.WAIVED)
            return
        if isinstance(node, Skills):
            yield from self._skills(found, share)
            return
        left = share
        for number, fill in enumerate(found.fills):
            piece = min(left, share * min(Fraction(1), fill.counted / found.need))
            yield self._filled(found, fill, piece, number)
            left -= piece
        for number, fill in enumerate(self._prospective(found)):
            if left <= 0:
                break
            piece = min(left, share * min(Fraction(1), fill.counted / found.need))
            yield self._filled(found, fill, piece, len(found.fills) + number, prospect=True)
            left -= piece
        if left > 0 and not found.satisfied:
            yield self._open(found, left, BrickState.OPEN)

    def _skills(self, found: RequirementReport, share: Fraction) -> Iterator[BrickView]:
        """Skills are shown, not filled: one brick for what is shown, one for what is not."""
        if found.value > 0:
            amount = f"{show(found.have)} / {show(found.need)}"
            width = float(share * found.value)
            yield BrickView(f"{found.id}/shown", found.id, titles(found.title), width, BrickState.COUNTS, amount)
        if found.value < 1:
            yield self._open(found, share * (1 - found.value), BrickState.OPEN)

    def _prospective(self, found: RequirementReport) -> list[Fill]:
        over = self.prospects.get(found.id)
        there = {fill.holdings for fill in found.fills}
        return [fill for fill in over.fills if fill.holdings not in there] if over is not None else []

    def _filled(
        self, found: RequirementReport, fill: Fill, width: Fraction, number: int, prospect: bool = False
    ) -> BrickView:
        holding = self.holdings.get(fill.holdings[0]) if fill.holdings else None
        rule = self.report.pathway.achievements.get(fill.achievement)
        named = titles(rule.title) if rule is not None else titles(holding.title) if holding else titles(found.title)
        state = self._prospect_state(fill) if prospect else BrickState.COUNTS
        if not prospect and fill.conditions:
            state = BrickState.TO_CONFIRM
        amount = f"{show(fill.counted)} {found.unit}" if found.unit else ""
        return BrickView(
            id=f"{found.id}/{number}",
            requirement=found.id,
            titles=named,
            width=float(width),
            state=state,
            amount=amount,
            holdings=fill.holdings,
            issuer_name=holding.issuer_name if holding else "",
            issuer_id=holding.issuer_id if holding else "",
            verdict=holding.verdict if holding and holding.basis is Basis.CREDENTIAL else None,
            expires=fill.expires.isoformat() if fill.expires else "",
            at_risk_months=min((self.lapsing[h] for h in fill.holdings if h in self.lapsing), default=0),
            reasons=tuple(sentence(reason) for reason in (*fill.conditions, *fill.notes)),
        )

    def _prospect_state(self, fill: Fill) -> BrickState:
        standings = {self.standing[source].standing for source in fill.holdings if source in self.standing}
        if Standing.PLANNED in standings or Standing.PAPER in standings:
            return BrickState.PLANNED
        return BrickState.IN_PROGRESS if Standing.IN_PROGRESS in standings else BrickState.UNVERIFIED

    def _open(self, found: RequirementReport, width: Fraction, state: BrickState) -> BrickView:
        amount = f"{show(found.lacks)} {found.unit}" if found.unit else ""
        reasons = (sentence(found.waived),) if found.waived is not None else ()
        return BrickView(
            f"{found.id}/open", found.id, titles(found.title), float(width), state, amount, reasons=reasons
        )

    def _closest(self) -> Message | None:
        """The open leaf that lacks the smallest share of itself."""
        composite = {found.parent for found in self.report.requirements}
        leaves = [f for f in self.report.requirements if f.id in self.report.open and f.id not in composite]
        if not leaves:
            return None
        nearest = min(leaves, key=lambda found: (found.lacks * found.weight / found.need, found.id))
        facts = {"title": nearest.title.best("en") or nearest.id, "lacks": show(nearest.lacks), "unit": nearest.unit}
        return Message(N_("Closest: {title}, {lacks} {unit} to go"), facts)


_DECISIONS = {
    "waive": N_("{place} was waived by {by}: {note}"),
    "accept": N_("A credential was accepted at {place} by {by}: {note}"),
    "block": N_("A credential was ruled out at {place} by {by}: {note}"),
}


def titles(text: Text) -> Titles:
    """Return a text as (tag, text) pairs, "" for no language."""
    return tuple((tag or "", words) for tag, words in text.values)


def _shown(value: Fraction | None) -> str:
    return "" if value is None else show(value)


def _figures(report: ProgressReport) -> Iterator[FigureView]:
    yield _figure(N_("Counts now"), report.counts_now)
    yield _figure(N_("of that without what must be confirmed"), report.certain)
    yield _figure(N_("with what is not verified"), report.provisional)
    yield _figure(N_("with work in progress"), report.with_in_progress)
    for risk, label in zip(
        report.at_risk,
        (N_("in 6 months, if nothing is renewed"), N_("in 12 months, if nothing is renewed")),
        strict=True,
    ):
        yield _figure(label, risk.figure)
    yield _figure(N_("if nothing had lapsed"), report.lost_to_expiry.figure)


def _figure(label: str, figure: Figure) -> FigureView:
    return FigureView(label, figure.percent, figure.upper_percent, figure.proven, figure.complete, str(figure.exact))


def _node(found: RequirementReport) -> RequirementView:
    return RequirementView(
        found.id,
        found.parent,
        found.depth,
        found.kind,
        titles(found.title),
        show(found.have),
        show(found.need),
        found.unit,
        int(found.value * 100),
        found.satisfied,
    )


def _rule(node: Requirement, found: RequirementReport) -> Message:
    """What a layer asks for, in words."""
    match node:
        case All():
            return Message(N_("All {need}"), {"need": show(found.need)})
        case Choose():
            return Message(N_("{need} of {parts}"), {"need": str(node.n), "parts": str(len(node.of))})
        case Item():
            return Message(N_("One of {parts}"), {"parts": str(len(node.achievements))})
        case CreditsFrom():
            return Message(N_("{need} {unit} from a pool"), {"need": show(found.need), "unit": found.unit})
        case _:
            return Message(N_("{need} from a pool"), {"need": show(found.need)})
