"""What a credential says: headings, labels and values. Everything here was written by a stranger and is plain text."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.addresses import address_that_opens
from ui.at_a_glance import name_of, show_claim
from ui.kinds import kind_words, readable_name
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.widgets.prose_view import ProseView
from ui.words import isolate, say
from wallet.i18n import N_
from wallet.messages.views import Section, SectionKind, ShownClaim

HEADINGS: Mapping[SectionKind, str] = {
    SectionKind.ABOUT: N_("About"),
    SectionKind.ACHIEVEMENT: N_("Achievement"),
    SectionKind.CRITERIA: N_("What had to be done"),
    SectionKind.RESULTS: N_("Results"),
    SectionKind.EVIDENCE: N_("Evidence"),
    SectionKind.ALIGNMENTS: N_("Skills and frameworks"),
    SectionKind.ISSUER: N_("Issuer"),
    SectionKind.SUBJECT: N_("Issued to"),
    SectionKind.OTHER: N_("Also said"),
}
_AT_FIRST = 24  # rows shown at once; a learner record can hold thousands
_LONG = 90


class ClaimSection(QWidget):
    """One heading and its rows; long text takes the whole width."""

    def __init__(self, section: Section, parent: QWidget | None = None, *, notes: bool = True) -> None:
        super().__init__(parent)
        self._rows = merged(section.rows)
        self._notes = notes
        self._shown = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(Type.CARD).say(HEADINGS[section.kind]))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self._more = Button(N_("Show more"), Kind.QUIET, "chevron-down")
        self._more.clicked.connect(self._show_more)
        column.addWidget(self._more)
        self._show_more()
        self.restyle()

    def restyle(self) -> None:
        self._grid.setColumnMinimumWidth(0, theme().px(96))

    def _show_more(self) -> None:
        upto = self._shown + _AT_FIRST
        self._add(self._rows[self._shown : upto])
        self._shown = min(upto, len(self._rows))
        self._more.setVisible(self._shown < len(self._rows))

    def _add(self, rows: Sequence[ShownClaim]) -> None:
        for claim in rows:
            at = self._grid.rowCount()
            label = Label(Type.LABEL, "ink3")
            if say(claim.label) != claim.label or readable_name(claim.label) == claim.label:
                label.say(claim.label)
            else:
                label.show_text(readable_name(claim.label))  # a name of the issuer's own
            value = _value_of(claim)
            value.setAccessibleDescription(label.text())
            if len(claim.text) > _LONG or "\n" in claim.text:
                self._grid.addWidget(label, at, 0, 1, 2)
                self._grid.addWidget(value, at + 1, 0, 1, 2)
            else:
                label.setMaximumWidth(theme().px(150))
                self._grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignTop)
            if self._notes and not claim.covered:
                note = Label(Type.SMALL, "brass_text").say(N_("Not covered by the signature"))
                self._grid.addWidget(note, at + 2, 0 if len(claim.text) > _LONG or "\n" in claim.text else 1)


def _value_of(claim: ShownClaim) -> QWidget:
    """Narratives are Markdown (Open Badges 3.0, clause B.1.8), addresses may be opened after asking; all else is as it stands."""
    if name_of(claim.path) == "narrative" or address_that_opens(claim.text):
        return ProseView(claim.text)
    return Label(Type.LABEL, "ink").selectable().show_text(isolate(claim.text))


def merged(rows: Sequence[ShownClaim]) -> tuple[ShownClaim, ...]:
    """Put values that follow each other under one label (a list's members) into one row, and write dates out."""
    found: list[ShownClaim] = []
    for row in rows:
        text = show_kind(row) or show_claim(row)
        last = found[-1] if found else None
        if (
            last is not None
            and last.label == row.label
            and last.covered is row.covered
            and _beside(last.path, row.path)
        ):
            joined = say(N_("{one} · {other}"), one=last.text, other=text)
            found[-1] = ShownClaim(row.path, row.label, joined, row.covered)
        else:
            found.append(ShownClaim(row.path, row.label, text, row.covered))
    return tuple(found)


def show_kind(row: ShownClaim) -> str:
    """Return the words for an achievement type, or "" for any other claim."""
    return kind_words(row.text) if name_of(row.path) == "achievementType" else ""


def _beside(one: str, other: str) -> bool:
    """Say whether two pointers name members of one list."""
    return one.rsplit("/", 1)[0] == other.rsplit("/", 1)[0] and one.rsplit("/", 1)[-1].isdigit()
