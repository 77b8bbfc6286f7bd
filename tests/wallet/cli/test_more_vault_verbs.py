"""The verbs for living with a vault: passphrase, recovery code, checking again, archive, notes, trash, identity, ledger, audit."""

import json
from datetime import timedelta

import pytest

from tests.wallet.cli.test_vault_verbs import BADGE, PASSPHRASE, PNG_BADGE, SAMPLES, home, lines, tessera, vault  # noqa: F401
from wallet.clock import system_clock
from wallet.messages.requests import Unlock
from wallet.session import Session, usual_terms


@pytest.fixture
def badge(tessera, vault):  # noqa: F811
    """A credential in the vault: its id."""
    return lines(tessera("import", BADGE, "--json", *vault)[1])[0]["id"]


def test_a_new_passphrase_opens_the_vault_and_the_old_one_does_not(tessera, vault, home, badge):  # noqa: F811
    (home / "new").write_text("quite another passphrase\n", encoding="utf-8")
    assert tessera("passphrase", "--new-passphrase-file", home / "new", *vault)[0] == 0
    code, _, err = tessera("list", *vault)
    assert (code, "does not open this vault" in err) == (2, True)
    assert badge in tessera("list", "--passphrase-file", home / "new")[1]


@pytest.mark.parametrize("new", ["", "  \n"])
def test_an_empty_new_passphrase_changes_nothing(tessera, vault, home, badge, new):  # noqa: F811
    (home / "new").write_text(new, encoding="utf-8")
    code, out, err = tessera("passphrase", "--new-passphrase-file", home / "new", *vault)
    assert (code, out) == (2, "")
    assert "does not open" not in err
    assert badge in tessera("list", *vault)[1]


def test_a_wrong_old_passphrase_changes_nothing(tessera, vault, home, badge):  # noqa: F811
    (home / "new").write_text("quite another passphrase", encoding="utf-8")
    wrong = ("--passphrase-file", home / "new", "--new-passphrase-file", home / "new")
    assert tessera("passphrase", *wrong)[0] == 2
    assert badge in tessera("list", *vault)[1]


def test_a_recovery_code_opens_the_vault_and_sets_a_new_passphrase(tessera, vault, home, badge):  # noqa: F811
    assert tessera("recovery", "-o", home / "kit.txt", *vault)[0] == 0
    (home / "code").write_text((home / "kit.txt").read_text(encoding="utf-8").splitlines()[-1], encoding="utf-8")
    (home / "new").write_text("the passphrase after that", encoding="utf-8")
    by_code = ("--passphrase-file", home / "code", "--new-passphrase-file", home / "new")
    assert tessera("passphrase", *by_code)[0] == 0
    assert badge in tessera("list", "--passphrase-file", home / "new")[1]


def test_the_old_recovery_code_is_void_only_when_the_new_one_was_given_out(tessera, vault, home):  # noqa: F811
    first = tessera("recovery", *vault)[1].splitlines()[-1]
    (home / "first").write_text(first, encoding="utf-8")
    (home / "there").write_text("mine", encoding="utf-8")
    assert tessera("recovery", "-o", home / "there", *vault)[0] == 2
    assert tessera("list", "--passphrase-file", home / "first")[0] == 0
    code, out, _ = tessera("recovery", "-o", home / "no" / "such" / "folder", *vault)
    assert (code, out) == (2, "")
    assert tessera("list", "--passphrase-file", home / "first")[0] == 0
    code, out, _ = tessera("recovery", "-o", home / ("too long for a file that is made beside it " * 6)[:250], *vault)
    assert code == 2
    (home / "second").write_text(out.splitlines()[-1], encoding="utf-8")
    assert tessera("list", "--passphrase-file", home / "second")[0] == 0
    assert tessera("list", "--passphrase-file", home / "first")[0] == 2


