"""What can be asked of the wallet process: one frozen type for each question, each paired with its answer.

Extending: add the request and answer types here, list them in KEEPING (or in a table of their own in `verbs.py`), and answer the request in `wallet/service.py`.
Where there is a file its path crosses the pipe, not its bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from wallet.messages.views import CredentialDetail, CredentialSummary, LibraryFilter, SortOrder
from wallet.report import Verdict


class Touched(StrEnum):
    """Which kinds of thing a change touched; pages listen and decide for themselves."""

    CREDENTIALS = "credentials"
    VAULT = "vault"
    IDENTITY = "identity"
    TRUST = "trust"
    PATHWAYS = "pathways"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Change:
    """What an action changed. `undo` is the request that takes it back, as (verb, body) JSON, or "" where there is none."""

    touched: tuple[Touched, ...]
    ids: tuple[str, ...] = ()
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A `WalletError` as it crosses the pipe: code, English sentence keys for the catalogues, facts, step. No stack trace."""

    code: str
    explanation: str
    advice: str
    facts: Mapping[str, str] = field(default_factory=dict)
    step: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long request is: `done` of `total` (0: unknown), and an English sentence key."""

    done: int
    total: int
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class VaultState:
    """Where the wallet stands. `keyring` says whether this vault can be opened with the OS keyring."""

    exists: bool
    unlocked: bool
    folder: str
    keyring: bool = False
    keyring_available: bool = False
    credentials: int = 0
    attention: int = 0
    archived: int = 0
    trashed: int = 0
    samples: bool = False
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class GetVaultState: ...


@dataclass(frozen=True, slots=True)
class CreateVault:
    passphrase: str
    use_keyring: bool = False


@dataclass(frozen=True, slots=True)
class Unlock:
    """`passphrase` None: with the OS keyring. A recovery code may stand in its place."""

    passphrase: str | None = None


@dataclass(frozen=True, slots=True)
class ChangePassphrase:
    """`old` may be the recovery code. `use_keyring` says whether the OS keyring opens the vault from now on."""

    old: str
    new: str
    use_keyring: bool = False


@dataclass(frozen=True, slots=True)
class Receive:
    """Read and check files, folders or pasted text. Nothing is kept until `Keep`.

    `content` is a file that was read already, `label` its name; it crosses no pipe.
    """

    paths: tuple[str, ...] = ()
    text: str = ""
    png: bytes = b""  # an image from the clipboard, re-encoded by the window as PNG
    content: bytes | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedItem:
    """One checked credential waiting to be kept. `already` is the id of the same credential in the vault, or ""."""

    token: str
    detail: CredentialDetail
    already: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    items: tuple[ReceivedItem, ...]
    refused: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Keep:
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListCredentials:
    query: str = ""
    which: LibraryFilter = LibraryFilter.ALL
    verdicts: tuple[Verdict, ...] = ()
    tags: tuple[str, ...] = ()
    sort: SortOrder = SortOrder.NEWEST
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True)
class CredentialList:
    items: tuple[CredentialSummary, ...]
    total: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class GetCredential:
    id: str


@dataclass(frozen=True, slots=True)
class CheckAgain:
    """Check kept credentials again with the evidence held now. () means all."""

    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmClock:
    """The person says that this computer's clock is right, though the vault's own memory speaks against it."""


CLOCK_DOUBTED = frozenset(("vault.clock_behind", "vault.clock_leapt"))  # the warnings that `ConfirmClock` answers


@dataclass(frozen=True, slots=True)
class Archive:
    ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True, slots=True)
class Trash:
    """Into the 30-day trash, or (`trashed` False) out of it."""

    ids: tuple[str, ...]
    trashed: bool = True


@dataclass(frozen=True, slots=True)
class DeleteForever:
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmptyTrash:
    """Delete for good all that lies in the trash, and the papers and plans that were taken back."""


@dataclass(frozen=True, slots=True)
class SetTags:
    ids: tuple[str, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetNotes:
    id: str
    notes: str


@dataclass(frozen=True, slots=True)
class ExportOriginal:
    """Write the original bytes of one credential to `path`, exactly."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class ExportAll:
    """Write the originals of `ids` (() means all) into one zip at `path`."""

    path: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    path: str
    count: int


