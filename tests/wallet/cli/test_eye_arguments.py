"""What people hand to the verbs by accident or in haste: values that begin with a dash, pipes, links, empty files."""

import csv
import json
import os
import threading
from pathlib import Path

import pytest

from tests.wallet.cli.test_vault_verbs import BADGE, home, lines, tessera, vault  # noqa: F401
from wallet.cli.arguments import Parser
from wallet.resources import resource_path

SAMPLES = resource_path("samples")
CHECKED = ["--credentials", SAMPLES, "--trust-pack", SAMPLES / "trust_pack", "--today", "2026-05-05"]
pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


@pytest.mark.parametrize("option", ["--nonce", "--audience"])
def test_a_challenge_that_begins_with_a_dash_is_a_value_all_the_same(tessera, option):  # noqa: F811
    code, out, err = tessera("verify", BADGE, "--json", option, "-aQz_7dash")
    assert (code, err) == (1, "")
    assert "holder" in {check["check"] for check in lines(out)[0]["checks"]}
    code, _, err = tessera("verify", BADGE, option, "--json")
    assert (code, "expected one argument" in err) == (2, True)
    code, _, err = tessera("verify", BADGE, option, "--", "x")
    assert (code, "expected one argument" in err) == (2, True)


def test_only_a_value_is_joined_to_its_option():
    parser = Parser(exit_on_error=False)
    parser.add_argument("--nonce")
    parser.add_argument("-o", "--output")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("rest", nargs="*")
    read = parser.parse_args(["--nonce", "-x", "--json", "--output", "-", "--", "--nonce", "-y"])
    assert (read.nonce, read.json, read.output, read.rest) == ("-x", True, "-", ["--nonce", "-y"])


@pipes
@pytest.mark.parametrize(
    "words",
    [
        ["restore", "PIPE"],
        ["trust", "show", "PIPE"],
        ["scan", "PIPE"],
        ["challenge", "--read", "PIPE"],
        ["stack", "progress", "--pathway", "PIPE"],
        ["stack", "progress", "comptia-csis", "--holdings", "PIPE"],
        ["stack", "progress", "--dossier", "PIPE"],
        ["stack", "switch", "comptia-csis", "comptia-cios", *CHECKED, "--rules", "PIPE"],
    ],
    ids=lambda words: " ".join(map(str, words[:3])),
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_pipe_or_device_is_named_and_never_waited_for(tessera, vault, home, words, language):  # noqa: F811
    os.mkfifo(home / "pipe")
    given = [home / "pipe" if word == "PIPE" else word for word in words]
    code, _, err = tessera("--lang", language, *given, *(vault if words[0] == "restore" else []))
    assert code == 2
    assert ("“pipe” is not an ordinary file." if language == "en" else "“pipe”不是普通文件。") in err


@pipes
def test_what_is_written_into_a_pipe_leaves_the_pipe_where_it_is(tessera, vault, home):  # noqa: F811
    key = lines(tessera("import", BADGE, "--json", *vault)[1])[0]["id"]
    pipe, read = home / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    code, _, err = tessera("export", key, "-o", pipe, *vault)
    reader.join(20)
    assert (code, read) == (0, [BADGE.read_bytes()]), err
    assert pipe.is_fifo()


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_what_a_link_leads_to_is_replaced_and_the_link_stays(tessera, vault, home):  # noqa: F811
    key = lines(tessera("import", BADGE, "--json", *vault)[1])[0]["id"]
    (home / "real.json").write_bytes(b"precious")
    (home / "link.json").symlink_to(home / "real.json")
    assert tessera("export", key, "-o", home / "link.json", *vault)[0] == 2
    assert tessera("export", key, "-o", home / "link.json", "--force", *vault)[0] == 0
    assert (home / "link.json").is_symlink()
    assert (home / "real.json").read_bytes() == BADGE.read_bytes()


def test_a_query_with_nothing_in_it_is_no_query(tessera, home):  # noqa: F811
    (home / "wants.json").write_text(" \n")
    code, out, err = tessera("challenge", "--from", "Northgate", "--wants", home / "wants.json")
    assert (code, out, "challenge.wants" in err) == (2, "", True)


def test_the_samples_have_their_lines_too(tessera, vault):  # noqa: F811
    first = lines(tessera("import", "--samples", "--json", *vault)[1])
    again = lines(tessera("import", "--samples", "--json", *vault)[1])
    assert len(first) > 20
    assert {line["state"] for line in first} == {"kept"}
    assert [(line["id"], line["state"]) for line in again] == [(line["id"], "already") for line in first]


def test_whoever_changes_school_reads_titles_and_not_ids(tessera):  # noqa: F811
    stacks = ["yunling-data-literacy", "northlight-bsc-data-practice", "--rules", "northlight-transfer"]
    _, out, _ = tessera("stack", "switch", *stacks, *CHECKED)
    carried = out.partition("Carries over:\n")[2].partition("Counts only there:")[0].splitlines()
    assert {line.partition(" → ")[0].strip() for line in carried} == {
        "数据可视化基础",
        "数据素养导论",
        "数据伦理与法规",
    }


def test_a_credential_that_is_left_out_has_its_reason(tessera, home):  # noqa: F811
    (home / "empty.json").write_bytes(b"")
    _, _, err = tessera("stack", "progress", "comptia-csis", "--credentials", home / "empty.json")
    assert "empty.json: There is no credential in this. [input.empty]" in err


def test_the_table_of_growth_is_one_that_a_spreadsheet_opens_right(tessera, home):  # noqa: F811
    table = home / "growth.csv"
    words = ["stack", "growth", "junior-data-analyst", "--as", "skills", *CHECKED]
    code, out, _ = tessera(*words, "--out", table, "--json")
    assert (code, "skills" in json.loads(out)) == (0, True)
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(Path(table).read_text(encoding="utf-8-sig").splitlines()))
    assert not tessera(*words)[1].startswith("\ufeff")


