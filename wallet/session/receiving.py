"""What has been received and checked, and waits for a person to say that it is to be kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from wallet.errors import NotInVaultError, WalletError
from wallet.i18n import N_
from wallet.intake import Refusal
from wallet.messages.requests import Problem, Receive, Received, ReceivedItem
from wallet.messages.wire import problem_of
from wallet.places import label_of
from wallet.session.checking import Checking
from wallet.session.sources import find_files, read_file
from wallet.session.views import detail_of
from wallet.store.rescue import LooseOriginal
from wallet.store.stored_credential import NewCredential

MOST_WAITING = 20_000
MOST_WHOLE = 200  # items whose whole detail crosses the pipe; of the rest only what a review lists
CLIPBOARD = N_("pasted text")
CLIPBOARD_PICTURE = N_("pasted picture")


class Waiting:
    """Checked credentials by token, until they are kept or others are received in their place."""

    def __init__(self) -> None:
        self._items: dict[str, NewCredential] = {}
        self._count = 0

    def receive(
        self,
        request: Receive,
        checking: Checking,
        find: Callable[[NewCredential], str],
        tick: Callable[[int, int], None],
    ) -> Received:
        """Read and check everything that a request names. Raises CancelledError; then nothing of it waits."""
        items, refused = list[ReceivedItem](), list[Problem]()
        arrived: dict[str, NewCredential] = {}
        for label, source in sources_of(request, refused, tick):
            for found in checking.check(source, label):
                if isinstance(found, Refusal):
                    refused.append(problem_of(found.error, found.source))
                    continue
                new = checking.new(found)
                token = self._token()
                arrived[token] = new
                detail = detail_of(found, new.summary)
                if len(items) >= MOST_WHOLE:
                    detail = replace(detail, raw="", picture_png=b"", sections=())
                items.append(ReceivedItem(token, detail, find(new)))
        while len(self._items) + len(arrived) > MOST_WAITING and self._items:
            self._items.pop(next(iter(self._items)))
        self._items.update(arrived)
        return Received(tuple(items), tuple(refused))

    def take(self, tokens: Sequence[str]) -> list[NewCredential]:
        """Return what waits under these tokens. Raises NotInVaultError, and everything goes on waiting."""
        missing = [token for token in tokens if token not in self._items]
        if missing:
            raise NotInVaultError(f"{len(missing)} tokens", step="session.keep")
        return [self._items[token] for token in tokens]

    def _token(self) -> str:
        self._count += 1
        return str(self._count)


def read_loose(loose: Sequence[LooseOriginal], checking: Checking) -> tuple[list[NewCredential], list[str]]:
    """Return what a rescue found only the bytes of, checked anew, and the names of what cannot be read."""
    found, unread = list[NewCredential](), list[str]()
    for one in loose:
        results = [*checking.check(one.original, one.source)]
        read = [checking.new(result) for result in results if not isinstance(result, Refusal)]
        found += read
        if not read:
            unread.append(one.source)
    return found, unread


def sources_of(
    request: Receive, refused: list[Problem], tick: Callable[[int, int], None]
) -> Iterator[tuple[str, bytes]]:
    """Yield (label, bytes) for everything that a request names; what cannot be read goes into `refused`."""
    if request.text:
        yield CLIPBOARD, request.text.encode("utf-8", "replace")
    if request.png:
        yield CLIPBOARD_PICTURE, request.png
    if request.content is not None:
        yield request.label, request.content
    paths = _paths(request.paths, refused)
    for done, path in enumerate(paths):
        tick(done, len(paths))
        try:
            yield label_of(path.name), read_file(path)
        except WalletError as error:
            refused.append(problem_of(error, label_of(path.name)))
    tick(len(paths), len(paths))


def _paths(names: Sequence[str], refused: list[Problem]) -> list[Path]:
    try:
        return list(find_files(names))
    except WalletError as error:
        refused.append(problem_of(error))
        return []
