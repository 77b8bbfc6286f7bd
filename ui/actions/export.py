"""Write originals out, byte for byte."""

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask
from ui.actions.writing import ask_where
from ui.desk import Desk
from ui.kinds import title_of
from ui.words import count
from wallet.i18n import N_
from wallet.messages.requests import ExportAll, Exported, ExportOriginal, GetCredential
from wallet.messages.views import CredentialDetail, CredentialSummary

_UNSAFE = re.compile(r"[^\w\- ]+")


def export(desk: Desk, owner: QWidget, chosen: Sequence[CredentialSummary]) -> None:
    """Export one credential as its original file, or several as a zip of theirs."""
    if len(chosen) == 1:
        # A badge in a picture is exported as that picture: the original says what its file is called.
        ask(desk, owner, GetCredential(chosen[0].id), lambda detail: export_one(desk, owner, detail), N_("Exporting…"))
    elif chosen and (path := ask_where(owner, N_("Export"), "credentials.zip")):
        _write(desk, owner, ExportAll(path, tuple(item.id for item in chosen)))


def export_one(desk: Desk, owner: QWidget, detail: CredentialDetail) -> None:
    """Export one credential as its original file."""
    name = f"{stem_of(title_of(detail.summary))}.{detail.ending}"
    if path := ask_where(owner, N_("Export"), name):
        _write(desk, owner, ExportOriginal(detail.summary.id, path))


def _write(desk: Desk, owner: QWidget, request: ExportAll | ExportOriginal) -> None:
    ask(desk, owner, request, lambda done: _tell(desk, done), N_("Exporting…"))


def stem_of(title: str) -> str:
    """Return a safe file name for a title, without its ending; a stranger's title never names a path."""
    return _UNSAFE.sub("", title).strip()[:60] or "credential"


def _tell(desk: Desk, done: Exported) -> None:
    desk.signals.told.emit(
        lambda: count(done.count, N_("1 credential was exported."), N_("{number} credentials were exported."))
    )
