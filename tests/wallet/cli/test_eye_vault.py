"""The vault's verbs as scripts and registrars meet them: odd files, packs, mistakes on the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.issuer_simulator import Issuer, baking
from tests.wallet.cli.test_vault_verbs import home, lines, tessera, vault  # noqa: F401 - fixtures

ROOT = Path(__file__).resolve().parents[3]


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def pack_of(tessera, folder: Path, issuer: Issuer) -> Path:  # noqa: F811
    put(folder, "issuer/did.json", json.dumps(issuer.did_document()).encode())
    put(folder, "issuer/names.json", json.dumps({issuer.id: issuer.name}).encode())
    assert tessera("trust", "build", folder / "issuer", "-o", folder / "college")[0] == 0
    return folder / "college"


def test_a_pack_can_be_trusted_for_good_listed_and_trusted_no_longer(tessera, vault, home):  # noqa: F811
    issuer = Issuer()
    credential = put(home, "in/a.json", issuer.issue())
    pack = pack_of(tessera, home, issuer)
    assert lines(tessera("import", credential, "--json", *vault)[1])[0]["verdict"] == "cannot_check"
    assert tessera("trust", "add", pack, *vault)[0] == 0
    assert lines(tessera("list", "--json", *vault)[1])[0]["verdict"] == "verified"
    assert "college" in tessera("trust", "list", *vault)[1]
    code, _, err = tessera("trust", "remove", "colege", *vault)
    assert (code, "trust.remove" in err) == (2, True)
    assert tessera("trust", "remove", "college", *vault)[0] == 0
    assert lines(tessera("list", "--json", *vault)[1])[0]["verdict"] == "cannot_check"


def test_import_takes_a_pack_along(tessera, vault, home):  # noqa: F811
    issuer = Issuer()
    credential = put(home, "in/a.json", issuer.issue())
    code, out, _ = tessera("import", credential, "--trust-pack", pack_of(tessera, home, issuer), "--json", *vault)
    assert (code, lines(out)[0]["verdict"]) == (0, "verified")


def test_import_names_each_document_by_the_path_as_given_and_each_copy_once(tessera, vault, home):  # noqa: F811
    issuer = Issuer()
    first, second = issuer.issue(), issuer.issue()
    put(home, "in/a/x.json", first)
    put(home, "in/b/x.json", first)
    put(home, "in/z.zip", baking.zip_of({"inner.json": second, "note.txt": b"nothing"}))
    code, out, _ = tessera("import", home / "in", "--json", *vault)
    assert code == 1
    assert [(line["source"], line["state"]) for line in lines(out)] == [
        (str(home / "in/a/x.json"), "kept"),
        (str(home / "in/b/x.json"), "already"),
        (f"{home / 'in/z.zip'}!inner.json", "kept"),
        (f"{home / 'in/z.zip'}!note.txt", "refused"),
    ]


def test_import_of_what_is_not_there_or_holds_nothing_keeps_nothing(tessera, vault, home):  # noqa: F811
    credential = put(home, "in/a.json", Issuer().issue())
    (home / "nothing").mkdir()
    for wrong in ([credential, home / "absent"], [home / "nothing"]):
        code, out, err = tessera("import", *wrong, "--json", *vault)
        assert (code, out, bool(err)) == (2, "", True)
    assert lines(tessera("list", "--json", *vault)[1]) == []


@pytest.mark.skipif(os.name == "nt", reason="a shell's pipes and names")
def test_import_reads_any_bytes_from_a_pipe_and_any_name(tessera, vault, home):  # noqa: F811
    issuer = Issuer()
    original = b"\r\n" + issuer.issue() + b" \r\n"
    put(home, "one.json", original)
    put(home, "many.zip", baking.zip_of({"b.json": issuer.issue()}))
    odd = os.fsencode(home) + b"/odd\xff.json"
    try:
        Path(os.fsdecode(odd)).write_bytes(issuer.issue())
    except OSError:
        odd = os.fsencode(put(home, "odd.json", issuer.issue()))
    program = [sys.executable, "-m", "wallet.cli", "import", "--json", *vault]
    found = []
    for name in ("one.json", "many.zip"):
        with (home / name).open("rb") as piped:
            ended = subprocess.run([*program, "-"], stdin=piped, cwd=ROOT, capture_output=True, check=True)
        found += lines(ended.stdout.decode())
    ended = subprocess.run([*program, odd], cwd=ROOT, capture_output=True, check=True)
    assert [line["source"] for line in found] == ["-", "-!b.json"]
    exported = subprocess.run(
        [*program[:3], "export", found[0]["id"], "-o", "-", *vault], cwd=ROOT, capture_output=True, check=True
    )
    assert exported.stdout == original
    assert lines(ended.stdout.decode())[0]["state"] == "kept"


def test_nobody_is_told_that_an_empty_passphrase_is_wrong(tessera, home):  # noqa: F811
    for content in (b"", b"\n", b" \r\n"):
        code, out, err = tessera("init", "--passphrase-file", put(home, "empty", content))
        assert (code, out) == (2, "")
        assert "does not open" not in err
        assert not (home / "vault").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--limit", "-1"),
        ("list", "--limit", "0"),
        ("list", "--limit", "many"),
        ("export", "--all", "-o", "-"),
        ("tag", "abcd"),
        ("tag", "--add", "x"),
        ("show", ""),
        ("show", "zz"),
    ],
)
def test_mistakes_on_the_command_line_are_could_not_run(tessera, vault, arguments, home, monkeypatch):  # noqa: F811
    monkeypatch.chdir(home)
    before = sorted(home.iterdir())
    code, out, err = tessera(*arguments, *vault)
    assert (code, out) == (2, "")
    assert err.strip()
    assert "made a mistake" not in err
    assert sorted(home.iterdir()) == before


def test_an_id_of_three_signs_is_too_little_and_that_is_what_is_said(tessera, vault, home):  # noqa: F811
    (line,) = lines(tessera("import", put(home, "a.json", Issuer().issue()), "--json", *vault)[1])
    code, _, err = tessera("show", line["id"][:3], *vault)
    assert (code, "too little" in err) == (2, True)
    assert tessera("show", line["id"][:4], *vault)[0] == 0


def test_a_list_names_the_issuer_by_its_id_where_it_has_no_name(tessera, vault, home):  # noqa: F811
    issuer = Issuer()
    put(home, "a.txt", issuer.sd_jwt({"title": "Course"}).token().encode())
    tessera("import", home / "a.txt", *vault)
    assert issuer.id in tessera("list", *vault)[1]


def test_exports_into_a_folder_never_take_the_place_of_what_lies_there(tessera, vault, home):  # noqa: F811
    issuer = Issuer()
    first, second = issuer.issue(), issuer.issue()
    put(home, "in/a.json", first)
    put(home, "in/b.json", second)
    ids = [line["id"] for line in lines(tessera("import", home / "in", "--json", *vault)[1])]
    (home / "out").mkdir()
    mine = put(home, "out/data practice 1.json", b"my own notes")
    for key in ids:
        assert tessera("export", key, "-o", home / "out", *vault)[0] == 0
    written = {path.read_bytes() for path in (home / "out").iterdir()}
    assert (written, mine.read_bytes()) == ({first, second, b"my own notes"}, b"my own notes")


def test_a_backup_tells_its_own_passphrase_from_the_vaults(tessera, vault, home):  # noqa: F811
    put(home, "own", b"quite another passphrase\n")
    code, _, err = tessera("backup", home / "b0", "--backup-passphrase-file", put(home, "empty", b"\n"), *vault)
    assert (code, (home / "b0").exists()) == (2, False)
    assert "no passphrase" in err
    assert tessera("backup", home / "b1", "--backup-passphrase-file", home / "own", *vault)[0] == 0
    code, _, err = tessera("restore", home / "b1", *vault)
    assert (code, "does not open this backup" in err) == (2, True)
    assert tessera("restore", home / "b1", "--backup-passphrase-file", home / "own", *vault)[0] == 0
    code, _, err = tessera("restore", home / "b1", "--vault", home / "fresh", "--passphrase-file", home / "empty")
    assert (code, (home / "fresh").exists()) == (2, False)
