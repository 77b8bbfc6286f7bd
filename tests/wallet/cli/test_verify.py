"""`tessera verify`: lines that keep to the schema, exit codes that mean what is promised, one bad file that stops nothing."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest

from tests.issuer_simulator import Issuer, did_key, make_key
from tests.wallet.cli.conftest import NOW, STATES, Desk
from wallet.cli.verify import exit_code, read_time
from wallet.report import Verdict
from wallet.resources import read_resource

SCHEMA = json.loads(read_resource("schemas", "verify-report-1.schema.json"))
ROOT = Path(__file__).resolve().parents[3]


def expected_of(name: str) -> str:
    return name.partition("-")[0]


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk with a credential in every state that one issuer can bring about, and a pack that knows the issuer."""
    for name, make in STATES.items():
        desk.put(f"{name}.json", make(desk.issuer))
    revoked, suspended = desk.issuer.issue(status="revocation"), desk.issuer.issue(status="suspension")
    desk.issuer.revoke(revoked)
    desk.issuer.suspend(suspended)
    desk.put("revoked.json", revoked)
    desk.put("suspended.json", suspended)
    desk.pack()
    return desk


def test_every_document_is_one_line_that_keeps_to_the_schema(office: Desk) -> None:
    folder = office.folder / "credentials"
    office.put("broken.json", '{"type": ')
    lines = office.lines(str(folder), "--trust-pack", str(office.folder / "pack"))
    assert [Path(str(line["source"])).name for line in lines] == sorted(path.name for path in folder.iterdir())
    for line in lines:
        jsonschema.validate(line, SCHEMA)
        stem = Path(str(line["source"])).stem
        assert line["verdict"] == (None if stem == "broken" else expected_of(stem)), line
    broken = next(line for line in lines if str(line["source"]).endswith("broken.json"))
    assert broken["error"]["code"] == "input.malformed"
    assert broken["error"]["step"] == "json.syntax"


def test_without_a_pack_nothing_is_known_and_nothing_is_called_forged(office: Desk) -> None:
    path = office.folder / "credentials" / "verified.json"
    (line,) = office.lines(str(path))
    assert line["verdict"] == "cannot_check"  # did:web: its key is in a document that is not held
    key = Issuer(method="key", seed=b"another")
    (line,) = office.lines(str(office.put("key.json", key.issue())))
    assert line["verdict"] == "issuer_unknown"


def test_the_credential_of_a_line_says_what_the_document_says(office: Desk) -> None:
    pack = str(office.folder / "pack")
    (line,) = office.lines(str(office.folder / "credentials" / "verified.json"), "--trust-pack", pack)
    credential = line["credential"]
    assert credential["issuer"] == {"id": office.issuer.id, "name": office.issuer.name}
    assert credential["subject"] == {"id": "did:example:learner"}
    assert (credential["name"], credential["valid_until"]) == ("Data Practice 1", None)
    assert "VerifiableCredential" in credential["types"]
    checks = {check["check"]: check for check in line["checks"]}
    assert list(checks) == ["signature", "coverage", "issuer_key", "issuer", "validity", "status", "holder"]
    assert checks["issuer"]["facts"]["name"] == office.issuer.name
    assert checks["status"]["code"] == "status.good"


def test_after_a_failed_proof_the_rest_is_moot(office: Desk) -> None:
    pack = str(office.folder / "pack")
    for name in ("altered.json", "not_genuine.json", "unsigned.json"):
        (line,) = office.lines(str(office.folder / "credentials" / name), "--trust-pack", pack)
        failed = next(place for place, check in enumerate(line["checks"]) if check["outcome"] != "passed")
        rest = line["checks"][failed + 1 :]
        assert [(check["outcome"], check["code"]) for check in rest] == [
            ("skipped", f"{check['check']}.moot") for check in rest
        ]


def test_a_presentation_is_one_line_with_its_credentials_nested(desk: Desk) -> None:
    holder = make_key("Ed25519", b"holder")
    body = desk.issuer.badge()
    body["credentialSubject"]["id"] = did_key(holder)
    credential = json.loads(desk.issuer.issue(body=body))
    shown = desk.put(
        "shown.json", desk.issuer.present([credential], holder, challenge="n-1", domain="registrar.example")
    )
    pack = str(desk.pack())
    (line,) = desk.lines(str(shown), "--trust-pack", pack)
    jsonschema.validate(line, SCHEMA)
    assert (line["credential"], line["verdict"], len(line["nested"])) == (None, "verified", 1)
    assert line["nested"][0]["verdict"] == "verified"
    assert line["nested"][0]["path"] == "/verifiableCredential/0"
    asked = ["--trust-pack", pack, "--nonce", "n-1", "--audience", "registrar.example"]
    (line,) = desk.lines(str(shown), *asked)
    assert line["verdict"] == "verified"
    assert {check["code"] for check in line["checks"] if check["check"] == "holder"} == {"holder.bound"}
    assert {check["code"] for check in line["nested"][0]["checks"] if check["check"] == "holder"} == {"holder.bound"}
    for wrong in (
        ["--nonce", "n-2", "--audience", "registrar.example"],
        ["--nonce", "n-1", "--audience", "other.example"],
    ):
        (line,) = desk.lines(str(shown), "--trust-pack", pack, *wrong)
        assert line["verdict"] == "not_bound"


