"""The part of a session that reckons stacks. See `wallet/session/__init__.py`.

Holdings come from kept credentials, checked with the evidence held now and remembered until the vault changes. What a stack comes
to is remembered for the same time, by stack, day and question, so that looking at it again costs nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from wallet.errors import NotInVaultError
from wallet.formats.dossier import DossierFile
from wallet.i18n import N_, Message
from wallet.messages import stacks as ask
from wallet.messages.requests import Change
from wallet.messages.stack_views import (
    BrickState,
    OwnBasis,
    OwnWordRow,
    StackCard,
    StackFigure,
    StackSource,
    StackView,
)
from wallet.pathways.allocation import Allocation, allocate
from wallet.pathways.amounts import show
from wallet.pathways.holding import Holding
from wallet.pathways.library import shipped_names
from wallet.pathways.next_steps import Aim, Step, offers_of, plan_next
from wallet.pathways.pathway import Pathway
from wallet.pathways.planned import suppose
from wallet.pathways.progress import Figure, ProgressReport, measure
from wallet.pathways.reasons import Alternative, why_not, why_open
from wallet.pathways.standing import IF_ISSUED, WITH_IN_PROGRESS, Standing
from wallet.session.dossiers import stack_files, stack_in_dossier
from wallet.session.sending import Sending
from wallet.session.sources import read_file
from wallet.session.stack_holdings import Held
from wallet.session.stack_keeping import MOST_FILE, OpenStack, StackKeeping, as_text, key_of
from wallet.session.stack_shelf import FollowedStack, OwnWord
from wallet.session.stack_view import card_of, figure_of, view_of
from wallet.session.stack_words import Names

SHIPPED_FIRST = ("northlight-bsc-data-practice", "yunling-data-literacy")


class StackVerbs(StackKeeping):
    """What `Session` inherits; it provides the members below."""

    # -- which stacks ----------------------------------------------------------------------------------------------

    def stack_list(self, request: ask.ListStacks) -> ask.StackList:
        """The followed stacks with what counts now, or those that ship."""
        followed = self._stack_shelf().stacks()
        if request.shipped:
            names = sorted(shipped_names(), key=lambda name: (name not in SHIPPED_FIRST, name))
            known = {stack.shipped: stack.id for stack in followed if stack.shipped}
            return ask.StackList(tuple(self._shipped_card(name, known, request.language) for name in names))
        tick = self.hooks.saying(N_("Reckoning the stacks"))
        cards = []
        for done, stack in enumerate(followed):
            tick(done, len(followed))
            cards.append(self._view(stack, ask.GetStack(stack.id, request.language)).card)
        return ask.StackList(tuple(cards))

    def _shipped_card(self, name: str, followed: Mapping[str, str], language: str) -> StackCard:
        opened = self._open_shipped(name)
        key = followed.get(name, "")
        return card_of(key, opened.pathway, opened.attribution, language, shipped=name, followed=bool(key))

    def stack_preview(self, request: ask.PreviewStack) -> ask.StackPreview:
        """Read a file and say what is in it. Nothing is kept."""
        opened = self._read(read_file(Path(request.path), MOST_FILE))
        pathway, language = opened.pathway, request.language
        return ask.StackPreview(
            pathway.title.best(language) or pathway.id,
            pathway.summary.best(language),
            opened.attribution.sentence,
            opened.warnings,
            len(pathway.leaves()),
        )

    def stack_follow(self, request: ask.FollowStack) -> Change:
        """Follow a stack that ships, or one in a file. Following one a second time replaces its file."""
        self._open_vault()
        if request.shipped:
            if request.shipped not in shipped_names():
                raise NotInVaultError(request.shipped, step="stack.follow")
            stack = FollowedStack(
                request.shipped, self._open_shipped(request.shipped).pathway.id, self._clock(), request.shipped
            )
        else:
            source = read_file(Path(request.path), MOST_FILE)
            original = stack_in_dossier(source) or source
            pathway = self._read(original).pathway
            stack = FollowedStack(key_of(pathway.id), pathway.id, self._clock(), original=as_text(original))
        return self._follow(stack)

    def _follow(self, stack: FollowedStack) -> Change:
        self._stack_shelf().put(stack, stack.id)
        return self._stack_changed((stack.id,), ask.UnfollowStack(stack.id))

    def stack_unfollow(self, request: ask.UnfollowStack) -> Change:
        """Stop following. What the learner said about it stays, for when they follow it again."""
        self._stack_shelf().forget(FollowedStack, request.id)
        return self._stack_changed((request.id,), ask.PutBackStack(request.id))

    def stack_put_back(self, request: ask.PutBackStack) -> Change:
        """Follow it again, as it was."""
        self._stack_shelf().put_back(FollowedStack, request.id)
        return self._stack_changed((request.id,), ask.UnfollowStack(request.id))

    # -- the figures -----------------------------------------------------------------------------------------------

    def stack_view(self, request: ask.GetStack) -> StackView:
        """Everything the window draws of one stack."""
        return self._view(self._stack_shelf().stack(request.id), request)

    def _view(self, stack: FollowedStack, request: ask.GetStack) -> StackView:
        held = self._all_held()
        key = (self._held.version(), stack, request)
        found = self._measured.get(key)
        if found is None:
            found = self._reckon(stack, self._open(stack), request, held)[0]
            self._remember(key, found)
        assert isinstance(found, StackView)
        return found

    def _reckon(
        self, stack: FollowedStack, opened: OpenStack, request: ask.GetStack, held: Held
    ) -> tuple[StackView, ProgressReport, tuple[Holding, ...]]:
        report, own = self._measure(stack, opened, held, request.seconds)
        supposed = tuple(suppose(opened.pathway, key) for key in request.suppose if key in opened.pathway.achievements)
        prospect = self._prospect(report, (*held.holdings, *own, *supposed), request)
        card = card_of(
            stack.id, opened.pathway, opened.attribution, request.language, shipped=stack.shipped, followed=True
        )
        then = _figure(prospect) if request.what_if or supposed else None
        view = view_of(
            report,
            prospect,
            held,
            (*own, *supposed),
            card,
            request.language,
            decisions=self._decisions(stack.pathway),
            warnings=opened.warnings,
            what_if=then,
        )
        own_words = tuple(self._own_word_rows(stack, Names(opened.pathway, held, request.language)))
        return replace(view, own_words=own_words), report, own

    def _own_word_rows(self, stack: FollowedStack, names: Names) -> Iterator[OwnWordRow]:
        for word in self._stack_shelf().all(OwnWord):
            if word.stack == stack.pathway:
                title = word.title or names.achievement(word.achievement)
                yield OwnWordRow(word.id, OwnBasis(word.basis), title, word.day, word.scan)

    def _measure(
        self, stack: FollowedStack, opened: OpenStack, held: Held, seconds: float = 1.0
    ) -> tuple[ProgressReport, tuple[Holding, ...]]:
        own = self._own_holdings(stack, opened.pathway)
        key = (self._held.version(), "report", stack, opened.pathway.rules, self._today(), seconds)
        report = self._measured.get(key)
        if not isinstance(report, ProgressReport):
            report = measure(
                opened.pathway,
                (*held.holdings, *own),
                self._today(),
                confirmed=self.confirmed_names(stack.pathway),
                decisions=self.own_decisions(stack.pathway),
                attribution=opened.attribution,
                seconds=seconds,
            )
            self._remember(key, report)
        return report, own

    def _prospect(self, report: ProgressReport, holdings: Sequence[Holding], request: ask.GetStack) -> Allocation:
        """What is drawn over the open bricks: what is not verified and in progress, and in what-if plans and papers too."""
        include = IF_ISSUED | {Standing.PLANNED} if request.what_if or request.suppose else WITH_IN_PROGRESS
        scenario = replace(report.allocation.problem.scenario, include=include)
        return allocate(report.pathway, holdings, scenario, request.seconds)

    # -- reasons and next steps ------------------------------------------------------------------------------------

    def stack_why(self, request: ask.WhyBrick) -> ask.WhyAnswer:
        """Why a holding does not count (or not elsewhere), or why a requirement is open."""
        stack = self._stack_shelf().stack(request.stack)
        held, opened = self._all_held(), self._open(stack)
        report, own = self._measure(stack, opened, held)
        holdings = (*held.holdings, *own)
        names = Names(report.pathway, held, request.language, own)
        if request.holding:
            if all(holding.id != request.holding for holding in holdings):
                raise NotInVaultError(request.holding, step="stack.why")
            found = why_not(report.allocation, holdings, request.holding)
            told = [names.sentence(reason) for reason in found.reasons]
            for other in found.alternatives:
                told += _alternative(other, names)
            tests = tuple(
                ask.TestRow(names.achievement(one.achievement), str(test.outcome), names.sentence(test.reason))
                for one in found.candidates
                for test in one.tests
            )
            return ask.WhyAnswer(tuple(told), tests=tests)
        if all(leaf.id != request.requirement for leaf in report.pathway.leaves()):
            return ask.WhyAnswer(())
        opened_why = why_open(report.allocation, request.requirement)
        return ask.WhyAnswer(
            (),
            tuple(
                (names.holding(fit.holding), tuple(names.requirement(leaf) for leaf in fit.used_at))
                for fit in opened_why.fits
            ),
            tuple(
                (names.holding(near.holding), tuple(names.sentence(reason) for reason in near.failed))
                for near in opened_why.nearly
            ),
            tuple(names.achievement(key) for key in opened_why.would_do),
        )

    def stack_next(self, request: ask.NextSteps) -> ask.StepPlan:
        """The least that completes a stack, from what the stack itself says of cost and time; or what is in the way."""
        stack = self._stack_shelf().stack(request.stack)
        held, opened = self._all_held(), self._open(stack)
        report, own = self._measure(stack, opened, held)
        pathway = report.pathway
        names = Names(pathway, held, request.language, own)
        self.hooks.saying(N_("Looking for the shortest way"))(0, 0)
        plan = plan_next(
            pathway,
            held.holdings,
            offers_of(pathway),
            report.allocation.problem.scenario,
            Aim(request.aim),
            request.seconds,
        )
        titles = {step.offer.holding.id: names.achievement(step.achievement) for step in plan.steps}
        leaves = {leaf.id for leaf in pathway.leaves()}
        return ask.StepPlan(
            request.aim,
            tuple(_step(step, names, titles) for step in plan.steps),
            "" if plan.total is None else show(plan.total),
            plan.currency,
            plan.completes,
            plan.proven,
            tuple(names.requirement(key) for key in plan.blocked if key in leaves),
        )

    # -- one credential --------------------------------------------------------------------------------------------

    def counts_towards(self, request: ask.GetCountsTowards) -> ask.CountsTowards:
        """Where one credential counts, or would."""
        rows = []
        for stack in self._stack_shelf().stacks():
            view = self._view(stack, ask.GetStack(stack.id, request.language))
            for layer in view.layers:
                for brick in layer.bricks:
                    if brick.credential == request.credential and brick.state is not BrickState.OPEN:
                        row = (stack.id, view.card.title, layer.title, brick.amount, view.card.unit, brick.state)
                        rows.append(ask.CountsTowardsRow(*row))
        return ask.CountsTowards(tuple(rows))

    # -- for the command line --------------------------------------------------------------------------------------

    def stack_holdings(self) -> tuple[Holding, ...]:
        """Everything held, checked, with the learner's own records for whatever stack."""
        held = self._all_held()
        own: list[Holding] = []
        for stack in self._stack_shelf().stacks():
            own += self._own_holdings(stack, self._open(stack).pathway)
        return (*held.holdings, *own)

    def stack_originals(self) -> tuple[tuple[str, bytes], ...]:
        """The followed stacks as (id, file)."""
        return tuple((stack.id, self._original(stack)) for stack in self._stack_shelf().stacks())

    def follow_original(self, pathway: Pathway, original: bytes) -> str:
        """Keep a stack that was read elsewhere; returns its id. One that ships is followed as that, and grows with Tessera."""
        for name in shipped_names():
            if self._open_shipped(name).pathway == pathway:
                return self.stack_follow(ask.FollowStack(shipped=name)).ids[0]
        stack = FollowedStack(key_of(pathway.id), pathway.id, self._clock(), original=as_text(original))
        return self._follow(stack).ids[0]

    # -- for a dossier ---------------------------------------------------------------------------------------------

    def _stack_files(self, sending: Sending, key: str) -> tuple[DossierFile, ...]:
        """The rules of a followed or shipped stack, and what they make of what is shown."""
        ships = key in shipped_names()
        stack = FollowedStack(key, "", self._clock(), key) if ships else self._stack_shelf().stack(key)
        opened = self._open(stack)
        return stack_files(sending, self._checking(), opened.pathway, self._original(stack), opened.attribution)


