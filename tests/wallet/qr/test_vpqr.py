"""VPQR and CBOR-LD: decoded by the contexts in the bundle, within budgets, or refused by name."""

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.encoding.base45 import write_base45
from wallet.encoding.cbor import Tagged, write_cbor
from wallet.encoding.strict_json import read_json
from wallet.errors import InputError, MalformedInputError, TooBigError
from wallet.qr.cbor_ld import read_cbor_ld
from wallet.qr.foreign import CompactFormError, VocabularyNeededError
from wallet.qr.vpqr import read_vpqr

PLAIN = {"type": "VerifiablePresentation", "score": 2.5, "none": None, "list": [True, {"a": "b"}]}
LEGACY, LEGACY_PLAIN, ENTRY = 0x0501, 0x0500, 0xCB1D


def spelled(content: object) -> str:
    """The text of a VPQR code in base32."""
    return "VP1-B" + base64.b32encode(write_cbor(content)).decode().rstrip("=")


@pytest.mark.parametrize("content", [Tagged(0x0500, PLAIN), Tagged(0x0600, PLAIN), Tagged(0xCB1D, [0, PLAIN])])
def test_a_plain_one_is_its_json(content: object) -> None:
    assert read_json(read_vpqr(spelled(content))) == PLAIN
    assert read_json(read_vpqr("VP1-R" + write_base45(write_cbor(content)))) == PLAIN


def test_a_compressed_one_gets_its_terms_and_values_back() -> None:
    # 17 is the VCDM 1.1 context; 0 one context, 116 "type" there, 124 "id" is what the bundle's file says: found by number.
    numbers = {name: number for number, name in _terms_of_vcdm_1().items()}
    content = {
        0: 17,
        numbers["type"]: numbers["VerifiablePresentation"],
        numbers["id"]: [3, bytes(range(16))],
        "unknown": 7,
    }
    assert read_cbor_ld(write_cbor(Tagged(LEGACY, content))) == {
        "@context": "https://www.w3.org/2018/credentials/v1",
        "type": "VerifiablePresentation",
        "id": "urn:uuid:00010203-0405-0607-0809-0a0b0c0d0e0f",
        "unknown": 7,
    }


def _terms_of_vcdm_1() -> dict[int, str]:
    from wallet.encoding.jsonld.contexts import bundled_contexts

    defined = bundled_contexts().load("https://www.w3.org/2018/credentials/v1")["@context"]
    return {100 + 2 * at: name for at, name in enumerate(sorted(name for name in defined if name[0] != "@"))}


@pytest.mark.parametrize("entry", [2, 100, 65_536])
def test_a_registry_entry_that_is_not_here_is_refused_by_number(entry: int) -> None:
    with pytest.raises(CompactFormError) as refusal:
        read_cbor_ld(write_cbor(Tagged(ENTRY, [entry, {}])))
    assert refusal.value.facts["kind"] == str(entry)


@pytest.mark.parametrize(("tag", "more", "entry"), [(0x0680, b"\x01", "128"), (0x06AC, b"\x02", "300")])
def test_a_registry_entry_may_go_on_behind_its_tag(tag: int, more: bytes, entry: str) -> None:
    with pytest.raises(CompactFormError) as refusal:
        read_cbor_ld(write_cbor(Tagged(tag, [more, {}])))
    assert refusal.value.facts["kind"] == entry


@pytest.mark.parametrize("more", [b"", b"\x00", b"\x80", b"\x01\x01", b"\x80\x80\x00", b"\xff" * 8])
def test_a_registry_entry_has_one_spelling(more: bytes) -> None:
    with pytest.raises(MalformedInputError) as refusal:
        read_cbor_ld(write_cbor(Tagged(0x0680, [more, PLAIN])))
    assert refusal.value.step in ("varint", "cbor_ld.tag")


def test_a_vocabulary_that_is_not_held_is_named_and_not_fetched() -> None:
    with pytest.raises(VocabularyNeededError) as refusal:
        read_cbor_ld(write_cbor(Tagged(LEGACY, {0: "https://x.example/context"})))
    assert refusal.value.facts["url"] == "https://x.example/context"


@pytest.mark.parametrize(
    "content",
    [
        {},
        Tagged(7, {}),
        Tagged(LEGACY, 7),
        Tagged(LEGACY, {999: 1}),
        Tagged(LEGACY, {0: 17, 1: [17]}),
        Tagged(LEGACY, {1: 17}),
        Tagged(LEGACY, {0: 17, b"x": 1}),
        Tagged(LEGACY, {0: {"a": 7}}),
        Tagged(LEGACY, {0: {"a": {"@id": "a:x", "@type": "a:x"}}, 100: 1}),
        Tagged(LEGACY, {"x": b"12345"}),
        Tagged(LEGACY_PLAIN, {1: 2}),
        Tagged(LEGACY_PLAIN, b"bytes"),
        Tagged(LEGACY, {5: [[1024]]}),
    ],
)
def test_what_is_not_made_to_the_standard_is_refused(content: object) -> None:
    with pytest.raises(MalformedInputError):
        read_cbor_ld(write_cbor(content))


def test_contexts_that_take_too_much_work_are_refused() -> None:
    terms = {f"t{at}": "x:y" for at in range(1500)}
    contexts = [{**terms, f"u{at}": "x:y"} for at in range(2)]
    nested: object = 1
    for _ in range(10):
        nested = [{1: [{"a": "x"}] * 100, "n": nested}]
    with pytest.raises((TooBigError, MalformedInputError)):
        read_cbor_ld(write_cbor(Tagged(LEGACY, {1: contexts, "n": nested})))


@given(octets=st.binary(max_size=120), tag=st.sampled_from([0x0500, 0x0501, 0x0601, 0x06FF, 0xCB1D]))
def test_strangers_bytes_raise_only_input_errors(octets: bytes, tag: int) -> None:
    for attempt in (octets, b"\xd9" + tag.to_bytes(2, "big") + octets):
        with suppress(InputError):
            read_cbor_ld(attempt)


CBOR = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 1100)
    | st.text(max_size=8)
    | st.binary(max_size=17)
    | st.floats(width=32, allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.integers(0, 320) | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=30,
)


@given(content=CBOR, context=st.sampled_from([17, 33, 20, {"a": {"@type": "@id"}}, "x"]))
def test_strangers_structures_give_json_or_a_refusal(content: object, context: object) -> None:
    with suppress(InputError):
        read_vpqr(spelled(Tagged(LEGACY, {0: context, 117: content, 116: content, "n": content})))


@pytest.mark.parametrize("text", ["VP1-", "VP1-X7", "VP1-B1", "VP1-RA", "VP2-B"])
def test_other_alphabets_are_refused(text: str) -> None:
    with pytest.raises(MalformedInputError):
        read_vpqr(text)
