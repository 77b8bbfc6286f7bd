"""What the vault keeps for stacks, as JSON documents: followed stacks, the learner's own word, confirmed names, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from wallet.errors import NotInVaultError
from wallet.pathways.pathway import Override, OverrideAction
from wallet.store.database import Database
from wallet.store.kept_documents import delete_document, find_document, read_documents, write_document

STACK, OWN_WORD, NAME, DECISION, SCAN = "stack", "own-word", "confirmed-name", "stack-decision", "own-scan"
_GONE = "gone."
YOU = "you"


@dataclass(frozen=True, slots=True)
class FollowedStack:
    """A stack that is followed. `original` is its file as it came; one that ships is read from its place, by name."""

    id: str
    pathway: str
    followed: datetime
    shipped: str = ""
    original: str = ""
    personal: bool = False


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A record of the learner's own: what it is about, for which achievement of which stack. It never counts."""

    id: str
    basis: str
    stack: str
    achievement: str
    title: str = ""
    issuer: str = ""
    day: date | None = None
    grade: str = ""
    scan: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmedName:
    """The person says that a holding is an achievement although only the name agrees."""

    pathway: str
    holding: str
    achievement: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The learner's own waiver, acceptance or block, with its note."""

    id: str
    pathway: str
    requirement: str
    action: str
    note: str
    credential: str = ""
    day: str = ""

    def override(self) -> Override:
        """Return it as the engine takes it."""
        return Override(
            self.requirement, OverrideAction(self.action), self.credential, YOU, self.day, self.note, own=True
        )


Kept = TypeVar("Kept", FollowedStack, OwnWord, ConfirmedName, Decision)
_KINDS: Mapping[type[Any], str] = {FollowedStack: STACK, OwnWord: OWN_WORD, ConfirmedName: NAME, Decision: DECISION}


class StackShelf:
    """Reads and writes them in an open vault."""

    def __init__(self, database: Database, now: datetime) -> None:
        self._database, self._now = database, now

    def all(self, kept: type[Kept]) -> tuple[Kept, ...]:
        """Return every document of a sort."""
        return tuple(
            msgspec.json.decode(document.content, type=kept)
            for document in read_documents(self._database, _KINDS[kept])
        )

    def find(self, kept: type[Kept], key: str) -> Kept | None:
        """Return one document, or None."""
        document = find_document(self._database, _KINDS[kept], key)
        return None if document is None else msgspec.json.decode(document.content, type=kept)

    def stack(self, key: str) -> FollowedStack:
        """Return a followed stack. Raises NotInVaultError."""
        found = self.find(FollowedStack, key)
        if found is None:
            raise NotInVaultError(key, step="stack.find")
        return found

    def stacks(self) -> tuple[FollowedStack, ...]:
        """Return the followed stacks in the order in which they were followed."""
        return tuple(sorted(self.all(FollowedStack), key=lambda stack: (stack.followed, stack.id)))

    def put(self, kept: FollowedStack | OwnWord | ConfirmedName | Decision, key: str) -> None:
        """Keep a document."""
        self.put_bytes(_KINDS[type(kept)], key, msgspec.json.encode(kept))

    def put_bytes(self, kind: str, key: str, content: bytes) -> None:
        """Keep bytes under a kind and a key: a scan."""
        with self._database.writing():
            write_document(self._database, kind, key, content, self._now)

    def find_bytes(self, kind: str, key: str) -> bytes | None:
        """Return bytes that were kept under a kind and a key, or None."""
        document = find_document(self._database, kind, key)
        return None if document is None else document.content

    def forget(self, kept: type[Any], key: str) -> None:
        """Put a document aside, from where `put_back` fetches it. Raises NotInVaultError."""
        self._move(_KINDS[kept], _GONE + _KINDS[kept], key)

    def put_back(self, kept: type[Any], key: str) -> None:
        """Fetch back what was put aside. Raises NotInVaultError."""
        self._move(_GONE + _KINDS[kept], _KINDS[kept], key)

    def delete(self, kept: type[Any], key: str) -> None:
        """Delete a document for good."""
        with self._database.writing():
            delete_document(self._database, _KINDS[kept], key)

    def _move(self, source: str, target: str, key: str) -> None:
        document = find_document(self._database, source, key)
        if document is None:
            raise NotInVaultError(key, step="stack.find")
        with self._database.writing():
            delete_document(self._database, source, key)
            write_document(self._database, target, key, document.content, self._now)
