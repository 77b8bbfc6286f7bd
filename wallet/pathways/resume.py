"""A section for a résumé: what is verified, in plain text that any editor takes. Nothing in doubt is in it."""

from collections.abc import Iterator, Sequence
from datetime import date

from wallet.credentials.shown_text import show_line
from wallet.i18n import N_, translate
from wallet.pathways.growth import SkillRow
from wallet.pathways.holding import Holding
from wallet.report import Verdict

_SOUND = (Verdict.VERIFIED, Verdict.REFRESH_DUE)


def resume_section(holdings: Sequence[Holding], skills: Sequence[SkillRow], on: date, language: str) -> str:
    """Return the section: skills that a job asks for with what shows them, then every verified credential, newest first."""
    lines: list[str] = []
    shown = list(_skills(skills, holdings, language))
    if shown:
        lines += [translate(N_("Skills"), language), *shown, ""]
    lines += [translate(N_("Courses and certificates"), language), *_credentials(holdings, language), ""]
    foot = N_("Each of these was checked on {day} and can be checked by anybody to whom it is shown.")
    lines.append(translate(foot, language, {"day": on.isoformat()}))
    return "\n".join(lines) + "\n"


def _skills(skills: Sequence[SkillRow], holdings: Sequence[Holding], language: str) -> Iterator[str]:
    titles = {holding.id: show_line(holding.title.best(language)) for holding in holdings}
    for key in dict.fromkeys(row.skill for row in skills):
        good = [row for row in skills if row.skill == key and row.enough and row.verdict in _SOUND]
        if not good:
            continue
        evidence = translate(N_(", "), language).join(dict.fromkeys(_evidence(row, titles) for row in good))
        yield translate(N_("- {skill}: {evidence}"), language, {"skill": good[0].title, "evidence": evidence})


def _evidence(row: SkillRow, titles: dict[str, str]) -> str:
    level = f" ({show_line(', '.join(row.grades))})" if row.wanted and row.grades else ""
    return f"{titles[row.holding]}{level}"


def _credentials(holdings: Sequence[Holding], language: str) -> Iterator[str]:
    sound = [holding for holding in holdings if holding.verdict in _SOUND]
    inside = {parent for holding in sound for parent in holding.parents}
    seen: set[tuple[str, str]] = set()
    for holding in sorted(sound, key=lambda one: (one.awarded or date.min, one.id), reverse=True):
        copy = (holding.digest or holding.id, holding.achievement_id)
        if holding.id in inside or copy in seen:  # a transcript is what lies inside it; a copy is the same again
            continue
        seen.add(copy)
        facts = [show_line(holding.title.best(language)), show_line(holding.issuer_name)]
        facts += [
            holding.awarded.isoformat() if holding.awarded is not None else "",
            show_line(", ".join(holding.grades)),
        ]
        yield "- " + translate(N_("; "), language).join(fact for fact in facts if fact)
