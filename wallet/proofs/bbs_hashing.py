"""The hashing beneath BBS: scalars, generators and the curve library they live in.

draft-irtf-cfrg-bbs-signatures sections 4.1, 4.2 and 7.2, over RFC 9380. Both ciphersuites differ in their hash alone.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from hashlib import sha256, shake_256
from types import ModuleType
from typing import TYPE_CHECKING, Final

from wallet.errors import MissingLibraryError, TooBigError

if TYPE_CHECKING:
    from py_arkworks_bls12381 import G1Point, Scalar

MESSAGE_LIMIT: Final = 5000  # a generator takes 0.1 ms to make
_FIELD: Final = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB


class BbsSuite(StrEnum):
    """The ciphersuites, by their ids (section 7.2)."""

    SHA_256 = "BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_"
    SHAKE_256 = "BBS_BLS12381G1_XOF:SHAKE-256_SSWU_RO_"

    @property
    def api_id(self) -> str:
        """The interface's id (section 3.6), which separates all its hashes."""
        return self.value + "H2G_HM2S_"


_P1: Final[Mapping[BbsSuite, str]] = {
    BbsSuite.SHA_256: (
        "a8ce256102840821a3e94ea9025e4662b205762f9776b3a766c872b948f1fd225e7c59698588e70d11406d161b4e28c9"
    ),
    BbsSuite.SHAKE_256: (
        "8929dfbc7e6642c4ed9cba0856e493f8b9d7d5fcb0c31ef8fdcd34d50648a56c795e106e9eada6e0bda386b414150755"
    ),
}


def curve_library() -> ModuleType:
    """Return the curve library. Raises MissingLibraryError where it is not installed."""
    try:
        import py_arkworks_bls12381
    except ImportError as error:
        raise MissingLibraryError("BBS", step="bbs.library", library="py-arkworks-bls12381") from error
    return py_arkworks_bls12381


def hash_to_scalar(message: bytes, tag: bytes, suite: BbsSuite) -> "Scalar":
    """Section 4.2.2 hash_to_scalar: 48 bytes of expansion, reduced."""
    scalar: Scalar = curve_library().Scalar.from_be_bytes_mod_order(expand_message(message, tag, 48, suite))
    return scalar


def expand_message(message: bytes, tag: bytes, length: int, suite: BbsSuite) -> bytes:
    """RFC 9380 section 5.3, expand_message_xof or expand_message_xmd."""
    ending = tag + bytes([len(tag)])
    if suite is BbsSuite.SHAKE_256:
        return shake_256(message + length.to_bytes(2, "big") + ending).digest(length)
    first = sha256(b"\0" * 64 + message + length.to_bytes(2, "big") + b"\0" + ending).digest()
    blocks = [sha256(first + b"\1" + ending).digest()]
    for number in range(2, (length + 31) // 32 + 1):
        mixed = bytes(x ^ y for x, y in zip(first, blocks[-1], strict=True))
        blocks.append(sha256(mixed + bytes([number]) + ending).digest())
    return b"".join(blocks)[:length]


def _hash_to_curve(message: bytes, tag: bytes, suite: BbsSuite) -> "G1Point":
    curve = curve_library()
    point: G1Point
    if suite is BbsSuite.SHA_256:
        point = curve.G1Point.hash_to_curve(message, tag)
        return point
    uniform = expand_message(message, tag, 128, suite)
    halves = [int.from_bytes(half, "big") % _FIELD for half in (uniform[:64], uniform[64:])]
    first, second = (curve.G1Point.map_from_fp_be(half.to_bytes(48, "big")) for half in halves)
    point = first + second
    return point


class _GeneratorList:
    """Message generators (section 4.1.1), made once and extended as longer credentials come."""

    def __init__(self, suite: BbsSuite) -> None:
        self._suite = suite
        self._seed_tag = (suite.api_id + "SIG_GENERATOR_SEED_").encode()
        self._point_tag = (suite.api_id + "SIG_GENERATOR_DST_").encode()
        self._state = expand_message((suite.api_id + "MESSAGE_GENERATOR_SEED").encode(), self._seed_tag, 48, suite)
        self.points: list[G1Point] = []
        self.octets: list[bytes] = []

    def grow(self, count: int) -> None:
        """Make generators until there are `count`."""
        while len(self.points) < count:
            number = (len(self.points) + 1).to_bytes(8, "big")
            self._state = expand_message(self._state + number, self._seed_tag, 48, self._suite)
            self.points.append(_hash_to_curve(self._state, self._point_tag, self._suite))
            self.octets.append(self.points[-1].to_compressed_bytes())


@cache
def generator_list(suite: BbsSuite) -> _GeneratorList:
    """Return the generators of a suite made so far."""
    return _GeneratorList(suite)


@cache
def base_point(suite: BbsSuite) -> "G1Point":
    """Return P1 (section 7.2)."""
    point: G1Point = curve_library().G1Point.from_compressed_bytes(bytes.fromhex(_P1[suite]))
    return point


def message_generators(suite: BbsSuite, count: int) -> "tuple[G1Point, list[G1Point]]":
    """Return Q_1 and the message generators. Raises TooBigError over 5,000 messages."""
    if count > MESSAGE_LIMIT:
        raise TooBigError("too many BBS messages", step="bbs.messages")
    made = generator_list(suite)
    made.grow(count + 1)
    return made.points[0], made.points[1 : count + 1]


def message_scalar(message: bytes, suite: BbsSuite) -> "Scalar":
    """Return the scalar of one message (section 4.1.2)."""
    return hash_to_scalar(message, (suite.api_id + "MAP_MSG_TO_SCALAR_AS_HASH_").encode(), suite)


def scalar_tag(suite: BbsSuite) -> bytes:
    """Return the separation tag of plain hashing to scalars."""
    return (suite.api_id + "H2S_").encode()