def test_checking_again_says_what_a_new_pack_has_changed(tessera, vault, home, badge):  # noqa: F811
    code, out, _ = tessera("check", *vault)
    assert (code, out) == (0, "1 credential checked, 0 changed\n")
    (line,) = lines(tessera("check", badge[:6], "--json", *vault)[1])
    assert (line["id"], line["before"], line["verdict"]) == (badge, "cannot_check", "cannot_check")
    assert tessera("trust", "add", SAMPLES / "trust_pack", *vault)[0] == 0
    assert lines(tessera("check", "--json", *vault)[1])[0]["before"] == "verified"
    assert tessera("check", "zzzz", *vault)[0] == 2


def test_what_is_archived_comes_back(tessera, vault, badge):  # noqa: F811
    assert tessera("archive", badge, *vault)[0] == 0
    assert lines(tessera("list", "--json", *vault)[1]) == []
    assert [line["id"] for line in lines(tessera("list", "--archived", "--json", *vault)[1])] == [badge]
    assert tessera("archive", badge, "--take-back", *vault)[0] == 0
    assert len(lines(tessera("list", "--json", *vault)[1])) == 1


def test_one_wrong_id_moves_nothing(tessera, vault, badge):  # noqa: F811
    assert tessera("archive", badge, "zzzz", *vault)[0] == 2
    assert tessera("remove", badge, "zzzz", *vault)[0] == 2
    assert len(lines(tessera("list", "--json", *vault)[1])) == 1


def test_a_note_is_written_found_read_and_cleared(tessera, vault, badge):  # noqa: F811
    assert tessera("note", badge, "ask", "Ines", "–", "成绩单", *vault)[0] == 0
    assert tessera("note", badge, *vault)[1] == "ask Ines – 成绩单\n"
    assert [line["id"] for line in lines(tessera("list", "Ines", "--json", *vault)[1])] == [badge]
    assert tessera("note", badge, "--clear", "now", *vault)[0] == 2
    assert tessera("note", badge, "--clear", *vault)[0] == 0
    assert tessera("note", badge, *vault)[1] == ""


def test_a_note_never_writes_to_the_terminal_what_moves_its_cursor(tessera, vault, badge, monkeypatch):  # noqa: F811
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"one\n\x1b[2Jtwo\xff\n")))
    assert tessera("note", badge, "-", *vault)[0] == 0
    assert tessera("note", badge, *vault)[1] == "one\n[2Jtwo\ufffd\n"


def test_the_trash_is_listed_taken_from_and_emptied(tessera, vault, badge):  # noqa: F811
    other = lines(tessera("import", PNG_BADGE, "--json", *vault)[1])[0]["id"]
    assert tessera("trash", "list", *vault)[2] == "The trash is empty.\n"
    tessera("remove", badge, other, *vault)
    assert {line["id"] for line in lines(tessera("trash", "list", "--json", *vault)[1])} == {badge, other}
    assert tessera("trash", "restore", other, *vault)[0] == 0
    assert tessera("trash", "empty", *vault)[1].startswith("1 credential was deleted")
    assert tessera("trash", "empty", *vault) == (0, "", "The trash is empty.\n")
    assert [line["id"] for line in lines(tessera("list", "--json", *vault)[1])] == [other]
    assert tessera("show", badge, *vault)[0] == 2


def test_own_identifiers_come_and_go(tessera, vault):  # noqa: F811
    code, out, _ = tessera("identity", "add", "ines@example.org", "20231234", "--json", *vault)
    own = json.loads(out)["identifiers"]
    assert code == 0
    assert [(each["kind"], each["value"]) for each in own] == [
        ("emailAddress", "ines@example.org"),
        ("identifier", "20231234"),
    ]
    assert tessera("identity", "add", "Ines", "--kind", "name", *vault)[0] == 0
    assert tessera("identity", "remove", "20231234", "absent", *vault)[0] == 2
    assert "20231234" in tessera("identity", "list", *vault)[1]
    code, out, _ = tessera("identity", "remove", "20231234", "Ines", "--json", *vault)
    assert [each["value"] for each in json.loads(out)["identifiers"]] == ["ines@example.org"]


