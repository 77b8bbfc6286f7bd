"""The masonry: layers of bricks on one scale, from what counts and, drawn over what is open, from what might.

A layer is one part of the root; neighbouring single items without a heading of their own make one layer together. Of `choose n`
what is begun is drawn, and the rest as one open brick. Widths are credits where the stack counts credits; elsewhere each thing is 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from wallet.i18n import N_, Message, translate
from wallet.messages.stack_views import BrickState, StackBrick, StackLayer
from wallet.pathways.allocation import Allocation
from wallet.pathways.amounts import show
from wallet.pathways.holding import Basis, Holding
from wallet.pathways.pathway import All, Choose, Count, CreditsFrom, Item, Pathway, Requirement, Skills
from wallet.pathways.progress import ProgressReport
from wallet.pathways.requirements import Fill, RequirementReport, report_requirements
from wallet.pathways.skills import skill_evidence
from wallet.pathways.standing import Reason, Standing
from wallet.session.stack_holdings import Held
from wallet.session.stack_rules import rules_in_words
from wallet.session.stack_words import Names

ONE = Fraction(1)
_STATES = {
    Standing.COUNTS: BrickState.UNVERIFIED,
    Standing.UNVERIFIED: BrickState.UNVERIFIED,
    Standing.IN_PROGRESS: BrickState.IN_PROGRESS,
    Standing.PAPER: BrickState.PAPER,
    Standing.PLANNED: BrickState.PLANNED,
}
IN_NOW = (BrickState.COUNTS, BrickState.TO_CONFIRM)


@dataclass(slots=True)
class Masonry:
    """Builds the layers of one report. `prospect` is the allocation that is drawn over what is open."""

    report: ProgressReport
    prospect: Allocation
    held: Held
    own: tuple[Holding, ...]
    names: Names
    _reports: dict[str, RequirementReport] = field(init=False)
    _over: dict[str, RequirementReport] = field(init=False)
    _used: set[str] = field(init=False)
    _holdings: dict[str, Holding] = field(init=False)
    _lapsing: set[str] = field(init=False)

    def __post_init__(self) -> None:
        report = self.report
        self._reports = {found.id: found for found in report.requirements}
        self._over = {found.id: found for found in report_requirements(self.prospect)}
        self._used = {key for found in report.requirements for fill in found.fills for key in fill.holdings}
        self._holdings = {holding.id: holding for holding in (*self.held.holdings, *self.own)}
        self._lapsing = {key for risk in report.at_risk for key, _ in risk.holdings}

    @property
    def pathway(self) -> Pathway:
        """The pathway that is drawn."""
        return self.report.pathway

    def layers(self) -> tuple[StackLayer, ...]:
        """Return the layers, foundations first."""
        return tuple(self._layer(nodes) for nodes in _courses(self.pathway.requires))

    def _layer(self, nodes: Sequence[Requirement]) -> StackLayer:
        bricks = tuple(brick for node in nodes for brick in self._bricks(node))
        sizes = [(brick.state, Fraction(brick.amount)) for brick in bricks]
        need = sum((size for _, size in sizes), Fraction(0))
        have = sum((size for state, size in sizes if state in IN_NOW), Fraction(0))
        first = nodes[0]
        complete = all(self._reports[node.id].satisfied for node in nodes)
        return StackLayer(
            id=first.id,
            title=self._title(nodes),
            rules=tuple(rules_in_words(self.pathway, nodes, need, self.names)),
            bricks=tuple(bricks),
            have=show(have),
            need=show(need),
            to_go=show(Fraction(0) if complete else need - have),
            size=float(need),
            complete=complete,
            milestone=nodes[-1].milestone.best(self.names.language),
        )

    def _title(self, nodes: Sequence[Requirement]) -> str:
        if len(nodes) > 1:
            return translate(N_("Required"), self.names.language)
        node = nodes[0]
        if node is self.pathway.requires:
            return translate(N_("Skills") if isinstance(node, Skills) else N_("Requirements"), self.names.language)
        return self.names.requirement(node.id)

    # bricks

    def _bricks(self, node: Requirement) -> Iterator[StackBrick]:
        match node:
            case All():
                for part in node.of:
                    yield from self._bricks(part)
            case Choose():
                yield from self._chosen(node)
            case Skills():
                yield from self._skills(node)
            case Item():
                yield self._item(node)
            case _:
                yield from self._pool(node)

    def _chosen(self, node: Choose) -> Iterator[StackBrick]:
        begun = [part for part in node.of if self._value(part) > 0]
        best = sorted(begun, key=self._value, reverse=True)[: node.n]
        for part in node.of:
            if part in best:
                yield from self._bricks(part)
        missing = node.n - len(best)
        if missing <= 0:
            return
        rest = [part for part in node.of if part not in best]
        if missing == len(rest):
            for part in rest:
                yield from self._bricks(part)
            return
        size = sum(sorted(self._need_of(part) for part in rest)[:missing], Fraction(0))
        title = translate(N_("Choose {number} more"), self.names.language, {"number": missing})
        choices = tuple(self.names.requirement(part.id) for part in rest)
        keys = [part.achievements[0] for part in rest if isinstance(part, Item) and len(part.achievements) == 1]
        yield self._open(node.id, title, size, choices=choices, keys=keys)

    def _value(self, node: Requirement) -> Fraction:
        over = self._over.get(node.id)
        return self._reports[node.id].value + (over.value / 1000 if over is not None else 0)

    def _need_of(self, node: Requirement) -> Fraction:
        match node:
            case All():
                return sum((self._need_of(part) for part in node.of), Fraction(0))
            case Choose():
                return sum(sorted(self._need_of(part) for part in node.of)[: node.n], Fraction(0))
            case Item():
                return min(self._credits(key) for key in node.achievements)
            case CreditsFrom():
                return self.pathway.convert(node.need) or ONE
            case Count():
                return self._typical(node) * node.n
            case _:
                return Fraction(node.n)

    def _credits(self, key: str) -> Fraction:
        amount = self.pathway.achievements[key].credits
        return (None if amount is None else self.pathway.convert(amount)) or ONE

    def _typical(self, node: Count) -> Fraction:
        """What one of a pool is worth in the picture: the pool's mean, for a number of things has no credits of its own."""
        keys = node.pool if node.pool is not None else tuple(self.pathway.achievements)
        known = [self._credits(key) for key in keys]
        return sum(known, Fraction(0)) / len(known) if known else ONE

    def _item(self, node: Item) -> StackBrick:
        found, size = self._reports[node.id], self._need_of(node)
        if found.fills:
            return self._filled(node.id, found.fills[0], size, None)
        prospect = self._prospects(node.id)
        if prospect:
            return self._filled(node.id, prospect[0], size, self.prospect)
        title = self.names.requirement(node.id)
        if not node.title.values and len(node.achievements) > 1:
            title = translate(N_("One of {number}"), self.names.language, {"number": len(node.achievements)})
        choices = tuple(self.names.achievement(key) for key in node.achievements) if len(node.achievements) > 1 else ()
        only = node.achievements[0] if len(node.achievements) == 1 else ""
        keys = () if only else node.achievements
        return self._open(node.id, title, size, achievement=only, choices=choices, keys=keys)

    def _pool(self, node: Count | CreditsFrom) -> Iterator[StackBrick]:
        unit = self._typical(node) if isinstance(node, Count) else ONE
        left = self._need_of(node)
        for fill in self._reports[node.id].fills:
            size = min(left, fill.counted * unit)
            left -= size
            if size > 0:
                yield self._filled(node.id, fill, size, None)
        for fill in self._prospects(node.id):
            size = min(left, fill.counted * unit)
            left -= size
            if size > 0:
                yield self._filled(node.id, fill, size, self.prospect)
        if left > 0:
            used = {fill.achievement for fill in self._reports[node.id].fills}
            keys = node.pool if node.pool is not None else tuple(self.pathway.achievements)
            left_over = [key for key in keys if key not in used]
            choices = tuple(self.names.achievement(key) for key in left_over)
            title = translate(N_("Still open"), self.names.language)
            if isinstance(node, Count):
                title = translate(N_("Choose {number} more"), self.names.language, {"number": show(left / unit)})
            yield self._open(node.id, title, left, choices=choices, keys=left_over)

    def _skills(self, node: Skills) -> Iterator[StackBrick]:
        problem = self.prospect.problem
        base = self.report.allocation.problem
        counted = skill_evidence(self.pathway, tuple(self._holdings.values()), base.matching, base.scenario)
        wider = skill_evidence(self.pathway, tuple(self._holdings.values()), problem.matching, problem.scenario)
        open_ones: list[str] = []
        drawn = 0
        for skill in node.of:
            title = self._skill_title(skill)
            now = next((e for e in counted if e.skill == skill and e.enough), None)
            might = next((e for e in wider if e.skill == skill and e.enough), None)
            if now is not None and drawn < node.n:
                drawn += 1
                yield self._from_holding(f"{node.id}/{skill}", node.id, title, now.holding, BrickState.COUNTS, ONE)
            elif might is not None and drawn < node.n:
                drawn += 1
                state = _STATES.get(problem.matching.judged[might.holding].standing, BrickState.UNVERIFIED)
                yield self._from_holding(f"{node.id}/{skill}", node.id, title, might.holding, state, ONE)
            else:
                open_ones.append(title)
        missing = node.n - drawn
        if missing == len(open_ones):
            for number, title in enumerate(open_ones):
                yield self._open(f"{node.id}", title, ONE, suffix=f"open{number}")
        elif missing > 0:
            title = translate(N_("Choose {number} more"), self.names.language, {"number": missing})
            yield self._open(node.id, title, Fraction(missing), choices=tuple(open_ones))

    def _skill_title(self, skill: str) -> str:
        found = self.pathway.skills.get(skill)
        return skill if found is None else found.title.best(self.names.language) or skill

    def _prospects(self, leaf: str) -> list[Fill]:
        over = self._over.get(leaf)
        if over is None:
            return []
        return [fill for fill in over.fills if not self._used.intersection(fill.holdings)]

    def _filled(self, leaf: str, fill: Fill, size: Fraction, prospect: Allocation | None) -> StackBrick:
        state = BrickState.TO_CONFIRM if fill.conditions else BrickState.COUNTS
        notes = [self.names.sentence(reason) for reason in fill.conditions]
        if prospect is not None:
            judged = prospect.problem.matching.judged
            standing = [judged[key] for key in fill.holdings if key in judged]
            worst = next((one for one in standing if one.standing is not Standing.COUNTS), None)
            state = _STATES[worst.standing] if worst is not None else BrickState.UNVERIFIED
            notes += [self.names.sentence(one.reason) for one in standing if one.standing is not Standing.COUNTS]
        title = self.names.achievement(fill.achievement) if fill.achievement else ""
        first = fill.holdings[0] if fill.holdings else ""
        brick = self._from_holding(
            f"{leaf}/{'+'.join(fill.holdings)}", leaf, title or self.names.holding(first), first, state, size
        )
        return replace(
            brick,
            holdings=fill.holdings,
            expires=fill.expires,
            rule=self.names.rule(fill.rule) if fill.rule else "",
            achievement=fill.achievement,
            notes=tuple({(note.text, *note.facts.values()): note for note in notes}.values()),
        )

    def _from_holding(
        self, key: str, leaf: str, title: str, holding: str, state: BrickState, size: Fraction
    ) -> StackBrick:
        found = self._holdings.get(holding)
        seen = self.held.seen.get(holding)
        own = found is not None and found.basis is not Basis.CREDENTIAL
        issuer = seen.issuer if seen is not None else self.names.issuer(found.issuer_id) if found is not None else ""
        return StackBrick(
            id=key,
            requirement=leaf,
            title=title,
            state=state,
            size=float(size),
            amount=show(size),
            holdings=(holding,) if holding else (),
            credential=seen.credential if seen is not None else "",
            own_word=holding.removeprefix("own:") if own and holding.startswith("own:") else "",
            issuer=issuer,
            signing_key=seen.signing_key if seen is not None else "",
            verdict=found.verdict if found is not None and not own else None,
            awarded=found.awarded if found is not None and not own else None,
            expires=found.valid_until if found is not None else None,
            at_risk=holding in self._lapsing,
        )

    def _open(
        self,
        leaf: str,
        title: str,
        size: Fraction,
        *,
        achievement: str = "",
        choices: tuple[str, ...] = (),
        keys: Sequence[str] = (),
        suffix: str = "open",
    ) -> StackBrick:
        waived = self._waived(leaf)
        return StackBrick(
            id=f"{leaf}/{suffix}",
            requirement=leaf,
            title=title,
            state=BrickState.WAIVED if waived is not None else BrickState.OPEN,
            size=float(size),
            amount=show(size),
            achievement=achievement,
            choices=choices,
            options=tuple((key, self.names.achievement(key)) for key in keys),
            notes=(self.names.sentence(waived),) if waived is not None else (),
        )

    def _waived(self, leaf: str) -> Reason | None:
        report = self._reports.get(leaf)
        over = self._over.get(leaf)
        return (report.waived if report is not None else None) or (over.waived if over is not None else None)