def test_somebody_elses_credential_is_not_theirs_to_show(desk: Desk) -> None:
    holder, other = make_key("Ed25519", b"holder"), make_key("Ed25519", b"other")
    body = desk.issuer.badge()
    body["credentialSubject"]["id"] = did_key(other)
    credential = json.loads(desk.issuer.issue(body=body))
    shown = desk.put("shown.json", desk.issuer.present([credential], holder, challenge="n-1", domain="v.example"))
    (line,) = desk.lines(str(shown), "--trust-pack", str(desk.pack()), "--nonce", "n-1", "--audience", "v.example")
    assert (line["verdict"], line["nested"][0]["verdict"]) == ("not_bound", "not_bound")


def test_an_unsigned_wrapper_is_unsigned_and_shows_what_it_holds(desk: Desk) -> None:
    wrapper = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    wrapper["verifiableCredential"] = [json.loads(desk.issuer.issue())]
    path = desk.put("wrapper.json", json.dumps(wrapper))
    (line,) = desk.lines(str(path), "--trust-pack", str(desk.pack()))
    assert (line["verdict"], line["nested"][0]["verdict"]) == ("unsigned", "verified")


def test_standard_input_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    issued = desk.issuer.issue()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(issued)))
    (line,) = desk.lines("-", "--trust-pack", str(desk.pack()))
    assert (line["source"], line["verdict"]) == ("-", "verified")


@pytest.mark.parametrize(
    ("names", "accept", "code"),
    [
        (["verified"], [], 0),
        (["verified", "verified-sd-jwt"], [], 0),
        (["revoked"], [], 1),
        (["verified", "altered"], [], 1),
        (["expired"], [], 1),
        (["expired"], ["expired"], 0),
        (["expired", "revoked"], ["expired"], 1),
        (["expired", "revoked"], ["expired,revoked"], 0),
        (["unsigned"], [], 1),
    ],
)
def test_the_exit_code_is_that_of_the_worst_document(
    office: Desk, names: list[str], accept: list[str], code: int
) -> None:
    paths = [str(office.folder / "credentials" / f"{name}.json") for name in names]
    accepted = [argument for verdict in accept for argument in ("--accept", verdict)]
    found, _, _ = office.tessera("verify", *paths, "--at", NOW, "--trust-pack", str(office.folder / "pack"), *accepted)
    assert found == code


@pytest.mark.parametrize("verdict", Verdict)
def test_exit_codes_verdict_by_verdict(verdict: Verdict) -> None:
    fine, doubtful = (Verdict.VERIFIED, Verdict.REFRESH_DUE), (Verdict.ISSUER_UNKNOWN, Verdict.STATUS_UNKNOWN)
    assert exit_code([verdict]) == (0 if verdict in fine else 3 if verdict in doubtful else 1)
    assert exit_code([verdict, None]) == 1
    assert exit_code([verdict], [verdict]) == 0


def test_what_keeps_it_from_running_is_2_and_a_sentence(office: Desk) -> None:
    good = str(office.folder / "credentials" / "verified.json")
    bad_pack = office.folder / "bad"
    bad_pack.mkdir()
    for arguments in (
        ["verify", good, str(office.folder / "missing.json")],
        ["verify", good, "--trust-pack", str(bad_pack)],
        ["verify", good, "--trust-pack", str(office.folder / "missing")],
        ["verify", good, "--at", "yesterday"],
        ["verify", good, "--at", "2026-06-01T12:00:00"],
        ["verify", good, "--accept", "splendid"],
        ["verify", good, "--jobs", "many"],
        ["verify"],
        ["verify", str(bad_pack)],
        ["verifi", good],
        [],
    ):
        code, out, err = office.tessera(*arguments)
        assert code == 2, arguments
        assert "Traceback" not in out + err
        assert not any(line.startswith("{") for line in out.splitlines())
        assert (out + err).strip()


