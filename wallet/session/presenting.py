"""Showing: what can be shown of what is kept, a presentation prepared once and sent as it is, challenges, the ledger.

A prepared presentation waits here under a token. Its preview is read back from its own bytes through the one strict door, so the
person sees what the other side will see; saving it or drawing its first code writes one ledger entry.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from wallet.credentials.model import Credential
from wallet.credentials.shown_text import show_line
from wallet.errors import PresentationError
from wallet.holder.keys import HolderKey
from wallet.i18n import N_
from wallet.intake import CheckedCredential
from wallet.messages import presenting as show
from wallet.messages.requests import Problem
from wallet.messages.wire import problem_of
from wallet.presentations.challenge import FORMAT as CHALLENGE_FORMAT
from wallet.presentations.disclosure import DisclosureTree, Hiding, disclosure_tree, shown_leaves
from wallet.presentations.ledger import LedgerEntry, find_break, shown_before
from wallet.presentations.presentation import Form, Presentation, Showing, Terms, is_bound_to, make_presentation
from wallet.qr.choosing import CodeChoice, choose_codes
from wallet.qr.encode import PAPER_VERSION, QrCode, QrPlan, block_size_of, draw_frame, plan_codes
from wallet.qr.packing import CarriedDocument, QrContent, QrKind
from wallet.session.disclosing import label_of, linking_kind, sensitive_kind
from wallet.session.evidence import evidence_for, small_enough
from wallet.session.holder_keys import key_of
from wallet.session.holding import is_holder_proof
from wallet.session.proposing import NOT_IN_ORDER, Proposing
from wallet.session.sending import Sending, write_sending
from wallet.store.identifiers import HolderKeyRow, read_holder_keys
from wallet.store.ledger_rows import append_entry, bury_entry, read_ledger
from wallet.store.stored_credential import StoredCredential
from wallet.store.vault import Vault

Entropy = Callable[[int], bytes]
SMALLEST_PART = 8  # a code of 49 modules: any smaller and the loop has no end
MOST_FRAMES = 4096

READERS = {
    Form.SD_JWT: (N_("Tessera"), N_("Verifiers of SD-JWT VC (RFC 9901), such as EU wallets' relying parties")),
    Form.DATA_INTEGRITY: (N_("Tessera"), N_("Verifiers of W3C Verifiable Credentials 2.0 with Data Integrity")),
    Form.VCDM_1_1: (N_("Tessera"), N_("Today's learner-credential verifiers (VCDM 1.1, Ed25519Signature2020)")),
    Form.JWT: (N_("Tessera"), N_("Verifiers of W3C Verifiable Credentials secured with JOSE")),
    Form.PLAIN: (N_("Everyone who can check the credential itself"),),
}


class ReplayWarning(PresentationError):
    """Said before it is sent, never raised."""

    code = "present.replayable"
    explanation = N_("Anyone who gets this can show it again, to anyone.")
    advice = N_("Ask for a challenge, or say who it is for, and show it with your own key.")


class SensitiveWarning(PresentationError):
    """Said before it is sent, never raised."""

    code = "present.sensitive"
    explanation = N_("This shows something private: {what}.")
    advice = N_("Is it needed for this purpose? You can keep it private where the credential allows.")


class ShowsAllWarning(PresentationError):
    """Said before it is sent, never raised."""

    code = "present.shows_all"
    explanation = N_("“{title}” can only be shown whole.")
    advice = N_("Its format cannot hide anything. Show another credential if this says too much.")


class NotInOrderWarning(PresentationError):
    """Said before it is sent, never raised."""

    code = "present.not_in_order"
    explanation = N_("“{title}” is not in order: whoever checks it will see that.")
    advice = N_("Look at its checks before you show it.")


class KeyAgainWarning(PresentationError):
    """Said before it is sent, never raised."""

    code = "present.key_again"
    explanation = N_("You have shown this key to them before: they can tell that it is the same person.")
    advice = N_(
        "That is normal for a second visit. To be seen as somebody new, use a credential issued to another key."
    )


class EvidenceLeftOutWarning(PresentationError):
    """Said before it is sent, never raised."""

    code = "present.evidence_left_out"
    explanation = N_(
        "So that it fits one code, the signed status lists stay behind ({count}): without lists of their own, the other side cannot tell whether it was revoked."
    )
    advice = N_("Show it with the evidence, as several codes, or send the file or a dossier.")


class LinksWarning(PresentationError):
    """Said before it is sent, never raised."""

    code = "present.links"
    explanation = N_("Two showings of “{title}” cannot be linked by their proof, but by what they show: {what}.")
    advice = N_("Whoever keeps what you show to several people can tell that it is the same credential.")


@dataclass(slots=True)
class Prepared:
    """A presentation as it will be sent, with what was asked for, what goes along, and how its codes are cut."""

    request: show.PreparePresentation
    presentation: Presentation
    titles: tuple[str, ...]
    codes: CodeChoice
    evidence: tuple[CarriedDocument, ...]
    expires: datetime | None
    in_ledger: bool = False


class Presenting:
    """See the module. Works on an open vault; `reopen` reads and checks a kept credential."""

    def __init__(
        self,
        vault: Vault,
        now: datetime,
        reopen: Callable[[StoredCredential], CheckedCredential],
        entropy: Entropy,
        find_list: Callable[[str], CarriedDocument | None],
    ) -> None:
        self._vault, self._now, self._reopen, self._entropy = vault, now, reopen, entropy
        self._find_list = find_list

    # -- choosing ------------------------------------------------------------------------------------------------

    def disclosures(self, request: show.GetDisclosures) -> show.Disclosures:
        """What of these credentials can be shown."""
        return show.Disclosures(tuple(self._view(key) for key in request.ids))

    def _view(self, key: str) -> show.DisclosureView:
        checked, summary = self._checked(key), self._vault.shelf.summary(key)
        tree = disclosure_tree(checked.envelope, checked.credential)
        owner = self._find_key(checked.credential)
        leaves = tuple(self._leaf(checked, tree, leaf.path) for leaf in tree.leaves)
        return show.DisclosureView(
            key,
            summary.title,
            summary.issuer_name,
            tree.hiding.value,
            leaves,
            owner.id if owner else "",
            "own_key" if owner else "other_key" if _names_a_key(checked.credential) else "nobody",
            owner.label if owner else "",
        )

    def _leaf(self, checked: CheckedCredential, tree: DisclosureTree, path: str) -> show.DisclosureLeaf:
        leaf = next(each for each in tree.leaves if each.path == path)
        brought: frozenset[str] = frozenset()
        if not leaf.always:
            own = shown_leaves(checked.envelope, checked.credential, (path,))
            brought = own & tree.optional - {path}
        return _shown_leaf(path, leaf.value, always=leaf.always, brings=tuple(sorted(brought)))

    def proposing(self, tick: Callable[[int, int], None]) -> Proposing:
        """What finds the smallest choice for a need."""
        keys = [key_of(row) for row in read_holder_keys(self._vault.database)]
        return Proposing(self._vault.shelf, keys, read_ledger(self._vault.database), tick)

    def with_summaries(self, proposal: show.Proposal) -> show.Proposal:
        """Add what lists show of each credential that is proposed."""
        return replace(proposal, summaries=tuple(self._vault.shelf.summary(choice.id) for choice in proposal.choices))

    # -- preparing -----------------------------------------------------------------------------------------------

    def prepare(self, request: show.PreparePresentation) -> Prepared:
        """Make a presentation. Raises PresentationError, NotInVaultError."""
        showings = [self._showing(choice) for choice in request.choices]
        key = self._key_for(showings) if request.bind else None
        ends = [self._now + timedelta(minutes=request.minutes) if request.minutes else None, request.not_after]
        expires = min((end for end in ends if end is not None), default=None)
        terms = Terms(self._now, request.audience, request.nonce, expires)
        try:
            form = Form(request.form)
        except ValueError as error:
            raise PresentationError(f"no form {request.form[:40]}", step="present.form") from error
        made = make_presentation(showings, key, terms, entropy=self._entropy, form=form)
        carried = evidence_for([showing.envelope for showing in showings], self._find_list) if request.evidence else ()
        codes = choose_codes(QrContent(QrKind.PRESENTATION, made.text, small_enough(carried)))
        if request.all_evidence:
            codes = CodeChoice(codes.whole, (), codes.whole)
        titles = tuple(self._vault.shelf.summary(choice.id).title for choice in request.choices)
        return Prepared(request, made, titles, codes, carried, expires if key is not None else None)

    def prepared_view(self, token: str, prepared: Prepared) -> show.PreparedPresentation:
        """Return the preview, read from the bytes that will be sent."""
        made = prepared.presentation
        plan = prepared.codes.plan
        first = next(plan.frames())
        again = bool(made.key_thumbprint) and shown_before(
            read_ledger(self._vault.database), prepared.request.audience, frozenset({made.key_thumbprint})
        )
        shown = tuple(
            self._shown(choice, leaves)
            for choice, (_, leaves) in zip(prepared.request.choices, made.shown, strict=True)
        )
        return show.PreparedPresentation(
            token=token,
            text=made.text,
            sha256=made.sha256,
            form=made.form.value,
            suffix=made.suffix,
            bound=made.bound.value,
            replayable=made.replayable,
            expires=prepared.expires,
            shown=shown,
            codes=plan.count,
            version=first.version,
            evidence=len(prepared.evidence),
            evidence_left_out=len(prepared.codes.left_out),
            codes_with_evidence=prepared.codes.whole.count,
            readers=READERS[made.form],
            warnings=tuple(self._warnings(prepared, shown, again=again)),
            shown_before=again,
        )

    def _shown(self, choice: show.ChosenCredential, leaves: frozenset[str]) -> show.ShownCredential:
        checked = self._checked(choice.id)
        claims = checked.credential.claims
        rows = tuple(_shown_leaf(claim.path, claim.value, always=True) for claim in claims if claim.path in leaves)
        return show.ShownCredential(
            choice.id, self._vault.shelf.summary(choice.id).title, rows, len(claims) - len(rows)
        )

    def _warnings(self, prepared: Prepared, shown: Sequence[show.ShownCredential], *, again: bool) -> Iterable[Problem]:
        if prepared.presentation.replayable:
            yield problem_of(ReplayWarning())
        if again:
            yield problem_of(KeyAgainWarning())
        if prepared.codes.left_out:
            yield problem_of(EvidenceLeftOutWarning(count=len(prepared.codes.left_out)))
        for choice, one in zip(prepared.request.choices, shown, strict=True):
            checked = self._checked(choice.id)
            if checked.report.verdict in NOT_IN_ORDER:
                yield problem_of(NotInOrderWarning(title=one.title))
            if disclosure_tree(checked.envelope, checked.credential).hiding is Hiding.NOTHING:
                yield problem_of(ShowsAllWarning(title=one.title))
            if disclosure_tree(checked.envelope, checked.credential).hiding is Hiding.UNLINKABLE:
                links = dict.fromkeys(kind for leaf in one.leaves if (kind := linking_kind(leaf.path)))
                if links:
                    yield problem_of(LinksWarning(title=one.title, what=", ".join(links)))
            private = sorted({kind for leaf in one.leaves if (kind := sensitive_kind(leaf.path))})
            if private:
                yield problem_of(SensitiveWarning(what=", ".join(private)))

    # -- sending -------------------------------------------------------------------------------------------------

    def sending(self, prepared: Prepared, seen: tuple[CheckedCredential, ...], language: str) -> Sending:
        """Return it with everything that can go along. `seen` is what its own bytes show."""
        hidden = sum(
            len(self._checked(key).credential.claims) - len(leaves) for key, leaves in prepared.presentation.shown
        )
        return Sending(
            prepared.presentation,
            prepared.codes,
            prepared.evidence,
            seen,
            hidden,
            prepared.request.audience,
            prepared.expires,
            self._now,
            language,
        )

    def save(self, prepared: Prepared, sending: Sending, path: Path, kind: str) -> Path:
        """Write it to a file, then into the ledger."""
        write_sending(sending, path, kind)
        self.enter(prepared)
        return path

    def frame(self, prepared: Prepared, request: show.GetFrame) -> show.CodeFrame:
        """Draw one code; the first one drawn goes into the ledger. Raises PresentationError (step present.code)."""
        self.enter(prepared)
        plan, number = prepared.codes.whole if request.with_evidence else prepared.codes.plan, request.number
        if plan.single is not None:
            return code_frame(plan.single, 0, 1)
        if request.part_version:
            plan = replace(plan, block_size=_block_size(request.part_version))
        return code_frame(_part(plan, number % MOST_FRAMES), number % MOST_FRAMES, plan.count)

    def enter(self, prepared: Prepared) -> None:
        """Write the ledger entry, once."""
        if prepared.in_ledger:
            return
        made, request = prepared.presentation, prepared.request
        drafted = LedgerEntry(
            number=0,
            at=self._now,
            audience=request.audience,
            purpose=request.purpose,
            credentials=tuple(choice.id for choice in request.choices),
            titles=prepared.titles,
            shown=tuple(sorted({path for _, leaves in made.shown for path in leaves})),
            form=made.form.value,
            bound=made.bound.value,
            expires=prepared.expires,
            keys=(made.key_thumbprint,) if made.key_thumbprint else (),
            presentation=made.sha256,
            previous="",
        )
        with self._vault.shelf.changing():
            append_entry(self._vault.database, drafted)
        prepared.in_ledger = True

    def ledger(self) -> show.Ledger:
        """Everything that was shown, newest first."""
        entries = read_ledger(self._vault.database)
        return show.Ledger(tuple(_ledger_row(entry) for entry in reversed(entries)), find_break(entries) or 0)

    def forget(self, request: show.ForgetShown) -> None:
        """Leave a tombstone in place of an entry."""
        with self._vault.shelf.changing():
            bury_entry(self._vault.database, request.number)

    # -- inside --------------------------------------------------------------------------------------------------

    def _checked(self, key: str) -> CheckedCredential:
        return self._reopen(self._vault.shelf.get(key))

    def _showing(self, choice: show.ChosenCredential) -> Showing:
        checked = self._checked(choice.id)
        return Showing(choice.id, checked.envelope, checked.credential, choice.paths, choice.everything)

    def _find_key(self, credential: Credential) -> HolderKeyRow | None:
        rows = read_holder_keys(self._vault.database)
        return next((row for row in rows if is_bound_to(credential, key_of(row))), None)

    def _key_for(self, showings: Sequence[Showing]) -> HolderKey | None:
        rows = [self._find_key(showing.credential) for showing in showings]
        return next((key_of(row) for row in rows if row is not None), None)


def _names_a_key(credential: Credential) -> bool:
    """Whether it was issued to a key at all: by `cnf`, or by a subject that is a DID."""
    subjects = (subject.id or "" for subject in credential.subjects)
    return credential.confirmation_key is not None or any(subject.startswith("did:") for subject in subjects)


def code_frame(code: QrCode, number: int, count: int) -> show.CodeFrame:
    """Return a drawn code as it crosses the pipe."""
    return show.CodeFrame(len(code.rows), b"".join(code.rows), number, count, code.version)


def _block_size(version: int) -> int:
    if not SMALLEST_PART <= version <= PAPER_VERSION:
        raise PresentationError("no such size of code", step="present.code")
    return block_size_of(version)


def _part(plan: QrPlan, number: int) -> QrCode:
    from wallet.qr.parts import split

    return draw_frame(next(islice(split(plan.payload, plan.block_size), number, None)))


def text_frame(text: str, number: int = 0, part_version: int = 0) -> show.CodeFrame:
    """Draw a code of a challenge, or of a holder's DID alone or in its proof. Raises PresentationError (step present.code)."""
    plan = plan_codes(QrContent(_kind_of(text), text))
    if plan.single is not None:
        return code_frame(plan.single, 0, 1)
    if part_version:
        plan = replace(plan, block_size=_block_size(part_version))
    return code_frame(_part(plan, number % MOST_FRAMES), number % MOST_FRAMES, plan.count)


def _kind_of(text: str) -> QrKind:
    if CHALLENGE_FORMAT in text:
        return QrKind.CHALLENGE
    return QrKind.HOLDER_KEY if text.startswith("did:") or is_holder_proof(text) else QrKind.TEXT


def _shown_leaf(path: str, value: object, *, always: bool, brings: tuple[str, ...] = ()) -> show.DisclosureLeaf:
    text = "" if value is None else show_line(str(value), 400)
    return show.DisclosureLeaf(path, label_of(path), text, always, brings, bool(sensitive_kind(path)))


def _ledger_row(entry: LedgerEntry) -> show.LedgerRow:
    return show.LedgerRow(
        entry.number,
        entry.at,
        entry.audience,
        entry.purpose,
        entry.titles,
        entry.shown,
        entry.form,
        entry.bound,
        entry.expires,
        entry.deleted,
    )
