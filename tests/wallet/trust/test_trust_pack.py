"""Trust packs: used whole or not at all."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from tests.issuer_simulator import Issuer
from wallet.dids.held import HeldFrom
from wallet.resources import read_resource
from wallet.trust.build_pack import build_pack
from wallet.trust.refusals import NothingToTrustError, PackExistsError, TrustPackError
from wallet.trust.trust_pack import merge_documents, merge_issuers, read_trust_pack

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SEEN = datetime(2026, 5, 20, tzinfo=UTC)
SCHEMA = json.loads(read_resource("schemas", "trust-pack-1.schema.json"))

DID = "did:web:northlight.example"
DOCUMENT = {
    "@context": ["https://www.w3.org/ns/did/v1"],
    "id": DID,
    "verificationMethod": [{"id": f"{DID}#1", "type": "Multikey", "controller": DID, "publicKeyMultibase": "z6Mk"}],
    "assertionMethod": [f"{DID}#1"],
}
REGISTRY = {"meta": {}, "registry": {DID: {"name": "Northlight College", "url": "https://northlight.example"}}}
STATUS_LIST = {
    "id": "https://northlight.example/status/3",
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": DID,
    "validFrom": "2026-05-01T00:00:00Z",
    "credentialSubject": {
        "id": "https://lists.northlight.example/3#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": "uH4sI",
    },
}


def put(folder: Path, name: str, value: object) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


@pytest.fixture
def heap(tmp_path: Path) -> Path:
    folder = tmp_path / "heap"
    put(folder, "a", DOCUMENT)
    put(folder, "b", REGISTRY)
    put(folder, "c", STATUS_LIST)
    put(folder, "notes.md", "# nothing to trust")
    return folder


@pytest.mark.parametrize("name", ["pack", "pack.zip"])
def test_a_heap_of_files_becomes_a_pack_that_reads_back(heap: Path, tmp_path: Path, name: str) -> None:
    built = build_pack([heap], tmp_path / name, now=NOW, seen=SEEN)
    assert [skipped.path.name for skipped in built.skipped] == ["notes.md"]
    pack = read_trust_pack(tmp_path / name)
    assert set(pack.documents) == {
        DID,
        "https://northlight.example/.well-known/did.json",
        "https://northlight.example/status/3",
        "https://lists.northlight.example/3",
    }
    held = pack.documents[DID].held
    assert (json.loads(held.content), held.seen, held.held_from) == (DOCUMENT, SEEN, HeldFrom.PACK)
    (entry,) = merge_issuers([pack]).find(DID)
    assert (entry.name, entry.seen, entry.pack) == ("Northlight College", SEEN, pack.id)


def test_the_index_keeps_to_its_schema(heap: Path, tmp_path: Path) -> None:
    build_pack([heap], tmp_path / "pack", now=NOW)
    jsonschema.validate(json.loads((tmp_path / "pack" / "pack.json").read_text(encoding="utf-8")), SCHEMA)


def test_the_same_documents_make_the_same_zip(heap: Path, tmp_path: Path) -> None:
    made = [build_pack([heap], tmp_path / f"{n}.zip", now=NOW, seen=SEEN, name="Pack").path.read_bytes() for n in "ab"]
    assert made[0] == made[1]


def _document(seed: bytes, **members: object) -> dict[str, object]:
    return {**Issuer(seed=seed).did_document(), **members}


def test_DID_08_two_files_that_name_different_keys_for_one_issuer_are_not_chosen_between(tmp_path: Path) -> None:
    put(tmp_path / "in", "a", _document(b"one"))
    put(tmp_path / "in", "b", _document(b"two"))
    put(tmp_path / "in", "names", REGISTRY)
    built = build_pack([tmp_path / "in"], tmp_path / "pack", now=NOW, seen=SEEN)
    assert set(built.rivals) == {DID, f"{Issuer().url}/.well-known/did.json"}
    assert [path.name for path in built.rivals[DID]] == ["a", "b"]
    assert DID not in built.pack.documents


def test_DID_02_the_keys_of_an_identifier_that_was_given_up_do_not_go_into_a_pack(tmp_path: Path) -> None:
    answer = {"didDocument": _document(b"one"), "didDocumentMetadata": {"deactivated": True}}
    put(tmp_path / "in", "a", answer)
    put(tmp_path / "in", "names", REGISTRY)
    built = build_pack([tmp_path / "in"], tmp_path / "pack", now=NOW, seen=SEEN)
    assert DID not in built.pack.documents
    (left,) = built.skipped
    assert left.error is not None
    assert left.error.step == "trust.deactivated"


def test_two_copies_of_one_document_are_no_rivals(tmp_path: Path) -> None:
    put(tmp_path / "in", "a", _document(b"one"))
    put(
        tmp_path / "in",
        "b",
        _document(b"one", service=[{"id": "#s", "type": "T", "serviceEndpoint": "https://a.example"}]),
    )
    built = build_pack([tmp_path / "in"], tmp_path / "pack", now=NOW, seen=SEEN)
    assert built.rivals == {}
    assert DID in built.pack.documents


@pytest.mark.parametrize("older_first", [True, False])
def test_STAT_07_building_upon_a_pack_never_puts_an_older_list_back(tmp_path: Path, older_first: bool) -> None:
    address = STATUS_LIST["id"]
    for name, day in (("old", "2026-01-01T00:00:00Z"), ("new", "2026-05-01T00:00:00Z")):
        put(tmp_path / name, "list", {**STATUS_LIST, "validFrom": day})
        build_pack([tmp_path / name], tmp_path / f"{name}.pack", now=NOW, seen=SEEN)
    inputs = [tmp_path / "old.pack", tmp_path / "new.pack"]
    packs = build_pack(inputs if older_first else inputs[::-1], tmp_path / "packs", now=NOW)
    upon = build_pack([tmp_path / "new.pack", tmp_path / "old"], tmp_path / "upon", now=NOW, seen=NOW)
    for built in (packs, upon):
        assert json.loads(built.pack.documents[address].held.content)["validFrom"].startswith("2026-05")


def test_the_age_of_a_file_is_never_in_the_future(heap: Path, tmp_path: Path) -> None:
    built = build_pack([heap], tmp_path / "pack", now=datetime(2020, 1, 1, tzinfo=UTC))
    assert built.pack.documents[DID].held.seen == datetime(2020, 1, 1, tzinfo=UTC)


def test_a_place_spells_an_address_and_a_map_gives_others(tmp_path: Path) -> None:
    folder = tmp_path / "mirror"
    put(folder, "lists.example.org/a/3.json", STATUS_LIST)
    put(folder, "https%3A%2F%2Fother.example%2Flist", {**STATUS_LIST, "id": "urn:uuid:1"})
    put(folder, "mapped/list", {**STATUS_LIST, "id": "urn:uuid:2"})
    put(folder, "mapped/index.json", {"https://mapped.example/9": "list"})
    documents = build_pack([folder], tmp_path / "pack", now=NOW).pack.documents
    assert {"https://lists.example.org/a/3.json", "https://lists.example.org/a/3", "https://other.example/list"} <= set(
        documents
    )
    assert json.loads(documents["https://mapped.example/9"].held.content)["id"] == "urn:uuid:2"


def test_key_sets_and_issuer_metadata_find_each_other(tmp_path: Path) -> None:
    issuer = "https://issuer.example/tenant"
    metadata = put(
        tmp_path, "m.json", {"issuer": issuer, "jwks_uri": "https://issuer.example/keys/jwks.json", "name": "Tenant"}
    )
    keys = put(tmp_path, "k.json", {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AA", "kid": "1"}]})
    pack = build_pack([metadata, keys], tmp_path / "pack", now=NOW).pack
    assert pack.documents["https://issuer.example/.well-known/jwt-vc-issuer/tenant"].kind == "issuer_metadata"
    assert pack.documents["https://issuer.example/keys/jwks.json"].kind == "key_set"
    assert merge_issuers([pack]).find(issuer)[0].name == "Tenant"


LISTS = {
    "registry": REGISTRY,
    "issuers": {"issuers": [{"id": DID, "name": "Northlight College"}]},
    "issuer map": {"issuers": {DID: {"name": "Northlight College"}}},
    "bare list": [{"did": DID, "name": "Northlight College"}],
    "bare map": {DID: {"name": "Northlight College"}},
    "csv": f"did,name,url\n{DID},Northlight College,https://northlight.example\n",
    "profile": {"id": DID, "type": ["Profile"], "name": "Northlight College"},
}


@pytest.mark.parametrize("form", LISTS)
def test_issuers_are_named_by_every_form_of_list(tmp_path: Path, form: str) -> None:
    pack = build_pack([put(tmp_path, "list", LISTS[form])], tmp_path / "pack", now=NOW).pack
    assert [entry.name for entry in merge_issuers([pack]).find(DID)] == ["Northlight College"]


def test_a_did_document_gives_keys_and_names_nobody(tmp_path: Path) -> None:
    pack = build_pack([put(tmp_path, "did.json", DOCUMENT)], tmp_path / "pack", now=NOW).pack
    assert DID in pack.documents
    assert not pack.issuers


def test_JSON_01_a_registry_that_lists_an_issuer_twice_is_left_out_with_a_reason(tmp_path: Path) -> None:
    twice = put(tmp_path, "r.json", f'{{"registry": {{"{DID}": {{"name": "A"}}, "{DID}": {{"name": "B"}}}}}}')
    other = put(tmp_path, "d.json", DOCUMENT)
    built = build_pack([twice, other], tmp_path / "pack", now=NOW)
    assert [(skipped.path.name, skipped.error.step) for skipped in built.skipped if skipped.error] == [
        ("r.json", "json.duplicate")
    ]


def test_DID_08_two_sources_that_name_one_issuer_are_both_kept(tmp_path: Path) -> None:
    one = put(tmp_path, "one.json", {"registry": {DID: {"name": "Northlight College"}}})
    two = put(tmp_path, "two.json", {"registry": {DID: {"name": "Southlight College"}}})
    packs = [build_pack([path], tmp_path / f"pack-{path.stem}", now=NOW).pack for path in (one, two)]
    assert [entry.name for entry in merge_issuers(packs).find(DID)] == ["Northlight College", "Southlight College"]
    assert [entry.source for entry in merge_issuers(packs).find(DID)] == ["one.json", "two.json"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_STAT_07_an_older_list_never_replaces_a_newer_one(tmp_path: Path, order: tuple[int, int]) -> None:
    dates = ["2026-05-01T00:00:00Z", "2026-05-20T00:00:00Z"]
    packs = []
    for place, date in enumerate(dates):
        path = put(tmp_path, f"list-{place}.json", {**STATUS_LIST, "validFrom": date})
        seen = datetime(2026, 6, 1 + (1 - place), tzinfo=UTC)  # the old one was put back, and seen last
        packs.append(build_pack([path], tmp_path / f"pack-{place}", now=seen, seen=seen).pack)
    held = merge_documents([packs[place] for place in order]).find("https://northlight.example/status/3")
    assert held is not None
    assert json.loads(held.content)["validFrom"] == dates[1]


def test_packs_can_be_built_from_packs(heap: Path, tmp_path: Path) -> None:
    first = build_pack([heap], tmp_path / "first.zip", now=NOW, seen=SEEN)
    second = build_pack([first.path], tmp_path / "second", now=NOW)
    assert set(second.pack.documents) == set(first.pack.documents)
    assert second.pack.issuers[0].seen == SEEN


def test_nothing_is_overwritten_unless_asked(heap: Path, tmp_path: Path) -> None:
    target = tmp_path / "pack"
    build_pack([heap], target, now=NOW)
    with pytest.raises(PackExistsError):
        build_pack([heap], target, now=NOW)
    build_pack([heap], target, now=NOW, force=True)
    precious = tmp_path / "precious"
    put(precious, "thesis.txt", "years of work")
    with pytest.raises(PackExistsError):
        build_pack([heap], precious, now=NOW, force=True)
    assert (precious / "thesis.txt").exists()


def test_files_without_anything_to_trust_make_no_pack(tmp_path: Path) -> None:
    with pytest.raises(NothingToTrustError):
        build_pack([put(tmp_path, "a.txt", "hello")], tmp_path / "pack", now=NOW)
    assert not (tmp_path / "pack").exists()


def change_index(folder: Path, **members: object) -> None:
    index = json.loads((folder / "pack.json").read_text(encoding="utf-8"))
    (folder / "pack.json").write_text(json.dumps({**index, **members}), encoding="utf-8")


def break_digest(folder: Path) -> None:
    file = next((folder / "documents").iterdir())
    file.write_bytes(file.read_bytes() + b" ")


def aim_outside(name: str):
    def change(folder: Path) -> None:
        put(folder.parent, "secret.json", DOCUMENT)
        entry = {"file": name, "sha256": "0" * 64, "seen": None, "kind": "did_document"}
        change_index(folder, documents={DID: entry})

    return change


BROKEN = {
    "digest": (break_digest, "pack.digest"),
    "gone": (lambda folder: next((folder / "documents").iterdir()).unlink(), "pack.missing"),
    "format": (lambda folder: change_index(folder, format="tessera-trust-pack/2"), "pack.format"),
    "id": (lambda folder: change_index(folder, id="../x"), "pack.index"),
    "date": (lambda folder: change_index(folder, made="yesterday"), "pack.index"),
    "not json": (lambda folder: (folder / "pack.json").write_text("{", encoding="utf-8"), "json.syntax"),
    "issuers": (lambda folder: change_index(folder, issuers={}), "pack.issuers"),
    "kind": (lambda folder: change_index(folder, documents={"x": {"kind": "program"}}), "pack.documents"),
    "parent": (aim_outside("../secret.json"), "pack.name"),
    "absolute": (aim_outside("/etc/passwd"), "pack.name"),
    "drive": (aim_outside("C:\\secret.json"), "pack.name"),
    "dots": (aim_outside("documents/../../secret.json"), "pack.name"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_BAK_04_a_pack_that_is_broken_or_reaches_outside_is_refused_whole(
    heap: Path, tmp_path: Path, fault: str
) -> None:
    change, step = BROKEN[fault]
    build_pack([heap], tmp_path / "pack", now=NOW)
    change(tmp_path / "pack")
    with pytest.raises(TrustPackError) as refusal:
        read_trust_pack(tmp_path / "pack")
    assert refusal.value.step == step


def test_a_link_out_of_the_pack_is_not_followed(heap: Path, tmp_path: Path) -> None:
    build_pack([heap], tmp_path / "pack", now=NOW)
    file = next((tmp_path / "pack" / "documents").iterdir())
    outside = tmp_path / "outside"
    file.rename(outside)
    try:
        file.symlink_to(outside)
    except OSError:
        pytest.skip("this system makes no links")
    with pytest.raises(TrustPackError):
        read_trust_pack(tmp_path / "pack")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"{}"])
def test_what_is_no_pack_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(content)
    with pytest.raises(TrustPackError):
        read_trust_pack(path)


def test_a_zip_with_two_members_of_one_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pack.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("pack.json", "{}")
    with pytest.raises(TrustPackError):
        read_trust_pack(path)
