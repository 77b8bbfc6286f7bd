"""From a passphrase to a key: Argon2id (RFC 9106), calibrated to about a second on this computer.

A passphrase is taken as Unicode NFC and encoded as UTF-8, so that an accent typed on one keyboard opens a vault made
on another. Nothing else is changed: spaces and case count.

What a file asks for is bounded on both sides (STORE-04, BAK-03): below the floor somebody has made guessing cheap,
above the ceiling somebody wants this computer to hang.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from wallet.errors import MissingLibraryError, VaultDamagedError, VaultError, WrongPassphraseError
from wallet.i18n import N_

MIB = 1024  # in KiB, the unit of Argon2
KEY_BYTES = 32
SALT_BYTES = 16
LONGEST_PASSPHRASE = 4096  # characters


class NoSuchPassphraseError(WrongPassphraseError):
    """What was given cannot be a passphrase: nothing but spaces, or longer than any."""

    code = "vault.passphrase_empty"
    explanation = N_("There is no passphrase in this, or one that is far too long.")
    advice = N_("Choose a few words that you can remember and nobody can guess.")


Stopwatch = Callable[[], float]


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one derivation costs: memory in KiB, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int


@dataclass(frozen=True, slots=True)
class KdfPolicy:
    """The costs that are acceptable. `most_work` is KiB times passes: about ten seconds on a slow computer of today.

    The floor is an argument so that tests can be quick; nothing that ships passes another one.
    """

    floor: KdfCost = KdfCost(memory=64 * MIB, passes=3, lanes=4)
    usual: KdfCost = KdfCost(memory=256 * MIB, passes=3, lanes=4)
    calibrated_most: int = 512 * MIB
    most_memory: int = 1024 * MIB
    most_work: int = 8 * 1024 * MIB
    most_lanes: int = 16
    target_seconds: float = 1.0

    def check(self, cost: KdfCost) -> None:
        """Raise VaultDamagedError for a cost that is too cheap to be safe or too dear to be honest."""
        floor = self.floor
        if cost.memory < floor.memory or cost.passes < floor.passes or cost.lanes < 1:
            raise VaultDamagedError(f"key derivation below the floor: {cost}", step="vault.kdf.floor")
        if cost.memory > self.most_memory or cost.memory * cost.passes > self.most_work or cost.lanes > self.most_lanes:
            raise VaultDamagedError(f"key derivation above the ceiling: {cost}", step="vault.kdf.ceiling")


def calibrate(policy: KdfPolicy, stopwatch: Stopwatch) -> KdfCost:
    """Return the cost that takes about `policy.target_seconds` here, measured by one derivation at the floor."""
    floor = policy.floor
    began = stopwatch()
    derive(bytearray(b"calibration"), bytes(SALT_BYTES), floor)
    took = max(stopwatch() - began, 1e-6)
    wanted = int(floor.memory * policy.target_seconds / took)
    steps = max(1, min(wanted, policy.calibrated_most) // floor.memory)
    return KdfCost(floor.memory * steps, floor.passes, floor.lanes)


def passphrase_bytes(passphrase: str) -> bytearray:
    """Return the bytes of a passphrase, in a buffer that `wipe` can clear. Raises NoSuchPassphraseError for none at all."""
    if not passphrase.strip() or len(passphrase) > LONGEST_PASSPHRASE:
        raise NoSuchPassphraseError("empty or over-long", step="vault.passphrase.empty")
    try:
        return bytearray(unicodedata.normalize("NFC", passphrase).encode("utf-8"))
    except UnicodeEncodeError as error:
        raise WrongPassphraseError("not encodable", step="vault.passphrase.encoding") from error


def derive(secret: bytearray, salt: bytes, cost: KdfCost) -> bytes:
    """Return 32 bytes from a secret. Raises VaultError where there is not enough memory, MissingLibraryError."""
    try:
        kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
        return kdf.derive(secret)  # type: ignore[arg-type]  # any buffer will do: a copy could not be overwritten
    except UnsupportedAlgorithm as error:
        raise MissingLibraryError(str(error), step="vault.kdf.library", library="cryptography") from error
    except MemoryError as error:
        raise VaultError("not enough memory to derive the key", step="vault.kdf.memory") from error


def wipe(secret: bytearray) -> None:
    """Overwrite a secret in place."""
    secret[:] = bytes(len(secret))
