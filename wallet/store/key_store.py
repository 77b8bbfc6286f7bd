"""The operating system's own place for a secret, so that a vault can open without a passphrase being typed.

Only backends that are known to encrypt are used (STORE-06): others keep secrets in a plain file, or accept them and
keep nothing. Every secret is read back after writing. None of this is ever needed: a passphrase always works.
"""

import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from typing import Protocol

from wallet.errors import KeyringUnavailableError

SERVICE = "Tessera"
TRUSTED_BACKENDS: frozenset[str] = frozenset(
    {
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
    }
)


class Backend(Protocol):
    """What `keyring` calls a backend, as far as we use it."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class KeyStore(Protocol):
    """Keeps one secret for each vault."""

    def read(self, vault_id: str) -> bytes: ...
    def write(self, vault_id: str, secret: bytes) -> None: ...
    def forget(self, vault_id: str) -> None: ...
    def available(self) -> bool: ...


def find_backend(chosen: object | None = None) -> Backend:
    """Return the trusted backend of this computer. Raises KeyringUnavailableError, with the reason as its step."""
    if chosen is None:
        try:
            chosen = _best_here()
        except KeyringUnavailableError:
            raise
        except Exception as error:  # a broken backend must not keep anybody from a vault
            raise KeyringUnavailableError(f"{type(error).__name__}", step="keyring.load") from error
    for backend in _members(chosen):
        if f"{type(backend).__module__}.{type(backend).__name__}" in TRUSTED_BACKENDS:
            return backend  # type: ignore[return-value]  # `keyring` is typed loosely
    raise KeyringUnavailableError(f"{type(chosen).__module__}", step="keyring.not_trusted")


def _best_here() -> object:
    """The preferred trusted backend that works here. Those of other systems are not even imported: on Linux the one of macOS goes
    looking for its libraries with a compiler. What a person chose for all programs counts, if it is one of the trusted."""
    chosen = os.environ.get("PYTHON_KEYRING_BACKEND")
    named = [chosen] if chosen else [name for name in TRUSTED_BACKENDS if _is_of_this_system(name)]
    found: list[tuple[float, object]] = []
    for name in sorted(named):
        if name not in TRUSTED_BACKENDS:
            raise KeyringUnavailableError(name, step="keyring.not_trusted")
        module, _, kind = name.rpartition(".")
        with suppress(Exception):  # its library is missing, or nobody answers
            backend = getattr(import_module(module), kind)
            if backend.viable:
                found.append((float(backend.priority), backend()))
    if not found:
        raise KeyringUnavailableError("none works here", step="keyring.none")
    return max(found, key=lambda item: item[0])[1]


def _is_of_this_system(name: str) -> bool:
    system = {"darwin": ("macOS",), "win32": ("Windows",)}.get(sys.platform, ("SecretService", "kwallet"))
    return name.split(".")[2] in system


def _members(chosen: object) -> Iterable[object]:
    """A chainer asks its members in order, plain-text ones among them: it is taken apart, never used whole."""
    if type(chosen).__module__ == "keyring.backends.chainer":
        return tuple(getattr(chosen, "backends", ()))
    return (chosen,)


class SystemKeyStore:
    """Secrets in the operating system's key store. Every method raises KeyringUnavailableError when it cannot."""

    def __init__(self, backend: Backend | None = None) -> None:
        self._backend = backend

    def read(self, vault_id: str) -> bytes:
        """Return the secret of a vault. Raises KeyringUnavailableError when there is none."""
        try:
            kept = self._found().get_password(SERVICE, vault_id)
            secret = b64decode(kept, validate=True) if kept is not None else None
        except KeyringUnavailableError:
            raise
        except Exception as error:
            raise KeyringUnavailableError(type(error).__name__, step="keyring.read") from error
        if secret is None:
            raise KeyringUnavailableError("nothing kept for this vault", step="keyring.absent")
        return secret

    def write(self, vault_id: str, secret: bytes) -> None:
        """Keep a secret and read it back."""
        try:
            self._found().set_password(SERVICE, vault_id, b64encode(secret).decode())
        except KeyringUnavailableError:
            raise
        except Exception as error:
            raise KeyringUnavailableError(type(error).__name__, step="keyring.write") from error
        if self.read(vault_id) != secret:
            raise KeyringUnavailableError("read back differently", step="keyring.read_back")

    def forget(self, vault_id: str) -> None:
        """Remove the secret of a vault; that there was none is not an error."""
        try:
            self._found().delete_password(SERVICE, vault_id)
        except Exception:  # the slot is gone from the vault's header, so what is left opens nothing
            return

    def available(self) -> bool:
        """True when this computer has a key store that Tessera trusts."""
        try:
            self._found()
        except KeyringUnavailableError:
            return False
        return True

    def _found(self) -> Backend:
        if self._backend is None:
            self._backend = find_backend()
        return find_backend(self._backend)
