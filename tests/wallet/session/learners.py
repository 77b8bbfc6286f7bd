"""What the tests of showing do with a learner's wallet: a clock to turn, keys, credentials issued to them."""

import json
from datetime import UTC, datetime
from typing import Any

from tests.issuer_simulator import Hidden, Issuer
from wallet.messages import presenting as show
from wallet.messages.requests import Keep, Receive
from wallet.session import Session

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Hours:
    """A clock that the test turns."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


ISSUER = Issuer("Harbourside College", method="key")


def keep(session: Session, issued: bytes | str) -> str:
    text = issued if isinstance(issued, str) else issued.decode()
    return session.keep(Keep((session.receive(Receive(text=text)).items[0].token,))).ids[0]


def a_key(session: Session, form: str = "key") -> tuple[show.HolderKeyView, dict[str, Any]]:
    key = session.new_holder_key(show.NewHolderKey(form=form))
    return key, json.loads(session.prove_holder(show.ProveHolder(key.id)).jwk)


def a_course(session: Session, jwk: dict[str, Any], **claims: object) -> str:
    said = {
        "cnf": {"jwk": jwk},
        "course_name": Hidden("Statistics"),
        "grade": Hidden("8.5"),
        "birthdate": Hidden("2001-02-03"),
    }
    return keep(session, ISSUER.sd_jwt({**said, **claims}).token())
