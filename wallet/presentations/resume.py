"""What is shown as a block of plain text for a résumé: one credential a paragraph, made of what the presentation shows alone."""

from collections.abc import Iterator, Sequence

from wallet.credentials.model import Credential
from wallet.credentials.shown_text import show_line
from wallet.i18n import N_, Message


def resume_block(shown: Sequence[Credential], sha256: str, language: str) -> str:
    """Return the text. `sha256` names the presentation, in hex, so that whoever gets both can tell that they belong together."""
    blocks = ["\n".join(_lines(credential, language)) for credential in shown]
    digest = Message(N_("SHA-256 of the presentation: {digest}"), {"digest": sha256}).render(language)
    return "\n\n".join([*blocks, digest]) + "\n"


def _lines(credential: Credential, language: str) -> Iterator[str]:
    moment = credential.awarded or credential.valid_from
    head = (
        credential.title.best(language),
        credential.issuer.name.best(language),
        "" if moment is None else moment.date().isoformat(),
    )
    yield ", ".join(show_line(each) for each in head if each)
    for subject in credential.subjects:
        achievement = subject.achievement
        if achievement is not None and achievement.description.values:
            yield f"  {show_line(achievement.description.best(language), 600)}"
        names = (
            () if achievement is None else (*(each.target_name for each in achievement.alignments), *achievement.tags)
        )
        skills = list(dict.fromkeys(show_line(name) for name in names if name))
        if skills:
            yield f"  {Message(N_('Skills: {skills}'), {'skills': ', '.join(skills[:40])}).render(language)}"
        for result in subject.results:
            if result.value:
                yield f"  {Message(N_('Result: {value}'), {'value': show_line(result.value)}).render(language)}"
