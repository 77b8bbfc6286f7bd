"""The part of a session that shows, and that checks what others show. See `wallet/session/__init__.py`.

What is prepared waits here under a token until it is sent; only the newest few wait. Checking needs no vault.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wallet.clock import Clock
from wallet.credentials.shown_text import show_line
from wallet.errors import NotInVaultError
from wallet.formats.dossier import DossierFile, Role
from wallet.formats.zip_file import find_dossier
from wallet.i18n import N_
from wallet.intake import CheckedCredential, Evidence, HolderExpectation, Refusal
from wallet.messages import presenting as show
from wallet.messages import requests as ask
from wallet.messages.requests import Change, Touched
from wallet.messages.stacks import GetStack
from wallet.session.checking import Checking
from wallet.session.contents import credentials_in
from wallet.session.dossiers import claim_in, dossier_holdings, look_into, reckon
from wallet.session.evidence import carried_from
from wallet.session.holder_keys import HolderKeyShelf
from wallet.session.holding import read_holder
from wallet.session.hooks import Hooks
from wallet.session.issuer_copies import NotedDocuments, issuer_copies
from wallet.session.packs import PackFolder
from wallet.session.presenting import Prepared, Presenting, text_frame
from wallet.session.proposing import LOOKING
from wallet.session.questioning import challenge_view, check_shown, find_challenge, find_holder, new_challenge
from wallet.session.scanning import Scanning
from wallet.session.sending import Sending, resume_of
from wallet.session.sources import read_file
from wallet.session.stack_keeping import OpenStack
from wallet.store.vault import Vault, VaultTerms

MOST_PREPARED = 8


class ShowingVerbs:
    """What `Session` inherits; it provides the members below."""

    hooks: Hooks
    _terms: VaultTerms
    _clock: Clock
    _packs: PackFolder
    _open_vault: Callable[[], Vault]
    _checking: Callable[[], Checking]
    answer: Callable[[object], Any]
    _read: Callable[[bytes], OpenStack]
    _stack_files: Callable[[Sending, str], tuple[DossierFile, ...]]

    def _begin_showing(self) -> None:
        self._scanning = Scanning()
        self._prepared: dict[str, Prepared] = {}
        self._answered: dict[str, None] = {}  # nonces that had their answer (SDJWT-13); they end within a day

    # -- showing ---------------------------------------------------------------------------------------------------

    def disclosures(self, request: show.GetDisclosures) -> show.Disclosures:
        """What of these credentials can be shown."""
        return self._presenting().disclosures(request)

    def propose(self, request: show.ProposeChoice) -> show.Proposal:
        """The fewest claims that answer a challenge."""
        presenting = self._presenting()
        return presenting.with_summaries(
            presenting.proposing(self.hooks.saying(LOOKING)).for_challenge(request.challenge)
        )

    def propose_for_skills(self, request: show.ProposeForSkills) -> show.Proposal:
        """The fewest credentials that show the skills of a job."""
        presenting = self._presenting()
        return presenting.with_summaries(presenting.proposing(self.hooks.saying(LOOKING)).for_skills(request.skills))

    def propose_for_stack(self, request: show.ProposeForStack) -> show.Proposal:
        """What a stack counts."""
        view = self.answer(GetStack(request.stack))
        presenting = self._presenting()
        return presenting.with_summaries(presenting.proposing(self.hooks.saying(LOOKING)).for_stack(view))

    def prepare(self, request: show.PreparePresentation) -> show.PreparedPresentation:
        """Make a presentation, to be looked at and then sent as it is. Only the newest few wait."""
        presenting = self._presenting()
        prepared = presenting.prepare(request)
        token = self._terms.entropy(8).hex()
        self._prepared = {**dict(list(self._prepared.items())[-MOST_PREPARED:]), token: prepared}
        return presenting.prepared_view(token, prepared)

    def save_presentation(self, request: show.SavePresentation) -> ask.Exported:
        """Write a prepared presentation to a file, and into the ledger."""
        presenting, prepared = self._presenting(), self._waiting_presentation(request.token)
        sending = self._sending(prepared, request.language)
        if request.stack:
            sending = replace(sending, stack=self._stack_files(sending, request.stack))
        return ask.Exported(str(presenting.save(prepared, sending, Path(request.path), request.kind)), 1)

    def resume(self, request: show.GetResume) -> show.ResumeBlock:
        """What is shown as text for a résumé, to be pasted; it goes into the ledger as a file does."""
        presenting, prepared = self._presenting(), self._waiting_presentation(request.token)
        text = resume_of(self._sending(prepared, request.language))
        presenting.enter(prepared)
        return show.ResumeBlock(text)

    def _sending(self, prepared: Prepared, language: str) -> Sending:
        seen, copies = self._seen(prepared)
        return replace(self._presenting().sending(prepared, seen, language), issuers=copies)

    def _seen(self, prepared: Prepared) -> tuple[tuple[CheckedCredential, ...], tuple[DossierFile, ...]]:
        """What the other side will see, each credential in the very bytes that are sent; and what checking it took."""
        checking = self._checking()
        noted = NotedDocuments(checking.evidence.documents)
        looking = replace(checking, evidence=Evidence(noted, checking.evidence.known_issuers))
        looked = looking.look(prepared.presentation.text.encode(), "presentation", HolderExpectation())
        found = [each for each in looked if not isinstance(each, Refusal)]
        seen = tuple(one for each in found for one in credentials_in(each))
        lists = {each.url for each in prepared.evidence}
        return seen, issuer_copies(seen, noted, lists, checking.evidence.known_issuers)

    def frame(self, request: show.GetFrame) -> show.CodeFrame:
        """Draw one code of a prepared presentation, or a text (a challenge, a DID) as one code."""
        if request.text:
            return text_frame(request.text, request.number, request.part_version)
        return self._presenting().frame(self._waiting_presentation(request.token), request)

    def ledger(self, _request: show.GetLedger) -> show.Ledger:
        """What was shown, to whom, when."""
        return self._presenting().ledger()

    def forget_shown(self, request: show.ForgetShown) -> Change:
        """Delete an entry of the ledger; a tombstone stays."""
        self._presenting().forget(request)
        return Change((Touched.LEDGER,))

    def holder_keys(self, _request: show.ListHolderKeys) -> show.HolderKeys:
        """The holder keys, never themselves."""
        return self._holder_keys().keys()

    def new_holder_key(self, request: show.NewHolderKey) -> show.HolderKeyView:
        """Make a holder key."""
        return self._holder_keys().new_key(request)

    def prove_holder(self, request: show.ProveHolder) -> show.HolderProof:
        """Prove control of a holder key."""
        return self._holder_keys().prove(request)

    # -- checking what others show: needs no vault -----------------------------------------------------------------

    def make_challenge(self, request: show.MakeChallenge) -> show.ChallengeView:
        """Make a challenge."""
        return new_challenge(request, self._clock(), self._terms.entropy)

    def read_challenge(self, request: show.ReadChallenge) -> show.ChallengeView:
        """Read somebody's challenge."""
        return challenge_view(find_challenge(request), self._clock())

    def read_holder(self, request: show.ReadHolder) -> show.HolderClaim:
        """Read somebody's identifier, and check the proof that they hold it."""
        return read_holder(find_holder(request), self._checking())

    def check_shown(self, request: show.CheckShown) -> show.CheckedShown:
        """Check what somebody shows, with the evidence that came along; nothing is kept."""
        return check_shown(
            request,
            self._checking(),
            self._scanning.carried,
            self._answered,
            self.hooks.saying(N_("Reading and checking")),
        )

    def reckon_dossier(self, request: show.ReckonDossier) -> show.DossierStack:
        """Reckon the stack that a dossier brings along, from what the dossier proves alone."""
        source = read_file(Path(request.path))
        dossier = find_dossier(source)
        rules = None if dossier is None else dossier.find(Role.PATHWAY)
        if dossier is None or rules is None:
            return show.DossierStack()
        opened = self._read(rules.content)
        holdings = dossier_holdings(look_into(source, self._checking()))
        report = reckon(opened.pathway, opened.attribution, holdings, self._clock().astimezone().date())
        now, claim = report.counts_now, claim_in(dossier)
        return show.DossierStack(
            title=show_line(report.pathway.title.best(request.language) or report.pathway.id),
            percent=now.percent,
            complete=now.complete,
            claimed=-1 if claim is None else claim.percent,
            same=claim is not None and claim.agrees_with(report),
            on_whose_word=opened.attribution.sentence.render(request.language),
        )

    def start_scan(self, _request: show.StartScan) -> show.ScanState:
        """Begin to look at codes."""
        return self._scanning.start()

    def see_frame(self, request: show.SeeFrame) -> show.ScanState:
        """Look at a camera frame or the text of codes."""
        return self._scanning.see(request)

    def _holder_keys(self) -> HolderKeyShelf:
        return HolderKeyShelf(self._open_vault(), self._clock(), self._terms.entropy)

    def _presenting(self) -> Presenting:
        documents = self._packs.evidence().documents
        return Presenting(
            self._open_vault(),
            self._clock(),
            self._checking().reopen,
            self._terms.entropy,
            lambda url: carried_from(documents, url),
        )

    def _waiting_presentation(self, token: str) -> Prepared:
        if token not in self._prepared:
            raise NotInVaultError("no such presentation", step="session.present")
        return self._prepared[token]


