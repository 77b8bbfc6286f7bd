"""Each field of a presentation, changed: what the mutation property of presentations puts before a verifier.

A field is a name and a function that makes a changed presentation from a source of chance. What changes no meaning is no mutation and is not
made: another order of the mandatory indexes, which are a set; the other half of an ECDSA signature's `s`, which SEC 1 makes as valid.
"""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from tests.issuer_simulator.keys import b64u, b64u_decode
from wallet.encoding.cbor import read_cbor, write_cbor

Field = tuple[str, Callable[[random.Random], str]]
Change = Callable[[Any, random.Random], Any]

ECDSA_SD_PARTS = ("base signature", "public key", "signatures", "label map", "mandatory indexes")
BBS_PARTS = ("bbs proof", "label map", "mandatory indexes", "selective indexes", "presentation header")
# BBS section 3.2.1: three points, then scalars: e, r1, r3, one for each hidden message, the challenge.
_BBS_SIZES = (48, 48, 48, 32, 32, 32)


def changed_octets(value: bytes, chance: random.Random) -> bytes:
    """Return other octets: bits flipped, cut, lengthened, emptied, all alike."""
    made = value
    while made == value:
        place = chance.randrange(max(1, len(value)))
        match chance.randrange(8):
            case 0:
                made = value[:place]
            case 1:
                made = value + chance.randbytes(chance.randint(1, 32))
            case 2:
                made = bytes([chance.choice((0, 255))]) * len(value)
            case 3:
                made = value[place:] + value[:place]
            case _ if value:
                made = value[:place] + bytes([value[place] ^ 1 << chance.randrange(8)]) + value[place + 1 :]
            case _:
                made = chance.randbytes(1)
    return made


def changed_text(value: str, chance: random.Random) -> Any:
    """Return another text, or something that is no text."""
    made: Any = value
    while made == value:
        place = chance.randrange(max(1, len(value)))
        match chance.randrange(9):
            case 0:
                made = value[:place]
            case 1:
                made = value + chance.choice((" ", "x", "\u200b", "/", "#", "\0"))
            case 2:
                made = value[:place] + value[place:].swapcase()
            case 3:
                made = chance.choice((None, 7, True, [value, "x"], {"id": value + "x"}))
            case 4:
                made = value[:place] + value[place + 1 :]
            case _:
                made = value[:place] + chance.choice("aB3-_é") + value[place + 1 :]
    return made


def changed_part(value: str, chance: random.Random) -> str:
    """Return another text for a part of a token. Blanks are left out: a token may stand in a text, and ends where one begins."""
    made: Any = value
    while not isinstance(made, str) or made == value or not made.isprintable() or " " in made:
        made = changed_text(value, chance)
    return made


def changed_value(value: Any, chance: random.Random) -> Any:
    """Return another value for a leaf."""
    if isinstance(value, str):
        return changed_text(value, chance)
    if isinstance(value, bool) or value is None:
        return chance.choice([each for each in (True, False, None, "true", 1, 0) if each is not value])
    if isinstance(value, int | float):
        return chance.choice([value + 1, value - 1, -value - 1, value * 2 + 3, str(value) + "0", None, [value, value]])
    return chance.choice(["x", ["x"], {"x": "x"}, 1])


def changed_indexes(value: list[int], chance: random.Random) -> list[Any]:
    """Return another set of places, or no places at all."""
    made: list[Any] = value
    while sorted(made, key=str) == sorted(value, key=str):
        made = list(value)
        match chance.randrange(6) if value else 5:
            case 0:
                made.pop(chance.randrange(len(made)))
            case 1:
                made[chance.randrange(len(made))] += chance.choice((1, -1, 1000))
            case 2:
                made.append(chance.choice(made))
            case 3:
                made = []
            case 4:
                made[chance.randrange(len(made))] = chance.choice(("0", b"\0", [0], True))
            case _:
                made.append(chance.randrange(200))
    return made


def changed_labels(value: dict[int, Any], chance: random.Random) -> dict[Any, Any]:
    """Return another label map: a label altered, exchanged, doubled, taken away, one too many, under another number."""
    made: dict[Any, Any] = value
    while made == value:
        made = dict(value)
        name, other = chance.choice(list(made)), chance.choice(list(made))
        match chance.randrange(6):
            case 0:
                made[name], made[other] = made[other], made[name]
            case 1:
                made[name] = made[other]
            case 2:
                del made[name]
            case 3:
                made[len(made) + chance.randrange(3)] = made[other]
            case 4:
                made[name + len(made)] = made.pop(name)
            case _:
                label = made[name]
                made[name] = changed_octets(label, chance) if isinstance(label, bytes) else label + chance.randint(1, 9)
    return made


