"""`tessera stack` on a vault: an open session as the `StackSource` of `wallet/cli/stack.py`."""

import argparse

from wallet.cli.console import Console
from wallet.cli.vault_access import new_session, read_passphrase, show_warnings
from wallet.messages.requests import Unlock
from wallet.messages.stacks import UnfollowStack
from wallet.pathways.holding import Holding
from wallet.pathways.pathway import Override, Pathway
from wallet.session import Session


class SessionSource:
    """Everything that the verb asks of a vault. `close` it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def holdings(self) -> tuple[Holding, ...]:
        """Return everything held, checked, with the learner's own records."""
        return self._session.stack_holdings()

    def follow(self, pathway: Pathway, original: bytes) -> str:
        """Keep a stack; return its id."""
        return self._session.follow_original(pathway, original)

    def unfollow(self, key: str) -> None:
        """Follow a stack no longer; what the learner said about it stays."""
        self._session.stack_unfollow(UnfollowStack(key))

    def followed(self) -> tuple[tuple[str, bytes], ...]:
        """Return (id, original file) of each stack that is followed."""
        return self._session.stack_originals()

    def confirmed(self, pathway_id: str) -> frozenset[tuple[str, str]]:
        """Return the name matches that the person confirmed."""
        return self._session.confirmed_names(pathway_id)

    def decisions(self, pathway_id: str) -> tuple[Override, ...]:
        """Return the learner's own waivers and acceptances."""
        return self._session.own_decisions(pathway_id)

    def close(self) -> None:
        """Close the vault."""
        self._session.goodbye()


def open_vault(arguments: argparse.Namespace, console: Console) -> SessionSource:
    """Open the vault that was named. Raises VaultMissingError, VaultBusyError, WrongPassphraseError, NoPassphraseError."""
    session = new_session(arguments, console)
    state = session.state()
    passphrase = None if arguments.keyring or not state.exists else read_passphrase(arguments.passphrase_file, console)
    show_warnings(session.unlock(Unlock(passphrase)), console)
    return SessionSource(session)
