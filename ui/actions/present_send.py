"""Ways out of the window for a prepared presentation: files, pictures, pages, text, a prefilled link. The person sends; Tessera never does."""

from datetime import datetime, timedelta

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask
from ui.actions.export import stem_of
from ui.actions.writing import ask_where
from ui.clipboard import copy_secret
from ui.desk import Desk
from ui.dialogs.confirm import confirm
from ui.kinds import issuer_words, title_of
from ui.words import language, say, show_moment
from wallet.i18n import N_
from wallet.messages.linked_in import linked_in_link as link_of
from wallet.messages.presenting import (
    ChosenCredential,
    GetResume,
    PreparedPresentation,
    PreparePresentation,
    SavePresentation,
    ShownCredential,
)
from wallet.messages.requests import Change, Exported, Touched
from wallet.messages.views import CredentialSummary

_SOON = timedelta(days=1)
_PICTURES = {"png": ".png", "svg": ".svg"}
_SUFFIXES = {"pdf": ".pdf", "dossier": ".zip", "ler-rs": ".ler-rs.json"}


def save_presentation(desk: Desk, owner: QWidget, prepared: PreparedPresentation, kind: str, stack: str = "") -> None:
    """Ask where to, and write it: `file`, `pdf`, `dossier`, `ler-rs`, or `png` (which may become an SVG by its name)."""
    suffix = {"file": prepared.suffix, **_SUFFIXES}.get(kind, ".png")
    title = next((name for one in prepared.shown if (name := shown_title(one))), say(N_("presentation")))
    name = stem_of(title) + suffix
    kinds = f"{say(N_('Pictures'))} (*.png *.svg)" if kind in _PICTURES else f"{suffix} (*{suffix})"
    if path := ask_where(owner, N_("Save"), name, kinds):
        if kind in _PICTURES:
            kind = "svg" if path.lower().endswith(".svg") else "png"
        save_presentation_to(desk, owner, prepared, path, kind, stack if kind == "dossier" else "")


def save_presentation_to(
    desk: Desk, owner: QWidget, prepared: PreparedPresentation, path: str, kind: str, stack: str = ""
) -> None:
    """Write it to `path`; a dossier with the rules of `stack`, where one is named."""

    def told(_done: Exported) -> None:
        desk.signals.told.emit(saved_words(prepared, desk.clock()))
        desk.signals.changed.emit(Change((Touched.LEDGER,)))

    ask(desk, owner, SavePresentation(prepared.token, path, kind, language(), stack), told, N_("Saving…"))


def saved_words(prepared: PreparedPresentation, now: datetime) -> str:
    """Return what is said of a file that was written: when it ends, where that may be before somebody reads it."""
    if prepared.expires is None or prepared.expires - now > _SOON:
        return say(N_("Saved. It is in the list of what you have shared."))
    return say(
        N_("Saved. It ends at {time}: for a later reader, choose a later end."), time=show_moment(prepared.expires)
    )


def make_badge(desk: Desk, owner: QWidget, summary: CredentialSummary, audience: str) -> None:
    """Say what a badge picture is, and make one when the person agrees: it shows more than what was prepared."""
    confirm(
        owner,
        N_("Make a badge picture?"),
        N_("It holds the whole credential, with what you kept private here. Anyone who gets it can show it again."),
        N_("Make the badge"),
        lambda: _ask_for_badge(desk, owner, summary, audience),
    )


def _ask_for_badge(desk: Desk, owner: QWidget, summary: CredentialSummary, audience: str) -> None:
    name = f"{stem_of(title_of(summary))}.png"
    kinds = f"{say(N_('Pictures'))} (*.png *.svg)"
    if path := ask_where(owner, N_("Save"), name, kinds):
        make_badge_at(desk, owner, summary.id, audience, path)


def make_badge_at(desk: Desk, owner: QWidget, credential: str, audience: str, path: str) -> None:
    """Bake one whole credential into a picture at `path`; the ledger gets an entry of its own for it."""
    kind = "badge-svg" if path.lower().endswith(".svg") else "badge-png"
    whole = PreparePresentation(
        (ChosenCredential(credential, (), True),), audience, bind=False, form="plain", evidence=False
    )
    ask(
        desk,
        owner,
        whole,
        lambda prepared: save_presentation_to(desk, owner, prepared, path, kind),
        N_("Saving…"),
    )


def copy_presentation(desk: Desk, prepared: PreparedPresentation) -> None:
    """Copy its text; the clipboard forgets it after a minute."""
    _copy(desk, prepared.text)


def copy_resume(desk: Desk, owner: QWidget, prepared: PreparedPresentation) -> None:
    """Copy what it shows as a block of text for a résumé."""
    ask(desk, owner, GetResume(prepared.token, language()), lambda block: _copy(desk, block.text), N_("Exporting…"))


def _copy(desk: Desk, text: str) -> None:
    copy_secret(text)
    desk.signals.told.emit(say(N_("Copied. It leaves the clipboard in 60 seconds.")))


def shown_title(one: ShownCredential) -> str:
    """Return a credential's title where it is among what is shown, else "": a file's name is sent along with the file."""
    return one.title if any(leaf.text == one.title for leaf in one.leaves) else ""


def linked_in_link(summary: CredentialSummary) -> str:
    """Return LinkedIn's form for a licence or certificate, filled in with what is public on the credential's card."""
    return link_of(summary, title_of(summary), issuer_words(summary))


def open_linked_in(owner: QWidget, summary: CredentialSummary) -> None:
    """Say what the browser will be told, and open it only when the person agrees."""
    confirm(
        owner,
        N_("Open LinkedIn in your browser?"),
        N_("The title, the issuer and the dates go into the address. Nothing is published until you press Save there."),
        N_("Open the browser"),
        lambda: _open(linked_in_link(summary)),
    )


def _open(link: str) -> None:
    QDesktopServices.openUrl(QUrl(link))
