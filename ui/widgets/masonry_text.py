"""Breaking words into lines for painted text: as Qt breaks them, so that Chinese breaks between characters."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

_FAR = 1_000_000.0


def break_lines(text: str, font: QFont, width: float, most: int) -> list[str]:
    """Return at most `most` lines; the last one ends in … where words are left over."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        if len(lines) == most - 1:
            # All that is left, on one line: cut off only if it does not fit.
            rest = text[line.textStart() :]
            line.setLineWidth(_FAR)
            lines.append(QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width))
            break
        line.setLineWidth(max(1.0, width))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return lines


def line_height(font: QFont) -> float:
    """Return the distance of two lines; Chinese needs the whole of it."""
    return QFontMetricsF(font).height() * 1.04


def draw_lines(painter: QPainter, at: QPointF, lines: list[str], font: QFont) -> float:
    """Draw lines below `at` in the painter's pen; return where the next would begin."""
    painter.setFont(font)
    metrics, top = QFontMetricsF(font), at.y()
    for line in lines:
        rect = QRectF(at.x(), top, metrics.horizontalAdvance(line) + 4, metrics.height())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), line)
        top += line_height(font)
    return top
