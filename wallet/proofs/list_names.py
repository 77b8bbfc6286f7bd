"""Names for the cells of RDF lists, so that a list in part of a document is recognised as the list of the whole.

JSON-LD gives list cells fresh blank nodes each time. A list is known by what points at it and by what it holds: its cells
are named by the hash of both. A list of which only some items are selected is another list, and is not recognised.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final, TypeAlias

from wallet.encoding.nquads import RDF, Quad

_FIRST: Final = f"<{RDF}first>"
_REST: Final = f"<{RDF}rest>"
_Cells: TypeAlias = Mapping[str, str]  # cell -> its item, or the cell that follows it


def name_lists(quads: Sequence[Quad]) -> tuple[Quad, ...]:
    """Return `quads` with every list cell under its lasting name."""
    items = {subject: object_ for subject, predicate, object_, _ in quads if predicate == _FIRST}
    if not items:
        return tuple(quads)
    following = {subject: object_ for subject, predicate, object_, _ in quads if predicate == _REST}
    names: dict[str, str] = {}
    for subject, predicate, object_, graph in quads:
        if object_ in items and subject not in items:
            _name_cells(object_, f"{subject} {predicate} {graph}", items, following, names)
    return tuple((names.get(s, s), p, names.get(o, o), g) for s, p, o, g in quads)


def _name_cells(head: str, place: str, items: _Cells, following: _Cells, names: dict[str, str]) -> None:
    key = f"{place} {_content(head, items, following)}"
    for number, cell in enumerate(_cells_of(head, items, following)):
        names[cell] = f"_:l{sha256(f'{number} {key}'.encode()).hexdigest()}"
        if items[cell] in items:
            _name_cells(items[cell], names[cell], items, following, names)


def _content(head: str, items: _Cells, following: _Cells) -> str:
    held = (items[cell] for cell in _cells_of(head, items, following))
    return "(" + " ".join(_content(item, items, following) if item in items else item for item in held) + ")"


def _cells_of(head: str, items: _Cells, following: _Cells) -> Iterable[str]:
    """JSON-LD makes lists that end: each cell is met once."""
    cell = head
    while cell in items:
        yield cell
        cell = following.get(cell, "")
