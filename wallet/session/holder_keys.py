"""Holder keys of an open vault: made, counted, proved to be held. The keys themselves never leave it.

See `wallet/holder/keys.py` for what they are.
"""

import json
from collections.abc import Callable
from datetime import datetime

from wallet.credentials.shown_text import show_line
from wallet.dids.keys import KeyKind
from wallet.encoding.strict_json import write_json
from wallet.errors import NotInVaultError, PresentationError
from wallet.holder.keys import DidForm, HolderKey, make_holder_key, prove_control, prove_possession
from wallet.messages import presenting as show
from wallet.messages.requests import ListCredentials
from wallet.messages.views import LibraryFilter
from wallet.presentations.presentation import is_bound_to
from wallet.session.reading import read_stored
from wallet.store.identifiers import HolderKeyRow, read_holder_keys, write_holder_key
from wallet.store.stored_credential import read_moment, write_moment
from wallet.store.vault import Vault

Entropy = Callable[[int], bytes]
MOST_COUNTED = 1000  # credentials looked at to say how many a key has


class HolderKeyShelf:
    """The holder keys in a vault, at one moment."""

    def __init__(self, vault: Vault, now: datetime, entropy: Entropy) -> None:
        self._vault, self._now, self._entropy = vault, now, entropy

    def keys(self) -> show.HolderKeys:
        """Every holder key, never the key itself."""
        rows = read_holder_keys(self._vault.database)
        return show.HolderKeys(tuple(_key_view(row, self._issued_to(key_of(row))) for row in rows))

    def _issued_to(self, key: HolderKey) -> int:
        """How many kept credentials were issued to a key: found by its name in the index, then read."""
        found: set[str] = set()
        for name in (key.did, str(key.jwk.get("x", ""))):
            for which in (LibraryFilter.ALL, LibraryFilter.ARCHIVED):
                listed = self._vault.shelf.page(ListCredentials(query=name, which=which, limit=MOST_COUNTED))
                found.update(summary.id for summary in listed.items)
        read = (read_stored(self._vault.shelf.get(each)) for each in found)
        return sum(one is not None and is_bound_to(one[1], key) for one in read)

    def new_key(self, request: show.NewHolderKey) -> show.HolderKeyView:
        """Make a holder key and keep it."""
        try:
            kind, form = KeyKind(request.kind), DidForm(request.form)
        except ValueError as error:
            raise PresentationError(f"no key {request.kind[:20]} {request.form[:20]}", step="holder.kind") from error
        key = make_holder_key(kind, form, self._entropy)
        row = HolderKeyRow(
            self._entropy(8).hex(),
            _kind_text(key),
            key.did,
            show_line(request.label, 100),
            write_moment(self._now),
            key.secret,
        )
        with self._vault.shelf.changing():
            write_holder_key(self._vault.database, row)
        return _key_view(row)

    def prove(self, request: show.ProveHolder) -> show.HolderProof:
        """Prove control of a key to an issuer."""
        row = next((row for row in read_holder_keys(self._vault.database) if row.id == request.key), None)
        if row is None:
            raise NotInVaultError("no such key", step="holder.key")
        key = key_of(row)
        challenge, domain = request.challenge or self._entropy(16).hex(), request.domain or "unspecified"
        presentation = prove_control(key, now=self._now, challenge=challenge, domain=domain)
        jwt = prove_possession(key, now=self._now, nonce=challenge, audience=domain)
        return show.HolderProof(key.did, json.dumps(key.jwk), write_json(presentation).decode(), jwt)


def _key_view(row: HolderKeyRow, credentials: int = 0) -> show.HolderKeyView:
    kind = row.kind.partition(" ")[0]
    return show.HolderKeyView(row.id, kind, row.did, row.label, read_moment(row.made), credentials)


def _kind_text(key: HolderKey) -> str:
    return f"{key.kind.value} {key.form.value}"


def key_of(row: HolderKeyRow) -> HolderKey:
    """Return a kept key, ready to sign."""
    kind, _, form = row.kind.partition(" ")
    return HolderKey(KeyKind(kind), DidForm(form or "key"), row.secret)
