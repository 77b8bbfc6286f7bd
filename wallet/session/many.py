"""The part of a session that checks many files at once, for registrars and employers. See `wallet/session/__init__.py`.

The files are read and checked by workers on all cores; this process only hands out names and takes in rows, a step at a time, so that it
answers everything else meanwhile. What is found goes into a store of its own; no vault is needed and nothing is kept in one.
"""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from wallet.clock import Clock
from wallet.credentials.shown_text import show_line
from wallet.errors import FileAccessError, NotAFileError, NotInVaultError
from wallet.i18n import LANGUAGES, N_
from wallet.intake import CheckedCredential, Refusal
from wallet.messages import many as ask
from wallet.messages.requests import Exported
from wallet.places import label_of
from wallet.reporting.checking import CheckSettings, Line, WorkerLostError, examine
from wallet.reporting.crew import AHEAD, Batch, Crew, batches_of
from wallet.reporting.sources import EmptyFolderError, Source, walk_sources
from wallet.reporting.table import CsvReport
from wallet.session.contents import content_of
from wallet.session.hooks import Hooks
from wallet.session.many_rows import ROWS, FoundRow, refused_row
from wallet.session.many_store import DOCUMENTS_OF_A_FILE, ManyStore
from wallet.session.packs import PackFolder
from wallet.session.views import detail_of, summary_of
from wallet.store.vault import VaultTerms

WAITS = (0.25, *(0.03,) * 6)  # seconds: for the first answers of a step, then for more to be written down with them
COUNTED_A_STEP = 20_000
_FILES_A_WORKER = 4  # fewer files than this are no work for another process
_TOLD_EVERY = 100

_Taken = tuple[int, Path, list[FoundRow]]


class FileChangedError(FileAccessError):
    """A file is not what it was when the folder was checked."""

    code = "many.file_changed"
    explanation = N_("“{name}” has changed since the folder was checked.")
    advice = N_("Check the folder again.")


