"""What a credential points to and does not contain: pictures, evidence, policies elsewhere (VCDM 2.0 section 5.3).

The signature covers the address, not what lies there. With a digest beside it, content can be held against what was signed; without
one it is nobody's word (threat DI-16).
"""

import re
from base64 import b64decode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256, sha384, sha512
from typing import Final
from urllib.parse import unquote_to_bytes

from wallet.credentials.json_parts import read_id, step
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.multibase import read_multibase
from wallet.errors import InputError

RESOURCE_LIMIT: Final = 100
# Members whose value, by its address alone, is content that people look at.
_CONTENT: Final = frozenset({"image", "evidence"})
_NOT_SEARCHED: Final = frozenset({"@context", "proof", "verifiableCredential", "endorsement"})
_SRI: Final = re.compile(r"(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})(?:\?[\x21-\x7e]*)?", re.ASCII)
_SRI_HASHES: Final = {"sha256": sha256, "sha384": sha384, "sha512": sha512}
_MULTIHASHES: Final = {b"\x12\x20": sha256, b"\x20\x30": sha384, b"\x13\x40": sha512}


class Integrity(StrEnum):
    """How content compares with what the credential says of it."""

    INTACT = "intact"
    ALTERED = "altered"
    UNSTATED = "unstated"  # no digest: not part of what was signed
    UNKNOWN = "unknown"  # a digest of a kind we do not know


@dataclass(frozen=True, slots=True)
class RelatedResource:
    """Something that lies elsewhere: where the credential names it (JSON pointer), its address, and its digests."""

    path: str
    url: str
    sri: str | None = None
    multibase: str | None = None

    def compare(self, content: bytes) -> Integrity:
        """Hold `content` against the digests; every one that is known must fit."""
        found = [
            *(_compare_sri(self.sri, content) if self.sri is not None else ()),
            *([_compare_multibase(self.multibase, content)] if self.multibase is not None else ()),
        ]
        if Integrity.ALTERED in found:
            return Integrity.ALTERED
        if self.sri is None and self.multibase is None:
            return Integrity.UNSTATED
        return Integrity.INTACT if Integrity.INTACT in found else Integrity.UNKNOWN


def find_related_resources(document: JsonObject) -> tuple[RelatedResource, ...]:
    """Return what a credential points to: everything with a digest, and pictures and evidence; at most 100.

    An entry of `relatedResource` gives its digests to every mention of the same address. Data URLs are content, not addresses, and
    are listed only where a digest says something about them.
    """
    related = document.get("relatedResource")
    stated = {item.url: item for item in _find(related, listed=True)} if related is not None else {}
    rest = {name: value for name, value in document.items() if name != "relatedResource"}
    found = [_with_digests(item, stated.get(item.url)) for item in _find(rest)]
    every = {(item.path, item.url): item for item in (*stated.values(), *found)}
    return tuple(item for item in every.values() if item.sri or item.multibase or not item.url.startswith("data:"))[
        :RESOURCE_LIMIT
    ]


def read_image(value: JsonValue) -> str | None:
    """Return the address of a picture, or None where its own bytes are not the ones that its digest promises."""
    if value is None:
        return None
    for item in find_related_resources({"image": value}):
        content = carried_content(item.url)
        if content is not None and item.compare(content) is Integrity.ALTERED:
            return None
    return read_id(value)


def carried_content(url: str) -> bytes | None:
    """Return the bytes of a data URL (RFC 2397), or None for any other address and for a broken one."""
    head, comma, body = url.partition(",")
    if not comma or not head.lower().startswith("data:"):
        return None
    try:
        return b64decode(body, validate=True) if head.lower().endswith(";base64") else unquote_to_bytes(body)
    except ValueError:
        return None


def _find(value: JsonValue, *, listed: bool = False) -> list[RelatedResource]:
    """Return what is pointed to in `value`, in document order. `listed`: in `relatedResource`, where every address is meant."""
    found: list[RelatedResource] = []
    _collect(value, "/relatedResource" if listed else "", listed, False, found)
    return found


def _collect(value: JsonValue, path: str, listed: bool, content: bool, found: list[RelatedResource]) -> None:
    """`content`: this is the value of a member whose address alone makes it something that people look at."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            if not isinstance(item, str) or content:
                _collect(item, f"{path}/{place}", listed, content, found)
    elif isinstance(value, dict):
        url = value.get("id", value.get("@id"))
        if isinstance(url, str):
            sri, multibase = value.get("digestSRI"), value.get("digestMultibase")
            if listed or isinstance(sri, str) or isinstance(multibase, str):
                found.append(RelatedResource(path, url, _text(sri), _text(multibase)))
            elif content:
                found.append(RelatedResource(path, url))
        for name, inner in value.items():
            if name in _CONTENT or (isinstance(inner, dict | list) and name not in _NOT_SEARCHED):
                _collect(inner, step(path, name), False, name in _CONTENT, found)
    elif content and isinstance(value, str):
        found.append(RelatedResource(path, value))


def _with_digests(item: RelatedResource, stated: RelatedResource | None) -> RelatedResource:
    if stated is None:
        return item
    return RelatedResource(item.path, item.url, item.sri or stated.sri, item.multibase or stated.multibase)


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) and value else None


def _compare_sri(text: str, content: bytes) -> list[Integrity]:
    """Subresource Integrity section 3.3: of several digests those of the strongest kind count, and one of them must fit."""
    parts = [match.groups() for word in text.split() if (match := _SRI.fullmatch(word))]
    if not parts:
        return [Integrity.UNKNOWN]
    strongest = max(kind for kind, _ in parts)
    fitting = any(
        kind == strongest and _decoded(encoded) == _SRI_HASHES[kind](content).digest() for kind, encoded in parts
    )
    return [Integrity.INTACT if fitting else Integrity.ALTERED]


def _decoded(text: str) -> bytes | None:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return None


def _compare_multibase(text: str, content: bytes) -> Integrity:
    try:
        digest = read_multibase(text)
    except InputError:
        return Integrity.UNKNOWN
    hash_of = _MULTIHASHES.get(digest[:2])
    if hash_of is None:
        return Integrity.UNKNOWN
    return Integrity.INTACT if digest[2:] == hash_of(content).digest() else Integrity.ALTERED
