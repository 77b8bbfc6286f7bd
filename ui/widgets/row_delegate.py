"""Credentials as rows, for those who have many: issuer, title, date, credits, verdict."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.at_a_glance import credits_words
from ui.kinds import issuer_words, kind_words, title_of
from ui.models.index import Index
from ui.models.library_model import SUMMARY_ROLE
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES, mix
from ui.widgets.monogram import paint_monogram
from ui.widgets.pill import paint_pill, pill_size
from ui.widgets.text_lines import draw_elided
from ui.words import say, show_date, verdict_title
from wallet.i18n import N_
from wallet.messages.views import CredentialSummary

_NARROW = 800


class RowDelegate(QStyledItemDelegate):
    """Paints one row a credential; date and credits give way where the list is narrow."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme().px(320), theme().px(64))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        summary = index.data(SUMMARY_ROLE)
        if not isinstance(summary, CredentialSummary):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(rect).adjusted(8, 1, -8, -1)
        _paint_ground(painter, row, state)
        _paint_row(painter, row, summary)
        painter.restore()


def _paint_ground(painter: QPainter, row: QRectF, state: QStyle.StateFlag) -> None:
    tokens = theme().tokens
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    painter.setPen(Qt.PenStyle.NoPen)
    if chosen or hovered:
        painter.setBrush(QColor(tokens.accent_soft if chosen else mix(tokens.ink, tokens.window, 0.04)))
        painter.drawRoundedRect(row, MEASURES.radius_control, MEASURES.radius_control)
    painter.setPen(QPen(QColor(tokens.hairline), 1))
    painter.drawLine(QPointF(row.left() + theme().px(60), row.bottom() + 0.5), QPointF(row.right(), row.bottom() + 0.5))
    if chosen:
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), MEASURES.radius_control, MEASURES.radius_control)
    if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
        painter.setPen(QPen(QColor(tokens.accent), 2, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(row.adjusted(4, 4, -4, -4), 6, 6)


def _paint_row(painter: QPainter, row: QRectF, summary: CredentialSummary) -> None:
    px, tokens = theme().px, theme().tokens
    side = px(36)
    paint_monogram(painter, QRectF(row.left() + px(12), row.center().y() - side / 2, side, side), summary)
    size = pill_size(verdict_title(summary.verdict))
    right = row.right() - px(12)
    corner = QPointF(right - size.width(), row.center().y() - size.height() / 2).toPoint()
    paint_pill(painter, corner, summary.verdict, painter.device().devicePixelRatioF())
    right -= max(size.width(), px(176)) + px(12)
    if row.width() > px(_NARROW):
        right = _paint_column(painter, row, right, px(136), show_date(summary.issued) if summary.issued else "")
        right = _paint_column(painter, row, right, px(96), credits_words(summary))
    left = row.left() + px(60)
    draw_elided(
        painter,
        QRectF(left, row.top() + px(9), right - left, px(26)),
        title_of(summary),
        theme().font(Type.CARD),
        tokens.ink,
    )
    under = say(N_("{issuer} · {kind}"), issuer=issuer_words(summary), kind=kind_words(summary.kind))
    draw_elided(
        painter, QRectF(left, row.top() + px(34), right - left, px(20)), under, theme().font(Type.SMALL), tokens.ink2
    )


def _paint_column(painter: QPainter, row: QRectF, right: float, width: int, text: str) -> float:
    rect = QRectF(right - width, row.top(), width - theme().px(12), row.height())
    draw_elided(painter, rect, text, theme().font(Type.LABEL), theme().tokens.ink2, Qt.AlignmentFlag.AlignRight)
    return right - width
