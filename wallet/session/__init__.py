"""An open wallet: one method for each thing a person can do. The window's service and the command line both call it.

A `Session` stands on a folder. Without an open vault it still checks strangers' credentials. Every method takes a request
of `wallet/messages/requests.py` and returns its answer, or raises `WalletError`; `answer` finds the method for a request.
Time, chance, cost and the key store come in through `SessionTerms`. Use it on one thread.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from wallet.clock import Clock, system_clock
from wallet.errors import (
    InputError,
    VaultExistsError,
    VaultFullError,
    VaultLockedError,
    WalletError,
)
from wallet.holder.identity import own_identity
from wallet.i18n import N_
from wallet.intake import OwnIdentity
from wallet.messages import requests as ask
from wallet.messages.requests import Change, Problem, Touched, VaultState
from wallet.messages.wire import problem_of, undo_of
from wallet.session.checking import Checking
from wallet.session.growing import GROWTH_ANSWERS, GrowthVerbs
from wallet.session.hooks import Hooks
from wallet.session.many import MANY_ANSWERS, ManyVerbs
from wallet.session.packs import SAMPLE_PACK, PackFolder, sample_pack_id
from wallet.session.receiving import Waiting, read_loose
from wallet.session.samples import read_samples
from wallet.session.shelving import SHELF_ANSWERS, ShelfVerbs
from wallet.session.showing import SHOWING_ANSWERS, ShowingVerbs
from wallet.session.switching import SWITCH_ANSWERS, SwitchVerbs
from wallet.session.time_keeping import TIME_ANSWERS, SessionClock, TimeVerbs
from wallet.session.warnings import warning_for
from wallet.store.backup import make_backup, prove_backup, prove_own_backup, restore_anew, restore_into
from wallet.store.identifiers import read_holder_keys, read_identifiers, write_identifiers
from wallet.store.kdf import KdfCost, KdfPolicy, calibrate
from wallet.store.key_store import SystemKeyStore
from wallet.store.rescue import rescue
from wallet.store.stored_credential import NewCredential
from wallet.store.vault import Vault, VaultTerms
from wallet.store.vault import busy as vault_is_busy

_BATCH = 50  # credentials checked again in one transaction


__all__ = ["Hooks", "Session", "as_problem", "is_busy", "usual_terms"]


@cache
def _calibrated() -> KdfCost:
    return calibrate(KdfPolicy(), time.perf_counter)


def usual_terms(state_folder: Path) -> VaultTerms:
    """Return the terms that ship: calibrated Argon2id, this computer's chance, the operating system's key store."""
    return VaultTerms(cost=_calibrated, witness_folder=state_folder, key_store=SystemKeyStore())


class Session(TimeVerbs, ShelfVerbs, ShowingVerbs, SwitchVerbs, GrowthVerbs, ManyVerbs):
    """See the module."""

    def __init__(
        self, folder: Path, terms: VaultTerms, clock: Clock = system_clock, hooks: Hooks | None = None
    ) -> None:
        self.folder = folder
        self.hooks = hooks or Hooks()
        self._terms = terms
        self._time = SessionClock(clock)
        self._clock: Clock = self._time
        self._vault: Vault | None = None
        self._packs = PackFolder(folder / "packs")
        self._waiting = Waiting()
        self._begin_showing()
        self._begin_stacks()
        self._begin_many()
        self._keyring_available: bool | None = None

    def answer(self, request: object) -> Any:
        """Return the answer to any request of REQUESTS. Raises WalletError."""
        try:
            return _ANSWERS[type(request)](self, request)
        except VaultFullError:
            if self._vault is not None:
                self._vault.give_ballast()
            raise

    # -- the vault -------------------------------------------------------------------------------------------------

    def state(self, _request: ask.GetVaultState | None = None) -> VaultState:
        """Where the wallet stands."""
        exists = Vault.exists(self.folder)
        keyring = exists and Vault.uses_keyring(self.folder, self._terms.policy)
        state = VaultState(exists, self._vault is not None, str(self.folder), keyring, self._has_keyring())
        if self._vault is None:
            return state
        counts = self._vault.shelf.counts()
        return VaultState(
            exists=True,
            unlocked=True,
            folder=state.folder,
            keyring=self._vault.keyring,
            keyring_available=state.keyring_available,
            credentials=counts.library,
            attention=counts.attention,
            archived=counts.archived,
            trashed=counts.trashed,
            samples=counts.samples > 0,
            warnings=(*map(warning_for, self._vault.warnings), *self._clock_warnings()),
        )

    def create(self, request: ask.CreateVault) -> VaultState:
        """Make a vault and open it."""
        if self._vault is not None:
            raise VaultExistsError(step="session.create")
        self._vault = Vault.create(
            self.folder, request.passphrase, self._terms, self._clock(), use_keyring=request.use_keyring
        )
        self._mark_time(self._vault)
        return self.state()

    def unlock(self, request: ask.Unlock) -> VaultState:
        """Open the vault, and let it feel how much time has gone by."""
        if self._vault is None:
            self._vault = Vault.open(self.folder, request.passphrase, self._terms)
            self._begin_time(self._vault)
        return self.state()

    def change_passphrase(self, request: ask.ChangePassphrase) -> Change:
        """Give the vault another passphrase."""
        vault = self._open_vault()
        vault.change_passphrase(request.old, request.new)
        if request.use_keyring:
            vault.use_keyring()
        elif vault.keyring:
            vault.forget_keyring()
        return Change((Touched.VAULT,))

    def recovery_kit(self, _request: ask.MakeRecoveryKit) -> ask.RecoveryKit:
        """Make a new recovery code."""
        vault = self._open_vault()
        return ask.RecoveryKit(vault.make_recovery_code(), vault.vault_id, self._clock())

    def audit(self, _request: ask.Audit) -> ask.AuditReport:
        """Look at all of the vault."""
        vault = self._open_vault()
        return ask.AuditReport(len(vault.shelf.ids()), tuple(warning_for(code) for code in vault.audit()))

    def rescue(self, request: ask.RescueVault) -> ask.RescueReport:
        """Make a sound vault of a damaged one, and open it. What only bytes are left of is read and checked anew."""
        self.goodbye()
        tick = self.hooks.saying(N_("Reading out what can be read"))
        rescued = rescue(self.folder, request.passphrase, self._terms, tick)
        self.unlock(ask.Unlock(request.passphrase))
        found, unread = read_loose([*rescued.loose.values()], self._checking())
        kept = self._open_vault().shelf.keep(found, self._clock())
        lost = (*rescued.lost.values(), *unread)
        return ask.RescueReport(rescued.kept, len(kept.added), lost, tuple(rescued.parts), rescued.aside)

    def tend(self) -> None:
        """Nobody wants anything: look the vault over and copy it, if a week has gone by since."""
        if self._vault is not None:
            self._mark_time(self._vault)
            if self._time.doubt() is None:  # copies are named, and thrown away, by their day
                with suppress(WalletError):
                    self._vault.keep_copy(self._clock())

    def goodbye(self, _request: ask.Goodbye | None = None) -> Change:
        """Close the vault. Ending the process is what takes the keys out of memory."""
        self._end_many()
        if self._vault is not None:
            self._mark_time(self._vault)
            self._vault.close()
            self._vault, self._time.last_used = None, None
        return Change((Touched.VAULT,))

    # -- receiving and keeping -------------------------------------------------------------------------------------

    def receive(self, request: ask.Receive) -> ask.Received:
        """Read and check; nothing is kept."""
        return self._waiting.receive(
            request, self._checking(), self._find, self.hooks.saying(N_("Reading and checking"))
        )

    def keep(self, request: ask.Keep) -> Change:
        """Keep what `receive` found."""
        vault = self._open_vault()
        kept = vault.shelf.keep(self._waiting.take(request.tokens), self._clock())
        undo = undo_of(ask.Trash(kept.added)) if kept.added else ""
        return Change((Touched.CREDENTIALS,), kept.ids, undo)

    def check_again(self, request: ask.CheckAgain) -> Change:
        """Check kept credentials with the evidence held now."""
        vault, checking = self._open_vault(), self._checking()
        ids = request.ids or vault.shelf.ids()
        tick, checked = self.hooks.saying(N_("Checking")), dict[str, NewCredential]()
        for done, key in enumerate(ids):
            tick(done, len(ids))
            stored = vault.shelf.get(key)
            with suppress(InputError):  # what can no longer be read keeps its last report, with its date
                checked[key] = checking.check_stored(stored)
            if len(checked) >= _BATCH:
                vault.shelf.record_checks(checked, self._clock())
                checked.clear()
        if checked:
            vault.shelf.record_checks(checked, self._clock())
        return Change((Touched.CREDENTIALS,), ids)

    # -- backups ---------------------------------------------------------------------------------------------------

    def backup(self, request: ask.MakeBackup) -> ask.BackupReport:
        """Write everything to one encrypted file, and prove it by opening it again."""
        vault, path = self._open_vault(), Path(request.path)
        writing, packs = self.hooks.saying(N_("Writing the backup")), self._packs.records()
        make_backup(vault, path, self._terms, self._clock(), request.passphrase, writing, packs)
        tick = self.hooks.saying(N_("Proving the backup"))
        if not request.passphrase:
            return prove_own_backup(path, vault, self._terms, tick)
        return prove_backup(path, request.passphrase, self._terms, vault.shelf, tick)

    def drill(self, request: ask.DrillBackup) -> ask.BackupReport:
        """Prove a backup without changing anything."""
        shelf = self._vault.shelf if self._vault is not None else None
        tick = self.hooks.saying(N_("Proving the backup"))
        return prove_backup(Path(request.path), request.passphrase, self._terms, shelf, tick)

    def restore(self, request: ask.RestoreBackup) -> ask.BackupReport:
        """Merge a backup into the open vault; where there is no vault, make one of it and open it."""
        path, tick = Path(request.path), self.hooks.saying(N_("Restoring"))
        if self._vault is not None:
            return restore_into(self._vault, path, request.passphrase, self._terms, tick, self._packs.put_back)
        if Vault.exists(self.folder):
            raise VaultLockedError(step="session.restore")
        report = restore_anew(self.folder, path, request.passphrase, self._terms, tick, self._packs.put_back)
        self.unlock(ask.Unlock(request.passphrase))
        return report

    # -- samples, identity, packs ----------------------------------------------------------------------------------

    def add_samples(self, _request: ask.AddSamples) -> Change:
        """Put the example credentials in, with the pack that knows their invented issuers."""
        vault = self._open_vault()
        self._packs.add(SAMPLE_PACK)
        checking, tick = self._checking(), self.hooks.saying(N_("Reading and checking"))
        found = [new for name, source in read_samples(tick) for new in checking.check_samples(source, name)]
        kept = vault.shelf.keep(found, self._clock())
        return Change((Touched.CREDENTIALS, Touched.TRUST), kept.ids, undo_of(ask.RemoveSamples()))

    def remove_samples(self, _request: ask.RemoveSamples) -> Change:
        """Take the example credentials and their pack out again. What a person received from elsewhere stays."""
        vault = self._open_vault()
        ids = vault.shelf.ids(sample=True)
        if ids:
            vault.shelf.delete_forever(ids)
            vault.forget_copies()
        self._packs.remove(sample_pack_id())
        return Change((Touched.CREDENTIALS, Touched.TRUST), ids, undo_of(ask.AddSamples()))

    def identity(self, _request: ask.GetIdentity) -> ask.Identity:
        """The person's own identifiers."""
        database = self._open_vault().database
        return ask.Identity(read_identifiers(database), tuple(row.did for row in read_holder_keys(database)))

    def set_identity(self, request: ask.SetIdentity) -> Change:
        """Set the person's own identifiers, and look anew at what was issued to them."""
        vault = self._open_vault()
        before = read_identifiers(vault.database)
        with vault.shelf.changing():
            write_identifiers(vault.database, request.identifiers)
        self.check_again(ask.CheckAgain())
        return Change((Touched.IDENTITY, Touched.CREDENTIALS), (), undo_of(ask.SetIdentity(before)))

    def packs(self, _request: ask.ListPacks) -> ask.PackList:
        """Every trust pack."""
        return ask.PackList(self._packs.views())

    def add_pack(self, request: ask.AddPack) -> Change:
        """Trust a pack, and check what is kept with what it brings."""
        added = self._packs.add(Path(request.path))
        return self._trust_changed(undo_of(ask.RemovePack(added)))

    def remove_pack(self, request: ask.RemovePack) -> Change:
        """Trust a pack no longer."""
        self._packs.remove(request.id)
        return self._trust_changed("")

    # -- inside ----------------------------------------------------------------------------------------------------

    def _open_vault(self) -> Vault:
        if self._vault is None:
            raise VaultLockedError(step="session.locked")
        return self._vault

    def _checking(self) -> Checking:
        return Checking(self._clock(), self._packs.evidence(), self._own())

    def _own(self) -> OwnIdentity:
        if self._vault is None:
            return OwnIdentity()
        database = self._vault.database
        return own_identity(read_identifiers(database), (row.did for row in read_holder_keys(database)))

    def _find(self, new: NewCredential) -> str:
        return (self._vault.shelf.find_copy(new) or "") if self._vault is not None else ""

    def _trust_changed(self, undo: str) -> Change:
        if self._vault is None:
            return Change((Touched.TRUST,), (), undo)
        self.check_again(ask.CheckAgain())
        return Change((Touched.TRUST, Touched.CREDENTIALS), (), undo)

    def _has_keyring(self) -> bool:
        if self._keyring_available is None:
            store = self._terms.key_store
            self._keyring_available = store is not None and store.available()
        return self._keyring_available


