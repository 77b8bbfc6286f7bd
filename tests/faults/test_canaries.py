"""After a whole journey and a kill: nothing of what was kept is readable outside the vault, and no key is left in memory.

200 canaries go in by every door: titles, descriptions, issuers, identifiers, notes, tags, searches, the person's own
identifier, the passphrase. They are looked for in six encodings, deflated ones among them.
"""

import base64
import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.memory import memory_is_readable, memory_of
from tests.vaults import terms_for
from wallet.store.vault import Vault

ROOT = Path(__file__).resolve().parents[2]
COUNT = 200


def canary(number: int) -> str:
    return f"Quetzal{number:03d}plumage{number * 7919 % 1000:03d}"


@dataclass
class Journey:
    """A profile after a journey, with the processes that are left."""

    home: Path
    passphrase: str
    window: subprocess.Popen
    wallet: int

    def lock(self) -> None:
        self.window.stdin.write(b"\n")
        self.window.stdin.flush()
        assert self.window.stdout.readline() == b"locked\n"


@pytest.fixture
def journey(tmp_path) -> Iterator[Journey]:
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    (home / "tmp").mkdir(parents=True)
    inbox.mkdir()
    for i in range(40):
        document = {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": {"id": f"did:web:{canary(i * 4).lower()}.example", "name": canary(i * 4 + 1)},
            "name": canary(i * 4 + 2),
            "credentialSubject": {"name": canary(i * 4 + 3)},
        }
        (inbox / f"{i}.json").write_text(json.dumps(document), encoding="utf-8")
    (inbox / ".notes").write_text("\n".join(canary(160 + i) for i in range(38)), encoding="utf-8")
    (inbox / ".identity").write_text(canary(198), encoding="utf-8")
    passphrase = f"{canary(199)} and nothing else"
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "SYSTEMROOT")},
        "HOME": str(home), "TMPDIR": str(home / "tmp"), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_STATE_HOME": str(home / "state"), "XDG_DATA_HOME": str(home / "data"),
    }  # fmt: skip
    window = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.window_stub", home / "vault", inbox, str(len(passphrase))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=ROOT,
    )  # fmt: skip
    window.stdin.write(passphrase.encode())
    window.stdin.flush()
    word, _, pid = window.stdout.readline().decode().strip().partition(" ")
    assert word == "ready"
    yield Journey(home, passphrase, window, int(pid))
    window.kill()
    window.wait()
    window.stdin.close()
    window.stdout.close()


def spellings(text: str) -> dict[str, list[bytes]]:
    """Return what to look for: a piece of base64 for each way the text can fall on its three-byte grid."""
    plain = text.encode()
    padded = [base64.b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    return {
        "utf-8": [plain, plain.lower()],
        "utf-16-le": [text.encode("utf-16-le")],
        "utf-16-be": [text.encode("utf-16-be")],
        "base64": padded,
        "hex": [plain.hex().encode(), plain.hex().upper().encode()],
    }


def inflated(content: bytes) -> Iterator[bytes]:
    """Yield whatever can be inflated from any place in `content` that looks like the start of a zlib or gzip stream."""
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", content):
        inflater = zlib.decompressobj(47)
        try:
            yield inflater.decompress(content[start.start() :], 1 << 20)
        except zlib.error:
            continue


def found_in(content: bytes) -> list[tuple[int, str]]:
    """Return every canary in `content` with its encoding. What all spellings begin with is looked for first."""
    if not any(mark in content for mark in MARKS):
        return []
    return [
        (number, encoding)
        for number in range(COUNT)
        for encoding, pieces in spellings(canary(number)).items()
        if any(piece in content for piece in pieces)
    ]


def _beginnings() -> list[bytes]:
    first, last = spellings(canary(0)), spellings(canary(COUNT - 1))
    pairs = [pair for encoding in first for pair in zip(first[encoding], last[encoding], strict=True)]
    return [
        bytes(one[: next(i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)]) for one, other in pairs
    ]


MARKS = _beginnings()


def test_the_scanner_finds_every_canary_in_every_encoding():
    for number in (0, 7, 199):
        for encoding, pieces in spellings(canary(number)).items():
            for piece in pieces:
                assert (number, encoding) in found_in(b"noise" + piece + b"noise")
        for shift in range(3):
            text = base64.b64encode(b"x" * shift + canary(number).encode() + b"yyyy")
            assert (number, "base64") in found_in(text)
        assert any(
            (number, "utf-8") in found_in(clear) for clear in inflated(b"\0" + zlib.compress(canary(number).encode()))
        )


@pytest.mark.skipif(not Path("/dev/shm").is_dir() and sys.platform == "linux", reason="no shared memory to look at")
def test_STORE_03_nothing_kept_is_readable_anywhere_in_the_profile(journey):
    os.kill(journey.wallet, 9)  # no farewell: the log, the shared memory and anything else is left as it was
    looked_at = []
    folders = [journey.home, Path("/dev/shm")]
    for path in (path for folder in folders if folder.is_dir() for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        looked_at.append(path.name)
        assert found_in(content) == [], f"in {path}"
        for clear in inflated(content):
            assert found_in(clear) == [], f"deflated in {path}"
    assert {"vault.db", "vault.db-wal", "vault.json", "backup.tessera"} <= set(looked_at)


@pytest.mark.skipif(not memory_is_readable(), reason="the memory of other processes cannot be read here")
def test_STORE_10_after_locking_no_process_of_ours_holds_the_key_or_the_passphrase(journey):
    before = memory_of(journey.wallet)
    journey.lock()
    assert not Path(f"/proc/{journey.wallet}").exists()
    vault = Vault.open(journey.home / "vault", journey.passphrase, terms_for(journey.home / "state"))
    key, title = vault._key, vault.shelf.summary(vault.shelf.ids()[0]).title
    vault.close()
    assert before.count(key) + before.count(key.hex().encode()) >= 1, "the scan finds the key where it must be"
    left = memory_of(journey.window.pid)
    assert canary(2).encode() in left or title.encode() in left, "the scan reads the window's memory"
    assert left.count(key) == left.count(key.hex().encode()) == left.count(key.hex().upper().encode()) == 0
    for spelling in (journey.passphrase.encode(), journey.passphrase.encode("utf-16-le")):
        assert left.count(spelling) == 0


def test_STORE_02_no_temporary_file_is_made_for_a_large_sort(tmp_path, monkeypatch):
    from tests.vaults import MOMENT, PASSPHRASE, a_credential

    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path / "spill"))
    (tmp_path / "spill").mkdir()
    vault = Vault.create(tmp_path / "vault", PASSPHRASE, terms_for(tmp_path / "state"), MOMENT)
    vault.shelf.keep([a_credential(f"{canary(i % COUNT)} {i}") for i in range(1500)], MOMENT)
    opened = set[str]()
    if sys.platform == "linux":
        vault.database.rows(
            "SELECT a.title FROM credential a, credential b WHERE b.number < 20 ORDER BY a.title || b.title"
        )
        opened = {str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.exists()}
    assert [path for path in opened if "etilqs" in path] == []
    assert list((tmp_path / "spill").iterdir()) == []
    vault.close()
