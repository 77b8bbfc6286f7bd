"""`tessera present --list`: what of a credential can be shown, and what of it always is. Nothing is shown to anybody."""

import argparse

from wallet.cli.console import Console, plain
from wallet.cli.vault_access import find_each
from wallet.cli.vault_lines import print_json
from wallet.encoding.json_types import JsonObject
from wallet.i18n import N_
from wallet.messages.presenting import DisclosureView, GetDisclosures
from wallet.session import Session

_HIDING = {
    "nothing": N_("This one can only be shown whole"),
    "claims": N_("What you leave out stays on this computer, and nobody can guess it."),
    "statements": N_("What you leave out stays on this computer. The proof itself can be recognised when shown twice."),
    "unlinkable": N_(
        "Two showings cannot be linked by their proof. An identifier or a rare value that you show still links them."
    ),
}


def list_leaves(arguments: argparse.Namespace, session: Session, console: Console) -> None:
    """Print the values of each credential that was named, or of every one there is."""
    ids = tuple(item.id for item in find_each(session, arguments.credential))
    for view in session.disclosures(GetDisclosures(ids)).items:
        print_json(_line(view), console) if arguments.json else _show(view, console)


def _show(view: DisclosureView, console: Console) -> None:
    console.line(console.paint(plain(view.title, 200), "strong"))
    console.say(_HIDING.get(view.hiding, _HIDING["nothing"]))
    for leaf in view.leaves:
        sign = console.paint("●", "strong") if leaf.always else "○"
        console.line(f"  {sign} {plain(leaf.path, 200):<44} {plain(leaf.text, 200)}")
    console.say(N_("● is always shown, ○ is shown when named with --show."))


def _line(view: DisclosureView) -> JsonObject:
    return {
        "id": view.id,
        "title": view.title,
        "hiding": view.hiding,
        "key": view.key or None,
        "values": [
            {
                "path": leaf.path,
                "text": leaf.text,
                "always": leaf.always,
                "brings": list(leaf.brings),
                "sensitive": leaf.sensitive,
            }
            for leaf in view.leaves
        ],
    }
