"""Stacks in comparison: next steps by each aim, side by side, and a change of school by its rules."""

from pathlib import Path

from tests.ui.stacks import DEGREE, DIPLOMA, words_in
from ui.dialogs.stack_next import NextStepsDialog
from ui.journey import Walk
from ui.pages.stack import StackPage


def test_next_steps_can_be_asked_by_each_aim(page: StackPage, following: Walk) -> None:
    assert page.view is not None
    dialog = NextStepsDialog(following.window.desk, following.window, page.view)
    dialog.open()
    following.until(lambda: "With these it is complete. Together 260 EUR." in words_in(dialog), "the plan")
    dialog._aims.choose("weeks", tell=True)
    following.until(lambda: "one after the other" in words_in(dialog), "by weeks")
    dialog.reject()


def test_stacks_stand_side_by_side(following: Walk) -> None:
    following.shell.go("stacks:compare")
    place = following.shell._pages["stacks"]
    compare = place._made["stacks:compare"]
    following.until(lambda: len(compare.columns()) == 2, "two columns")
    assert "Side by side" in words_in(compare)


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
