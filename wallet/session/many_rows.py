"""What a worker tells of each document that it has checked: the row of the table, what makes two rows alike, and the report's line.

Two documents are copies when what was signed is the same (`contents.py`). Two may be about one learner when they name the same subject
id, the same hashed identity (value, salt and kind), or the same e-mail address; other identifiers, a student number say, mean something
only beside the issuer who gave them. These are hints: an id is what an issuer wrote, and nobody has proved to be its owner.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from wallet.credentials.model import Credential, HashedIdentity, Subject
from wallet.credentials.shown_text import show_line
from wallet.intake import CheckedCredential, Evidence, Refusal
from wallet.messages.many import ManyRow
from wallet.messages.wire import problem_of
from wallet.report import NestedRole
from wallet.reporting.checking import CheckSettings, examine, lines_of
from wallet.reporting.crew import Work
from wallet.reporting.sources import Source
from wallet.session.contents import content_of
from wallet.session.views import summary_of
from wallet.trust.known_issuers import KnownIssuers

MOST_LEARNERS = 50  # keys of a document
_EVERYWHERE = ("emailAddress",)  # identifiers that mean the same whoever wrote them down


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One document. `content` is b"" for what could not be read."""

    row: ManyRow
    line: str
    content: bytes = b""
    learners: tuple[bytes, ...] = ()


def packed_rows(batch: Sequence[Source], settings: CheckSettings, evidence: Evidence) -> bytes:
    """Return what was found in each file of a batch as a worker sends it."""
    return _ENCODER.encode([found_rows(source, settings, evidence) for source in batch])


def unpack_rows(packed: bytes) -> list[list[FoundRow]]:
    """Read what `packed_rows` wrote. Raises ValueError for anything else: a worker may have been captured by what it read."""
    try:
        answers = _DECODER.decode(packed)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(type(error).__name__) from None
    if not all(answers):
        raise ValueError("a file without a row")
    return answers


ROWS: Work[FoundRow] = Work(packed_rows, unpack_rows)


def found_rows(source: Source, settings: CheckSettings, evidence: Evidence) -> list[FoundRow]:
    """Return a row for every document in a source, at least one."""
    found = examine(source, settings, evidence)
    lines = lines_of(found, settings.language)
    return [
        _found(item, line.text, evidence.known_issuers, settings.language)
        for item, line in zip(found, lines, strict=True)
    ]


def refused_row(item: Refusal, language: str) -> FoundRow:
    """Return the row of what could not be read."""
    return _refused(item, next(iter(lines_of([item], language))).text)


def _found(item: CheckedCredential | Refusal, line: str, known: KnownIssuers, language: str) -> FoundRow:
    if isinstance(item, Refusal):
        return _refused(item, line)
    told = _told_by(item)
    summary = summary_of(told[0], known)
    credentials = [checked.credential for checked in told]
    row = ManyRow(
        0,
        show_line(item.envelope.source, 1_000),
        item.report.verdict,
        title=show_line(told[0].credential.title.best(language)) or summary.title,
        learner=next((name for one in credentials if (name := _learner(one))), ""),
        learner_hidden=any(identity.hashed for one in credentials for identity in _identities(one)),
        issuer=summary.issuer_name or summary.issuer_id,
        vouched=bool(summary.issuer_vouched_by),
        issued=_moment(summary.issued),
        valid_until=_moment(summary.valid_until),
        holds=len(told) if item.credential.is_presentation else 0,
    )
    return FoundRow(row, line, content_of(item.envelope), tuple(_learner_keys(credentials))[:MOST_LEARNERS])


def _refused(item: Refusal, line: str) -> FoundRow:
    file = show_line(item.source, 1_000)
    return FoundRow(ManyRow(0, file, problem=problem_of(item.error, file)), line)


def _told_by(checked: CheckedCredential) -> list[CheckedCredential]:
    """A presentation is told by the credentials that it holds, where there are any."""
    if not checked.credential.is_presentation:
        return [checked]
    return [nested.checked for nested in checked.nested if nested.role is NestedRole.HELD] or [checked]


def _learner(credential: Credential) -> str:
    for subject in credential.subjects:
        named = subject.name.best("en") or _plain_identity(subject) or subject.id
        if named:
            return show_line(named, 120)
    return ""


def _plain_identity(subject: Subject) -> str:
    plain = {identity.kind: identity.value for identity in subject.identities if not identity.hashed}
    return next((plain[kind] for kind in ("name", "emailAddress") if kind in plain), next(iter(plain.values()), ""))


def _identities(credential: Credential) -> Iterator[HashedIdentity]:
    for subject in credential.subjects:
        yield from subject.identities


def _learner_keys(credentials: list[Credential]) -> Iterator[bytes]:
    for credential in credentials:
        for subject in credential.subjects:
            if subject.id:
                yield _digest("id", subject.id)
            for identity in subject.identities:
                where = "" if identity.kind in _EVERYWHERE else credential.issuer.id or ""
                if identity.hashed:
                    yield _digest("hash", identity.kind, where, identity.salt or "", identity.value.lower())
                else:
                    yield _digest("plain", identity.kind, where, identity.value.strip().casefold())


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def _moment(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(list[list[FoundRow]])
