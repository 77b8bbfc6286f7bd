"""No stack is followed yet: one press follows an invented degree that goes with the examples."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.looking import reached_by_keyboard
from tests.ui.stacks import DEGREE, words_in
from ui.journey import Walk
from ui.widgets.button import Button


def test_an_example_degree_is_followed_by_one_press_of_the_keyboard(opened: Walk) -> None:
    shell = opened.shell
    assert shell.stacks.cards == ()
    shell.stacks.add_row.click()
    page = shell._pages["stacks"].empty
    assert page.isVisible()
    assert "Two invented degrees go with the examples:" in words_in(page)
    example = next(b for b in page.findChildren(Button) if b.text() == "BSc Data Practice")
    assert example in reached_by_keyboard(page)
    QTest.keyClick(example, Qt.Key.Key_Return)
    opened.until(lambda: shell.place == f"stack:{DEGREE}", "the degree's page")
    opened.until(lambda: shell._pages["stacks"].page.view is not None, "what it makes of the examples")
    assert shell.stacks.cards[0].figure.percent > 0
