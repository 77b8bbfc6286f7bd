"""What the vault keeps for stacks, as JSON documents: followed stacks, the learner's own word, confirmed names, decisions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from wallet.errors import NotInVaultError
from wallet.pathways.pathway import Override, OverrideAction
from wallet.store.database import Database
from wallet.store.kept_documents import (
    OWN_WORD,
    SCAN,
    delete_document,
    fetch_back,
    find_document,
    put_aside,
    read_documents,
    write_document,
)

STACK, NAME, DECISION = "stack", "confirmed-name", "stack-decision"
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

    def put(
        self, kept: FollowedStack | OwnWord | ConfirmedName | Decision, key: str, scan: bytes | None = None
    ) -> None:
        """Keep a document, and with it the scan of a paper."""
        with self._database.writing():
            write_document(self._database, _KINDS[type(kept)], key, msgspec.json.encode(kept), self._now)
            if scan is not None:
                write_document(self._database, SCAN, key, scan, self._now)

    def find_scan(self, key: str) -> bytes | None:
        """Return the scan of a paper, or None."""
        document = find_document(self._database, SCAN, key)
        return None if document is None else document.content

    def forget(self, kept: type[Any], key: str) -> None:
        """Put a document aside, from where `put_back` fetches it. Raises NotInVaultError."""
        self._move(put_aside, kept, key)

    def put_back(self, kept: type[Any], key: str) -> None:
        """Fetch back what was put aside. Raises NotInVaultError."""
        self._move(fetch_back, kept, key)

    def delete(self, kept: type[Any], key: str) -> None:
        """Delete a document for good."""
        with self._database.writing():
            delete_document(self._database, _KINDS[kept], key)

    def _move(self, move: Callable[[Database, str, str, datetime], bool], kept: type[Any], key: str) -> None:
        with self._database.writing():
            if not move(self._database, _KINDS[kept], key, self._now):
                raise NotInVaultError(key, step="stack.find")
