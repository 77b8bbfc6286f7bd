"""What the verbs that need the vault have in common: where it is, how it is opened, and the bar that shows progress.

A passphrase is typed at a prompt, read from a file, or comes from the operating system's key store; never from the command
line, where every program on this computer can read it.
"""

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wallet.cli.console import Console, plain
from wallet.cli.vault_arguments import add_vault_arguments as add_vault_arguments
from wallet.errors import FileAccessError, NotInVaultError, WalletError
from wallet.i18n import N_
from wallet.messages.requests import CLOCK_DOUBTED, ListCredentials, Progress, Unlock, VaultState
from wallet.messages.views import CredentialSummary, LibraryFilter
from wallet.places import state_folder, vault_folder
from wallet.session import Hooks, Session, usual_terms

_MOST_PASSPHRASE_FILE = 16 * 1024
_COLUMNS = 24


class NoPassphraseError(WalletError):
    """There is nobody to ask for a passphrase."""

    code = "cli.no_passphrase"
    explanation = N_("The vault needs its passphrase, and there is no terminal to ask for it.")
    advice = N_("Use --passphrase-file FILE, or --keyring where the vault was made with it.")


class PassphrasesDifferError(WalletError):
    """A new passphrase was typed in two ways."""

    code = "cli.passphrases_differ"
    explanation = N_("The two passphrases are not the same.")
    advice = N_("Try again. Nothing was changed.")


class AmbiguousIdError(WalletError):
    """The beginning of an id fits several credentials, or would as soon as one more is kept."""

    code = "cli.ambiguous_id"
    explanation = N_("“{id}” is too little of an id to be sure which credential is meant.")
    advice = N_("Write more of the id. “tessera list” shows it whole.")


def new_session(arguments: argparse.Namespace, console: Console) -> Session:
    """Return a session on the vault that was named, not yet open."""
    return Session(vault_folder(arguments.vault), usual_terms(state_folder()), hooks=Hooks(_bar(console)))


@contextmanager
def open_session(arguments: argparse.Namespace, console: Console) -> Iterator[Session]:
    """Open the vault for one verb. Raises VaultMissingError, VaultBusyError, WrongPassphraseError, NoPassphraseError."""
    session = new_session(arguments, console)
    state = session.state()
    passphrase = None if arguments.keyring or not state.exists else read_passphrase(arguments.passphrase_file, console)
    try:
        show_warnings(session.unlock(Unlock(passphrase)), console)
        yield session
    finally:
        session.goodbye()


def show_warnings(state: VaultState, console: Console) -> None:
    """Say what a person should know of a vault that opened all the same."""
    for warning in state.warnings:
        console.warn(warning.explanation, warning.facts)
        console.warn(warning.advice, warning.facts)
        if warning.code in CLOCK_DOUBTED:
            console.warn(N_("To say that it is right: tessera check --clock-is-right"))


def read_passphrase(file: str | None, console: Console, prompt: str = N_("Passphrase: ")) -> str:
    """Return the passphrase from a file or the terminal. Raises NoPassphraseError, FileAccessError."""
    if file == "-":
        return sys.stdin.readline(_MOST_PASSPHRASE_FILE).rstrip("\r\n")
    if file is not None:
        try:
            with Path(file).open(encoding="utf-8-sig", newline="") as opened:
                return opened.readline(_MOST_PASSPHRASE_FILE).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise FileAccessError(type(error).__name__, step="cli.passphrase_file", name=file) from error
    if not sys.stdin.isatty():
        raise NoPassphraseError(step="cli.passphrase")
    try:
        return getpass.getpass(console.words(prompt), console.err)
    except EOFError as error:
        raise NoPassphraseError(step="cli.passphrase") from error


def read_new_passphrase(file: str | None, console: Console) -> str:
    """Return a new passphrase; on a terminal it is asked for twice. Raises PassphrasesDifferError."""
    first = read_passphrase(file, console, N_("New passphrase: "))
    if file is None and read_passphrase(None, console, N_("Once more: ")) != first:
        raise PassphrasesDifferError(step="cli.passphrase")
    return first


def find_one(session: Session, start: str) -> CredentialSummary:
    """Return the credential whose id begins so. Raises NotInVaultError, AmbiguousIdError."""
    return find_each(session, [start])[0]


def find_each(session: Session, starts: Sequence[str]) -> list[CredentialSummary]:
    """Return the credentials whose ids begin so, each once, in that order. Raises NotInVaultError, AmbiguousIdError for the first wrong one."""
    every = list(every_credential(session))
    return list({found.id: found for found in (_find(every, start) for start in starts)}.values())


def _find(every: Sequence[CredentialSummary], start: str) -> CredentialSummary:
    found = [item for item in every if item.id.startswith(start.lower())]
    exact = [item for item in found if item.id == start.lower()]
    if not found or not start:
        raise NotInVaultError(start, step="cli.find")
    if (len(found) > 1 or len(start) < 4) and not exact:
        raise AmbiguousIdError(start, step="cli.find", id=plain(start))
    return (exact or found)[0]


def every_credential(session: Session) -> Iterator[CredentialSummary]:
    """Yield every credential of the vault, wherever it lies."""
    for which in (LibraryFilter.ALL, LibraryFilter.ARCHIVED, LibraryFilter.TRASH):
        yield from every_page(session, ListCredentials(which=which))


def every_page(session: Session, asked: ListCredentials) -> Iterator[CredentialSummary]:
    """Yield all that a list holds, page by page."""
    from dataclasses import replace

    offset = 0
    while True:
        page = session.list_credentials(replace(asked, offset=offset, limit=2000))
        yield from page.items
        offset += len(page.items)
        if not page.items or offset >= page.total:
            return


def _bar(console: Console) -> Callable[[Progress], None]:
    """A bar on standard error, on a terminal only."""

    def show(progress: Progress) -> None:
        if not console.err.isatty() or progress.total < 2:
            return
        filled = _COLUMNS * progress.done // progress.total
        line = f"[{'#' * filled}{'.' * (_COLUMNS - filled)}] {progress.done}/{progress.total} {console.words(progress.sentence)}"
        console.err.write("\r\x1b[K" + (line if progress.done < progress.total else ""))
        console.err.flush()

    return show
