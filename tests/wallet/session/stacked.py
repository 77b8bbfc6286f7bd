"""What the tests of stacks look with."""

import msgspec

from wallet.messages import stacks as ask
from wallet.messages.requests import Change
from wallet.messages.stack_views import StackBrick, StackView
from wallet.messages.verbs import REQUESTS
from wallet.session import Session

DEGREE, DIPLOMA = "northlight-bsc-data-practice", "yunling-data-literacy"


def look(session: Session, stack: str = DEGREE, **asked: object) -> StackView:
    view = session.answer(ask.GetStack(stack, **asked))
    again = msgspec.json.decode(msgspec.json.encode(view), type=StackView)
    assert again == view  # it crosses the pipe whole
    return view


def bricks(view: StackView) -> dict[str, StackBrick]:
    return {brick.title: brick for layer in view.layers for brick in layer.bricks}


def undo(session: Session, change: Change) -> None:
    verb, body = msgspec.json.decode(change.undo, type=tuple[str, msgspec.Raw])
    session.answer(msgspec.json.decode(body, type=REQUESTS[verb][0]))


def holding_of(session: Session, title: str) -> str:
    return next(holding.id for holding in session.stack_holdings() if str(holding.title) == title)