def _figure(prospect: Allocation) -> StackFigure:
    complete = prospect.problem.pathway.requires.id in prospect.score.satisfied
    return figure_of(Figure(prospect.progress, prospect.upper, prospect.proven_optimal, complete))


def _alternative(other: Alternative, names: Names) -> list[Message]:
    place = names.requirement(other.requirement)
    if other.change is None:
        return [Message(N_("It cannot be counted at “{place}” without breaking a rule."), {"place": place})]
    told = [Message(N_("It could be counted at “{place}”."), {"place": place})]
    if other.replaces:
        what = names.listed(names.holding(key) for key in other.replaces)
        told = [Message(N_("It could replace “{what}” at “{place}”."), {"place": place, "what": what})]
    for cost in other.costs:
        facts = {"amount": show(cost.amount), "unit": cost.unit or "none", "place": names.requirement(cost.requirement)}
        told.append(Message(N_("Counting it there would cost {amount} {unit} at “{place}”."), facts))
    if not other.costs:
        told.append(Message(N_("That would change nothing.")))
    return told


def _step(step: Step, names: Names, titles: Mapping[str, str]) -> ask.StepRow:
    offer = step.offer
    facts = [("aid", fact) for fact in offer.aid] + [("outcome", fact) for fact in offer.outcomes]
    return ask.StepRow(
        title=names.achievement(step.achievement) or offer.holding.title.best(names.language),
        achievement=step.achievement,
        cost="" if offer.cost is None else f"{show(offer.cost)} {offer.currency}",
        hours="" if offer.hours is None else show(offer.hours),
        weeks="" if offer.weeks is None else show(offer.weeks),
        url=offer.url,
        after=tuple(titles.get(key, key) for key in step.after),
        facts=tuple(StackSource(kind, fact.claim, fact.url, fact.date) for kind, fact in facts),
    )


