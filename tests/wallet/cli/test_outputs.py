"""What a verb writes replaces nothing unasked, whichever verb it is."""

import argparse
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.wallet.cli.test_vault_verbs import BADGE, home, lines, tessera, vault  # noqa: F401
from wallet.cli import VERBS
from wallet.resources import resource_path

SAMPLES = resource_path("samples")
STACK = "northlight-bsc-data-practice"

WITHOUT_A_VAULT = {
    "verify --csv": ["verify", BADGE, "--accept", "cannot_check", "--csv", "OUT"],
    "challenge -o": ["challenge", "--from", "Northgate", "-o", "OUT"],
    "challenge --qr": ["challenge", "--from", "Northgate", "--qr", "OUT"],
    "scan -o": ["scan", "ask.png", "-o", "OUT"],
    "stack export": ["stack", "export", "OUT", STACK],
    "stack growth": ["stack", "growth", "--out", "OUT", "--credentials", BADGE],
    "trust build": ["trust", "build", SAMPLES / "trust_pack", "-o", "OUT.zip"],
}
WITH_A_VAULT = {
    "export": ["export", "ID", "-o", "OUT"],
    "export --all": ["export", "--all", "-o", "OUT"],
    "backup": ["backup", "OUT"],
    "recovery": ["recovery", "-o", "OUT"],
    "key prove": ["key", "prove", "KEY", "--qr", "OUT"],
    **{
        f"present {option}": ["present", "--credential", "ID", "--all", "--unbound", option, "OUT"]
        for option in ("-o", "--qr", "--badge", "--ler-rs", "--resume")
    },
}


@pytest.mark.parametrize("verb", [*WITHOUT_A_VAULT, *WITH_A_VAULT])
def test_a_file_that_is_there_is_replaced_only_with_force(tessera, vault, home, verb):  # noqa: F811
    names = {"OUT": home / "out.bin", "OUT.zip": home / "out.zip", "ask.png": home / "ask.png"}
    tessera("challenge", "--from", "Northgate", "--qr", home / "ask.png")
    if verb in WITH_A_VAULT:
        names["ID"] = lines(tessera("import", BADGE, "--json", *vault)[1])[0]["id"]
        names["KEY"] = lines(tessera("key", "new", "--json", *vault)[1])[0]["id"]
    words = [names.get(str(word), word) for word in (WITH_A_VAULT | WITHOUT_A_VAULT)[verb]]
    words += vault if verb in WITH_A_VAULT else []
    target = next(Path(word) for word in words if word in (names["OUT"], names["OUT.zip"]))
    target.write_bytes(b"precious")
    code, out, err = tessera(*words)
    assert (code, out, target.read_bytes()) == (2, "", b"precious")
    assert "already" in err
    assert "--force" in err
    if verb != "trust build":  # which replaces nothing but a pack
        code, _, err = tessera(*words, "--force")
        assert code == 0, err
        assert target.read_bytes() not in (b"precious", b"")


@pytest.mark.parametrize("place", ["", "folder", "nowhere/out", "file/out"])
@pytest.mark.parametrize(
    "verb", ["export --all", "backup", "recovery", "challenge -o", "challenge --qr", "verify --csv"]
)
def test_what_is_no_place_for_a_file_is_said_before_any_work_is_done(tessera, vault, home, monkeypatch, verb, place):  # noqa: F811
    monkeypatch.chdir(home)
    (home / "folder").mkdir()
    (home / "file").touch()
    words = [place if word == "OUT" else word for word in (WITH_A_VAULT | WITHOUT_A_VAULT)[verb]]
    code, out, err = tessera(*words, *(vault if verb in WITH_A_VAULT else []))
    assert (code, out) == (2, "")
    assert "could not be opened" in err
    assert "made a mistake" not in err


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from parsers(inner)


def test_every_argument_that_names_a_file_to_write_has_force_beside_it():
    seen = []
    for name, verb in VERBS.items():
        whole = argparse.ArgumentParser(prog=name)
        import_module(verb.module).configure(whole, str)
        for parser in parsers(whole):
            writes = [a for a in parser._actions if a.metavar and not a.nargs and "write" in str(a.help or a.dest)]
            assert not writes or "--force" in parser._option_string_actions, parser.prog
            seen += writes
    assert len(seen) > 10
