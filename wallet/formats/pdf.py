"""Credentials attached to a PDF (Open Badges in a certificate, say), else the QR codes in the pictures of its pages.

Nothing is drawn, run or followed (IMG-10).
"""

from collections.abc import Iterator
from io import BytesIO

from wallet.errors import MalformedInputError, TooBigError, UnsupportedInputError
from wallet.formats import dossier
from wallet.formats.budget import refusing, require_size
from wallet.formats.envelope import Container
from wallet.formats.opening import Found, Opening
from wallet.formats.pdf_pictures import open_page_codes
from wallet.formats.refusals import EncryptedInputError

SIGNATURE = b"%PDF-"

_MAX_ATTACHMENTS = 64


def open_pdf(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield what the attachments hold; the whole PDF is what is kept. Those of a dossier are read as one.

    Raises MalformedInputError (`pdf.read`), TooBigError (`pdf.size`, `pdf.attachments`), EncryptedInputError,
    UnrecognisedInputError for a PDF without attachments and without codes.
    """
    budget = opening.meter.budget
    require_size(len(source), budget.pdf, "pdf.size")
    if "pdf" in opening.layers:
        raise UnsupportedInputError("a PDF inside a PDF", step="pdf.nested")
    attachments = _read_attachments(source, budget.collection)
    inside = opening.inside("pdf", Container.PDF, source)
    if not attachments:
        yield from open_page_codes(source, inside)
        return
    named = dict(attachments)
    if len(named) == len(attachments) and dossier.is_dossier(named.get(dossier.MANIFEST, b"")):
        yield from dossier.open_dossier(named, inside, lambda _name: inside)
        return
    for _, content in attachments:
        yield from opening.open_inner(content, inside)


def _read_attachments(source: bytes, limit: int) -> list[tuple[str, bytes]]:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints quote the stranger's file
    with refusing("pdf.read", MalformedInputError):
        reader = PdfReader(BytesIO(source), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedInputError("a PDF with a password", step="pdf.encrypted")
        found: list[tuple[str, bytes]] = []
        for attachment in reader.attachment_list:
            found.append((attachment.name, attachment.content))
            if len(found) > _MAX_ATTACHMENTS or sum(len(content) for _, content in found) > limit:
                raise TooBigError("too many or too large attachments", step="pdf.attachments")
        return found
