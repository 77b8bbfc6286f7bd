"""Workers: what one of them takes with it when it dies, and what it does not."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.wallet.cli.conftest import Desk
from wallet.report import Verdict
from wallet.reporting import crew as crews
from wallet.reporting.checking import (
    CheckSettings,
    Line,
    WorkerLostError,
    check_lines,
    load_evidence,
    pack_lines,
    unpack_lines,
)
from wallet.reporting.crew import Crew, batches_of, check_all, collect_lines, telling
from wallet.reporting.sources import Source

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_a_worker_that_dies_loses_one_file_and_the_next_worker_goes_on(desk: Desk) -> None:
    path = desk.put("badge", desk.issuer.issue())
    with Crew(1, CheckSettings(NOW), telling(check_lines)) as crew:
        first = crew.give((Source("first", path),))
        assert crew.take(first) is not None
        crew._workers[0].process.kill()
        crew._workers[0].process.join()
        tickets = [crew.give((Source(name, path),)) for name in ("lost or not", "second", "third")]
        answers = [crew.take(ticket) for ticket in tickets]
    assert answers[1:] == [
        [[Line(Verdict.CANNOT_CHECK, answers[1][0][0].text)]],
        [[Line(Verdict.CANNOT_CHECK, answers[2][0][0].text)]],
    ]


def test_workers_that_all_die_are_not_replaced_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "MAX_LOST_WORKERS", 1)
    path = desk.put("badge", desk.issuer.issue())
    crew = Crew(1, CheckSettings(NOW, packs=(str(desk.folder / "missing"),)), telling(check_lines))
    with crew, pytest.raises(WorkerLostError):
        _ = [crew.take(crew.give((Source(str(number), path),))) for number in range(4)]


def test_a_file_that_ends_its_worker_takes_none_of_its_batch_with_it(desk: Desk) -> None:
    path = desk.put("badge", desk.issuer.issue())
    batch = tuple(Source(str(number), path) for number in range(3))
    settings = CheckSettings(NOW)
    with Crew(1, settings, telling(check_lines)) as crew:
        ticket = crew.give(batch)
        crew._workers[0].process.kill()
        answers = list(collect_lines(batch, ticket, crew, settings, load_evidence(settings)))
    assert [[line.verdict for line in lines] for lines in answers] == [[Verdict.CANNOT_CHECK]] * 3
    assert [lines[0].value["source"] for lines in answers] == ["0", "1", "2"]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems")
def test_a_worker_that_still_loads_does_not_hear_ctrl_c(desk: Desk) -> None:
    path = desk.put("badge", desk.issuer.issue())
    with Crew(1, CheckSettings(NOW), telling(check_lines)) as crew:
        os.kill(crew._workers[0].process.pid, signal.SIGINT)
        answer = crew.take(crew.give((Source("badge", path),)))
        os.kill(crew._workers[0].process.pid, signal.SIGINT)
        again = crew.take(crew.give((Source("badge", path),)))
    assert answer is not None
    assert answer == again
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_batches_keep_the_order_and_grow_and_leave_standard_input_alone() -> None:
    sources = [Source(str(number), Path(str(number)) if number != 7 else None) for number in range(400)]
    batches = list(batches_of(sources, 2))
    assert [source for batch in batches for source in batch] == sources
    assert [len(batch) for batch in batches[:3]] == [1, 1, 2]
    assert (sources[7],) in batches
    assert max(map(len, batches)) == crews.BATCH
    long = [Source("n" * 800, Path("n" * 800)) for _ in range(50)]
    assert max(map(len, batches_of(long, 1))) == 2


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
    assert asked <= (2 * crews.AHEAD + 2) * crews.BATCH
    lines.close()


def test_packed_lines_come_back_as_they_were() -> None:
    lines = [[Line(None, '{"a": "é\\n"}'), Line(Verdict.REVOKED, '{"b": " "}')], [Line(Verdict.EXPIRED, "{}")]]
    assert unpack_lines(pack_lines(lines)) == lines
    with pytest.raises(ValueError, match="splendid"):
        unpack_lines(b"splendid {}")
