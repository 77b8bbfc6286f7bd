"""What people really name on a command line: odd names, closed folders, links, closed streams. Never a traceback, never a gap."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.wallet.cli.conftest import NOW, Desk

ROOT = Path(__file__).resolve().parents[3]
posix = pytest.mark.skipif(os.name == "nt", reason="names, pipes and closed streams of POSIX systems")


def run(desk: Desk, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell line in the desk's folder; `$TESSERA` is the program."""
    environment = {**os.environ, "TESSERA": f"{sys.executable} -m wallet.cli", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-c", script], cwd=desk.folder, env=environment, capture_output=True, text=True, errors="replace"
    )


def test_a_name_that_is_too_long_is_refused_like_one_that_is_not_there(desk: Desk) -> None:
    code, out, err = desk.tessera("verify", "a" * 300 + ".json")
    assert (code, out) == (2, "")
    assert "file.inaccessible" in err


@pytest.mark.parametrize("verb", ["verify", "explain", "import"])
def test_an_empty_name_is_not_the_folder_we_are_in(desk: Desk, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.put("good.json", desk.issuer.issue()).parent)
    code, out, err = desk.tessera(verb, "")
    assert (code, out) == (2, "")
    assert "file.inaccessible" in err


def test_when_nothing_can_go_into_a_pack_each_reason_is_said(desk: Desk) -> None:
    twice = desk.put("registry.json", '{"registry": {"did:web:a.example": {}, "did:web:a.example": {}}}')
    code, out, err = desk.tessera("trust", "build", str(twice), "-o", str(desk.folder / "pack"))
    assert (code, out, (desk.folder / "pack").exists()) == (2, "", False)
    assert "registry.json" in err.splitlines()[0]
    assert "json.duplicate" in err.splitlines()[0]


@posix
def test_a_name_that_is_not_unicode_is_checked_and_shown(desk: Desk) -> None:
    issued = desk.issuer.issue("jwt-vc")
    path = os.fsencode(desk.put("plain.jwt", issued).parent) + b"/b\xff\xfe.jwt"
    try:
        Path(os.fsdecode(path)).write_bytes(issued)
    except OSError:
        pytest.skip("this file system keeps Unicode names only")
    lines = desk.lines(str(desk.folder / "credentials"))
    assert [Path(str(line["source"])).name for line in lines] == ["b\\udcff\\udcfe.jwt", "plain.jwt"]
    assert lines[0]["verdict"] == lines[1]["verdict"] is not None
    assert lines == desk.lines(str(desk.folder / "credentials"), "--jobs", "2")
    assert [line["source"] for line in desk.lines(os.fsdecode(path))] == [lines[0]["source"]]


@posix
def test_a_link_to_nowhere_is_a_line_and_a_pipe_in_a_folder_keeps_nobody_waiting(desk: Desk) -> None:
    folder = desk.put("good.json", desk.issuer.issue()).parent
    (folder / "dangling.json").symlink_to("nowhere")
    (folder / "link.json").symlink_to("good.json")
    (folder / "up").symlink_to("..")
    os.mkfifo(folder / "pipe")
    lines = desk.lines(str(folder), "--trust-pack", str(desk.pack()))
    found = {Path(str(line["source"])).name: line["verdict"] for line in lines}
    assert found == {"dangling.json": None, "good.json": "verified", "link.json": "verified"}


@posix
def test_a_folder_that_is_closed_is_reported_not_passed_over(desk: Desk) -> None:
    """The administrator may open any folder, but nobody one whose path is longer than the system takes."""
    desk.put("open/good.json", desk.issuer.issue())
    folder = desk.put("closed/other.json", desk.issuer.issue()).parent
    if os.geteuid():
        folder.chmod(0)
    else:
        (folder / "other.json").unlink()
        bury(folder, "d" * 250, 20)
    try:
        words = ("--json", "--at", NOW, "--trust-pack", str(desk.pack()))
        code, out, _ = desk.tessera("verify", str(folder.parent), *words)
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)
    found = [json.loads(line) for line in out.splitlines()]
    assert (code, [line["verdict"] for line in found]) == (1, [None, "verified"])
    assert found[0]["error"]["code"] == "file.inaccessible"
    assert found[0]["source"].startswith(str(folder))


