"""One stack over the real wallet process: bricks by mouse, keyboard and screen reader, figures, what-if, looks, print."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.looking import accessible_name, choose_look, colours_in
from tests.ui.stacks import DEGREE, DIPLOMA, LOOKS, brick, centre_of, tell, words_in
from ui.actions.print_stack import StackSheet, write_pdf, write_svg
from ui.journey import Walk
from ui.pages.stack import StackPage
from ui.theme.theme import theme
from ui.widgets.button import Button
from ui.widgets.degree_seal import split_rosette
from ui.widgets.masonry import MOST_ZOOM, Masonry
from ui.widgets.masonry_layout import MasonryLayout
from wallet.messages.stack_views import BrickState, OwnBasis
from wallet.messages.stacks import ForgetOwnWord, RecordOwnWord


def test_the_page_has_never_one_number(page: StackPage) -> None:
    told = words_in(page.figures)
    for words in (
        "Counts now",
        "With what is not verified",
        "With work in progress",
        "In 6 months",
        "If nothing had lapsed",
    ):
        assert words in told
    assert "66%" in told
    assert "72%" in told
    assert "120 of 180 ECTS count" in words_in(page)
    assert "Closest step: 10 ECTS more complete the layer “Electives”." in words_in(page)
    assert "no institution stands behind it" in words_in(page)


def test_the_sidebar_shows_a_ring_for_each_and_says_how_far(following: Walk) -> None:
    rows = following.shell.stacks.rows()
    assert [row.card.id for row in rows] == [DEGREE, DIPLOMA]
    assert accessible_name(rows[0]) == "BSc Data Practice, 66%"
    rows[1].click()
    following.settle()
    assert following.shell.place == f"stack:{DIPLOMA}"
    assert rows[1].isChecked()
    assert not rows[0].isChecked()


def test_every_bricks_width_is_its_credits_on_one_scale(page: StackPage) -> None:
    layout = page.masonry.layout_
    assert layout is not None
    scales = {round((box.rect.width() + 3) / box.brick.size, 3) for box in layout.bricks}
    assert len(scales) == 1
    assert [box.layer.title for box in layout.layers] == ["Final project", "Electives", "Core", "Foundations"]


def test_a_pressed_brick_tells_its_reasons_and_leads_to_its_credential(page: StackPage, following: Walk) -> None:
    key = brick(page.view, "Team Project")
    QTest.mouseClick(page.masonry, Qt.MouseButton.LeftButton, pos=centre_of(page.masonry, key))
    following.settle()
    assert page.masonry.chosen_id == key
    assert page.panel.isVisible()
    assert "Whether it was revoked could not be established" in words_in(page.panel)
    following.until(lambda: "It is this achievement by id." in words_in(page.panel), "every test that was made")
    opening = next(b for b in page.panel.findChildren(Button) if b.text() == "Open the credential")
    opening.click()
    library = following.shell.library
    following.until(
        lambda: library.detail.detail is not None and library.detail.detail.summary.title == "Team Project", "it"
    )
    assert following.shell.place == "all"


def test_an_open_brick_says_what_would_do(page: StackPage, following: Walk) -> None:
    page.masonry.choose(brick(page.view, "Still open"))
    following.until(lambda: "Stories with Data" in words_in(page.panel), "what would do")
    page.panel.closed.emit()
    assert page.panel.isHidden()


def test_an_elective_is_supposed_and_planned_from_the_open_brick(page: StackPage, following: Walk) -> None:
    page.masonry.choose(brick(page.view, "Still open"))
    supposing = next(b for b in page.panel.findChildren(Button) if b.text() == "Suppose one is passed")
    menu = supposing.findChild(QMenu)
    next(action for action in menu.actions() if action.text() == "Stories with Data").trigger()
    following.until(lambda: page.view is not None and page.view.what_if is not None, "what if")
    assert page.view is not None
    assert page._supposed == ("storytelling",)
    assert page.view.what_if.percent > page.view.counts_now.percent == 66
    page.what_if.click()
    following.until(lambda: page.view is not None and page.view.what_if is None, "as it is")
    page.masonry.choose(brick(page.view, "Still open"))
    planning = next(b for b in page.panel.findChildren(Button) if b.text() == "Plan one of these")
    planning.findChild(QMenu).actions()[0].trigger()
    following.until(lambda: page.view is not None and page.view.own_words, "the plan")
    assert page.view.own_words[0].basis is OwnBasis.PLANNED
    tell(following, ForgetOwnWord(page.view.own_words[0].id))


def test_the_keyboard_goes_from_brick_to_brick(page: StackPage) -> None:
    masonry = page.masonry
    masonry.setFocus(Qt.FocusReason.TabFocusReason)
    order = [box.brick.id for box in masonry.bricks()]
    masonry.current_id = order[0]
    for key in order[1:]:
        QTest.keyClick(masonry, Qt.Key.Key_Right)
        assert masonry.current_id == key
    QTest.keyClick(masonry, Qt.Key.Key_Right)
    assert masonry.current_id == order[-1]
    QTest.keyClick(masonry, Qt.Key.Key_Down)
    assert masonry.current_id.startswith("electives")
    QTest.keyClick(masonry, Qt.Key.Key_Home)
    QTest.keyClick(masonry, Qt.Key.Key_Return)
    assert masonry.chosen_id == masonry.current_id
    QTest.keyClick(masonry, Qt.Key.Key_Escape)
    assert masonry.chosen_id == ""


def test_a_screen_reader_finds_a_real_tree(page: StackPage) -> None:
    access = QAccessible.queryAccessibleInterface(page.masonry)
    boxes = page.masonry.bricks()
    assert access.childCount() == len(boxes)
    assert access.role() == QAccessible.Role.List
    first = access.child(0)
    assert first.text(QAccessible.Text.Name) == (
        "Statistics for Practice, 10 ECTS, Counts, Northlight University, in the layer Foundations"
    )
    assert first.parent() == access
    assert access.indexOfChild(access.child(3)) == 3
    assert access.child(len(boxes)) is None
    corner = page.masonry.mapToGlobal(QPoint(0, 0))
    assert first.rect().translated(-corner) == page.masonry.rect_of(boxes[0])


def test_zoom_by_wheel_and_keys_keeps_the_place_under_the_pointer(page: StackPage) -> None:
    masonry = page.masonry
    at = QPointF(centre_of(masonry, brick(page.view, "Data Visualisation")))
    before = masonry.box_at(at)
    wheel = QWheelEvent(
        at, masonry.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    for _turn in range(4):
        QApplication.sendEvent(masonry, wheel)
    assert masonry.zoom > 2
    after = masonry.box_at(at)
    assert before is not None
    assert after is not None
    assert after.brick == before.brick
    for _turn in range(20):
        QTest.keyClick(masonry, Qt.Key.Key_Plus)
    assert masonry.zoom == MOST_ZOOM
    QTest.keyClick(masonry, Qt.Key.Key_0)
    assert masonry.zoom == 1.0


def test_what_if_draws_over_and_never_counts(page: StackPage, following: Walk) -> None:
    made = tell(following, RecordOwnWord(OwnBasis.PLANNED, DEGREE, "dp-205"))
    page.what_if.click()
    following.until(lambda: page.view is not None and page.view.what_if is not None, "what if")
    assert page.view is not None
    states = {one.title: one.state for layer in page.view.layers for one in layer.bricks}
    assert states["Ethics of Data"] is BrickState.PLANNED
    assert "120 of 180 ECTS count" in words_in(page)
    page._suppose("dp-301")
    following.until(lambda: any(b.title == "Final Project" for la in page.view.layers for b in la.bricks), "supposed")  # type: ignore[union-attr]
    page.what_if.click()
    following.until(lambda: page.view is not None and page.view.what_if is None, "as it is")
    tell(following, ForgetOwnWord(made.ids[0]))


@pytest.mark.parametrize(("dark", "language", "percent"), LOOKS)
def test_nothing_is_cut_off_at_any_look(
    page: StackPage, following: Walk, dark: bool, language: str, percent: int
) -> None:
    choose_look(dark, language, percent)
    following.settle()
    following.until(
        lambda: page.view is not None and ("BSc" in page.view.card.title) == (language == "en"), "the words"
    )
    following.settle()
    masonry = page.masonry
    layout = masonry.layout_
    assert layout is not None
    for box in layout.bricks:
        assert box.rect.right() <= masonry.width() + 1
        assert box.rect.height() >= theme().px(48)
    assert masonry.height() >= layout.height
    picture = masonry.grab().toImage()
    assert theme().tokens.brass_fill.lower() in colours_in(picture, 1)


def test_a_narrow_window_sets_words_above_bricks(page: StackPage) -> None:
    assert page.view is not None
    wide, narrow = MasonryLayout(page.view, 1100), MasonryLayout(page.view, 420)
    assert not wide.stacked
    assert narrow.stacked
    for box in narrow.layers:
        assert box.words.bottom() <= box.course.top()
        assert box.figures.right() <= 420


def test_the_seal_is_inked_clockwise_to_the_share() -> None:
    for share in (0.0, 0.25, 0.66, 1.0):
        inked, rest = split_rosette("ab" * 32, share)
        assert inked.isEmpty() == (share == 0.0)
        assert rest.isEmpty() == (share == 1.0)
    quarter, _ = split_rosette("ab" * 32, 0.25)
    assert quarter.boundingRect().left() > -0.1  # from the top to the right


def test_a_stack_goes_to_pdf_and_svg(page: StackPage, tmp_path: Path) -> None:
    assert page.view is not None
    assert write_pdf(page.view, str(tmp_path / "x.pdf"))
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
    assert write_svg(page.view, str(tmp_path / "x.svg"))
    renderer = QSvgRenderer(str(tmp_path / "x.svg"))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert len(colours_in(image)) > 20
    assert not write_pdf(page.view, str(tmp_path / "not there" / "x.pdf"))
    assert StackSheet(page.view).height > 400


def test_an_empty_masonry_asks_for_nothing(qapp: QApplication) -> None:
    masonry = Masonry()
    masonry.resize(400, 200)
    assert masonry.bricks() == ()
    masonry.grab()
    QTest.keyClick(masonry, Qt.Key.Key_Right)
    assert QAccessible.queryAccessibleInterface(masonry).childCount() == 0
