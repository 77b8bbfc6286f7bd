"""What can be asked about showing: choosing, preparing, sending, challenging, scanning, the ledger, holder keys.

A presentation is prepared once and kept by the wallet process under a token; the preview is read from the very bytes that are then
saved or drawn as codes, and `sha256` names them. Frames of codes cross the pipe one at a time, as rows of modules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wallet.i18n import N_
from wallet.messages.dossiers import DossierStack as DossierStack
from wallet.messages.dossiers import ReckonDossier as ReckonDossier
from wallet.messages.holder_keys import HolderKeys as HolderKeys
from wallet.messages.holder_keys import HolderKeyView as HolderKeyView
from wallet.messages.holder_keys import HolderProof as HolderProof
from wallet.messages.holder_keys import ListHolderKeys as ListHolderKeys
from wallet.messages.holder_keys import NewHolderKey as NewHolderKey
from wallet.messages.holder_keys import ProveHolder as ProveHolder
from wallet.messages.requests import Change, Exported, Problem
from wallet.messages.views import CredentialDetail, CredentialSummary
from wallet.report import CheckResult


@dataclass(frozen=True, slots=True)
class DisclosureLeaf:
    """One value that could be shown. `always`: whatever is chosen. `brings`: pointers that come along with it."""

    path: str
    label: str
    text: str
    always: bool
    brings: tuple[str, ...] = ()
    sensitive: bool = False  # a birth date, a street, a number of an identity document: pointed out when shown


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """What of one credential can be shown. `hiding` is a value of presentations.disclosure.Hiding; `key` the id of the holder
    key it was issued to, "" for none: then it can be shown, but not as one's own.

    `bound`: to "own_key" (called `key_label`), "other_key" (one that is not here) or "nobody".
    """

    id: str
    title: str
    issuer_name: str
    hiding: str
    leaves: tuple[DisclosureLeaf, ...]
    key: str = ""
    bound: str = "nobody"
    key_label: str = ""


@dataclass(frozen=True, slots=True)
class GetDisclosures:
    """Ask what of these credentials can be shown."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disclosures:
    """What of each credential can be shown."""

    items: tuple[DisclosureView, ...]


