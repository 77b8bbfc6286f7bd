"""Files of one heap that say different things about the keys at one address.

Status lists replace each other by the date they were signed with. Keys bear no date of their own, and a file's date is nobody's word: where
two files name different keys, choosing one would be choosing whom to believe. Neither is used, and whoever builds the pack is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wallet.dids.did_document import read_controller_document
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import read_json
from wallet.errors import WalletError

_KEYED = frozenset({"did_document", "key_set", "issuer_metadata"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One file that says which keys are at `url`."""

    url: str
    kind: str
    path: Path
    content: bytes


def find_rivals(claims: Iterable[Claim]) -> Mapping[str, tuple[Path, ...]]:
    """Return every address about whose keys the files disagree, with those files in the order given."""
    said: dict[str, dict[object, list[Path]]] = {}
    for claim in claims:
        if claim.kind in _KEYED:
            said.setdefault(claim.url, {}).setdefault(_meaning(claim), []).append(claim.path)
    return {
        url: tuple(path for paths in meanings.values() for path in paths)
        for url, meanings in said.items()
        if len(meanings) > 1
    }


def _meaning(claim: Claim) -> object:
    """What a document says of keys, so that two copies of one document, however written, agree."""
    try:
        value = read_json(claim.content)
        if claim.kind == "did_document" and isinstance(value, dict):
            return (claim.kind, _keys_of(value))
        return (claim.kind, _frozen(value))
    except WalletError:
        return (claim.kind, claim.content)


def _keys_of(document: JsonObject) -> object:
    read = read_controller_document(document, str(document.get("id")))
    return frozenset(
        (method.id, method.controller, method.key, method.relationships, method.ends)
        for method in read.methods.values()
    )


def _frozen(value: JsonValue) -> object:
    if isinstance(value, dict):
        return frozenset((name, _frozen(inner)) for name, inner in value.items())
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
