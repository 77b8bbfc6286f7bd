"""What the tests of stacks share: the two invented degrees, asking for changes, and finding things in the window."""

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel

from ui.journey import Walk
from ui.widgets.button import Button
from ui.widgets.masonry import Masonry
from wallet.messages.requests import Change
from wallet.messages.stack_views import StackView

DEGREE, DIPLOMA = "northlight-bsc-data-practice", "yunling-data-literacy"
LOOKS = [(False, "en", 100), (True, "zh_CN", 100), (False, "en", 200), (True, "zh_CN", 200)]


def tell(walk: Walk, request: object) -> Change:
    got: list[Any] = []
    walk.wallet.change(walk.window, request, got.append, got.append)
    walk.until(lambda: got, type(request).__name__)
    walk.settle()
    assert isinstance(got[0], Change), got[0]
    return got[0]


def brick(view: StackView | None, title: str) -> str:
    assert view is not None
    return next(one.id for layer in view.layers for one in layer.bricks if one.title == title)


def centre_of(masonry: Masonry, brick: str) -> QPoint:
    """The middle of a brick on the widget: where one presses."""
    return masonry.rect_of(next(box for box in masonry.bricks() if box.brick.id == brick)).center()


def words_in(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def press(widget: Any, words: str) -> None:
    next(b for b in widget.findChildren(Button) if words in (b.text(), b.accessibleName())).click()


def dialog(walk: Walk, title: str) -> Any:
    found: list[Any] = []

    def look() -> bool:
        found[:] = [d for d in QApplication.topLevelWidgets() if d.windowTitle() == title and d.isVisible()]
        return bool(found)

    walk.until(look, title)
    return found[0]
