"""SD-JWT in its parts (RFC 9901): the exact edges of every budget, and what is left when a rule is broken."""

import pytest

from tests.issuer_simulator import Hidden, Issuer
from tests.issuer_simulator.sd_jwt import digest_of, disclosure
from wallet.errors import MalformedInputError, TooBigError
from wallet.formats import sd_jwt as room
from wallet.formats.budget import InputBudget
from wallet.formats.sd_jwt import (
    clear_claims,
    join_sd_jwt,
    process_disclosures,
    protect_claims,
    read_sd_jwt,
    split_sd_jwt,
)
from wallet.wording import WORDING

CLAIMS = {"name": Hidden("Ada"), "place": {"city": Hidden("Harbour"), "land": "X"}, "clear": ["a...b", {"c": 1}]}


@pytest.fixture
def token(issuer: Issuer) -> str:
    return issuer.sd_jwt(CLAIMS).token()


def step_of(read: object, *arguments: object, **named: object) -> str | None:
    with pytest.raises((MalformedInputError, TooBigError)) as caught:
        read(*arguments, **named)  # type: ignore[operator]
    return caught.value.step


def test_the_whole_token_counts_not_its_signed_part_alone(token: str) -> None:
    assert read_sd_jwt(token, budget=InputBudget(credential=len(token))).document["name"] == "Ada"
    assert step_of(read_sd_jwt, token, budget=InputBudget(credential=len(token) - 1)) == "jwt.size"


def test_without_its_tildes_it_is_none() -> None:
    assert step_of(split_sd_jwt, "a.b.c") == "sd_jwt.tilde"
    assert step_of(split_sd_jwt, "a.b.c~ZGlz") == "sd_jwt.tilde"
    assert step_of(split_sd_jwt, "a.b.c~ZGlz~eyJhbGc") == "sd_jwt.tilde"
    assert split_sd_jwt("a.b.c~") == ("a.b.c", (), None)
    assert split_sd_jwt("a.b.c~d~e~") == ("a.b.c", ("d", "e"), None)
    assert split_sd_jwt("a.b.c~d~x.y.z") == ("a.b.c", ("d",), "x.y.z")
    for spelled in ("a.b.c~", "a.b.c~d~e~", "a.b.c~d~x.y.z"):
        assert join_sd_jwt(*split_sd_jwt(spelled)) == spelled


def test_as_many_disclosures_as_the_budget_says(token: str) -> None:
    assert len(read_sd_jwt(token, budget=InputBudget(disclosures=2)).selective.disclosures) == 2
    assert step_of(read_sd_jwt, token, budget=InputBudget(disclosures=1)) == "sd_jwt.count"


@pytest.mark.parametrize(("name", "refused"), [("name", True), ("place", True), ("city", False), ("clear", False)])
def test_SDJWT_04_a_protected_name_protects_all_that_is_in_it(token: str, name: str, refused: bool) -> None:
    free = read_sd_jwt(token)
    assert [one.path for one in free.selective.disclosures] == ["/name", "/place/city"]
    bound = read_sd_jwt(token + "x.y.z", frozenset({name}))
    later = protect_claims(read_sd_jwt(token + "x.y.z"), frozenset({name}))
    assert bound == later
    assert bound.selective.fault == (room.PROTECTED if refused else None)
    assert ("name" in bound.document) is not refused
    assert bound.document["clear"] == ["a...b", {"c": 1}]
    assert (
        (bound.selective.disclosures, bound.selective.hidden) == ((), 0) if refused else (free.selective.disclosures, 0)
    )
    assert bound.selective.key_binding == "x.y.z"
    assert bound.selective.signed_part == token.partition("~")[0]


def test_what_is_clear_has_no_digest_no_placeholder_and_no_algorithm() -> None:
    payload = {
        "_sd": ["x"],
        "_sd_alg": "sha-256",
        "a": [{"...": "digest"}, "...", "a...b", ["..."], {"_sd": [], "b": None}],
    }
    assert clear_claims(payload) == {"a": ["...", "a...b", ["..."], {"b": None}]}


