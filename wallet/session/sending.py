"""A presentation as a file: its own text, a picture of its code, or pages for people with everything attached."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from wallet.errors import PresentationError
from wallet.presentations.presentation import Presentation
from wallet.qr.encode import QrPlan
from wallet.qr.picture import write_png, write_svg
from wallet.store.durable import replace_file, told_of_trouble

_Writer = Callable[[Presentation, QrPlan, Sequence[str], datetime], bytes]


def write_presentation(
    presentation: Presentation, plan: QrPlan, titles: Sequence[str], path: Path, kind: str, now: datetime
) -> None:
    """Write it whole or not at all. Raises PresentationError (steps present.kind, present.code), FileAccessError, VaultFullError."""
    writer = _WRITERS.get(kind)
    if writer is None:
        raise PresentationError(f"no such kind of file: {kind[:20]}", step="present.kind")
    content = writer(presentation, plan, titles, now)
    with told_of_trouble(path):
        replace_file(path, content)


def _text(presentation: Presentation, _plan: QrPlan, _titles: Sequence[str], _now: datetime) -> bytes:
    return presentation.text.encode()


def _png(_presentation: Presentation, plan: QrPlan, _titles: Sequence[str], _now: datetime) -> bytes:
    if plan.single is None:
        raise PresentationError("it takes several codes: show them on the screen or print a PDF", step="present.code")
    return write_png(plan.single)


def _svg(_presentation: Presentation, plan: QrPlan, _titles: Sequence[str], _now: datetime) -> bytes:
    if plan.single is None:
        raise PresentationError("it takes several codes: show them on the screen or print a PDF", step="present.code")
    return write_svg(plan.single).encode()


def _pdf(presentation: Presentation, plan: QrPlan, titles: Sequence[str], now: datetime) -> bytes:
    from wallet.session.pdf_pages import write_pdf

    return write_pdf(presentation, plan, titles, now)


_WRITERS: Mapping[str, _Writer] = {"file": _text, "png": _png, "svg": _svg, "pdf": _pdf}
