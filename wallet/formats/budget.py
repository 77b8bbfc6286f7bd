"""How much of a stranger's file Tessera is willing to look at: bytes, counts, pixels, layers.

Every number is a limit that no real credential comes near and that keeps a hostile file from harming this computer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from wallet.errors import TooBigError, WalletError

_MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True)
class InputBudget:
    """Limits for one received file, whatever is inside it. Sizes are bytes unless the name says otherwise."""

    source: int = 200 * _MEBI
    credential: int = 2 * _MEBI  # one document or token
    collection: int = 32 * _MEBI  # a JSON export or a text that holds several
    text: int = 8 * _MEBI  # prose
    image: int = 32 * _MEBI
    pixels: int = 16_000_000
    text_chunk: int = 2 * _MEBI  # one PNG text chunk, inflated
    text_chunks: int = 64
    chunks: int = 65_536
    pdf: int = 20 * _MEBI
    zip_entries: int = 2_000
    zip_total: int = 200 * _MEBI
    zip_ratio: int = 100
    documents: int = 5_000  # everything that is found, refusals included
    json_brackets: int = 500_000  # objects and arrays in one text
    json_values: int = 2_000_000
    searched: int = 100_000  # objects looked at while searching containers for credentials
    depth: int = 64  # JSON nesting, disclosures put in place included
    disclosures: int = 1_000
    scanned: int = 12 * _MEBI  # characters looked at while searching text for credentials


DEFAULT_BUDGET = InputBudget()


@dataclass(slots=True)
class Meter:
    """What one opening has spent so far. Mutable, and never shared between two openings."""

    budget: InputBudget
    documents: int = 0
    scanned: int = 0
    searched: int = 0

    def spend_document(self) -> None:
        """Count one document. Raises TooBigError when there are more than the budget allows."""
        self.documents += 1
        if self.documents > self.budget.documents:
            raise TooBigError(f"more than {self.budget.documents} documents", step="input.documents")

    def spend_search(self) -> None:
        """Count one object looked into. Raises TooBigError over the budget."""
        self.searched += 1
        if self.searched > self.budget.searched:
            raise TooBigError(f"more than {self.budget.searched} objects to search", step="json.work")

    def spend_scan(self, characters: int) -> None:
        """Count `characters` of text looked at. Raises TooBigError over the budget."""
        self.scanned += characters
        if self.scanned > self.budget.scanned:
            raise TooBigError("searching this text takes too much work", step="text.work")


def require_size(size: int, limit: int, step: str) -> None:
    """Raise TooBigError, naming `step`, when `size` bytes are more than `limit`."""
    if size > limit:
        raise TooBigError(f"{size} bytes, limit {limit}", step=step)


@contextmanager
def refusing(step: str, error_type: type[WalletError]) -> Iterator[None]:
    """Turn whatever a library raises on hostile bytes into `error_type` at `step`; our own refusals pass through.

    Only for calls into other people's parsers, whose exceptions no documentation lists completely.
    """
    try:
        yield
    except WalletError:
        raise
    except (RecursionError, MemoryError) as error:
        raise TooBigError(f"{step}: {type(error).__name__}", step=step) from error
    except Exception as error:
        raise error_type(f"{step}: {type(error).__name__}: {error}", step=step) from error
