"""Small random stacks that exercise every construct of the format, made from a seed."""

import json
import random
from datetime import date, timedelta

from wallet.pathways.holdings_file import read_holdings
from wallet.pathways.problem import pose
from wallet.pathways.read_pathway import read_pathway
from wallet.pathways.standing import COUNTS_NOW, IF_ISSUED, WITH_IN_PROGRESS, WITH_UNVERIFIED, Scenario

TODAY = date(2026, 11, 22)
GRADES = ["F", "D", "C", "B", "A"]
CREDITS = [1, 2, 3, 4, 6, "7/2", 2.5]


class Instance:
    """A pathway document, a holdings document, and what they are read as."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        r = self.random
        # Everything at once leaves nothing that counts: each instance draws which restrictions it is about.
        self.strict = r.choice([0.0, 0.2, 0.4, 0.8])
        self.keys = [f"a{n}" for n in range(r.randint(3, 5))]
        self.blocks = ["", "x", "y", "total"][: r.choice([1, 2, 3, 4, 4])]
        self.leaf_number = 0
        self.document = self._pathway()
        self.held = {"today": TODAY.isoformat(), "credentials": self._holdings()}
        self._overrides()
        self.pathway = read_pathway(json.dumps(self.document))
        self.holdings = read_holdings(json.dumps(self.held)).holdings
        self._trim()
        include = r.choice([COUNTS_NOW, COUNTS_NOW, WITH_UNVERIFIED, WITH_IN_PROGRESS, IF_ISSUED])
        self.scenario = Scenario(TODAY, include, ignore_expiry=r.random() < 0.1)

    def _trim(self) -> None:
        """Trying everything takes time that doubles with each award: leave out holdings until it can be waited for."""
        while len(self.holdings) > 1:
            posed = pose(self.pathway, self.holdings, Scenario(TODAY, IF_ISSUED, ignore_expiry=True))
            if len(posed.awards) <= 9 and len(posed.edges) <= 17:
                return
            self.holdings = self.holdings[:-1]

    def chance(self, likely: float) -> bool:
        return self.random.random() < likely

    def rarely(self, likely: float) -> bool:
        """As `chance`, for what only ever takes something away."""
        return self.random.random() < likely * self.strict

    def _pathway(self) -> dict:
        r = self.random
        document = {
            "format": "stack-pathway/1",
            "id": "urn:example:random",
            "version": "1",
            "status": "illustrative",
            "title": {"en": "Random"},
            "unit": "us-sem",
            "owner": "uni",
            "issuers": {
                "uni": {"name": "Uni", "ids": ["urn:uni"]},
                "other": {"name": "Other", "ids": ["urn:other"]},
            },
            "scales": {"letter": GRADES},
            "conversions": [{"from": "ects", "to": "us-sem", "num": 1, "den": 2, "authority": "uni"}],
            "passFail": {"grades": ["P"], "meetsMinimum": self.chance(0.3)},
            "repeats": r.choice(["best", "best", "latest", "first"]),
            "achievements": {key: self._achievement(key) for key in self.keys},
            "requires": self._node(0),
            "overlayBlocks": ["total"] if self.chance(0.6) else [],
            "equivalences": [self._rule(n) for n in range(r.choice([0, 1, 2]))],
        }
        if self.chance(0.5) and len(self.blocks) > 2:
            share = {"between": ["x", "y"]}
            if self.chance(0.6):
                share[r.choice(["maxCount", "maxCredits"])] = r.randint(0, 4)
            document["sharing"] = [share]
        if self.chance(0.35):
            document["limits"] = [self._limit(n) for n in range(r.choice([1, 1, 2]))]
        if self.chance(0.25):
            document["notCombinable"] = [self._not_combinable(document)]
        return document

    def _achievement(self, key: str) -> dict:
        r = self.random
        a = {"title": {"en": key}, "match": [{"by": "achievement", "id": f"urn:{key}"}]}
        if self.chance(0.8):
            unit = "ects" if self.chance(0.15) else "cats" if self.chance(0.05) else "us-sem"
            a["credits"] = {"value": r.choice(CREDITS), "unit": unit}
        if self.rarely(0.3):
            a["issuers"] = ["uni"]
        if self.rarely(0.2):
            a["validFor"] = r.choice(["P1Y", "P3Y"])
            a["countsAfterExpiry"] = self.chance(0.3)
        if self.rarely(0.15):
            a["maxAge"] = "P2Y"
        if self.rarely(0.15):
            a["effective"] = {"from": "2025-01-01"}
        if self.chance(0.25):
            a["repeatable"] = True
            if self.chance(0.5):
                a["maxTimes"] = r.randint(1, 2)
        if self.chance(0.4):
            a["level"] = {"framework": "course", "value": r.choice([100, 200, 300])}
        if self.chance(0.3):
            a["skills"] = [r.choice(["s1", "s2"])]
        a["repeatable"] = a.get("repeatable", False) or self.chance(0.2)
        later = [other for other in self.keys if other > key]
        if later and self.chance(0.25):
            a["renewedBy"] = [r.choice(later)]
        return a

    def _node(self, depth: int) -> dict:
        r = self.random
        self.leaf_number += 1
        node = {"id": f"n{self.leaf_number}"}
        kinds = ["all", "choose"] if depth == 0 else ["item"] * 4 + ["count"] * 3 + ["credits"] * 4 + ["skills"]
        if depth == 1 and self.chance(0.35):
            kinds = ["all", "choose"]
        kind = node["type"] = r.choice(kinds)
        if self.chance(0.2):
            node["weight"] = r.choice([1, 2, 2.5])
        match kind:
            case "all" | "choose":
                node["of"] = [self._node(depth + 1) for _ in range(r.randint(2, 4) if depth == 0 else r.randint(1, 2))]
                if kind == "choose":
                    node["n"] = r.randint(1, len(node["of"]))
                return node
            case "item":
                node["achievement"] = r.sample(self.keys, r.randint(1, 3))
            case "count":
                node |= {"n": r.randint(1, 3), "from": self._pool()}
            case "credits":
                value = r.choice([3, 4, 5, 6, "15/2", 9])
                node |= {"need": {"value": value, "unit": "us-sem"}, "from": self._pool()}
            case "skills":
                return node | {"of": ["s1", "s2"], "n": r.randint(1, 2)}
        return node | self._terms(kind)

    def _pool(self) -> object:
        return "*" if self.chance(0.3) else self.random.sample(self.keys, self.random.randint(2, len(self.keys)))

    def _terms(self, kind: str) -> dict:
        r = self.random
        terms: dict = {"block": r.choice(self.blocks)}
        if self.rarely(0.25):
            terms["min"] = {"scale": "letter", "value": r.choice(["D", "C", "B"])}
        if self.rarely(0.1):
            terms["minLevel"] = {"framework": "course", "value": 200}
        if self.rarely(0.1):
            terms["maxAge"] = "P2Y"
        if self.rarely(0.15):
            terms |= {"issuers": ["uni"], "notVia": True}
        elif self.rarely(0.1):
            terms["notVia"] = True
        if kind != "item" and self.chance(0.3):
            shuffled = r.sample(self.keys, len(self.keys))
            cut = r.randint(1, len(shuffled))
            caps = [{"of": shuffled[:cut], "max": r.choice([1, 2, 3, 2.5])}]
            if cut < len(shuffled) and self.chance(0.4):
                caps.append({"of": shuffled[cut:], "max": r.choice([1, 2, 4])})
            terms["caps"] = caps
        return terms

    def _rule(self, number: int) -> dict:
        r = self.random
        rule = {
            "id": f"r{number}",
            "authority": "uni",
            "from": r.sample(self.keys, r.choice([1, 1, 1, min(2, len(self.keys))])),
            "gives": [self._given(key) for key in r.sample(self.keys, r.randint(1, min(2, len(self.keys))))],
        }
        if self.chance(0.2):
            rule["fromAny"] = r.sample(self.keys, r.randint(1, 2))
        for name, value, likely in (
            ("maxCreditsPerSource", r.choice([3, 4, 8]), 0.3),
            ("onePerSource", True, 0.2),
            ("onePerTarget", True, 0.3),
            ("confirm", True, 0.3),
            ("effective", {"from": "2024-06-01", "to": "2026-06-01"}, 0.2),
            ("maxAge", "P2Y", 0.15),
            ("min", {"scale": "letter", "value": "C"}, 0.15),
        ):
            if self.chance(likely):
                rule[name] = value
        return rule

    def _given(self, key: str) -> dict:
        given = {"achievement": key}
        if self.chance(0.3):
            given["credits"] = {"value": self.random.choice(CREDITS), "unit": "us-sem"}
        if self.chance(0.2):
            given["grade"] = self.random.choice(GRADES)
        return given

    def _limit(self, number: int) -> dict:
        r = self.random
        limit = {"id": f"l{number}", "kind": "max", "where": r.choice(["via-rule", "direct", "pass-fail", "any"])}
        limit |= {"credits": r.choice([2, 4, 6, 8])} if self.chance(0.7) else {"count": r.randint(0, 2)}
        if self.chance(0.3):
            limit["of"] = r.sample(self.keys, r.randint(1, len(self.keys)))
        if self.chance(0.2):
            limit["issuers"] = ["uni"]
        return limit

    def _not_combinable(self, document: dict) -> dict:
        r = self.random
        if document["equivalences"] and self.chance(0.5):
            return {"id": "nc", "rules": ["r0"], "otherTransfer": True, "withAchievements": [r.choice(self.keys)]}
        return {"id": "nc", "achievements": [r.choice(self.keys)], "withAchievements": [r.choice(self.keys)]}

    def _holdings(self) -> list:
        return [self._holding(n) for n in range(self.random.randint(4, 7))]

    def _holding(self, number: int) -> dict:
        r = self.random
        held = {
            "id": f"h{number}",
            "achievement": f"urn:{self.keys[number % len(self.keys)] if self.chance(0.6) else r.choice(self.keys)}",
            "issuer": {"id": f"urn:far{number}" if self.chance(0.3) else r.choice(["urn:uni", "urn:uni", "urn:other"])},
            "status": r.choice(
                ["verified"] * 7 + ["refresh_due", "unverified", "issuer_unknown", "expired", "revoked"]
            ),
            "awarded": (TODAY - timedelta(days=r.randint(0, 1500))).isoformat(),
        }
        if self.chance(0.6):
            held["grade"] = r.choice([*GRADES, "P"])
        if self.rarely(0.1):
            del held["awarded"]
        if self.chance(0.15):
            held["validUntil"] = (TODAY + timedelta(days=r.randint(-300, 600))).isoformat()
        if self.chance(0.1):
            held["credits"] = {"value": r.choice(CREDITS), "unit": "us-sem"}
        if self.chance(0.08):
            held["basis"] = r.choice(["in_progress", "planned", "paper"])
        if number and self.chance(0.08):
            held["parents"] = [f"h{r.randrange(number)}"]
        if self.chance(0.1):
            held["digest"] = "same"
        return held

    def _overrides(self) -> None:
        r = self.random
        if not self.chance(0.3):
            return
        leaves = [n for n in _nodes(self.document["requires"]) if n["type"] in ("item", "count", "credits")]
        nodes = [n["id"] for n in _nodes(self.document["requires"])][1:]
        held = r.choice(self.held["credentials"])["id"]
        kinds = [{"node": "*", "action": "block", "credential": held}]
        if nodes:
            kinds.append({"node": r.choice(nodes), "action": "waive"})
        if leaves:
            leaf = r.choice(leaves)["id"]
            kinds += [{"node": leaf, "action": action, "credential": held} for action in ("accept", "block")]
        self.document["overrides"] = [r.choice(kinds) | {"by": r.choice(["uni", "me"]), "note": "as agreed"}]


def _nodes(node: dict) -> list:
    return (
        [node, *(below for part in node["of"] for below in _nodes(part))]
        if node["type"] in ("all", "choose")
        else [node]
    )
