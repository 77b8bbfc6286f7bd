"""SD-JWT, RFC 9901: taking one apart, and putting what was disclosed where it belongs.

Two kinds of trouble are told apart. What is no SD-JWT at all raises MalformedInputError. A disclosure that breaks a rule
of section 7.1 is a finding about the credential: it is named in `SelectiveDisclosure.fault`, and the document then
shows only what the issuer signed in the clear. No signature is checked here.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wallet.encoding.base64url import read_base64url, write_base64url
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import read_json
from wallet.errors import MalformedInputError, TooBigError
from wallet.formats.budget import DEFAULT_BUDGET, InputBudget, require_size
from wallet.formats.envelope import Disclosure, SelectiveDisclosure
from wallet.formats.jwt import CompactJws, read_compact_jws

UNREFERENCED = "coverage.disclosure_unreferenced"
DUPLICATE = "coverage.disclosure_duplicate"
COLLISION = "coverage.disclosure_collision"
MALFORMED = "coverage.disclosure_malformed"
ALGORITHM = "coverage.disclosure_algorithm"
PROTECTED = "coverage.disclosure_protected"

# Section 9.4 asks for a digest that resists second preimages; nothing weaker is accepted.
DIGESTS: Mapping[str, Callable[[bytes], "hashlib._Hash"]] = {
    "sha-256": hashlib.sha256,
    "sha-384": hashlib.sha384,
    "sha-512": hashlib.sha512,
}

# SD-JWT VC section 3.2.2.2: what decides validity is never for the holder to hide or to choose.
PROTECTED_CLAIMS = frozenset({"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "aud"})

_RESERVED = frozenset({"_sd", "...", "_sd_alg"})


@dataclass(frozen=True, slots=True)
class SdJwt:
    """An SD-JWT taken apart. `document` is the processed payload: disclosed claims in place, digests gone."""

    jws: CompactJws
    document: JsonObject
    selective: SelectiveDisclosure


@dataclass(frozen=True, slots=True)
class Processed:
    """The outcome of section 7.1 steps 3 to 5. With a `fault`, `document` holds the clear claims and nothing else."""

    document: JsonObject
    disclosures: tuple[Disclosure, ...] = ()
    hidden: int = 0
    fault: str | None = None


def read_sd_jwt(token: str, protected: frozenset[str] = frozenset(), budget: InputBudget = DEFAULT_BUDGET) -> SdJwt:
    """Read the compact serialisation, section 4. Claims named in `protected` may not be selectively disclosed.

    Raises MalformedInputError (step `sd_jwt.tilde`, `jwt.*`) or TooBigError (`jwt.size`, `sd_jwt.count`, `sd_jwt.depth`).
    """
    require_size(len(token), budget.credential, "jwt.size")
    signed_part, encoded, key_binding = split_sd_jwt(token)
    jws = read_compact_jws(signed_part, budget)
    processed = process_disclosures(jws.payload, encoded, protected, budget)
    selective = SelectiveDisclosure(processed.disclosures, processed.hidden, key_binding, signed_part, processed.fault)
    return SdJwt(jws, processed.document, selective)


def split_sd_jwt(token: str) -> tuple[str, tuple[str, ...], str | None]:
    """Return the issuer-signed JWT, the encoded disclosures, and the key-binding JWT or None (section 4)."""
    signed_part, *rest = token.split("~")
    if not rest:
        raise MalformedInputError("no tilde in an SD-JWT", step="sd_jwt.tilde")
    *encoded, last = rest
    if last and "." not in last:
        raise MalformedInputError("the last disclosure is not followed by a tilde", step="sd_jwt.tilde")
    return signed_part, tuple(encoded), last or None


def join_sd_jwt(signed_part: str, encoded: Iterable[str], key_binding: str | None = None) -> str:
    """Return the compact serialisation; without `key_binding` it is the text that `sd_hash` covers (section 4.3.1)."""
    return "~".join((signed_part, *encoded, key_binding or ""))


def with_parents(all_disclosures: Sequence[Disclosure], chosen: Iterable[Disclosure]) -> tuple[Disclosure, ...]:
    """Return `chosen` with every disclosure that one of them stands inside, in the order of `all_disclosures`.

    Without its parents a nested disclosure is unreferenced, and the presentation refused (section 7.2).
    """
    wanted = [disclosure.path for disclosure in chosen]
    return tuple(
        disclosure
        for disclosure in all_disclosures
        if any(path == disclosure.path or path.startswith(disclosure.path + "/") for path in wanted)
    )


def process_disclosures(
    payload: JsonObject,
    encoded: Sequence[str],
    protected: frozenset[str] = frozenset(),
    budget: InputBudget = DEFAULT_BUDGET,
) -> Processed:
    """Put disclosures in their places, section 7.1 steps 3 to 5. Pure. Raises only TooBigError."""
    if len(encoded) > budget.disclosures:
        raise TooBigError(f"{len(encoded)} disclosures, limit {budget.disclosures}", step="sd_jwt.count")
    try:
        processing = _Processing(payload, encoded, budget.depth)
        document = processing.reveal_root()
    except _RuleBroken as broken:
        return Processed(clear_claims(payload), fault=broken.code)
    disclosures = processing.in_order()
    if hides_one_of(protected, disclosures):
        return Processed(clear_claims(payload), fault=PROTECTED)
    return Processed(document, disclosures, processing.hidden)


def hides_one_of(names: frozenset[str], disclosures: Iterable[Disclosure]) -> bool:
    """Return whether a top-level claim of these names, or anything inside one, is selectively disclosed."""
    return any(disclosure.path.split("/", 2)[1] in names for disclosure in disclosures)


def protect_claims(sd_jwt: SdJwt, names: frozenset[str]) -> SdJwt:
    """Return `sd_jwt` as `read_sd_jwt` would with these protected names, for readers that must look inside to know them."""
    if not hides_one_of(names, sd_jwt.selective.disclosures):
        return sd_jwt
    selective = SelectiveDisclosure((), 0, sd_jwt.selective.key_binding, sd_jwt.selective.signed_part, PROTECTED)
    return SdJwt(sd_jwt.jws, clear_claims(sd_jwt.jws.payload), selective)


def clear_claims(payload: JsonObject) -> JsonObject:
    """Return what the issuer signed in the clear: the payload without digests, placeholders and `_sd_alg`."""
    document = _clear(payload)
    assert isinstance(document, dict)
    return document


def _clear(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {name: _clear(inner) for name, inner in value.items() if name not in _RESERVED}
    if isinstance(value, list):
        return [_clear(item) for item in value if not (isinstance(item, dict) and "..." in item)]
    return value


class _RuleBroken(Exception):
    """A rule of section 7.1 is broken; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class _Processing:
    """One run of section 7.1 step 3."""

    payload: JsonObject
    encoded: Sequence[str]
    depth: int
    hidden: int = 0
    by_digest: dict[str, tuple[str, str | None, JsonValue]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    placed: dict[str, Disclosure] = field(default_factory=dict)

    def reveal_root(self) -> JsonObject:
        digest = _digest_function(self.payload.get("_sd_alg", "sha-256"))
        for one in self.encoded:
            own = write_base64url(digest(one.encode("ascii", "replace")).digest())
            if own in self.by_digest:
                raise _RuleBroken(DUPLICATE)
            self.by_digest[own] = (one, *_read_disclosure(one))
        document = self._object({k: v for k, v in self.payload.items() if k != "_sd_alg"}, "", 1)
        if len(self.placed) != len(self.by_digest):
            raise _RuleBroken(UNREFERENCED)
        return document

    def in_order(self) -> tuple[Disclosure, ...]:
        return tuple(self.placed[own] for own in self.by_digest)

    def _value(self, value: JsonValue, path: str, depth: int) -> JsonValue:
        if isinstance(value, dict):
            return self._object(value, path, depth)
        if isinstance(value, list):
            return self._array(value, path, depth)
        return value

    def _object(self, value: JsonObject, path: str, depth: int) -> JsonObject:
        self._require_depth(depth)
        if "..." in value or "_sd_alg" in value:
            raise _RuleBroken(MALFORMED)
        out = {name: self._value(inner, _step(path, name), depth + 1) for name, inner in value.items() if name != "_sd"}
        for own in _digests(value.get("_sd", [])):
            found = self._look_up(own)
            if found is None:
                continue
            encoded, name, inner = found
            if name is None:
                raise _RuleBroken(MALFORMED)
            if name in out:
                raise _RuleBroken(COLLISION)
            where = _step(path, name)
            out[name] = self._place(Disclosure(encoded, own, where, name, None), inner, depth)
        return out

    def _array(self, value: list[JsonValue], path: str, depth: int) -> list[JsonValue]:
        self._require_depth(depth)
        out: list[JsonValue] = []
        for item in value:
            where = _step(path, str(len(out)))
            if not (isinstance(item, dict) and "..." in item):
                out.append(self._value(item, where, depth + 1))
                continue
            own = item["..."]
            if len(item) != 1 or not isinstance(own, str):
                raise _RuleBroken(MALFORMED)
            found = self._look_up(own)
            if found is None:
                continue
            encoded, name, inner = found
            if name is not None:
                raise _RuleBroken(MALFORMED)
            out.append(self._place(Disclosure(encoded, own, where, None, None), inner, depth))
        return out

    def _look_up(self, own: str) -> tuple[str, str | None, JsonValue] | None:
        if own in self.seen:
            raise _RuleBroken(DUPLICATE)
        self.seen.add(own)
        found = self.by_digest.get(own)
        self.hidden += found is None
        return found

    def _place(self, disclosure: Disclosure, value: JsonValue, depth: int) -> JsonValue:
        revealed = self._value(value, disclosure.path, depth + 1)
        self.placed[disclosure.digest] = Disclosure(
            disclosure.encoded, disclosure.digest, disclosure.path, disclosure.name, revealed
        )
        return revealed

    def _require_depth(self, depth: int) -> None:
        # Disclosures can nest in disclosures, so the depth of the whole is not bounded by that of its parts.
        if depth > self.depth:
            raise TooBigError(f"nested deeper than {self.depth}", step="sd_jwt.depth")


def _digest_function(name: JsonValue) -> "Callable[[bytes], hashlib._Hash]":
    function = DIGESTS.get(name) if isinstance(name, str) else None
    if function is None:
        raise _RuleBroken(ALGORITHM)
    return function


def _digests(value: JsonValue) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _RuleBroken(MALFORMED)
    return [one for one in value if isinstance(one, str)]


def _read_disclosure(encoded: str) -> tuple[str | None, JsonValue]:
    """Return name (None for an array element) and value, section 4.2."""
    try:
        content = read_json(read_base64url(encoded))
    except MalformedInputError as error:
        raise _RuleBroken(MALFORMED) from error
    match content:
        case [str(), str() as name, value] if name not in _RESERVED:
            return name, value
        case [str(), value]:
            return None, value
        case _:
            raise _RuleBroken(MALFORMED)


def _step(path: str, name: str) -> str:
    return path + "/" + name.replace("~", "~0").replace("/", "~1")
