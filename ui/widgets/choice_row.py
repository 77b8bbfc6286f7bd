"""One thing of a credential to show or to keep private, with what it is and what comes along."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.claim_rows import ClaimRow
from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import mix
from ui.widgets.pressable import Pressable
from ui.words import say
from wallet.i18n import N_

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)


class ChoiceRow(Pressable):
    """A whole row as a check box: label, value, and at the right what to think of. Drawn, not put together: there may be hundreds."""

    def __init__(self, row: ClaimRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._line, self._tag = "", ""
        self._heights: dict[int, int] = {}
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(lambda _on: self.retranslate())
        self.retranslate()

    def retranslate(self) -> None:
        state = say(N_("Shown")) if self.isChecked() else say(N_("Kept private"))
        self._tag = say(N_("Seldom needed")) if self.row.sensitive else ""
        line = self.row.text if self.isChecked() or not self.row.sensitive else say(N_("Kept private"))
        if line != self._line:
            self._line = line
            self._measure_again()
        self.setAccessibleName(f"{self.row.label}: {self.row.text}")
        private = f" {self._tag}" if self._tag else ""
        self.setAccessibleDescription(f"{state}.{private}")
        self.update()

    def restyle(self) -> None:
        self._measure_again()
        self.update()

    def _measure_again(self) -> None:
        self._heights.clear()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = theme().px(360)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 44)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            heading, line, _ = self._places(width)
            self._heights[width] = max(48, heading.height() + line.height() + 17)
        return self._heights[width]

    def _places(self, width: int) -> tuple[QRect, QRect, int]:
        """Where heading and line stand in a row of this width, from its top, and how wide the tag is."""
        small, strong = QFontMetrics(theme().font(Type.SMALL)), QFontMetrics(theme().font(Type.BODY_STRONG))
        tag = small.horizontalAdvance(self._tag) + 12 if self._tag else 0
        left = theme().px(46)
        room = QRect(0, 0, max(40, width - left - 12 - tag), 100_000)
        heading, line = (
            QRect(left, 0, room.width(), metrics.boundingRect(room, _WRAPPED, text).height() if text else 0)
            for metrics, text in ((strong, self.row.label), (small, self._line))
        )
        return heading, line, tag

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme().tokens
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mix(tokens.ink, tokens.surface, 0.04)))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        self._paint_box(painter)
        heading, line, tag = self._places(self.width())
        top = (self.height() - heading.height() - line.height() - 1) // 2
        for place, step, tone, text in (
            (heading.translated(0, top), Type.BODY_STRONG, tokens.ink, self.row.label),
            (line.translated(0, top + heading.height() + 1), Type.SMALL, tokens.ink2, self._line),
        ):
            painter.setFont(theme().font(step))
            painter.setPen(QColor(tone))
            painter.drawText(place, _WRAPPED, text)
        if self._tag:
            painter.setPen(QColor(tokens.brass_text))
            place = QRect(self.width() - 12 - tag, 0, tag, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._tag)

    def _paint_box(self, painter: QPainter) -> None:
        tokens, side = theme().tokens, theme().px(22)
        box = QRectF(theme().px(12), (self.height() - side) / 2, side, side)
        painter.setPen(QPen(QColor(tokens.accent if self.isChecked() else tokens.control_line), 1.4))
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.surface))
        painter.drawRoundedRect(box, 6, 6)
        if self.isChecked():
            mark = icon_pixmap("check", tokens.on_accent, side - 6, self.devicePixelRatioF(), 3.0)
            painter.drawPixmap(QPoint(round(box.left()) + 3, round(box.top()) + 3), mark)
