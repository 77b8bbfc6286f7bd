"""The library as a model: Qt's own model tester, pages, words for a screen reader."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui.looking import summary
from ui.models.library_model import SUMMARY_ROLE, LibraryModel
from ui.words import set_language
from wallet.report import Verdict

pytestmark = pytest.mark.usefixtures("paper")


def test_the_model_is_a_proper_one() -> None:
    model = LibraryModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show([summary(id=f"c{n}") for n in range(5)], 8, 0)
    model.show([summary(id=f"c{n}") for n in range(5, 8)], 8, 5)
    model.show([], 0, 0)
    assert tester.model() is model


def test_pages_are_asked_for_once_and_added_at_the_end() -> None:
    model = LibraryModel()
    asked: list[int] = []
    model.more_wanted.connect(asked.append)
    model.show([summary(id=f"c{n}") for n in range(3)], 5, 0)
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert not model.canFetchMore(QModelIndex())
    model.show([summary(id="c3"), summary(id="c4")], 5, 3)
    assert asked == [3]
    assert [model.index(row).data(SUMMARY_ROLE).id for row in range(5)] == ["c0", "c1", "c2", "c3", "c4"]
    assert not model.canFetchMore(QModelIndex())


def test_a_page_that_comes_late_is_not_mixed_in() -> None:
    model = LibraryModel()
    model.show([summary(id="new")], 1, 0)
    model.show([summary(id="old")], 9, 200)
    assert model.rowCount() == 1


def test_a_screen_reader_hears_title_issuer_and_verdict() -> None:
    model = LibraryModel()
    model.show([summary("Databases", Verdict.REVOKED)], 1, 0)
    index = model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Databases, from Databases: Revoked"
    set_language("zh_CN")
    assert "已撤销" in index.data(Qt.ItemDataRole.AccessibleTextRole)
