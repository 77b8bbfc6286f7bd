"""What `--json` prints keeps to its schema, and stays as it is. Changing a line needs a decision record.

What differs from run to run (ids, keys, moments of this computer) is masked by the name of its member.
TESSERA_WRITE_GOLDEN=1 writes the lines anew; the difference is then read by a person.
"""

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.issuer_simulator import Issuer
from tests.wallet.cli.test_vault_verbs import home, lines, tessera, vault  # noqa: F401
from tests.wallet.pathways import stacks
from tests.wallet.pathways.stacks import course, held, item
from wallet.resources import read_resource, resource_path

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "cli"
OURS = frozenset(("added", "checked_at", "made", "at", "trashed_at"))
KEYS = frozenset(("id", "did", "dids", "key", "jwk", "jwt", "presentation"))
SEEN = "2026-05-01T00:00:00Z"
SENT = frozenset(("text", "sha256", "nonce", "check_code", "issued", "expires", "version", "written", "source"))


def schema(name: str) -> Draft202012Validator:
    """The published schema, itself checked."""
    document = json.loads(read_resource("schemas", f"{name}-1.schema.json"))
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document, format_checker=FormatChecker())


def masked(value: object, members: frozenset[str]) -> object:
    """The value with what differs from run to run taken out, except where there is nothing."""
    if isinstance(value, list):
        return [masked(item, members) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: f"<{name}>" if name in members and item not in (None, "", []) else masked(item, members)
        for name, item in value.items()
    }


