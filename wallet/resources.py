"""Where the files that ship with Tessera are: contexts, schemas, trust packs, samples, words, fonts, icons."""

from functools import cache
from pathlib import Path


@cache
def resource_root() -> Path:
    """Return the folder `resources/`, beside the packages in a checkout and in an installed wheel alike."""
    return Path(__file__).resolve().parent.parent / "resources"


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped file or folder, which need not exist."""
    return resource_root().joinpath(*parts)


def read_resource(*parts: str) -> bytes:
    """Return the bytes of a shipped file. Raises FileNotFoundError: a missing resource is our bug."""
    return resource_path(*parts).read_bytes()
