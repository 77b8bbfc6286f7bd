"""Where the verifier looks: a dark window with corner marks, the camera's picture in it, and the parts that were seen."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.label import Label
from ui.widgets.qr_parts import PartsRow
from wallet.i18n import N_

_BRASS, _PALE, _DIM = "#E8CB8C", "#EFEAE0", "#B7BBC9"
_TOP, _FOOT = "#2A3142", "#151924"


class _Strip(QWidget):
    """The dark strip at the foot: dashes and words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts = PartsRow(on_dark=True)
        self.words = Label(Type.BODY_STRONG, _PALE)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(16)
        row.addWidget(self.parts, 2)
        row.addWidget(self.words, 3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#0B0D12"))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)


class Scene(QWidget):
    """Dark in both themes, as a camera's finder is. `lively` while something is held over it to be dropped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self.heading = Label(Type.VERDICT, _PALE)
        self.line = Label(Type.LABEL, _DIM)
        for label in (self.heading, self.line):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.strip = _Strip()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 24, 24, 20)
        self._column.addStretch(5)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.line)
        self._column.addStretch(4)
        self._column.addWidget(self.strip)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.show_idle()

    def show_idle(self) -> None:
        """Nothing is being looked at."""
        self._picture = None
        self.heading.say(N_("Drop it here"))
        self.line.say(N_("A file, a badge picture, a picture of a QR code, or its text."))
        self.strip.hide()
        self._show_words(shown=True)

    def show_watching(self, heading: str, line: str) -> None:
        """Something is being looked at: two sentence keys say what."""
        self.heading.say(heading)
        self.line.say(line)
        self._show_words(shown=self._picture is None)

    def show_picture(self, picture: QImage) -> None:
        """Show what the camera sees."""
        self._picture = picture
        self._show_words(shown=False)
        self.update()

    def show_parts(self, known: int, wanted: int, direct: tuple[int, ...]) -> None:
        """Fill the parts that were seen."""
        self.strip.setVisible(wanted > 0)
        self.strip.parts.show_parts(wanted, direct, known)
        done = known >= wanted
        key = N_("All {wanted} parts are here") if done else N_("{known} of {wanted} parts: keep it steady")
        self.strip.words.say(key, known=known, wanted=wanted)
        self.strip.setAccessibleName(self.strip.words.text())

    def _show_words(self, *, shown: bool) -> None:
        self.heading.setVisible(shown)
        self.line.setVisible(shown)
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(440), theme().px(440))

    def minimumSizeHint(self) -> QSize:
        return QSize(260, max(300, self._column.minimumSize().height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(rect, MEASURES.radius_hero, MEASURES.radius_hero)
        ground = QLinearGradient(rect.topLeft(), rect.bottomRight())
        ground.setColorAt(0, QColor(_TOP))
        ground.setColorAt(1, QColor(_FOOT))
        painter.fillPath(shape, ground)
        painter.setClipPath(shape)
        if self._picture is not None and not self._picture.isNull():
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._picture)
        painter.setClipping(False)
        if theme().tokens.dark:
            painter.setPen(QColor(theme().tokens.hairline))
            painter.drawPath(shape)
        self._paint_corners(painter)

    def _paint_corners(self, painter: QPainter) -> None:
        side = min(self.width(), self.height() - theme().px(60)) * 0.74
        centre = QPointF(self.width() / 2, (self.height() - theme().px(30)) / 2)
        frame = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        arm = side * 0.12
        pen = QPen(QColor(_BRASS), 4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for x, y, to_x, to_y in (
            (frame.left(), frame.top(), 1, 1),
            (frame.right(), frame.top(), -1, 1),
            (frame.left(), frame.bottom(), 1, -1),
            (frame.right(), frame.bottom(), -1, -1),
        ):
            points = [QPointF(x + to_x * arm, y), QPointF(x, y), QPointF(x, y + to_y * arm)]
            painter.drawPolyline(QPolygonF(points))
        if self._picture is None:
            mark = theme().px(44)
            pixmap = icon_pixmap("qr-code", _BRASS, mark, self.devicePixelRatioF(), 1.4)
            painter.drawPixmap(QPointF(centre.x() - mark / 2, self.heading.y() - mark - theme().px(14)), pixmap)
