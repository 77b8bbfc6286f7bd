"""How long the best allocation takes: 1,000 credentials against 200 requirements, with every kind of rule.

    python -m tests.benchmarks.bench_pathways [instances]

Prints median, worst and the share proven optimal. A benchmark, not a test: nothing here fails on a slow machine.
"""

import random
import statistics
import sys
import time
from datetime import date, timedelta
from typing import Any

from wallet.encoding.strict_json import write_json
from wallet.pathways.allocation import allocate
from wallet.pathways.holdings_file import read_holdings
from wallet.pathways.read_pathway import pathway_from
from wallet.pathways.standing import Scenario

TODAY = date(2026, 11, 22)
GRADES = ["F", "D", "C", "B", "A"]


def instance(seed: int, credentials: int = 1_000, requirements: int = 200) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a pathway document with `requirements` leaves and a holdings document, made from a seed."""
    r = random.Random(seed)
    keys = [f"c{n}" for n in range(credentials * 3 // 4)]
    achievements = {
        key: {
            "title": {"en": key},
            "match": [{"by": "achievement", "id": f"urn:{key}"}],
            "credits": {"value": r.choice([1, 2, 3, 3, 3, 4, 4, 5]), "unit": "us-sem"},
            "issuers": ["uni", "bank"],
        }
        for key in keys
    }
    blocks = [f"b{n}" for n in range(8)]
    groups = [_group(r, n, keys, blocks, requirements // 10) for n in range(10)]
    total = {"id": "total", "type": "credits", "need": {"value": 240, "unit": "us-sem"}, "from": "*", "block": "total"}
    here = {"id": "here", "type": "credits", "need": {"value": 120, "unit": "us-sem"}, "from": "*", "block": "here"}
    document = {
        "format": "stack-pathway/1",
        "id": f"urn:example:bench:{seed}",
        "version": "1",
        "status": "illustrative",
        "title": {"en": "Benchmark"},
        "unit": "us-sem",
        "issuers": {"uni": {"name": "Uni", "ids": ["urn:uni"]}, "bank": {"name": "Bank", "ids": ["urn:bank"]}},
        "scales": {"letter": GRADES},
        "achievements": achievements,
        "overlayBlocks": ["total", "here"],
        "sharing": [
            {"between": ["b0", "b1"], "maxCount": 2},
            {"between": ["b2", "b3"], "maxCredits": 9},
            {"between": ["b4", "b5"]},
        ],
        "limits": [{"id": "transfer", "kind": "max", "where": "via-rule", "credits": 60}],
        "equivalences": [_rule(r, n, keys) for n in range(60)],
        "requires": {"id": "root", "type": "all", "of": [*groups, total, here | {"issuers": ["uni"], "notVia": True}]},
    }
    return document, {"today": TODAY.isoformat(), "credentials": [_holding(r, n, keys) for n in range(credentials)]}


def _group(r: random.Random, number: int, keys: list[str], blocks: list[str], leaves: int) -> dict[str, Any]:
    choose = number % 3 == 2
    node: dict[str, Any] = {"id": f"g{number}", "type": "choose" if choose else "all"}
    node["of"] = [_leaf(r, f"g{number}l{n}", keys, blocks) for n in range(leaves)]
    return node | {"n": leaves * 3 // 4} if choose else node


def _leaf(r: random.Random, name: str, keys: list[str], blocks: list[str]) -> dict[str, Any]:
    leaf: dict[str, Any] = {"id": name, "block": r.choice(blocks)}
    if r.random() < 0.4:
        leaf["min"] = {"scale": "letter", "value": r.choice(["D", "C", "B"])}
    pool = r.sample(keys, r.randint(2, 12))
    match r.choice(["item", "item", "count", "credits"]):
        case "item":
            return leaf | {"type": "item", "achievement": pool[:4]}
        case "count":
            return leaf | {"type": "count", "n": r.randint(2, 3), "from": pool}
        case _:
            caps = [{"of": pool[: len(pool) // 2], "max": 4}] if r.random() < 0.4 else []
            need = {"value": r.choice([6, 9, 12]), "unit": "us-sem"}
            return leaf | {"type": "credits", "need": need, "from": pool, "caps": caps}


def _rule(r: random.Random, number: int, keys: list[str]) -> dict[str, Any]:
    gives = [{"achievement": key} for key in r.sample(keys, r.randint(1, 4))]
    sources = r.sample(keys, 2 if number % 5 == 0 else 1)
    return {"id": f"r{number}", "authority": "bank", "from": sources, "gives": gives, "maxCreditsPerSource": 8}


def _holding(r: random.Random, number: int, keys: list[str]) -> dict[str, Any]:
    return {
        "id": f"h{number:04}",
        "achievement": f"urn:{r.choice(keys)}",
        "issuer": {"id": r.choice(["urn:uni", "urn:bank"])},
        "awarded": (TODAY - timedelta(days=r.randint(0, 3_000))).isoformat(),
        "status": r.choice(["verified"] * 18 + ["refresh_due", "revoked"]),
        "grade": r.choice(GRADES),
    }


def main(instances: int) -> None:
    """Measure and print."""
    times, proven, settled = [], 0, 0
    allocate(*_read(instance(10_000, 20, 20)), seconds=1.0)  # the solver's library is loaded once
    for seed in range(instances):
        pathway, holdings, scenario = _read(instance(seed))
        start = time.perf_counter()
        found = allocate(pathway, holdings, scenario, seconds=1.0)
        times.append(time.perf_counter() - start)
        proven += found.proven_optimal
        settled += found.settled
        print(f"{seed:3} {times[-1]:.3f} s  {float(found.progress):.4f}..{float(found.upper):.4f}  {found.settled}")
    print(
        f"median {statistics.median(times):.3f} s, worst {max(times):.3f} s; proven {proven}, settled {settled} of {instances}"
    )


def _read(made: tuple[dict[str, Any], dict[str, Any]]) -> tuple[Any, Any, Scenario]:
    pathway, held = made
    return pathway_from(pathway), read_holdings(write_json(held)).holdings, Scenario(TODAY)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