@pytest.mark.parametrize(
    "words", [["tag", "ID", "--add", ""], ["import", BADGE, "--tag", " "], ["identity", "add", ""]], ids=lambda w: w[0]
)
def test_what_an_unset_variable_leaves_is_refused_and_changes_nothing(tessera, vault, words):  # noqa: F811
    key = lines(tessera("import", BADGE, "--json", *vault)[1])[0]["id"]
    code, out, err = tessera(*[key if word == "ID" else word for word in words], *vault)
    assert (code, out, "there is nothing in it" in err) == (2, "", True)


def test_a_note_goes_only_when_it_is_said(tessera, vault, monkeypatch):  # noqa: F811
    key = lines(tessera("import", BADGE, "--json", *vault)[1])[0]["id"]
    tessera("note", key, "ask Ines", *vault)
    code, _, err = tessera("note", key, "", *vault)
    assert (code, "--clear" in err) == (2, True)
    assert tessera("note", key, *vault)[1] == "ask Ines\n"
    assert tessera("note", key, "--clear", *vault)[0] == 0
    assert tessera("note", key, *vault)[1] == ""


@pytest.mark.parametrize("start", ["", "nothing"])
def test_a_key_that_is_not_there_is_spoken_of_as_a_key(tessera, vault, start):  # noqa: F811
    tessera("key", "new", *vault)
    code, out, err = tessera("key", "prove", start, *vault)
    assert (code, out, "tessera key list" in err) == (2, "", True)


def test_a_challenge_for_longer_than_a_day_is_refused_in_its_own_words(tessera):  # noqa: F811
    assert tessera("challenge", "--from", "Northgate", "--expires", "1d")[0] == 0
    assert tessera("challenge", "--from", "Northgate", "--expires", "2d") == (
        2,
        "",
        "A challenge lasts a day at most.\n",
    )