def nested(levels: int, leaf: object) -> object:
    value = leaf
    for level in range(levels):
        value = {"x": value} if level % 2 else [value]
    return value


@pytest.mark.parametrize("leaf", [{}, [], "text"], ids=["object", "array", "text"])
def test_SDJWT_08_depth_is_counted_exactly(leaf: object) -> None:
    """The payload is level one, an empty object or array in it is level two, and a text has no level."""
    for levels in range(4):
        deep = 1 + levels + (leaf != "text")
        payload = {"a": nested(levels, leaf)}
        assert process_disclosures(payload, [], budget=InputBudget(depth=deep)).document == payload
        assert step_of(process_disclosures, payload, [], budget=InputBudget(depth=deep - 1)) == "sd_jwt.depth"


@pytest.mark.parametrize("in_array", [False, True])
def test_SDJWT_08_what_is_disclosed_counts_where_it_is_put(in_array: bool) -> None:
    encoded = disclosure(["salt", [[]]] if in_array else ["salt", "name", [[]]])
    own = digest_of(encoded)
    payload = {"a": [{"...": own}]} if in_array else {"a": {"_sd": [own]}}
    deep = 4  # the payload, `a`, and the two arrays
    shown = process_disclosures(payload, [encoded], budget=InputBudget(depth=deep))
    assert shown.document == ({"a": [[[]]]} if in_array else {"a": {"name": [[]]}})
    assert step_of(process_disclosures, payload, [encoded], budget=InputBudget(depth=deep - 1)) == "sd_jwt.depth"


def test_SDJWT_05_a_disclosure_in_other_letters_is_malformed() -> None:
    assert process_disclosures({"a": 1}, ["é"]).fault == room.MALFORMED
    assert process_disclosures({"a": 1}, ["é"]).document == {"a": 1}


def test_paths_are_json_pointers() -> None:
    inner = disclosure(["salt", "c~d/e~/", 5])
    payload = {"a/b~": {"_sd": [digest_of(inner)]}}
    (shown,) = process_disclosures(payload, [inner]).disclosures
    assert shown.path == "/a~1b~0/c~0d~1e~0~1"
    assert (shown.encoded, shown.digest, shown.name, shown.value) == (inner, digest_of(inner), "c~d/e~/", 5)


def test_an_element_is_counted_where_it_stands_once_others_are_withheld() -> None:
    first, second = disclosure(["s1", "one"]), disclosure(["s2", {"two": 2}])
    payload = {"a": [{"...": digest_of("withheld")}, {"...": digest_of(first)}, 0, {"...": digest_of(second)}]}
    shown = process_disclosures(payload, [second, first])
    assert shown.document == {"a": ["one", 0, {"two": 2}]}
    assert [one.path for one in shown.disclosures] == ["/a/2", "/a/0"]
    assert [one.name for one in shown.disclosures] == [None, None]
    assert shown.hidden == 1


def test_hidden_counts_every_digest_without_a_disclosure() -> None:
    payload = {"_sd": ["a", "b"], "x": {"_sd": ["c"]}, "y": [{"...": "d"}, {"...": "e"}]}
    assert process_disclosures(payload, []).hidden == 5
    assert process_disclosures(payload, []).document == {"x": {}, "y": []}


def test_SDJWT_04_what_a_holder_may_not_choose_to_show_is_what_the_clause_lists() -> None:
    """SD-JWT VC section 3.2.2.2, and whom a token is for."""
    assert sorted(room.PROTECTED_CLAIMS) == ["aud", "cnf", "exp", "iss", "nbf", "status", "vct", "vct#integrity"]


def test_every_fault_of_a_disclosure_can_be_said() -> None:
    faults = (room.UNREFERENCED, room.DUPLICATE, room.COLLISION, room.MALFORMED, room.ALGORITHM, room.PROTECTED)
    assert [fault for fault in faults if fault not in WORDING] == []
