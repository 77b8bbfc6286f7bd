"""Each leaf of each credential that is in order, changed in turn: no changed claim is ever accepted."""

import copy
import json
import random
from typing import Any

import pytest

from tests.issuer_simulator import loads
from tests.issuer_simulator.jose import dump
from tests.issuer_simulator.keys import b64u, b64u_decode
from tests.properties.corpus import Case, assert_never_falsely_accepted, at, changed, leaves, samples, simulated

SHARE = 40
CASES = [case.name for case in (*simulated(), *samples())]


def case_named(name: str) -> Case:
    return next(case for case in (*simulated(), *samples()) if case.name == name)


JSON_CASES = [case.name for case in (*simulated(), *samples()) if case.source.startswith(b"{")]
TOKEN_CASES = [name for name in CASES if name not in JSON_CASES]


@pytest.mark.parametrize("name", JSON_CASES)
def test_no_changed_leaf_of_a_document_is_accepted(name: str) -> None:
    case = case_named(name)
    document = loads(case.source)
    paths = list(leaves(document))
    assert len(paths) > 20
    for path in paths:
        mutated = copy.deepcopy(document)
        at(mutated, path[:-1])[path[-1]] = changed(at(document, path))
        assert_never_falsely_accepted(case, dump(mutated).encode(), path)


@pytest.mark.parametrize("name", JSON_CASES)
def test_no_member_is_lost_or_added_unseen(name: str, full: bool) -> None:
    """A leaf taken away may only ever leave fewer claims, and then only under a failed signature or none at all."""
    case = case_named(name)
    document = loads(case.source)
    paths = list(leaves(document))
    for path in paths if full or len(paths) < SHARE else random.Random(name).sample(paths, SHARE):
        mutated = copy.deepcopy(document)
        del at(mutated, path[:-1])[path[-1]]
        assert_never_falsely_accepted(case, dump(mutated).encode(), ("without", path))
        for extra in ("honours", "description", "@id", "id"):
            target = at(document, path[:-1])
            if isinstance(target, dict) and extra not in target:
                added = copy.deepcopy(document)
                at(added, path[:-1])[extra] = "First class"
                assert_never_falsely_accepted(case, dump(added).encode(), ("with", path, extra))


@pytest.mark.parametrize("name", TOKEN_CASES)
def test_no_changed_leaf_of_a_token_is_accepted(name: str) -> None:
    case = case_named(name)
    token, *disclosures = case.source.decode().split("~")
    parts = token.split(".")
    for place in (0, 1):
        document = json.loads(b64u_decode(parts[place]))
        for path in leaves(document):
            mutated = copy.deepcopy(document)
            at(mutated, path[:-1])[path[-1]] = changed(at(document, path))
            changed_parts = list(parts)
            changed_parts[place] = b64u(dump(mutated).encode())
            assert_never_falsely_accepted(case, "~".join([".".join(changed_parts), *disclosures]).encode(), path)
    for number, encoded in enumerate(disclosures):
        if encoded:
            _change_disclosure(case, token, disclosures, number)


def _change_disclosure(case: Case, token: str, disclosures: list[str], number: int) -> None:
    parts: list[Any] = json.loads(b64u_decode(disclosures[number]))
    for path in leaves(parts):
        mutated = copy.deepcopy(parts)
        at(mutated, path[:-1])[path[-1]] = changed(at(parts, path))
        others = list(disclosures)
        others[number] = b64u(dump(mutated).encode())
        assert_never_falsely_accepted(case, "~".join([token, *others]).encode(), (number, path))
