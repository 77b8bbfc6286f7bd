"""What tests promise is real: threat rows that exist, codes that have words, verdicts that have samples."""

import os
import re
from pathlib import Path

import pytest

from wallet.report import Verdict
from wallet.wording import VERDICT_WORDS, WORDING

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r'"((?:signature|proof|coverage|issuer_key|issuer|validity|status|holder|nested)\.[a-z_0-9]+)"')


def threat_table() -> Path | None:
    """Return the threat table where this checkout has one beside it."""
    named = os.environ.get("TESSERA_THREATS")
    table = Path(named) if named else ROOT.parent / "shared" / "security" / "threats.tsv"
    return table if table.is_file() else None


def ids_in_test_names() -> dict[str, str]:
    """Return every threat id that a test's name begins with, and the file."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for match in re.finditer(r"def test_([A-Z]+)_(\d\d)_", path.read_text(encoding="utf-8")):
            found[f"{match[1]}-{match[2]}"] = path.relative_to(ROOT).as_posix()
    return found


REQUIRED = [f"JSON-{n:02}" for n in range(1, 10)] + [f"JOSE-{n:02}" for n in (1, 2, 4, 5, 7, 9, 13)]
REQUIRED += [f"SDJWT-{n:02}" for n in range(1, 9)] + [f"DI-{n:02}" for n in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12)]
REQUIRED += [f"STAT-{n:02}" for n in (1, 2, 3, 4, 8, 9, 10)] + [f"IMG-{n:02}" for n in (6, 7, 8, 9)]
REQUIRED += [f"SDJWT-{n:02}" for n in range(9, 17)] + [f"DI-{n:02}" for n in (13, 14, 15)]
REQUIRED += [f"VP-{n:02}" for n in (4, 6, 10, 11, 12)] + [f"QR-{n:02}" for n in range(1, 5)]
REQUIRED += [f"UI-{n:02}" for n in range(1, 13)]
REQUIRED += ["DID-01", "DID-05", "DID-06", "TIME-02", "TIME-03"]


def test_every_threat_in_scope_has_its_named_test() -> None:
    assert not set(REQUIRED) - set(ids_in_test_names())


def test_every_threat_named_by_a_test_is_a_row_of_the_table() -> None:
    table = threat_table()
    if table is None:
        pytest.skip("no threat table here: nothing was compared")
    rows = {line.split("\t")[0] for line in table.read_text(encoding="utf-8").splitlines()[1:]}
    assert not set(ids_in_test_names()) - rows


def test_every_code_a_check_can_return_has_words() -> None:
    used: dict[str, str] = {}
    for room in ("verification", "proofs", "status", "report.py"):
        for path in (
            [ROOT / "wallet" / room] if room.endswith(".py") else sorted((ROOT / "wallet" / room).rglob("*.py"))
        ):
            for code in CODE.findall(path.read_text(encoding="utf-8")):
                used.setdefault(code, path.relative_to(ROOT).as_posix())
    steps = {code for code in used if code not in WORDING}
    assert used
    assert not {f"{used[code]}: {code}" for code in steps if not _is_a_step(code)}


def _is_a_step(code: str) -> bool:
    """Steps and codes of refusals look like codes of findings; they are told by where they stand."""
    rooms = [ROOT / "wallet" / room for room in ("verification", "proofs", "status")]
    text = "".join(path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py"))
    text = text.replace(f'\n    code = "{code}"', "")  # an error class names its own
    places = re.findall(rf'(\w*)(?:=|\(|, )?\s*"{re.escape(code)}"', text)
    return all(place in ("step", "reason", "refusing") for place in places)


def test_every_verdict_has_words() -> None:
    assert set(VERDICT_WORDS) == set(Verdict)
