"""`tessera explain` names the rules of shape that a credential breaks; what `verify` prints knows nothing of them."""

import json
import re
from typing import Any

import pytest

from tests.issuer_simulator import bodies, make_key
from tests.issuer_simulator.jose import dump
from tests.wallet.cli.conftest import NOW, Desk
from wallet.i18n import translate
from wallet.wording.shape import NOTE, SHAPE_WORDS, words_of_fault

HAN = re.compile(r"[\u4e00-\u9fff]")
FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "schema": ({"credentialSchema": {"id": "urn:x:1"}}, "/credentialSchema/type", "structure.credentialSchema"),
    "terms": ({"termsOfUse": [{"type": "A"}, {}]}, "/termsOfUse/1/type", "structure.termsOfUse"),
    "refresh": ({"refreshService": "https://x.example"}, "/refreshService", "structure.refreshService"),
    "type": ({"@context": [bodies.V2], "type": ["VerifiableCredential", "Odd"]}, "/type/1", "structure.unmapped_type"),
}


def explain(desk: Desk, content: bytes | str, pack: str, *more: str) -> str:
    path = desk.put("received.json", content)
    code, out, err = desk.tessera("explain", str(path), "--at", NOW, "--trust-pack", pack, *more)
    assert (code, err) == (0, "")
    return out


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("what", FAULTS)
def test_a_verified_credential_is_told_which_rule_it_breaks_where_and_who_can_help(
    desk: Desk, what: str, language: str
) -> None:
    members, path, code = FAULTS[what]
    issued = desk.issuer.issue("eddsa-jcs-2022", desk.issuer.badge(**members))
    out = explain(desk, issued, str(desk.pack()), "--lang", language)
    locale = "zh_CN" if language == "zh" else "en"
    for message in words_of_fault(code, path, presentation=False):
        assert message.render(locale) in out
    assert translate(NOTE, locale) in out
    assert code in out
    assert bool(HAN.search(out)) is (language == "zh")
    assert not re.search(r"\{[a-z_]+\}", out)
    assert translate("  There is nothing to mend.", locale) not in out


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("secured", ["eddsa-rdfc-2022", "vc+jwt", "jwt-vc"])
def test_a_sound_credential_gets_no_word(desk: Desk, secured: str, language: str) -> None:
    out = explain(desk, desk.issuer.issue(secured), str(desk.pack()), "--lang", language)
    assert "structure." not in out
    locale = "zh_CN" if language == "zh" else "en"
    assert translate(NOTE, locale) not in out
    assert not [words for words in SHAPE_WORDS.values() if translate(words.title, locale) in out]


def test_what_a_presentation_holds_is_told_under_its_own_place(desk: Desk) -> None:
    odd = desk.issuer.issue("eddsa-jcs-2022", desk.issuer.badge(**FAULTS["terms"][0]))
    shown = desk.issuer.present([json.loads(odd)], make_key("Ed25519", b"holder"))
    out = explain(desk, shown, str(desk.pack()))
    assert out.count("structure.termsOfUse") == 1
    assert out.index("/verifiableCredential") < out.index("structure.termsOfUse")
    assert "Only the issuer can correct this" in out
    bare = desk.issuer.present([5], make_key("Ed25519", b"holder"))
    assert "Only whoever put the presentation together" in explain(desk, bare, str(desk.pack(name="again")))


def test_it_is_told_the_same_by_many_processes(desk: Desk) -> None:
    pack = str(desk.pack())
    for number, (members, _, _) in enumerate(FAULTS.values()):
        desk.put(f"{number}.json", desk.issuer.issue("eddsa-jcs-2022", desk.issuer.badge(**members)))
    desk.put("cut.json", desk.issuer.issue()[:-9])
    folder = str(desk.folder / "credentials")
    alone, crew = (
        desk.tessera("explain", folder, "--at", NOW, "--trust-pack", pack, "--jobs", jobs)[1] for jobs in ("1", "2")
    )
    assert alone == crew
    assert [alone.count(code) for _, _, code in FAULTS.values()] == [1, 1, 1, 1]


def test_verify_prints_no_word_of_it(desk: Desk) -> None:
    path = desk.put("received.json", desk.issuer.issue("eddsa-jcs-2022", desk.issuer.badge(**FAULTS["terms"][0])))
    (line,) = desk.lines(str(path), "--trust-pack", str(desk.pack()))
    assert line["verdict"] == "verified"
    assert "shape" not in line
    assert "structure." not in dump(line)


def test_a_hostile_place_is_cut_and_on_one_line(desk: Desk) -> None:
    name = "x\n\u202e" + "y" * 5_000
    protected = {"@protected": True, name: "https://x.example/1"}
    body = desk.issuer.badge(**{"@context": [bodies.V2, bodies.OB, protected, {name: "https://x.example/2"}]})
    out = explain(desk, desk.issuer.issue("eddsa-jcs-2022", body), str(desk.pack()))
    assert "structure.redefined_term" in out
    assert "y" * 300 not in out
    assert "\u202e" not in out
