"""Growth and work in the window: steps on their scale, skills against a job, and the files they go to."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.ui.looking import accessible_name, choose_look, reset_look
from tests.ui.stacks import LOOKS, words_in
from ui.actions.export_growth import write_growth_pdf
from ui.journey import Walk
from ui.pages.growth import GrowthPage


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
