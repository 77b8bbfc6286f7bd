"""The wallet process, as the window speaks to it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vaults import PASSPHRASE
from wallet.messages import requests as ask
from wallet.messages import wire
from wallet.report import Verdict
from wallet.resources import resource_path

ROOT = Path(__file__).resolve().parents[3]
BADGE = str(resource_path("samples") / "northlight-machine-learning.json")


class Window:
    """The window's end of the pipe."""

    def __init__(self, folder: Path, home: Path, program: tuple[str, ...] = ("-m", "wallet.service")) -> None:
        environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, *program, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=ROOT,
        )  # fmt: skip
        self._frames, self._ready, self._number = wire.Frames(), list[bytes](), 0
        self.progress: list[ask.Progress] = []

    def send(self, request: object) -> int:
        self._number += 1
        self.send_bytes(wire.encode_request(self._number, request))
        return self._number

    def send_bytes(self, frame: bytes | bytearray) -> None:
        self.process.stdin.write(frame)
        self.process.stdin.flush()

    def reply(self) -> wire.Reply:
        while not self._ready:
            chunk = os.read(self.process.stdout.fileno(), 65536)
            assert chunk, self.process.stderr.read().decode()
            self._ready += self._frames.feed(chunk)
        return wire.read_reply(self._ready.pop(0))

    def ask(self, request: object):
        number = self.send(request)
        while True:
            reply = self.reply()
            assert reply.id == number
            if reply.progress is not None:
                self.progress.append(reply.progress)
            else:
                return reply.problem or wire.read_answer(wire.verb_of(request), reply)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()
        self.process.stderr.close()


# The process as it is, but for what opening a vault costs: tests open many.
CHEAPLY = (
    "-c",
    "import os, sys; from pathlib import Path; from tests.vaults import terms_for; from wallet.service import serve; "
    "serve(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer, terms_for(Path(os.environ['HOME'], 'state'))); os._exit(0)",
)


@pytest.fixture
def window(tmp_path):
    opened = Window(tmp_path / "vault", tmp_path, CHEAPLY)
    yield opened
    if opened.process.poll() is None:
        opened.process.kill()
    opened.process.wait()
    for pipe in (opened.process.stdin, opened.process.stdout, opened.process.stderr):
        if not pipe.closed:
            try:
                pipe.close()
            except BrokenPipeError:
                continue


def test_the_process_that_ships_makes_a_vault_and_says_goodbye(tmp_path):
    window = Window(tmp_path / "vault", tmp_path)
    assert window.ask(ask.GetVaultState()) == ask.VaultState(False, False, str(tmp_path / "vault"))
    assert window.ask(ask.CreateVault(PASSPHRASE)).unlocked
    window.ask(ask.Goodbye())
    assert window.process.wait(20) == 0
    assert window.process.stderr.read() == b""
    window.close()


def test_a_whole_journey_through_the_pipe(window):
    window.ask(ask.CreateVault(PASSPHRASE))
    window.ask(ask.AddSamples())
    (item,) = window.ask(ask.Receive(paths=(BADGE,))).items
    assert item.detail.verdict is Verdict.VERIFIED
    (key,) = window.ask(ask.Keep((item.token,))).ids
    listed = window.ask(ask.ListCredentials(query="machine"))
    assert [summary.id for summary in listed.items] == [key]
    assert window.ask(ask.GetCredential(key)).summary.title == "Machine Learning in Practice"
    assert window.progress


def test_trouble_comes_as_a_problem_and_the_process_goes_on(window):
    assert window.ask(ask.ListCredentials()).code == "vault.locked"
    window.ask(ask.CreateVault(PASSPHRASE))
    assert window.ask(ask.GetCredential("no")).code == "vault.not_found"
    assert window.ask(ask.GetVaultState()).unlocked


def test_cancel_is_heard_while_the_worker_works(window, tmp_path):
    for i in range(400):
        (tmp_path / f"{i}.json").write_bytes(Path(BADGE).read_bytes())
    number = window.send(ask.Receive(paths=(str(tmp_path),)))
    assert window.reply().progress is not None
    window.send_bytes(wire.encode_cancel(number))
    last = 0
    while (reply := window.reply()).progress is not None:
        last = reply.progress.done
    assert reply.problem.code == "cancelled"
    assert last < 400


