"""Bad input of every kind, dropped on the window: a sentence that says what and why, and nothing is lost."""

import gzip
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.conftest import PASSPHRASE
from ui.journey import Walk
from ui.widgets.label import Label
from wallet.messages.requests import GetVaultState


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def png_with(text: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    said = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + text)
    return b"\x89PNG\r\n\x1a\n" + head + said + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


BAD: dict[str, Callable[[Path], Path]] = {
    "empty": lambda f: write(f / "empty.json", b""),
    "not json": lambda f: write(f / "broken.json", b'{"type": ["VerifiableCredential"'),
    "duplicate names": lambda f: write(f / "twice.json", b'{"type": "VerifiableCredential", "type": "x"}'),
    "deep": lambda f: write(f / "deep.json", b"[" * 50_000 + b"]" * 50_000),
    "other json": lambda f: write(f / "other.json", b'{"hello": "world"}'),
    "bytes": lambda f: write(f / "noise.bin", bytes(range(256)) * 64),
    "utf-16": lambda f: write(f / "wide.json", '{"a": 1}'.encode("utf-16")),
    "html": lambda f: write(f / "page.html", b"<!doctype html><script>alert(1)</script>"),
    "jwt with nothing": lambda f: write(f / "thin.jwt", b"eyJhbGciOiJub25lIn0.e30."),
    "png without": lambda f: write(f / "plain.png", png_with(b"not a credential")),
    "png cut short": lambda f: write(f / "cut.png", png_with(b"{}")[:40]),
    "svg with entity": lambda f: write(
        f / "laugh.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    ),
    "zip bomb": lambda f: zip_of(f / "bomb.zip", {"a.json": b" " * 60_000_000}),
    "zip of nothing": lambda f: zip_of(f / "none.zip", {}),
    "zip with a bad name": lambda f: zip_of(f / "slip.zip", {"../../evil.json": b"{}"}),
    "gone": lambda f: f / "gone.json",
    "empty folder": lambda f: (f / "hollow").mkdir() or f / "hollow",  # type: ignore[func-returns-value]
    "markup name": lambda f: write(f / "<b>bold<b>.json", b"{}"),
    "a name of many letters": lambda f: write(f / ("W" * 240 + ".json"), b"{}"),
    "a name of two lines": lambda f: write(f / "first\nsecond.json", b"{}"),
    "byte order mark alone": lambda f: write(f / "mark.json", b"\xef\xbb\xbf"),
    "numbers that are none": lambda f: write(f / "nan.json", b'{"a": NaN, "b": 1e99999}'),
    "half a character": lambda f: write(f / "half.json", b'{"a": "\xed\xa0\x80"}'),
    "a list of nothing": lambda f: write(f / "list.json", b"[]"),
    "a private key": lambda f: write(f / "key.json", b'{"kty": "OKP", "crv": "Ed25519", "x": "AA", "d": "AA"}'),
    "table": lambda f: write(f / "grades.csv", b"name,grade\nLi,A\n"),
    "mail": lambda f: write(f / "letter.eml", b"From: a@b.example\nSubject: Congratulations\n\nYou passed.\n"),
    "pdf without": lambda f: write(f / "letter.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
    "gif": lambda f: write(f / "wave.gif", b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(6) + b";"),
    "jpeg cut short": lambda f: write(f / "photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40)),
    "program": lambda f: write(f / "run.exe", b"MZ" + bytes(2_000)),
    "database": lambda f: write(f / "vault.db", b"SQLite format 3\x00" + bytes(4_080)),
    "gzip": lambda f: write(f / "one.json.gz", gzip.compress(b"{}")),
    "document": lambda f: zip_of(f / "letter.docx", {"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}),
    "zip in zip in zip": lambda f: matryoshka(f / "dolls.zip", 12),
    "zip cut short": lambda f: write(f / "cut.zip", zip_of(f / "whole.zip", {"a.json": b"{}"}).read_bytes()[:30]),
    "svg with a script": lambda f: write(f / "act.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    "sd-jwt without a part": lambda f: write(f / "part.sd-jwt", b"eyJhbGciOiJFUzI1NiJ9.e30.AA~bm90IGpzb24~"),
    "png of a billion pixels": lambda f: write(
        f / "vast.png", png_with(b"x").replace(b"\0\0\0\1\0\0\0\1", b"\0\1\0\0\0\1\0\0", 1)
    ),
    "too large": lambda f: sparse(f / "vast.json", 3_000_000_000),
    "link to nowhere": lambda f: link(f / "away.json", f / "not there"),
    "link to itself": lambda f: link(f / "round.json", f / "round.json"),
    "pipe that nobody writes": lambda f: pipe(f / "waits.json"),
    "device without an end": lambda _f: Path("/dev/zero"),
}
if os.name == "nt":  # no pipes, devices, angle brackets or line ends in names there
    for name in ("pipe that nobody writes", "device without an end", "markup name", "a name of two lines"):
        del BAD[name]


def matryoshka(path: Path, deep: int) -> Path:
    inner = b"{}"
    for _ in range(deep):
        inner = zip_of(path, {"inner.zip": inner}).read_bytes()
    return path


def sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path


def link(path: Path, target: Path) -> Path:
    path.symlink_to(target)
    return path


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def drop(window: QWidget, mime: QMimeData) -> None:
    """What the platform sends when something is carried over the window and let go."""
    here, buttons, keys = QPoint(40, 40), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(here, Qt.DropAction.CopyAction, mime, buttons, keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(here), Qt.DropAction.CopyAction, mime, buttons, keys))


def dialogs_of(person: Walk) -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not person.window and w.isWindow()]


def words_on(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget))


def close_dialogs(person: Walk) -> None:
    for dialog in dialogs_of(person):
        dialog.close()
    person.settle()


def test_every_kind_of_bad_file_gets_a_sentence_and_nothing_is_lost(settled: Walk, tmp_path: Path) -> None:
    person = settled
    kept = person.ask(GetVaultState()).credentials
    folder = tmp_path / "bad"
    folder.mkdir()
    for name, make in BAD.items():
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(make(folder)))])
        drop(person.window, mime)
        person.until(lambda: dialogs_of(person), f"a sentence about {name}")
        said = words_on(dialogs_of(person)[0])
        assert len(said.splitlines()) >= 2, (name, said)
        assert "Traceback" not in said, name
        assert "Error" not in said, name
        close_dialogs(person)
    assert person.ask(GetVaultState()).credentials == kept
    assert person.shell is not None


