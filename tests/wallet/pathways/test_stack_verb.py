"""`tessera stack`, as a person types it: on the samples, checked there and then, and on lists in files."""

import argparse
import io
import json
from datetime import date

import jsonschema
import pytest

from tests.wallet.pathways.stacks import course, document, held, item
from wallet.cli import stack, stack_source
from wallet.cli.arguments import speak
from wallet.cli.console import Console
from wallet.cli.outputs import FileThereError
from wallet.cli.stack_refusals import NoSuchStackError, NothingFollowedError, SeveralFollowedError
from wallet.errors import PathwayError, VaultMissingError
from wallet.pathways.library import shipped, shipped_names
from wallet.resources import read_resource, resource_path

SCHEMA = json.loads(read_resource("schemas", "stack-progress-1.schema.json"))
SAMPLES = resource_path("samples")
CHECKED = ["--credentials", str(SAMPLES), "--trust-pack", str(SAMPLES / "trust_pack"), "--today", "2026-05-05"]


@pytest.fixture
def tessera(capsys):
    def run(*words: str, language: str = "en") -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        stack.configure(parser, str)
        out, err = io.StringIO(), io.StringIO()
        code = stack.run(parser.parse_args(words), Console(language, out, err))
        return code, capsys.readouterr().out + out.getvalue(), err.getvalue()

    return run


@pytest.fixture
def files(tmp_path):
    rules = [{"id": "a→b", "authority": "uni", "from": ["a"], "gives": [{"achievement": "b"}], "confirm": True}]
    plan = {"cost": {"amount": "99.5", "currency": "EUR"}, "hours": 10}
    achievements = {"a": course("a", 3), "b": course("b", 3), "c": course("c", 3, plan=plan)}
    made = document(achievements, [item("a"), item("b"), item("c")], equivalences=rules)
    pathway, listed = tmp_path / "stack.json", tmp_path / "held.json"
    pathway.write_text(json.dumps(made), encoding="utf-8")
    listed.write_text(
        json.dumps({"today": "2026-11-22", "credentials": [held("one", "a"), held("two", "x")]}), encoding="utf-8"
    )
    return ["--pathway", str(pathway), "--holdings", str(listed)]


def figures(text: str) -> dict:
    report = json.loads(text)
    jsonschema.validate(report, SCHEMA)
    return report


@pytest.mark.parametrize(
    ("name", "now", "provisional"),
    [("northlight-bsc-data-practice", ("2/3", 66), 72), ("yunling-data-literacy", ("1", 100), 100)],
)
def test_the_samples_fill_the_invented_degrees(tessera, name, now, provisional):
    _, out, _ = tessera("progress", name, "--json", *CHECKED)
    report = figures(out)
    assert (report["counts_now"]["exact"], report["counts_now"]["percent"]) == now
    assert report["provisional"]["percent"] == provisional
    assert report["proven_optimal"]
    reasons = {code["code"] for found in report["not_counted"] for code in found["reasons"]}
    if name.startswith("north"):
        assert {
            "verdict.revoked",
            "verdict.not_genuine",
            "verdict.altered",
            "verdict.suspended",
            "verdict.expired",
        } <= reasons


def test_the_sample_degree_recognises_the_foundation_by_the_key_of_this_pack():
    """The key is drawn anew with the samples: if this fails, put the id of pack.json into the degree's file."""
    pack = json.loads((SAMPLES / "trust_pack" / "pack.json").read_text(encoding="utf-8"))
    known = next(issuer["id"] for issuer in pack["issuers"] if issuer["name"] == "Openloom Foundation")
    assert shipped("northlight-bsc-data-practice").issuers["openloom"].ids == (known,)


def test_progress_says_what_fills_what_and_that_a_list_is_only_a_list(tessera, files):
    code, out, err = tessera("progress", *files)
    assert code == 0
    assert "33 %" in out
    assert "← one" in out
    assert "the file's own word" in err


