"""Skills: shown by whatever is held and may count, never used up. A skill has its evidence, level and verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from wallet.pathways.grades import meets
from wallet.pathways.holding import Holding
from wallet.pathways.matching import Matching, Outcome
from wallet.pathways.pathway import Match, MatchBy, Pathway, SkillRule, Skills
from wallet.pathways.standing import Scenario
from wallet.report import Verdict


@dataclass(frozen=True, slots=True)
class SkillEvidence:
    """One holding that shows a skill: through an achievement the file ties to it, or through its own alignment."""

    skill: str
    holding: str
    verdict: Verdict
    grades: tuple[str, ...]
    enough: bool  # at the level that is asked for, where one is
    through: str


def skill_evidence(
    pathway: Pathway, holdings: Sequence[Holding], matching: Matching, scenario: Scenario
) -> tuple[SkillEvidence, ...]:
    """Return what shows which skill, in a stable order. Only holdings that may count in `scenario` show anything."""
    by_id = {holding.id: holding for holding in holdings}
    found: dict[tuple[str, str], str] = {}
    for candidate in matching.candidates:
        if candidate.outcome is Outcome.PASSED:
            for skill in pathway.achievements[candidate.achievement].skills:
                found.setdefault((skill, candidate.holding), candidate.achievement)
    for holding in holdings:
        judged = matching.judged[holding.id]
        if judged.standing in scenario.include:
            for skill in _aligned(pathway, holding):
                found.setdefault((skill, holding.id), "")
    return tuple(
        SkillEvidence(skill, key, by_id[key].verdict, levels, _enough(pathway, skill, levels), through)
        for (skill, key), through in sorted(found.items())
        for levels in (levels_of(pathway, skill, by_id[key]),)
    )


def levels_of(pathway: Pathway, skill: str, holding: Holding) -> tuple[str, ...]:
    """Return what a holding says of one skill: the results aligned to it, or, where none is, all its grades."""
    rule = pathway.skills.get(skill)
    names = {skill} if rule is None else {name for m in rule.matches for name in (m.id, m.target_url, m.code) if name}
    aligned = tuple(result.value for result in holding.results if names.intersection(result.nodes))
    return aligned or holding.grades


def _enough(pathway: Pathway, skill: str, levels: tuple[str, ...]) -> bool:
    rule = pathway.skills.get(skill)
    return rule is None or rule.min_grade is None or meets(pathway, rule.min_grade, levels) is True


def _aligned(pathway: Pathway, holding: Holding) -> set[str]:
    urls = {alignment.target_url for alignment in holding.alignments if alignment.target_url}
    codes = {(a.target_framework, a.target_code) for a in holding.alignments if a.target_framework and a.target_code}
    named = {key for key, rule in pathway.skills.items() if any(_names(match, urls, codes) for match in rule.matches)}
    bare = {skill for node in pathway.nodes() if isinstance(node, Skills) for skill in node.of} - set(pathway.skills)
    return named | (bare & urls)


def _names(match: Match, urls: set[str], codes: set[tuple[str, str]]) -> bool:
    if match.by is not MatchBy.ALIGNMENT:
        return match.id in urls
    return match.target_url in urls if match.target_url else (match.framework, match.code) in codes


def skill_values(
    pathway: Pathway, holdings: Sequence[Holding], matching: Matching, scenario: Scenario
) -> dict[str, Fraction]:
    """Return the exact value of every skills requirement."""
    nodes = [node for node in pathway.nodes() if isinstance(node, Skills)]
    if not nodes:
        return {}
    shown = {found.skill for found in skill_evidence(pathway, holdings, matching, scenario) if found.enough}
    return {node.id: Fraction(min(node.n, len(shown & set(node.of))), node.n) for node in nodes}


def skill_title(pathway: Pathway, skill: str) -> SkillRule | None:
    """Return what the file says of a skill, or None where it only names an address."""
    return pathway.skills.get(skill)