def changed_list(value: list[bytes], chance: random.Random) -> list[bytes]:
    """Return another list of signatures: in another order, one fewer, one more, one twice."""
    made = list(value)
    while made == value:
        match chance.randrange(4):
            case 0:
                chance.shuffle(made)
            case 1:
                made.pop(chance.randrange(len(made)))
            case 2:
                made.insert(chance.randrange(len(made) + 1), chance.choice(value))
            case _:
                made[chance.randrange(len(made))] = chance.choice(value)
    return made


def derived_proof_fields(document: dict[str, Any]) -> Iterator[Field]:
    """Yield the parts of the derived proof of `document`."""
    octets = b64u_decode(document["proof"]["proofValue"][1:])
    header, parts = octets[:3], read_cbor(octets[3:], ordered=False)
    assert isinstance(parts, list)
    names = ECDSA_SD_PARTS if document["proof"]["cryptosuite"] == "ecdsa-sd-2023" else BBS_PARTS

    def rebuilt(place: int, part: Any, start: bytes = header) -> str:
        made = copy.deepcopy(document)
        value = write_cbor([*parts[:place], part, *parts[place + 1 :]])
        made["proof"]["proofValue"] = "u" + b64u(start + value)
        return json.dumps(made)

    def field(place: int, change: Change) -> Callable[[random.Random], str]:
        return lambda chance: rebuilt(place, change(parts[place], chance))

    for place, name in enumerate(names):
        part = parts[place]
        if name == "signatures":
            yield "the list of signatures", field(place, changed_list)
            for number in range(len(part)):
                yield f"signature {number}", field(place, _changing_one(number))
        elif name == "bbs proof":
            yield "the whole bbs proof", field(place, changed_octets)
            for number, (start, end) in enumerate(_bbs_parts(len(part))):
                yield f"bbs proof part {number}", field(place, _changing_part(start, end))
        else:
            change = {"label map": changed_labels, "mandatory indexes": changed_indexes}.get(name)
            change = changed_indexes if name == "selective indexes" else change or changed_octets
            yield name, field(place, change)
    yield "header of the proof value", lambda chance: rebuilt(0, parts[0], changed_octets(header, chance))


def _changing_one(number: int) -> Change:
    return lambda items, chance: [*items[:number], changed_octets(items[number], chance), *items[number + 1 :]]


def _changing_part(start: int, end: int) -> Change:
    """Flip bits within one part: its length stays, so that the parts after it do too."""

    def change(octets: bytes, chance: random.Random) -> bytes:
        part = octets[start:end]
        while part == octets[start:end]:
            place = chance.randrange(len(part))
            kept = part[:place] + bytes([part[place] ^ 1 << chance.randrange(8)]) + part[place + 1 :]
            part = chance.choice((kept, kept, bytes(len(part)), chance.randbytes(len(part))))
        return octets[:start] + part + octets[end:]

    return change


def _bbs_parts(length: int) -> Iterator[tuple[int, int]]:
    start = 0
    for size in _BBS_SIZES:
        yield start, start + size
        start += size
    while start < length:
        yield start, start + 32
        start += 32


def member_fields(document: Any, path: tuple[Any, ...], rebuild: Callable[[Any], str]) -> Iterator[Field]:
    """Yield each leaf of the object or list at `path` of a JSON document, with removal among its changes."""

    def field(place: tuple[Any, ...]) -> Callable[[random.Random], str]:
        def mutate(chance: random.Random) -> str:
            made = copy.deepcopy(document)
            parent = made
            for step in place[:-1]:
                parent = parent[step]
            # A list of one thing and the thing itself say the same in JSON-LD: a change has to change more.
            if chance.randrange(8) == 0 and isinstance(parent, dict):
                del parent[place[-1]]
            else:
                parent[place[-1]] = changed_value(parent[place[-1]], chance)
            return rebuild(made)

        return mutate

    for place in _leaves(document, path):
        yield "/".join(map(str, place)), field(place)


def _leaves(document: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    value = document
    for step in path:
        value = value[step]
    if isinstance(value, dict | list) and value:
        for step in value if isinstance(value, dict) else range(len(value)):
            yield from _leaves(document, (*path, step))
    else:
        yield path
