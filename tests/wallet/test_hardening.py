"""What is done so that a secret does not stay in memory."""

import ctypes
import sys

import msgspec
import pytest

from wallet.hardening import forget_text

TEXTS = ["plain words", "caffè lungo", "琥珀灯塔九", "灯" * 40, "two 😀 signs"]


def a_copy(text: str) -> str:
    """Return a text of its own with the same characters."""
    return "".join([text[:2], text[2:]])


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="only CPython's texts are overwritten")
@pytest.mark.parametrize("spelt", [False, True], ids=["fresh", "spelt in UTF-8"])
@pytest.mark.parametrize("text", TEXTS)
def test_STORE_10_a_forgotten_text_is_overwritten_in_every_script(text, spelt):
    secret, others = a_copy(text), [a_copy(text) for _ in range(50)]
    if spelt:
        msgspec.json.encode(secret)  # CPython then keeps a second spelling beside the text
    forget_text(secret)
    assert {ord(sign) for sign in secret} == {0}
    assert others == [text] * 50, "and nothing beside it"


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="only CPython's texts are overwritten")
def test_STORE_10_the_second_spelling_of_a_forgotten_text_is_overwritten_too():
    secret = a_copy("琥珀灯塔九十三")
    api = ctypes.pythonapi.PyUnicode_AsUTF8AndSize
    api.restype, api.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_void_p]
    place = api(secret, None)
    assert ctypes.string_at(place, 21) == "琥珀灯塔九十三".encode()
    forget_text(secret)
    assert ctypes.string_at(place, 21) == bytes(21)


def test_STORE_10_a_text_that_is_shared_is_left_alone():
    shared = [a_copy("plain words")] * 20
    forget_text(shared[0])
    assert shared[3] == "plain words"
