"""How long the best allocation takes: 1,000 credentials against 200 requirements, with every kind of rule; and how long
the window waits for its view of the sample degree.

    python -m tests.benchmarks.bench_pathways [instances]

Prints median, worst and the share proven optimal, then the view, step by step, in fresh processes: checking what is held
(once for each change of the vault), the first view after that, the view once something has changed, and the same view
again. Wall time counts what else the machine does; processor time does not. Nothing here fails on a slow machine.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
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
    times, works, proven, settled = [], [], 0, 0
    allocate(*_read(instance(10_000, 20, 20)), seconds=1.0)  # the solver's library is loaded once
    for seed in range(instances):
        pathway, holdings, scenario = _read(instance(seed))
        start, work = time.perf_counter(), time.process_time()
        found = allocate(pathway, holdings, scenario, seconds=1.0)
        times.append(time.perf_counter() - start)
        works.append(time.process_time() - work)
        proven += found.proven_optimal
        settled += found.settled
        between = f"{float(found.progress):.4f}..{float(found.upper):.4f}"
        print(f"{seed:3} {times[-1]:.3f} s ({works[-1]:.3f} s of work)  {between}  {found.settled}")
    for name, took in (("wall", times), ("work", works)):
        print(f"{name}: median {statistics.median(took):.3f} s, worst {max(took):.3f} s")
    print(f"proven {proven}, settled {settled} of {instances}")


def _read(made: tuple[dict[str, Any], dict[str, Any]]) -> tuple[Any, Any, Scenario]:
    pathway, held = made
    return pathway_from(pathway), read_holdings(write_json(held)).holdings, Scenario(TODAY)


DEGREE = "northlight-bsc-data-practice"
STEPS = {
    "held": "checking what is held",
    "first": "the first view",
    "changed": "the view after a change",
    "again": "the same view again",
}


def views(folder: Path) -> dict[str, tuple[float, float]]:
    """Return what each step of looking at the sample degree takes, in seconds of (wall, processor) time."""
    from tests.vaults import PASSPHRASE, terms_for
    from wallet.messages import requests as keep
    from wallet.messages import stacks as ask
    from wallet.messages.stack_views import OwnBasis
    from wallet.session import Session

    def opened() -> Session:
        return Session(folder / "vault", terms_for(folder / "state"), lambda: datetime(2026, 5, 20, 12, tzinfo=UTC))

    session = opened()
    session.create(keep.CreateVault(PASSPHRASE))
    session.add_samples(keep.AddSamples())
    session.answer(ask.FollowStack(shipped=DEGREE))
    session.goodbye()
    session = opened()
    session.unlock(keep.Unlock(PASSPHRASE))
    took: dict[str, tuple[float, float]] = {}

    def timed(step: str, act: Any) -> None:
        wall, work = time.perf_counter(), time.process_time()
        act()
        took[step] = time.perf_counter() - wall, time.process_time() - work

    timed("held", session.stack_holdings)
    timed("first", lambda: session.answer(ask.GetStack(DEGREE)))
    session.answer(ask.RecordOwnWord(OwnBasis.PLANNED, DEGREE, "dp-205"))
    timed("changed", lambda: session.answer(ask.GetStack(DEGREE)))
    timed("again", lambda: session.answer(ask.GetStack(DEGREE)))
    session.goodbye()
    return took


def measure_views(times: int) -> None:
    """Measure in processes of their own, so that nothing is warm that would not be."""
    found = []
    for _ in range(times):
        done = subprocess.run([sys.executable, "-m", __spec__.name, "view"], capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    for step, words in STEPS.items():
        wall, work = (statistics.median(one[step][part] for one in found) * 1_000 for part in (0, 1))
        print(f"{words}: {wall:.1f} ms, of which {work:.1f} ms are work (median of {times})")


if __name__ == "__main__":
    if sys.argv[1:] == ["view"]:
        with tempfile.TemporaryDirectory() as place:
            print(json.dumps(views(Path(place))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
        measure_views(5)
