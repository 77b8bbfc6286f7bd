"""Random damage to a credential: to its bytes, or to the tree of its document."""

import copy
import json
import random
from typing import Any

from tests.issuer_simulator.jose import dump
from tests.properties.corpus import Case, at, in_pictures, leaves, simulated


def damaged_bytes(source: bytes, chance: random.Random) -> bytes:
    """Return `source` with one to four places changed, lost, doubled or exchanged."""
    octets = bytearray(source)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(octets))
        match chance.randrange(6):
            case 0:
                octets[place] ^= 1 << chance.randrange(8)
            case 1:
                octets[place] = chance.randrange(256)
            case 2:
                del octets[place : place + chance.randint(1, 8)]
            case 3:
                octets[place:place] = octets[place : place + chance.randint(1, 40)]
            case 4:
                octets[place:place] = chance.choice(
                    [b"\0", b'"', b"{", b"}", b",", b"\\u0000", b"\xff", b"~", b".", b"null"]
                )
            case _:
                other = chance.randrange(len(octets))
                octets[place], octets[other] = octets[other], octets[place]
        if not octets:
            return b""
    return bytes(octets)


def damaged_document(source: bytes, chance: random.Random) -> bytes:
    """Return the document with leaves exchanged, lost, moved, doubled, emptied or wrapped."""
    document: Any = json.loads(source)
    for _ in range(chance.randint(1, 3)):
        paths = [path for path in leaves(document) if path]
        if not paths:
            return dump(document).encode()
        path, other = chance.choice(paths), chance.choice(paths)
        place, value = at(document, path[:-1]), at(document, path)
        match chance.randrange(7):
            case 0:
                place[path[-1]], at(document, other[:-1])[other[-1]] = at(document, other), value
            case 1:
                del place[path[-1]]
            case 2:
                place[path[-1]] = copy.deepcopy(at(document, other[: chance.randint(0, len(other))]))
            case 3:
                place[path[-1]] = [value, value]
            case 4:
                place[path[-1]] = chance.choice(
                    [None, "", [], {}, 0, -1, True, 1e300, {"@value": value}, {"id": value}]
                )
            case 5 if isinstance(place, dict):
                place[chance.choice(["id", "@id", "type", "proof", "@context", "name", "@graph"])] = value
            case _:
                cut = chance.randint(0, len(path) - 1)
                if cut:
                    at(document, path[: cut - 1])[path[cut - 1]] = [at(document, path[:cut])]
    return dump(document).encode()


def cases() -> list[Case]:
    """Return credentials of every format that are in order."""
    return [*simulated(), *in_pictures()]


def one_damaged(chance: random.Random) -> tuple[Case, bytes]:
    """Return a credential of any format, and the same one damaged."""
    case = chance.choice(cases())
    structural = case.source.startswith(b"{") and chance.random() < 0.5
    return case, (damaged_document if structural else damaged_bytes)(case.source, chance)
