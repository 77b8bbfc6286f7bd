"""What is shown as a block of plain text for a résumé: one credential a paragraph, made of what the presentation shows alone."""

from collections.abc import Iterator, Sequence

from wallet.credentials.model import Credential, Subject
from wallet.credentials.shown_text import show_line
from wallet.i18n import N_, translate
from wallet.intake import CheckedCredential
from wallet.wording import VERDICT_WORDS


def resume_block(shown: Sequence[CheckedCredential], sha256: str, language: str) -> str:
    """Return the text, each credential with its verdict. `sha256` names the presentation, in hex, so that whoever gets both can tell that they belong together."""
    blocks = ["\n  ".join(_lines(checked, language)) for checked in shown]
    digest = translate(N_("SHA-256 of the presentation: {digest}"), language, {"digest": sha256})
    return "\n\n".join([*blocks, digest]) + "\n"


def _lines(checked: CheckedCredential, language: str) -> Iterator[str]:
    yield _head(checked.credential, language)
    for subject in checked.credential.subjects:
        yield from _facts(subject, language)
    verdict = translate(VERDICT_WORDS[checked.report.verdict].title, language)
    yield translate(N_("Checked: {verdict}"), language, {"verdict": verdict})


def _head(credential: Credential, language: str) -> str:
    moment = credential.awarded or credential.valid_from
    head = (
        credential.title.best(language),
        credential.issuer.name.best(language),
        "" if moment is None else moment.date().isoformat(),
    )
    return ", ".join(show_line(each) for each in head if each)


def _facts(subject: Subject, language: str) -> Iterator[str]:
    achievement, credits = subject.achievement, subject.credits
    if achievement is not None and achievement.description.values:
        yield show_line(achievement.description.best(language), 600)
    if credits is not None:
        amount = show_line(f"{credits.value} {credits.unit}", 60)
        yield translate(N_("Credits: {credits}"), language, {"credits": amount})
    names = () if achievement is None else (*(each.target_name for each in achievement.alignments), *achievement.tags)
    skills = list(dict.fromkeys(show_line(name) for name in names if name))
    if skills:
        yield translate(N_("Skills: {skills}"), language, {"skills": ", ".join(skills[:40])})
    for result in subject.results:
        if result.value:
            yield translate(N_("Result: {value}"), language, {"value": show_line(result.value)})