@pytest.mark.parametrize(
    "text", ["hello", "{", "https://issuer.example/badge", "eyJhbGciOiJub25lIn0.e30.", "x" * 5_000]
)
def test_pasted_nonsense_gets_a_sentence(settled: Walk, text: str) -> None:
    person = settled
    mime = QMimeData()
    mime.setText(text)
    drop(person.window, mime)
    person.until(lambda: dialogs_of(person), "a sentence")
    assert len(words_on(dialogs_of(person)[0]).splitlines()) >= 2
    close_dialogs(person)


def test_the_window_lives_while_many_files_are_read(settled: Walk, tmp_path: Path) -> None:
    """A structural check of "never blocked": a timer of the window's own event loop goes off between asking and answer."""
    person = settled
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        write(folder / f"{number}.json", b'{"hello": "world"}')
    beats: list[None] = []
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(None))
    heart.start(0)
    person.window.open_paths([str(folder)])
    assert dialogs_of(person) == []
    person.until(lambda: dialogs_of(person), "the review")
    assert beats
    close_dialogs(person)


def test_what_is_read_can_be_given_up(settled: Walk, tmp_path: Path) -> None:
    person = settled
    kept = person.ask(GetVaultState()).credentials
    folder = tmp_path / "many"
    folder.mkdir()
    sample = Path(__file__).parents[2] / "resources" / "samples" / "northlight-data-ethics.json"
    for number in range(400):
        write(folder / f"{number}.json", sample.read_bytes())
    person.window.open_paths([str(folder)])
    bar = person.window.desk.busy
    person.until(lambda: bar.isVisible() or dialogs_of(person), "the busy bar")
    if bar.isVisible():
        bar._on_cancel()
        person.until(lambda: not bar.isVisible(), "the end of it")
    close_dialogs(person)
    assert person.ask(GetVaultState()).credentials == kept


def test_one_good_file_among_bad_ones_is_offered(settled: Walk, tmp_path: Path) -> None:
    person = settled
    folder = tmp_path / "mixed"
    folder.mkdir()
    sample = Path(__file__).parents[2] / "resources" / "samples" / "chess-club-champion.json"
    write(folder / "good.json", sample.read_bytes())
    write(folder / "bad.json", b"{")
    person.window.open_paths([str(folder)])
    person.until(lambda: dialogs_of(person), "the review")
    said = words_on(dialogs_of(person)[0])
    assert "Club Champion" in said
    assert "Could not be read" in said
    assert "bad.json" in said
    close_dialogs(person)


def test_bad_input_is_refused_just_as_well_while_locked(person: Walk, tmp_path: Path) -> None:
    person.make_vault(PASSPHRASE)
    person.lock()
    person.window.open_paths([str(write(tmp_path / "broken.json", b"{"))])
    person.until(lambda: person.window._check is not None, "the check page")
    person.until(lambda: "broken.json" in words_on(person.window), "a sentence")
