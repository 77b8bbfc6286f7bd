"""Trust packs: add one, remove one."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.actions.asking import change
from ui.desk import Desk
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import AddPack, RemovePack


def add_pack(desk: Desk, owner: QWidget) -> None:
    """Ask for a pack and add it."""
    path, _kind = QFileDialog.getOpenFileName(owner, say(N_("Add a trust pack")), str(Path.home()))
    if path:
        # A pack is a folder or a zip of one; whoever opens a folder chooses its list of contents.
        path = str(Path(path).parent) if Path(path).name == "pack.json" else path
        change(
            desk,
            owner,
            AddPack(path),
            lambda _change: say(N_("The trust pack was added.")),
            N_("Reading the trust pack…"),
        )


def remove_pack(desk: Desk, owner: QWidget, pack: str) -> None:
    """Remove a pack."""
    change(desk, owner, RemovePack(pack), lambda _change: say(N_("The trust pack was removed.")), N_("Removing…"))
