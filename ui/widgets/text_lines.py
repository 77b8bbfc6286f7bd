"""Words for painting, always plain: broken into lines as Qt breaks them, so that Chinese breaks between characters, or cut off."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPainterPath, QTextLayout, QTextOption

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
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


def draw_lines(painter: QPainter, at: QPointF, lines: list[str], font: QFont, *, outline: bool = False) -> float:
    """Draw lines below `at` in the painter's pen; return where the next would begin."""
    metrics, top = QFontMetricsF(font), at.y()
    for line in lines:
        rect = QRectF(at.x(), top, metrics.horizontalAdvance(line) + 4, metrics.height())
        draw_words(painter, rect, LEFT, line, font, outline=outline)
        top += line_height(font)
    return top


def draw_words(
    painter: QPainter, rect: QRectF, align: Qt.AlignmentFlag, words: str, font: QFont, *, outline: bool = False
) -> None:
    """Draw one line in a rectangle. `outline`: as shapes, for a file that may be opened where our fonts are not."""
    if not outline:
        painter.setFont(font)
        painter.drawText(rect, int(align), words)
        return
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(words)
    left = rect.left()
    if align & Qt.AlignmentFlag.AlignHCenter:
        left = rect.center().x() - width / 2
    elif align & Qt.AlignmentFlag.AlignRight:
        left = rect.right() - width
    path = QPainterPath()
    path.addText(QPointF(left, rect.center().y() + (metrics.ascent() - metrics.descent()) / 2), font, words)
    painter.fillPath(path, painter.pen().brush())


def draw_elided(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    tone: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Draw words on one line of a rectangle; what has no room in it is cut off and ends in …."""
    painter.setFont(font)
    painter.setPen(QColor(tone))
    shown = QFontMetrics(font).elidedText(text, cut, int(rect.width()))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | side), shown)
