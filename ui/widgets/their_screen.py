"""Their screen: what the other side will see. Made from the very leaves that are sent, and what is kept private is counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.claim_rows import is_technical, label_words, told_rows, value_words
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.card_delegate import paint_card
from ui.widgets.clearing import discard
from ui.widgets.expander import Expander
from ui.widgets.label import Label
from ui.words import count, say
from wallet.i18n import N_
from wallet.messages.presenting import DisclosureLeaf
from wallet.messages.views import CredentialSummary

_MOST_ROWS = 14


@dataclass(frozen=True, slots=True)
class Shown:
    """One credential as they will see it."""

    summary: CredentialSummary
    leaves: tuple[DisclosureLeaf, ...]
    kept_private: int


class PreviewCard(QWidget):
    """The card as it stands in a library."""

    def __init__(self, summary: CredentialSummary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary = summary
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(summary.title)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width, height = MEASURES.card
        return QSize(theme().px(width) + 6, theme().px(height) + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = min(self.width() - 6, theme().px(MEASURES.card[0] + 24))
        card = QRectF(1, 1, width, self.height() - 6)
        paint_card(painter, card, self._summary, self.devicePixelRatioF())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(theme().tokens.hairline))
        edge = card.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, MEASURES.radius_card, MEASURES.radius_card)


class TheirScreen(QWidget):
    """Draws what is `Shown`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Shown, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._page: QWidget | None = None

    def show_all(self, shown: Sequence[Shown]) -> None:
        """Show these, instead of what was shown."""
        self._shown = tuple(shown)
        self.retranslate()

    def retranslate(self) -> None:
        if self._page is not None:
            discard(self._page)
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for place, one in enumerate(self._shown):
            if place < 6:
                column.addWidget(PreviewCard(one.summary))
            column.addLayout(facts_grid(one))
            column.addWidget(EveryValue(one))
        self._column.addWidget(self._page)


class EveryValue(Expander):
    """Every single value that is sent, technical ones included; made when it is opened."""

    def __init__(self, one: Shown, parent: QWidget | None = None) -> None:
        super().__init__("list", "ink2", parent, indent=34)
        self._one = one
        self.opened.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "_one"):
            number = len(self._one.leaves)
            self.button.set_words(
                say(N_("Every value that is sent")), count(number, N_("1 value"), N_("{number} values"))
            )

    def _fill(self) -> None:
        if self.body_layout.count():
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for at, leaf in enumerate(self._one.leaves[:2_000]):
            label = Label(Type.SMALL, "ink3").show_text(label_words(leaf))
            label.setMaximumWidth(theme().px(150))
            value = Label(Type.SMALL).selectable().show_text(value_words(leaf))
            value.setAccessibleDescription(f"{label.text()} {leaf.path}")
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignTop)
        self.body_layout.addLayout(grid)


def facts_grid(one: Shown) -> QGridLayout:
    """Return what is shown as label and value: the same on the holder's preview and on the verifier's screen."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, theme().px(96))
    # The card says the title and the issuer already.
    rows = [row for row in told_rows(one.leaves) if row[0] not in (say(N_("Title")), say(N_("Issuer")))]
    if len(rows) > _MOST_ROWS:
        rows, rest = rows[:_MOST_ROWS], len(rows) - _MOST_ROWS
        rows.append((say(N_("More")), count(rest, N_("1 more kind of value"), N_("{number} more kinds of value"))))
    technical = sum(is_technical(leaf) for leaf in one.leaves)
    if technical:
        words = count(
            technical,
            N_("1 for the check: keys, types, identifiers"),
            N_("{number} for the check: keys, types, identifiers"),
        )
        rows.append((say(N_("Also")), words))
    if one.kept_private:
        rows.append((say(N_("Not shown")), count(one.kept_private, N_("1 item"), N_("{number} items"))))
    for at, (label, text) in enumerate(rows):
        name = Label(Type.LABEL, "ink3").show_text(label)
        name.setMaximumWidth(theme().px(150))
        value = Label(Type.LABEL).show_text(text)
        value.setAccessibleDescription(label)
        grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignTop)
    return grid
