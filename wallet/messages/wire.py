"""The pipe between the window and the wallet process: how the types of `requests.py` cross it.

A frame is a length in 4 bytes, big-endian, and JSON. To the wallet: `{"id": 1, "verb": "list", "body": {...}}`, or
`{"id": 1, "cancel": true}`. From it: `{"id": 1, "answer": {...}}`, `{"id": 1, "problem": {...}}` or any number of
`{"id": 1, "progress": {...}}` before one of these. Never pickle: the process that parses strangers' bytes is the one that
may be captured, and all it can send is these types. Both ends use this file; it loads nothing heavy.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from wallet.errors import WalletError
from wallet.i18n import N_
from wallet.messages.requests import Problem, Progress
from wallet.messages.verbs import REQUESTS

MOST_FRAME = 128 * 1024 * 1024  # bytes
_ROOM = 16 * 1024


class WireError(WalletError):
    """What came through the pipe is not what the other end may say."""

    code = "wallet.wire"
    explanation = N_("The two parts of Tessera did not understand each other.")
    advice = N_("Start Tessera again. What was kept is safe.")


class Incoming(msgspec.Struct, frozen=True):
    """One request as the wallet process receives it. `body` is unread."""

    id: int
    verb: str = ""
    body: msgspec.Raw = msgspec.Raw(b"{}")
    cancel: bool = False


class Reply(msgspec.Struct, frozen=True):
    """One frame as the window receives it: exactly one of the three is there. `answer` is unread."""

    id: int
    answer: msgspec.Raw = msgspec.Raw(b"")
    problem: Problem | None = None
    progress: Progress | None = None


class Frames:
    """Cuts a stream of bytes into frames. Raises WireError for one that is over-long."""

    def __init__(self, most: int = MOST_FRAME) -> None:
        self._most = most
        self._pending = bytearray()

    def feed(self, content: bytes | bytearray | memoryview) -> Iterator[bytes]:
        """Take what has arrived and yield every frame that is complete."""
        self._pending += content
        while len(self._pending) >= 4:
            length = int.from_bytes(self._pending[:4], "big")
            if length > self._most:
                raise WireError(f"a frame of {length} bytes", step="wire.size")
            if len(self._pending) < 4 + length:
                return
            frame = bytes(self._pending[4 : 4 + length])
            self._pending[: 4 + length] = bytes(4 + length)  # a passphrase may have been in it
            del self._pending[: 4 + length]
            yield frame


def encode_request(number: int, request: object) -> bytearray:
    """Return the frame that asks; `wipe` it once it is sent, for it may hold a passphrase."""
    return _framed({"id": number, "verb": verb_of(request), "body": request})


def encode_cancel(number: int) -> bytearray:
    """Return the frame that gives up a request."""
    return _framed({"id": number, "cancel": True})


def encode_answer(number: int, answer: object) -> bytearray:
    """Return the frame that answers."""
    return _framed({"id": number, "answer": answer})


def encode_problem(number: int, problem: Problem) -> bytearray:
    """Return the frame that says why there is no answer."""
    return _framed({"id": number, "problem": problem})


def encode_progress(number: int, progress: Progress) -> bytearray:
    """Return the frame that says how far a request is."""
    return _framed({"id": number, "progress": progress})


def read_incoming(frame: bytes) -> Incoming:
    """Return the request in a frame. Raises WireError."""
    incoming: Incoming = _read(frame, Incoming)
    return incoming


def read_request(incoming: Incoming) -> Any:
    """Return the typed request. Raises WireError for a verb or a body that is not in REQUESTS."""
    if incoming.verb not in REQUESTS:
        raise WireError("an unknown verb", step="wire.verb")
    return _read(incoming.body, REQUESTS[incoming.verb][0])


def read_reply(frame: bytes) -> Reply:
    """Return the reply in a frame. Raises WireError."""
    reply: Reply = _read(frame, Reply)
    if (len(bytes(reply.answer)) > 0) + (reply.problem is not None) + (reply.progress is not None) != 1:
        raise WireError("a reply that says nothing, or two things", step="wire.reply")
    return reply


def read_answer(verb: str, reply: Reply) -> Any:
    """Return the typed answer to `verb`. Raises WireError."""
    if not bytes(reply.answer) or verb not in REQUESTS:
        raise WireError("not an answer", step="wire.reply")
    return _read(reply.answer, REQUESTS[verb][1])


def verb_of(request: object) -> str:
    """Return the verb that asks with this type. Raises KeyError: our bug."""
    return _verbs()[type(request)]


def undo_of(request: object) -> str:
    """Return a request as `Change.undo` carries it: `[verb, body]` in JSON."""
    return msgspec.json.encode((verb_of(request), request)).decode()


def problem_of(error: WalletError, source: str = "") -> Problem:
    """Return an error as it crosses the pipe. Its detail stays behind: that is for the log."""
    facts = {name: str(fact)[:500] for name, fact in error.facts.items()}
    return Problem(error.code, error.explanation, error.advice, facts, error.step, source)


def wipe(frame: bytearray) -> None:
    """Overwrite a frame in place."""
    frame[:] = bytes(len(frame))


@cache
def _verbs() -> dict[type[Any], str]:
    return {request: verb for verb, (request, _) in REQUESTS.items()}


_DECODERS: dict[type[Any], msgspec.json.Decoder[Any]] = {}


def _decoder(type_: type[Any]) -> msgspec.json.Decoder[Any]:
    if type_ not in _DECODERS:
        _DECODERS[type_] = msgspec.json.Decoder(type_)
    return _DECODERS[type_]


def _framed(body: dict[str, object]) -> bytearray:
    # Room enough for any passphrase, so that growing the buffer leaves no copy of one behind.
    frame = bytearray(_ROOM)
    _ENCODER.encode_into(body, frame, 4)
    length = len(frame) - 4
    if length > MOST_FRAME:
        raise WireError(f"a frame of {length} bytes", step="wire.size")
    frame[:4] = length.to_bytes(4, "big")
    return frame


_ENCODER = msgspec.json.Encoder()


def _read(content: bytes | msgspec.Raw, type_: type[Any]) -> Any:
    try:
        return _decoder(type_).decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WireError(type(error).__name__, step="wire.json") from None if _may_hold_secrets(type_) else error


def _may_hold_secrets(type_: type[Any]) -> bool:
    return any(type_ is request for request, _ in REQUESTS.values()) or type_ is Incoming
