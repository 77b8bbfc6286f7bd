"""Adding a stack in the window: from the list, from a file, and written by oneself."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from tests.ui.stacks import DEGREE, DIPLOMA, dialog, press, words_in
from ui.dialogs.stack_add import AddStackDialog, look_at_file
from ui.dialogs.stack_editor import StackEditor, edit_stack
from ui.journey import Walk
from ui.pages.stack import StackPage
from wallet.messages.stacks import DraftItem, ExportStack


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
