"""The part of a session that tells of growth and work: one's own results over time, and skills held against a job's."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from wallet.credentials.shown_text import show_line
from wallet.errors import NotInVaultError
from wallet.messages import growth as ask
from wallet.messages.growth import GrowthDot, GrowthForm, GrowthLine, GrowthView, JobChoice, WorkKind, WorkRow
from wallet.messages.requests import Exported
from wallet.pathways.attribution import attribute
from wallet.pathways.growth import GrowthSeries, SkillRow, growth, growth_csv, skills_csv, skills_for
from wallet.pathways.holding import Holding
from wallet.pathways.library import shipped_names
from wallet.pathways.pathway import Pathway, Skills
from wallet.pathways.resume import resume_section
from wallet.session.stack_holdings import Held
from wallet.session.stack_keeping import StackKeeping
from wallet.store.durable import replace_file

SHIPPED = "shipped:"
_COURSES = {"Course", "CoCurricular", "Assignment", "Assessment", "Unit", "ExtraCurricular"}
_EXPERIENCE = {
    "ApprenticeshipCertificate",
    "Fieldwork",
    "CommunityService",
    "ComponentAndWork",
    "JourneymanCertificate",
}


class GrowthVerbs(StackKeeping):
    """What `Session` inherits."""

    def growth(self, request: ask.GetGrowth) -> GrowthView:
        """Results over time on the same scale and framework node; what a job asks for, and what shows it."""
        held, language = self._all_held(), request.language
        jobs = self._jobs()
        chosen = request.job or next(iter(jobs), "")
        if chosen and chosen not in jobs:
            raise NotInVaultError(chosen, step="growth.job")
        lines = tuple(_line(series, held, jobs.values(), language) for series in growth(held.holdings))
        choices = tuple(JobChoice(key, job.title.best(language) or job.id) for key, job in jobs.items())
        if not chosen:
            return GrowthView(lines, choices, "", "", (), 0, 0)
        job = jobs[chosen]
        rows = tuple(_rows(job, skills_for(job, held.holdings, self._today(), language), held, language))
        asked = [row for row in rows if row.kind is WorkKind.JOB]
        met = sum(row.enough for row in asked)
        title = job.title.best(language) or job.id
        return GrowthView(lines, choices, chosen, title, rows, met, len(asked), attribute(job).according_to)

    def growth_export(self, request: ask.ExportGrowth) -> Exported:
        """Write results or skills as CSV, or the section for a résumé as text."""
        held, jobs = self._all_held().holdings, self._jobs()
        job = jobs.get(request.job or next(iter(jobs), ""))
        series = growth(held)
        skills = () if job is None else skills_for(job, held, self._today(), request.language)
        text = growth_file(request.form, series, held, skills, self._today(), request.language)
        rows = {GrowthForm.RESULTS: sum(len(one.points) for one in series), GrowthForm.SKILLS: len(skills)}
        replace_file(Path(request.path), text.encode())
        return Exported(request.path, rows.get(request.form, len(held)))

    def _jobs(self) -> Mapping[str, Pathway]:
        """Everything that asks for skills: what is followed first, then what ships."""
        jobs = {stack.id: self._open(stack).pathway for stack in self._stack_shelf().stacks()}
        known = {job.id for job in jobs.values()}
        for name in shipped_names():
            pathway = self._open_shipped(name).pathway
            if pathway.id not in known:
                jobs[f"{SHIPPED}{name}"] = pathway
        return {key: job for key, job in jobs.items() if any(isinstance(node, Skills) for node in job.nodes())}


def _line(series: GrowthSeries, held: Held, jobs: Iterable[Pathway], language: str) -> GrowthLine:
    known = {holding.id: holding for holding in held.holdings}
    dots = []
    for point in series.points:
        holding, seen = known[point.holding], held.seen.get(point.holding)
        title = show_line(holding.title.best(language))
        issuer = seen.issuer if seen is not None else show_line(holding.issuer_name)
        credential = seen.credential if seen is not None else ""
        dots.append(GrowthDot(point.on, point.value, point.place, title, issuer, point.verdict, credential))
    return GrowthLine(series.node, _node_title(series, known, jobs, language), series.scale, tuple(dots))


def _node_title(series: GrowthSeries, known: Mapping[str, Holding], jobs: Iterable[Pathway], language: str) -> str:
    """What a job calls the node in the person's language, else what the latest credential calls it, else its address."""
    for job in jobs:
        for skill in job.skills.values():
            if any(series.node in (match.target_url, match.code, match.id) for match in skill.matches):
                return skill.title.best(language)
    for point in reversed(series.points):
        for alignment in known[point.holding].alignments:
            if series.node in (alignment.target_url, alignment.target_code) and alignment.target_name:
                return show_line(alignment.target_name)
    return show_line(series.node)


def _rows(job: Pathway, found: tuple[SkillRow, ...], held: Held, language: str) -> list[WorkRow]:
    rows: list[WorkRow] = []
    for skill in dict.fromkeys(row.skill for row in found):
        mine = [row for row in found if row.skill == skill]
        title = mine[0].title or skill
        met = any(row.enough for row in mine)
        rows.append(WorkRow(skill, title, WorkKind.JOB, job.title.best(language) or job.id, met, level=mine[0].wanted))
        newest_first = sorted(mine, key=lambda row: (row.awarded or date.min, row.holding), reverse=True)
        for row in sorted(newest_first, key=lambda row: not row.enough):
            if row.holding:
                rows.append(_evidence(row, title, held, language))
    return rows


def _evidence(row: SkillRow, title: str, held: Held, language: str) -> WorkRow:
    holding = next(one for one in held.holdings if one.id == row.holding)
    seen = held.seen.get(row.holding)
    return WorkRow(
        skill=row.skill,
        skill_title=title,
        kind=kind_of(holding),
        title=show_line(holding.title.best(language)),
        enough=row.enough,
        issuer=seen.issuer if seen is not None else show_line(row.issuer),
        level=show_line(", ".join(row.grades)),
        awarded=row.awarded,
        verdict=row.verdict,
        credential=seen.credential if seen is not None else "",
    )


def kind_of(holding: Holding) -> WorkKind:
    """Return whether a holding is a course, work experience, or a certificate of another sort (OB 3.0 AchievementType)."""
    if holding.achievement_type in _EXPERIENCE:
        return WorkKind.EXPERIENCE
    return WorkKind.COURSE if holding.achievement_type in _COURSES else WorkKind.CERTIFICATE


def growth_file(
    form: GrowthForm,
    series: tuple[GrowthSeries, ...],
    held: tuple[Holding, ...],
    skills: tuple[SkillRow, ...],
    day: date,
    language: str,
) -> str:
    """Return what a file of results, of skills, or the section for a résumé holds."""
    if form is GrowthForm.RESUME:
        return resume_section(held, skills, day, language)
    # The mark is for spreadsheets, which take a bare UTF-8 file for Latin-1.
    return "\ufeff" + (growth_csv(series) if form is GrowthForm.RESULTS else skills_csv(skills))


GROWTH_ANSWERS: Mapping[type[Any], Callable[[Any, Any], Any]] = {
    ask.GetGrowth: GrowthVerbs.growth,
    ask.ExportGrowth: GrowthVerbs.growth_export,
}
