"""The table for registrars and employers: one row a document, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from wallet.credentials.shown_text import show_line
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import FileAccessError

COLUMNS = (
    "source", "format", "verdict", "name", "issuer", "issuer_id", "issuer_vouched_for_as", "subject_id", "issued",
    "valid_until", "credential_id", "findings", "error",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CsvReport:
    """Writes rows to a file, or nowhere when no file was named. Raises FileAccessError when it cannot be opened."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: TextIO | None = None
        self._rows: Any = None

    def __enter__(self) -> "CsvReport":
        if self._path is not None:
            try:
                self._file = self._path.open("w", encoding="utf-8-sig", newline="")
            except OSError as error:
                raise FileAccessError(f"{self._path}: {error}", name=str(self._path)) from error
            self._rows = csv.writer(self._file)
            self._rows.writerow(COLUMNS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, line: JsonObject) -> None:
        """Add the rows of one document: its own, and one for each credential it holds."""
        if self._rows is not None:
            for row in _rows(line, str(line["source"])):
                self._rows.writerow([_cell(value) for value in row])


def _rows(line: JsonObject, source: str) -> Iterator[tuple[JsonValue, ...]]:
    yield _row(line, source)
    nested = line.get("nested")
    for child in nested if isinstance(nested, list) else []:
        if isinstance(child, dict):
            yield from _rows(child, f"{source}#{child.get('path')}")


def _row(line: JsonObject, source: str) -> tuple[JsonValue, ...]:
    credential = _object(line.get("credential"))
    issuer, subject, error = (
        _object(credential.get("issuer")),
        _object(credential.get("subject")),
        _object(line.get("error")),
    )
    checks = [check for check in _list(line.get("checks")) if isinstance(check, dict)]
    vouched = next(
        (_object(check.get("facts")).get("name") for check in checks if check.get("check") == "issuer"), None
    )
    findings = " ".join(str(check["code"]) for check in checks if check.get("outcome") != "passed")
    return (
        source, line.get("format"), line.get("verdict"), credential.get("name"), issuer.get("name"), issuer.get("id"), vouched,
        subject.get("id"), credential.get("issued"), credential.get("valid_until"), credential.get("id"), findings,
        error.get("code"),
    )  # fmt: skip


def _cell(value: JsonValue) -> str:
    """A stranger's text must not become a formula: spreadsheets run cells that start with these signs."""
    text = show_line(str(value), 1000) if value is not None else ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
