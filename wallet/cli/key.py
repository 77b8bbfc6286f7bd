"""`tessera key new | list | prove`: the keys that issuers can issue to. The keys themselves never leave the vault.

`prove` answers an issuer's challenge: the DID, a Data Integrity `authentication` presentation, and a JWT proof of possession.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from wallet.cli.console import Console, plain
from wallet.cli.outputs import add_force_argument, refuse_to_replace
from wallet.cli.vault_access import add_vault_arguments, open_session
from wallet.cli.vault_lines import print_json, second_text
from wallet.encoding.json_types import JsonObject
from wallet.errors import WalletError
from wallet.i18n import N_
from wallet.messages.presenting import HolderKeyView, ListHolderKeys, NewHolderKey, ProveHolder


class AmbiguousKeyError(WalletError):
    """The beginning of an id or DID fits several holder keys."""

    code = "cli.ambiguous_key"
    explanation = N_("“{id}” fits several of your keys.")
    advice = N_("Write more of it. “tessera key list” shows the keys.")


class NoSuchKeyError(WalletError):
    """No holder key has that id or DID."""

    code = "cli.no_such_key"
    explanation = N_("You have no key “{id}”.")
    advice = N_("“tessera key list” shows your keys.")


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera key`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="new|list|prove")
    new = actions.add_parser("new", help=words(N_("make a key")))
    new.add_argument("--kind", choices=("Ed25519", "P-256"), default="Ed25519", help=words(N_("the kind of key")))
    new.add_argument("--form", choices=("key", "jwk"), default="key", help=words(N_("named as did:key or did:jwk")))
    new.add_argument("--label", default="", help=words(N_("a name for yourself")))
    listing = actions.add_parser("list", help=words(N_("list the keys")))
    prove = actions.add_parser("prove", help=words(N_("prove to an issuer that you hold a key")))
    prove.add_argument("key", metavar="KEY", help=words(N_("the key's id, or the beginning of its id or DID")))
    prove.add_argument("--challenge", default="", help=words(N_("the issuer's challenge")))
    prove.add_argument("--domain", default="", help=words(N_("the issuer's domain or identifier")))
    prove.add_argument(
        "--qr",
        metavar="FILE",
        type=Path,
        help=words(N_("write the QR code of the DID and its proof to FILE (.png or .svg)")),
    )
    add_force_argument(prove, words)
    for action in (new, listing, prove):
        action.add_argument("--json", action="store_true", help=words(N_("print one JSON object")))
        add_vault_arguments(action, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do it."""
    if arguments.action == "prove":
        refuse_to_replace(arguments, arguments.qr)
    with open_session(arguments, console) as session:
        if arguments.action == "new":
            made = session.new_holder_key(NewHolderKey(arguments.kind, arguments.form, arguments.label))
            _show([made], arguments, console)
        elif arguments.action == "list":
            _show(list(session.holder_keys(ListHolderKeys()).keys), arguments, console)
        else:
            key = _which(arguments.key, session.holder_keys(ListHolderKeys()).keys)
            proof = session.prove_holder(ProveHolder(key, arguments.challenge, arguments.domain))
            if arguments.qr is not None:
                from wallet.cli.codes import write_code
                from wallet.qr.packing import QrKind

                write_code(arguments.qr, proof.presentation, QrKind.HOLDER_KEY)
            print_json(dict(asdict(proof)), console)
    return 0


def _which(start: str, keys: Sequence[HolderKeyView]) -> str:
    """Return the id of the key that is meant. Raises NoSuchKeyError, AmbiguousKeyError."""
    fitting = [each.id for each in keys if start in (each.id, each.did)]
    fitting = fitting or [each.id for each in keys if each.id.startswith(start) or each.did.startswith(start)]
    if len(fitting) > 1:
        raise AmbiguousKeyError(step="cli.key", id=plain(start))
    if not fitting or not start:
        raise NoSuchKeyError(step="cli.key", id=plain(start))
    return fitting[0]


def _show(keys: list[HolderKeyView], arguments: argparse.Namespace, console: Console) -> None:
    for key in keys:
        if arguments.json:
            print_json(_line(key), console)
        else:
            console.line(f"{key.id}  {key.kind:<8} {plain(key.label, 40)}".rstrip())
            console.line(f"  {key.did}")
            if key.credentials:
                many = N_("  {count} credentials are issued to it")
                console.count(key.credentials, N_("  1 credential is issued to it"), many)
    if not keys and not arguments.json:
        console.say(N_("No holder keys yet. Make one with: tessera key new"))


def _line(key: HolderKeyView) -> JsonObject:
    return {
        "id": key.id,
        "kind": key.kind,
        "did": key.did,
        "label": key.label,
        "made": second_text(key.made),
        "credentials": key.credentials,
    }
