"""One window at a time: a second start hands over what it was asked to open and the first window comes forward.

The socket is the person's own, a message is at most 8 KiB, and all it can say is "come forward, and offer these files
for review" (UPD-07). Nothing is kept or sent on anybody else's word.
"""

import ctypes
import getpass
import hashlib
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

MOST_BYTES = 8 * 1024
_MOST_PATHS = 20
_WAIT_MS = 400


def socket_name(vault: Path) -> str:
    """Return a name for the socket of this person and this vault."""
    whose = f"{_person()}\n{vault}"
    return "tessera-" + hashlib.sha256(whose.encode()).hexdigest()[:24]


def _person() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # an account without a name: in containers, in services of Windows
        return str(Path.home())


def hand_over(name: str, paths: Sequence[str]) -> bool:
    """Tell a running window to come forward. False when there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_WAIT_MS):
        return False
    _let_it_come_forward()
    socket.write(msgspec.json.encode({"open": list(paths[:_MOST_PATHS])})[:MOST_BYTES])
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return True


def _let_it_come_forward() -> None:
    """Windows lets only the program in front raise a window: that is us, who were just started, so we pass it on."""
    if sys.platform == "win32":
        with suppress(OSError, AttributeError):
            ctypes.windll.user32.AllowSetForegroundWindow(-1)


class _Message(msgspec.Struct, forbid_unknown_fields=True):
    open: list[str]


class Doorbell(QObject):
    """Listens. `rung` carries the paths to offer, maybe none."""

    rung = Signal(list)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(8)
        self._server.newConnection.connect(self._on_connection)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # left behind by a window that was killed
            self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(lambda: self._on_message(socket))

    def _on_message(self, socket: QLocalSocket) -> None:
        received = bytes(socket.read(MOST_BYTES + 1).data())
        socket.deleteLater()
        paths = read_message(received)
        if paths is not None:
            self.rung.emit(paths)


def read_message(received: bytes) -> list[str] | None:
    """Return the paths a message asks to offer, or None for what is not a message of ours."""
    if len(received) > MOST_BYTES:
        return None
    try:
        message = msgspec.json.decode(received, type=_Message)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return [path for path in message.open[:_MOST_PATHS] if Path(path).is_absolute()]
