"""Where other people's conformance data is: read in place, never copied."""

import os
from functools import cache
from pathlib import Path

import pytest


@cache
def vectors_root() -> Path | None:
    """Return the folder of vectors, or None where it is unset and absent. Fails when it is named but unreadable."""
    named = os.environ.get("TESSERA_VECTORS")
    root = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "vectors"
    if (root / "MANIFEST.tsv").is_file():
        return root
    if named:
        raise FileNotFoundError(f"TESSERA_VECTORS names {named}, where there is no MANIFEST.tsv")
    return None


def vector(*parts: str) -> Path:
    """Return the path of one vector; skips the test, saying so, where there are no vectors at all."""
    root = vectors_root()
    if root is None:
        pytest.skip("no vectors here: nothing was measured")
    return root.joinpath(*parts)
