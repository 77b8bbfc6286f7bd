"""BBS signatures: sign messages together, later prove any of them without showing the rest.

draft-irtf-cfrg-bbs-signatures, both ciphersuites over BLS12-381. The curve comes from an optional library; everything
above it is here. Randomness is an argument: a function that returns that many unpredictable bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from wallet.errors import MalformedInputError
from wallet.proofs.bbs_hashing import (
    MESSAGE_LIMIT,
    BbsSuite,
    base_point,
    curve_library,
    generator_list,
    hash_to_scalar,
    message_generators,
    message_scalar,
    scalar_tag,
)
from wallet.proofs.raw_signatures import Match

if TYPE_CHECKING:
    from py_arkworks_bls12381 import G1Point, G2Point, Scalar

RandomBytes = Callable[[int], bytes]
POINT_BYTES: Final = 48
SCALAR_BYTES: Final = 32
_ORDER: Final = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001


@dataclass(frozen=True, slots=True)
class _Proof:
    """A proof taken apart (section 4.2.4.5)."""

    a_bar: "G1Point"
    b_bar: "G1Point"
    d: "G1Point"
    e_hat: "Scalar"
    r1_hat: "Scalar"
    r3_hat: "Scalar"
    hidden: "tuple[Scalar, ...]"
    challenge: "Scalar"


def derive_key_pair(material: bytes, information: bytes, suite: BbsSuite = BbsSuite.SHA_256) -> tuple[bytes, bytes]:
    """Return (secret key, public key) from at least 32 secret bytes (section 3.4.1)."""
    if len(material) < 32:
        raise ValueError("a key needs 32 bytes of secret material")
    seed = material + len(information).to_bytes(2, "big") + information
    # The draft names this tag by the interface, not by the bare ciphersuite.
    secret = hash_to_scalar(seed, (suite.api_id + "KEYGEN_DST_").encode(), suite)
    return secret.to_be_bytes(), public_key_of(secret.to_be_bytes())


def public_key_of(secret: bytes) -> bytes:
    """Return the 96-byte public key of a 32-byte secret key."""
    curve = curve_library()
    point: G2Point = curve.G2Point() * _read_scalar(secret)
    return point.to_compressed_bytes()


def bbs_sign(secret: bytes, header: bytes, messages: Sequence[bytes], suite: BbsSuite = BbsSuite.SHA_256) -> bytes:
    """Return the 80-byte signature over all messages (section 3.5.1). It has no randomness."""
    key = _read_scalar(secret)
    scalars = [message_scalar(message, suite) for message in messages]
    q1, generators = message_generators(suite, len(messages))
    domain = _domain(public_key_of(secret), len(messages), header, suite)
    parts = b"".join(scalar.to_be_bytes() for scalar in (key, *scalars, domain))
    e = hash_to_scalar(parts, scalar_tag(suite), suite)
    b = _commit(suite, q1, domain, generators, scalars)
    a = b * (key + e).inverse()
    return a.to_compressed_bytes() + e.to_be_bytes()


def bbs_match(
    public_key: bytes, signature: bytes, header: bytes, messages: Sequence[bytes], suite: BbsSuite = BbsSuite.SHA_256
) -> Match:
    """Say whether the signature is over exactly these messages (section 3.5.2)."""
    curve = curve_library()
    try:
        a, e = _read_signature(signature)
        key = _read_key(public_key)
    except ValueError:
        return Match.MALFORMED
    q1, generators = message_generators(suite, len(messages))
    domain = _domain(public_key, len(generators), header, suite)
    b = _commit(suite, q1, domain, generators, [message_scalar(message, suite) for message in messages])
    base: G2Point = curve.G2Point()
    return Match.GOOD if curve.GT.pairing_check([a, b], [key + base * e, -base]) else Match.BAD


def bbs_prove(
    public_key: bytes,
    signature: bytes,
    header: bytes,
    presentation_header: bytes,
    messages: Sequence[bytes],
    disclosed: Sequence[int],
    random_bytes: RandomBytes,
    suite: BbsSuite = BbsSuite.SHA_256,
) -> bytes:
    """Return a proof that shows the messages at `disclosed` indexes (section 3.5.3).

    Raises MalformedInputError for a signature that is not one or an index that is not there.
    """
    if len(set(disclosed)) != len(disclosed) or any(not 0 <= index < len(messages) for index in disclosed):
        raise MalformedInputError("disclosed indexes", step="bbs.indexes")
    hidden_count = len(messages) - len(disclosed)
    randoms = [_random_scalar(random_bytes) for _ in range(5 + hidden_count)]
    return prove_with_scalars(public_key, signature, header, presentation_header, messages, disclosed, randoms, suite)


def prove_with_scalars(
    public_key: bytes,
    signature: bytes,
    header: bytes,
    presentation_header: bytes,
    messages: Sequence[bytes],
    disclosed: Sequence[int],
    randoms: "Sequence[Scalar]",
    suite: BbsSuite,
) -> bytes:
    """Return the proof that these random scalars make (section 3.6.3): r1, r2, e~, r1~, r3~, then one a hidden message."""
    try:
        a, e = _read_signature(signature)
    except ValueError as error:
        raise MalformedInputError(f"not a BBS signature: {error}", step="bbs.signature") from error
    scalars = [message_scalar(message, suite) for message in messages]
    q1, generators = message_generators(suite, len(messages))
    domain = _domain(public_key, len(generators), header, suite)
    b = _commit(suite, q1, domain, generators, scalars)
    shown = sorted(disclosed)
    hidden = [index for index in range(len(messages)) if index not in set(shown)]
    r1, r2, e_tilde, r1_tilde, r3_tilde, *m_tildes = randoms
    d = b * r2
    a_bar = a * (r1 * r2)
    b_bar = d * r1 - a_bar * e
    t1 = _sum([a_bar, d], [e_tilde, r1_tilde])
    t2 = _sum([d, *(generators[index] for index in hidden)], [r3_tilde, *m_tildes])
    points = (a_bar, b_bar, d, t1, t2)
    c = _challenge(points, domain, {index: scalars[index] for index in shown}, presentation_header, suite)
    answers = [e_tilde + e * c, r1_tilde - r1 * c, r3_tilde - r2.inverse() * c]
    answers += [tilde + scalars[index] * c for index, tilde in zip(hidden, m_tildes, strict=True)]
    written = [point.to_compressed_bytes() for point in (a_bar, b_bar, d)]
    return b"".join([*written, *(scalar.to_be_bytes() for scalar in (*answers, c))])


def bbs_match_proof(
    public_key: bytes,
    proof: bytes,
    header: bytes,
    presentation_header: bytes,
    shown: Mapping[int, bytes],
    suite: BbsSuite = BbsSuite.SHA_256,
) -> Match:
    """Say whether the proof shows these messages at these indexes of what was signed (section 3.5.4)."""
    curve = curve_library()
    try:
        read = _read_proof(proof)
        key = _read_key(public_key)
    except ValueError:
        return Match.MALFORMED
    count = len(shown) + len(read.hidden)
    if any(not 0 <= index < count for index in shown):
        return Match.MALFORMED
    q1, generators = message_generators(suite, count)
    domain = _domain(public_key, len(generators), header, suite)
    scalars = {index: message_scalar(shown[index], suite) for index in sorted(shown)}
    hidden = [index for index in range(count) if index not in shown]
    t1 = _sum([read.b_bar, read.a_bar, read.d], [read.challenge, read.e_hat, read.r1_hat])
    # T2 = B·c + D·r3 + the hidden generators, where B commits to what is shown: all in one multiplication.
    c = read.challenge
    fixed, factors = [base_point(suite), q1, read.d], [c, domain * c, read.r3_hat]
    t2 = _sum(
        [*fixed, *(generators[index] for index in (*scalars, *hidden))],
        [*factors, *(scalar * c for scalar in scalars.values()), *read.hidden],
    )
    points = (read.a_bar, read.b_bar, read.d, t1, t2)
    if _challenge(points, domain, scalars, presentation_header, suite) != read.challenge:
        return Match.BAD
    good = curve.GT.pairing_check([read.a_bar, read.b_bar], [key, -curve.G2Point()])
    return Match.GOOD if good else Match.BAD


def _commit(
    suite: BbsSuite, q1: "G1Point", domain: "Scalar", generators: "Sequence[G1Point]", scalars: "Sequence[Scalar]"
) -> "G1Point":
    return base_point(suite) + _sum([q1, *generators], [domain, *scalars])


def _sum(points: "Sequence[G1Point]", scalars: "Sequence[Scalar]") -> "G1Point":
    point: G1Point = curve_library().G1Point.multiexp_unchecked(list(points), list(scalars))
    return point


def _domain(public_key: bytes, count: int, header: bytes, suite: BbsSuite) -> "Scalar":
    """Section 4.2.3: what binds the signature to the key, the number of messages and the header."""
    octets = generator_list(suite).octets[: count + 1]
    counted = count.to_bytes(8, "big") + b"".join(octets) + suite.api_id.encode()
    return hash_to_scalar(public_key + counted + len(header).to_bytes(8, "big") + header, scalar_tag(suite), suite)


def _challenge(
    points: "tuple[G1Point, ...]",
    domain: "Scalar",
    shown: "Mapping[int, Scalar]",
    presentation_header: bytes,
    suite: BbsSuite,
) -> "Scalar":
    """Section 3.7.4."""
    parts = [len(shown).to_bytes(8, "big")]
    parts += [index.to_bytes(8, "big") + scalar.to_be_bytes() for index, scalar in shown.items()]
    parts += [point.to_compressed_bytes() for point in points]
    parts += [domain.to_be_bytes(), len(presentation_header).to_bytes(8, "big"), presentation_header]
    return hash_to_scalar(b"".join(parts), scalar_tag(suite), suite)


def _random_scalar(random_bytes: RandomBytes) -> "Scalar":
    scalar: Scalar = curve_library().Scalar.from_be_bytes_mod_order(random_bytes(48))
    return scalar


def _read_scalar(octets: bytes) -> "Scalar":
    """Raises ValueError for what is not a number from 1 to the order less one."""
    if len(octets) != SCALAR_BYTES or not 0 < int.from_bytes(octets, "big") < _ORDER:
        raise ValueError("not a scalar")
    scalar: Scalar = curve_library().Scalar.from_be_bytes(octets)
    return scalar


def _read_point(octets: bytes) -> "G1Point":
    """Raises ValueError for what is not a point of the subgroup, and for its identity."""
    curve = curve_library()
    point: G1Point = curve.G1Point.from_compressed_bytes(octets)  # checks curve and subgroup
    if point == curve.G1Point.identity():
        raise ValueError("the identity")
    return point


@lru_cache(maxsize=64)
def _read_key(octets: bytes) -> "G2Point":
    curve = curve_library()
    key: G2Point = curve.G2Point.from_compressed_bytes(octets)
    if key == curve.G2Point.identity():
        raise ValueError("the identity")
    return key


def _read_signature(octets: bytes) -> "tuple[G1Point, Scalar]":
    if len(octets) != POINT_BYTES + SCALAR_BYTES:
        raise ValueError("not the length of a signature")
    return _read_point(octets[:POINT_BYTES]), _read_scalar(octets[POINT_BYTES:])


def _read_proof(octets: bytes) -> _Proof:
    points_end = 3 * POINT_BYTES
    rest = len(octets) - points_end
    if rest < 4 * SCALAR_BYTES or rest % SCALAR_BYTES or rest // SCALAR_BYTES > MESSAGE_LIMIT + 4:
        raise ValueError("not the length of a proof")
    a_bar, b_bar, d = (_read_point(octets[at : at + POINT_BYTES]) for at in range(0, points_end, POINT_BYTES))
    scalars = [_read_scalar(octets[at : at + SCALAR_BYTES]) for at in range(points_end, len(octets), SCALAR_BYTES)]
    return _Proof(a_bar, b_bar, d, scalars[0], scalars[1], scalars[2], tuple(scalars[3:-1]), scalars[-1])
