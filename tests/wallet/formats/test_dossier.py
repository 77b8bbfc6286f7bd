"""Dossiers: the same bytes everywhere, whole or refused, and only what proves itself is taken from them."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.issuer_simulator import Issuer
from wallet.errors import InputError, MalformedInputError, TooBigError, UnsupportedInputError, WalletError
from wallet.formats.dossier import MANIFEST, MOST_FILES, DossierFile, Role, is_dossier, read_dossier, write_dossier
from wallet.formats.envelope import Envelope
from wallet.formats.registry import Refusal, open_envelopes
from wallet.formats.zip_file import find_dossier
from wallet.resources import read_resource

MADE = datetime(2026, 11, 22, 10, tzinfo=UTC)
ISSUER = Issuer()
# Of the smallest dossier: whoever changes how it is written changes what people already hold.
GOLDEN = "d24c11bbb9a2c6bf41a6d179f4c7924f1d945d76e7217a8af37b0c5caeb59737"
BADGE = ISSUER.issue("eddsa-jcs-2022")
LIST = b'{"type":["VerifiableCredential","BitstringStatusListCredential"]}'
FILES = (
    DossierFile("presentation.json", Role.PRESENTATION, BADGE),
    DossierFile("evidence-1.json", Role.EVIDENCE, LIST, "https://college.example/status/1", MADE),
    DossierFile("evidence-2.jwt", Role.EVIDENCE, b"eyJ", "https://college.example/status/2"),
    DossierFile("issuer-1.json", Role.ISSUER, b"{}", "did:web:college.example", MADE),
    DossierFile("issuers.json", Role.ISSUER, b"{}"),
    DossierFile("stack.json", Role.PATHWAY, b"{}"),
    DossierFile("progress.json", Role.PROGRESS, b"{}"),
    DossierFile("README.txt", Role.README, "说明".encode()),
)


def members(source: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(contents: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return written.getvalue()


def changed(change) -> bytes:
    """The dossier with its files and list changed by `change(members, manifest)`."""
    contents = members(write_dossier(FILES, MADE))
    manifest = json.loads(contents[MANIFEST])
    change(contents, manifest)
    if MANIFEST in contents:
        contents[MANIFEST] = json.dumps(manifest).encode()
    return zipped(contents)


def opened(source: bytes) -> Envelope | Refusal:
    (found,) = open_envelopes(source, "away.zip")
    return found


def test_what_went_in_comes_out_and_keeps_to_its_schema() -> None:
    source = write_dossier(FILES, MADE)
    dossier = find_dossier(source)
    assert dossier is not None
    assert (dossier.made, dossier.files) == (MADE, FILES)
    schema = json.loads(read_resource("schemas", "dossier-1.schema.json"))
    Draft202012Validator(schema).validate(json.loads(members(source)[MANIFEST]))


def test_the_same_files_give_the_same_bytes_and_these_never_change() -> None:
    one, two = write_dossier(FILES[1:], MADE), write_dossier(FILES[1:], MADE)
    assert one == two
    assert (
        hashlib.sha256(write_dossier((DossierFile("presentation.json", Role.PRESENTATION, b"{}"),), MADE)).hexdigest()
        == GOLDEN
    )


def test_the_presentation_is_opened_with_its_evidence_and_nothing_else_is_taken_for_a_credential() -> None:
    found = opened(write_dossier(FILES, MADE))
    assert isinstance(found, Envelope)
    assert (found.original, found.source) == (BADGE, "away.zip!presentation.json")
    assert [(each.url, each.seen) for each in found.carried] == [
        ("https://college.example/status/1", int(MADE.timestamp())),
        ("https://college.example/status/2", None),
    ]


def drop(name):
    return lambda contents, _: contents.pop(name)


def put(name, content):
    return lambda contents, _: contents.__setitem__(name, content)


def edit(place, **members_):
    return lambda _, manifest: manifest["files"][place].update(members_)


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (drop("presentation.json"), "dossier.files"),
        (drop("evidence-1.json"), "dossier.files"),
        (put("more.json", BADGE), "dossier.files"),
        (put("presentation.json", BADGE + b" "), "dossier.hash"),
        (put("evidence-1.json", LIST + b" "), "dossier.hash"),
        (edit(0, sha256="0" * 64), "dossier.hash"),
        (edit(0, role="evidence", url="x"), "dossier.files"),
        (edit(1, role="presentation"), "dossier.manifest"),
        (edit(7, role="pathway"), "dossier.files"),
        (edit(7, role="key"), "dossier.manifest"),
        (edit(0, more=1), "dossier.manifest"),
        (edit(1, url=""), "dossier.manifest"),
        (edit(1, seen="yesterday"), "dossier.manifest"),
        (edit(1, name="evidence-2.jwt"), "dossier.hash"),
        (edit(0, name="dossier.json"), "dossier.files"),
        (lambda _, manifest: manifest.update(files={}), "dossier.manifest"),
        (lambda _, manifest: manifest.update(files=[1]), "dossier.manifest"),
        (lambda _, manifest: manifest.update(made=7), "dossier.manifest"),
        (lambda _, manifest: manifest.update(trust="me"), "dossier.manifest"),
        (lambda _, manifest: manifest["files"].append(manifest["files"][0]), "dossier.files"),
        (lambda _, manifest: manifest.update(format="tessera-dossier/2"), "dossier.format"),
        (lambda _, manifest: manifest.update(files=manifest["files"] * 20), "dossier.size"),
    ],
)
def test_BAK_05_what_is_not_as_the_list_says_is_refused_whole(change, step: str) -> None:
    found = opened(changed(change))
    assert isinstance(found, Refusal)
    assert isinstance(found.error, (MalformedInputError, TooBigError, UnsupportedInputError))
    assert found.error.step == step


def test_evidence_that_is_no_text_is_refused() -> None:
    files = (*FILES[:1], DossierFile("evidence-1.json", Role.EVIDENCE, b"\xff", "https://x.example"))
    found = opened(write_dossier(files, MADE))
    assert isinstance(found, Refusal)
    assert found.error.step == "dossier.evidence"


def test_too_many_files_are_refused_before_they_are_read() -> None:
    many = (*FILES[:1], *(DossierFile(f"r{n}", Role.README, b"") for n in range(MOST_FILES)))
    found = opened(write_dossier(many, MADE))
    assert isinstance(found, Refusal)
    assert found.error.step == "dossier.size"


def test_somebodys_own_file_of_that_name_makes_no_dossier() -> None:
    for own in (b'{"title":"My dossier"}', b"not json", b"[]"):
        assert not is_dossier(own)
        found = list(open_envelopes(zipped({"dossier.json": own, "badge.json": BADGE}), "own.zip"))
        assert [each.original for each in found if isinstance(each, Envelope)] == [BADGE]


@given(place=st.integers(0, 4000), change=st.integers(1, 255))
def test_a_changed_byte_of_a_dossier_shows_the_same_or_is_refused(place: int, change: int) -> None:
    source = bytearray(write_dossier(FILES, MADE))
    source[place % len(source)] ^= change
    for found in open_envelopes(bytes(source), "away.zip"):
        if isinstance(found, Envelope):
            assert found.original in (BADGE, LIST)
        else:
            assert isinstance(found.error, WalletError)


@given(names=st.dictionaries(st.sampled_from(["a", "b", MANIFEST]), st.binary(max_size=60)))
def test_strangers_lists_raise_only_input_errors(names: dict[str, bytes]) -> None:
    names.setdefault(MANIFEST, b"{}")
    with pytest.raises(InputError):
        read_dossier(names)
