"""Random damage to credentials of every format: never a false accept, never an error that is not a typed refusal."""

import copy
import json
import random
from typing import Any

import pytest

from tests.issuer_simulator.jose import dump
from tests.properties.corpus import Case, assert_never_falsely_accepted, at, in_pictures, leaves, simulated

SEED = 20_261_122
SHARE, WHOLE = 2_000, 24_000


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
    return [*simulated(), *in_pictures()]


@pytest.mark.long
@pytest.mark.parametrize("slice_number", range(8))
def test_damaged_credentials_are_never_falsely_accepted(slice_number: int, full: bool) -> None:
    chance = random.Random(SEED + slice_number)
    for number in range((WHOLE if full else SHARE) // 8):
        case = chance.choice(cases())
        structural = case.source.startswith(b"{") and chance.random() < 0.5
        source = (damaged_document if structural else damaged_bytes)(case.source, chance)
        assert_never_falsely_accepted(case, source, (SEED + slice_number, number))


@pytest.mark.long
def test_damaged_evidence_never_raises_and_never_makes_good_what_is_not(full: bool) -> None:
    """The issuer's document, its status list: damaged by whoever kept them for us."""
    from tests.examining import Door
    from tests.issuer_simulator import Issuer
    from wallet.report import Verdict

    chance = random.Random(SEED)
    for secured in ("eddsa-jcs-2022", "vc+jwt"):
        issuer = Issuer()
        credential = issuer.issue(secured, status="revocation")
        issuer.revoke(credential)
        honest = issuer.published()
        for _ in range(2_000 if full else 150):
            url = chance.choice(list(honest))
            issuer.documents = {url: damaged_bytes(honest[url], chance)}
            verdict = Door((issuer,)).verdict(credential)
            assert verdict not in (Verdict.VERIFIED, Verdict.REFRESH_DUE)
