"""Checking one source to what was found in it, and to the finished lines of a report."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from wallet.encoding.json_types import JsonObject
from wallet.encoding.strict_json import JsonLimits, read_json_object, write_json
from wallet.errors import WalletError
from wallet.i18n import N_
from wallet.intake import CheckedCredential, Evidence, HolderExpectation, Refusal, check_source, evidence_of
from wallet.report import Verdict
from wallet.reporting import TRACEBACK
from wallet.reporting.lines import refusal_line, report_line
from wallet.reporting.sources import Source

DescribeLine: TypeAlias = Callable[[CheckedCredential, str], JsonObject]

_ANSWER_LIMITS = JsonLimits(1024 * 1024 * 1024, max_depth=400)


class WorkerLostError(WalletError):
    """The process that was checking this file ended without an answer, or a fault of ours stopped it."""

    code = "input.worker_lost"
    explanation = N_("Checking this file broke off.")
    advice = N_("The other files are not affected. Try this one alone, and tell us if it happens again.")


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Everything a worker needs to know to check as the person asked. `packs` are paths of trust packs."""

    now: datetime
    packs: tuple[str, ...] = ()
    nonce: str | None = None
    audience: str | None = None
    language: str = "en"

    @property
    def expectation(self) -> HolderExpectation:
        """What is expected of whoever shows it."""
        return HolderExpectation(self.nonce, self.audience, self.nonce is not None or self.audience is not None)


def load_evidence(settings: CheckSettings) -> Evidence:
    """Read the bundled packs and those that were named. Raises TrustPackError for a bad one."""
    from wallet.trust.trust_pack import read_trust_pack

    return evidence_of(read_trust_pack(Path(pack)) for pack in settings.packs)


@dataclass(frozen=True, slots=True)
class Line:
    """One finished line: its verdict (None: could not be read) and the JSON text that `verify --json` prints."""

    verdict: Verdict | None
    text: str

    @property
    def value(self) -> JsonObject:
        """The line as JSON, for those who show it another way."""
        return read_json_object(self.text, _ANSWER_LIMITS)


def examine(source: Source, settings: CheckSettings, evidence: Evidence) -> list[CheckedCredential | Refusal]:
    """Return what is in one source, at least one item: checked, or refused. A bug of ours costs this source its verdict, never others."""
    try:
        content = source.read()
        expectation = settings.expectation
        return list(check_source(content, source.label, now=settings.now, evidence=evidence, expectation=expectation))
    except WalletError as error:
        return [Refusal(source.label, error)]
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        return [Refusal(source.label, WorkerLostError(type(error).__name__))]


def lines_of(
    found: Iterable[CheckedCredential | Refusal], language: str, line: DescribeLine = report_line
) -> Iterator[Line]:
    """Yield the finished line of each item of one source; `line` makes that of one which could be read."""
    for value in _numbered(_value(item, language, line) for item in found):
        verdict = Verdict(str(value["verdict"])) if value["verdict"] is not None else None
        yield Line(verdict, write_json(value).decode("utf-8"))


def check_lines(source: Source, settings: CheckSettings, evidence: Evidence) -> list[Line]:
    """Return the finished lines of one source, at least one. Raises nothing but our own bugs."""
    return list(lines_of(examine(source, settings, evidence), settings.language))


def lost_line(source: Source, settings: CheckSettings) -> Line:
    """Return the line of a source whose worker ended without an answer."""
    return next(lines_of([Refusal(source.label, WorkerLostError(source.label))], settings.language))


def pack_lines(answers: Iterable[Iterable[Line]]) -> bytes:
    """A verdict, a space, the text: one to a line, for JSON text has no line ends of its own; an empty line between files."""
    files = ("\n".join(f"{line.verdict or '-'} {line.text}" for line in lines) for lines in answers)
    return "\n\n".join(files).encode("utf-8")


def unpack_lines(packed: bytes) -> list[list[Line]]:
    """Read what `pack_lines` wrote. Raises ValueError for anything else."""
    return [[_unpack_line(text) for text in file.split("\n")] for file in packed.decode("utf-8").split("\n\n")]


def _unpack_line(text: str) -> Line:
    verdict, _, line = text.partition(" ")
    return Line(None if verdict == "-" else Verdict(verdict), line)


def _value(item: CheckedCredential | Refusal, language: str, line: DescribeLine) -> JsonObject:
    if isinstance(item, Refusal):
        return refusal_line(item.error, item.source, language)
    return line(item, item.envelope.source)


def _numbered(lines: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """Tell several documents of one file apart: the second is `file#2`."""
    times: dict[str, int] = {}
    for line in lines:
        label = str(line["source"])
        times[label] = times.get(label, 0) + 1
        yield {**line, "source": f"{label}#{times[label]}"} if times[label] > 1 else line
