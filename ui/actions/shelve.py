"""Put credentials away: into the archive, into the 30-day trash, or gone for good. All but the last can be undone."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.actions.asking import change
from ui.desk import Desk
from ui.words import count
from wallet.i18n import N_
from wallet.messages.requests import Archive, DeleteForever, Trash


def archive(desk: Desk, owner: QWidget, ids: Sequence[str]) -> None:
    """Put credentials into the archive."""

    def told(_change: object) -> str:
        return count(len(ids), N_("1 credential is in the archive."), N_("{number} credentials are in the archive."))

    change(desk, owner, Archive(tuple(ids)), told, N_("Archiving…"))


def take_back(desk: Desk, owner: QWidget, ids: Sequence[str]) -> None:
    """Take credentials out of the archive."""

    def told(_change: object) -> str:
        return count(
            len(ids), N_("1 credential is back in the library."), N_("{number} credentials are back in the library.")
        )

    change(desk, owner, Archive(tuple(ids), archived=False), told, N_("Taking back…"))


def trash(desk: Desk, owner: QWidget, ids: Sequence[str]) -> None:
    """Put credentials into the trash, where they stay 30 days."""

    def told(_change: object) -> str:
        return count(
            len(ids),
            N_("1 credential is in the trash for 30 days."),
            N_("{number} credentials are in the trash for 30 days."),
        )

    change(desk, owner, Trash(tuple(ids)), told, N_("Moving to the trash…"))


def restore(desk: Desk, owner: QWidget, ids: Sequence[str]) -> None:
    """Take credentials out of the trash."""

    def told(_change: object) -> str:
        return count(
            len(ids), N_("1 credential is back in the library."), N_("{number} credentials are back in the library.")
        )

    change(desk, owner, Trash(tuple(ids), trashed=False), told, N_("Taking back…"))


def delete_forever(desk: Desk, owner: QWidget, ids: Sequence[str]) -> None:
    """Delete credentials from the trash. This one cannot be undone, so the page asks first."""

    def told(_change: object) -> str:
        return count(len(ids), N_("1 credential was deleted."), N_("{number} credentials were deleted."))

    change(desk, owner, DeleteForever(tuple(ids)), told, N_("Deleting…"))
