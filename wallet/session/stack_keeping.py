"""What a person says about stacks, kept in the vault, and how a stack's file is opened: the ground that `stacks.py` stands on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec

from wallet.clock import Clock
from wallet.credentials.shown_text import show_line
from wallet.encoding.strict_json import read_json, write_json
from wallet.errors import NotInVaultError, PathwayError, WalletError
from wallet.i18n import N_, Message
from wallet.intake import Refusal
from wallet.messages import stacks as ask
from wallet.messages.requests import Change, Exported, Touched
from wallet.messages.wire import undo_of
from wallet.pathways.attribution import Attribution, attribute, find_pathway, read_signed_pathway
from wallet.pathways.holding import Basis, Holding
from wallet.pathways.library import shipped, shipped_names
from wallet.pathways.open_pathway import open_pathway
from wallet.pathways.pathway import FORMAT, Override, OverrideAction, Pathway, ProvenanceStatus
from wallet.pathways.planned import suppose
from wallet.pathways.write_ctdl import write_ctdl
from wallet.pathways.write_pathway import write_pathway
from wallet.session.checking import Checking
from wallet.session.dossiers import stack_in_dossier
from wallet.session.hooks import Hooks
from wallet.session.read_draft import read_draft
from wallet.session.scans import scan_pages
from wallet.session.sources import read_file
from wallet.session.stack_draft import NotYoursError, write_draft
from wallet.session.stack_holdings import Held, HeldCache
from wallet.session.stack_shelf import (
    ConfirmedName,
    Decision,
    FollowedStack,
    OwnWord,
    StackShelf,
)
from wallet.store.durable import replace_file
from wallet.store.vault import Vault

MOST_FILE = 8 * 1024 * 1024  # bytes of a pathway file, or of a scan
MOST_REMEMBERED = 64


class NoteMissingError(PathwayError):
    """A decision without a note: nobody could tell later why."""

    code = "stack.note"
    explanation = N_("A decision beside the rules needs a note.")
    advice = N_("Say why, in a few words: the note stays visible.")


@dataclass(frozen=True, slots=True)
class OpenStack:
    """A stack that was read: the pathway, on whose word, and what had to be assumed."""

    pathway: Pathway
    attribution: Attribution
    warnings: tuple[Message, ...] = ()


class StackKeeping:
    """What `StackVerbs` inherits; the session provides the members below."""

    hooks: Hooks
    _clock: Clock
    _open_vault: Callable[[], Vault]
    _checking: Callable[[], Checking]

    def _begin_stacks(self) -> None:
        self._held = HeldCache()
        self._opened: dict[object, OpenStack] = {}
        self._measured: dict[object, object] = {}

    def record_own_word(self, request: ask.RecordOwnWord) -> Change:
        """Record a plan, work in progress or a paper. It is drawn as the learner's own word and never counts."""
        shelf = self._stack_shelf()
        stack = shelf.stack(request.stack)
        key = sha256(msgspec.json.encode((request, self._clock()))).hexdigest()[:16]
        scan = read_file(Path(request.scan), MOST_FILE) if request.scan else None
        word = OwnWord(
            key,
            str(request.basis),
            stack.pathway,
            request.achievement,
            request.title.strip()[:300],
            request.issuer.strip()[:300],
            request.day,
            request.grade.strip()[:60],
            Path(request.scan).name if request.scan else "",
        )
        shelf.put(word, key, scan)
        return self._stack_changed((key,), ask.ForgetOwnWord(key))

    def forget_own_word(self, request: ask.ForgetOwnWord) -> Change:
        """Take a record back. It and its scan go for good with the trash: after thirty days, or when that is emptied."""
        self._stack_shelf().forget(OwnWord, request.id)
        return self._stack_changed((request.id,), ask.PutBackOwnWord(request.id))

    def put_back_own_word(self, request: ask.PutBackOwnWord) -> Change:
        """Keep a record after all."""
        self._stack_shelf().put_back(OwnWord, request.id)
        return self._stack_changed((request.id,), ask.ForgetOwnWord(request.id))

    def scan(self, request: ask.GetScan) -> ask.ScanView:
        """The scan of a paper, made harmless; it goes nowhere but to the window. Raises NotInVaultError."""
        name, content = self._scan(request.id)
        pages, of = scan_pages(content)
        return ask.ScanView(show_line(name), pages, of, len(content))

    def scan_export(self, request: ask.ExportScan) -> Exported:
        """Write a scan as it came, because the person asked for it. Raises NotInVaultError, FileAccessError."""
        replace_file(Path(request.path), self._scan(request.id)[1])
        return Exported(request.path, 1)

    def _scan(self, key: str) -> tuple[str, bytes]:
        shelf = self._stack_shelf()
        word, content = shelf.find(OwnWord, key), shelf.find_scan(key)
        if word is None or content is None:
            raise NotInVaultError(key, step="stack.scan")
        return word.scan, content

    def confirm_name(self, request: ask.ConfirmName) -> Change:
        """Say that a holding is an achievement although only the name agrees, or take that back."""
        shelf = self._stack_shelf()
        pathway = shelf.stack(request.stack).pathway
        key = key_of(f"{pathway}\n{request.holding}\n{request.achievement}")
        if request.confirmed:
            shelf.put(ConfirmedName(pathway, request.holding, request.achievement), key)
        else:
            shelf.delete(ConfirmedName, key)
        return self._stack_changed((request.stack,), replace(request, confirmed=not request.confirmed))

    def decide(self, request: ask.DecideRequirement) -> Change:
        """Waive a requirement, accept or rule out a credential, with a note. It never counts as evidence."""
        shelf = self._stack_shelf()
        stack = shelf.stack(request.stack)
        pathway = stack.pathway
        self._check_decision(stack, request)
        key = key_of(f"{pathway}\n{request.requirement}\n{request.action}\n{request.credential}")
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

    def _check_decision(self, stack: FollowedStack, request: ask.DecideRequirement) -> None:
        """A decision speaks of a requirement of the stack, and, to accept or rule out, of something that is held."""
        nodes = {node.id for node in self._open(stack).pathway.nodes()}
        if request.requirement not in nodes or request.action not in tuple(OverrideAction):
            raise NotInVaultError(request.requirement, step="stack.decide")
        if not request.note.strip():
            raise NoteMissingError(step="stack.decide")
        held = {holding.id for holding in self._all_held().holdings}
        if request.action != OverrideAction.WAIVE and request.credential not in held:
            raise NotInVaultError(request.credential, step="stack.decide")

    def forget_decision(self, request: ask.ForgetDecision) -> Change:
        """Take a decision back."""
        shelf = self._stack_shelf()
        made = shelf.find(Decision, request.id)
        if made is None:
            raise NotInVaultError(request.id, step="stack.find")
        shelf.delete(Decision, request.id)
        stack = next((one.id for one in shelf.stacks() if one.pathway == made.pathway), "")
        again = ask.DecideRequirement(stack, made.requirement, made.action, made.note, made.credential)
        return self._stack_changed((request.id,), again if stack else None)

    def stack_export(self, request: ask.ExportStack) -> Exported:
        """Write a stack's rules to a file: ours, or CTDL."""
        pathway = self._open(self._stack_shelf().stack(request.id)).pathway
        document = write_ctdl(pathway)[0] if request.form == "ctdl" else write_pathway(pathway)
        replace_file(Path(request.path), write_json(document))
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
            replace_file(Path(request.path), original)
        key = before.id if before is not None else key_of(identifier)
        followed = before.followed if before is not None else self._clock()
        shelf.put(FollowedStack(key, identifier, followed, original=original.decode(), personal=True), key)
        return self._stack_changed((key,), ask.UnfollowStack(key) if before is None else None)

    def draft(self, request: ask.GetStackDraft) -> ask.StackDraft:
        """A stack of the learner's own, to go on writing it."""
        opened = self._open(self._stack_shelf().stack(request.id))
        if opened.pathway.status is not ProvenanceStatus.PERSONAL:
            raise NotYoursError(step="stack.draft")
        return read_draft(opened.pathway, request.language)

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
            while len(self._opened) >= MOST_REMEMBERED:
                self._opened.pop(next(iter(self._opened)))
            self._opened[key] = self._read(stack.original.encode())
        return self._opened[key]

    def _checking_key(self) -> object:
        checking = self._checking()
        return checking.evidence, checking.now.date()

    def _open_shipped(self, name: str) -> OpenStack:
        if name not in self._opened:
            pathway = shipped(name)
            self._opened[name] = OpenStack(pathway, attribute(pathway))
        return self._opened[name]

    def _read(self, original: bytes) -> OpenStack:
        """Read any file that holds a stack, a dossier too; where it is a signed one, check the signature. Raises WalletError."""
        original = stack_in_dossier(original) or original
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

    def confirmed_names(self, pathway: str) -> frozenset[tuple[str, str]]:
        """The names that the person confirmed."""
        names = self._stack_shelf().all(ConfirmedName)
        return frozenset((name.holding, name.achievement) for name in names if name.pathway == pathway)

    def _decisions(self, pathway: str) -> tuple[Decision, ...]:
        return tuple(made for made in self._stack_shelf().all(Decision) if made.pathway == pathway)

    def own_decisions(self, pathway: str) -> tuple[Override, ...]:
        """The learner's own waivers and acceptances."""
        return tuple(made.override() for made in self._decisions(pathway))

    def _own_holdings(self, stack: FollowedStack, pathway: Pathway) -> tuple[Holding, ...]:
        words = [word for word in self._stack_shelf().all(OwnWord) if word.stack == stack.pathway]
        return tuple(
            _own_holding(pathway, word, self._today()) for word in words if word.achievement in pathway.achievements
        )


def _own_holding(pathway: Pathway, word: OwnWord, today: date) -> Holding:
    """As it would be if it were passed: with the grade the learner states, else the best there is."""
    supposed = suppose(pathway, word.achievement)
    return replace(
        supposed,
        id=f"own:{word.id}",
        basis=Basis(word.basis),
        grades=(word.grade,) if word.grade else supposed.grades,
        awarded=word.day or today,
    )


def _may_be_signed(original: bytes) -> bool:
    """Only a document that is not a pathway itself is worth checking for a signature around one."""
    try:
        document = read_json(original)
    except WalletError:
        return True
    return isinstance(document, dict) and document.get("format") != FORMAT and find_pathway(document) is not None


def key_of(identifier: str) -> str:
    """Return the short key under which something is kept."""
    return sha256(identifier.encode()).hexdigest()[:16]


def as_text(original: bytes) -> str:
    """Return a file's bytes as text: stacks are JSON or tokens, so nothing is lost."""
    return original.decode("utf-8", "replace")
