"""Published registries of issuers: what they name is known, what breaks the rules is left out with a reason."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.errors import WalletError
from wallet.trust.build_pack import build_pack
from wallet.trust.recognise import recognise_material

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FOLDER = "5-trust-registries"
REGISTRIES = ("dcc-registry", "community-registry", "sandbox-registry")


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_issuer_of_a_registry_is_known_by_its_name(name: str, tmp_path: Path) -> None:
    path = vector(FOLDER, name, "registry.json")
    listed = json.loads(path.read_text(encoding="utf-8"))["registry"]
    pack = build_pack([path], tmp_path / "pack", now=NOW).pack
    named = {
        identifier: entry["name"].strip()
        for identifier, entry in listed.items()
        if identifier.startswith(("did:", "https:"))
    }
    assert named
    assert {entry.id: entry.name for entry in pack.issuers} == named


def test_JSON_01_the_registry_that_lists_an_issuer_twice_is_left_out() -> None:
    content = vector(FOLDER, "issuer-registry", "registry.json").read_bytes()
    with pytest.raises(WalletError) as refusal:
        recognise_material(content)
    assert refusal.value.step == "json.duplicate"


STATEMENTS = {
    "oidfFetchResponseA.jwt": "OneUni University",
    "oidfFetchResponseB.jwt": "TwoTraining Nursing School",
    "oidfECResponseDCC.jwt": "Digital Credentials Consortium (TEST)",
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_federation_statement_names_its_subject(name: str) -> None:
    material = recognise_material(vector(FOLDER, "issuer-registry-client", name).read_bytes())
    assert material is not None
    assert [issuer.name for issuer in material.issuers] == [STATEMENTS[name]]


def every_file() -> list[Path]:
    root = vectors_root()
    return sorted(path for path in (root / FOLDER).rglob("*") if path.is_file()) if root else []


@pytest.mark.parametrize("path", every_file(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_no_file_of_the_registries_raises_anything_but_a_refusal(path: Path) -> None:
    try:
        material = recognise_material(path.read_bytes())
    except WalletError:
        return
    assert material is None or material.issuers
