"""`tessera trust build` and `tessera trust show`."""

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from wallet.cli.console import Console, pad, plain
from wallet.cli.verify import read_time
from wallet.clock import moment_text, system_clock
from wallet.i18n import N_
from wallet.trust.build_pack import build_pack
from wallet.trust.trust_pack import TrustPack, read_trust_pack


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera trust`."""
    verbs = parser.add_subparsers(dest="action", metavar="build | show", required=True)
    build = verbs.add_parser("build", help=words(N_("make a pack from documents of issuers")))
    build.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        type=Path,
        help=words(
            N_("files and folders: DID documents, status lists, issuer metadata, key sets, issuer lists, packs")
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


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do what was asked. Raises WalletError when it cannot be done."""
    if arguments.action == "show":
        for path in arguments.packs:
            _show(read_trust_pack(path), console)
        return 0
    built = build_pack(
        arguments.paths,
        arguments.output,
        now=system_clock(),
        name=arguments.name,
        seen=arguments.seen,
        force=arguments.force,
    )
    for skipped in built.skipped:
        facts = {"file": plain(str(skipped.path))}
        if skipped.error is None:
            console.warn(N_("left out, not for a trust pack: {file}"), facts)
        else:
            reason = {"reason": console.words(skipped.error.explanation), "step": skipped.error.step}
            console.warn(N_("left out, {file}: {reason} [{step}]"), {**facts, **reason})
    for path in built.unplaced:
        console.warn(N_("left out, it does not say at which address it belongs: {file}"), {"file": plain(str(path))})
    console.say(N_("Made the trust pack {path}"), {"path": plain(str(built.path))})
    _show(built.pack, console)
    return 0


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
}
