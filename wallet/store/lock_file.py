"""One vault, one program: a lock that the operating system lets go of when its holder dies (STORE-16)."""

import os
import sys
from pathlib import Path

from wallet.errors import VaultBusyError
from wallet.store.durable import PRIVATE_FILE, told_of_trouble


class LockFile:
    """Held from when it is made until `release`. Raises VaultBusyError when another program holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with told_of_trouble(path):
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise VaultBusyError(str(path), step="vault.lock") from error

    def release(self) -> None:
        """Let others in. The file stays: removing it would let two in at once."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