@dataclass(frozen=True, slots=True)
class MakeBackup:
    """`passphrase` "" means the vault's own passphrase wraps it (the wrapped key travels along)."""

    path: str
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds, as proved by opening it again: the restore drill."""

    path: str
    credentials: int
    made: datetime
    generation: int
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    packs: int = 0
    """Trust packs in it: those a person had added beside the vault."""


@dataclass(frozen=True, slots=True)
class DrillBackup:
    """Open and prove a backup without changing anything."""

    path: str
    passphrase: str


@dataclass(frozen=True, slots=True)
class RestoreBackup:
    path: str
    passphrase: str


@dataclass(frozen=True, slots=True)
class MakeRecoveryKit:
    """Make a new recovery code for this vault (an older one stops working)."""


@dataclass(frozen=True, slots=True)
class RecoveryKit:
    """Shown once, for printing: 24 words' worth of secret as groups, and the vault's id."""

    code: str
    vault_id: str
    made: datetime


@dataclass(frozen=True, slots=True)
class AddSamples: ...


@dataclass(frozen=True, slots=True)
class RemoveSamples: ...


@dataclass(frozen=True, slots=True)
class OwnIdentifier:
    """One identifier of the person's own: kind is an OB 3.0 identityType such as `emailAddress`."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class GetIdentity: ...


@dataclass(frozen=True, slots=True)
class SetIdentity:
    identifiers: tuple[OwnIdentifier, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    identifiers: tuple[OwnIdentifier, ...]
    dids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackView:
    """One trust pack as settings show it."""

    id: str
    name: str
    issuers: int
    documents: int
    seen: datetime | None
    bundled: bool
    sample: bool = False


@dataclass(frozen=True, slots=True)
class ListPacks: ...


@dataclass(frozen=True, slots=True)
class PackList:
    packs: tuple[PackView, ...]


@dataclass(frozen=True, slots=True)
class AddPack:
    path: str


@dataclass(frozen=True, slots=True)
class RemovePack:
    id: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Look at all of the vault: is every page sound, and is none of them an older one put back?"""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """`problems` is empty when all is well."""

    credentials: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RescueVault:
    """Read out of a damaged vault what can be read, and make a sound one of it. `passphrase` None: the key store."""

    passphrase: str | None = None


@dataclass(frozen=True, slots=True)
class RescueReport:
    """What came back: `kept` as it was, `read_again` from its bytes alone (its notes and tags are gone).

    `lost` are the titles of what did not, "" where even that is gone; `parts` are the other tables that could not be read.
    The damaged files lie in `aside`, in the vault's folder.
    """

    kept: int
    read_again: int
    lost: tuple[str, ...]
    parts: tuple[str, ...]
    aside: str


@dataclass(frozen=True, slots=True)
class ListTags: ...


@dataclass(frozen=True, slots=True)
class TagList:
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goodbye:
    """The wallet process closes the vault and ends."""


# verb on the wire -> (request type, answer type)
KEEPING: Mapping[str, tuple[type[Any], type[Any]]] = {
    "state": (GetVaultState, VaultState),
    "create": (CreateVault, VaultState),
    "unlock": (Unlock, VaultState),
    "change_passphrase": (ChangePassphrase, Change),
    "receive": (Receive, Received),
    "keep": (Keep, Change),
    "list": (ListCredentials, CredentialList),
    "get": (GetCredential, CredentialDetail),
    "check_again": (CheckAgain, Change),
    "confirm_clock": (ConfirmClock, Change),
    "archive": (Archive, Change),
    "trash": (Trash, Change),
    "delete_forever": (DeleteForever, Change),
    "empty_trash": (EmptyTrash, Change),
    "tags": (SetTags, Change),
    "notes": (SetNotes, Change),
    "export": (ExportOriginal, Exported),
    "export_all": (ExportAll, Exported),
    "backup": (MakeBackup, BackupReport),
    "drill": (DrillBackup, BackupReport),
    "restore": (RestoreBackup, BackupReport),
    "recovery_kit": (MakeRecoveryKit, RecoveryKit),
    "add_samples": (AddSamples, Change),
    "remove_samples": (RemoveSamples, Change),
    "identity": (GetIdentity, Identity),
    "set_identity": (SetIdentity, Change),
    "packs": (ListPacks, PackList),
    "add_pack": (AddPack, Change),
    "remove_pack": (RemovePack, Change),
    "tag_list": (ListTags, TagList),
    "audit": (Audit, AuditReport),
    "rescue": (RescueVault, RescueReport),
    "goodbye": (Goodbye, Change),
}
