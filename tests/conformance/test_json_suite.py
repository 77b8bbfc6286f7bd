"""JSONTestSuite: every y_ file is read, every n_ file refused, every i_ file answered with a value or a typed refusal."""

import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.encoding.strict_json import read_json
from wallet.errors import MalformedInputError, TooBigError, WalletError

# Refused on purpose although JSON allows it: name -> why.
DELIBERATE: dict[str, str] = {
    "y_object_duplicated_key.json": "a member name twice (JSON-01)",
    "y_object_duplicated_key_and_value.json": "a member name twice (JSON-01)",
    "i_structure_500_nested_arrays.json": "nested deeper than 64 (JSON-05)",
    "i_structure_UTF-8_BOM_empty_object.json": "byte order mark (JSON-06)",
}


def suite_files():
    root = vectors_root()
    return sorted((root / "9-attack-corpora" / "JSONTestSuite" / "test_parsing").glob("*.json")) if root else [None]


def attempt(path):
    try:
        return read_json(path.read_bytes()), None
    except WalletError as error:
        return None, error


@pytest.mark.parametrize("path", suite_files(), ids=lambda path: path.name if path else "absent")
def test_file(path):
    if path is None:
        pytest.skip("no vectors here: nothing was measured")
    _, error = attempt(path)
    if path.name in DELIBERATE:
        assert error is not None, f"{path.name} is no longer refused: strike it from DELIBERATE"
    elif path.name.startswith("y_"):
        assert error is None, error
    elif path.name.startswith("n_"):
        assert type(error) in (MalformedInputError, TooBigError)


def test_every_file_of_the_suite_was_there():
    if vectors_root() is not None:
        kinds = [path.name[0] for path in suite_files()]
        assert (kinds.count("y"), kinds.count("n")) == (95, 188)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("big-int.json", "json.number"),
        ("deep-nesting-100k.json", "json.depth"),
        ("dup-keys-credential.json", "json.duplicate"),
        ("lone-surrogate.json", "json.text"),
        ("nan-infinity.json", "json.number"),
        ("utf16.json", "json.encoding"),
        ("utf8-bom.json", "json.encoding"),
    ],
)
def test_hostile_json_is_refused_at_its_step(name, step):
    _, error = attempt(vector("9-attack-corpora", "derived-json", name))
    assert error is not None
    assert error.step == step
