"""The verbs that show: a key is made, a credential issued to it, a challenge answered, the answer checked; as scripts do it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.issuer_simulator import Hidden, Issuer
from tests.wallet.presentations.presenting import badge_for
from wallet.cli import main
from wallet.resources import read_resource

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def tessera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    """Run a verb on a vault of its own; returns (exit code, standard output)."""
    from wallet.store.kdf import KdfCost

    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE)
    monkeypatch.setenv("TESSERA_VAULT", str(tmp_path / "vault"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("wallet.session._calibrated", lambda: KdfCost(64 * 1024, 3, 4))

    def run(*arguments: str, vault: bool = True, language: str = "en") -> tuple[int, str]:
        given = [*arguments, "--passphrase-file", str(secret)] if vault else list(arguments)
        code = main(["--lang", language, *given])
        return code, capsys.readouterr().out

    assert run("init")[0] == 0
    return run


def kept(tessera, tmp_path: Path, did: str, jwk: dict[str, str]) -> tuple[str, str]:
    """Issue a badge and an SD-JWT to a key and import both; return their ids."""
    issuer = Issuer()

    class Named:
        pass

    key = Named()
    key.did = did
    (tmp_path / "badge.json").write_bytes(issuer.issue(body=badge_for(key, issuer.id)))
    claims = {
        "cnf": {"jwk": jwk},
        "name": Hidden("Statistics"),
        "grade": Hidden("8.5"),
        "birthdate": Hidden("2001-02-03"),
    }
    (tmp_path / "course.sd-jwt").write_text(issuer.sd_jwt(claims).token())
    published = tmp_path / "published"
    published.mkdir()
    for number, content in enumerate(issuer.published().values()):
        (published / f"{number}.json").write_bytes(content)
    (published / "issuers.json").write_text(json.dumps({"issuers": [{"id": issuer.id, "name": issuer.name}]}))
    assert tessera("trust", "build", str(published), "-o", str(tmp_path / "pack"), vault=False)[0] == 0
    ids = []
    for name in ("badge.json", "course.sd-jwt"):
        code, out = tessera("import", str(tmp_path / name), "--json")
        assert code == 0, out
        ids.append(next(json.loads(line)["id"] for line in out.splitlines() if '"id"' in line))
    return ids[0], ids[1]


def test_a_challenge_is_answered_and_the_answer_checked(tessera, tmp_path: Path) -> None:
    key = json.loads(tessera("key", "new", "--json")[1])
    proof = json.loads(
        tessera("key", "prove", key["id"], "--challenge", "issuer-challenge-1", "--domain", "college.example")[1]
    )
    assert proof["did"] == key["did"]
    _, course = kept(tessera, tmp_path, key["did"], json.loads(proof["jwk"]))
    challenge = tmp_path / "challenge.json"
    code, out = tessera(
        "challenge", "--from", "Northgate", "--purpose", "Interview", "-o", str(challenge), "--json", vault=False
    )
    assert code == 0
    asked = json.loads(out)
    picture = tmp_path / "shown.png"
    code, out = tessera(
        "present",
        "--credential",
        course,
        "--show",
        "/grade",
        "--challenge",
        str(challenge),
        "--expires",
        "1d",
        "--qr",
        str(picture),
        "--json",
    )
    assert code == 0
    made = json.loads(out)
    assert made["bound"] == "challenge"
    assert made["expires"] <= asked["expires"], "an answer never outlives its challenge"
    assert "/grade" in made["shown"][0]["paths"]
    assert "2001-02-03" not in made["text"]
    code, out = tessera("scan", str(picture), "--json", vault=False)
    assert (code, json.loads(out)["text"]) == (0, made["text"])
    for nonce, expected in ((asked["nonce"], "passed"), ("another-nonce-altogether", "failed")):
        asks = ["--nonce", nonce, "--audience", "Northgate", "--trust-pack", str(tmp_path / "pack")]
        code, out = tessera("verify", str(picture), "--json", *asks, vault=False)
        line = json.loads(out)
        checks = {check["check"]: check["outcome"] for check in line["checks"]}
        assert checks["holder"] == expected
        assert (code, line["verdict"]) == ((0, "verified") if expected == "passed" else (1, "not_bound"))


def test_pdf_pages_carry_the_presentation_and_tessera_reads_it_back(tessera, tmp_path: Path) -> None:
    key = json.loads(tessera("key", "new", "--json")[1])
    jwk = json.loads(json.loads(tessera("key", "prove", key["id"])[1])["jwk"])
    badge, _ = kept(tessera, tmp_path, key["did"], jwk)
    pages = tmp_path / "shown.pdf"
    code, out = tessera("present", "--credential", badge, "--all", "--to", "Northgate", "-o", str(pages), "--json")
    assert (code, json.loads(out)["bound"]) == (0, "audience")
    _, out = tessera("verify", str(pages), "--json", vault=False)
    line = json.loads(out.splitlines()[0])
    assert line["nested"]
    assert line["error"] is None


def test_a_late_challenge_is_not_answered(tessera, tmp_path: Path, capsys) -> None:
    key = json.loads(tessera("key", "new", "--kind", "P-256", "--form", "jwk", "--json")[1])
    jwk = json.loads(json.loads(tessera("key", "prove", key["did"])[1])["jwk"])
    badge, _ = kept(tessera, tmp_path, key["did"], jwk)
    challenge = tmp_path / "challenge.json"
    old = {"format": "tessera-challenge/1", "nonce": "n" * 22, "audience": "Northgate", "purpose": ""}
    challenge.write_text(json.dumps({**old, "issued": "2020-01-01T00:00:00Z", "expires": "2020-01-01T00:10:00Z"}))
    assert tessera("present", "--credential", badge, "--challenge", str(challenge))[0] == 2


def test_several_claims_follow_one_show_or_each_its_own(tessera, tmp_path: Path) -> None:
    key = json.loads(tessera("key", "new", "--json")[1])
    jwk = json.loads(json.loads(tessera("key", "prove", key["id"])[1])["jwk"])
    _, course = kept(tessera, tmp_path, key["did"], jwk)
    common = ("--credential", course, "--to", "Northgate", "--nonce", "n-0S6_WzA2Mj", "--expires", "10m", "--json")
    shown = [
        json.loads(tessera("present", *common, *words)[1])["shown"][0]
        for words in (("--show", "/grade", "/name"), ("--show", "/grade", "--show", "/name"))
    ]
    assert shown[0] == shown[1]
    assert {"/grade", "/name"} <= set(shown[0]["paths"])
    assert "/birthdate" not in shown[0]["paths"]


def test_what_could_be_shown_is_listed_and_a_claim_that_is_not_there_is_named(tessera, tmp_path: Path, capsys) -> None:
    key = json.loads(tessera("key", "new", "--json")[1])
    jwk = json.loads(json.loads(tessera("key", "prove", key["id"])[1])["jwk"])
    badge, course = kept(tessera, tmp_path, key["did"], jwk)
    line = json.loads(tessera("present", "--credential", course, "--list", "--json")[1])
    schema = json.loads(read_resource("schemas", "disclosures-1.schema.json"))
    Draft202012Validator(schema).validate(line)
    assert {value["path"]: value["always"] for value in line["values"]}["/grade"] is False
    assert "○ /grade" in tessera("present", "--credential", course, "--list")[1]
    whole = json.loads(tessera("present", "--credential", badge, "--list", "--json")[1])
    Draft202012Validator(schema).validate(whole)
    assert (whole["hiding"], {value["always"] for value in whole["values"]}) == ("nothing", {True})
    assert json.loads(tessera("ledger", "list", "--json")[1] or "null") is None
    capsys.readouterr()
    assert (
        main(
            ["present", "--credential", course, "--show", "/absent", "--passphrase-file", str(tmp_path / "passphrase")]
        )
        == 2
    )
    assert "“/absent”" in capsys.readouterr().err


def test_arguments_that_only_together_make_no_sense_are_no_mistake_of_ours(tessera, tmp_path: Path, capsys) -> None:
    assert main(["present", "--passphrase-file", str(tmp_path / "passphrase")]) == 2
    err = capsys.readouterr().err
    assert ("--credential" in err, "made a mistake" in err) == (True, False)


def test_a_question_in_plain_words_travels_as_a_picture_and_is_answered_from_it(tessera, tmp_path: Path) -> None:
    key = json.loads(tessera("key", "new", "--json")[1])
    code = tmp_path / "key.png"
    proof = json.loads(tessera("key", "prove", key["id"], "--qr", str(code))[1])
    assert tessera("key", "prove", key["id"], "--qr", str(code))[0] == 2  # it is there already
    scanned = json.loads(tessera("scan", str(code), "--json", vault=False)[1])
    assert (scanned["kind"], scanned["text"]) == ("holder_key", proof["presentation"])
    _, course = kept(tessera, tmp_path, key["did"], json.loads(proof["jwk"]))
    listed = [json.loads(line) for line in tessera("key", "list", "--json")[1].splitlines()]
    assert [each["credentials"] for each in listed] == [2]
    picture = tmp_path / "ask.png"
    asked = json.loads(
        tessera(
            "challenge",
            "--from",
            "Northgate",
            "--fact",
            "grade",
            "--fact",
            "title",
            "--qr",
            str(picture),
            "--json",
            vault=False,
        )[1]
    )
    exit_code, out = tessera("challenge", "--read", str(picture), vault=False)
    assert exit_code == 0
    assert asked["check_code"] in out
    assert "Grade or result" in out
    exit_code, out = tessera(
        "present", "--credential", course, "--show", "/grade", "--show", "/name", "--challenge", str(picture), "--json"
    )
    assert exit_code == 0, out
    shown = json.loads(out)
    assert shown["bound"] == "challenge"
    assert "/birthdate" not in shown["shown"][0]["paths"]


def test_what_is_no_question_is_refused_with_a_sentence(tessera, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear applicant")
    assert tessera("challenge", "--read", str(path), vault=False)[0] == 2
