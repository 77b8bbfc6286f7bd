"""A row of parts: one dash a part, filled as it is shown or seen."""

from collections.abc import Collection

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import theme
from ui.words import say
from wallet.i18n import N_

_MOST_DRAWN = 48


class PartsRow(QWidget):
    """With more parts than can be told apart it becomes one bar. `on_dark` for the camera's picture."""

    def __init__(self, parent: QWidget | None = None, *, on_dark: bool = False) -> None:
        super().__init__(parent)
        self._on_dark = on_dark
        self._known, self._wanted = 0, 0
        self._filled: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, wanted: int, filled: Collection[int], known: int | None = None) -> None:
        """Fill `filled` of `wanted`. `known` counts independent parts: others stand in for those not seen themselves."""
        self._wanted, self._filled = wanted, frozenset(filled)
        self._known = len(self._filled) if known is None else known
        words = say(N_("{known} of {wanted} parts"), known=self._known, wanted=wanted)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, max(8, theme().px(8)))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def restyle(self) -> None:
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._wanted < 1:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        high = min(self.height(), theme().px(6))
        top = (self.height() - high) / 2
        if self._wanted > _MOST_DRAWN:
            self._dash(painter, QRectF(0, top, self.width(), high), on=False)
            self._dash(painter, QRectF(0, top, self.width() * min(1.0, self._known / self._wanted), high), on=True)
            return
        gap = theme().px(4)
        wide = max(2.0, (self.width() - gap * (self._wanted - 1)) / self._wanted)
        spare = self._known - len(self._filled)
        for place in range(self._wanted):
            on = place in self._filled
            if not on and spare > 0:
                on, spare = True, spare - 1
            self._dash(painter, QRectF(place * (wide + gap), top, wide, high), on=on)

    def _dash(self, painter: QPainter, rect: QRectF, *, on: bool) -> None:
        tokens = theme().tokens
        full, empty = ("#E8CB8C", "#4A5468") if self._on_dark else (tokens.accent, tokens.hairline)
        painter.setBrush(QColor(full if on else empty))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
