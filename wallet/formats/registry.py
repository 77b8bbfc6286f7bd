"""The one strict door for strangers' bytes. What something is, is told by its content, never by its name.

To add a format: write `wallet/formats/<format>.py` with a function (bytes, Opening) -> Iterator of Envelope and Refusal
that raises only InputError, list it in FORMATS where it is to be asked, and add a sample. The first that recognises
the bytes opens them; no second opinion is taken.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from wallet.encoding.json_types import JsonValue
from wallet.encoding.strict_json import write_json
from wallet.errors import InputError, MalformedInputError, TooBigError, UnrecognisedInputError
from wallet.formats import baked_svg, mail, pdf, zip_file
from wallet.formats.budget import DEFAULT_BUDGET, InputBudget, Meter, require_size
from wallet.formats.envelope import Container, Envelope
from wallet.formats.json_file import looks_like_json_lines, open_json, open_json_lines, read_document
from wallet.formats.opening import Found, Opening, Refusal
from wallet.formats.picture import open_picture, open_svg, picture_format
from wallet.formats.recognise import Recognised, recognise, token_of
from wallet.formats.refusals import (
    CoseError,
    EuropassXmlError,
    MdocError,
    SeveralCredentialsError,
    WebPageError,
)
from wallet.formats.text import open_text
from wallet.formats.vc_jwt import read_token

__all__ = ["FORMATS", "FormatDoor", "InputBudget", "Refusal", "open_envelope", "open_envelopes", "open_nested"]

_JSON_START = re.compile(rb'[ \t\r\n]*(?:\{|\[[ \t\r\n]*[{\["\]])')
# One word, whatever is in it: what is wrong with it is for the readers to say.
_ONE_TOKEN = re.compile(rb"e[wy][A-Za-z0-9_-]{8,}\.(?:\S*\.\S*|[A-Za-z0-9_-]{40,})")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_COSE_TEXT = re.compile(rb"\s*(?:0oR[A-Za-z0-9+/_-]{40,}={0,2}|d284[0-9a-fA-F]{60,})\s*")
_UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"\x00{", b"\x00[", b"{\x00", b"[\x00")
_CODE_STARTS = (b"tsr1", b"tsm1", b"shc:", b"vp1-", b"ur:", b"ncf")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class FormatDoor:
    """How one kind of file is told by its bytes, and how it is opened."""

    recognises: Callable[[bytes], bool]
    open: Callable[[bytes, Opening], Iterator[Found]]


def open_envelopes(source: bytes, label: str, *, budget: InputBudget = DEFAULT_BUDGET) -> Iterator[Envelope | Refusal]:
    """Yield an Envelope for every credential and presentation in `source`, and a Refusal for every part that is not opened.

    `label` names the source for people ("a.zip"); it decides nothing. At least one is always yielded. Raises nothing
    but what is a bug of ours: what is wrong with a stranger's bytes is in the refusals.
    """
    opening = Opening(label, Meter(budget), _open)
    try:
        require_size(len(source), budget.source, "input.size")
        yield from _open(source, opening)
    except TooBigError as error:  # the budget of the whole is spent: stop, and keep what was found
        yield Refusal(label, error)


def open_envelope(source: bytes, label: str, *, budget: InputBudget = DEFAULT_BUDGET) -> Envelope:
    """Return the one credential or presentation in `source`.

    Raises the InputError of the first refusal where nothing could be opened, SeveralCredentialsError for more than one.
    """
    found = list(open_envelopes(source, label, budget=budget))
    envelopes = [one for one in found if isinstance(one, Envelope)]
    if len(envelopes) == 1:
        return envelopes[0]
    if envelopes:
        raise SeveralCredentialsError(f"{len(envelopes)} credentials", step="input.several")
    refusals = [one.error for one in found if isinstance(one, Refusal)]
    raise refusals[0] if refusals else UnrecognisedInputError("nothing in it", step="input.empty")


def open_nested(content: JsonValue, label: str, *, budget: InputBudget = DEFAULT_BUDGET) -> Envelope:
    """Return the envelope of a credential found inside another (`NestedDocument.content`): an object or a compact token.

    `original` of an object is its JSON without white space: the bytes it arrived in are those of what it was found in.
    What stands there must be a credential itself: nothing is searched. Raises InputError.
    """
    opening = Opening(label, Meter(budget), _open)
    if isinstance(content, dict):
        if recognise(content) == Recognised():
            raise UnrecognisedInputError("an object that is no credential", step="nested.type")
        return read_document(content, write_json(content), opening)
    if isinstance(content, str):
        token = token_of(content) if content.startswith("data:") else content.strip()
        return read_token(token, content.encode("utf-8", "surrogatepass"), label, budget=budget)
    raise MalformedInputError(f"a credential that is a {type(content).__name__}", step="nested.type")


def _open(source: bytes, opening: Opening) -> Iterator[Found]:
    """Open one layer. What is wrong with it becomes a refusal of this layer, so that its neighbours are still opened."""
    try:
        door = next(door for door in FORMATS.values() if door.recognises(source))
        yield from door.open(source, opening)
    except InputError as error:
        if error.step in _WHOLE_BUDGET:
            raise
        yield Refusal(opening.label, error)
    except RecursionError:
        yield Refusal(opening.label, TooBigError("nested too deeply", step="input.depth"))


_WHOLE_BUDGET = ("input.documents", "input.size")


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda source: source.startswith(signatures)


def _refuse(error_type: type[InputError], step: str) -> Callable[[bytes, Opening], Iterator[Found]]:
    def refuse(source: bytes, opening: Opening) -> Iterator[Found]:
        yield Refusal(opening.label, error_type(f"{len(source)} bytes", step=step))

    return refuse


def _open_token(source: bytes, opening: Opening) -> Iterator[Found]:
    opening.meter.spend_document()
    try:
        token = source.strip(b" \t\r\n").decode("ascii")
    except UnicodeDecodeError as error:
        raise MalformedInputError("a token that is not ASCII", step="jwt.parts") from error
    yield read_token(token, opening.keep(source), opening.label, opening.container, opening.meter.budget)


def _open_page(source: bytes, opening: Opening) -> Iterator[Found]:
    try:
        yield from open_text(source, opening)
    except (UnrecognisedInputError, MalformedInputError) as error:
        raise WebPageError("a page of HTML", step="html.search") from error


def _is_code(source: bytes) -> bool:
    """The text of QR codes, one a line, as it travels by mail: told by how the first line begins."""
    if not source.lstrip()[:4].lower().startswith(_CODE_STARTS) or not _is_text(source):
        return False
    from wallet.formats.codes import is_code

    return is_code(source.strip().partition(b"\n")[0].decode("utf-8").rstrip("\r"))


def _open_code_text(source: bytes, opening: Opening) -> Iterator[Found]:
    from wallet.formats.codes import open_codes

    inside = opening.inside("qr", Container.TEXT, source)
    yield from open_codes((line for line in source.decode("utf-8").splitlines() if line.strip()), inside)


def _is_text(source: bytes) -> bool:
    try:
        return "\0" not in source.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _is_xml(source: bytes) -> bool:
    return source[:65_536].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") or b"data.europa.eu/snb" in source[:4096]


def _is_html(source: bytes) -> bool:
    head = source[:4096].lstrip()
    while head.startswith(b"<!--"):
        head = head.partition(b"-->")[2].lstrip()
    return _HTML.match(head) is not None


def _is_mdoc(source: bytes) -> bool:
    return not _is_text(source) and any(name in source for name in (b"issuerSigned", b"issuerAuth", b"nameSpaces"))


# Asked in this order; the first that recognises the bytes opens them.
FORMATS: Mapping[str, FormatDoor] = {
    "empty": FormatDoor(lambda source: not source.strip(), _refuse(UnrecognisedInputError, "input.empty")),
    "zip": FormatDoor(_starts(zip_file.SIGNATURE, zip_file.EMPTY_SIGNATURE), zip_file.open_zip),
    "picture": FormatDoor(lambda source: picture_format(source) is not None, open_picture),
    "pdf": FormatDoor(_starts(pdf.SIGNATURE), pdf.open_pdf),
    "compressed": FormatDoor(_starts(b"\x1f\x8b"), _refuse(UnrecognisedInputError, "input.compressed")),
    "wide_text": FormatDoor(_starts(*_UTF_16_OR_32), _refuse(MalformedInputError, "json.encoding")),
    "marked_json": FormatDoor(
        lambda source: source.startswith(_BYTE_ORDER_MARK) and _JSON_START.match(source, 3) is not None, open_json
    ),
    "json_lines": FormatDoor(looks_like_json_lines, open_json_lines),
    "json": FormatDoor(lambda source: _JSON_START.match(source) is not None, open_json),
    "token": FormatDoor(lambda source: _ONE_TOKEN.fullmatch(source.strip(b" \t\r\n")) is not None, _open_token),
    "code": FormatDoor(_is_code, _open_code_text),
    "html": FormatDoor(_is_html, _open_page),
    "svg": FormatDoor(baked_svg.looks_like_svg, open_svg),
    "europass_xml": FormatDoor(
        lambda source: _is_xml(source) and b"europa.eu" in source[:65_536], _refuse(EuropassXmlError, "xml.europass")
    ),
    "cose": FormatDoor(
        lambda source: source.startswith((b"\xd2\x84", b"\x84\x43\xa1")) or _COSE_TEXT.fullmatch(source) is not None,
        _refuse(CoseError, "cose"),
    ),
    "mdoc": FormatDoor(_is_mdoc, _refuse(MdocError, "mdoc")),
    "mail": FormatDoor(mail.looks_like_mail, mail.open_mail),
    "text": FormatDoor(_is_text, open_text),
    "binary": FormatDoor(lambda _: True, _refuse(UnrecognisedInputError, "input.binary")),
}
