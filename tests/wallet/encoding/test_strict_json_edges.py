"""The edges of the strict reader: what is just allowed, what is just not, and by which step it is refused."""

import math

import pytest

from wallet.encoding import strict_json
from wallet.encoding.strict_json import JsonLimits, read_json, read_json_object, write_json
from wallet.errors import MalformedInputError, TooBigError

NAMES = [
    "@id",
    "@type",
    "id",
    "type",
    "alg",
    "typ",
    "kid",
    "iss",
    "sub",
    "aud",
    "jti",
    "vct",
    "issuer",
    "holder",
    "controller",
    "verificationMethod",
    "cryptosuite",
    "proofPurpose",
    "nonce",
    "url",
    "statusListCredential",
    "statusListIndex",
]


def step_of(source: bytes | str, limits: JsonLimits = strict_json.CREDENTIAL_LIMITS) -> str | None:
    with pytest.raises((MalformedInputError, TooBigError)) as caught:
        read_json(source, limits)
    return caught.value.step


@pytest.mark.parametrize("name", NAMES)
def test_JSON_07_each_name_of_something_is_kept_from_odd_characters(name: str) -> None:
    assert frozenset(NAMES) == strict_json.IDENTIFIER_MEMBERS
    assert step_of(f'{{"{name}":"a\\u0000b"}}') == "json.text"
    assert step_of(f'{{"a":[{{"{name}":["x","a\ufdd0"]}}]}}') == "json.text"


@pytest.mark.parametrize(
    "odd", ["\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001fffe", "\U0001ffff", "\U0010fffe", "\U0010ffff"]
)
def test_JSON_07_every_noncharacter_is_one(odd: str) -> None:
    assert step_of(f'{{"id":"{odd}"}}') == "json.text"
    escaped = odd.encode("utf-16-be").hex()
    spelled = "".join(f"\\u{escaped[place : place + 4]}" for place in range(0, len(escaped), 4))
    assert step_of(f'{{"id":"{spelled}"}}') == "json.text"
    assert step_of(f'{{"id":"{spelled.upper().replace("U", "u")}"}}') == "json.text"
    assert read_json(f'"{odd}"') == odd


@pytest.mark.parametrize("fine", ["\ufdcf", "\ufdf0", "\ufffd", "\U0001fffd", "\U00020000", "\u0001", "\U0010fffd"])
def test_JSON_07_a_neighbour_of_a_noncharacter_is_a_character(fine: str) -> None:
    escaped = "".join(f"\\u{unit:04x}" for unit in memoryview(fine.encode("utf-16-le")).cast("H"))
    assert read_json(f'{{"id":"{escaped}"}}') == {"id": fine}


@pytest.mark.parametrize("half", ["d800", "DBFF", "dc00", "DfFf", "d8Ab", "d9ff", "da00", "dB00", "dd00", "de00"])
def test_JSON_07_every_half_of_a_pair_is_refused_alone(half: str) -> None:
    assert step_of(f'["\\u{half}"]') == "json.text"


def test_what_is_odd_is_looked_for_in_names_and_in_text_alike() -> None:
    assert step_of('{"\\ud800":1}') == "json.text"
    assert step_of('{"a":[{"b":["\\ud800"]}]}') == "json.text"
    assert read_json('{"\\u0000":"\\u0000"}') == {"\0": "\0"}
    assert read_json('["é\\u0041"]') == ["éA"]


def test_the_budget_counts_bytes_however_the_text_comes() -> None:
    limits = JsonLimits(6)
    assert read_json('"éé"', limits) == "éé"
    assert read_json('"éé"'.encode(), limits) == "éé"
    assert step_of('"ééa"', limits) == "json.size"
    assert step_of('"ééa"'.encode(), limits) == "json.size"
    assert step_of('"abcde"', limits) == "json.size"


def test_a_byte_order_mark_begins_nothing() -> None:
    assert step_of("\ufeff{}") == "json.encoding"
    assert step_of(b"\xef\xbb\xbf{}") == "json.encoding"
    assert read_json('"\ufeff"') == "\ufeff"
    assert step_of(b'"\xff"') == "json.encoding"
    assert step_of('"\ud800"') == "json.encoding"