def test_a_verb_that_does_not_exist_is_a_problem(window):
    import msgspec

    body = msgspec.json.encode({"id": 9, "verb": "no such", "body": {}})
    window.send_bytes(len(body).to_bytes(4, "big") + body)
    assert window.reply().problem.step == "wire.verb"


@pytest.mark.parametrize("noise", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x03abc", b"\x00\x00\x00\x02[]"])
def test_noise_ends_the_process(window, noise):
    window.send_bytes(noise)
    assert window.process.wait(20) == 0


def test_the_process_ends_and_the_vault_is_free_when_the_window_dies(window, tmp_path):
    window.ask(ask.CreateVault(PASSPHRASE))
    window.process.stdin.close()
    assert window.process.wait(20) == 0
    again = Window(tmp_path / "vault", tmp_path, CHEAPLY)
    assert again.ask(ask.Unlock(PASSPHRASE)).unlocked
    again.ask(ask.Goodbye())
    again.close()


def test_STORE_16_a_second_process_is_refused_and_a_killed_one_lets_go(window, tmp_path):
    window.ask(ask.CreateVault(PASSPHRASE))
    second = Window(tmp_path / "vault", tmp_path, CHEAPLY)
    assert second.ask(ask.Unlock(PASSPHRASE)).code == "vault.busy"
    window.process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    window.process.wait(20)
    assert second.ask(ask.Unlock("wrong")).code == "vault.wrong_passphrase"
    assert second.ask(ask.Unlock(PASSPHRASE)).unlocked
    second.ask(ask.Goodbye())
    second.close()


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_DUMPABLE is Linux's")
def test_STORE_09_no_core_is_dumped_and_the_process_is_not_dumpable(window):
    window.ask(ask.GetVaultState())
    limits = Path(f"/proc/{window.process.pid}/limits").read_text()
    assert [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core")] == [["0", "0"]]
    # A process that is not dumpable belongs to root in /proc, whoever runs it; for root this shows nothing.
    if os.getuid() != 0:
        assert Path(f"/proc/{window.process.pid}/mem").stat().st_uid == 0


def test_importing_the_messages_loads_nothing_heavy():
    script = (
        "import sys, wallet.messages.wire, wallet.messages.views; "
        "heavy = ('sqlcipher3', 'cryptography', 'PIL', 'lxml', 'defusedxml', 'pypdf', 'zxingcpp', 'joserfc', 'requests', "
        "'keyring', 'wallet.formats', 'wallet.proofs', 'wallet.credentials', 'wallet.store', 'wallet.encoding'); "
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout.strip() == "[]"


def _fits(text: str, encoding: str) -> bool:
    return encoding != "latin-1" or text.isascii()


def test_a_text_is_overwritten_where_it_lies():
    import ctypes

    from wallet.hardening import forget_text

    for secret in ("a passphrase nobody knows", "一个没有人知道的口令", "pass 🔑 phrase"):
        copy = "".join(list(secret))
        place, size = id(copy), sys.getsizeof(copy)
        seen = ctypes.string_at(place, size)
        assert any(
            secret[:4].encode(encoding) in seen
            for encoding in ("latin-1", "utf-16-le", "utf-32-le")
            if _fits(secret, encoding)
        )
        forget_text(copy)
        assert set(copy) == {"\0"}


def test_frames_come_apart_wherever_they_are_cut():
    frames = [wire.encode_request(number, ask.SetNotes(str(number), "n" * number * 50)) for number in range(1, 6)]
    stream = b"".join(bytes(frame) for frame in frames)
    for step in (1, 3, 7, len(stream)):
        cutter, found = wire.Frames(), []
        for start in range(0, len(stream), step):
            found += [wire.read_incoming(frame) for frame in cutter.feed(stream[start : start + step])]
        assert [wire.read_request(one).id for one in found] == ["1", "2", "3", "4", "5"]


def test_a_frame_with_a_passphrase_can_be_wiped():
    frame = wire.encode_request(1, ask.Unlock("a passphrase"))
    wire.wipe(frame)
    assert set(frame) == {0}
