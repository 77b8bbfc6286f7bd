"""The issuer's initials on a square of the issuer's hue, and the tinted band that seal and name stand on."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from ui.kinds import monogram_of
from ui.seal import hue_of, seal_pixmap
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import VERDICT_LOOKS, Cue, mix
from wallet.messages.views import CredentialSummary

_IN_COLOUR = (Cue.WHOLE, Cue.NOTCHED, Cue.FAINT)


def hue_shown(summary: CredentialSummary) -> str:
    """Return the hue for a credential's band: the issuer's while it may be believed, a neutral grey otherwise."""
    tokens = theme().tokens
    cue = VERDICT_LOOKS[summary.verdict].cue
    return hue_of(summary.signing_key if cue in _IN_COLOUR else "", tokens)


def band_colour(summary: CredentialSummary) -> str:
    """Return the tint of the band."""
    tokens = theme().tokens
    return mix(hue_shown(summary), tokens.raised, 0.20 if tokens.dark else 0.12)


def paint_monogram(painter: QPainter, rect: QRectF, summary: CredentialSummary) -> None:
    """Paint the square with its letters."""
    tokens = theme().tokens
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(hue_shown(summary)))
    painter.drawRoundedRect(rect, rect.height() * 0.22, rect.height() * 0.22)
    letters = monogram_of(summary.issuer_name or summary.issuer_id)
    font = theme().font(Type.SMALL_STRONG)
    font.setPixelSize(round(rect.height() * (0.46, 0.40, 0.33, 0.27)[min(3, len(letters) - 1)]))
    painter.setFont(font)
    painter.setPen(QColor(tokens.on_accent))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), letters)


def paint_band(
    painter: QPainter, band: QPainterPath, centre: QPointF, diameter: int, summary: CredentialSummary, ratio: float
) -> None:
    """Fill `band` with the tint and press the seal into it, cut off at the band's edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(band, QColor(band_colour(summary)))
    painter.setClipPath(band)
    cue = VERDICT_LOOKS[summary.verdict].cue
    seal = seal_pixmap(summary.signing_key, diameter, ratio, theme().tokens, cue)
    painter.drawPixmap(QPointF(centre.x() - diameter / 2, centre.y() - diameter / 2), seal)
    painter.restore()
