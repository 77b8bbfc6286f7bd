"""A window without a window: starts the wallet process, asks what it is told to ask, and stays when the wallet is locked.

Run with a folder. Every line read is a command; every line written is its answer. It treats passphrases as the window must.
"""

import os
import subprocess
import sys
from pathlib import Path

from wallet.hardening import forget_text
from wallet.messages import requests as ask
from wallet.messages import wire

SERVICE = (
    "import os, sys; from pathlib import Path; from tests.vaults import terms_for; from wallet.service import serve; "
    "serve(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer, terms_for(Path(os.environ['HOME'], 'state')))"
)


class Stub:
    """The window's side of one wallet process."""

    def __init__(self, folder: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVICE, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self._frames, self._ready, self._number = wire.Frames(), list[bytes](), 0

    def ask(self, request: object) -> object:
        self._number += 1
        frame = wire.encode_request(self._number, request)
        sent = memoryview(frame)
        while sent:
            sent = sent[os.write(self.process.stdin.fileno(), sent) :]
        del sent
        wire.wipe(frame)
        while True:
            while not self._ready:
                self._ready += self._frames.feed(os.read(self.process.stdout.fileno(), 1 << 20))
            reply = wire.read_reply(self._ready.pop(0))
            if reply.problem is not None:
                raise SystemExit(str(reply.problem))
            if reply.progress is None:
                return wire.read_answer(wire.verb_of(request), reply)


def take_secret(number: int) -> str:
    """Read a passphrase that is typed into this process, leaving no copy but the one that is returned."""
    typed = bytearray(number)
    view = memoryview(typed)
    while view:
        view = view[os.readv(0, [view]) :]
    del view
    secret = typed.decode()
    typed[:] = bytes(len(typed))
    return secret


def main() -> None:
    folder, inbox, length = sys.argv[1], sys.argv[2], int(sys.argv[3])
    stub = Stub(folder)
    secret = take_secret(length)
    request = ask.CreateVault(secret)
    stub.ask(request)
    del request
    forget_text(secret)
    del secret
    received = stub.ask(ask.Receive(paths=(inbox,)))
    ids = stub.ask(ask.Keep(tuple(item.token for item in received.items))).ids
    for key, note in zip(ids, Path(inbox, ".notes").read_text(encoding="utf-8").splitlines(), strict=False):
        stub.ask(ask.SetNotes(key, note))
        stub.ask(ask.SetTags((key,), add=(f"tag {note}",)))
        stub.ask(ask.GetCredential(key))
        stub.ask(ask.ListCredentials(query=note))
    stub.ask(
        ask.SetIdentity((ask.OwnIdentifier("emailAddress", Path(inbox, ".identity").read_text(encoding="utf-8")),))
    )
    stub.ask(ask.MakeBackup(str(Path(folder).parent / "backup.tessera")))
    del received, ids
    print("ready", stub.process.pid, flush=True)
    os.read(0, 1)
    stub.process.kill()
    stub.process.wait()
    print("locked", flush=True)
    os.read(0, 1)


if __name__ == "__main__":
    main()
