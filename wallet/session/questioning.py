"""The other side of showing: questions, and judging what somebody shows. Needs no vault; nothing is kept."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from wallet.credentials.shown_text import show_line
from wallet.encoding.json_types import JsonObject
from wallet.encoding.strict_json import read_json_object, write_json
from wallet.errors import InputError, MalformedInputError
from wallet.formats.baked_svg import looks_like_svg
from wallet.formats.pdf import SIGNATURE as PDF_SIGNATURE
from wallet.formats.pdf_pictures import read_pdf_texts
from wallet.formats.picture import picture_format, read_code_texts
from wallet.i18n import N_
from wallet.intake import CheckedCredential, Evidence, HolderExpectation, Refusal
from wallet.messages import presenting as show
from wallet.messages.requests import Problem, Receive
from wallet.messages.views import CredentialDetail
from wallet.messages.wire import problem_of
from wallet.presentations.asking import build_query, describe
from wallet.presentations.challenge import FORMAT, make_challenge, read_challenge, write_challenge
from wallet.presentations.dcql import read_query
from wallet.qr.collector import Collector
from wallet.qr.packing import CarriedDocument, QrKind
from wallet.session.checking import Checking
from wallet.session.holding import is_holder_proof, read_holder
from wallet.session.receiving import sources_of
from wallet.session.sources import read_file
from wallet.session.views import detail_of
from wallet.verification.supplied import WithSupplied

Entropy = Callable[[int], bytes]
MOST_TEXT = 1024 * 1024
MOST_LINES = 512
MOST_ANSWERED = 10_000


class NoQuestionError(MalformedInputError):
    """What was given holds no challenge."""

    code = "challenge.none"
    explanation = N_("This is no question that Tessera can answer.")
    advice = N_("Copy the text of the question, or open the picture of its code.")


class NoHolderError(MalformedInputError):
    """What was given holds nobody's identifier."""

    code = "holder.none"
    explanation = N_("This is nobody’s identifier.")
    advice = N_("Ask for it again: as text, as a file or as the picture of its code.")


_NOTHING: Mapping[QrKind, type[MalformedInputError]] = {
    QrKind.CHALLENGE: NoQuestionError,
    QrKind.HOLDER_KEY: NoHolderError,
}


def challenge_view(text: str, now: datetime) -> show.ChallengeView:
    """Read a challenge. Raises MalformedInputError."""
    challenge = read_challenge(text)
    facts, values = _described(challenge.wants)
    return show.ChallengeView(
        text=write_challenge(challenge),
        nonce=challenge.nonce,
        audience=show_line(challenge.audience, 200),
        purpose=show_line(challenge.purpose, 500),
        issued=challenge.issued,
        expires=challenge.expires,
        check_code=challenge.check_code,
        wants="" if challenge.wants is None else write_json(challenge.wants).decode(),
        over=now >= challenge.expires,
        facts=facts,
        values=values,
    )


