"""Where one is in a wizard: numbered steps on a line; those that are done carry a tick and can be gone back to."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.flow import FlowLayout
from ui.widgets.pressable import Pressable
from ui.words import say
from wallet.i18n import N_


class StepMark(Pressable):
    """One step: a circle with its number, or a tick once it is done, and its words."""

    def __init__(self, number: int, key: str, *, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._key, self._last = number, key, last
        self.done, self.current = False, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()
        self.restyle()

    def show_state(self, *, done: bool, current: bool) -> None:
        """Say where it stands. Only what is done can be gone back to."""
        self.done, self.current = done, current
        self.setEnabled(done and not current)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.isEnabled() else Qt.CursorShape.ArrowCursor)
        self.retranslate()
        self.updateGeometry()

    def retranslate(self) -> None:
        words = say(self._key)
        self.setText(words)
        state = N_("Step {number}, done: {words}") if self.done else N_("Step {number}: {words}")
        self.setAccessibleName(say(state, number=self._number, words=words))
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        self.setFont(theme().font(Type.BODY_STRONG if self.current else Type.LABEL))
        self.updateGeometry()
        self.update()

    def _line(self) -> int:
        return 0 if self._last else theme().px(52)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font(Type.BODY_STRONG))
        width = theme().px(28) + theme().px(10) + metrics.horizontalAdvance(self.text()) + self._line()
        return QSize(width, max(MEASURES.target, metrics.height() + 12, theme().px(28) + 6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, px = theme().tokens, theme().px
        side = px(28)
        circle = QRectF(1, (self.height() - side) / 2 + 1, side - 2, side - 2)
        ground = tokens.accent if self.current else tokens.accent_soft if self.done else tokens.window
        edge = tokens.accent if self.current or self.done else tokens.control_line
        painter.setPen(QPen(QColor(edge), 1.4))
        painter.setBrush(QColor(ground))
        painter.drawEllipse(circle)
        if self.done and not self.current:
            mark = icon_pixmap("check", tokens.accent, px(15), self.devicePixelRatioF(), 2.4)
            painter.drawPixmap(QPoint((side - px(15)) // 2, (self.height() - px(15)) // 2), mark)
        else:
            painter.setFont(theme().font(Type.SMALL_STRONG))
            painter.setPen(QColor(tokens.on_accent if self.current else tokens.ink2))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
        self._paint_words(painter, side)

    def _paint_words(self, painter: QPainter, side: int) -> None:
        tokens, px = theme().tokens, theme().px
        font = theme().font(Type.BODY_STRONG if self.current else Type.LABEL)
        painter.setFont(font)
        painter.setPen(QColor(tokens.ink if self.current else tokens.ink2))
        room = QRectF(side + px(10), 0, self.width(), self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if not self._last:
            left = side + px(10) + QFontMetrics(font).horizontalAdvance(self.text()) + px(14)
            painter.setPen(QPen(QColor(tokens.control_line), 1))
            painter.drawLine(left, self.height() // 2, self.width() - px(4), self.height() // 2)


class StepBar(QWidget):
    """`wanted` carries the place (from 0) of a done step that was pressed."""

    wanted = Signal(int)

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=10)
        self._marks: list[StepMark] = []
        for place, key in enumerate(keys):
            mark = StepMark(place + 1, key, last=place == len(keys) - 1)
            mark.clicked.connect(lambda _checked=False, place=place: self.wanted.emit(place))
            self._marks.append(mark)
            flow.addWidget(mark)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_step(self, current: int) -> None:
        """Mark `current` as where one is; beyond the last, everything is done."""
        for place, mark in enumerate(self._marks):
            mark.show_state(done=place < current, current=place == current)
