"""Fixtures for the window: always offscreen; a window of its own is a real window over a real wallet process."""

import json
import os
from collections.abc import Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from tests.issuer_simulator import Hidden, Issuer
from tests.ui.looking import reset_look
from tests.ui.stacks import DEGREE, DIPLOMA, tell
from ui.journey import Walk
from ui.pages.share import SharePage
from ui.pages.stack import StackPage
from wallet.messages.presenting import (
    NewHolderKey,
    ProveHolder,
)
from wallet.messages.requests import GetCredential, Keep, Receive
from wallet.messages.stacks import FollowStack

PASSPHRASE = "four plain quiet words"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        # The offscreen platform says this of every dialog; it is about window managers, and there is none.
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture(scope="session", autouse=True)
def clipboard_left_empty(qapp: QApplication) -> Iterator[None]:
    """What is still on the clipboard when Python has gone crashes the leaving."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def paper(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the light theme, English, 100 %; put back afterwards."""
    qapp.setStyle("Fusion")
    reset_look()
    yield qapp
    reset_look()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Walk]:
    """A window with an open vault that holds the examples; shared by the tests of one file, which only look."""
    qapp.setStyle("Fusion")
    reset_look()
    walk = Walk(tmp_path_factory.mktemp("window"))
    walk.make_vault(PASSPHRASE)
    walk.add_samples()
    walk.window.undo_bar.hide()  # it goes by itself after a while: whoever looks at pages must not depend on when
    yield walk
    walk.close()
    reset_look()


@pytest.fixture(scope="module")
def following(opened: Walk) -> Walk:
    """The same window, following both invented degrees."""
    for number, name in enumerate((DEGREE, DIPLOMA), 1):
        tell(opened, FollowStack(shipped=name))
        opened.until(lambda number=number: len(opened.shell.stacks.cards) == number, "the ring")
    return opened


@pytest.fixture
def page(following: Walk) -> Iterator[StackPage]:
    """The page of the first of them; put back afterwards."""
    shell = following.shell
    shell.go(f"stack:{DEGREE}")
    found: StackPage = shell._pages["stacks"].page
    following.until(lambda: found.view is not None and found.view.card.id == DEGREE, "the stack")
    following.settle()
    yield found
    reset_look()
    found.what_if.setChecked(False)
    found._supposed = ()
    found.masonry.choose("")
    found.masonry.set_zoom(1.0)


@pytest.fixture(scope="module")
def credential(opened: Walk) -> str:
    """A credential of the wallet's own, issued to a key of its own."""
    key = opened.ask(NewHolderKey(label="Study laptop"))
    proof = opened.ask(ProveHolder(key.id))
    hidden = {name: Hidden(f"{name} value") for name in ("grade", "given_name", "birthdate")}
    claims = {"cnf": {"jwk": json.loads(proof.jwk)}, "name": "Statistics", **hidden}
    received = opened.ask(Receive(text=Issuer("Harbourside College", method="key").sd_jwt(claims).token()))
    identifier: str = opened.ask(Keep((received.items[0].token,))).ids[0]
    return identifier


@pytest.fixture
def wizard(opened: Walk, credential: str) -> Iterator[SharePage]:
    """The wizard at its second step."""
    opened.shell.go("all")
    opened.shell.share([opened.ask(GetCredential(credential)).summary])
    page = opened.shell._share
    opened.until(lambda: page.what.trees, "the choices")
    yield page
    opened.shell.go("all")
    reset_look()