def _described(wants: JsonObject | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is wanted, in words; a query that cannot be read says nothing, and answering it will say why."""
    if wants is None:
        return (), ()
    try:
        facts, values = describe(read_query(wants))
    except InputError:
        return (), ()
    return tuple(show_line(fact, 80) for fact in facts if fact), tuple(show_line(value, 120) for value in values)


def find_challenge(request: show.ReadChallenge) -> str:
    """Return the text of a challenge from what a person has: its text, its code as text, a picture, a PDF or a file of any of them.

    Raises MalformedInputError (steps challenge.none, challenge.parts, challenge.other) and what reading a file raises.
    """
    return _find(request, QrKind.CHALLENGE, "challenge")


def find_holder(request: show.ReadHolder) -> str:
    """Return the text of somebody's identifier, or of the proof that they hold it. Raises as `find_challenge` (steps holder.*)."""
    return _find(request, QrKind.HOLDER_KEY, "holder")


def _find(request: show.ReadChallenge | show.ReadHolder, kind: QrKind, step: str) -> str:
    if request.text:
        return _in_text(request.text, kind, step)
    source = request.png or read_file(Path(request.path))
    if picture_format(source) is not None or looks_like_svg(source):
        return _in_codes(read_code_texts(source), kind, step)
    if source.startswith(PDF_SIGNATURE):
        return _in_codes(read_pdf_texts(source), kind, step)
    return _in_text(source[:MOST_TEXT].decode("utf-8", "replace"), kind, step)


def _in_text(text: str, kind: QrKind, step: str) -> str:
    bare = text.strip().lstrip("\ufeff")
    return bare if bare.startswith(("{", "did:")) else _in_codes(bare.splitlines()[:MOST_LINES], kind, step)


def _in_codes(texts: Sequence[str], kind: QrKind, step: str) -> str:
    """Join codes until they spell what is looked for. What else is among them is passed over."""
    collector, other = Collector(), False
    for text in texts:
        with suppress(InputError):
            collector.see(text)
        content = collector.content
        if content is not None and (content.kind is kind or _is_plain(content.text, kind)):
            return content.text
        if content is not None:
            collector, other = Collector(), True
    refusal = _NOTHING[kind]
    if other:
        raise refusal("a code of something else", step=f"{step}.other")
    if collector.wanted:
        raise refusal(f"{collector.known} of {collector.wanted} parts", step=f"{step}.parts")
    raise refusal("nothing of the kind in it", step=f"{step}.none")


def _is_plain(text: str, kind: QrKind) -> bool:
    return FORMAT in text[:4096] if kind is QrKind.CHALLENGE else is_holder_proof(text)


def new_challenge(request: show.MakeChallenge, now: datetime, entropy: Entropy) -> show.ChallengeView:
    """Make a challenge. Raises PresentationError, MalformedInputError for a query that is none."""
    anything = request.wish == show.WishView()
    wants = read_json_object(request.wants) if request.wants else None if anything else build_query(request.wish)
    if wants is not None:
        read_query(wants)
    made = make_challenge(
        request.audience,
        request.purpose,
        now=now,
        lasts=timedelta(minutes=request.minutes),
        entropy=entropy,
        wants=wants,
    )
    return challenge_view(write_challenge(made), now)


def check_shown(
    request: show.CheckShown,
    checking: Checking,
    carried: Sequence[CarriedDocument],
    answered: dict[str, None],
    tick: Callable[[int, int], None],
) -> show.CheckedShown:
    """Check what somebody shows. With a nonce or audience only an answer to it is accepted, and to one nonce one answer (SDJWT-13).

    `answered` remembers the nonces that had theirs.
    """
    asked = bool(request.nonce or request.audience)
    again = bool(request.nonce) and request.nonce in answered
    expectation = HolderExpectation(request.nonce or None, request.audience or None, required=asked, answered=again)
    evidence = Evidence(WithSupplied(checking.evidence.documents, carried), checking.evidence.known_issuers)
    looking = replace(checking, evidence=evidence)
    received = Receive(request.paths, request.text, request.png)
    items, refused, holders = list[CredentialDetail](), list[Problem](), list[show.HolderClaim]()
    for label, source in sources_of(received, refused, tick):
        for found in looking.look(source, label, expectation):
            if isinstance(found, Refusal):
                refused.append(problem_of(found.error, found.source))
            elif found.credential.is_presentation and not found.nested and is_holder_proof(_text_of(found)):
                holders.append(read_holder(_text_of(found), looking))
            else:
                items.append(detail_of(found, looking.new(found).summary))
    if request.nonce and any(result.code == "holder.bound" for item in items for result in item.results):
        answered[request.nonce] = None
        while len(answered) > MOST_ANSWERED:
            answered.pop(next(iter(answered)))
    return show.CheckedShown(tuple(items), tuple(refused), tuple(holders))


def _text_of(found: CheckedCredential) -> str:
    return found.envelope.original.decode("utf-8", "replace")
