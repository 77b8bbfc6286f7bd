"""Write originals out, byte for byte."""

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.actions.asking import ask
from ui.desk import Desk
from ui.kinds import title_of
from ui.words import count, say
from wallet.i18n import N_
from wallet.messages.requests import ExportAll, Exported, ExportOriginal
from wallet.messages.views import CredentialSummary

_UNSAFE = re.compile(r"[^\w\- ]+")


def export(desk: Desk, owner: QWidget, chosen: Sequence[CredentialSummary]) -> None:
    """Export one credential as its original file, or several as a zip of theirs."""
    if not chosen:
        return
    one = len(chosen) == 1
    name = file_name_of(title_of(chosen[0])) if one else "credentials.zip"
    path, _kind = QFileDialog.getSaveFileName(owner, say(N_("Export")), str(Path.home() / name))
    if not path:
        return
    request = ExportOriginal(chosen[0].id, path) if one else ExportAll(path, tuple(item.id for item in chosen))
    ask(desk, owner, request, lambda done: _tell(desk, done), N_("Exporting…"))


def stem_of(title: str) -> str:
    """Return a safe file name for a title, without its ending; a stranger's title never names a path."""
    return _UNSAFE.sub("", title).strip()[:60] or "credential"


def file_name_of(title: str, ending: str = "json") -> str:
    """Return a safe file name for a title."""
    return f"{stem_of(title)}.{ending}"


def _tell(desk: Desk, done: Exported) -> None:
    desk.signals.told.emit(
        lambda: count(done.count, N_("1 credential was exported."), N_("{number} credentials were exported."))
    )
