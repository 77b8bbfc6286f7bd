"""One line of growth on a card: its title, the ladder, and each result as a button that leads to its credential."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.growth_paint import DOT, Ladder, paint_dot, paint_ladder
from ui.widgets.label import Label
from ui.widgets.paper import paint_paper
from ui.widgets.pressable import Pressable
from ui.words import count, say, show_date, verdict_title
from wallet.i18n import N_
from wallet.messages.growth import GrowthDot, GrowthLine

MOST_DOTS = 48  # the latest; an older result is in the CSV


class DotButton(Pressable):
    """One result. Its words say everything that the drawing shows."""

    def __init__(self, dot: GrowthDot, parent: QWidget) -> None:
        super().__init__(parent)
        self.dot = dot
        facts = {"value": dot.value, "title": dot.title, "issuer": dot.issuer, "day": show_date(dot.on)}
        words = say(N_("{value}: {title}, {issuer}, {day}"), **facts)
        self.setAccessibleName(words)
        self.setAccessibleDescription(verdict_title(dot.verdict))
        self.setToolTip(f"{words}\n{verdict_title(dot.verdict)}".replace("<", "‹"))

    def put(self, at: QPointF) -> None:
        """Stand with the middle at a point."""
        side = theme().px(28)
        self.setGeometry(round(at.x() - side / 2), round(at.y() - side / 2), side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, scale, tokens = QRectF(self.rect()).center(), theme().scale, theme().tokens
        if self.hasFocus() or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawEllipse(middle, (DOT + 4) * scale, (DOT + 4) * scale)
        paint_dot(painter, middle, self.dot.verdict, tokens, scale)


class LadderView(QWidget):
    """The drawing with its buttons. `chosen` carries the credential of the result that was pressed."""

    chosen = Signal(str)

    def __init__(self, line: GrowthLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.dots = [DotButton(dot, self) for dot in line.dots]
        for button in self.dots:
            button.clicked.connect(lambda _checked=False, key=button.dot.credential: self.chosen.emit(key))
        for one, other in pairwise(self.dots):
            QWidget.setTabOrder(one, other)

    def ladder(self) -> Ladder:
        """The ladder as wide as this is."""
        return Ladder(self._line, float(max(self.width(), 120)), theme().scale)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), round(Ladder(self._line, 320, theme().scale).height))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), self.sizeHint().height())

    def restyle(self) -> None:
        self.updateGeometry()
        self._place()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        for button, point in zip(self.dots, self.ladder().points(), strict=True):
            button.put(point)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_ladder(QPainter(self), self.ladder(), theme().tokens)


class GrowthCard(QFrame):
    """`chosen` carries the credential of a result."""

    chosen = Signal(str)

    def __init__(self, line: GrowthLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shown = GrowthLine(line.node, line.title, line.scale, line.dots[-MOST_DOTS:])
        self.view = LadderView(shown)
        self.view.chosen.connect(self.chosen)
        results = count(len(line.dots), N_("1 result"), N_("{number} results"))
        self.setAccessibleName(f"{line.title}, {results}")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(Label(Type.CARD).show_text(line.title))
        told = Label(Type.SMALL, "ink2").show_text(self._told(line, results))
        column.addWidget(told)
        column.addSpacing(4)
        column.addWidget(self.view)

    def _told(self, line: GrowthLine, results: str) -> str:
        first, last = line.dots[0], line.dots[-1]
        if len(line.dots) == 1 or first.value == last.value:
            return say(N_("{results}; now {value}"), results=results, value=last.value)
        return say(N_("{results}; from {before} to {value}"), results=results, before=first.value, value=last.value)

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, rect = theme().tokens, QRectF(self.rect()).adjusted(0, 0, -1, -1)
        paint_paper(self, rect, tokens.surface, tokens.hairline, MEASURES.radius_card)
