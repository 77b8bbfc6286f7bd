"""The scorecard names tests that exist, and its floor is one that can be stood on."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.conformance.scorecard import FOLDER, ROWS, Row

FLOOR = tomllib.loads((FOLDER / "floor.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_every_row_is_measured_by_tests_that_exist(row: Row) -> None:
    for name in row.tests:
        file, function = name.split("::")
        text = (FOLDER / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {function}\(", text, re.MULTILINE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_every_row_has_a_floor_within_its_cases(row: Row) -> None:
    assert 0 < FLOOR[row.title] <= row.cases
    assert FLOOR[row.title] >= row.cases - len(row.refused) - 3


def test_no_row_is_there_twice_and_none_is_forgotten() -> None:
    titles = [row.title for row in ROWS]
    assert len(set(titles)) == len(titles)
    assert set(FLOOR) == set(titles)


def test_the_card_can_be_run() -> None:
    assert (Path(FOLDER) / "__main__.py").is_file()