def is_busy(folder: Path) -> bool:
    """True when another program has the vault in `folder` open."""
    return Vault.exists(folder) and vault_is_busy(folder)


def as_problem(error: WalletError, source: str = "") -> Problem:
    """Return an error as it is shown elsewhere."""
    return problem_of(error, source)


_ANSWERS: Mapping[type[Any], Callable[[Session, Any], Any]] = {
    ask.GetVaultState: Session.state,
    ask.CreateVault: Session.create,
    ask.Unlock: Session.unlock,
    ask.ChangePassphrase: Session.change_passphrase,
    ask.Receive: Session.receive,
    ask.Keep: Session.keep,
    ask.CheckAgain: Session.check_again,
    ask.MakeBackup: Session.backup,
    ask.DrillBackup: Session.drill,
    ask.RestoreBackup: Session.restore,
    ask.MakeRecoveryKit: Session.recovery_kit,
    ask.AddSamples: Session.add_samples,
    ask.RemoveSamples: Session.remove_samples,
    ask.GetIdentity: Session.identity,
    ask.SetIdentity: Session.set_identity,
    ask.ListPacks: Session.packs,
    ask.AddPack: Session.add_pack,
    ask.RemovePack: Session.remove_pack,
    ask.Audit: Session.audit,
    ask.RescueVault: Session.rescue,
    ask.Goodbye: Session.goodbye,
    **SHELF_ANSWERS,
    **TIME_ANSWERS,
    **SHOWING_ANSWERS,
    **SWITCH_ANSWERS,
    **GROWTH_ANSWERS,
    **MANY_ANSWERS,
}
