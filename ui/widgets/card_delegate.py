"""Credentials as cards: a tinted band with the issuer and the seal, the title in serif, the verdict and the credits."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.at_a_glance import credits_words
from ui.kinds import issuer_words, kind_words, title_of
from ui.models.index import Index
from ui.models.library_model import SUMMARY_ROLE
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES, mix
from ui.widgets.monogram import paint_band, paint_monogram
from ui.widgets.pill import paint_pill, pill_size
from ui.widgets.text_lines import break_lines
from ui.words import say, verdict_title
from wallet.i18n import N_
from wallet.messages.views import CredentialSummary

GAP = 16  # between cards; half of it on each side holds the focus ring


class CardDelegate(QStyledItemDelegate):
    """Paints one card a cell. The view sets the cell's width so that the columns fill it."""

    cell = QSize(0, 0)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        if not self.cell.isEmpty():
            return self.cell
        width, height = MEASURES.card
        return QSize(theme().px(width) + GAP, theme().px(height) + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        summary = index.data(SUMMARY_ROLE)
        if not isinstance(summary, CredentialSummary):
            return
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        card = QRectF(cell).adjusted(GAP / 2, GAP / 2, -GAP / 2, -GAP / 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_card(painter, card, summary, painter.device().devicePixelRatioF())
        _paint_edge(painter, card, state)
        painter.restore()


def paint_card(painter: QPainter, card: QRectF, summary: CredentialSummary, ratio: float) -> None:
    """Paint a whole card without its selection."""
    tokens, px = theme().tokens, theme().px
    radius = MEASURES.radius_card
    for drop, alpha in ((2.0, 10), (1.0, 14)):
        shadow = QColor(tokens.ink if not tokens.dark else "#000000")
        shadow.setAlpha(alpha)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shadow)
        painter.drawRoundedRect(card.translated(0, drop), radius, radius)
    whole = QPainterPath()
    whole.addRoundedRect(card, radius, radius)
    painter.fillPath(whole, QColor(tokens.raised))
    top = QPainterPath()
    top.addRect(QRectF(card.left(), card.top(), card.width(), px(62)))
    centre = QPointF(card.right() - px(38), card.top() + px(31))
    paint_band(painter, whole.intersected(top), centre, px(112), summary, ratio)
    _paint_issuer(painter, card, summary)
    _paint_title(painter, card, summary)
    _paint_foot(painter, card, summary, ratio)


def _paint_issuer(painter: QPainter, card: QRectF, summary: CredentialSummary) -> None:
    px, tokens = theme().px, theme().tokens
    side = px(36)
    left, middle = card.left() + px(14), card.top() + px(31)
    paint_monogram(painter, QRectF(left, middle - side / 2, side, side), summary)
    text_left = left + side + px(10)
    width = card.right() - px(92) - text_left  # as far as the seal
    name = lines_of(issuer_words(summary), Type.LABEL, width, 3)
    # A name that needs three lines is worth more than the kind, which the detail shows too.
    words = kind_words(summary.kind) if _foot_has_room(card, summary) else _kind_and_credits(summary)
    kind = lines_of(words, Type.SMALL, width, 1) if len(name) < 3 else []
    name_step = QFontMetrics(theme().font(Type.LABEL)).height()
    kind_step = QFontMetrics(theme().font(Type.SMALL)).height()
    y = middle - (name_step * len(name) + kind_step * len(kind)) / 2
    y = _paint_lines(painter, name, Type.LABEL, tokens.ink, text_left, y, width)
    _paint_lines(painter, kind, Type.SMALL, tokens.ink2, text_left, y, width)


def _foot_has_room(card: QRectF, summary: CredentialSummary) -> bool:
    """Say whether the credits stand beside the verdict."""
    room = card.width() - theme().px(28) - pill_size(verdict_title(summary.verdict)).width() - 8
    return QFontMetrics(theme().font(Type.LABEL)).horizontalAdvance(credits_words(summary)) <= room


def _kind_and_credits(summary: CredentialSummary) -> str:
    return say(N_("{one} · {other}"), one=credits_words(summary), other=kind_words(summary.kind))


def _paint_title(painter: QPainter, card: QRectF, summary: CredentialSummary) -> None:
    px = theme().px
    width = card.width() - px(28)
    lines = lines_of(title_of(summary), Type.CARD, width, 2)
    _paint_lines(painter, lines, Type.CARD, theme().tokens.ink, card.left() + px(14), card.top() + px(74), width)


def _paint_foot(painter: QPainter, card: QRectF, summary: CredentialSummary, ratio: float) -> None:
    px = theme().px
    height = pill_size(verdict_title(summary.verdict)).height()
    corner = QPointF(card.left() + px(13), card.bottom() - px(13) - height).toPoint()
    size = paint_pill(painter, corner, summary.verdict, ratio)
    if not _foot_has_room(card, summary):
        return  # then they stand below the issuer
    room = QRectF(
        corner.x() + size.width() + 8, corner.y(), card.right() - px(15) - corner.x() - size.width() - 8, height
    )
    painter.setFont(theme().font(Type.LABEL))
    painter.setPen(QColor(theme().tokens.ink2))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), credits_words(summary))


def _paint_edge(painter: QPainter, card: QRectF, state: QStyle.StateFlag) -> None:
    tokens = theme().tokens
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    width = 2.0 if chosen else 1.0
    colour = tokens.accent if chosen else mix(tokens.ink3, tokens.hairline, 0.5) if hovered else tokens.hairline
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), width))
    inset = width / 2
    painter.drawRoundedRect(card.adjusted(inset, inset, -inset, -inset), MEASURES.radius_card, MEASURES.radius_card)
    if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
        painter.setPen(QPen(QColor(tokens.accent), MEASURES.ring))
        painter.drawRoundedRect(card.adjusted(-5, -5, 5, 5), MEASURES.radius_card + 5, MEASURES.radius_card + 5)


def lines_of(text: str, step: Type, width: float, most: int) -> list[str]:
    """Break plain text into at most `most` lines of `width` in a step of the type scale."""
    return break_lines(text, theme().font(step), width, most)


def _paint_lines(
    painter: QPainter, lines: list[str], step: Type, colour: str, left: float, top: float, width: float
) -> float:
    font = theme().font(step)
    height = QFontMetrics(font).height()
    painter.setFont(font)
    painter.setPen(QColor(colour))
    for line in lines:
        painter.drawText(QRectF(left, top, width + 2, height), int(Qt.AlignmentFlag.AlignVCenter), line)
        top += height
    return top
