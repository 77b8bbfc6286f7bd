"""Golden lines: what others parse stays as it is. Changing one needs a decision record.

TESSERA_WRITE_GOLDEN=1 writes them anew; the difference is then read by a person.
"""

import json
import os
from pathlib import Path

import pytest

from tests.issuer_simulator import did_key, make_key
from tests.wallet.cli.conftest import STATES, Desk

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "verify"


def compare(name: str, lines: list[dict[str, object]], folder: Path) -> None:
    text = json.dumps(lines, ensure_ascii=False, indent=1).replace(json.dumps(str(folder))[1:-1], "FOLDER") + "\n"
    golden = GOLDEN / f"{name}.json"
    if os.environ.get("TESSERA_WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("state", STATES)
def test_a_line_stays_as_it_is(desk: Desk, state: str) -> None:
    path = desk.put("credential", STATES[state](desk.issuer))
    compare(state, desk.lines(str(path), "--trust-pack", str(desk.pack())), desk.folder)


def test_the_line_of_a_presentation_stays_as_it_is(desk: Desk) -> None:
    holder = make_key("Ed25519", b"holder")
    body = desk.issuer.badge()
    body["credentialSubject"]["id"] = did_key(holder)
    shown = desk.issuer.present([json.loads(desk.issuer.issue(body=body))], holder, challenge="n-1", domain="v.example")
    path = desk.put("shown", shown)
    lines = desk.lines(str(path), "--trust-pack", str(desk.pack()), "--nonce", "n-1", "--audience", "v.example")
    compare("presentation", lines, desk.folder)


def test_the_line_of_what_cannot_be_read_stays_as_it_is(desk: Desk) -> None:
    compare(
        "refusal", desk.lines(str(desk.put("page", "<!doctype html><html><body>Sign in</body></html>"))), desk.folder
    )
