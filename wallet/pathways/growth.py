"""Growth: one's own results over time, only ever on the same scale and the same framework node, never averaged.

And work: the skills that a job asks for, each with what shows it, at what level, how far it can be believed.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from wallet.pathways.holding import Holding
from wallet.pathways.matching import match_holdings
from wallet.pathways.pathway import Pathway, Skills
from wallet.pathways.skills import skill_evidence
from wallet.pathways.standing import Scenario, Standing, judge_holding
from wallet.report import Verdict


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """One result on one day. `place` counts from 0, the worst of the scale."""

    on: date
    value: str
    place: int
    holding: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class GrowthSeries:
    """Results that can be compared: one framework node, one scale, in the order of their days."""

    node: str
    scale: tuple[str, ...]
    points: tuple[GrowthPoint, ...]


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One row of the table of skills: what is asked for, and one holding that shows it (or none: `holding` "")."""

    skill: str
    title: str
    wanted: str
    holding: str
    kind: str
    issuer: str
    grades: tuple[str, ...]
    verdict: Verdict | None
    enough: bool
    awarded: date | None = None


def growth(holdings: Sequence[Holding]) -> tuple[GrowthSeries, ...]:
    """Return every series there is. Results without a day, a scale or a node cannot be compared and are left out.

    Only what is verified tells of growth; two copies of one credential tell of it once.
    """
    found: dict[tuple[str, tuple[str, ...]], list[GrowthPoint]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for holding in holdings:
        if holding.awarded is None or holding.verdict not in (Verdict.VERIFIED, Verdict.REFRESH_DUE):
            continue
        copy = (holding.digest or holding.id, holding.achievement_id)
        if copy in seen:
            continue
        seen.add(copy)
        for result in holding.results:
            if result.value in result.scale:
                point = GrowthPoint(
                    holding.awarded, result.value, result.scale.index(result.value), holding.id, holding.verdict
                )
                for node in result.nodes:
                    found[node, result.scale].append(point)
    ordered = {key: tuple(sorted(points, key=lambda p: (p.on, p.place, p.holding))) for key, points in found.items()}
    return tuple(GrowthSeries(node, scale, ordered[node, scale]) for node, scale in sorted(ordered))


def skills_for(job: Pathway, holdings: Sequence[Holding], on: date, language: str = "en") -> tuple[SkillRow, ...]:
    """Return the skills that `job` asks for, each with what shows it; a skill that nothing shows has one empty row."""
    scenario = Scenario(on, frozenset({Standing.COUNTS, Standing.UNVERIFIED}))
    evidence = skill_evidence(job, holdings, match_holdings(job, holdings, scenario), scenario)
    known = {holding.id: holding for holding in holdings}
    rows: list[SkillRow] = []
    for skill in dict.fromkeys(key for node in job.nodes() if isinstance(node, Skills) for key in node.of):
        rule = job.skills.get(skill)
        title = rule.title.best(language) if rule is not None else skill
        wanted = rule.min_grade.value if rule is not None and rule.min_grade is not None else ""
        shown = [found for found in evidence if found.skill == skill]
        if not shown:
            rows.append(SkillRow(skill, title, wanted, "", "", "", (), None, False))
        for found in shown:
            holding = known[found.holding]
            verified = judge_holding(job, holding).standing is Standing.COUNTS
            rows.append(
                SkillRow(
                    skill,
                    title,
                    wanted,
                    holding.id,
                    holding.achievement_type,
                    holding.issuer_name,
                    found.grades,
                    found.verdict,
                    found.enough and verified,
                    holding.awarded,
                )
            )
    return tuple(rows)


def growth_csv(series: Sequence[GrowthSeries]) -> str:
    """Return the series as CSV (RFC 4180), one row for each result."""
    rows = [("node", "scale", "date", "value", "place", "of", "credential", "verdict")]
    for one in series:
        for point in one.points:
            rows.append(
                (
                    one.node,
                    " < ".join(one.scale),
                    point.on.isoformat(),
                    point.value,
                    str(point.place + 1),
                    str(len(one.scale)),
                    point.holding,
                    str(point.verdict),
                )
            )
    return _csv(rows)


def skills_csv(rows: Sequence[SkillRow]) -> str:
    """Return the table of skills as CSV (RFC 4180)."""
    head = ("skill", "title", "wanted", "credential", "kind", "issuer", "grades", "awarded", "verdict", "enough")
    body = [
        (
            r.skill,
            r.title,
            r.wanted,
            r.holding,
            r.kind,
            r.issuer,
            ", ".join(r.grades),
            "" if r.awarded is None else r.awarded.isoformat(),
            str(r.verdict or ""),
            str(r.enough).lower(),
        )
        for r in rows
    ]
    return _csv([head, *body])


def _csv(rows: Sequence[tuple[str, ...]]) -> str:
    out = StringIO()
    writer = csv.writer(out)
    for row in rows:
        # A stranger's text must not become a formula in a spreadsheet.
        writer.writerow([f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in row])
    return out.getvalue()
