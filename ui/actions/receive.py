"""Take in whatever is dropped, pasted or opened: it is read and checked, and reviewed before anything is kept."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.actions.asking import ask
from ui.desk import Desk
from ui.problems import show_problem
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import Problem, Receive, Received

MOST_TEXT = 2 * 1024 * 1024  # characters of pasted text (UI-11)
MOST_PATHS = 10_000
OnReceived = Callable[[Received], None]

_NOTHING = Problem(
    "paste.nothing",
    N_("There is nothing here that Tessera can read."),
    N_("Copy or drop a credential: a file, a badge picture, or its text."),
)
_NOT_A_FILE = Problem(
    "drop.not_local",
    N_("This is a link to another computer, and Tessera does not fetch links by itself."),
    N_("Save the file on this computer first, then drop it here."),
)
_TOO_LONG = Problem(
    "paste.too_long",
    N_("This text is far longer than any credential."),
    N_("Copy only the credential, or open it as a file."),
)


def receive(desk: Desk, owner: QWidget, request: Receive, on_received: OnReceived) -> None:
    """Have something read and checked."""
    ask(desk, owner, request, on_received, N_("Reading and checking…"))


def receive_paths(desk: Desk, owner: QWidget, paths: Sequence[str], on_received: OnReceived) -> None:
    """Have files and folders read and checked; only their paths cross to the wallet process."""
    receive(desk, owner, Receive(paths=tuple(paths[:MOST_PATHS])), on_received)


def receive_mime(desk: Desk, owner: QWidget, mime: QMimeData, on_received: OnReceived) -> None:
    """Take what was dropped or pasted: files first, then a picture, then plain text. Rich text is never read (UI-11)."""
    request = request_of(mime)
    if isinstance(request, Problem):
        show_problem(owner, request)
    else:
        receive(desk, owner, request, on_received)


def request_of(mime: QMimeData) -> Receive | Problem:
    """Return what to ask for some dropped or pasted data, or why it cannot be taken."""
    if mime.hasUrls():
        paths = tuple(url.toLocalFile() for url in mime.urls() if url.isLocalFile())
        if paths:
            return Receive(paths=paths[:MOST_PATHS])
        if not mime.hasText() or mime.text().strip().startswith(("http:", "https:")):
            return _NOT_A_FILE
    png = _png_of(mime)
    if png:
        return Receive(png=png)
    if mime.hasText() and mime.text().strip():
        text = mime.text()
        return _TOO_LONG if len(text) > MOST_TEXT else Receive(text=text)
    return _NOTHING


def _png_of(mime: QMimeData) -> bytes:
    if mime.hasFormat("image/png"):
        # Handed on unread: pictures of strangers are decoded in the wallet process only.
        return bytes(mime.data("image/png").data())
    if not mime.hasImage() or any("svg" in name for name in mime.formats()):
        return b""
    image = mime.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return b""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(store.data())


def choose_files(desk: Desk, owner: QWidget, on_received: OnReceived) -> None:
    """Ask for files and have them read."""
    paths = choose_paths(owner)
    if paths:
        receive_paths(desk, owner, paths, on_received)


def choose_paths(owner: QWidget) -> tuple[str, ...]:
    """Ask for files; () when none were chosen."""
    names = say(N_("Credentials and badges"))
    kinds = f"{names} (*.json *.jsonld *.jwt *.sdjwt *.txt *.png *.svg *.jpg *.jpeg *.pdf *.zip)"
    every = f"{say(N_('All files'))} (*)"
    paths, _kind = QFileDialog.getOpenFileNames(
        owner, say(N_("Open credentials")), str(Path.home()), f"{kinds};;{every}"
    )
    return tuple(paths)


def choose_folder(desk: Desk, owner: QWidget, on_received: OnReceived) -> None:
    """Ask for a folder and have everything in it read."""
    path = QFileDialog.getExistingDirectory(owner, say(N_("Open a folder of credentials")), str(Path.home()))
    if path:
        receive_paths(desk, owner, [path], on_received)