class ManyRun:
    """One run: the files still to be handed out, the workers, and what they have found."""

    def __init__(self, paths: tuple[str, ...], settings: CheckSettings, key: bytes) -> None:
        self.settings = settings
        self._roots = tuple(Path(path) for path in paths)
        self._uncounted: Iterator[Source] = walk_sources(paths)
        self.files = 0
        self._count()
        if not self.files:
            raise EmptyFolderError("no files in it", name=", ".join(label_of(root.name) for root in self._roots))
        self.files_done = 0
        self._jobs = max(1, min(os.cpu_count() or 1, self.files // _FILES_A_WORKER))
        self._batches: Iterator[Batch] = batches_of(walk_sources(paths), self._jobs)
        self._named = 0
        self._given: dict[int, tuple[int, Batch]] = {}  # by ticket: the number of its first file, and its files
        self.store = ManyStore(key)
        try:
            self._crew: Crew[FoundRow] | None = Crew(self._jobs, settings, ROWS)
        except BaseException:
            self.store.close()
            raise

    def step(self) -> None:
        """Hand out files, and take in what is finished. Raises WorkerLostError when workers keep ending, VaultFullError."""
        crew = self._crew
        if crew is None:
            return
        taken: list[_Taken] = []
        try:
            self._count()
            for seconds in WAITS:
                self._give(crew)
                answers = crew.gather(seconds)
                taken += self._taken(crew, answers)
                if not answers:
                    break
            self._give(crew)  # the workers are busy while what they found is written down
            self._keep(taken)
        except BaseException:
            self.stop()
            raise
        if not self._given:
            self.stop()

    def _give(self, crew: Crew[FoundRow]) -> None:
        while len(self._given) < self._jobs * AHEAD and (batch := next(self._batches, None)) is not None:
            self._given[crew.give(batch)] = (self._named, batch)
            self._named += len(batch)

    def _count(self) -> None:
        """Count on, a bounded number at a time: of a very large folder the total grows while it is being checked."""
        self.files += sum(1 for _ in islice(self._uncounted, COUNTED_A_STEP))

    def stop(self) -> None:
        """Check no further."""
        crew, self._crew = self._crew, None
        if crew is not None:
            crew.dismiss(0.05)

    def close(self) -> None:
        """Stop, and throw away what was found."""
        self.stop()
        self.store.close()

    def state(self) -> ask.ManyState:
        """Where the run stands."""
        store = self.store
        return ask.ManyState(
            self._crew is not None,
            max(self.files, self.files_done),
            self.files_done,
            store.documents,
            dict(store.counts),
            store.duplicates,
        )

    def _taken(self, crew: Crew[FoundRow], answers: list[tuple[int, list[list[FoundRow]] | None]]) -> Iterator[_Taken]:
        for ticket, answer in answers:
            first, batch = self._given.pop(ticket)
            if answer is None and len(batch) > 1:  # one of them ended the worker: each goes out again, alone
                for place, source in enumerate(batch):
                    self._given[crew.give((source,))] = (first + place, (source,))
                continue
            found = answer or [[self._lost(batch[0])]]
            for place, (source, rows) in enumerate(zip(batch, found, strict=True)):
                assert source.path is not None
                yield first + place, source.path, [self._shown(row, source) for row in rows]

    def _keep(self, taken: list[_Taken]) -> None:
        if taken:
            self.store.add(taken)
            self.files_done += len(taken)

    def _lost(self, source: Source) -> FoundRow:
        return refused_row(Refusal(source.label, WorkerLostError(source.label)), self.settings.language)

    def _shown(self, found: FoundRow, source: Source) -> FoundRow:
        """People look for a file below the folder that they named; the report's line keeps the whole path."""
        whole, path = show_line(source.label, 1_000), source.path
        root = next((root for root in self._roots if path is not None and root != path and root in path.parents), None)
        if root is None or path is None:
            shorter = path.name if path is not None else whole
        else:
            shorter = str(path.relative_to(root))
        member = found.row.file.removeprefix(whole) if found.row.file.startswith(whole) else ""
        return replace(found, row=replace(found.row, file=show_line(label_of(shorter), 1_000) + member))


class ManyVerbs:
    """What `Session` inherits; it provides the members below."""

    hooks: Hooks
    _terms: VaultTerms
    _clock: Clock
    _packs: PackFolder

    def _begin_many(self) -> None:
        self._many: ManyRun | None = None

    def _end_many(self) -> None:
        run, self._many = self._many, None
        if run is not None:
            run.close()

    def begin_many(self, request: ask.BeginMany) -> ask.ManyState:
        """Begin to check files and folders. Raises FileAccessError for a name that is not there, and where there are no files at all."""
        self._end_many()
        for name in request.paths:
            _check_named(name)
        language = request.language if request.language in LANGUAGES else "en"
        settings = CheckSettings(self._clock(), self._packs.paths(), language=language)
        self._many = ManyRun(request.paths, settings, self._terms.entropy(32))
        return self._many.state()

    def step_many(self, _request: ask.StepMany) -> ask.ManyState:
        """Carry on, and say where the run stands."""
        if self._many is None:
            return ask.ManyState()
        self._many.step()
        return self._many.state()

    def stop_many(self, _request: ask.StopMany) -> ask.ManyState:
        """Check no further; what was found stays."""
        if self._many is None:
            return ask.ManyState()
        self._many.stop()
        return self._many.state()

    def forget_many(self, _request: ask.ForgetMany) -> ask.ManyState:
        """Forget the run."""
        self._end_many()
        return ask.ManyState()

    def list_many(self, request: ask.ListMany) -> ask.ManyPage:
        """One page of rows."""
        return self._run().store.page(request)

    def many_row(self, request: ask.GetManyRow) -> ask.ManyDetail:
        """One row, whole: its file is read and checked again as it was. Raises FileChangedError where it is another now."""
        run = self._run()
        row, path = run.store.row(request.number), run.store.path_of(request.number)
        shown_path = show_line(label_of(path), 1_000)
        if row.problem is not None:
            return ask.ManyDetail(row, shown_path)
        source, evidence = Source(label_of(path), path), self._packs.evidence()
        found = examine(source, run.settings, evidence)
        place = (request.number - 1) % DOCUMENTS_OF_A_FILE
        item = found[place] if place < len(found) else None
        if not isinstance(item, CheckedCredential) or content_of(item.envelope) != run.store.content_of(request.number):
            raise FileChangedError(source.label, step="many.row", name=path.name)
        summary = summary_of(item, evidence.known_issuers)
        return ask.ManyDetail(row, shown_path, detail_of(item, summary))

    def export_many(self, request: ask.ExportMany) -> Exported:
        """Write a report, a batch of lines in memory. Raises FileAccessError; a report that was cancelled is removed."""
        run, path = self._run(), Path(request.path)
        tick = self.hooks.saying(N_("Writing"))
        total = run.store.page(ask.ListMany(request.filter, limit=0)).total
        lines = run.store.lines(request.filter)
        write = _write_table if request.form is ask.ReportForm.CSV else _write_lines
        try:
            count = write(path, _told(lines, tick, total))
        except OSError as error:
            raise FileAccessError(f"{path}: {error}", step="many.export", name=path.name) from error
        return Exported(str(path), count)

    def _run(self) -> ManyRun:
        if self._many is None:
            raise NotInVaultError("nothing has been checked", step="many.none")
        return self._many


def _told(lines: Iterator[str], tick: Callable[[int, int], None], total: int) -> Iterator[str]:
    for done, line in enumerate(lines):
        if done % _TOLD_EVERY == 0:
            tick(done, total)
        yield line


def _write_table(path: Path, lines: Iterator[str]) -> int:
    count = 0
    with _removed_when_broken_off(path), CsvReport(path) as table:
        for line in lines:
            table.add(Line(None, line).value)
            count += 1
    return count


def _write_lines(path: Path, lines: Iterator[str]) -> int:
    count = 0
    with _removed_when_broken_off(path), path.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line + "\n")
            count += 1
    return count


class _removed_when_broken_off:  # noqa: N801 - read as a clause
    """A report that is not whole is none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def _check_named(name: str) -> None:
    """Folders and ordinary files only: a pipe or a device would keep a worker waiting for ever."""
    try:
        mode = Path(name).stat().st_mode
    except (OSError, ValueError) as error:
        raise FileAccessError(
            f"{label_of(name)}: {error}", step="many.begin", name=label_of(Path(name).name)
        ) from error
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise NotAFileError(label_of(name), step="input.kind", name=label_of(Path(name).name))


MANY_ANSWERS: Mapping[type[Any], Callable[[Any, Any], Any]] = {
    ask.BeginMany: ManyVerbs.begin_many,
    ask.StepMany: ManyVerbs.step_many,
    ask.StopMany: ManyVerbs.stop_many,
    ask.ForgetMany: ManyVerbs.forget_many,
    ask.ListMany: ManyVerbs.list_many,
    ask.GetManyRow: ManyVerbs.many_row,
    ask.ExportMany: ManyVerbs.export_many,
}
