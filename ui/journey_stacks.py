"""The screens of stacks, drawn in the journey: the masonry and its reasons, what if, next steps, side by side, another school, growth, the editor."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.journey import Walk

Grab = Callable[[str], None]
DEGREES = ("northlight-bsc-data-practice", "yunling-data-literacy")


def follow_degrees(walk: "Walk") -> list[str]:
    """Follow both invented degrees; return what counts of each. Raises Stuck."""
    from wallet.messages.stacks import FollowStack

    for number, name in enumerate(DEGREES, 1):
        got: list[Any] = []
        walk.wallet.change(walk.window, FollowStack(shipped=name), got.append, got.append)
        walk.until(lambda number=number: len(walk.shell.stacks.cards) == number, "the ring of a stack")  # type: ignore[misc]
    walk.shell.go("all")
    cards = walk.shell.stacks.cards
    return [f"{card.title}: {card.figure.percent} %" for card in cards]


def draw_stacks(walk: "Walk", grab: Grab) -> None:
    """Walk through the stacks and draw each screen. Raises Stuck."""
    shell = walk.shell
    page = _degree(walk)
    grab("stack")
    page.masonry.choose(next(b.id for layer in page.view.layers for b in layer.bricks if b.state == "open"))
    walk.until(lambda: page.panel.isVisible() and page.panel.why.count(), "the reasons of a brick")
    grab("stack-brick")
    page.masonry.choose("")
    page.sheet.verticalScrollBar().setValue(page.sheet.verticalScrollBar().maximum())
    grab("stack-reasons")
    page.sheet.verticalScrollBar().setValue(0)
    _draw_next(walk, grab, page)
    _draw_others(walk, grab)
    shell.go("all")


def _degree(walk: "Walk") -> Any:
    from ui.words import language

    walk.shell.go(f"stack:{DEGREES[0]}")
    page: Any = walk.shell._pages["stacks"].page
    english = language() == "en"
    walk.until(
        lambda: (
            page.view is not None
            and page.view.card.id == DEGREES[0]
            and page.view.card.title.startswith("BSc") == english
        ),
        "the masonry",
    )
    return page


def _draw_next(walk: "Walk", grab: Grab, page: Any) -> None:
    from ui.dialogs.stack_next import NextStepsDialog

    steps = NextStepsDialog(walk.window.desk, page, page.view)
    steps.open()
    walk.until(lambda: steps._place.count(), "the next steps")
    grab("stack-next")
    steps.accept()
    walk.settle()


def _draw_others(walk: "Walk", grab: Grab) -> None:
    from ui.dialogs.stack_editor import StackEditor

    shell = walk.shell
    shell.go("stacks:compare")
    place: Any = shell._pages["stacks"]
    walk.until(lambda: len(place._made["stacks:compare"].columns()) == len(DEGREES), "two stacks side by side")
    grab("stack-compare")
    shell.go("stacks:switch")
    switch = place._made["stacks:switch"]
    walk.until(lambda: switch.rules.findData("shipped:northlight-transfer") >= 0, "the transfer rules")
    switch.before.setCurrentIndex(switch.before.findData(DEGREES[1]))
    switch.after.setCurrentIndex(switch.after.findData(DEGREES[0]))
    switch.rules.setCurrentIndex(switch.rules.findData("shipped:northlight-transfer"))
    walk.until(lambda: switch.view.kept, "what carries over")
    grab("stack-switch")
    shell.go("stacks:growth")
    growth = place._made["stacks:growth"]
    walk.until(lambda: growth.cards, "growth")
    grab("growth")
    editor = StackEditor(walk.window.desk, walk.window)
    editor.open()
    grab("stack-editor")
    editor.reject()
    walk.settle()