def test_json_keeps_fractions_exact_beside_rounded_percentages(tessera, files):
    report = figures(tessera("progress", "--json", *files)[1])
    assert report["counts_now"]["exact"] == "1/3"
    assert report["remaining"]["exact"] == "2/3"
    assert report["on"] == "2026-11-22"
    assert {tuple(r["filled_by"][0]["credentials"]) for r in report["requirements"] if r["filled_by"]} == {("one",)}


def test_why_gives_the_reason_or_the_exact_price(tessera, files):
    _, out, _ = tessera("why", "two", "--json", *files)
    assert json.loads(out)["reasons"][0]["code"] == "match.nothing"
    _, out, _ = tessera("why", "one", "--json", *files)
    why = json.loads(out)
    assert why["counted_at"] == ["a"] or why["counted_at"] == ["b"]
    other = why["alternatives"][0]
    assert other["possible"]
    assert other["change"] == "0"
    assert len(other["costs"]) == 1
    _, out, _ = tessera("why", "c", "--json", *files)
    assert json.loads(out)["would_do"] == ["c"]
    assert tessera("why", "nothing", *files)[0] == 1


def test_next_says_what_is_missing_and_what_blocks(tessera, files):
    code, out, _ = tessera("next", "--by", "cost", "--json", *files)
    plan = json.loads(out)
    assert code == 1
    assert (plan["completes"], plan["total"], [step["achievement"] for step in plan["steps"]]) == (False, "99.5", ["c"])
    assert plan["blocked"][0] == "root"


def test_next_completes_the_sample_degree_only_as_far_as_offers_go(tessera):
    code, out, _ = tessera("next", "northlight-bsc-data-practice", "--by", "hours", "--json", *CHECKED)
    plan = json.loads(out)
    assert (code, plan["completes"]) == (0, True)
    order = [step["achievement"] for step in plan["steps"]]
    assert order.index("dp-206") < order.index("dp-301")


@pytest.mark.parametrize("form", ["stack", "ctdl"])
def test_export_writes_what_can_be_read_again(tessera, tmp_path, form):
    out = tmp_path / "out.json"
    assert tessera("export", str(out), "comptia-csis", "--as", form)[0] == 0
    _, listed, _ = tessera("progress", "--json", "--pathway", str(out), *CHECKED)
    assert figures(listed)["counts_now"]["exact"] == "0"


def test_a_name_is_confirmed_on_the_command_line(tessera, tmp_path):
    rows = {"credentials": [held("w1", "x", name="CompTIA A+", issuer={"id": "urn:c", "name": "CompTIA"})]}
    listed = tmp_path / "held.json"
    listed.write_text(json.dumps(rows), encoding="utf-8")
    words = ("progress", "comptia-csis", "--json", "--today", "2026-11-22", "--holdings", str(listed))
    assert figures(tessera(*words)[1])["suggestions"] == [{"credential": "w1", "achievement": "aplus"}]
    assert figures(tessera(*words, "--confirm", "w1=aplus")[1])["counts_now"]["percent"] == 33


def test_list_shows_whose_word_each_stack_is(tessera):
    _, out, _ = tessera("list", language="zh_CN")
    assert all(name in out for name in shipped_names())
    assert "转录自" in out


def test_rule_sets_are_added_from_files(tessera, files):
    rules = str(resource_path("pathways", "rules", "cn-1x.json"))
    assert tessera("progress", *files, "--rules", rules)[0] == 0


def test_without_a_vault_it_says_so(tessera, monkeypatch):
    monkeypatch.setattr(stack_source, "OPEN_VAULT", [])
    with pytest.raises(VaultMissingError):
        tessera("progress", "comptia-csis")