def closest_step(layers: Sequence[StackLayer], unit: str) -> Message | None:
    """Return the one sentence that names the closest step: the layer that lacks least."""
    missing = [(layer, Fraction(layer.to_go)) for layer in layers if not layer.complete]
    if not missing:
        return None
    layer, amount = min(missing, key=lambda pair: (pair[1], pair[0].id))
    open_ones = [brick for brick in layer.bricks if brick.state not in IN_NOW]
    last = len(missing) == 1
    if len(open_ones) == 1 and not open_ones[0].choices and open_ones[0].title:
        facts = {"title": open_ones[0].title, "layer": layer.title}
        if last:
            return Message(N_("Closest step: “{title}” completes the stack."), facts)
        if open_ones[0].title == layer.title:
            return Message(N_("Closest step: “{title}”."), facts)
        return Message(N_("Closest step: “{title}” completes the layer “{layer}”."), facts)
    shown = {"amount": show(amount), "layer": layer.title, "unit": unit}
    if unit == "none":
        return Message(N_("Closest step: {amount} more to complete the layer “{layer}”."), shown)
    return Message(N_("Closest step: {amount} {unit} more complete the layer “{layer}”."), shown)


def _courses(root: Requirement) -> list[list[Requirement]]:
    """Group the parts of the root into layers."""
    parts = root.of if isinstance(root, All) else (root,)
    courses: list[list[Requirement]] = []
    for part in parts:
        bare = isinstance(part, Item) and not part.title.values
        last = courses[-1][-1] if courses else None
        joins = bare and isinstance(last, Item) and not last.title.values and not last.milestone.values
        if joins:
            courses[-1].append(part)
        else:
            courses.append([part])
    return courses
