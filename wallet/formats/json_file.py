"""Credentials in JSON: alone, in a presentation, in an array, or anywhere inside a wallet's export.

What is recognised is kept whole and not searched further; what is not recognised is a container, and searched. Every
document found keeps the exact span of text it was written in (its `original`), never a re-serialisation.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import JsonLimits, read_json
from wallet.errors import InputError, MalformedInputError, TooBigError, UnrecognisedInputError, UnsupportedInputError
from wallet.formats.budget import InputBudget, require_size
from wallet.formats.decoded_token import compare_with_token
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.formats.opening import Found, Opening, Refusal
from wallet.formats.recognise import COMPACT, Recognised, recognise, token_of
from wallet.formats.refusals import BadgeDefinitionError, NotACredentialError
from wallet.formats.several_signatures import with_further
from wallet.formats.vc_jwt import read_token

_BRACES = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}]', re.DOTALL)


def open_json(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield every credential and presentation in a JSON text. Raises MalformedInputError, TooBigError, UnrecognisedInputError."""
    budget = opening.meter.budget
    _require_few_values(source, budget)
    value = read_json(source, JsonLimits(budget.collection, budget.depth))
    if isinstance(value, dict) and recognise(value).kind is not None:
        require_size(len(source), budget.credential, "json.size")
        opening.meter.spend_document()
        yield read_document(value, source, opening)
        return
    search = _Search(source.decode("utf-8"), opening)
    yield from search.walk(value)
    if not search.found:
        raise search.reason or UnrecognisedInputError("JSON without a credential", step="json.search")


def looks_like_json_lines(source: bytes) -> bool:
    """Tell whether each line is a document of its own: the first is a whole object, and another begins right after it."""
    first, _, rest = source[: 4 * 1024 * 1024].lstrip().partition(b"\n")
    return first.rstrip().endswith(b"}") and first.startswith(b'{"') and rest.lstrip().startswith(b'{"')


def open_json_lines(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield what each line of a text holds, every line as if it were a file. Raises TooBigError (`json.lines`)."""
    require_size(len(source), opening.meter.budget.collection, "json.lines")
    inside = opening.inside("json_lines", opening.container)
    for line in source.splitlines():
        if line.strip():
            yield from opening.open_inner(line, inside)


def read_document(value: JsonObject, own: bytes, opening: Opening) -> Envelope:
    """Return the envelope of one recognised object. Raises InputError: malformed, too big, of another kind."""
    recognised = recognise(value)
    if recognised.error is not None:
        raise recognised.error
    original = opening.keep(own)
    as_json = Envelope(
        original, opening.label, Format.JSON, recognised.kind or Kind.CREDENTIAL, value, opening.container
    )
    if recognised.token is None:
        return as_json
    budget = opening.meter.budget
    try:
        envelope = read_token(recognised.token, original, opening.label, opening.container, budget)
    except (MalformedInputError, UnrecognisedInputError, UnsupportedInputError):
        if recognised.shown is None:
            raise
        return as_json  # what is written out is still to be seen; its proof is none that can be checked
    if recognised.shown is not None:
        return compare_with_token(recognised.shown, envelope, budget)
    return with_further(envelope, recognised.further) if recognised.further else envelope


@dataclass(slots=True)
class _Search:
    """A walk through a container. Objects are numbered in the order of their opening braces, which is how they get spans."""

    text: str
    opening: Opening
    found: int = 0
    reason: InputError | None = None
    _next: int = 0
    _spans: list[tuple[int, int]] = field(default_factory=list)

    def walk(self, value: JsonValue) -> Iterator[Found]:
        if isinstance(value, dict):
            yield from self._object(value)
        elif isinstance(value, list):
            for item in value:
                yield from self.walk(item)
        elif isinstance(value, str):
            yield from self._string(value)

    def _object(self, value: JsonObject) -> Iterator[Found]:
        self.opening.meter.spend_search()
        number = self._next
        self._next += 1
        recognised = recognise(value)
        if recognised.kind is not None or (recognised.error is not None and not _may_hold_others(recognised)):
            own = self._pass_over(number)
            yield from self._take(lambda: read_document(value, own, self.opening))
            return
        self.reason = self.reason or recognised.error
        for name, inner in value.items():
            # Contexts define words; an endorsement of a mere definition is not a credential of anybody's.
            if name == "@context" or (recognised.error is not None and name.startswith("endorsement")):
                self._skip(inner)
            else:
                yield from self.walk(inner)

    def _string(self, text: str) -> Iterator[Found]:
        candidate = _in_data_url(text).strip()
        if COMPACT.fullmatch(candidate):
            yield from self._take(lambda: self._token(candidate), tentative=True)
        elif text.lstrip().startswith('{"') and "credentialSubject" in text:
            inside = self.opening.inside("json_string", self.opening.container)
            if "json_string" not in self.opening.layers:
                yield from self._take_all(open_json(text.encode("utf-8"), inside))

    def _token(self, token: str) -> Envelope:
        own = self.opening.keep(token.encode("ascii"))
        return read_token(token, own, self.opening.label, self.opening.container, self.opening.meter.budget)

    def _take(self, read: Callable[[], Envelope], tentative: bool = False) -> Iterator[Found]:
        self.opening.meter.spend_document()
        try:
            document: Found = read()
        except NotACredentialError as error:
            if tentative:  # an access token or the like, kept beside the credentials
                self.reason = self.reason or error
                return
            document = Refusal(self.opening.label, error)
        except InputError as error:
            if tentative and error.step == "jwt.header":  # dots and letters, but no token
                return
            document = Refusal(self.opening.label, error)
        self.found += 1
        yield document

    def _take_all(self, inner: Iterator[Found]) -> Iterator[Found]:
        try:
            for document in inner:
                self.found += 1
                yield document
        except (MalformedInputError, UnrecognisedInputError) as error:
            self.reason = self.reason or error

    def _pass_over(self, number: int) -> bytes:
        """Return the exact text of object `number` and go on numbering after it."""
        if not self._spans:
            self._spans = object_spans(self.text)
        start, end = self._spans[number]
        self._next = bisect_left(self._spans, (end, 0))
        return self.text[start:end].encode("utf-8")

    def _skip(self, value: JsonValue) -> None:
        if isinstance(value, dict):
            self._next += 1
            for inner in value.values():
                self._skip(inner)
        elif isinstance(value, list):
            for item in value:
                self._skip(item)


def _in_data_url(text: str) -> str:
    try:
        return token_of(text) if text.startswith("data:") else text
    except InputError:
        return text  # a picture, say: any string may be one


def _require_few_values(source: bytes, budget: InputBudget) -> None:
    """Count before parsing: a byte of JSON can cost fifty of memory."""
    if source.count(b"{") + source.count(b"[") > budget.json_brackets or source.count(b",") > budget.json_values:
        raise TooBigError("too many values", step="json.values")


def _may_hold_others(recognised: Recognised) -> bool:
    return isinstance(recognised.error, BadgeDefinitionError)


def object_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of every object in valid JSON, ordered by start: the order in which a reader meets them."""
    spans: list[tuple[int, int]] = []
    open_: list[int] = []
    for token in _BRACES.finditer(text):
        match token[0]:
            case "{":
                open_.append(len(spans))
                spans.append((token.start(), 0))
            case "}":
                number = open_.pop()
                spans[number] = (spans[number][0], token.end())
    return spans
