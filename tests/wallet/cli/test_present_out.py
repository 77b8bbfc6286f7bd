"""Ways out of `tessera present`: dossiers that a registrar reckons again, pages, badges, records; each read back by Tessera itself."""

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from tests.issuer_simulator import Issuer
from tests.wallet.cli.test_present_verbs import kept, tessera  # noqa: F401
from wallet.cli import main
from wallet.resources import read_resource

AWAY = ["--all", "--to", "Registrar", "--purpose", "Admission"]


@pytest.fixture
def learner(tessera, tmp_path: Path):  # noqa: F811
    """A learner with a badge and a course; returns (run, badge id, course id, trust pack)."""
    key = json.loads(tessera("key", "new", "--json")[1])
    jwk = json.loads(json.loads(tessera("key", "prove", key["id"])[1])["jwk"])
    badge, course = kept(tessera, tmp_path, key["did"], jwk)
    assert tessera("trust", "add", str(tmp_path / "pack"))[0] == 0
    return tessera, badge, course, str(tmp_path / "pack")


def stack_for(tmp_path: Path) -> Path:
    """A stack that asks for the badge of `badge_for` and for one more."""
    college = "https://harbourside.example/achievements/"
    document = {
        "format": "stack-pathway/1",
        "id": "urn:test:stack",
        "version": "1",
        "status": "personal",
        "title": {"en": "Data certificate", "zh-CN": "数据证书"},
        "unit": "none",
        "issuers": {"college": {"name": "Northlight", "ids": [Issuer().id]}},
        "achievements": {
            name: {"title": {"en": name.title()}, "match": [{"by": "achievement", "id": college + name}]}
            for name in ("statistics", "programming")
        },
        "requires": {
            "id": "root",
            "type": "all",
            "title": {"en": "Certificate"},
            "of": [{"id": name, "type": "item", "achievement": name} for name in ("statistics", "programming")],
        },
    }
    path = tmp_path / "stack.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_registrar_reckons_the_same_from_a_dossier(learner, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    run, badge, course, pack = learner
    code, out = run("stack", "add", str(stack_for(tmp_path)), "--json")
    assert code == 0, capsys.readouterr().err
    stack = json.loads(out)["id"]
    dossier = tmp_path / "away.zip"
    code, out = run(
        "present", "--credential", badge, "--credential", course, *AWAY, "--stack", stack, "-o", str(dossier), "--json"
    )
    made = json.loads(out)
    assert (code, made["bound"]) == (0, "audience")
    with zipfile.ZipFile(dossier) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["dossier.json"])
    schema = json.loads(read_resource("schemas", "dossier-1.schema.json"))
    Draft202012Validator(schema).validate(manifest)
    assert {each["name"] for each in manifest["files"]} | {"dossier.json"} == set(members)
    (shown,) = (name for name in members if name.startswith("presentation"))
    assert hashlib.sha256(members[shown]).hexdigest() == made["sha256"]
    claimed = json.loads(members["progress.json"])
    # The registrar has no vault: the dossier and a trust pack are all there is.
    code, out = run("verify", str(dossier), "--trust-pack", pack, "--audience", "Registrar", "--json", vault=False)
    line = json.loads(out)
    assert {child["verdict"] for child in line["nested"]} == {"verified"}, line
    assert main(["--lang", "en", "stack", "progress", str(dossier), "--trust-pack", pack, "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["counts_now"] == claimed["counts_now"]
    assert "figures are the same: 50 %" in printed.err
    code, out = run("stack", "progress", "--dossier", str(dossier), "--trust-pack", pack, "--json", vault=False)
    ours = json.loads(out)
    assert code == 0
    assert ours["counts_now"]["exact"] == claimed["counts_now"]["exact"] == "1/2"
    assert ours["requirements"] == claimed["requirements"]
    # The same answer by the general ways in.
    code, out = run(
        "stack",
        "progress",
        "--pathway",
        str(dossier),
        "--credentials",
        str(dossier),
        "--trust-pack",
        pack,
        "--json",
        vault=False,
    )
    assert json.loads(out)["counts_now"] == ours["counts_now"]


def test_an_issuers_documents_in_a_dossier_are_believed_only_by_whoever_vouches_for_them(
    learner, tmp_path: Path
) -> None:
    run, badge, _, _ = learner
    dossier, own = tmp_path / "away.zip", tmp_path / "own.pack"
    assert run("present", "--credential", badge, *AWAY, "-o", str(dossier))[0] == 0
    with zipfile.ZipFile(dossier) as archive:
        manifest = json.loads(archive.read("dossier.json"))
        names = json.loads(archive.read("issuers.json"))
    assert {each["url"] for each in manifest["files"] if each["role"] == "issuer" and "url" in each}
    assert names["issuers"][0]["id"] == Issuer().id
    _, out = run("verify", str(dossier), "--audience", "Registrar", "--json", vault=False)
    assert {child["verdict"] for child in json.loads(out)["nested"]} == {"cannot_check"}, "not for coming along"
    assert run("trust", "build", str(dossier), "-o", str(own), vault=False)[0] == 0
    _, out = run("verify", str(dossier), "--trust-pack", str(own), "--audience", "Registrar", "--json", vault=False)
    assert {child["verdict"] for child in json.loads(out)["nested"]} == {"verified"}


def test_figures_that_are_not_proven_are_told_and_not_taken(
    learner, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    run, badge, _, pack = learner
    stack = json.loads(run("stack", "add", str(stack_for(tmp_path)), "--json")[1])["id"]
    dossier = tmp_path / "away.zip"
    assert run("present", "--credential", badge, *AWAY, "--stack", stack, "-o", str(dossier))[0] == 0
    with zipfile.ZipFile(dossier) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["progress.json"] = members["progress.json"].replace(b'"1/2"', b'"1"')
    manifest = json.loads(members["dossier.json"])
    for each in manifest["files"]:
        each["sha256"] = hashlib.sha256(members[each["name"]]).hexdigest()
    members["dossier.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(dossier, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    arguments = ["--lang", "en", "stack", "progress", "--dossier", str(dossier), "--trust-pack", pack, "--json"]
    assert main(arguments) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["counts_now"]["exact"] == "1/2"
    assert "The dossier says 1 as of" in printed.err


def test_a_badge_is_baked_whole_and_read_back(learner, tmp_path: Path) -> None:
    run, badge, course, pack = learner
    for ending in ("png", "svg"):
        picture = tmp_path / f"badge.{ending}"
        code, out = run("present", "--credential", badge, "--badge", str(picture), "--json")
        made = json.loads(out)
        assert (code, made["bound"], made["replayable"]) == (0, "nobody", True)
        code, out = run("verify", str(picture), "--trust-pack", pack, "--json", vault=False)
        assert (code, json.loads(out)["verdict"]) == (0, "verified"), out
    with Image.open(tmp_path / "badge.png") as opened:
        assert opened.text["openbadgecredential"] == made["text"]
    assert run("present", "--credential", badge, "--credential", course, "--badge", str(tmp_path / "two.png"))[0] == 2
    assert not (tmp_path / "two.png").exists()


def test_pages_say_what_is_shown_in_real_letters_and_carry_a_dossier(learner, tmp_path: Path) -> None:
    from pypdf import PdfReader

    run, badge, _, pack = learner
    pages = tmp_path / "shown.pdf"
    code, out = run("present", "--credential", badge, *AWAY, "-o", str(pages), "--json", language="zh_CN")
    made = json.loads(out)
    assert code == 0
    reader = PdfReader(BytesIO(pages.read_bytes()))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Statistics" in text
    assert "8.5" in text
    assert "用 Tessera 出示" in text
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    embedded = [
        font.get_object()["/FontDescriptor"]["/FontFile2"]
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
        if "/FontDescriptor" in font.get_object()
    ]
    assert any("Droid" in name for name in fonts)
    assert embedded
    attached = {each.name: each.content for each in reader.attachment_list}
    assert hashlib.sha256(attached["presentation.json"]).hexdigest() == made["sha256"]
    code, out = run("verify", str(pages), "--trust-pack", pack, "--audience", "Registrar", "--json", vault=False)
    (line,) = (json.loads(each) for each in out.splitlines())
    assert [child["verdict"] for child in line["nested"]] == ["verified"]


def test_a_ler_rs_record_holds_what_is_shown_and_its_proof(learner, tmp_path: Path) -> None:
    run, badge, course, _ = learner
    record = tmp_path / "record.json"
    shown = ["--show", "/name", "--unbound"]
    assert run("present", "--credential", badge, "--credential", course, *shown, "--ler-rs", str(record))[0] == 0
    read = json.loads(record.read_text(encoding="utf-8"))
    assert read["type"] == "http://schema.hropenstandards.org/4.4/recruiting/json/ler-rs/LER-RSType.json"
    learned = read["educationAndLearnings"]
    assert learned[0]["programs"] == ["Statistics"]
    assert all(len(each["verifications"]) == 1 for each in learned)
    assert {"name": "Inference"} in read["skills"]
    assert "2001-02-03" not in record.read_text(encoding="utf-8"), "what was kept private is in no record"


def test_the_drawing_of_a_code_is_read_back_as_its_picture_is(learner, tmp_path: Path) -> None:
    run, badge, _, pack = learner
    drawing = tmp_path / "code.svg"
    code, out = run("present", "--credential", badge, *AWAY, "--qr", str(drawing), "--json")
    made = json.loads(out)
    code, out = run("scan", str(drawing), "--json", vault=False)
    assert (code, json.loads(out)["text"]) == (0, made["text"])
    code, out = run("verify", str(drawing), "--trust-pack", pack, "--audience", "Registrar", "--json", vault=False)
    assert {child["verdict"] for child in json.loads(out)["nested"]} == {"verified"}
    asking = tmp_path / "ask.svg"
    assert run("challenge", "--from", "Northgate", "--qr", str(asking), vault=False)[0] == 0
    code, out = run("present", "--credential", badge, "--challenge", str(asking), "--json")
    assert (code, json.loads(out)["bound"]) == (0, "challenge")


def test_a_block_for_a_resume_and_a_link_are_text_that_the_person_sends(learner, tmp_path: Path, no_network) -> None:
    run, badge, _, _ = learner
    block = tmp_path / "resume.txt"
    assert run("present", "--credential", badge, "--all", "--resume", str(block))[0] == 0
    first, *rest = block.read_text(encoding="utf-8").splitlines()
    assert first == "Statistics, Harbourside College, 2026-01-10"
    assert "  Skills: Inference, Sampling, statistics, probability, R" in rest
    assert "  Result: 8.5" in rest
    assert "  Checked: Verified" in rest
    code, out = run("show", badge, "--linkedin")
    assert code == 0
    assert out.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=Statistics&")
    assert "issueYear=2026&issueMonth=1" in out
    assert no_network == []
