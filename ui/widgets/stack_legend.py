"""What the bricks mean: each state that is on the page, drawn small, with its words."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.stack_words import STATE_ICONS
from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import mix
from ui.widgets.clearing import clear_layout
from ui.widgets.flow import FlowLayout
from ui.words import say
from wallet.i18n import N_
from wallet.messages.stack_views import BrickState, StackView
from wallet.report import Verdict

_WORDS = {
    BrickState.COUNTS: N_("Counts"),
    BrickState.TO_CONFIRM: N_("Counts by a rule, to be confirmed"),
    BrickState.UNVERIFIED: N_("Held, in doubt"),
    BrickState.IN_PROGRESS: N_("In progress"),
    BrickState.PAPER: N_("On paper"),
    BrickState.PLANNED: N_("Planned"),
    BrickState.WAIVED: N_("Waived"),
    BrickState.OPEN: N_("Still open"),
}
_OLD = N_("Counts, status data is old")


class LegendEntry(QWidget):
    """A small brick with its words."""

    def __init__(self, state: BrickState, words: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._key, self._icon = state, words, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say(self._key))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font(Type.SMALL))
        width = theme().px(26) + 8 + metrics.horizontalAdvance(say(self._key)) + theme().px(18)
        return QSize(width, max(theme().px(24), metrics.height() + 6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, tokens = theme().px, theme().tokens
        brick = QRectF(1, (self.height() - px(20)) / 2, px(26), px(20))
        self._paint_brick(painter, brick)
        side = px(13)
        tone = tokens.brass_text if self._icon in ("hourglass", "clock-alert") else tokens.ink2
        pixmap = icon_pixmap(self._icon, tone, side, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(brick.center().x() - side / 2 + 1, brick.center().y() - side / 2), pixmap)
        painter.setFont(theme().font(Type.SMALL))
        painter.setPen(QColor(tokens.ink2))
        rect = QRectF(brick.right() + 8, 0, self.width(), self.height())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), say(self._key))

    def _paint_brick(self, painter: QPainter, rect: QRectF) -> None:
        tokens = theme().tokens
        body = QPainterPath()
        body.addRoundedRect(rect, 4, 4)
        edge, dashes = tokens.control_line, [4.0, 3.0]
        match self._state:
            case BrickState.COUNTS | BrickState.TO_CONFIRM:
                painter.fillPath(body, QColor(mix(tokens.accent, tokens.raised, 0.2)))
                painter.fillRect(QRectF(rect.left(), rect.top() + 1, 3, rect.height() - 2), QColor(tokens.accent))
                edge, dashes = mix(tokens.accent, tokens.raised, 0.5), []
            case BrickState.IN_PROGRESS:
                painter.fillPath(body, QColor(tokens.brass_soft))
                edge, dashes = tokens.brass_fill, []
            case BrickState.PAPER | BrickState.PLANNED:
                painter.fillPath(body, QColor(tokens.accent_soft))
                edge, dashes = tokens.accent, [1.2, 2.6]
            case BrickState.UNVERIFIED:
                painter.fillPath(body, QColor(mix(tokens.ink3, tokens.window, 0.12)))
                edge, dashes = tokens.ink3, [2.6, 2.2]
        pen = QPen(QColor(edge), 1.1)
        if dashes:
            pen.setDashPattern(dashes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(body)


class Legend(QWidget):
    """The states of one stack."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_view(self, view: StackView) -> None:
        """Show what is on the page, and nothing else."""
        clear_layout(self._flow)
        bricks = [brick for layer in view.layers for brick in layer.bricks]
        for state in BrickState:
            if any(brick.state is state for brick in bricks):
                self._add(LegendEntry(state, _WORDS[state], STATE_ICONS[state]))
            if state is BrickState.COUNTS and any(
                brick.state is state and brick.verdict is Verdict.REFRESH_DUE for brick in bricks
            ):
                self._add(LegendEntry(state, _OLD, "clock-alert"))
        self.updateGeometry()

    def _add(self, entry: LegendEntry) -> None:
        self._flow.addWidget(entry)
        entry.show()
