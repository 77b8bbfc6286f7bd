"""A presentation on its way out: its own text, a picture of its codes, pages for people, a dossier, a badge, a résumé record.

| kind | what is written |
|---|---|
| `file` | the presentation itself: JSON, JWT or SD-JWT |
| `png`, `svg` | its QR code; several codes stand on one sheet |
| `pdf` | pages for people, codes of up to version 40, and everything a dossier holds attached |
| `dossier` | one zip: presentation, evidence, and where a stack was named its rules and what they make of it |
| `badge-png`, `badge-svg` | a picture with one whole credential baked into it; anybody can show that again |
| `ler-rs` | an HR Open LER-RS record of what is shown |
| `resume` | a block of text for a résumé, of what is shown |

Everything is made of the bytes that are sent, read back through the one strict door: nothing that was kept private can get into it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wallet.errors import PresentationError
from wallet.formats.dossier import DossierFile, write_dossier
from wallet.i18n import N_
from wallet.intake import CheckedCredential
from wallet.presentations.ler_rs import ler_rs_record
from wallet.presentations.presentation import Form, Presentation
from wallet.presentations.resume import resume_block
from wallet.qr.choosing import CodeChoice
from wallet.qr.packing import CarriedDocument, QrContent, QrKind
from wallet.qr.picture import write_png, write_svg
from wallet.store.durable import replace_file


class BadgeOnlyWholeError(PresentationError):
    """A baked badge holds one whole credential, as the issuer signed it."""

    code = "present.badge"
    explanation = N_("A badge picture holds one whole credential, just as it was issued.")
    advice = N_("Choose one credential, show all of it, and do not sign it with your key.")


@dataclass(frozen=True, slots=True)
class Sending:
    """A prepared presentation, and what goes along. `seen` is what the other side will see: each credential in it, checked.

    `evidence` is all that is held, whatever fits into codes; `kept_private` counts hidden values; `stack` are the files of a stack,
    `issuers` copies of what the issuers publish.
    """

    presentation: Presentation
    codes: CodeChoice
    evidence: tuple[CarriedDocument, ...]
    seen: tuple[CheckedCredential, ...]
    kept_private: int
    audience: str
    expires: datetime | None
    now: datetime
    language: str
    stack: tuple[DossierFile, ...] = ()
    issuers: tuple[DossierFile, ...] = ()

    @property
    def content(self) -> QrContent:
        """What codes carry at most."""
        return QrContent(QrKind.PRESENTATION, self.presentation.text, self.evidence)


_Writer = Callable[[Sending], bytes]


def write_sending(sending: Sending, path: Path, kind: str) -> None:
    """Write it whole or not at all. Raises PresentationError (step present.kind), BadgeOnlyWholeError, FileAccessError, VaultFullError."""
    writer = _WRITERS.get(kind)
    if writer is None:
        raise PresentationError(f"no such kind of file: {kind[:20]}", step="present.kind")
    replace_file(path, writer(sending))


def _text(sending: Sending) -> bytes:
    return sending.presentation.text.encode()


def _png(sending: Sending) -> bytes:
    return write_png(*sending.codes.plan.sheet())


def _svg(sending: Sending) -> bytes:
    return write_svg(*sending.codes.plan.sheet()).encode()


def _pdf(sending: Sending) -> bytes:
    from wallet.session.dossiers import dossier_files
    from wallet.session.pdf_pages import write_pdf

    return write_pdf(sending, dossier_files(sending))


def _dossier(sending: Sending) -> bytes:
    from wallet.session.dossiers import dossier_files

    return write_dossier(dossier_files(sending), sending.now)


def _badge(kind: str) -> _Writer:
    def write(sending: Sending) -> bytes:
        from wallet.session.badge_pictures import bake

        text = sending.presentation.text
        one = sending.seen[0] if len(sending.seen) == 1 else None
        if one is None or sending.presentation.form is not Form.PLAIN or sending.kept_private or "~" in text[-1:]:
            raise BadgeOnlyWholeError("not one whole credential", step="present.badge")
        return bake(one, text.encode(), kind)

    return write


def _ler_rs(sending: Sending) -> bytes:
    shown = [(each.credential, each.envelope) for each in sending.seen]
    return ler_rs_record(shown, sending.presentation.sha256, sending.language)


def resume_of(sending: Sending) -> str:
    """Return the block of text for a résumé."""
    return resume_block(sending.seen, sending.presentation.sha256, sending.language)


_WRITERS: Mapping[str, _Writer] = {
    "file": _text,
    "png": _png,
    "svg": _svg,
    "pdf": _pdf,
    "dossier": _dossier,
    "badge-png": _badge("png"),
    "badge-svg": _badge("svg"),
    "ler-rs": _ler_rs,
    "resume": lambda sending: resume_of(sending).encode(),
}
