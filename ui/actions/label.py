"""Tags and notes: the person's own words on a credential."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.actions.asking import change
from ui.desk import Desk
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import SetNotes, SetTags


def add_tag(desk: Desk, owner: QWidget, ids: Sequence[str], tag: str) -> None:
    """Add a tag."""
    if tag.strip():
        request = SetTags(tuple(ids), add=(tag.strip(),))
        change(desk, owner, request, lambda _change: say(N_("Tagged “{tag}”."), tag=tag.strip()), N_("Tagging…"))


def remove_tag(desk: Desk, owner: QWidget, ids: Sequence[str], tag: str) -> None:
    """Take a tag off."""
    request = SetTags(tuple(ids), remove=(tag,))
    change(desk, owner, request, lambda _change: say(N_("The tag “{tag}” was removed."), tag=tag), N_("Tagging…"))


def write_notes(desk: Desk, owner: QWidget, credential: str, notes: str) -> None:
    """Keep notes; they are saved when the field is left, without a word."""
    change(desk, owner, SetNotes(credential, notes), lambda _change: "", N_("Saving the notes…"))
