"""The DCQL matrix of one other implementation: every query against every credential, and its own answer to each."""

import json

import pytest

from tests.conformance.vectors import vector
from wallet.presentations.dcql import Candidate, Query, choose_smallest, find_answers, find_missing, read_query

# Where that implementation differs from the specification, and we follow the specification.
DELIBERATE: dict[tuple[str, str], str] = {}


def candidate(name: str, held: dict[str, object]) -> Candidate:
    kinds = held.get("type", [])
    authority = held.get("authority")
    return Candidate(
        id=name,
        format=str(held["credential_format"]),
        claims=held.get("claims") or held.get("namespaces") or {},
        types=frozenset(kinds if isinstance(kinds, list) else [kinds]),
        vct=str(held.get("vct", "")),
        doctype=str(held.get("doctype", "")),
        holder_bound=bool(held.get("cryptographic_holder_binding", True)),
        authorities=frozenset((authority["type"], value) for value in authority["values"])
        if isinstance(authority, dict)
        else frozenset(),
    )


def test_every_case_of_the_matrix_has_the_same_answer() -> None:
    matrix = json.loads(vector("8-oid4vc", "dcql-ts", "dcql-expected.json").read_text())
    held = {name: candidate(name, value) for name, value in matrix["credentials"].items()}
    measured, misses = 0, []
    for asked in matrix["queries"]:
        query: Query = read_query(asked["query_json"])
        for case in asked["cases"]:
            measured += 1
            answers = find_answers(
                query,
                list(held.values()) if case["credentials"] == "ALL" else [held[name] for name in case["credentials"]],
            )
            satisfied = not find_missing(query, answers)
            assert bool(choose_smallest(query, answers)) == (satisfied and any(answers.values()))
            if satisfied != case["can_be_satisfied"]:
                misses.append(
                    (
                        asked["query"],
                        case["credentials"] if isinstance(case["credentials"], str) else case["credentials"][0],
                    )
                )
    print(f"DCQL: {measured - len(misses)} of {measured}")
    assert measured == 414
    assert misses == list(DELIBERATE)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"credentials": []},
        {"credentials": [{"id": "a b", "format": "x"}]},
        {"credentials": [{"id": "a", "format": "x", "claims": [{"path": []}]}]},
        {"credentials": [{"id": "a", "format": "x", "claims": [{"path": [True]}]}]},
        {"credentials": [{"id": "a", "format": "x"}, {"id": "a", "format": "x"}]},
        {"credentials": [{"id": "a", "format": "x"}], "credential_sets": [{"options": [["b"]]}]},
        {"credentials": [{"id": "a", "format": "x", "claims": [{"path": ["p"]}], "claim_sets": [["q"]]}]},
    ],
)
def test_a_malformed_query_is_refused_with_its_step(document: dict[str, object]) -> None:
    from wallet.errors import InputError

    with pytest.raises(InputError) as refusal:
        read_query(document)
    assert refusal.value.step.startswith("dcql.")


def test_VP_06_a_query_beyond_any_budget_is_refused() -> None:
    from wallet.errors import TooBigError

    with pytest.raises(TooBigError):
        read_query({"credentials": [{"id": f"q{n}", "format": "x"} for n in range(10_000)]})
    claims = [{"path": ["a"] * 31} for _ in range(256)]
    query = read_query({"credentials": [{"id": f"q{n}", "format": "x", "claims": claims} for n in range(64)]})
    with pytest.raises(TooBigError):
        find_answers(query, [Candidate(str(n), "x", {}) for n in range(1000)])