@dataclass(frozen=True, slots=True)
class ChosenCredential:
    """What of one credential to show: JSON pointers, or everything."""

    id: str
    paths: tuple[str, ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class ProposeChoice:
    """Find the smallest set of the vault's claims that answers a challenge's DCQL query."""

    challenge: str


@dataclass(frozen=True, slots=True)
class ProposeForSkills:
    """Find the fewest credentials that together show the skills that a text lists, one a line or parted by commas."""

    skills: str


@dataclass(frozen=True, slots=True)
class ProposeForStack:
    """Find the credentials that a followed stack counts, and of each what its figures stand on."""

    stack: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """`missing` names the parts of the need that nothing here answers; `needs` everything that was looked for."""

    choices: tuple[ChosenCredential, ...]
    missing: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    summaries: tuple[CredentialSummary, ...] = ()
    proven: bool = True  # no smaller choice exists


@dataclass(frozen=True, slots=True)
class PreparePresentation:
    """`minutes` 0: without an end; it never outlives `not_after`, the end of the challenge it answers. `bind` False: without a holder key. `form` is a value of presentations.presentation.Form."""

    choices: tuple[ChosenCredential, ...]
    audience: str = ""
    purpose: str = ""
    nonce: str = ""
    minutes: int = 10
    bind: bool = True
    form: str = "automatic"
    evidence: bool = True
    not_after: datetime | None = None
    all_evidence: bool = False  # in the codes, too, although it takes several


@dataclass(frozen=True, slots=True)
class ShownCredential:
    """What one credential of a prepared presentation shows, read from the bytes that are sent, and how much it keeps private."""

    id: str
    title: str
    leaves: tuple[DisclosureLeaf, ...]
    kept_private: int


@dataclass(frozen=True, slots=True)
class PreparedPresentation:
    """A presentation as it will be sent. `codes` is how many QR codes it takes, `version` the size of the largest (1 to 40)."""

    token: str
    text: str
    sha256: str
    form: str
    suffix: str
    bound: str
    replayable: bool
    expires: datetime | None
    shown: tuple[ShownCredential, ...]
    codes: int
    version: int
    readers: tuple[str, ...]  # who can read this form: English sentences of the catalogues
    warnings: tuple[Problem, ...] = ()
    shown_before: bool = False
    evidence: int = 0  # status lists that go along in a PDF or a dossier
    evidence_left_out: int = 0  # of these, how many stay behind so that there is one code
    codes_with_evidence: int = 0  # how many codes it takes with all of them; see GetFrame


@dataclass(frozen=True, slots=True)
class SavePresentation:
    """Write a prepared presentation. `kind` is a row of the table in session.sending. It goes into the ledger once.

    `stack`, for a dossier: a followed stack (or one that ships) whose rules, and what they make of what is shown, go along.
    """

    token: str
    path: str
    kind: str = "file"
    language: str = "en"
    stack: str = ""


@dataclass(frozen=True, slots=True)
class GetResume:
    """Ask for what a prepared presentation shows as text for a résumé. It goes into the ledger once."""

    token: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ResumeBlock:
    """Plain text: what is shown, the verdict of each, and the digest of the presentation."""

    text: str


@dataclass(frozen=True, slots=True)
class GetFrame:
    """One code of a prepared presentation (or, with `text`, of a challenge, or of a DID or its proof) to draw. It goes into the ledger once."""

    token: str = ""
    text: str = ""
    number: int = 0
    part_version: int = (
        0  # how large the codes of a loop may be, 8 to 40; 0 as planned. Smaller codes are more, and easier to read
    )
    with_evidence: bool = False  # all the evidence, where it was left out so that there is one code


@dataclass(frozen=True, slots=True)
class CodeFrame:
    """One QR code: `side` modules a side, `modules` a byte each (1 dark), row by row; drawn dark on white with a quiet zone of four."""

    side: int
    modules: bytes
    number: int
    count: int
    version: int


# What can be asked for in plain words, and what can be asked of it. presentations.asking knows where issuers put it.
KIND_WORDS: Mapping[str, str] = {
    "any": N_("Any credential"),
    "certificate": N_("A course certificate or badge"),
    "record": N_("A record of several achievements"),
    "type": N_("A type that I name"),
}
FACT_WORDS: Mapping[str, str] = {
    "title": N_("What it is for"),
    "holder": N_("Their name"),
    "grade": N_("Grade or result"),
    "credits": N_("Credits"),
    "awarded": N_("When it was issued"),
    "skills": N_("Skills"),
}


@dataclass(frozen=True, slots=True)
class WishView:
    """What is wanted, in plain words; the wallet makes a DCQL query of it (`presentations/asking.py`).

    `kind` of KIND_WORDS, with `type` for "type"; `title` and `issuer` exactly so; `facts` of FACT_WORDS; `unbound`: one that no key holds
    will do. As it is made, anything at all will do.
    """

    kind: str = "any"
    type: str = ""
    title: str = ""
    issuer: str = ""
    facts: tuple[str, ...] = ()
    unbound: bool = False


@dataclass(frozen=True, slots=True)
class MakeChallenge:
    """Make a challenge that lasts so many minutes. `wants` goes before `wish`."""

    audience: str
    purpose: str = ""
    minutes: int = 10
    wants: str = ""  # a DCQL query as JSON text, "" for anything
    wish: WishView = WishView()


@dataclass(frozen=True, slots=True)
class ReadChallenge:
    """Read somebody's challenge: its text, the text of its code, or a file or picture that holds either."""

    text: str = ""
    path: str = ""
    png: bytes = b""


@dataclass(frozen=True, slots=True)
class ReadHolder:
    """Read somebody's identifier and the proof that they hold it: text, the text of a code, or a file or picture that holds either."""

    text: str = ""
    path: str = ""
    png: bytes = b""


@dataclass(frozen=True, slots=True)
class HolderClaim:
    """Somebody's DID. `proven`: the proof that came along was made with its key. `challenge`, `domain` and `made` are the proof's."""

    did: str
    proven: bool = False
    challenge: str = ""
    domain: str = ""
    made: datetime | None = None
    results: tuple[CheckResult, ...] = ()


@dataclass(frozen=True, slots=True)
class ChallengeView:
    """A challenge: `text` is what travels, `check_code` what two people can read to each other. `over`: too late to answer."""

    text: str
    nonce: str
    audience: str
    purpose: str
    issued: datetime
    expires: datetime
    check_code: str
    wants: str = ""
    over: bool = False
    facts: tuple[str, ...] = ()  # what is wanted: English words of the catalogues, or names that the asker uses
    values: tuple[str, ...] = ()  # what must be exactly so: an issuer, a title, a type


@dataclass(frozen=True, slots=True)
class CheckShown:
    """Check what somebody shows: files, text or a picture. With a nonce or audience, only an answer to it is accepted."""

    paths: tuple[str, ...] = ()
    text: str = ""
    png: bytes = b""
    nonce: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class CheckedShown:
    """What was shown, one detail a document (children nested), and what could not be read."""

    items: tuple[CredentialDetail, ...]
    refused: tuple[Problem, ...] = ()
    holders: tuple[HolderClaim, ...] = ()  # whoever showed nothing but that they hold a key


@dataclass(frozen=True, slots=True)
class StartScan:
    """Forget what was seen so far."""


@dataclass(frozen=True, slots=True)
class SeeFrame:
    """A camera frame, 8-bit grey, row by row; or the text of codes already read."""

    width: int = 0
    height: int = 0
    grey: bytes = b""
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanState:
    """What has been seen. `kind` is "" until something is whole: then presentation, challenge, holder_key, evidence or text."""

    seen: str  # a value of qr.collector.Seen, or "nothing"
    known: int = 0
    wanted: int = 0
    direct: tuple[int, ...] = ()
    kind: str = ""
    text: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry of the ledger, without any value that was shown."""

    number: int
    at: datetime
    audience: str
    purpose: str
    titles: tuple[str, ...]
    shown: tuple[str, ...]
    form: str
    bound: str
    expires: datetime | None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class GetLedger:
    """Ask for the ledger."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Newest first. `broken_at` is the number of the first entry that does not follow from the one before it, 0 for none."""

    rows: tuple[LedgerRow, ...]
    broken_at: int = 0


@dataclass(frozen=True, slots=True)
class ForgetShown:
    """Delete one entry of the ledger; a tombstone stays."""

    number: int


# verb on the wire -> (request type, answer type); see verbs.REQUESTS
SHOWING: Mapping[str, tuple[type[Any], type[Any]]] = {
    "disclosures": (GetDisclosures, Disclosures),
    "propose": (ProposeChoice, Proposal),
    "propose_for_skills": (ProposeForSkills, Proposal),
    "propose_for_stack": (ProposeForStack, Proposal),
    "prepare": (PreparePresentation, PreparedPresentation),
    "save_presentation": (SavePresentation, Exported),
    "resume": (GetResume, ResumeBlock),
    "frame": (GetFrame, CodeFrame),
    "ledger": (GetLedger, Ledger),
    "forget_shown": (ForgetShown, Change),
    "holder_keys": (ListHolderKeys, HolderKeys),
    "new_holder_key": (NewHolderKey, HolderKeyView),
    "prove_holder": (ProveHolder, HolderProof),
    "make_challenge": (MakeChallenge, ChallengeView),
    "read_challenge": (ReadChallenge, ChallengeView),
    "read_holder": (ReadHolder, HolderClaim),
    "check_shown": (CheckShown, CheckedShown),
    "reckon_dossier": (ReckonDossier, DossierStack),
    "start_scan": (StartScan, ScanState),
    "see_frame": (SeeFrame, ScanState),
}
