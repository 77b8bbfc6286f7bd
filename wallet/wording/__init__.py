"""WORDING: a heading, a sentence and "how do we know?" for every code that a report can carry, and for every verdict.

To add a code: return it from a check, give it its words in the file of its subject here, and translate them in
`resources/locale/zh_CN/report.json`. A test compares the codes that checks can return with this table. Places in braces are filled
from the finding's facts.
"""

from collections.abc import Mapping

from wallet.i18n import N_, Message
from wallet.report import CHECK_NAMES, CheckResult
from wallet.wording.holder import HOLDER_WORDS
from wallet.wording.issuer import ISSUER_WORDS, OF_HOLDER
from wallet.wording.signature import OF_STEP, SIGNATURE_WORDS
from wallet.wording.status import STATUS_WORDS
from wallet.wording.verdicts import VERDICT_WORDS
from wallet.wording.words import Words

__all__ = ["VERDICT_WORDS", "WORDING", "Words", "explain", "sentence_of", "shown_facts", "title_of", "words_for"]

_MOOT = Words(
    N_("Not looked at"),
    N_("Where the signature does not hold, what the document says about this means nothing."),
)

WORDING: Mapping[str, Words] = {
    **SIGNATURE_WORDS,
    **ISSUER_WORDS,
    **STATUS_WORDS,
    **HOLDER_WORDS,
    **{f"{check}.moot": _MOOT for check in CHECK_NAMES[1:]},
}


def explain(result: CheckResult) -> Words:
    """Return the words for a finding's code. Raises KeyError for a code without words: our bug, caught by a test."""
    return words_for(result.code, result.facts)


def words_for(code: str, facts: Mapping[str, object]) -> Words:
    """Return the words for a code with these facts. Raises KeyError as `explain`."""
    if facts.get("purpose") == "authentication" and code in OF_HOLDER:
        return OF_HOLDER[code]
    if code == "proof.key_not_found":
        step = str(facts.get("step", ""))
        return next((words for starts, words in OF_STEP.items() if step.startswith(starts)), WORDING[code])
    return WORDING[code]


def sentence_of(result: CheckResult) -> Message:
    """Return what a finding says, with its facts, in no language yet."""
    return Message(explain(result).explanation, shown_facts(result))


def title_of(result: CheckResult) -> Message:
    """Return a finding's heading, with its facts, in no language yet."""
    return Message(explain(result).title, shown_facts(result))


def shown_facts(result: CheckResult) -> dict[str, str]:
    """Return a finding's facts as they stand in sentences: lists with commas, a dash for what is not known."""
    return {name: _shown(fact) for name, fact in result.facts.items()}


def _shown(fact: object) -> str:
    if isinstance(fact, tuple):
        return ", ".join(str(item) for item in fact)
    return "—" if fact is None or fact == "" else str(fact)
