"""Pictures: a badge baked into PNG or SVG, else a QR code in PNG, JPEG or WebP. The whole picture is what is kept."""

from collections.abc import Iterator

from wallet.errors import InputError, MalformedInputError, TooBigError, UnrecognisedInputError
from wallet.formats.baked_png import SIGNATURE as PNG_SIGNATURE
from wallet.formats.baked_png import VERSION_2, read_baked_png
from wallet.formats.baked_svg import looks_like_svg, read_baked_svg, read_svg_codes
from wallet.formats.budget import DEFAULT_BUDGET, require_size
from wallet.formats.envelope import Container
from wallet.formats.json_file import open_json
from wallet.formats.opening import Found, Opening, Refusal
from wallet.formats.recognise import COMPACT
from wallet.formats.refusals import NoCredentialInImageError, OpenBadges2Error
from wallet.formats.text import known_code, open_link
from wallet.formats.vc_jwt import read_token

PICTURE_FORMATS = {PNG_SIGNATURE: "PNG", b"\xff\xd8\xff": "JPEG"}


def picture_format(source: bytes) -> str | None:
    """Return Pillow's name of the format that the first bytes prove, or None (IMG-06)."""
    if source[:4] == b"RIFF" and source[8:12] == b"WEBP":
        return "WEBP"
    return next((name for magic, name in PICTURE_FORMATS.items() if source.startswith(magic)), None)


def open_picture(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield the baked badge, or else what the QR codes hold. Raises InputError."""
    budget = opening.meter.budget
    require_size(len(source), budget.image, "image.size")
    if source.startswith(PNG_SIGNATURE) and (baked := read_baked_png(source, budget)) is not None:
        inside = opening.inside("png", Container.PNG, source)
        yield from open_payload(baked.content, inside, hosted=baked.keyword == VERSION_2)
    else:
        yield from _open_qr(source, opening.inside("qr", Container.QR, source))


def read_code_texts(source: bytes, max_pixels: int = DEFAULT_BUDGET.pixels) -> tuple[str, ...]:
    """Return the texts of the QR codes in a picture. Raises MalformedInputError (step scan.picture) for what is no picture."""
    from wallet.qr.decode import read_qr_image

    form = picture_format(source)
    if form is not None:
        return tuple(code.text for code in read_qr_image(source, form, max_pixels))
    if looks_like_svg(source):
        return tuple(read_svg_codes(source, DEFAULT_BUDGET))
    raise MalformedInputError("not a picture", step="scan.picture")


def open_svg(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield the badge baked into an SVG, or else what the codes hold whose texts an SVG of ours carries. Raises InputError."""
    content = read_baked_svg(source, opening.meter.budget)
    if content is None and (codes := read_svg_codes(source, opening.meter.budget)):
        from wallet.formats.codes import open_codes

        yield from open_codes(codes, opening.inside("qr", Container.QR, source))
        return
    if content is None:
        raise NoCredentialInImageError("an SVG without a badge element", step="svg.search")
    yield from open_payload(content, opening.inside("svg", Container.SVG, source), hosted=True)


def open_payload(content: bytes, opening: Opening, hosted: bool = False) -> Iterator[Found]:
    """Yield the credential that `content` is: JSON or a compact token, and nothing around it.

    A bare link is an Open Badges 2.0 hosted assertion where `hosted`, else LinkOnlyError: told, not followed.
    """
    budget = opening.meter.budget
    require_size(len(content), budget.credential, "payload.size")
    stripped = content.strip(b" \t\r\n\x00")
    if stripped[:1] in (b"{", b"["):
        yield from open_json(stripped, opening)
        return
    try:
        text = stripped.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedInputError("what is inside is not UTF-8", step="payload.encoding") from error
    if COMPACT.fullmatch(text):
        opening.meter.spend_document()
        yield read_token(text, opening.keep(stripped), opening.label, opening.container, budget)
    elif (link := open_link(text, "payload.link")) is not None:
        raise OpenBadges2Error("a hosted assertion", step="payload.link", version="2.0") if hosted else link
    else:
        raise MalformedInputError("what is inside is neither JSON nor a token", step="payload.content")


def _open_qr(source: bytes, opening: Opening) -> Iterator[Found]:
    from wallet.qr.decode import read_qr_image

    named = picture_format(source)
    assert named is not None, "only pictures come here"
    codes = read_qr_image(source, named, opening.meter.budget.pixels)
    if not codes:
        raise NoCredentialInImageError("no QR code found", step="qr.search")
    from wallet.formats.codes import open_codes

    yield from open_codes((code.text for code in codes), opening)


def open_code(text: str, opening: Opening) -> Iterator[Found]:
    """Yield what the text of one QR code holds, one level deep: JSON or a token. A Refusal says why not."""
    try:
        if (error := known_code(text)) is not None:
            raise error
        yield from open_payload(text.encode("utf-8", "surrogatepass"), opening)
    except TooBigError:
        raise
    except InputError as error:
        refused = error
        if isinstance(error, MalformedInputError) and error.step == "payload.content":
            refused = UnrecognisedInputError("a QR code that holds something else", step="qr.content")
        yield Refusal(opening.label, refused)
