"""The part of a session that reckons stacks. See `wallet/session/__init__.py`.

Holdings come from kept credentials, checked with the evidence held now and remembered until the vault changes. What a stack comes
to is remembered for the same time, by stack, day and question, so that looking at it again costs nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from wallet.clock import Clock
from wallet.encoding.strict_json import read_json, write_json
from wallet.errors import FileAccessError, NotInVaultError, WalletError
from wallet.i18n import N_, Message
from wallet.intake import Refusal
from wallet.messages import stacks as ask
from wallet.messages.requests import Change, Exported, Touched
from wallet.messages.stacks import BrickState, StackFigure
from wallet.messages.wire import undo_of
from wallet.pathways.allocation import Allocation, allocate
from wallet.pathways.amounts import Amount, exact, show
from wallet.pathways.attribution import Attribution, attribute, find_pathway, read_signed_pathway
from wallet.pathways.holding import Basis, Holding
from wallet.pathways.library import shipped, shipped_names
from wallet.pathways.next_steps import Aim, Step, offers_of, plan_next
from wallet.pathways.open_pathway import open_pathway
from wallet.pathways.pathway import FORMAT, MatchBy, Override, Pathway, ProvenanceStatus
from wallet.pathways.progress import Figure, ProgressReport, measure
from wallet.pathways.reasons import Alternative, why_not, why_open
from wallet.pathways.standing import IF_ISSUED, WITH_IN_PROGRESS, Standing
from wallet.pathways.write_ctdl import write_ctdl
from wallet.pathways.write_pathway import write_pathway
from wallet.report import Verdict
from wallet.session.checking import Checking
from wallet.session.hooks import Hooks
from wallet.session.stack_draft import NotYoursError, read_draft, write_draft
from wallet.session.stack_holdings import Held, HeldCache
from wallet.session.stack_shelf import (
    SCAN,
    ConfirmedName,
    Decision,
    FollowedStack,
    OwnWord,
    StackShelf,
)
from wallet.session.stack_view import card_of, figure_of, view_of
from wallet.session.stack_words import Names
from wallet.store.kept_documents import MOST_BYTES
from wallet.store.vault import Vault

MOST_FILE = 8 * 1024 * 1024  # bytes of a pathway file
MOST_REMEMBERED = 64
SHIPPED_FIRST = ("northlight-bsc-data-practice", "yunling-data-literacy")


@dataclass(frozen=True, slots=True)
class OpenStack:
    """A stack that was read: the pathway, on whose word, and what had to be assumed."""

    pathway: Pathway
    attribution: Attribution
    warnings: tuple[Message, ...] = ()


class StackVerbs:
    """What `Session` inherits; it provides the members below."""

    hooks: Hooks
    _clock: Clock
    _open_vault: Callable[[], Vault]
    _checking: Callable[[], Checking]

    def _begin_stacks(self) -> None:
        self._held = HeldCache()
        self._opened: dict[object, OpenStack] = {}
        self._measured: dict[object, object] = {}

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

    def _shipped_card(self, name: str, followed: Mapping[str, str], language: str) -> ask.StackCard:
        opened = self._open_shipped(name)
        key = followed.get(name, "")
        return card_of(key, opened.pathway, opened.attribution, language, shipped=name, followed=bool(key))

    def stack_preview(self, request: ask.PreviewStack) -> ask.StackPreview:
        """Read a file and say what is in it. Nothing is kept."""
        opened = self._read(_read_file(Path(request.path)))
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
        if request.shipped:
            if request.shipped not in shipped_names():
                raise NotInVaultError(request.shipped, step="stack.follow")
            stack = FollowedStack(
                request.shipped, self._open_shipped(request.shipped).pathway.id, self._clock(), request.shipped
            )
        else:
            original = _read_file(Path(request.path))
            pathway = self._read(original).pathway
            stack = FollowedStack(_key_of(pathway.id), pathway.id, self._clock(), original=_as_text(original))
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

    def stack_view(self, request: ask.GetStack) -> ask.StackView:
        """Everything the window draws of one stack."""
        return self._view(self._stack_shelf().stack(request.id), request)

    def _view(self, stack: FollowedStack, request: ask.GetStack) -> ask.StackView:
        held = self._all_held()
        key = (self._held.version(), stack, request)
        found = self._measured.get(key)
        if found is None:
            found = self._build_view(stack, request, held)
            self._remember(key, found)
        assert isinstance(found, ask.StackView)
        return found

    def _build_view(self, stack: FollowedStack, request: ask.GetStack, held: Held) -> ask.StackView:
        opened = self._open(stack)
        report, own = self._measure(stack, opened, held, request.seconds)
        supposed = tuple(_suppose(opened.pathway, key) for key in request.suppose if key in opened.pathway.achievements)
        prospect = self._prospect(report, (*held.holdings, *own, *supposed), request)
        card = card_of(
            stack.id, opened.pathway, opened.attribution, request.language, shipped=stack.shipped, followed=True
        )
        then = _figure(prospect) if request.what_if or supposed else None
        return view_of(
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

    def _measure(
        self, stack: FollowedStack, opened: OpenStack, held: Held, seconds: float = 1.0
    ) -> tuple[ProgressReport, tuple[Holding, ...]]:
        own = self._own_holdings(stack, opened.pathway)
        key = (self._held.version(), "report", stack, self._today(), seconds)
        report = self._measured.get(key)
        if not isinstance(report, ProgressReport):
            report = measure(
                opened.pathway,
                (*held.holdings, *own),
                self._today(),
                confirmed=self._confirmed(stack.pathway),
                decisions=self._overrides(stack.pathway),
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
            return ask.WhyAnswer(tuple(told))
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

    # -- the learner's own word ------------------------------------------------------------------------------------

    def record_own_word(self, request: ask.RecordOwnWord) -> Change:
        """Record a plan, work in progress or a paper. It is drawn as the learner's own word and never counts."""
        shelf = self._stack_shelf()
        stack = shelf.stack(request.stack)
        key = sha256(msgspec.json.encode((request, self._clock()))).hexdigest()[:16]
        scan = ""
        if request.scan:
            content = _read_file(Path(request.scan))
            shelf.put_bytes(SCAN, key, content)
            scan = Path(request.scan).name
        word = OwnWord(
            key,
            str(request.basis),
            stack.pathway,
            request.achievement,
            request.title.strip()[:300],
            request.issuer.strip()[:300],
            request.day,
            request.grade.strip()[:60],
            scan,
        )
        shelf.put(word, key)
        return self._stack_changed((key,), ask.ForgetOwnWord(key))

    def forget_own_word(self, request: ask.ForgetOwnWord) -> Change:
        """Take a record back."""
        self._stack_shelf().forget(OwnWord, request.id)
        return self._stack_changed((request.id,), ask.PutBackOwnWord(request.id))

    def put_back_own_word(self, request: ask.PutBackOwnWord) -> Change:
        """Keep a record after all."""
        self._stack_shelf().put_back(OwnWord, request.id)
        return self._stack_changed((request.id,), ask.ForgetOwnWord(request.id))

    def confirm_name(self, request: ask.ConfirmName) -> Change:
        """Say that a holding is an achievement although only the name agrees, or take that back."""
        shelf = self._stack_shelf()
        pathway = shelf.stack(request.stack).pathway
        key = _key_of(f"{pathway}\n{request.holding}\n{request.achievement}")
        if request.confirmed:
            shelf.put(ConfirmedName(pathway, request.holding, request.achievement), key)
        else:
            shelf.delete(ConfirmedName, key)
        return self._stack_changed((request.stack,), replace(request, confirmed=not request.confirmed))

    def decide(self, request: ask.DecideRequirement) -> Change:
        """Waive a requirement, accept or rule out a credential, with a note. It never counts as evidence."""
        shelf = self._stack_shelf()
        pathway = shelf.stack(request.stack).pathway
        key = _key_of(f"{pathway}\n{request.requirement}\n{request.action}\n{request.credential}")
        made = Decision(
            key,
            pathway,
            request.requirement,
            request.action,
            request.note.strip()[:500],
            request.credential,
            self._today().isoformat(),
        )
        shelf.put(made, key)
        return self._stack_changed((key,), ask.ForgetDecision(key))

    def forget_decision(self, request: ask.ForgetDecision) -> Change:
        """Take a decision back."""
        self._stack_shelf().delete(Decision, request.id)
        return self._stack_changed((request.id,))

    # -- files and drafts ------------------------------------------------------------------------------------------

    def stack_export(self, request: ask.ExportStack) -> Exported:
        """Write a stack's rules to a file: ours, or CTDL."""
        pathway = self._open(self._stack_shelf().stack(request.id)).pathway
        document = write_ctdl(pathway)[0] if request.form == "ctdl" else write_pathway(pathway)
        _write_file(Path(request.path), write_json(document))
        return Exported(request.path, 1)

    def save_draft(self, request: ask.SaveStackDraft) -> Change:
        """Keep a stack of the learner's own; it is a valid pathway file like any other."""
        shelf = self._stack_shelf()
        before = shelf.stack(request.id) if request.id else None
        if before is not None and not before.personal:
            raise NotYoursError(step="stack.draft")
        seed = sha256(msgspec.json.encode((request.draft, self._clock()))).hexdigest()[:20]
        identifier = before.pathway if before is not None else f"urn:tessera:personal:{seed}"
        original = write_json(write_draft(request.draft, identifier, self._today()))
        if request.path:
            _write_file(Path(request.path), original)
        key = before.id if before is not None else _key_of(identifier)
        followed = before.followed if before is not None else self._clock()
        shelf.put(FollowedStack(key, identifier, followed, original=original.decode(), personal=True), key)
        return self._stack_changed((key,), ask.UnfollowStack(key) if before is None else None)

    def draft(self, request: ask.GetStackDraft) -> ask.StackDraft:
        """A stack of the learner's own, to go on writing it."""
        opened = self._open(self._stack_shelf().stack(request.id))
        if opened.pathway.status is not ProvenanceStatus.PERSONAL:
            raise NotYoursError(step="stack.draft")
        return read_draft(opened.pathway, request.language)

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
        """Keep a stack that was read elsewhere; returns its id."""
        stack = FollowedStack(_key_of(pathway.id), pathway.id, self._clock(), original=_as_text(original))
        return self._follow(stack).ids[0]

    def confirmed_names(self, pathway: str) -> frozenset[tuple[str, str]]:
        """The names that the person confirmed."""
        return self._confirmed(pathway)

    def own_decisions(self, pathway: str) -> tuple[Override, ...]:
        """The learner's own waivers and acceptances."""
        return self._overrides(pathway)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _stack_shelf(self) -> StackShelf:
        return StackShelf(self._open_vault().database, self._clock())

    def _today(self) -> date:
        return self._clock().astimezone().date()

    def _all_held(self) -> Held:
        vault = self._open_vault()
        before = self._held.version()
        held = self._held.held(vault, self._checking(), self.hooks.saying(N_("Checking what you hold")))
        if self._held.version() != before:
            self._measured.clear()
        return held

    def _stack_changed(self, ids: tuple[str, ...], undo: object | None = None) -> Change:
        """Tell what changed. What was reckoned before is forgotten; what is held was not touched and stays checked."""
        self._measured.clear()
        return Change((Touched.PATHWAYS,), ids, undo_of(undo) if undo is not None else "")

    def _remember(self, key: object, found: object) -> None:
        while len(self._measured) >= MOST_REMEMBERED:
            self._measured.pop(next(iter(self._measured)))
        self._measured[key] = found

    def _original(self, stack: FollowedStack) -> bytes:
        if stack.shipped:
            return write_json(write_pathway(self._open_shipped(stack.shipped).pathway))
        return stack.original.encode()

    def _open(self, stack: FollowedStack) -> OpenStack:
        if stack.shipped in shipped_names():
            return self._open_shipped(stack.shipped)
        key = ("file", sha256(stack.original.encode()).digest(), self._checking_key())
        if key not in self._opened:
            self._opened[key] = self._read(stack.original.encode())
        return self._opened[key]

    def _checking_key(self) -> object:
        checking = self._checking()
        return id(checking.evidence), checking.now.date()

    def _open_shipped(self, name: str) -> OpenStack:
        if name not in self._opened:
            pathway = shipped(name)
            self._opened[name] = OpenStack(pathway, attribute(pathway))
        return self._opened[name]

    def _read(self, original: bytes) -> OpenStack:
        """Read any file that holds a stack; where it is a signed one, check the signature. Raises WalletError."""
        signed = self._read_signed(original) if _may_be_signed(original) else None
        if signed is not None:
            return signed
        imported = open_pathway(original)
        word = attribute(imported.pathway)
        if imported.pathway.status is ProvenanceStatus.PERSONAL:
            word = replace(word, source=imported.pathway.title.best("en"))
        return OpenStack(imported.pathway, word, imported.warnings)

    def _read_signed(self, original: bytes) -> OpenStack | None:
        for found in self._checking().check(original, "stack"):
            if not isinstance(found, Refusal) and find_pathway(found.envelope.document) is not None:
                return OpenStack(*read_signed_pathway(found))
        return None

    def _confirmed(self, pathway: str) -> frozenset[tuple[str, str]]:
        names = self._stack_shelf().all(ConfirmedName)
        return frozenset((name.holding, name.achievement) for name in names if name.pathway == pathway)

    def _decisions(self, pathway: str) -> tuple[Decision, ...]:
        return tuple(made for made in self._stack_shelf().all(Decision) if made.pathway == pathway)

    def _overrides(self, pathway: str) -> tuple[Override, ...]:
        return tuple(made.override() for made in self._decisions(pathway))

    def _own_holdings(self, stack: FollowedStack, pathway: Pathway) -> tuple[Holding, ...]:
        words = [word for word in self._stack_shelf().all(OwnWord) if word.stack == stack.pathway]
        return tuple(
            _own_holding(pathway, word, self._today()) for word in words if word.achievement in pathway.achievements
        )


