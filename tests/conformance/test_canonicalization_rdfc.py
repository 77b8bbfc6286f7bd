"""The RDFC-1.0 test suite of W3C: canonical N-Quads, issued identifiers, and the poison that must be refused."""

import json

import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.encoding.nquads import read_nquads
from wallet.encoding.rdf_canon import canonize
from wallet.errors import TooBigError


def suite_entries():
    root = vectors_root()
    if root is None:
        return [None]
    manifest = json.loads((root / "2-canonicalization-dids/rdf-canon/tests/manifest.jsonld").read_text())
    return manifest["entries"]


@pytest.mark.parametrize("entry", suite_entries(), ids=lambda entry: entry["id"] if entry else "absent")
def test_entry(entry):
    if entry is None:
        pytest.skip("no vectors here: nothing was measured")
    folder = vector("2-canonicalization-dids", "rdf-canon", "tests")
    quads = read_nquads((folder / entry["action"]).read_text(encoding="utf-8"))
    hash_name = {"SHA256": "sha256", "SHA384": "sha384"}[entry.get("hashAlgorithm", "SHA256")]
    match entry["type"]:
        case "rdfc:RDFC10EvalTest":
            assert canonize(quads, hash_name).nquads == (folder / entry["result"]).read_text(encoding="utf-8")
        case "rdfc:RDFC10MapTest":
            issued = {given[2:]: label[2:] for given, label in canonize(quads, hash_name).issued.items()}
            assert issued == json.loads((folder / entry["result"]).read_text(encoding="utf-8"))
        case "rdfc:RDFC10NegativeEvalTest":
            with pytest.raises(TooBigError) as refused:
                canonize(quads, hash_name)
            assert refused.value.step == "rdfc.work"
        case kind:
            pytest.fail(f"a kind of test that is not known here: {kind}")


def test_the_suite_was_whole():
    if vectors_root() is not None:
        assert len(suite_entries()) == 86
