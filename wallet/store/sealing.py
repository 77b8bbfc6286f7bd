"""The vault's header: one random key, wrapped once for each way of opening the vault.

`vault.json` holds *slots*. Each wraps the same random 256-bit key with ChaCha20-Poly1305 under a key of its own: from
the passphrase by Argon2id, from a secret in the operating system's key store, or from the recovery code. Changing the
passphrase replaces one slot; the database is never written anew (STORE-18).

Three seals, for three questions. A plain SHA-256 finds accidental damage before any passphrase is tried, so that
damage is never called a wrong passphrase (STORE-19). The tag of a slot says whether a secret is right, over everything
its derivation was told (STORE-04). A MAC under the unwrapped key covers the header as a whole: no slot can be added,
dropped or cheapened without it.
"""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wallet.errors import KeyringUnavailableError, VaultDamagedError, VaultTooNewError, WrongPassphraseError
from wallet.store.kdf import KEY_BYTES, SALT_BYTES, KdfCost, KdfPolicy, derive, passphrase_bytes, wipe
from wallet.store.recovery_code import SECRET_BYTES, looks_like_recovery_code, read_recovery_code

Entropy = Callable[[int], bytes]

VERSION = 1
FORMAT = "tessera-vault"
NONCE_BYTES = 12
MOST_HEADER_BYTES = 64 * 1024
MOST_SLOTS = 8


class SlotKind(StrEnum):
    """A way of opening a vault."""

    PASSPHRASE = "passphrase"  # noqa: S105 - the name of the way, not a secret
    KEYRING = "keyring"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Slot:
    """The vault's key as one secret unwraps it. `cost` is that of Argon2id, None for secrets that are random already."""

    kind: SlotKind
    salt: bytes
    nonce: bytes
    wrapped: bytes
    cost: KdfCost | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What `vault.json` says. `mac` is b"" only before `sealed`."""

    vault_id: str
    made: datetime
    slots: tuple[Slot, ...]
    version: int = VERSION
    mac: bytes = b""

    def slot(self, kind: SlotKind) -> Slot | None:
        """Return the slot of that kind, or None."""
        return next((slot for slot in self.slots if slot.kind is kind), None)


def wrap(key: bytes, kind: SlotKind, secret: bytearray, vault_id: str, cost: KdfCost | None, entropy: Entropy) -> Slot:
    """Return a slot that gives `key` back for `secret`."""
    salt, nonce = entropy(SALT_BYTES), entropy(NONCE_BYTES)
    bare = Slot(kind, salt, nonce, b"", cost)
    wrapped = ChaCha20Poly1305(_wrapping_key(bare, secret)).encrypt(nonce, key, _told(bare, vault_id))
    return replace(bare, wrapped=wrapped)


def unwrap(slot: Slot, secret: bytearray, vault_id: str, policy: KdfPolicy) -> bytes:
    """Return the key in a slot. Raises WrongPassphraseError; VaultDamagedError for costs outside the policy."""
    if slot.cost is not None:
        policy.check(slot.cost)
    try:
        return ChaCha20Poly1305(_wrapping_key(slot, secret)).decrypt(slot.nonce, slot.wrapped, _told(slot, vault_id))
    except InvalidTag as error:
        raise WrongPassphraseError(f"the {slot.kind} slot does not open", step="vault.unwrap") from error


def unwrap_with_passphrase(header: Header, passphrase: str, policy: KdfPolicy) -> bytes:
    """Return the key for a passphrase, or for a recovery code typed in its place. Raises WrongPassphraseError."""
    recovery = header.slot(SlotKind.RECOVERY)
    if recovery is not None and looks_like_recovery_code(passphrase):
        try:
            return unwrap(recovery, bytearray(read_recovery_code(passphrase)), header.vault_id, policy)
        except WrongPassphraseError:
            pass  # somebody's passphrase may look like a code
    slot = header.slot(SlotKind.PASSPHRASE)
    if slot is None:
        raise WrongPassphraseError("no passphrase slot", step="vault.unwrap")
    secret = passphrase_bytes(passphrase)
    try:
        return unwrap(slot, secret, header.vault_id, policy)
    finally:
        wipe(secret)


def unwrap_with_keyring(header: Header, read_secret: Callable[[str], bytes], policy: KdfPolicy) -> bytes:
    """Return the key by the operating system's key store. Raises KeyringUnavailableError."""
    slot = header.slot(SlotKind.KEYRING)
    if slot is None:
        raise KeyringUnavailableError("this vault does not use it", step="keyring.not_used")
    try:
        return unwrap(slot, bytearray(read_secret(header.vault_id)), header.vault_id, policy)
    except WrongPassphraseError as error:
        raise KeyringUnavailableError("the secret kept there is another one", step="keyring.stale") from error


def sealed(header: Header, key: bytes) -> Header:
    """Return the header with its MAC."""
    return replace(header, mac=_mac(header, key))


def check_seal(header: Header, key: bytes) -> None:
    """Raise VaultDamagedError unless the whole header is what the holder of `key` wrote."""
    if not hmac.compare_digest(_mac(header, key), header.mac):
        raise VaultDamagedError("the header's MAC does not fit", step="vault.header.mac")