SHOWING_ANSWERS: Mapping[type[Any], Callable[[Any, Any], Any]] = {
    show.GetDisclosures: ShowingVerbs.disclosures,
    show.ProposeChoice: ShowingVerbs.propose,
    show.ProposeForSkills: ShowingVerbs.propose_for_skills,
    show.ProposeForStack: ShowingVerbs.propose_for_stack,
    show.PreparePresentation: ShowingVerbs.prepare,
    show.SavePresentation: ShowingVerbs.save_presentation,
    show.GetResume: ShowingVerbs.resume,
    show.GetFrame: ShowingVerbs.frame,
    show.GetLedger: ShowingVerbs.ledger,
    show.ForgetShown: ShowingVerbs.forget_shown,
    show.ListHolderKeys: ShowingVerbs.holder_keys,
    show.NewHolderKey: ShowingVerbs.new_holder_key,
    show.ProveHolder: ShowingVerbs.prove_holder,
    show.MakeChallenge: ShowingVerbs.make_challenge,
    show.ReadChallenge: ShowingVerbs.read_challenge,
    show.ReadHolder: ShowingVerbs.read_holder,
    show.CheckShown: ShowingVerbs.check_shown,
    show.ReckonDossier: ShowingVerbs.reckon_dossier,
    show.StartScan: ShowingVerbs.start_scan,
    show.SeeFrame: ShowingVerbs.see_frame,
}
