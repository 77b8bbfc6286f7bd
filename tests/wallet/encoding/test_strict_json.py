"""Threat rows JSON-01 to JSON-09: what strangers' JSON may not do, whatever the place in it."""

import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.encoding import strict_json
from wallet.encoding.strict_json import JsonLimits, read_json, read_json_object, write_json
from wallet.errors import MalformedInputError, TooBigError, WalletError

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda children: st.lists(children) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), children),
    max_leaves=30,
)

PLACES = (
    "%s",
    "[%s]",
    '{"a":%s}',
    '{"a":{"b":[1,%s]}}',
    '[[[{"x":[],"y":%s}]]]',
    ' {"credentialSubject":[{"id":%s}]} ',
)


def refusal(source, limits=strict_json.CREDENTIAL_LIMITS):
    with pytest.raises(WalletError) as caught:
        read_json(source, limits)
    assert type(caught.value) in (MalformedInputError, TooBigError)
    return caught.value.step


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "twice",
    [
        '{"alg":"ES256","alg":"none"}',
        '{"a":1,"b":{},"a":1}',
        '{"\\u0061":1,"a":2}',
        '{"":0,"":0}',
        '{"é":1,"\\u00e9":1}',
    ],
)
def test_JSON_01_duplicate_member_names_are_refused(place, twice):
    assert refusal(place % twice) == "json.duplicate"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1e-400"])
def test_JSON_02_numbers_that_are_not_finite_are_refused(place, number):
    assert refusal(place % number) == "json.number"


@pytest.mark.parametrize(
    "number",
    [
        "9007199254740993.0",
        "9007199254740993",
        "-9007199254740993",
        "0.1000000000000000055",
        "1152921504606846976",
        "1e23000",
    ],
)
def test_JSON_03_numbers_that_a_double_would_change_are_refused(number):
    assert refusal(f"[{number}]") == "json.number"


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("1.50", 1.5),
        ("9007199254740991", 2**53 - 1),
        ("100000000000000000000", 1e20),
        ("333333333.33333329", 333333333.3333333),
        ("-0", 0),
        ("0e+99", 0.0),
        ("1E22", 1e22),
        ("0." + "0" * 77 + "1", 1e-78),
    ],
)
def test_JSON_03_long_spellings_of_what_a_double_carries_are_read(number, value):
    assert read_json(number) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_JSON_03_every_double_survives(number):
    again = read_json(write_json(number))
    assert isinstance(again, float)
    assert math.copysign(1, again) == math.copysign(1, number)
    assert again == number


@pytest.mark.parametrize("length", [33, 4300, 4301, 10**6])
def test_JSON_04_absurdly_long_numbers_are_refused(length):
    assert refusal("[" + "1" * length + "]") == "json.number"
    assert refusal("[0." + "1" * length + "]") == "json.number"


@pytest.mark.parametrize("depth", [65, 1000, 10**5, 10**6])
@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"":'])
def test_JSON_05_deep_nesting_is_refused(depth, opening):
    assert refusal(opening * depth, JsonLimits(10**8)) == "json.depth"


def test_JSON_05_the_allowed_depth_is_read():
    assert read_json("[" * 64 + "]" * 64)
    assert read_json("[" * 63 + '"' + "[{" * 100 + '"' + "]" * 63)


def test_JSON_05_an_unending_string_of_escapes_costs_no_more_than_its_length():
    assert refusal("[" * 65 + '"' + '\\"' * 500_000) == "json.depth"
    assert refusal('"' + '\\"[' * 300_000) == "json.syntax"


@pytest.mark.parametrize(
    "source",
    [
        '{"a":1}'.encode("utf-16"),
        '{"a":1}'.encode("utf-16-le"),
        '{"a":1}'.encode("utf-32"),
        b'\xef\xbb\xbf{"a":1}',
        '\ufeff{"a":1}',
        b'"\xc0\xaf"',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        '"\ud800"',
    ],
)
def test_JSON_06_other_encodings_are_refused(source):
    assert refusal(source) in {"json.encoding", "json.syntax"}


@pytest.mark.parametrize("source", ['"\\ud800"', '{"\\uDfff":1}', '["\\ud800\\u0041"]', '{"a":["\\udc00\\ud800"]}'])
def test_JSON_07_lone_surrogates_are_refused(source):
    assert refusal(source) == "json.text"


@pytest.mark.parametrize("odd", ["\\u0000", "\\uffff", "\\ufdd0", "\\ud83f\\udffe", "\uffff", "\U0001fffe"])
def test_JSON_07_identifiers_hold_no_nul_and_no_noncharacter(odd):
    assert refusal(f'{{"id":"did:web:a{odd}"}}') == "json.text"
    assert refusal(f'{{"x":{{"type":["A","B{odd}"]}}}}') == "json.text"
    assert read_json(f'{{"description":"a{odd}"}}')


@pytest.mark.parametrize(
    "limits",
    [
        strict_json.CREDENTIAL_LIMITS,
        strict_json.STATUS_LIST_LIMITS,
        strict_json.METADATA_LIMITS,
        strict_json.DID_DOCUMENT_LIMITS,
        strict_json.CONTEXT_LIMITS,
    ],
)
def test_JSON_08_each_kind_of_document_has_its_byte_budget(limits):
    exact = '"' + "a" * (limits.max_bytes - 2) + '"'
    assert read_json(exact, limits)
    assert refusal(exact + " ", limits) == "json.size"
    assert refusal('"' + "é" * (limits.max_bytes // 2) + '"', limits) == "json.size"


@pytest.mark.parametrize("magic", ["__class__", "__proto__", "constructor", "$ref", "@import", "__dict__"])
def test_JSON_09_magic_names_are_only_names(magic):
    read = read_json_object(f'{{"{magic}":{{"{magic}":"http://127.0.0.1/"}}}}')
    assert type(read) is dict
    assert list(read) == [magic]


def test_only_an_object_is_an_object():
    with pytest.raises(MalformedInputError):
        read_json_object("[]")


@given(json_values)
def test_what_is_written_is_read_again(value):
    again = read_json(write_json(value), JsonLimits(10**7)) if not odd_names(value) else value
    assert again == value


def odd_names(value):
    return strict_json._NONCHARACTER.search(json.dumps(value, ensure_ascii=False)) or "\\u0000" in json.dumps(value)


@given(st.binary(max_size=200) | st.text(max_size=200) | st.text('[]{}",:0123456789.eE+-\\u', max_size=200))
def test_strangers_bytes_raise_only_wallet_errors(source):
    with contextlib.suppress(WalletError):
        read_json(source)