def subkey(key: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """Return a key for one purpose, from which `key` cannot be worked out (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt or None, info=f"tessera:{purpose}".encode()).derive(key)


def write_header(header: Header) -> bytes:
    """Return the bytes of `vault.json`."""
    body = _as_json(header)
    body["checksum"] = hashlib.sha256(_canonical(body)).hexdigest()
    return msgspec.json.format(msgspec.json.encode(body), indent=1) + b"\n"


def read_header(content: bytes, policy: KdfPolicy) -> Header:
    """Return the header, not yet authenticated. Raises VaultDamagedError, VaultTooNewError."""
    body = _read_body(content)
    if body.get("format") != FORMAT:
        raise VaultDamagedError("another format", step="vault.header.format")
    if isinstance(body.get("version"), int) and body["version"] > VERSION:
        raise VaultTooNewError(f"header version {body['version']}", step="vault.header.version")
    if body.pop("checksum", None) != hashlib.sha256(_canonical(body)).hexdigest():
        raise VaultDamagedError("checksum", step="vault.header.checksum")
    try:
        slots = tuple(slot_from_json(slot) for slot in body["slots"])
        header = Header(
            body["vault_id"], datetime.fromisoformat(body["made"]), slots, body["version"], b64decode(body["mac"])
        )
    except (KeyError, TypeError, ValueError) as error:
        raise VaultDamagedError(f"header: {type(error).__name__}", step="vault.header.shape") from error
    check_slots(slots, policy)
    return header


def check_slots(slots: tuple[Slot, ...], policy: KdfPolicy) -> None:
    """Raise VaultDamagedError for slots that no Tessera writes: too many, two of a kind, or a cost outside the policy."""
    if not 1 <= len(slots) <= MOST_SLOTS or len({slot.kind for slot in slots}) != len(slots):
        raise VaultDamagedError("slots", step="vault.header.slots")
    for slot in slots:
        if (slot.cost is None) is (slot.kind is SlotKind.PASSPHRASE):
            raise VaultDamagedError("a passphrase needs Argon2id, and nothing else does", step="vault.header.slots")
        if slot.cost is not None:
            policy.check(slot.cost)


def slot_to_json(slot: Slot) -> dict[str, Any]:
    """Return a slot as the schemas of the vault and of the backup have it."""
    body: dict[str, Any] = {"kind": slot.kind.value}
    if slot.cost is not None:
        body["kdf"] = {
            "name": "argon2id",
            "memory_kib": slot.cost.memory,
            "passes": slot.cost.passes,
            "lanes": slot.cost.lanes,
        }
    for name in ("salt", "nonce", "wrapped"):
        body[name] = b64encode(getattr(slot, name)).decode()
    return body


def slot_from_json(body: dict[str, Any]) -> Slot:
    """Return the slot. Raises KeyError, TypeError or ValueError for another shape."""
    kdf = body.get("kdf")
    cost = None
    if kdf is not None:
        numbers = (kdf["memory_kib"], kdf["passes"], kdf["lanes"])
        if kdf["name"] != "argon2id" or not all(type(number) is int for number in numbers):
            raise ValueError("kdf")
        cost = KdfCost(*numbers)
    salt, nonce, wrapped = (b64decode(body[name], validate=True) for name in ("salt", "nonce", "wrapped"))
    if (len(salt), len(nonce), len(wrapped)) != (SALT_BYTES, NONCE_BYTES, KEY_BYTES + 16):
        raise ValueError("lengths")
    return Slot(SlotKind(body["kind"]), salt, nonce, wrapped, cost)


def recovery_secret(entropy: Entropy) -> bytes:
    """Return the random bytes of a new recovery code."""
    return entropy(SECRET_BYTES)


def _wrapping_key(slot: Slot, secret: bytearray) -> bytes:
    if slot.cost is None:  # random already: stretching it would only cost time
        return subkey(bytes(secret), f"slot:{slot.kind}", slot.salt)
    return derive(secret, slot.salt, slot.cost)


def _told(slot: Slot, vault_id: str) -> bytes:
    body = slot_to_json(slot)
    del body["wrapped"]
    return _canonical({"format": FORMAT, "vault_id": vault_id, "slot": body})


def _mac(header: Header, key: bytes) -> bytes:
    body = _as_json(header)
    del body["mac"]
    return hmac.digest(subkey(key, "header"), _canonical(body), "sha256")


def _as_json(header: Header) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": header.version,
        "vault_id": header.vault_id,
        "made": header.made.isoformat(),
        "slots": [slot_to_json(slot) for slot in header.slots],
        "mac": b64encode(header.mac).decode(),
    }


def _read_body(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_HEADER_BYTES:
        raise VaultDamagedError("over-long", step="vault.header.size")
    try:
        body = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise VaultDamagedError("not JSON", step="vault.header.json") from error
    if not isinstance(body, dict):
        raise VaultDamagedError("not an object", step="vault.header.json")
    return body


def _canonical(body: dict[str, Any]) -> bytes:
    return msgspec.json.encode(body, order="sorted")
