"""Every reason and every sentence of this room has words, in both languages, with the same places to fill."""

import ast
import json
import re
from pathlib import Path

from wallet.pathways.reason_words import REASONS
from wallet.report import Verdict
from wallet.resources import resource_path

ROOT = Path(__file__).resolve().parents[3]
VERB = ("stack", "stack_source", "stack_text", "stack_what_if")
FILES = [*(ROOT / "wallet" / "pathways").glob("*.py"), *(ROOT / "wallet" / "cli" / f"{name}.py" for name in VERB)]
CODE = re.compile(
    r"(match|issuer|award|age|validity|repeat|override|rule|leaf|copy|inside|unused|result|basis|verdict)\.[a-z_]+"
)


def literals(kind: str) -> set[str]:
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == kind:
                found |= {
                    arg.value for arg in ast.walk(node) if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                }
    return found


def test_every_code_that_can_be_a_reason_has_a_sentence():
    used = {text for kind in ("Reason", "_test", "_leaf_test") for text in literals(kind) if CODE.fullmatch(text)}
    used -= {"override.own_"}  # the front of two codes
    assert len(used) > 40
    assert used <= set(REASONS)
    assert {f"verdict.{verdict}" for verdict in Verdict} <= set(REASONS)


def test_every_sentence_is_translated_with_the_same_places():
    rooms = sorted(resource_path("locale", "zh_CN").glob("*.json"))
    chinese = {key: text for room in rooms for key, text in json.loads(room.read_text(encoding="utf-8")).items()}
    marked = literals("N_")
    assert marked <= set(chinese)
    for english, translated in chinese.items():
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", translated)), english
