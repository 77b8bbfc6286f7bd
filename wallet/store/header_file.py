"""`vault.json` on the disk, twice: a vault without its header can never be opened again, so one flipped bit must not do it.

The copy is written after the header itself. Whoever reads takes the first that is whole; opening mends the other, so an
old passphrase never stays behind in the copy.
"""

import contextlib
from pathlib import Path

from wallet.errors import VaultDamagedError, VaultMissingError, VaultTooNewError, WalletError
from wallet.store.durable import replace_file, told_of_trouble
from wallet.store.kdf import KdfPolicy
from wallet.store.sealing import Header, read_header, write_header

NAMES = ("vault.json", "vault.json.copy")


class HeaderFile:
    """The header of the vault in `folder`."""

    def __init__(self, folder: Path, policy: KdfPolicy) -> None:
        self._paths = tuple(folder / name for name in NAMES)
        self._policy = policy

    def exists(self) -> bool:
        """True when there is a header, sound or not."""
        return any(path.exists() for path in self._paths)

    def read(self) -> Header:
        """Return the first header that is whole, not yet authenticated. Raises what the first one raised."""
        refusals = list[WalletError]()
        for path in self._paths:
            try:
                return read_header(self._bytes_of(path), self._policy)
            except VaultTooNewError:
                raise
            except WalletError as error:
                refusals.append(error)
        raise next((error for error in refusals if not isinstance(error, VaultMissingError)), _gone())

    def write(self, header: Header) -> None:
        """Put the header in place, then its copy. Raises VaultFullError, FileAccessError: then the old one stands."""
        content = write_header(header)
        for path in self._paths:
            replace_file(path, content)

    def mend(self, header: Header) -> None:
        """Make both say the same, once the header is authenticated. A disk that is full is no reason to stop."""
        content = write_header(header)
        with contextlib.suppress(WalletError):
            for path in self._paths:
                if not path.exists() or path.read_bytes() != content:
                    replace_file(path, content)

    def _bytes_of(self, path: Path) -> bytes:
        with told_of_trouble(path):
            if not path.exists():
                raise VaultMissingError(path.name, step="vault.header.missing")
            return path.read_bytes()


def _gone() -> WalletError:
    return VaultDamagedError("the header is gone", step="vault.header.missing")
