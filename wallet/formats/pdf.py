"""Credentials attached to a PDF (Open Badges in a certificate, say). Nothing is drawn, run or followed (IMG-10)."""

from collections.abc import Iterator
from io import BytesIO

from wallet.errors import MalformedInputError, TooBigError, UnrecognisedInputError, UnsupportedInputError
from wallet.formats.budget import refusing, require_size
from wallet.formats.envelope import Container
from wallet.formats.opening import Found, Opening
from wallet.formats.refusals import EncryptedInputError

SIGNATURE = b"%PDF-"

_MAX_ATTACHMENTS = 64


def open_pdf(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield what the attachments hold; the whole PDF is what is kept.

    Raises MalformedInputError (`pdf.read`), TooBigError (`pdf.size`, `pdf.attachments`), EncryptedInputError,
    UnrecognisedInputError for a PDF without attachments.
    """
    budget = opening.meter.budget
    require_size(len(source), budget.pdf, "pdf.size")
    if "pdf" in opening.layers:
        raise UnsupportedInputError("a PDF inside a PDF", step="pdf.nested")
    attachments = _read_attachments(source, budget.collection)
    if not attachments:
        raise UnrecognisedInputError("a PDF without attachments", step="pdf.attachments")
    inside = opening.inside("pdf", Container.PDF, source)
    for content in attachments:
        yield from opening.open_inner(content, inside)


def _read_attachments(source: bytes, limit: int) -> list[bytes]:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints quote the stranger's file
    with refusing("pdf.read", MalformedInputError):
        reader = PdfReader(BytesIO(source), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedInputError("a PDF with a password", step="pdf.encrypted")
        found: list[bytes] = []
        for attachment in reader.attachment_list:
            content = attachment.content
            found.append(content)
            if len(found) > _MAX_ATTACHMENTS or sum(map(len, found)) > limit:
                raise TooBigError("too many or too large attachments", step="pdf.attachments")
        return found