def hold(name: str, kind: str, documents: list[dict], members: frozenset[str] = OURS | KEYS) -> None:
    """Each document keeps to the schema, and all of them to the golden file."""
    assert documents
    for document in documents:
        schema(kind).validate(document)
    text = json.dumps([masked(document, members) for document in documents], ensure_ascii=False, indent=1) + "\n"
    golden = GOLDEN / f"{name}.json"
    if os.environ.get("TESSERA_WRITE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_every_schema_is_one_and_forbids_what_it_does_not_name() -> None:
    for path in sorted(resource_path("schemas").glob("*.schema.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(document)
        assert document["$id"].startswith("urn:tessera:schema:"), path.name


@pytest.fixture
def badge(home) -> Path:  # noqa: F811
    """A credential that is the same in every run."""
    path = home / "badge.json"
    path.write_bytes(Issuer().issue(status="revocation"))
    return path


def test_import_list_show_check_and_trash(tessera, vault, home, badge):  # noqa: F811
    (home / "noise").write_bytes(b"\x00\x01")
    _, out, _ = tessera("import", badge, badge, home / "noise", "--tag", "2026", "--json", *vault)
    hold("import", "import-line", lines(out), OURS | KEYS | {"source"})
    hold("list", "list-line", lines(tessera("list", "--sort", "title", "--json", *vault)[1]))
    key = lines(out)[0]["id"]
    tessera("note", key, "mine", *vault)
    hold("show", "show", lines(tessera("show", key, "--json", *vault)[1]), OURS | {"id"})
    hold("check", "list-line", lines(tessera("check", key, "--json", *vault)[1]))
    tessera("remove", key, *vault)
    hold("trash", "list-line", lines(tessera("trash", "list", "--json", *vault)[1]))


def test_every_sample_keeps_to_the_schemas(tessera, vault):  # noqa: F811
    tessera("import", "--samples", *vault)
    listed = lines(tessera("list", "--json", *vault)[1])
    shown = [lines(tessera("show", line["id"], "--json", *vault)[1])[0] for line in listed[::3]]
    assert len(listed) > 20
    for kind, documents in (("list-line", listed), ("show", shown)):
        for document in documents:
            schema(kind).validate(document)


def test_holder_keys_proofs_and_identity(tessera, vault):  # noqa: F811
    made = lines(tessera("key", "new", "--kind", "P-256", "--form", "jwk", "--label", "study", "--json", *vault)[1])
    hold("key", "holder-key", made)
    assert lines(tessera("key", "list", "--json", *vault)[1]) == made
    proof = tessera("key", "prove", made[0]["id"], "--challenge", "c", "--domain", "d.example", *vault)[1]
    hold("proof", "holder-proof", lines(proof))
    _, out, _ = tessera("identity", "add", "ines@example.org", "--json", *vault)
    hold("identity", "identity", lines(out))


def test_the_packs_that_are_trusted(tessera, vault, home):  # noqa: F811
    assert tessera("trust", "list", "--json", *vault)[:2] == (0, "")
    assert "tessera trust add" in tessera("trust", "list", *vault)[2]
    (home / "issuers.csv").write_text("id,name\ndid:web:northgate.example,Northgate\n", encoding="utf-8")
    built = tessera("trust", "build", home / "issuers.csv", "-o", home / "pack", "--name", "Registry", "--seen", SEEN)
    assert built[0] == 0, built[2]
    added = lines(tessera("trust", "add", home / "pack", "--json", *vault)[1])
    hold("trust", "trust-line", added, OURS | KEYS | {"seen"})
    assert lines(tessera("trust", "list", "--json", *vault)[1]) == added
    assert tessera("trust", "remove", added[0]["id"], "--json", *vault)[:2] == (0, "")


def test_asking_showing_scanning_and_the_ledger(tessera, vault, home, badge):  # noqa: F811
    asked = tessera("challenge", "--from", "Northgate", "--purpose", "interview", "--qr", home / "ask.png", "--json")[1]
    hold("challenge", "challenge-line", lines(asked), SENT)
    hold("scan", "scan", lines(tessera("scan", home / "ask.png", "--json")[1]), SENT)
    key = lines(tessera("import", badge, "--json", *vault)[1])[0]["id"]
    words = ("--all", "--unbound", "--form", "plain", "--to", "Northgate", "--expires", "0", "-o", home / "shown.json")
    shown = tessera("present", "--credential", key, *words, "--json", *vault)[1]
    hold("present", "presented", lines(shown), OURS | KEYS | SENT)
    hold("ledger", "ledger-line", lines(tessera("ledger", "list", "--json", *vault)[1]))


@pytest.fixture
def stacked(home) -> list[object]:  # noqa: F811
    """A small stack in a file with a list of holdings: the arguments that name both."""
    rules = [{"id": "a→b", "authority": "uni", "from": ["a"], "gives": [{"achievement": "b"}], "confirm": True}]
    plan = {"cost": {"amount": "99.5", "currency": "EUR"}, "hours": 10}
    courses = {"a": course("a", 3), "b": course("b", 3), "c": course("c", 3, plan=plan)}
    made = stacks.document(courses, [item("a"), item("b"), item("c")], equivalences=rules)
    (home / "stack.json").write_text(json.dumps(made), encoding="utf-8")
    listed = {"today": "2026-11-22", "credentials": [held("one", "a"), held("two", "x")]}
    (home / "held.json").write_text(json.dumps(listed), encoding="utf-8")
    return [home / "stack.json", "--holdings", home / "held.json", "--json"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("progress", ["progress"]),
        ("why", ["why", "two"]),
        ("why", ["why", "one"]),
        ("why", ["why", "c"]),
        ("next", ["next", "--by", "cost"]),
        ("what-if", ["what-if", "--plan", "c"]),
    ],
)
def test_what_is_said_of_a_stack(tessera, stacked, name, words):  # noqa: F811
    _, out, err = tessera("stack", *words, *stacked)
    assert "made a mistake" not in err
    hold("stack-" + "-".join(words).replace("---", "-"), f"stack-{name}", lines(out), frozenset())


def test_stacks_side_by_side_and_elsewhere(tessera, stacked):  # noqa: F811
    other = "comptia-csis"
    _, out, _ = tessera("stack", "compare", stacked[0], *stacked)
    hold("stack-compare", "stack-compare", lines(out), frozenset())
    schema("stack-switch").validate(lines(tessera("stack", "switch", stacked[0], other, *stacked[1:])[1])[0])
    hold("stack-switch", "stack-switch", lines(tessera("stack", "switch", *stacked[:1], *stacked)[1]), frozenset())


def test_growth_of_the_samples(tessera, vault):  # noqa: F811
    tessera("import", "--samples", *vault)
    grown = ("stack", "growth", "junior-data-analyst", "--today", "2026-05-05", "--json", *vault)
    (line,) = lines(tessera(*grown)[1])
    assert line["growth"]
    assert line["skills"]
    schema("stack-growth").validate(line)


def test_which_stacks_there_are(tessera, vault, home, stacked):  # noqa: F811
    hold("stack-add", "stack-change", lines(tessera("stack", "add", stacked[0], "--json", *vault)[1]), frozenset())
    listed = lines(tessera("stack", "list", "--json", *vault)[1])
    assert listed[0]["followed"] is True
    hold("stack-list", "stack-list-line", listed[:1], frozenset())
    for line in listed:
        schema("stack-list-line").validate(line)
    out = tessera("stack", "export", home / "out.json", "--as", "ctdl", "--json", *vault)[1]
    hold("stack-export", "stack-export", lines(out), frozenset(("written",)))
    gone = lines(tessera("stack", "remove", listed[0]["id"][:6], "--json", *vault)[1])
    hold("stack-remove", "stack-change", gone, frozenset())


@pytest.mark.parametrize("verb", ["verify", "import", "list", "show", "check", "present", "challenge", "scan"])
def test_a_verb_that_prints_json_says_so(tessera, verb):  # noqa: F811
    assert "--json" in tessera(verb, "--help")[1]