def test_many_jobs_say_the_same_in_the_same_order(office: Desk) -> None:
    office.put("zzz/broken.bin", bytes(range(256)))
    pack = str(office.folder / "pack")
    one = office.lines(str(office.folder / "credentials"), "--trust-pack", pack)
    assert office.lines(str(office.folder / "credentials"), "--trust-pack", pack, "--jobs", "2") == one


def test_one_unreadable_file_never_stops_the_rest(office: Desk) -> None:
    names = [
        office.put("a-empty", b""),
        office.put("b-nul", b"\0" * 100),
        office.put("c-html", "<html>Not here</html>"),
    ]
    names.append(office.folder / "credentials" / "verified.json")
    lines = office.lines(*[str(name) for name in names], "--trust-pack", str(office.folder / "pack"))
    assert [line["verdict"] for line in lines] == [None, None, None, "verified"]
    assert all(line["error"]["message"] and line["error"]["advice"] for line in lines[:3])


def test_several_documents_in_one_file_are_told_apart(desk: Desk) -> None:
    two = json.dumps([json.loads(desk.issuer.issue()), json.loads(desk.issuer.issue())])
    lines = desk.lines(str(desk.put("two.json", two)), "--trust-pack", str(desk.pack()))
    assert len(lines) == 2
    assert len({line["source"] for line in lines}) == 2


def test_the_table_has_a_row_for_each_document_and_runs_no_formula(office: Desk) -> None:
    office.put(
        "formula.json", office.issuer.issue(body=office.issuer.badge(name="=HYPERLINK(1)", id="=cmd|'/C calc'!A0"))
    )
    table = office.folder / "report.csv"
    office.tessera("verify", str(office.folder / "credentials"), "--at", NOW, "--csv", str(table))
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == len(list((office.folder / "credentials").iterdir()))
    assert all(not value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


@pytest.mark.parametrize(("language", "word"), [("en", "Verified"), ("zh", "已验证")])
def test_people_are_told_in_their_language(office: Desk, language: str, word: str) -> None:
    path = str(office.folder / "credentials" / "verified.json")
    _, out, _ = office.tessera(
        "--lang", language, "verify", path, "--at", NOW, "--trust-pack", str(office.folder / "pack")
    )
    assert word in out
    assert "{" not in out


def test_UI_03_a_stranger_cannot_write_to_the_terminal_what_it_would_obey(desk: Desk) -> None:
    name = "Badge\x1b[2J\x1b[1;1H\u202eVerified\r\nVerified  everything"
    path = desk.put("evil.json", desk.issuer.issue(body=desk.issuer.badge(name=name, id=None)))
    body = json.loads(path.read_bytes())
    body["credentialSubject"]["achievement"]["name"] = name
    path.write_text(json.dumps(body), encoding="utf-8")
    for verb in ("verify", "explain"):
        _, out, _ = desk.tessera(verb, str(path), "--at", NOW)
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert not any(line.startswith("Verified") for line in out.splitlines())


def test_no_colour_and_no_bar_in_a_pipe(office: Desk) -> None:
    _, out, err = office.tessera("verify", str(office.folder / "credentials"), "--at", NOW)
    assert "\x1b" not in out + err
    assert "[" not in err


def test_a_reader_that_goes_away_is_no_error(office: Desk) -> None:
    command = [sys.executable, "-m", "wallet.cli", "verify", "--json", *[str(office.folder / "credentials")] * 20]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()
    assert b"Traceback" not in complaint
    assert b"BrokenPipe" not in complaint


def test_output_is_utf_8_on_a_console_that_is_not(office: Desk) -> None:
    command = [sys.executable, "-m", "wallet.cli", "--lang", "zh", "verify", str(office.folder / "credentials")]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    told = subprocess.run(command, cwd=ROOT, capture_output=True, env=environment, check=False)
    assert "份文件" in told.stdout.decode("utf-8")
    assert b"Traceback" not in told.stderr


def test_help_loads_no_parser_and_names_every_verb() -> None:
    script = "import sys; from wallet.cli import main; main(['--help']); print(*sys.modules, sep='\\n')"
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "cryptography" not in told.stdout.split()
    assert "argparse" in told.stdout.split()
    for verb in ("verify", "trust", "explain", "import", "backup"):
        assert verb in told.stdout


def test_a_moment_needs_a_time_zone_and_a_date_is_its_first_moment() -> None:
    assert read_time("2026-05-03") == datetime(2026, 5, 3, tzinfo=UTC)
    assert read_time("2026-05-03T10:00:00+02:00") == datetime(2026, 5, 3, 8, tzinfo=UTC)