def _own_holding(pathway: Pathway, word: OwnWord, today: date) -> Holding:
    """As it would be if it were passed: with the grade the learner states, else the best there is."""
    supposed = _suppose(pathway, word.achievement)
    return replace(
        supposed,
        id=f"own:{word.id}",
        basis=Basis(word.basis),
        grades=(word.grade,) if word.grade else supposed.grades,
        awarded=word.day or today,
    )


def _suppose(pathway: Pathway, key: str) -> Holding:
    """Return the plan to have an achievement: it carries every sign by which the pathway would know it."""
    rule = pathway.achievements[key]
    by = {match.by: match.id for match in reversed(rule.matches) if match.id}
    issuers = [i for issuer in rule.issuers or () for i in pathway.issuers[issuer].ids]
    wanted = rule.credits or Amount(exact("1") or 1, pathway.unit)  # type: ignore[arg-type]
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
        credits=wanted,
    )


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
        facts=tuple(ask.StackSource(kind, fact.claim, fact.url, fact.date) for kind, fact in facts),
    )


def _may_be_signed(original: bytes) -> bool:
    """Only a document that is not a pathway itself is worth checking for a signature around one."""
    try:
        document = read_json(original)
    except WalletError:
        return True
    return isinstance(document, dict) and document.get("format") != FORMAT and find_pathway(document) is not None


def _key_of(identifier: str) -> str:
    return sha256(identifier.encode()).hexdigest()[:16]


def _as_text(original: bytes) -> str:
    return original.decode("utf-8", "replace")


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            content = opened.read(min(MOST_FILE, MOST_BYTES) + 1)
    except OSError as error:
        raise FileAccessError(type(error).__name__, step="stack.read", name=path.name) from error
    if len(content) > min(MOST_FILE, MOST_BYTES):
        raise FileAccessError("too big", step="stack.read", name=path.name)
    return content


def _write_file(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileAccessError(type(error).__name__, step="stack.write", name=path.name) from error


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
    ask.WhyBrick: StackVerbs.stack_why,
    ask.NextSteps: StackVerbs.stack_next,
    ask.ExportStack: StackVerbs.stack_export,
    ask.SaveStackDraft: StackVerbs.save_draft,
    ask.GetStackDraft: StackVerbs.draft,
    ask.GetCountsTowards: StackVerbs.counts_towards,
}
