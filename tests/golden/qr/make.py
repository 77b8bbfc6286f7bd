"""Writes codes-1.json: codes that every later Tessera must read. Run once for each layout; never over a file that was released.

python -m tests.golden.qr.make tests/golden/qr/codes-1.json
"""

import json
import sys
from itertools import islice
from pathlib import Path

from tests.benchmarks.qr_contents import presentations
from wallet.qr.packing import CarriedDocument, QrContent, QrKind, pack, pack_text
from wallet.qr.parts import split

CARRIED = (
    CarriedDocument(
        "did:web:harbourside.example", '{"id":"did:web:harbourside.example","verificationMethod":[]}', 1795341600
    ),
    CarriedDocument(
        "https://harbourside.example/status/3", "eyJhbGciOiJFUzI1NiJ9.eyJzdGF0dXNfbGlzdCI6e319.c2lnbmF0dXJl"
    ),
)


def main(place: str) -> None:
    """Write every kind of code, single and in parts."""
    contents = presentations()
    contents["holder key"] = QrContent(QrKind.HOLDER_KEY, "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")
    contents["evidence"] = QrContent(QrKind.EVIDENCE, "", CARRIED)
    contents["with evidence"] = QrContent(QrKind.PRESENTATION, '{"type":["VerifiablePresentation"]}', CARRIED)
    contents["Chinese text"] = QrContent(QrKind.TEXT, "云岭大学 数据素养 成绩：优秀")
    listed = [
        {
            "name": name,
            "kind": int(content.kind),
            "text": content.text,
            "evidence": [[each.url, each.text, each.seen] for each in content.evidence],
            "single": pack_text(content),
            # From the third part on, so that fountain parts are among those needed.
            "parts": [part.text() for part in islice(split(pack(content), 120), 2, 14)] if name in _IN_PARTS else [],
        }
        for name, content in contents.items()
    ]
    Path(place).write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


_IN_PARTS = ("SD-JWT presentation, 1 of 8 claims", "ecdsa-sd-2023, 1 claim", "Chinese text")

if __name__ == "__main__":
    main(sys.argv[1])
