"""Never one number: what counts now, and beside it what might, what is at risk and what was lost."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.stack_words import figure_words
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.clearing import clear_layout
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.words import say, show_date
from wallet.i18n import N_
from wallet.messages.stack_views import StackFigure, StackView


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One figure as it is shown: label, value, whether it is the one that counts, and what it rests on."""

    label: str
    value: str
    main: bool = False
    tip: str = ""


def figures_shown(view: StackView) -> Iterator[ShownFigure]:
    """Yield the figures worth showing. Those that always say something come first; one that equals another still stands."""
    yield ShownFigure(say(N_("Counts now")), figure_words(view.counts_now), True, say(N_("Verified evidence only.")))
    if view.certain != view.counts_now:
        tip = say(N_("Without what an institution must still confirm."))
        yield ShownFigure(say(N_("Of that, certain")), figure_words(view.certain), tip=tip)
    yield ShownFigure(
        say(N_("With what is not verified")),
        figure_words(view.provisional),
        tip=say(N_("Not verified yet, or the institution must confirm it.")),
    )
    tip = say(N_("Your own word about what is under way."))
    yield ShownFigure(say(N_("With work in progress")), figure_words(view.with_in_progress), tip=tip)
    if view.if_issued != view.with_in_progress:
        tip = say(N_("If what you have on paper were issued as credentials."))
        yield ShownFigure(say(N_("If papers were issued")), figure_words(view.if_issued), tip=tip)
    yield from _risks(view)
    if view.if_not_lapsed.exact != view.counts_now.exact:
        titles = say(N_(", ")).join(title for title, _ in view.lapsed)
        yield ShownFigure(say(N_("If nothing had lapsed")), figure_words(view.if_not_lapsed), tip=titles)
    if view.what_if is not None:
        tip = say(N_("With everything that is planned or supposed. It never counts."))
        yield ShownFigure(say(N_("What if")), figure_words(view.what_if), tip=tip)


def _risks(view: StackView) -> Iterator[ShownFigure]:
    for risk in view.at_risk:
        lapsing = say(N_(", ")).join(f"{title} ({show_date(day)})" for title, day in risk.lapsing)
        tip = lapsing or say(N_("Nothing that counts lapses by then."))
        yield ShownFigure(say(N_("In {months} months"), months=risk.months), figure_words(risk.figure), tip=tip)


def same(one: StackFigure, other: StackFigure) -> bool:
    """Say whether two figures are the same to the eye."""
    return figure_words(one) == figure_words(other)


class FigureTile(QWidget):
    """A value in serif over its label, with a line at its left: brass for what counts."""

    def __init__(self, figure: ShownFigure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._main = figure.main
        value = Label(Type.VERDICT, "ink" if figure.main else "ink2", wraps=False).show_text(figure.value)
        label = Label(Type.SMALL, "ink2", wraps=False).show_text(figure.label)
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 1, 22, 1)
        column.setSpacing(0)
        column.addWidget(value)
        column.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{figure.label}: {figure.value}")
        self.setAccessibleDescription(figure.tip)
        self.setToolTip(figure.tip.replace("<", "‹"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().tokens.brass_fill if self._main else theme().tokens.hairline))
        painter.drawRoundedRect(0, 3, 3 if self._main else 2, self.height() - 6, 1, 1)


class FigureRow(QWidget):
    """The tiles, in lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: StackView | None = None
        self._flow = FlowLayout(self, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_view(self, view: StackView) -> None:
        """Show the figures of a stack."""
        self._view = view
        clear_layout(self._flow)
        for figure in figures_shown(view):
            tile = FigureTile(figure)
            self._flow.addWidget(tile)
            tile.show()
        self.updateGeometry()
