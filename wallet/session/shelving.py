"""The part of a session that deals with what is kept: looking at it, putting it away, labelling it, writing it to files."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from wallet.clock import Clock
from wallet.i18n import N_
from wallet.messages import requests as ask
from wallet.messages.requests import Change, Touched
from wallet.messages.views import CredentialDetail
from wallet.messages.wire import undo_of
from wallet.session.checking import Checking
from wallet.session.exporting import export_all, export_original
from wallet.session.hooks import Hooks
from wallet.session.views import detail_of
from wallet.store.vault import Vault


class ShelfVerbs:
    """What `Session` inherits; it provides the members below."""

    hooks: Hooks
    _clock: Clock
    _open_vault: Callable[[], Vault]
    _checking: Callable[[], Checking]

    # -- looking ---------------------------------------------------------------------------------------------------

    def list_credentials(self, request: ask.ListCredentials) -> ask.CredentialList:
        """One page of the library."""
        shelf = self._open_vault().shelf
        shelf.age(self._clock())
        return shelf.page(request)

    def get(self, request: ask.GetCredential) -> CredentialDetail:
        """One credential, read and checked anew: what is shown is what the evidence of this moment supports."""
        vault, checking = self._open_vault(), self._checking()
        stored = vault.shelf.get(request.id)
        checked = checking.reopen(stored)
        fresh = checking.new(checked, sample=stored.summary.sample)
        earlier = stored.reports[1:]  # the newest says what is seen now, unless that has changed
        if [result.code for result in fresh.report.results] != [result.code for result in stored.reports[0].results]:
            vault.shelf.record_check(request.id, fresh, self._clock())
            earlier = stored.reports
        history = tuple((report.checked_at, report.verdict) for report in earlier)
        return detail_of(checked, vault.shelf.summary(request.id), stored.notes, history)

    def tag_list(self, _request: ask.ListTags) -> ask.TagList:
        """Every tag in use."""
        return ask.TagList(self._open_vault().shelf.tags())

    # -- changing --------------------------------------------------------------------------------------------------

    def archive(self, request: ask.Archive) -> Change:
        """Move to the archive or out of it."""
        self._open_vault().shelf.archive(request.ids, request.archived, self._clock())
        return _changed(request.ids, ask.Archive(request.ids, not request.archived))

    def trash(self, request: ask.Trash) -> Change:
        """Move to the trash or out of it."""
        self._open_vault().shelf.trash(request.ids, request.trashed, self._clock())
        return _changed(request.ids, ask.Trash(request.ids, not request.trashed))

    def delete_forever(self, request: ask.DeleteForever) -> Change:
        """Delete for good."""
        vault = self._open_vault()
        vault.shelf.delete_forever(request.ids)
        vault.forget_copies()
        return _changed(request.ids)

    def empty_trash(self, _request: ask.EmptyTrash) -> Change:
        """Delete for good all that lies in the trash, and the records of the learner's own that were taken back."""
        vault = self._open_vault()
        ids = vault.shelf.empty_trash(self._clock(), at_once=True)
        if ids:
            vault.forget_copies()
        return Change((Touched.CREDENTIALS, Touched.PATHWAYS), ids)

    def set_tags(self, request: ask.SetTags) -> Change:
        """Add and remove tags. Can be undone where the credentials were alike in these tags."""
        shelf = self._open_vault().shelf
        before = {shelf.summary(key).tags for key in request.ids}
        shelf.set_tags(request.ids, request.add, request.remove, self._clock())
        if len(before) != 1:
            return _changed(request.ids)
        (tags,) = before
        added, removed = [tag for tag in request.add if tag not in tags], [tag for tag in request.remove if tag in tags]
        return _changed(request.ids, ask.SetTags(request.ids, tuple(removed), tuple(added)))

    def set_notes(self, request: ask.SetNotes) -> Change:
        """Set the notes of one credential."""
        shelf = self._open_vault().shelf
        before = shelf.get(request.id).notes
        shelf.set_notes(request.id, request.notes, self._clock())
        return _changed((request.id,), ask.SetNotes(request.id, before))

    # -- files -----------------------------------------------------------------------------------------------------

    def export(self, request: ask.ExportOriginal) -> ask.Exported:
        """Write one original, byte for byte."""
        return export_original(self._open_vault().shelf.get(request.id), Path(request.path))

    def original(self, key: str) -> bytes:
        """The bytes of one original, for standard output; they cross no pipe."""
        return self._open_vault().shelf.get(key).original

    def export_everything(self, request: ask.ExportAll) -> ask.Exported:
        """Write originals into one zip."""
        shelf = self._open_vault().shelf
        ids = request.ids or shelf.ids()
        return export_all(shelf, ids, Path(request.path), self.hooks.saying(N_("Writing")))


def _changed(ids: tuple[str, ...], undo: object | None = None) -> Change:
    return Change((Touched.CREDENTIALS,), ids, undo_of(undo) if undo is not None else "")


SHELF_ANSWERS: Mapping[type[Any], Callable[[Any, Any], Any]] = {
    ask.ListCredentials: ShelfVerbs.list_credentials,
    ask.GetCredential: ShelfVerbs.get,
    ask.ListTags: ShelfVerbs.tag_list,
    ask.Archive: ShelfVerbs.archive,
    ask.Trash: ShelfVerbs.trash,
    ask.DeleteForever: ShelfVerbs.delete_forever,
    ask.EmptyTrash: ShelfVerbs.empty_trash,
    ask.SetTags: ShelfVerbs.set_tags,
    ask.SetNotes: ShelfVerbs.set_notes,
    ask.ExportOriginal: ShelfVerbs.export,
    ask.ExportAll: ShelfVerbs.export_everything,
}
