"""The part of a session that answers “what if I changed school?”: two stacks, the new one's transfer rules, what carries over."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wallet.errors import NotInVaultError
from wallet.messages import stacks as ask
from wallet.messages.stack_views import StackView
from wallet.messages.stacks import SHIPPED, RuleSetChoice, SwitchRow, SwitchView
from wallet.pathways.amounts import show
from wallet.pathways.library import shipped_names, shipped_rule_set, shipped_rules
from wallet.pathways.progress import ProgressReport
from wallet.pathways.rule_sets import rule_set_title, with_rules
from wallet.pathways.what_if import switch_between
from wallet.session.sources import read_file
from wallet.session.stack_holdings import Held
from wallet.session.stack_keeping import MOST_FILE, OpenStack
from wallet.session.stack_shelf import FollowedStack
from wallet.session.stack_words import Names
from wallet.session.stacks import STACK_ANSWERS, StackVerbs


class SwitchVerbs(StackVerbs):
    """What `Session` inherits."""

    def stack_switch(self, request: ask.SwitchStack) -> SwitchView:
        """What going from one stack to another would do, with its own transfer rules and a rule set on top."""
        held = self._all_held()
        before, _, old = self._switched(request.before, "", request.language, held)
        after, names, new = self._switched(request.after, request.rules, request.language, held)
        found = switch_between(old, new)
        placed = dict(_placed(new, names))
        lost = {rest.holding: tuple(names.sentence(reason) for reason in rest.reasons) for rest in found.lost}
        points = new.counts_now.percent - old.counts_now.percent
        return SwitchView(
            before=before,
            after=after,
            kept=_rows(found.kept, held, names, placed),
            lost=tuple(replace(_row(key, held, names), reasons=reasons) for key, reasons in lost.items()),
            gained=_rows(found.gained, held, names, placed),
            points=points,
            rule_sets=tuple(_choice(name, request.language) for name in shipped_rules()),
        )

    def _switched(self, key: str, rules: str, language: str, held: Held) -> tuple[StackView, Names, ProgressReport]:
        stack, opened = self._either(key)
        if rules:
            source = _shipped_rules(rules) if rules.startswith(SHIPPED) else read_file(Path(rules), MOST_FILE)
            opened = replace(opened, pathway=with_rules(opened.pathway, source))
        request = ask.GetStack(stack.id, language)
        view, report, own = self._reckon(stack, opened, request, held)
        return view, Names(report.pathway, held, language, own), report

    def _either(self, key: str) -> tuple[FollowedStack, OpenStack]:
        if key.startswith(SHIPPED):
            name = key.removeprefix(SHIPPED)
            if name not in shipped_names():
                raise NotInVaultError(key, step="stack.switch")
            opened = self._open_shipped(name)
            return FollowedStack(name, opened.pathway.id, self._clock(), name), opened
        stack = self._stack_shelf().stack(key)
        return stack, self._open(stack)


def _shipped_rules(key: str) -> bytes:
    name = key.removeprefix(SHIPPED)
    if name not in shipped_rules():
        raise NotInVaultError(key, step="stack.rules")
    return shipped_rule_set(name)


def _choice(name: str, language: str) -> RuleSetChoice:
    return RuleSetChoice(name, rule_set_title(shipped_rule_set(name)).best(language) or name)


def _placed(report: ProgressReport, names: Names) -> Iterator[tuple[str, SwitchRow]]:
    """Yield, for each holding that counts, where, how much of it, by which rule, and whether somebody must confirm."""
    found: dict[str, SwitchRow] = {}
    for requirement in report.requirements:
        for fill in requirement.fills:
            for key in fill.holdings:
                row = found.get(key, SwitchRow("", ""))
                place = names.requirement(requirement.id)
                rule = names.rule(fill.rule) if fill.rule else row.rule
                amount = show(fill.counted) if requirement.kind == "credits" else row.amount
                confirm = row.to_confirm or bool(fill.conditions)
                found[key] = SwitchRow("", "", amount, (*row.places, place), rule, confirm)
    yield from found.items()


def _rows(keys: Iterable[str], held: Held, names: Names, placed: Mapping[str, SwitchRow]) -> tuple[SwitchRow, ...]:
    rows = []
    for key in keys:
        bare = _row(key, held, names)
        rows.append(replace(placed.get(key, bare), title=bare.title, credential=bare.credential))
    return tuple(sorted(rows, key=lambda row: row.title))


def _row(key: str, held: Held, names: Names) -> SwitchRow:
    seen = held.seen.get(key)
    return SwitchRow(names.holding(key), seen.credential if seen is not None else "")


SWITCH_ANSWERS: Mapping[type[Any], Callable[[Any, Any], Any]] = {
    **STACK_ANSWERS,
    ask.SwitchStack: SwitchVerbs.stack_switch,
}