def test_the_ledger_tells_what_was_shown_and_keeps_a_tombstone(tessera, vault, home, badge):  # noqa: F811
    assert tessera("ledger", "list", *vault)[2] == "Nothing was shown yet.\n"
    shown = ("present", "--credential", badge, "--all", "--unbound", "--form", "plain", "--to", "Northgate")
    code, _, err = tessera(*shown, "-o", home / "shown.json", *vault)
    assert code == 0, err
    (row,) = lines(tessera("ledger", "list", "--json", *vault)[1])
    assert (row["audience"], row["titles"], row["deleted"]) == ("Northgate", ["Machine Learning in Practice"], False)
    assert "Northgate" in tessera("ledger", "list", *vault)[1]
    assert tessera("ledger", "forget", row["number"] + 1, *vault)[0] == 2
    assert tessera("ledger", "forget", row["number"], *vault)[0] == 0
    (row,) = lines(tessera("ledger", "list", "--json", *vault)[1])
    assert (row["audience"], row["titles"], row["deleted"]) == ("", [], True)


def test_a_key_is_named_by_its_beginning_only_where_one_fits(tessera, vault):  # noqa: F811
    first, second = (json.loads(tessera("key", "new", "--json", *vault)[1]) for _ in range(2))
    for start in ("did:key:", ""):
        code, out, err = tessera("key", "prove", start, *vault)
        assert (code, out, "several" in err) == (2, "", True)
    assert json.loads(tessera("key", "prove", second["id"], *vault)[1])["did"] == second["did"]
    assert json.loads(tessera("key", "prove", first["did"], *vault)[1])["did"] == first["did"]
    assert tessera("key", "prove", "zzzz", *vault)[0] == 2


def test_the_audit_says_that_all_is_well_or_that_it_is_not(tessera, vault, home, badge):  # noqa: F811
    assert tessera("audit", *vault)[:2] == (0, "All is well: 1 credential, every page sound.\n")
    database = home / "vault" / "vault.db"
    content = bytearray(database.read_bytes())
    for page in range(8192, len(content), 4096):
        content[page + 100] ^= 1
    database.write_bytes(content)
    code, out, err = tessera("audit", *vault)
    assert (code in (1, 2), out) == (True, "")
    assert "damaged" in err


@pytest.mark.parametrize(
    "words",
    [
        ["passphrase"], ["recovery"], ["check"], ["archive", "x"], ["note", "x"], ["trash", "list"], ["identity", "list"],
        ["ledger", "list"], ["audit"], ["trash", "empty"], ["ledger", "forget", "1"],
    ],
)  # fmt: skip
def test_without_a_vault_they_could_not_run_and_ask_nobody(tessera, words):  # noqa: F811
    code, out, err = tessera(*words)
    assert (code, out, "no vault here" in err) == (2, "", True)


@pytest.mark.parametrize("verb", ["passphrase", "recovery", "check", "archive", "note", "trash", "identity", "ledger"])
def test_every_one_explains_itself_in_chinese(tessera, verb):  # noqa: F811
    code, out, _ = tessera("--lang", "zh", verb, "--help")
    assert code == 0
    assert any("\u4e00" <= sign <= "\u9fff" for sign in out.split("\n\n")[1])


def test_TIME_01_a_clock_that_is_behind_is_told_and_can_be_taken_as_right(tessera, vault, home, badge):  # noqa: F811
    later = Session(home / "vault", usual_terms(home / "elsewhere"), lambda: system_clock() + timedelta(days=2))
    later.unlock(Unlock(PASSPHRASE))
    later.goodbye()
    code, out, err = tessera("list", *vault)
    assert (code, badge in out) == (0, True)
    assert "clock says" in err
    assert "tessera check --clock-is-right" in err
    assert tessera("check", "--clock-is-right", *vault)[0] == 0
    assert "clock" not in tessera("list", *vault)[2]
