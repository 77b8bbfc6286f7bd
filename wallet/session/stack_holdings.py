"""What is held, for reckoning stacks: every kept credential checked with the evidence held now, once for each change of the vault."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from wallet.credentials.shown_text import show_line
from wallet.errors import WalletError
from wallet.intake import CheckedCredential
from wallet.pathways.holding import Holding, holdings_from
from wallet.report import NestedRole
from wallet.session.checking import Checking
from wallet.store.shelf import Place
from wallet.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a holding comes from: the kept credential, the key that signed it, and the issuer's name as lists show it."""

    credential: str
    signing_key: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Held:
    """Holdings, and where each comes from."""

    holdings: tuple[Holding, ...]
    seen: dict[str, Seen]


@dataclass(slots=True)
class HeldCache:
    """Remembers what was held. An hour passes, the vault changes, other evidence comes: it is checked anew.

    A credential that has not changed since is still checked again then, for what is true of it may have changed.
    """

    _key: object = None
    _held: Held | None = field(default=None)

    def held(self, vault: Vault, checking: Checking, tick: Callable[[int, int], None]) -> Held:
        """Return what the vault holds, outside the trash."""
        key = (vault.vault_id, vault.generation, checking.evidence, _hour(checking.now))
        if self._held is None or key != self._key:
            self._held = _check_all(vault, checking, tick)
            self._key = key
        return self._held

    def version(self) -> object:
        """Return what changes whenever `held` would answer anew."""
        return self._key


def _hour(now: datetime) -> str:
    return now.isoformat()[:13]


def _check_all(vault: Vault, checking: Checking, tick: Callable[[int, int], None]) -> Held:
    ids = [key for place in (Place.LIBRARY, Place.ARCHIVE) for key in vault.shelf.ids(place=place)]
    holdings: list[Holding] = []
    seen: dict[str, Seen] = {}
    for done, key in enumerate(ids):
        if done % 20 == 0:
            tick(done, len(ids))
        try:
            checked = checking.reopen(vault.shelf.get(key))
        except WalletError:  # it can no longer be read; the library says so, and here it counts for nothing
            continue
        holdings += holdings_from(checked, key)
        seen.update(_seen(checked, key, key, checking))
    return Held(tuple(holdings), seen)


def _seen(
    checked: CheckedCredential, identifier: str, credential: str, checking: Checking
) -> Iterator[tuple[str, Seen]]:
    """Yield what `holdings_from` names, with the same ids."""
    issuer = checked.credential.issuer
    known = checking.evidence.known_issuers.find(issuer.id) if issuer.id else ()
    name = known[0].name if known else issuer.name.best("en") or issuer.id or ""
    found = Seen(credential, checked.signing_key, show_line(name))
    for number in range(max(1, len(checked.credential.subjects))):
        yield (identifier if number == 0 else f"{identifier}#{number}"), found
    for nested in checked.nested:
        if nested.role is NestedRole.HELD:
            path = nested.path if nested.path.startswith(("/", "#")) else "/" + nested.path
            yield from _seen(nested.checked, f"{identifier}{path}", credential, checking)
