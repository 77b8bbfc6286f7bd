"""`tessera`: one verb for each thing a person can do, each in a file of its own.

To add a verb: write `wallet/cli/<verb>.py` with

    def configure(parser: argparse.ArgumentParser, words: Words) -> None      # its arguments; `words` translates help sentences
    def run(arguments: argparse.Namespace, console: Console) -> int           # does it; returns the exit code

and list it in VERBS. A verb's module is imported only when that verb is used. A WalletError that leaves `run` is shown as a sentence
with advice, and the exit code is 2: could not run.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from wallet.i18n import N_

if TYPE_CHECKING:
    from wallet.cli.console import Console

Words = Callable[[str], str]

COULD_NOT_RUN = 2
INTERRUPTED = 130
BROKEN_PIPE = 141


@dataclass(frozen=True, slots=True)
class Verb:
    """Where a verb lives, and what it is for in a few words."""

    module: str
    summary: str


VERBS: dict[str, Verb] = {
    "verify": Verb("wallet.cli.verify", N_("Check credentials: how far can each be believed?")),
    "explain": Verb("wallet.cli.explain", N_("Say why a file is refused or doubted, and what to do.")),
    "trust": Verb("wallet.cli.trust", N_("Build or look at trust packs: keys, status lists and who issuers are.")),
    "stack": Verb("wallet.cli.stack", N_("Follow stacks and see what credentials add up to.")),
    "init": Verb("wallet.cli.init", N_("Make a new, encrypted vault.")),
    "import": Verb("wallet.cli.import_", N_("Check credentials and keep them in the vault.")),
    "list": Verb("wallet.cli.list_", N_("List what is in the vault.")),
    "show": Verb("wallet.cli.show", N_("Show one credential of the vault.")),
    "export": Verb("wallet.cli.export", N_("Write the exact original of a credential to a file.")),
    "remove": Verb("wallet.cli.remove", N_("Move credentials to the trash.")),
    "trash": Verb("wallet.cli.trash", N_("Look into the trash, take things out of it, or empty it.")),
    "archive": Verb("wallet.cli.archive", N_("Put credentials aside, or take them back.")),
    "tag": Verb("wallet.cli.tag", N_("Add tags to credentials, or take them away.")),
    "note": Verb("wallet.cli.note", N_("Read or write your note on a credential.")),
    "check": Verb("wallet.cli.check", N_("Check what is kept again, and say what has changed.")),
    "identity": Verb(
        "wallet.cli.identity", N_("Your own addresses and numbers, by which credentials are known as yours.")
    ),
    "passphrase": Verb("wallet.cli.passphrase", N_("Change the vault's passphrase.")),
    "recovery": Verb("wallet.cli.recovery", N_("Make a recovery code, for the day the passphrase is lost.")),
    "audit": Verb("wallet.cli.audit", N_("Look for damage in the whole vault.")),
    "backup": Verb("wallet.cli.backup", N_("Write the whole vault to one encrypted file.")),
    "restore": Verb("wallet.cli.restore", N_("Bring a backup back, after proving it.")),
    "key": Verb("wallet.cli.key", N_("Make holder keys, and prove to an issuer that you hold them.")),
    "present": Verb("wallet.cli.present", N_("Show just what is needed of a credential, bound to whoever asked.")),
    "challenge": Verb("wallet.cli.challenge", N_("Ask somebody to prove that a credential is theirs.")),
    "ledger": Verb("wallet.cli.ledger", N_("What was shown to whom, and when.")),
    "scan": Verb("wallet.cli.scan", N_("Read QR codes in pictures and join their parts.")),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run `tessera` with `argv` (without the program's name) and return its exit code. Nothing is raised."""
    given = list(sys.argv[1:] if argv is None else argv)
    language, rest = _take_language(given)
    from wallet.cli.console import open_console
    from wallet.errors import WalletError

    console = open_console(language)
    try:
        code = _dispatch(rest, console)
        console.out.flush()
        return code
    except WalletError as error:
        console.show_error(error)
        return COULD_NOT_RUN
    except argparse.ArgumentTypeError as refused:  # arguments that only together make no sense
        console.err.write(f"{refused}\n")
        return COULD_NOT_RUN
    except SystemExit as stop:  # argparse, after it has said why
        return stop.code if isinstance(stop.code, int) else COULD_NOT_RUN
    except KeyboardInterrupt:
        if console.err.isatty():  # the prompt or bar that was interrupted keeps its line
            console.err.write("\n")
        return INTERRUPTED
    except BrokenPipeError:
        _let_go_of_output()
        return BROKEN_PIPE
    except OSError as error:  # the disk that our output goes to is full, say
        _let_go_of_output()
        return _show_fault(console, error)
    except Exception as error:
        return _show_fault(console, error)


def _let_go_of_output() -> None:
    """Whoever read us has gone. Python would complain once more while closing, unless there is nothing left to flush."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_fault(console: Console, error: Exception) -> int:
    """A bug of ours, or a system that fails us: one sentence with the place, never what we were working on."""
    from wallet.reporting import TRACEBACK

    if os.environ.get(TRACEBACK):
        raise error
    facts = {"error": type(error).__name__, "place": _place_of(error)}
    if isinstance(error, OSError):
        console.warn(N_("The system did not let Tessera go on: {reason}"), {"reason": error.strerror or facts["error"]})
    else:
        console.warn(N_("Tessera itself made a mistake ({error} at {place}). Please tell us what you did."), facts)
    return COULD_NOT_RUN


def _place_of(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace is not None else "?"


def _dispatch(arguments: list[str], console: Console) -> int:
    if not arguments or arguments[0] in ("-h", "--help"):
        _show_verbs(console)
        return 0 if arguments else COULD_NOT_RUN
    if arguments[0] in ("-V", "--version"):
        console.line(f"tessera {_version()}")
        return 0
    verb = VERBS.get(arguments[0])
    if verb is None:
        console.warn(N_("tessera has no verb “{verb}”. Try: tessera --help"), {"verb": arguments[0]})
        return COULD_NOT_RUN
    from wallet.cli.arguments import Parser, speak

    speak(console.language)
    module = import_module(verb.module)
    parser = Parser(prog=f"tessera {arguments[0]}", description=console.words(verb.summary), allow_abbrev=False)
    module.configure(parser, console.words)
    result: int = module.run(parser.parse_args(arguments[1:]), console)
    return result


def _take_language(arguments: list[str]) -> tuple[str | None, list[str]]:
    """`--lang` may stand anywhere before `--`, so that even the help speaks the person's language."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for index, argument in enumerate(arguments[:end]):
        if argument == "--lang" and index + 1 < end:
            return arguments[index + 1], arguments[:index] + arguments[index + 2 :]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang="), arguments[:index] + arguments[index + 1 :]
    return None, arguments


def _show_verbs(console: Console) -> None:
    console.say(N_("Tessera keeps, checks and shows learner credentials, offline and on your own computer."))
    console.line("")
    console.say(N_("usage: tessera [--lang en|zh] VERB ..."))
    console.line("")
    for name, verb in VERBS.items():
        console.line(f"  {name:<11} {console.words(verb.summary)}")
    console.line("")
    console.say(N_("Each verb explains itself: tessera VERB --help"))


def _version() -> str:
    from wallet import __version__

    return __version__
