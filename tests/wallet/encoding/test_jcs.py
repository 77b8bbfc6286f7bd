"""RFC 8785: the number table of its appendix B, its order of names, and fixpoints."""

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wallet.encoding.test_strict_json import json_values, odd_names
from wallet.encoding.jcs import canonicalize, write_number
from wallet.encoding.strict_json import JsonLimits, read_json
from wallet.errors import MalformedInputError


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_ecmascript_does(bits, text):
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert write_number(number) == text


def test_names_are_sorted_by_utf_16_code_units():
    value = {"\U0001f600": 1, "\ufb33": 2, "é": 3, "a": 4, "": 5}
    assert canonicalize(value) == '{"":5,"a":4,"é":3,"\U0001f600":1,"\ufb33":2}'.encode()
    assert canonicalize({"z": 1.5, **value}) == '{"":5,"a":4,"z":1.5,"é":3,"\U0001f600":1,"\ufb33":2}'.encode()


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, [-(2**60)], "\ud800", {"\udfff": 1.5}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(MalformedInputError):
        canonicalize(value)


@given(json_values)
def test_the_canonical_form_is_a_fixpoint(value):
    once = canonicalize(value)
    if not odd_names(value):
        assert canonicalize(read_json(once, JsonLimits(10**7))) == once


@given(
    st.dictionaries(
        st.text("ab\U0001f600\ufb33\x7f\x01", max_size=3),
        st.integers(0, 9) | st.just("\U0001f600") | st.floats(0, 1e30),
    )
)
def test_both_writers_agree(value):
    plain = {name: item for name, item in value.items() if not isinstance(item, float)}
    assert canonicalize({**plain, "x": 0.5}).replace(b',"x":0.5', b"").replace(b'"x":0.5,', b"").replace(
        b'"x":0.5', b""
    ) == canonicalize(plain)
