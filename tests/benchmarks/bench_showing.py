"""Whether the window ever stops while it shows and looks: `python -m tests.benchmarks.bench_showing`. Linux.

What the window's own thread used between two events, in ms: while a loop of codes runs at its fastest, while a camera of 30 pictures a second
is read, while the screens are looked at, through the wizard, and while an answer is judged. The goal is 100 ms.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage, QPainter

from tests.benchmarks.window_driver import Beats, rest, until
from tests.issuer_simulator import Hidden, Issuer
from ui.application import make_application
from ui.journey import Walk
from ui.widgets.qr_code import draw_code
from wallet.messages.presenting import (
    ChosenCredential,
    GetFrame,
    MakeChallenge,
    NewHolderKey,
    PreparePresentation,
    ProveHolder,
)
from wallet.messages.requests import GetCredential, Keep, Receive

GOAL_MS = 100.0
CLAIMS = 120


def main() -> int:
    """Measure, print, and return 1 when the goal was missed."""
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(Path(folder))
        walk.make_vault("four plain quiet words")
        credential = a_long_credential(walk)
        beats = Beats()
        found = {name: busiest(beats, lambda do=do: do(walk, credential)) for name, do in WORK.items()}
        walk.close()
    del application
    for name, most in found.items():
        print(f"{name:<56} {most:7.1f} ms {'' if most <= GOAL_MS else '  MISSED'}")
    return 1 if max(found.values()) > GOAL_MS else 0


def busiest(beats: Beats, work: Callable[[], None]) -> float:
    """Return the most that the thread used between two events while `work` ran."""
    beats.start()
    work()
    return beats.busiest * 1000


def a_long_credential(walk: Walk) -> str:
    """A credential whose presentation takes a loop of codes."""
    key = walk.ask(NewHolderKey())
    proof = walk.ask(ProveHolder(key.id))
    claims = {f"claim_{number}": Hidden(f"value {number} " * 4) for number in range(CLAIMS)}
    token = (
        Issuer("Harbourside College", method="key").sd_jwt({"cnf": {"jwk": json.loads(proof.jwk)}, **claims}).token()
    )
    received = walk.ask(Receive(text=token))
    identifier: str = walk.ask(Keep((received.items[0].token,))).ids[0]
    return identifier


def go_through_the_wizard(walk: Walk, credential: str) -> None:
    """Choose everything, step by step, to the code."""
    walk.shell.share([walk.ask(GetCredential(credential)).summary])
    page = walk.shell._share
    until(lambda: page.what.trees)
    page.what.trees[0].choose((), everything=True)
    rest(0.2)
    page.go_on()
    until(lambda: page.terms.prepared is not None)
    page.go_on()
    until(lambda: page.shown.loop.code.image is not None)


def run_the_loop(walk: Walk, _credential: str) -> None:
    """Eight codes a second for three seconds."""
    loop = walk.shell._share.shown.loop
    loop._set_speed(99)
    assert loop.length > 1
    rest(3.0)


def read_a_camera(walk: Walk, _credential: str) -> None:
    """Thirty pictures of 1280 x 720 a second for three seconds, a code in each."""
    walk.shell.go("check")
    page = walk.shell.stack.currentWidget()
    page.finder.begin()
    drawn = draw_code(walk.ask(GetFrame(text=walk.ask(MakeChallenge("Northgate")).text)))
    picture = QImage(1280, 720, QImage.Format.Format_RGB32)
    picture.fill(0xFF808080)
    painter = QPainter(picture)
    painter.drawImage(300, 100, drawn.scaled(drawn.width() * 6, drawn.height() * 6))
    painter.end()
    page.finder.seen.disconnect()  # the code is read again and again, and answers nothing
    end = time.monotonic() + 3
    while time.monotonic() < end:
        page.finder.take_picture(picture.copy())
        rest(1 / 30)
    page.finder.seen.connect(page._on_scan)


def look_at_the_screens(walk: Walk, _credential: str) -> None:
    """Two seconds of looks."""
    page = walk.shell.stack.currentWidget()
    page.finder.turn_screen()
    rest(2.0)
    page.finder.stop()


def judge_an_answer(walk: Walk, credential: str) -> None:
    """An answer with many values, judged and drawn."""
    page = walk.shell.stack.currentWidget()
    shown = walk.ask(PreparePresentation((ChosenCredential(credential, everything=True),), minutes=0))
    page.clear()
    page.take(Receive(text=shown.text))
    until(lambda: page.checked is not None)
    rest(0.5)


WORK: dict[str, Callable[[Walk, str], None]] = {
    f"the wizard, with {CLAIMS} choices": go_through_the_wizard,
    "a loop of codes, eight a second": run_the_loop,
    "a camera, thirty pictures of 1280 x 720 a second": read_a_camera,
    "looking at the screens": look_at_the_screens,
    "an answer is judged and drawn": judge_an_answer,
}

if __name__ == "__main__":
    sys.exit(main())