def bury(folder: Path, name: str, depth: int) -> None:
    """Make folders within folders, deeper than any path can say."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=here)
        inside = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inside
    os.close(here)


def test_a_folder_that_cannot_be_looked_into_is_a_source_that_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("closed/other.json", desk.issuer.issue())
    closed = desk.folder / "credentials" / "closed"
    really = os.scandir

    def scandir(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)
    code, out, _ = desk.tessera("verify", "--json", str(closed.parent))
    (line,) = [json.loads(line) for line in out.splitlines()]
    assert (code, line["source"], line["error"]["code"]) == (1, str(closed), "file.inaccessible")


def test_an_empty_folder_is_called_empty(desk: Desk) -> None:
    (desk.folder / "nothing").mkdir()
    for verb in ("verify", "explain"):
        code, out, err = desk.tessera(verb, str(desk.folder / "nothing"))
        assert (code, out) == (2, "")
        assert err.startswith("There are no files in")


@posix
def test_closed_streams_change_no_verdict(desk: Desk) -> None:
    desk.put("good.json", desk.issuer.issue())
    desk.pack()
    check = f"$TESSERA verify --at {NOW} --trust-pack pack"
    assert run(desk, f"{check} credentials >&-").returncode == 0
    assert run(desk, f"{check} credentials >&- 2>&- <&-").returncode == 0
    ended = run(desk, f"{check} --json - <&-")
    assert (ended.returncode, ended.stderr) == (1, "")
    assert json.loads(ended.stdout)["error"]["code"] == "file.inaccessible"


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk to write to is a Linux device")
def test_output_that_cannot_be_written_is_could_not_run(desk: Desk) -> None:
    desk.put("good.json", desk.issuer.issue())
    desk.pack()
    ended = run(desk, f"$TESSERA verify --at {NOW} --trust-pack pack credentials > /dev/full")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_a_bug_of_ours_costs_one_file_and_never_shows_what_was_in_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wallet.formats import registry

    desk.put("a.json", desk.issuer.issue())
    desk.put("b.json", desk.issuer.issue())
    pack = str(desk.pack())
    really = registry.open_envelopes

    def fails(source: bytes, label: str) -> object:
        if label.endswith("a.json"):
            raise KeyError("secret claim")
        return really(source, label)

    monkeypatch.setattr(registry, "open_envelopes", fails)
    code, out, err = desk.tessera(
        "verify", "--json", "--at", NOW, str(desk.folder / "credentials"), "--trust-pack", pack
    )
    first, second = [json.loads(line) for line in out.splitlines()]
    assert (code, first["error"]["code"], second["verdict"]) == (1, "input.worker_lost", "verified")
    assert "secret claim" not in out + err


def test_a_bug_elsewhere_is_one_sentence_and_could_not_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import wallet.cli.verify as verify

    monkeypatch.setattr(verify, "find_sources", lambda names: {}["secret claim"])
    code, out, err = desk.tessera("verify", "anything")
    assert (code, out) == (2, "")
    assert "KeyError" in err
    assert "secret claim" not in err


def test_a_terminal_of_an_older_encoding_never_shows_a_passed_check_as_undecided() -> None:
    import wallet.cli.console  # noqa: F401 - names the way to say it plainer

    shown = "✓ passed ✗ failed ? undecided “name” 学".encode("latin-1", "tessera.plainer").decode("latin-1")
    assert shown == '+ passed x failed ? undecided "name" #'


@posix
def test_that_way_is_taken_on_a_real_terminal(desk: Desk) -> None:
    import pty

    desk.put("good.json", desk.issuer.issue())
    desk.pack()
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "wallet.cli",
        "verify",
        "--at",
        NOW,
        "--trust-pack",
        "pack",
        "credentials/good.json",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "latin-1", "NO_COLOR": "1"}
    with subprocess.Popen(command, cwd=desk.folder, env=environment, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        out = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            out += piece
    assert running.returncode == 0
    assert b"+ Signature is intact" in out
