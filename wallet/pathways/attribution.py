"""On whose word a pathway stands. Every figure carries it: "According to …; the institution decides."

A pathway inside a credential is checked like any credential, by whoever calls `read_signed_pathway`. A file that only
claims to be published, without a signature that was checked, is a suggestion by nobody in particular (PATH-02).
"""

from dataclasses import dataclass
from enum import StrEnum

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.i18n import N_, Message
from wallet.pathways.pathway import FORMAT, Pathway, ProvenanceStatus
from wallet.pathways.read_pathway import pathway_from, read_document
from wallet.pathways.refusal import refuse
from wallet.report import Verdict
from wallet.verification.checked_credential import CheckedCredential


class Word(StrEnum):
    """Whose word it is."""

    PUBLISHED = "published"  # signed, and the signature was checked
    CLAIMED = "claimed"  # says it is published; nothing shows it
    TRANSCRIBED = "transcribed"
    ILLUSTRATIVE = "illustrative"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose word, by name, as of when; `verdict` is that of the signed form, None for a bare file."""

    word: Word
    source: str
    date: str
    url: str = ""
    verdict: Verdict | None = None

    @property
    def sentence(self) -> Message:
        """The line to show beside the title."""
        signed = self.word is Word.CLAIMED and self.verdict is not None
        key = N_("Signed, but not established: says it is by {source}, {date}") if signed else _SENTENCES[self.word]
        return Message(key, {"source": self.source, "date": self.date})

    @property
    def according_to(self) -> Message:
        """The line to show under every figure."""
        facts = {"source": self.source, "date": self.date}
        if self.word is Word.ILLUSTRATIVE:
            return Message(N_("According to an invented example ({date}); no institution stands behind it."), facts)
        return Message(N_("According to {source}, {date}; the institution decides."), facts)


_SENTENCES = {
    Word.PUBLISHED: N_("Published by {source}, {date}"),
    Word.CLAIMED: N_("Unsigned suggestion: says it is by {source}, {date}"),
    Word.TRANSCRIBED: N_("Transcribed from {source}, {date}"),
    Word.ILLUSTRATIVE: N_("Invented example, {date}"),
    Word.PERSONAL: N_("Your own plan, {date}"),
}


def attribute(pathway: Pathway, checked: CheckedCredential | None = None) -> Attribution:
    """Return on whose word `pathway` stands. `checked` is the credential that it was found in."""
    owner = pathway.issuers.get(pathway.owner)
    source = next((s for s in pathway.provenance if s.kind == "primary"), next(iter(pathway.provenance), None))
    when = pathway.version
    if source is not None and pathway.status is ProvenanceStatus.TRANSCRIBED:
        when = str(source.retrieved or source.published or pathway.version)
    name = owner.name if owner is not None else (_host(source.url) if source is not None else pathway.id)
    url = source.url if source is not None else ""
    if checked is not None:
        return _signed(pathway, checked, name, url)
    if pathway.status is ProvenanceStatus.PUBLISHED:
        return Attribution(Word.CLAIMED, name, when, url)
    return Attribution(Word(pathway.status), name, when, url)


def _signed(pathway: Pathway, checked: CheckedCredential, name: str, url: str) -> Attribution:
    verdict = checked.report.verdict
    issuer = checked.credential.issuer
    issued = checked.credential.valid_from or checked.credential.awarded
    when = issued.date().isoformat() if issued is not None else pathway.version
    signed_by = str(issuer.name) or issuer.id or name
    if verdict in (Verdict.VERIFIED, Verdict.REFRESH_DUE):
        return Attribution(Word.PUBLISHED, signed_by, when, url, verdict)
    return Attribution(Word.CLAIMED, signed_by, when, url, verdict)


def _host(url: str) -> str:
    """The part of an address that people recognise; never opened."""
    rest = url.split("://", 1)[-1]
    return rest.split("/", 1)[0] or url


def find_pathway(document: JsonObject) -> JsonObject | None:
    """Return the pathway inside a credential (`credentialSubject.pathway`) or the document itself, or None."""
    if document.get("format") == FORMAT:
        return document
    subjects: JsonValue = document.get("credentialSubject")
    for subject in subjects if isinstance(subjects, list) else [subjects]:
        inside = subject.get("pathway") if isinstance(subject, dict) else None
        if isinstance(inside, dict) and inside.get("format") == FORMAT:
            return inside
    return None


def carries_pathway(source: bytes) -> bool:
    """Say whether a file looks like a credential (JSON or a compact token) with a stack inside, rather than a bare stack."""
    text = source.lstrip()[:1]
    if text in (b"{", b"["):
        document = read_document(source)
        bare = not isinstance(document, dict) or document.get("format") == FORMAT
        return not bare and isinstance(document, dict) and find_pathway(document) is not None
    return source.strip().count(b".") >= 2 and source.lstrip().startswith(b"ey")


def read_signed_pathway(checked: CheckedCredential) -> tuple[Pathway, Attribution]:
    """Return the pathway that a checked credential carries, and on whose word it stands.

    A credential that was altered or is not genuine is refused: its rules are nobody's. Any other verdict is shown.
    """
    inside = find_pathway(checked.envelope.document)
    if inside is None:
        refuse(N_("{place}: there is no stack in this credential."), "/credentialSubject", "pathway.format")
    if checked.report.verdict in (Verdict.ALTERED, Verdict.NOT_GENUINE, Verdict.NOT_BOUND, Verdict.REVOKED):
        refuse(N_("{place}: the signature of this stack does not hold."), "/proof", "pathway.signature")
    pathway = pathway_from(inside)
    return pathway, attribute(pathway, checked)
