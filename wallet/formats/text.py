"""Credentials pasted into prose: JSON objects and compact tokens in a mail, a chat, a page of notes."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from wallet.errors import InputError, MalformedInputError, UnrecognisedInputError
from wallet.formats.envelope import Container
from wallet.formats.json_file import open_json
from wallet.formats.opening import Found, Opening, Refusal
from wallet.formats.recognise import COMPACT
from wallet.formats.refusals import HealthCardError, LinkOnlyError, QrPartError
from wallet.formats.vc_jwt import read_token

_CANDIDATE = re.compile(rf"(?<![A-Za-z0-9_~.-]){COMPACT.pattern}|{{", re.ASCII)
_BRACE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}]', re.DOTALL)
_QUOTE_MARK = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_LINK = re.compile(r"[a-z][a-z0-9+.-]{1,40}://\S+|(?:mailto|did):\S+", re.IGNORECASE | re.ASCII)


def open_text(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield every credential in a text. Lines quoted with > (a reply to a mail) are searched without their marks
    when the text as it stands holds none. Raises UnrecognisedInputError (LinkOnlyError where only a link is there)."""
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedInputError("text that is not UTF-8", step="text.encoding") from error
    found = 0
    reason: UnrecognisedInputError | None = None
    unquoted = _QUOTE_MARK.sub("", text)
    for attempt in [text] if unquoted == text else [text, unquoted]:
        for document in _search(attempt, opening.inside("text", Container.TEXT)):
            if isinstance(document, Refusal) and isinstance(document.error, UnrecognisedInputError):
                reason = reason or document.error
                continue
            found += 1
            yield document
        if found:
            return
    raise reason or known_code(text) or _nothing_in(text)


def open_link(text: str, step: str) -> LinkOnlyError | None:
    """Return the refusal for a text that is nothing but a link, else None. The link is told and never followed."""
    if not _LINK.fullmatch(text.strip()):
        return None
    scheme = text.strip().partition(":")[0].lower()
    return LinkOnlyError(f"only a link, scheme {scheme}", step=step, host=_host_of(text.strip(), scheme)[:100])


def _host_of(link: str, scheme: str) -> str:
    try:
        return (urlsplit(link).hostname if scheme in ("http", "https") else None) or f"{scheme}:"
    except ValueError:
        return f"{scheme}:"


def _search(text: str, opening: Opening) -> Iterator[Found]:
    meter, place = opening.meter, 0
    while (candidate := _CANDIDATE.search(text, place)) is not None:
        meter.spend_scan(candidate.end() - place)
        if candidate[0] != "{":
            place = candidate.end()
            yield from _token(candidate[0], opening)
            continue
        end = _end_of_object(text, candidate.start())
        meter.spend_scan((end or len(text)) - candidate.start())
        place = end or candidate.end()
        if end is not None:
            yield from _json(text[candidate.start() : end], opening)


def _token(token: str, opening: Opening) -> Iterator[Found]:
    token = token.rstrip("?!:")  # punctuation of the sentence around it
    token = token.removesuffix(".") if token.count(".") > 2 or "~" in token else token
    opening.meter.spend_document()
    try:
        own = opening.keep(token.encode("utf-8"))
        yield read_token(token, own, opening.label, opening.container, opening.meter.budget)
    except InputError as error:
        if error.step != "jwt.header":  # dots and letters, but no token
            yield Refusal(opening.label, error)


def _json(span: str, opening: Opening) -> Iterator[Found]:
    try:
        yield from open_json(span.encode("utf-8"), opening)
    except InputError as error:
        # Braces in prose are no news; a damaged credential is.
        if "credential" in span.lower() or "badge" in span.lower():
            yield Refusal(opening.label, error)


def _end_of_object(text: str, start: int) -> int | None:
    depth = 0
    for token in _BRACE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    return None


def _nothing_in(text: str) -> InputError:
    return open_link(text, "text.link") or UnrecognisedInputError("text without a credential", step="text.search")


def known_code(text: str) -> InputError | None:
    """Return the refusal for a text, from a QR code or pasted, whose beginning says it is of another system."""
    start = text.lstrip()[:12].lower()
    if start.startswith(("shc:/", "shlink:/")):
        return HealthCardError("a SMART Health Card or Link", step="qr.health")
    if start.startswith(("ur:", "vp1-", "tessera:")):
        return QrPartError(f"one part of several: {start!r}", step="qr.part")
    return None
