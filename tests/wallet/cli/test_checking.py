"""Workers: what one of them takes with it when it dies, and what it does not."""

from datetime import UTC, datetime

import pytest

from tests.wallet.cli.conftest import Desk
from wallet.cli import checking
from wallet.cli.checking import CheckSettings, Line, check_all
from wallet.cli.sources import Source
from wallet.report import Verdict

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_a_worker_that_dies_loses_one_file_and_the_next_worker_goes_on(desk: Desk) -> None:
    path = desk.put("badge", desk.issuer.issue())
    with checking._Crew(1, CheckSettings(NOW)) as crew:
        first = crew.give(Source("first", path))
        assert crew.take(first) is not None
        crew._workers[0].process.kill()
        crew._workers[0].process.join()
        tickets = [crew.give(Source(name, path)) for name in ("lost or not", "second", "third")]
        answers = [crew.take(ticket) for ticket in tickets]
    assert answers[1:] == [
        [Line(Verdict.CANNOT_CHECK, answers[1][0].text)],
        [Line(Verdict.CANNOT_CHECK, answers[2][0].text)],
    ]


def test_workers_that_all_die_are_not_replaced_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MAX_LOST_WORKERS", 1)
    path = desk.put("badge", desk.issuer.issue())
    crew = checking._Crew(1, CheckSettings(NOW, packs=(str(desk.folder / "missing"),)))
    with crew, pytest.raises(checking.WorkerLostError):
        _ = [crew.take(crew.give(Source(str(number), path))) for number in range(4)]


def test_memory_does_not_grow_with_the_folder(desk: Desk) -> None:
    """Only so many files are given out ahead of the one that is waited for."""
    path = desk.put("badge", desk.issuer.issue())
    asked = 0

    def sources():
        nonlocal asked
        for number in range(500):
            asked += 1
            yield Source(str(number), path)

    lines = check_all(sources(), CheckSettings(NOW), 2)
    next(lines)
    assert asked <= 2 * checking._AHEAD + 2
    lines.close()


def test_packed_lines_come_back_as_they_were() -> None:
    lines = [Line(None, '{"a": "é\\n"}'), Line(Verdict.REVOKED, '{"b": " "}')]
    assert checking._unpack(checking._pack(lines)) == lines
    with pytest.raises(ValueError, match="splendid"):
        checking._unpack(b"splendid {}")
