"""The six published JCS vectors (RFC 8785), byte for byte."""

import pytest

from tests.conformance.vectors import vector
from wallet.encoding.jcs import canonicalize
from wallet.encoding.strict_json import read_json


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_vector(name):
    folder = vector("2-canonicalization-dids", "jcs")
    source = (folder / "input" / f"{name}.json").read_bytes()
    expected = bytes.fromhex((folder / "outhex" / f"{name}.txt").read_text())
    assert canonicalize(read_json(source)) == expected