class Shelf:
    """A vault's side of the bargain, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def holdings(self):
        return ()

    def follow(self, pathway, original):
        self.kept[pathway.id] = original
        return pathway.id

    def unfollow(self, key):
        del self.kept[key]

    def followed(self):
        return tuple(self.kept.items())

    def confirmed(self, _pathway_id):
        return frozenset()

    def decisions(self, _pathway_id):
        return ()


def test_a_stack_is_followed_and_then_needs_no_name(tessera, monkeypatch, files):
    shelf = Shelf()
    monkeypatch.setattr(stack_source, "OPEN_VAULT", [lambda _arguments, _console: shelf])
    assert tessera("add", files[1])[0] == 0
    _, out, _ = tessera("progress", "--json", "--today", date(2026, 11, 22).isoformat())
    assert figures(out)["pathway"]["id"] == "urn:example:test"
    with pytest.raises(NoSuchStackError):
        tessera("progress", "another")
    assert tessera("remove", "urn:example:test")[0] == 0
    with pytest.raises(NothingFollowedError):
        tessera("progress")


def test_of_several_followed_stacks_progress_shows_each_and_the_others_ask_which(tessera, monkeypatch, files):
    shelf = Shelf()
    monkeypatch.setattr(stack_source, "OPEN_VAULT", [lambda _arguments, _console: shelf])
    tessera("add", files[1])
    tessera("add", "comptia-csis")
    _, out, _ = tessera("progress", "--json", "--today", "2026-11-22")
    assert [figures(line)["pathway"]["title"] for line in out.splitlines()] == [
        "Test",
        shipped("comptia-csis").title.best("en"),
    ]
    for words in (["why", "a"], ["next"], ["export", "never-written.json"]):
        with pytest.raises(SeveralFollowedError) as several:
            tessera(*words)
        assert "Test" in str(several.value.facts["names"])
    assert tessera("remove", "comptia-csis", "--json")[0] == 0
    assert list(shelf.kept) == ["urn:example:test"]


def test_a_stack_is_a_file_where_there_is_one_of_that_name(tessera, files):
    report = figures(tessera("progress", files[1], "--json", *files[2:])[1])
    assert report["pathway"]["id"] == "urn:example:test"


def test_a_name_that_is_none_is_called_that_though_there_is_no_vault(tessera, tmp_path, monkeypatch):
    monkeypatch.setenv("TESSERA_VAULT", str(tmp_path / "nowhere"))
    for words, error in ((["progress", "typo", *CHECKED], NoSuchStackError), (["progress"], NothingFollowedError)):
        with pytest.raises(error) as refused:
            tessera(*words)
        assert "“-”" not in refused.value.sentence.render("en")
    with pytest.raises(VaultMissingError):
        tessera("progress", "--vault", str(tmp_path / "nowhere"))
    assert tessera("list")[0] == 0


def test_progress_tells_the_six_figures(tessera, files):
    _, out, _ = tessera("progress", *files)
    for label in (
        "Counts now",
        "with what is not verified",
        "with work in progress",
        "at risk within 6 months",
        "at risk within 12 months",
        "lost to expiry",
        "remaining",
    ):
        assert label in out
    assert "67 %  remaining" in out, "what counts is rounded down, what remains is rounded up"


def test_one_broken_file_never_stops_the_rest(tessera, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    good = SAMPLES / "northlight-machine-learning.json"
    (folder / "good.json").write_bytes(good.read_bytes())
    (folder / "gone.json").symlink_to(tmp_path / "nowhere")
    (folder / "page.html").write_text("<!doctype html>", encoding="utf-8")
    words = ("--credentials", str(folder), "--trust-pack", str(SAMPLES / "trust_pack"), "--today", "2026-05-05")
    code, out, err = tessera("progress", "northlight-bsc-data-practice", "--json", *words)
    assert code == 0
    assert {key for row in figures(out)["requirements"] for fill in row["filled_by"] for key in fill["credentials"]}
    assert ("gone.json" in err, "page.html" in err) == (True, True)


@pytest.mark.parametrize(
    "wrong", [["--today", "tomorrow"], ["--today", "2026-02-30"], ["--seconds", "nan"], ["--seconds", "-1"]]
)
def test_what_is_no_day_and_no_span_is_refused_in_words(tessera, capsys, wrong):
    speak("en")
    with pytest.raises(SystemExit) as stop:
        tessera("progress", "comptia-csis", *wrong)
    err = capsys.readouterr().err
    assert stop.value.code == 2
    assert ("not a day" in err or "not a number of seconds" in err, "fromisoformat" in err) == (True, False)


def test_export_never_replaces_a_file_unasked(tessera, tmp_path):
    out = tmp_path / "thesis.txt"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(FileThereError):
        tessera("export", str(out), "comptia-csis")
    assert out.read_text(encoding="utf-8") == "mine"
    code, told, _ = tessera("export", str(out), "comptia-csis", "--force", "--json")
    assert (code, json.loads(told)["written"]) == (0, str(out))
    assert json.loads(out.read_bytes())["format"]


def test_what_if_supposes_and_counts_nothing(tessera):
    _, out, _ = tessera("what-if", "northlight-bsc-data-practice", "--plan", "dp-205", "--json", *CHECKED)
    found = json.loads(out)
    assert (found["now"], found["then"]["exact"]) == ({"exact": "2/3", "percent": 66}, "13/18")
    assert (found["gain"], found["fills"]) == ("1/18", [{"achievement": "dp-205", "requirement": "dp-205"}])
    assert (
        "a supposition, it counts nothing"
        in tessera("what-if", "northlight-bsc-data-practice", "--plan", "dp-205", *CHECKED)[1]
    )
    with pytest.raises(PathwayError):
        tessera("what-if", "northlight-bsc-data-practice", "--plan", "no-such-thing", *CHECKED)


def test_stacks_stand_side_by_side(tessera):
    _, out, _ = tessera("compare", "northlight-bsc-data-practice", "yunling-data-literacy", "--json", *CHECKED)
    rows = json.loads(out)["stacks"]
    assert [row["counts_now"]["percent"] for row in rows] == [66, 100]
    assert not set(rows[0]["counted"]) & set(rows[1]["counted"])


def test_a_change_of_school_follows_the_new_schools_rules(tessera):
    switch = ("switch", "yunling-data-literacy", "northlight-bsc-data-practice", *CHECKED)
    _, out, _ = tessera(*switch, "--json")
    without = json.loads(out)
    assert (without["kept"], without["after"]["counts_now"]["percent"]) == ([], 66)
    _, out, _ = tessera(*switch, "--rules", "northlight-transfer", "--json")
    found = json.loads(out)
    assert len(found["kept"]) == 3
    assert found["after"]["counts_now"]["percent"] == 75
    assert found["change"] == "-1/4"
    assert "Carries over:" in tessera(*switch, "--rules", "northlight-transfer")[1]


def test_growth_and_work_are_told_and_written(tessera, tmp_path):
    _, out, _ = tessera("growth", "junior-data-analyst", "--json", *CHECKED)
    found = json.loads(out)
    line = next(one for one in found["growth"] if one["node"].endswith("ODS-STAT"))
    assert [point["value"] for point in line["points"]] == ["Developing", "Developing", "Proficient", "Advanced"]
    enough = {row["skill"] for row in found["skills"] if row["enough"]}
    assert enough == {"ODS-STAT", "ODS-CODE", "ODS-VIS", "ODS-ETH"}
    written = tmp_path / "resume.txt"
    tessera("growth", "junior-data-analyst", "--as", "resume", "--out", str(written), *CHECKED, language="zh_CN")
    told = written.read_text(encoding="utf-8")
    assert told.startswith("技能\n- 统计推理：")
    for doubtful in ("Ethics of Data", "Team Project", "Privacy by Design", "Club Champion", "Final Project"):
        assert doubtful not in told


def test_a_day_that_is_named_is_the_day_on_which_everything_is_checked(tessera):
    """On the first day of 2024 nothing of the degree's core had been awarded: those credentials were not yet valid."""
    _, out, _ = tessera("progress", "northlight-bsc-data-practice", "--json", *CHECKED[:-1], "2024-01-01")
    report = figures(out)
    assert report["counts_now"]["percent"] < 10
    assert "verdict.not_yet_valid" in {r["code"] for found in report["not_counted"] for r in found["reasons"]}
