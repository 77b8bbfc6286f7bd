"""`tessera trust`: build and look at packs; say which packs the vault trusts."""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from wallet.cli.console import Console, pad, plain
from wallet.cli.vault_arguments import add_vault_arguments
from wallet.cli.verify import read_time
from wallet.clock import moment_text, system_clock
from wallet.errors import WalletError
from wallet.i18n import N_
from wallet.trust.build_pack import build_pack
from wallet.trust.refusals import NothingToTrustError
from wallet.trust.trust_pack import TrustPack, read_trust_pack

if TYPE_CHECKING:
    from wallet.messages.requests import PackView


class NoSuchPackError(WalletError):
    """The vault does not trust a pack of that id."""

    code = "trust.no_such_pack"
    explanation = N_("There is no pack “{id}” that was added to this vault.")
    advice = N_("“tessera trust list” shows the packs and their ids.")


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera trust`."""
    verbs = parser.add_subparsers(dest="action", metavar="build | show | add | list | remove", required=True)
    build = verbs.add_parser("build", help=words(N_("make a pack from documents of issuers")))
    build.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        type=Path,
        help=words(
            N_(
                "files and folders: DID documents, status lists, issuer metadata, key sets, issuer lists, certificates, packs"
            )
        ),
    )
    build.add_argument(
        "-o",
        "--output",
        metavar="PACK",
        required=True,
        type=Path,
        help=words(N_("a folder, or a file that ends in .zip")),
    )
    build.add_argument("--name", default="", help=words(N_("what people see the pack called")))
    build.add_argument("--seen", metavar="TIME", type=read_time, help=words(N_("when the documents were fetched")))
    build.add_argument("--force", action="store_true", help=words(N_("replace a pack that is there already")))
    show = verbs.add_parser("show", help=words(N_("say what a pack holds")))
    show.add_argument("packs", metavar="PACK", nargs="+", type=Path)
    add = verbs.add_parser("add", help=words(N_("trust packs from now on, and check what is kept with them")))
    add.add_argument("packs", metavar="PACK", nargs="+")
    listing = verbs.add_parser("list", help=words(N_("list the packs that the vault trusts")))
    remove = verbs.add_parser("remove", help=words(N_("trust packs no longer")))
    remove.add_argument("ids", metavar="ID", nargs="+", help=words(N_("the pack's id")))
    for verb in (add, listing, remove):
        verb.add_argument("--json", action="store_true", help=words(N_("print one JSON object a line for each pack")))
        add_vault_arguments(verb, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do what was asked. Raises WalletError when it cannot be done."""
    if arguments.action == "show":
        for path in arguments.packs:
            _show(read_trust_pack(path), console)
        return 0
    return _build(arguments, console) if arguments.action == "build" else _change(arguments, console)


def _change(arguments: argparse.Namespace, console: Console) -> int:
    """What the vault trusts. Raises NoSuchPackError before anything is changed."""
    from wallet.cli.vault_access import open_session
    from wallet.messages.requests import AddPack, ListPacks, RemovePack

    with open_session(arguments, console) as session:
        if arguments.action == "remove":
            there = {view.id for view in session.packs(ListPacks()).packs if not view.bundled}
            for missing in (identifier for identifier in arguments.ids if identifier not in there):
                raise NoSuchPackError(missing, step="trust.remove", id=plain(missing))
            for identifier in arguments.ids:
                session.remove_pack(RemovePack(identifier))
        elif arguments.action == "add":
            for pack in arguments.packs:
                session.add_pack(AddPack(pack))
        _show_trusted(session.packs(ListPacks()).packs, console, as_json=arguments.json)
    return 0


def _show_trusted(packs: Sequence["PackView"], console: Console, *, as_json: bool) -> None:
    from wallet.cli.vault_lines import print_json

    for pack in packs:
        if as_json:
            print_json({**asdict(pack), "seen": moment_text(pack.seen)}, console)
        else:
            facts = {"id": plain(pack.id), "name": plain(pack.name)}
            counts = {"issuers": pack.issuers, "documents": pack.documents}
            console.say(N_("{id}: {name} (issuers: {issuers}, documents: {documents})"), {**facts, **counts})
    if not packs and not as_json:
        console.warn(N_("No trust packs yet. Add one with: tessera trust add PACK"))


def _build(arguments: argparse.Namespace, console: Console) -> int:
    try:
        built = build_pack(
            arguments.paths,
            arguments.output,
            now=system_clock(),
            name=arguments.name,
            seen=arguments.seen,
            force=arguments.force,
        )
    except NothingToTrustError as error:
        for path, refused in error.refused.items():
            _warn_left_out(path, refused, console)
        raise
    for skipped in built.skipped:
        _warn_left_out(skipped.path, skipped.error, console)
    for path in built.unplaced:
        console.warn(N_("left out, it does not say at which address it belongs: {file}"), {"file": plain(str(path))})
    for paths, url in {paths: url for url, paths in reversed(list(built.rivals.items()))}.items():
        facts = {"url": plain(url), "files": ", ".join(plain(str(path)) for path in paths)}
        console.warn(N_("left out, these files name different keys for {url}; keep the one you trust: {files}"), facts)
    console.say(N_("Made the trust pack {path}"), {"path": plain(str(built.path))})
    _show(built.pack, console)
    return 0


def _warn_left_out(path: Path, error: WalletError | None, console: Console) -> None:
    if error is None:
        console.warn(N_("left out, not for a trust pack: {file}"), {"file": plain(str(path))})
        return
    console.warn_left_out(str(path), error)


def _show(pack: TrustPack, console: Console) -> None:
    facts = {"name": plain(pack.name), "id": pack.id, "made": moment_text(pack.made)}
    console.say(N_("{name} ({id}), made {made}"), facts)
    for kind, count in sorted(Counter(packed.kind for packed in pack.documents.values()).items()):
        console.line(f"  {count:>5}  {console.words(_KINDS[kind])}")
    console.line(f"  {len(pack.issuers):>5}  {console.words(N_('issuers named'))}")
    for entry in pack.issuers[:20]:
        console.line(f"         {pad(plain(entry.name, 40), 42)}{plain(entry.id, 90)}")
    if len(pack.issuers) > 20:
        console.say(N_("         and {count} more"), {"count": len(pack.issuers) - 20})


_KINDS = {
    "did_document": N_("addresses of DID documents"),
    "status_list": N_("addresses of status lists"),
    "key_set": N_("addresses of key sets"),
    "issuer_metadata": N_("addresses of issuer metadata"),
    "issuer_list": N_("addresses of issuer lists"),
    "x509_anchor": N_("certificate authorities"),
}