def test_depth_counts_what_is_open_at_once_and_nothing_in_texts() -> None:
    two = JsonLimits(1_000, max_depth=2)
    assert read_json("[[],[],[[]]]".replace("[[]]", "[]"), two) == [[], [], []]
    assert read_json('[{},{},{"[[[{{{":"]]\\"[["}]', two) == [{}, {}, {"[[[{{{": ']]"[['}]
    assert step_of("[[],[[]]]", two) == "json.depth"
    assert step_of('{"a":[{}],"b":1}', two) == "json.depth"
    assert step_of('[{"a":{}}]', two) == "json.depth"


def test_what_nests_deeper_than_the_interpreter_can_follow_is_too_big() -> None:
    """A caller may allow any depth; the interpreter's own stack still ends somewhere."""
    assert step_of("[" * 200_000 + "]" * 200_000, JsonLimits(10**6, max_depth=10**6)) == "json.depth"


def test_numbers_have_the_length_that_the_limits_say() -> None:
    short = JsonLimits(1_000, max_number_length=16)
    assert read_json("123456789012.123", short) == 123456789012.123
    assert step_of("123456789012.1234", short) == "json.number"
    assert read_json("1" + "0" * 99) == 1e99
    assert step_of("1" + "0" * 100) == "json.number"
    assert read_json("9007199254740991") == 2**53 - 1
    assert read_json("-9007199254740991") == -(2**53) + 1
    assert type(read_json("9007199254740991")) is int
    assert type(read_json("9007199254740992")) is float
    assert step_of("9007199254740993") == "json.number"
    assert step_of("-9007199254740993") == "json.number"


@pytest.mark.parametrize("zero", ["0", "-0", "0.0", "0e5", "0.000e-9", "-0E1"])
def test_zero_is_zero_in_every_spelling(zero: str) -> None:
    assert read_json(zero) == 0
    assert math.copysign(1, read_json(zero)) in (1, -1)  # type: ignore[arg-type]


@pytest.mark.parametrize("lost", ["1e-400", "0.1e-400", "-9e-999", "1e309", "-1e309"])
def test_what_a_double_loses_is_refused(lost: str) -> None:
    assert step_of(lost) == "json.number"


@pytest.mark.parametrize("token", ["NaN", "Infinity", "-Infinity"])
def test_a_word_is_no_number(token: str) -> None:
    assert step_of(token) == "json.number"


def test_seventeen_digits_name_a_double_and_eighteen_do_not() -> None:
    assert read_json("0.10000000000000001") == 0.1
    assert step_of("0.100000000000000006") == "json.number"
    assert read_json("0.30000000000000000000") == 0.3


@pytest.mark.parametrize("source", ["[]", '"{}"', "1", "null"])
def test_another_value_is_no_object_and_says_so(source: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        read_json_object(source)
    assert caught.value.step == "json.not_an_object"
    assert read_json_object('{"a":1}') == {"a": 1}


def test_what_is_written_is_compact_and_is_utf_8() -> None:
    assert write_json({"b": ["é", 1, None], "a": True}) == '{"b":["é",1,null],"a":true}'.encode()
    with pytest.raises(MalformedInputError) as caught:
        write_json({"a": "\ud800"})
    assert caught.value.step == "json.text"
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(math.nan)


def test_what_is_no_json_says_so() -> None:
    assert step_of("{") == "json.syntax"
    assert step_of("") == "json.syntax"
    assert step_of('{"a":1,"a":1}') == "json.duplicate"


@pytest.mark.parametrize(
    ("limits", "most"),
    [
        (strict_json.CREDENTIAL_LIMITS, 2_097_152),
        (strict_json.STATUS_LIST_LIMITS, 4_194_304),
        (strict_json.METADATA_LIMITS, 262_144),
        (strict_json.DID_DOCUMENT_LIMITS, 131_072),
        (strict_json.CONTEXT_LIMITS, 524_288),
    ],
)
def test_each_kind_of_document_may_be_so_many_bytes_and_not_one_more(limits: JsonLimits, most: int) -> None:
    assert len(str(read_json(b'"' + b"a" * (most - 2) + b'"', limits))) == most - 2
    assert step_of(b'"' + b"a" * (most - 1) + b'"', limits) == "json.size"
