"""Every code that a check can return has words, in both languages, and every place in them is filled."""

import ast
import re
from pathlib import Path

import pytest

from wallet.i18n import known_messages
from wallet.report import CHECK_NAMES, CheckResult, Outcome, Verdict
from wallet.wording import VERDICT_WORDS, WORDING, explain, sentence_of

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("verification", "status", "proofs", "credentials", "formats")
PREFIXES = ("signature", "proof", "coverage", "issuer_key", "issuer", "validity", "status", "holder", "nested")
CODE = re.compile(rf"(?:{'|'.join(PREFIXES)})\.[a-z][a-z0-9_]*")
# Steps and reasons are facts of a finding, never its code.
NOT_CODES = {
    "status.unreadable", "status.type", "status.entry", "status.token_type", "status.token_subject", "status.list_id", "status.token",
    "status.list", "status.token_date", "status.inflate", "status.encoding", "nested.depth", "nested.count", "nested.lists", "proof.malformed",
    "nested.proofs", "status.effort",
}  # fmt: skip


def codes_used_in(room: str) -> dict[str, str]:
    """Return every string literal that looks like a code, with the file it stands in."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "wallet" / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found[node.value] = path.name
    return found


def test_the_collector_sees_codes() -> None:
    assert "status.revoked" in codes_used_in("status")
    assert "signature.unsigned" in codes_used_in("proofs")
    assert "issuer_key.not_allowed" in codes_used_in("verification")


@pytest.mark.parametrize("room", ROOMS)
def test_every_code_has_words(room: str) -> None:
    missing = {
        code: place for code, place in codes_used_in(room).items() if code not in WORDING and code not in NOT_CODES
    }
    steps = {code for code in missing if _is_a_step(room, code)}
    assert not {code: place for code, place in missing.items() if code not in steps}


def _is_a_step(room: str, code: str) -> bool:
    """A literal that is only ever passed as `step=` names a step, not a finding."""
    uses = []
    for path in (ROOT / "wallet" / room).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        uses += [text[max(0, m.start() - 6) : m.start()] for m in re.finditer(re.escape(f'"{code}"'), text)]
    return bool(uses) and all(use.endswith("step=") for use in uses)


@pytest.mark.parametrize("check", CHECK_NAMES[1:])
def test_every_check_can_be_moot(check: str) -> None:
    assert explain(CheckResult(check, Outcome.SKIPPED, f"{check}.moot")).title


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words(verdict: Verdict) -> None:
    assert VERDICT_WORDS[verdict].title
    assert VERDICT_WORDS[verdict].explanation


def test_every_sentence_is_translated() -> None:
    every = [*WORDING.values(), *VERDICT_WORDS.values()]
    said = {text for words in every for text in (words.title, words.explanation, words.how, words.advice) if text}
    assert not said - known_messages("zh_CN")


def test_what_is_not_passed_comes_with_advice() -> None:
    content = ("signature.valid", "coverage.complete", "issuer_key.allowed", "issuer.known", "issuer.not_applicable")
    content += (
        "validity.current",
        "validity.no_end",
        "status.good",
        "status.none_claimed",
        "holder.bound",
        "holder.issued_to_you",
    )
    silent = {code for code, words in WORDING.items() if not words.advice and not code.endswith(".moot")}
    assert silent == set(content)


def test_a_strangers_braces_stay_braces() -> None:
    facts = {"declared_name": "{name} {declared_name}", "id": "did:example:x"}
    said = sentence_of(CheckResult("issuer", Outcome.UNDECIDED, "issuer.unknown", facts=facts)).render("en")
    assert "“{name} {declared_name}”" in said
