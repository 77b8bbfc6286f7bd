"""Folders as strangers gather them: whatever shape the issuer list has, the pack built of it leads to the issuer being known."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.issuer_simulator import Issuer
from wallet.intake import check_source, evidence_of
from wallet.report import Verdict
from wallet.trust.build_pack import build_pack
from wallet.trust.issuer_lists import find_listed_issuers
from wallet.trust.recognise import recognise_material

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ID, NAME = "did:web:northlight.example", "Northlight College"
LISTS: dict[str, object] = {
    "semicolons": f"did;name\n{ID};{NAME}\n",
    "tabs": f"id\tname\n{ID}\t{NAME}\n",
    "spreadsheet headings": f"\ufeffDID,Issuer Name,Country\r\n{ID},{NAME},X\r\n",
    "organisation": f"Organisation,DID\n{NAME},{ID}\n",
    "lines": f"# ours\n{ID} {NAME}\n",
    "bare lines": f"{ID}\ndid:web:other.example\n",
    "json lines": f'{{"id": "{ID}", "name": "{NAME}"}}\n{{"id": "did:web:o.example", "name": "O"}}\n',
    "camel case": {"trustedIssuers": [{"did": ID, "displayName": NAME}]},
    "wrapped": {"updated": "2026-01-01", "data": [{"did": ID, "legalName": NAME}]},
    "issuer objects": {"issuers": [{"issuer": {"id": ID, "name": NAME}, "since": "2020"}]},
    "identifier and title": {"issuers": [{"identifier": ID, "title": NAME}]},
    "institutions": {"institutions": [{"id": ID, "name": NAME}]},
    "ids alone": [ID],
    "one alone": {"did": ID, "name": NAME},
    "profile of 3.0": {"id": ID, "type": ["Profile"], "name": NAME},
    "issuer profile": {"id": ID, "type": ["IssuerProfile"], "name": NAME},
    "registry": {"meta": {"created": "2020"}, "registry": {ID: {"name": NAME, "url": "https://n.example"}}},
}


def text_of(value: object) -> bytes:
    return (value if isinstance(value, str) else json.dumps(value, indent=1)).encode()


def verdict_with(folder: Path, files: dict[str, bytes], credential: bytes) -> Verdict:
    for name, content in files.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    built = build_pack([folder / "in"], folder / "pack", now=NOW, seen=NOW)
    (checked,) = check_source(credential, "x", now=NOW, evidence=evidence_of([built.pack], bundled=False))
    return checked.report.verdict


@pytest.mark.parametrize("shape", LISTS)
def test_an_issuer_list_in_any_natural_shape_makes_the_issuer_known(tmp_path, shape):
    issuer = Issuer()
    files = {"a.json": text_of(issuer.did_document()), "b": text_of(LISTS[shape])}
    assert verdict_with(tmp_path, files, issuer.issue()) is Verdict.VERIFIED


@pytest.mark.parametrize("names", [("a-profile.json", "b-did.json"), ("b-profile.json", "a-did.json")])
def test_a_profile_never_stands_in_the_way_of_the_document_with_the_keys(tmp_path, names):
    for issuer in (Issuer(), Issuer(method="https")):
        profile = {"id": issuer.id, "type": "Profile", "name": issuer.name}
        files = {names[0]: text_of(profile), names[1]: text_of(issuer.did_document())}
        assert verdict_with(tmp_path / issuer.method, files, issuer.issue()) is Verdict.VERIFIED


def test_the_answer_of_a_did_resolver_is_taken_for_the_document_in_it(tmp_path):
    issuer = Issuer()
    answer = {"didResolutionMetadata": {}, "didDocument": issuer.did_document(), "didDocumentMetadata": {}}
    files = {"answer.json": text_of(answer), "names.json": text_of({issuer.id: issuer.name})}
    assert verdict_with(tmp_path, files, issuer.issue()) is Verdict.VERIFIED


BUNDLES = {
    "list": lambda documents: documents,
    "list of answers": lambda documents: [{"didDocument": document} for document in documents],
    "map": lambda documents: {document["id"]: document for document in documents},
    "lines": lambda documents: "\n".join(json.dumps(document) for document in documents),
}


@pytest.mark.parametrize("bundle", BUNDLES)
def test_several_documents_in_one_file_are_each_held_for_their_own_address(tmp_path, bundle):
    issuer, other = Issuer(), Issuer(host="southlight.example")
    together = BUNDLES[bundle]([other.did_document(), issuer.did_document()])
    files = {"northlight.example/together.json": text_of(together), "names.json": text_of({issuer.id: issuer.name})}
    assert verdict_with(tmp_path, files, issuer.issue()) is Verdict.VERIFIED


def test_status_lists_and_tokens_of_one_file_are_each_held(tmp_path):
    issuer = Issuer()
    credential = issuer.issue(status="revocation")
    published = {url: content.decode() for url, content in issuer.published().items()}
    together = {url: text if text.startswith("ey") else json.loads(text) for url, text in published.items()}
    files = {"all.json": text_of(together), "names.json": text_of({issuer.id: issuer.name})}
    assert len(together) > 1
    assert verdict_with(tmp_path, files, credential) is Verdict.VERIFIED


def test_a_credential_vouches_for_nobody():
    issuer = Issuer()
    for credential in (issuer.issue(), json.dumps(issuer.badge(id="did:web:northlight.example")).encode()):
        assert recognise_material(credential) is None
    assert find_listed_issuers([{**json.loads(issuer.issue()), "issuer": issuer.id}]) == ()
    assert find_listed_issuers({"credentials": [], "data": [json.loads(issuer.issue())]}) == ()
    assert find_listed_issuers([json.loads(issuer.issue())]) == ()
    assert find_listed_issuers({**issuer.badge(), "entries": [{"id": "did:web:evil.example", "name": "Evil"}]}) == ()


@pytest.mark.parametrize(
    "other",
    [
        b"See https://example.edu for more\n",
        b"https://example.edu/one\nhttps://example.edu/two\n",
        b'{"id": "https://example.edu/achievements/1", "name": "Data"}',
        b'{"id": "did:web:example.edu", "name": "Data", "type": ["Achievement"]}',
        b"name,email\nAnn,ann@example.edu\n",
        b'[{"id": "1", "name": "x"}]',
        b'{"http://example.org/name": "Ann"}',
    ],
)
def test_what_is_no_list_of_issuers_is_not_taken_for_one(other):
    assert recognise_material(other) is None


def test_a_pack_that_somebody_zipped_with_its_folder_is_read(tmp_path):
    import shutil

    from wallet.trust.trust_pack import read_trust_pack

    issuer = Issuer()
    (tmp_path / "names.json").write_text(json.dumps({issuer.id: issuer.name}))
    (tmp_path / "did.json").write_text(json.dumps(issuer.did_document()))
    built = build_pack([tmp_path / "names.json", tmp_path / "did.json"], tmp_path / "up" / "college", now=NOW, seen=NOW)
    shutil.make_archive(str(tmp_path / "sent"), "zip", tmp_path / "up")
    read = read_trust_pack(tmp_path / "sent.zip")
    assert (read.issuers, read.documents) == (built.pack.issuers, built.pack.documents)
    again = build_pack([tmp_path / "sent.zip"], tmp_path / "again.zip", now=NOW)
    assert again.pack.issuers[0].id == issuer.id


def test_a_pack_that_is_not_there_is_not_called_damaged(tmp_path):
    from wallet.errors import FileAccessError
    from wallet.trust.trust_pack import read_trust_pack

    for name in ("absent", "a" * 300):
        with pytest.raises(FileAccessError):
            read_trust_pack(tmp_path / name)


def test_private_keys_never_go_into_a_pack(tmp_path):
    issuer = Issuer(method="https")
    private = {"keys": [{**issuer.key_set()["keys"][0], "d": "c2VjcmV0"}]}
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "keys.json").write_text(json.dumps(private))
    (tmp_path / "in" / "names.json").write_text(json.dumps({issuer.id: issuer.name}))
    built = build_pack([tmp_path / "in"], tmp_path / "pack", now=NOW)
    assert [(skipped.path.name, skipped.error.step) for skipped in built.skipped] == [
        ("keys.json", "trust.private_key")
    ]
    assert not any(b"c2VjcmV0" in path.read_bytes() for path in (tmp_path / "pack").rglob("*") if path.is_file())
