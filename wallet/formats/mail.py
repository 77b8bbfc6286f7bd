"""A saved mail (RFC 5322 with MIME): what is attached to it, and what is pasted in its text. Nothing in it is followed."""

import re
from collections.abc import Iterator
from itertools import islice

from wallet.errors import MalformedInputError, TooBigError, UnrecognisedInputError, UnsupportedInputError, WalletError
from wallet.formats.budget import refusing, require_size
from wallet.formats.opening import Found, Opening, Refusal

_HEADERS = re.compile(
    rb"\s*(?:From |(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|Date|From|To|Subject|X-[A-Za-z-]+):)",
    re.I,
)
_MIME = re.compile(rb"^(?:MIME-Version|Content-Type):", re.IGNORECASE | re.MULTILINE)
_MAX_PARTS = 100
# The header fields that say how a part is built, with their folded lines; what a reader does with one grows with its square.
_STRUCTURE = re.compile(rb"(?:^|[\r\n])content-[a-z-]{1,40}:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*", re.IGNORECASE)
_MAX_FIELD = 2_048
_LAYER = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
_MAX_LAYERS = 100
_BOUNDARY = re.compile(rb"(?:^|[\r\n])--")
_MAX_BOUNDARIES = 10_000


def looks_like_mail(source: bytes) -> bool:
    """Tell whether `source` begins with the headers of a mail, MIME's among them."""
    head = source[:16_384]
    return _HEADERS.match(head) is not None and _MIME.search(head) is not None


def open_mail(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield what the parts of a mail hold; each is kept for itself, as a file that came out of it would be.

    A part without a credential is passed over while another has one. Raises MalformedInputError (`mail.read`),
    TooBigError (`mail.size`, `mail.parts`, `mail.headers`), UnrecognisedInputError.
    """
    require_size(len(source), opening.meter.budget.collection, "mail.size")
    if "mail" in opening.layers:
        raise UnsupportedInputError("a mail inside a mail", step="mail.nested")
    inside = opening.inside("mail", opening.container)
    reason: WalletError = UnrecognisedInputError("a mail without a part", step="mail.parts")
    told = False
    for content in _parts(source):
        for one in opening.open_inner(content, inside):
            if isinstance(one, Refusal) and isinstance(one.error, UnrecognisedInputError):
                reason = one.error
            else:
                told = True
                yield one
    if not told:
        raise reason


def _require_plain_structure(source: bytes) -> None:
    """Parts in parts in parts, and a field of a thousand parameters, cost any mail reader minutes; no real mail has them."""
    if next(islice(_LAYER.finditer(source), _MAX_LAYERS, None), None) is not None:
        raise TooBigError(f"more than {_MAX_LAYERS} parts of parts", step="mail.parts")
    if next(islice(_BOUNDARY.finditer(source), _MAX_BOUNDARIES, None), None) is not None:
        raise TooBigError(f"more than {_MAX_BOUNDARIES} boundaries", step="mail.parts")
    if any(field.end() - field.start() > _MAX_FIELD for field in _STRUCTURE.finditer(source)):
        raise TooBigError(f"a header field of more than {_MAX_FIELD} bytes", step="mail.headers")


def _parts(source: bytes) -> list[bytes]:
    from email import policy
    from email.parser import BytesParser

    _require_plain_structure(source)
    with refusing("mail.read", MalformedInputError):
        message = BytesParser(policy=policy.compat32).parsebytes(source)
        parts: list[bytes] = []
        for part in message.walk():
            if part.is_multipart():
                continue
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                parts.append(content)
            if len(parts) > _MAX_PARTS:
                raise TooBigError(f"more than {_MAX_PARTS} parts", step="mail.parts")
        return parts
