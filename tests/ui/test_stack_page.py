"""The stack page over the real wallet process: bricks by mouse, keyboard and screen reader, figures, what-if, print, edit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMenu

from tests.ui.looking import accessible_name, choose_look, colours_in, reset_look
from ui.actions.export_growth import write_growth_pdf
from ui.actions.print_stack import StackSheet, write_pdf, write_svg
from ui.dialogs.stack_add import AddStackDialog, look_at_file
from ui.dialogs.stack_editor import StackEditor, edit_stack
from ui.dialogs.stack_next import NextStepsDialog
from ui.journey import Walk
from ui.pages.growth import GrowthPage
from ui.pages.stack import StackPage
from ui.theme.theme import theme
from ui.widgets.button import Button
from ui.widgets.counts_towards import CountsTowardsBlock
from ui.widgets.degree_seal import split_rosette
from ui.widgets.masonry import MOST_ZOOM, Masonry
from ui.widgets.masonry_layout import MasonryLayout
from wallet.messages.requests import Change
from wallet.messages.stack_views import BrickState, OwnBasis, StackView
from wallet.messages.stacks import DraftItem, ExportStack, FollowStack, ForgetDecision, ForgetOwnWord, RecordOwnWord

DEGREE, DIPLOMA = "northlight-bsc-data-practice", "yunling-data-literacy"
LOOKS = [(False, "en", 100), (True, "zh_CN", 100), (False, "en", 200), (True, "zh_CN", 200)]


def tell(walk: Walk, request: object) -> Change:
    got: list[Any] = []
    walk.wallet.change(walk.window, request, got.append, got.append)
    walk.until(lambda: got, type(request).__name__)
    walk.settle()
    assert isinstance(got[0], Change), got[0]
    return got[0]


@pytest.fixture(scope="module")
def following(opened: Walk) -> Walk:
    for number, name in enumerate((DEGREE, DIPLOMA), 1):
        tell(opened, FollowStack(shipped=name))
        opened.until(lambda number=number: len(opened.shell.stacks.cards) == number, "the ring")
    return opened


@pytest.fixture
def page(following: Walk) -> Iterator[StackPage]:
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


def brick(view: StackView | None, title: str) -> str:
    assert view is not None
    return next(one.id for layer in view.layers for one in layer.bricks if one.title == title)


def words_in(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))  # type: ignore[attr-defined]


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
    QTest.mouseClick(page.masonry, Qt.MouseButton.LeftButton, pos=page.masonry.centre_of(key))
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
    at = QPointF(masonry.centre_of(brick(page.view, "Data Visualisation")))
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


def test_next_steps_can_be_asked_by_each_aim(page: StackPage, following: Walk) -> None:
    assert page.view is not None
    dialog = NextStepsDialog(following.window.desk, following.window, page.view)
    dialog.open()
    following.until(lambda: "With these it is complete. Together 260 EUR." in words_in(dialog), "the plan")
    dialog._aims.choose("weeks", tell=True)
    following.until(lambda: "one after the other" in words_in(dialog), "by weeks")
    dialog.reject()


def test_a_stack_is_added_from_the_list_or_from_a_file(following: Walk, page: StackPage, tmp_path: Path) -> None:
    desk, window = following.window.desk, following.window
    dialog = AddStackDialog(desk, window)
    dialog.open()
    following.until(lambda: dialog._rows, "the list")
    dialog._search.setText("supply chain")
    assert [row for _, row in dialog._rows if row.isVisibleTo(dialog)] == [
        row for text, row in dialog._rows if "supply chain" in text
    ]
    dialog.reject()
    path = tmp_path / "degree.ctdl.json"
    got: list[Any] = []
    following.wallet.ask(window, ExportStack(DEGREE, str(path), "ctdl"), got.append, got.append)
    following.until(lambda: got, "the file")
    look_at_file(desk, page, str(path))
    following.until(
        lambda: any("Follow this stack?" in d.windowTitle() for d in QApplication.topLevelWidgets()), "the look"
    )
    shown = next(d for d in QApplication.topLevelWidgets() if "Follow this stack?" in d.windowTitle())
    assert "What had to be assumed" in words_in(shown)
    shown.close()


def test_a_stack_of_ones_own_is_written_in_the_window(following: Walk) -> None:
    shell = following.shell
    editor = StackEditor(following.window.desk, following.window)
    editor.open()
    editor.save()
    following.until(lambda: editor.problem.isVisible(), "what is missing")
    editor.name.setText("My own plan")
    editor.layers[0].rows[0].title.setText("Statistics")
    editor.layers[0].rows[0].credits.setText("10")
    upper = editor.add_layer(editor.layers[0].draft())
    upper.rule.setCurrentIndex(upper.rule.findData("credits"))
    upper.number.setText("10")
    editor.save()
    following.until(lambda: any(card.title == "My own plan" for card in shell.stacks.cards), "the new stack")
    following.until(lambda: shell.place not in (f"stack:{DEGREE}", f"stack:{DIPLOMA}"), "to go there")
    page = shell._pages["stacks"].page
    following.until(lambda: page.view is not None and page.view.card.title == "My own plan", "its page")
    assert page.view.personal
    assert "Your own plan" in words_in(page)


def test_the_editor_composes_a_whole_stack_and_every_step_can_be_undone(following: Walk) -> None:
    editor = StackEditor(following.window.desk, following.window)
    editor.open()
    editor.name.setText("A plan with rules")
    editor.grades.setText("F, D, C, B, A")
    editor.grades.editingFinished.emit()
    base = editor.layers[0]
    base.rows[0].title.setText("Statistics")
    base.rows[0].grade.setCurrentIndex(base.rows[0].grade.findData("C"))
    second = base.add_item(DraftItem(""))
    second.title.setText("Modelling")
    first = next(a for a in second.first_menu().actions() if a.text() == "Statistics")
    first.trigger()
    second.years.setText("3")
    second.years.editingFinished.emit()
    press(second, "Move the item up")
    assert [row.title.text() for row in base.rows] == ["Modelling", "Statistics"]
    press(base, "Add a group inside")
    assert len(base.groups) == 1
    editor.undo()
    assert editor.layers[0].groups == []
    editor.redo()
    assert len(editor.layers[0].groups) == 1
    editor.undo()
    editor.undo()
    assert [row.title.text() for row in editor.layers[0].rows] == ["Statistics", "Modelling"]
    draft = editor.draft()
    assert draft.layers[0].items[0].grade == "C"
    assert draft.layers[0].items[1].after == (draft.layers[0].items[0].key,)
    assert draft.layers[0].items[1].years == "3"
    editor.layers[0].rows[1].years.setText("soon")
    editor.save()
    following.until(lambda: editor.problem.isVisible(), "where and why")
    assert "Foundations · Modelling: How long an item is valid is not a number of years." in words_in(editor.problem)
    editor.layers[0].rows[1].years.setText("3")
    editor.save()
    following.until(lambda: any(c.title == "A plan with rules" for c in following.shell.stacks.cards), "it is kept")
    page = following.shell._pages["stacks"].page
    following.until(lambda: page.view is not None and page.view.card.title == "A plan with rules", "its page")
    edit_stack(following.window.desk, page, page.stack)
    again = dialog(following, "Your own stack")
    assert again.draft().layers == draft.layers
    again.reject()


def test_stacks_stand_side_by_side(following: Walk) -> None:
    following.shell.go("stacks:compare")
    place = following.shell._pages["stacks"]
    compare = place._made["stacks:compare"]
    following.until(lambda: len(compare.columns()) == 2, "two columns")
    assert "Side by side" in words_in(compare)


def growth_page(walk: Walk) -> GrowthPage:
    walk.shell.stacks.growth_row.click()
    found = walk.shell._pages["stacks"]._made["stacks:growth"]
    walk.until(lambda: found.view is not None and found.table.model_.rowCount(), "growth and work")
    walk.settle()
    return found


def test_growth_is_drawn_as_steps_on_the_scale_and_leads_to_its_credentials(following: Walk) -> None:
    page = growth_page(following)
    assert following.shell.stacks.growth_row.isChecked()
    card = next(c for c in page.cards if "Statistical reasoning" in words_in(c))
    assert "4 results; from Developing to Advanced" in words_in(card)
    heights = [point.y() for point in card.view.ladder().points()]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3
    names = [accessible_name(dot) for dot in card.view.dots]
    assert names[-1].startswith("Advanced: Research Methods, Northlight University")
    assert card.view.dots[0].nextInFocusChain() is card.view.dots[1]
    assert card.view.dots[1].focusPolicy() is Qt.FocusPolicy.StrongFocus
    QTest.keyClick(card.view.dots[1], Qt.Key.Key_Space)
    assert following.shell.place == "all"


def test_skills_stand_against_a_job_in_a_table_that_can_be_read_aloud(following: Walk) -> None:
    page = growth_page(following)
    assert "4 of 4 skills are shown" in words_in(page)
    assert "no institution stands behind it" in words_in(page)
    model = page.table.model_
    told = [[str(model.index(row, column).data()) for column in range(7)] for row in range(model.rowCount())]
    assert told[0] == ["Statistical reasoning", "Job", "", "Proficient or above", "", "", "Met"]
    assert told[1][:4] == ["Research Methods", "Course", "Northlight University", "Advanced"]
    assert told[1][5:] == ["Verified · refresh due", "Yes"]
    assert QAccessible.queryAccessibleInterface(page.table).childCount() >= model.rowCount()
    page.table.setCurrentIndex(model.index(1, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert following.shell.place == "all"


def test_growth_goes_to_a_pdf_and_to_files(following: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = growth_page(following)
    assert page.view is not None
    assert write_growth_pdf(page.view, str(tmp_path / "growth.pdf"))
    assert (tmp_path / "growth.pdf").read_bytes().startswith(b"%PDF")
    assert not write_growth_pdf(page.view, str(tmp_path / "nowhere" / "growth.pdf"))
    for number, name in enumerate(("results.csv", "skills.csv", "resume.txt")):
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        page.export_menu().actions()[number].trigger()
        following.until(path.exists, name)


@pytest.mark.parametrize(("dark", "language", "percent"), LOOKS)
def test_growth_and_work_fit_at_any_look(following: Walk, dark: bool, language: str, percent: int) -> None:
    page = growth_page(following)
    choose_look(dark, language, percent)
    following.until(
        lambda: page.view is not None and (page.view.job_title[0] == "J") == (language == "en"), "the words"
    )
    following.settle()
    for card in page.cards:
        assert card.view.width() + 40 <= page.width()
        for dot in card.view.dots:
            assert card.view.rect().contains(dot.geometry().center())
    shown = sum(page.table.columnWidth(column) for column in range(7) if not page.table.isColumnHidden(column))
    assert shown <= page.table.viewport().width()
    assert page.table.height() >= page.table.sizeHint().height()
    reset_look()
    following.settle()


def test_a_change_of_school_says_what_carries_over_by_which_rule(following: Walk) -> None:
    following.shell.go("stacks:switch")
    page = following.shell._pages["stacks"]._made["stacks:switch"]
    following.until(lambda: page.view is not None, "the difference")
    page.before.setCurrentIndex(page.before.findData(DIPLOMA))
    page.after.setCurrentIndex(page.after.findData(DEGREE))
    following.until(lambda: page.view.before.card.id == DIPLOMA and page.view.after.card.id == DEGREE, "this one")
    assert page.view.kept == ()
    assert "Nothing in this stack names it." in words_in(page)
    page.rules.setCurrentIndex(page.rules.findData("shipped:northlight-transfer"))
    following.until(lambda: page.view.kept, "what carries over")
    following.settle()
    told = words_in(page)
    assert "100% there, 75% here" in told
    assert "66% of it without what the institution must confirm." in told
    assert "By the rule “Data ethics and law for Ethics of Data”; the institution confirms" in told


def test_a_broken_rule_set_is_said_where_it_was_chosen(following: Walk, tmp_path: Path) -> None:
    following.shell.go("stacks:switch")
    page = following.shell._pages["stacks"]._made["stacks:switch"]
    following.until(lambda: page.rules.count() > 0, "the choices")
    (tmp_path / "rules.json").write_text('{"format": "stack-rules/1", "equivalences": [{"id": "x"}]}')
    page.take_rules(str(tmp_path / "rules.json"))
    following.until(lambda: page.problem.isVisible(), "the reason")
    page.rules.setCurrentIndex(0)
    following.until(lambda: not page.problem.isVisible(), "all well again")


def press(widget: Any, words: str) -> None:
    next(b for b in widget.findChildren(Button) if words in (b.text(), b.accessibleName())).click()


def dialog(walk: Walk, title: str) -> Any:
    found: list[Any] = []

    def look() -> bool:
        found[:] = [d for d in QApplication.topLevelWidgets() if d.windowTitle() == title and d.isVisible()]
        return bool(found)

    walk.until(look, title)
    return found[0]


def test_something_held_is_accepted_with_a_note_and_taken_back(page: StackPage, following: Walk) -> None:
    page.masonry.choose(brick(page.view, "Ethics of Data"))
    press(page.panel, "Accept something for it…")
    asked = dialog(following, "Accept something for it")
    assert not asked.go.isEnabled()
    asked.choice.setCurrentIndex(asked.choice.findText("数据伦理与法规", Qt.MatchFlag.MatchContains))
    asked.note.setText("The dean agreed.")
    press(asked, "Accept")
    following.until(lambda: page.view is not None and page.view.decisions, "the decision")
    assert page.view is not None
    assert page.view.counts_now.percent == 66
    assert page.view.provisional.percent > 72
    assert "Accepted at: Ethics of Data" in words_in(page)
    assert "The dean agreed." in words_in(page)
    press(page, "Take it back")
    following.until(lambda: page.view is not None and not page.view.decisions, "it is gone")


def test_something_that_counts_is_ruled_out_with_a_note(page: StackPage, following: Walk) -> None:
    page.masonry.choose(brick(page.view, "Data Visualisation"))
    press(page.panel, "Do not count it here…")
    asked = dialog(following, "Do not count it here")
    asked.findChild(QLineEdit).setText("I took it elsewhere.")
    press(asked, "Rule it out")
    following.until(lambda: page.view is not None and page.view.decisions, "the decision")
    assert page.view is not None
    assert page.view.counts_now.percent < 66
    made = page.view.decisions[0]
    back = tell(following, ForgetDecision(made.id))
    following.until(lambda: page.view is not None and page.view.counts_now.percent == 66, "as before")
    assert "I took it elsewhere." in back.undo


def test_the_scan_of_a_paper_is_shown_again_from_the_vault(
    page: StackPage, following: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = QImage(120, 80, QImage.Format.Format_RGB32)
    picture.fill(0xFF2E6A35)
    picture.save(str(tmp_path / "scan.png"))
    made = tell(following, RecordOwnWord(OwnBasis.PAPER, DEGREE, "dp-205", scan=str(tmp_path / "scan.png")))
    (tmp_path / "scan.png").unlink()
    following.until(lambda: page.view is not None and page.view.own_words, "the paper")
    assert "On paper; it would count if it were issued as a credential" in words_in(page)
    press(page, "Show the scan")
    shown = dialog(following, "Your paper")
    assert colours_in(shown.pictures[0].pixmap().toImage()) == {"#2e6a35"}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "copy.png"), ""))
    press(shown, "Save a copy…")
    following.until((tmp_path / "copy.png").exists, "the copy")
    shown.close()
    tell(following, ForgetOwnWord(made.ids[0]))


def test_a_credential_says_where_it_counts(following: Walk, page: StackPage) -> None:
    library = following.shell.library
    following.shell.go("all")
    assert page.view is not None
    key = next(b.credential for la in page.view.layers for b in la.bricks if b.title == "Cloud Data Systems")
    library.open_credential(key)

    def told() -> str:
        return "\n".join(words_in(block) for block in library.detail.findChildren(CountsTowardsBlock))

    following.until(lambda: "Counts towards BSc Data Practice" in told(), "the block")


def test_an_empty_masonry_asks_for_nothing(qapp: QApplication) -> None:
    masonry = Masonry()
    masonry.resize(400, 200)
    assert masonry.bricks() == ()
    masonry.grab()
    QTest.keyClick(masonry, Qt.Key.Key_Right)
    assert QAccessible.queryAccessibleInterface(masonry).childCount() == 0
