"""Canonical forms made by others' code: pyld for JSON-LD and RDFC-1.0, a few lines of our own for JCS.

The engine has its own of each; the simulator must not use them.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from pyld import canon, jsonld

CONTEXTS = Path(__file__).resolve().parents[2] / "resources" / "contexts"


class _Sha384Canon(canon.URDNA2015):
    def create_hash(self) -> Any:
        return hashlib.sha384()


@cache
def _context_files() -> dict[str, Path]:
    index = json.loads((CONTEXTS / "index.json").read_text(encoding="utf-8"))
    return {url: CONTEXTS / editions[0]["file"] for url, editions in index["contexts"].items()}


@cache
def _context(url: str) -> Any:
    return json.loads(_context_files()[url].read_text(encoding="utf-8"))


def load_context(url: str, options: Any = None) -> dict[str, Any]:
    """Give pyld a bundled context; KeyError for any other URL: nothing is ever fetched."""
    return {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json", "document": _context(url)}


def rdfc(document: dict[str, Any], digest: str = "sha256") -> bytes:
    """Return the canonical N-Quads of a JSON-LD document, as pyld sees it, with base directions as suites want them."""
    options = {"documentLoader": load_context, "base": None, "extractAllScripts": False}
    options["rdfDirection"] = "i18n-datatype"
    dataset = jsonld.to_rdf(document, options)
    algorithm = canon.URDNA2015() if digest == "sha256" else _Sha384Canon()
    return str(algorithm.main(dataset, {"format": "application/n-quads"})).encode()


def jcs(value: Any) -> bytes:
    """Return the RFC 8785 form. Numbers here are integers and short decimals, where Python and ECMAScript agree."""
    return _jcs(value).encode()


def _jcs(value: Any) -> str:
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_jcs(name)}:{_jcs(item)}" for name, item in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_jcs, value)) + "]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)