STACK_ANSWERS: Mapping[type[Any], Callable[[Any, Any], Any]] = {
    ask.ListStacks: StackVerbs.stack_list,
    ask.GetStack: StackVerbs.stack_view,
    ask.PreviewStack: StackVerbs.stack_preview,
    ask.FollowStack: StackVerbs.stack_follow,
    ask.UnfollowStack: StackVerbs.stack_unfollow,
    ask.PutBackStack: StackVerbs.stack_put_back,
    ask.RecordOwnWord: StackVerbs.record_own_word,
    ask.ForgetOwnWord: StackVerbs.forget_own_word,
    ask.PutBackOwnWord: StackVerbs.put_back_own_word,
    ask.ConfirmName: StackVerbs.confirm_name,
    ask.DecideRequirement: StackVerbs.decide,
    ask.ForgetDecision: StackVerbs.forget_decision,
    ask.GetScan: StackVerbs.scan,
    ask.ExportScan: StackVerbs.scan_export,
    ask.WhyBrick: StackVerbs.stack_why,
    ask.NextSteps: StackVerbs.stack_next,
    ask.ExportStack: StackVerbs.stack_export,
    ask.SaveStackDraft: StackVerbs.save_draft,
    ask.GetStackDraft: StackVerbs.draft,
    ask.GetCountsTowards: StackVerbs.counts_towards,
}
