"""The other side of showing: questions, and judging what somebody shows. Needs no vault; nothing is kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from wallet.credentials.shown_text import show_line
from wallet.encoding.strict_json import read_json_object, write_json
from wallet.intake import Evidence, HolderExpectation, Refusal
from wallet.messages import presenting as show
from wallet.messages.requests import Problem, Receive
from wallet.messages.views import CredentialDetail
from wallet.messages.wire import problem_of
from wallet.presentations.challenge import make_challenge, read_challenge, write_challenge
from wallet.presentations.dcql import read_query
from wallet.qr.packing import CarriedDocument
from wallet.session.checking import Checking
from wallet.session.receiving import sources_of
from wallet.session.views import detail_of
from wallet.verification.supplied import WithSupplied

Entropy = Callable[[int], bytes]


def challenge_view(text: str, now: datetime) -> show.ChallengeView:
    """Read a challenge. Raises MalformedInputError."""
    challenge = read_challenge(text)
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
    )


def new_challenge(request: show.MakeChallenge, now: datetime, entropy: Entropy) -> show.ChallengeView:
    """Make a challenge. Raises PresentationError, MalformedInputError for a query that is none."""
    wants = read_json_object(request.wants) if request.wants else None
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
    request: show.CheckShown, checking: Checking, carried: Sequence[CarriedDocument], tick: Callable[[int, int], None]
) -> show.CheckedShown:
    """Check what somebody shows. With a nonce or audience only an answer to it is accepted."""
    asked = bool(request.nonce or request.audience)
    expectation = HolderExpectation(request.nonce or None, request.audience or None, required=asked)
    evidence = Evidence(WithSupplied(checking.evidence.documents, carried), checking.evidence.known_issuers)
    looking = replace(checking, evidence=evidence)
    received = Receive(request.paths, request.text, request.png)
    items, refused = list[CredentialDetail](), list[Problem]()
    for label, source in sources_of(received, refused, tick):
        for found in looking.look(source, label, expectation):
            if isinstance(found, Refusal):
                refused.append(problem_of(found.error, found.source))
            else:
                items.append(detail_of(found, looking.new(found).summary))
    return show.CheckedShown(tuple(items), tuple(refused))
