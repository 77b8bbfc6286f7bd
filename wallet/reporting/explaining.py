"""The lines that `tessera explain` tells of: report lines, and beside each what is wrong with the shape of its document.

`shape` is for this command alone: it is no member of what `verify --json` prints, and no verdict knows of it.
"""

from wallet.credentials.shape import shape_of
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.intake import CheckedCredential, Evidence
from wallet.reporting.checking import CheckSettings, Line, examine, lines_of
from wallet.reporting.lines import report_line
from wallet.reporting.sources import Source


def explained_lines(source: Source, settings: CheckSettings, evidence: Evidence) -> list[Line]:
    """Return the lines of one source as `check_lines` does, each with its `shape`."""
    return list(lines_of(examine(source, settings, evidence), settings.language, _explained_line))


def _explained_line(checked: CheckedCredential, source: str) -> JsonObject:
    return _with_shape(report_line(checked, source), checked)


def _with_shape(line: JsonObject, checked: CheckedCredential) -> JsonObject:
    children = line["nested"]
    assert isinstance(children, list)
    nested: list[JsonValue] = [
        _with_shape(child, item.checked)
        for child, item in zip(children, checked.nested, strict=True)
        if isinstance(child, dict)
    ]
    shape: list[JsonValue] = [{"path": fault.path, "code": fault.code} for fault in shape_of(checked.envelope)]
    return {**line, "nested": nested, "shape": shape}
