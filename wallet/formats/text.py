"""Credentials pasted into prose: JSON objects and compact tokens in a mail, a chat, a page of notes."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from wallet.errors import InputError, MalformedInputError, UnrecognisedInputError
from wallet.formats.budget import require_size
from wallet.formats.envelope import Container, Envelope
from wallet.formats.json_file import open_json
from wallet.formats.opening import Found, Opening, Refusal
from wallet.formats.recognise import COMPACT
from wallet.formats.refusals import HealthCardError, LinkOnlyError
from wallet.formats.vc_jwt import read_token

_CANDIDATE = re.compile(rf"(?<![A-Za-z0-9_~.-]){COMPACT.pattern}|{{", re.ASCII)
_BRACE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}]', re.DOTALL)
_QUOTE_MARK = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*>", re.MULTILINE)
_TOKEN_LINE = re.compile(r"[A-Za-z0-9_.~-]+", re.ASCII)
_WRAPPED = re.compile(r"^[ \t]*e[wy][A-Za-z0-9_.~-]{38,}[ \t]*$", re.MULTILINE | re.ASCII)
_WIDEST = 130  # characters in a line that a mail program would have broken
_LINK = re.compile(r"[a-z][a-z0-9+.-]{1,40}://\S+|(?:mailto|did):\S+", re.IGNORECASE | re.ASCII)


def open_text(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield every credential in a text; where marks of quoted mail or wrapped lines hide some, in the reading that has most.

    Raises UnrecognisedInputError (LinkOnlyError where only a link is there), TooBigError, MalformedInputError.
    """
    require_size(len(source), opening.meter.budget.text, "text.size")
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedInputError("text that is not UTF-8", step="text.encoding") from error
    inside = opening.inside("text", Container.TEXT)
    best: list[Found] = []
    for attempt in _readings(text):
        if _envelopes(best) == len(best) > 0:
            break  # nothing was hidden
        found = list(_search(attempt, inside))
        if _envelopes(found) > _envelopes(best) or not best:
            best = found
    told = [one for one in best if not _is_prose(one)]
    if not told:
        told = list(_codes_in(text, opening.inside("qr", Container.TEXT)))
    if not told:
        reasons = [one.error for one in best if isinstance(one, Refusal) and isinstance(one.error, InputError)]
        raise next(iter(reasons), None) or known_code(text) or _nothing_in(text)
    yield from told


def _codes_in(text: str, opening: Opening) -> Iterator[Found]:
    """Yield what the lines that are the text of codes hold together, as in a mail that says a word around them."""
    from wallet.formats.codes import is_code, open_codes

    lines = [line for line in _QUOTE_MARK.sub("", text).splitlines() if is_code(line)]
    if lines:
        yield from open_codes(lines, opening)


def _readings(text: str) -> list[str]:
    """Return the text as it stands, without the marks of a quoted mail, and with a token's wrapped lines joined."""
    unquoted = _QUOTE_MARK.sub("", text) if _QUOTED.search(text) else text
    joined = _join_wrapped(unquoted) if _WRAPPED.search(unquoted) else unquoted
    return list(dict.fromkeys((text, unquoted, joined)))


def _join_wrapped(text: str) -> str:
    """Join lines that a mail program broke at one width. A token on one line is longer than any such width."""
    lines: list[list[str]] = []
    width = 0  # of the lines of the token being joined, 0 outside of one
    for line in text.split("\n"):
        bare = line.strip()
        if width and _TOKEN_LINE.fullmatch(bare) and len(bare) <= width:
            lines[-1].append(bare)
            width = width if len(bare) == width else 0
        else:
            lines.append([bare])
            width = len(bare) if _WRAPPED.match(bare) and len(bare) <= _WIDEST else 0
    return "\n".join(map("".join, lines))


def _envelopes(found: list[Found]) -> int:
    return sum(isinstance(one, Envelope) for one in found)


def _is_prose(found: Found) -> bool:
    return isinstance(found, Refusal) and isinstance(found.error, UnrecognisedInputError)


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
        end = _end_of_object(text, candidate.start(), meter.budget.credential)
        meter.spend_scan((end or min(len(text), candidate.start() + meter.budget.credential)) - candidate.start())
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


def _end_of_object(text: str, start: int, limit: int) -> int | None:
    depth = 0
    for token in _BRACE.finditer(text, start, start + limit):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    return None


def _nothing_in(text: str) -> InputError:
    return open_link(text, "text.link") or UnrecognisedInputError("text without a credential", step="text.search")


def known_code(text: str) -> InputError | None:
    """Return the refusal for a text, from a QR code or pasted, whose beginning says it is of another system."""
    start = text.lstrip()[:12].lower()
    if start.startswith("shlink:/"):
        return HealthCardError("a SMART Health Link", step="qr.health")
    return None
