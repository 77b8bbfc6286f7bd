"""Buttons: one primary action a view, quiet ones beside it. A verb, and an icon where it helps."""

from enum import Enum

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES, mix
from ui.widgets.pressable import Pressable
from ui.words import say


class Kind(Enum):
    """How much a button asks for attention."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    DANGER = "danger"


class Button(Pressable):
    """A button with words, an icon, or both. With an icon alone the words are its tooltip and accessible name."""

    def __init__(
        self,
        key: str,
        kind: Kind = Kind.SECONDARY,
        icon: str = "",
        parent: QWidget | None = None,
        *,
        icon_only: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(parent)
        self._key, self._kind, self._icon, self._icon_only, self._hint = key, kind, icon, icon_only, hint
        self._facts: dict[str, object] = {}
        self._menu: QMenu | None = None
        self._tall = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle()
        self.retranslate()

    def say(self, key: str, /, **facts: object) -> None:
        """Change the words."""
        self._key, self._facts = key, facts
        self.retranslate()

    def set_icon(self, name: str) -> None:
        """Change the icon."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_icon_only(self, icon_only: bool) -> None:
        """Show the icon alone where there is little room, or the words beside it again."""
        if icon_only is not self._icon_only:
            self._icon_only = icon_only
            self.retranslate()

    def set_kind(self, kind: Kind) -> None:
        """Change how much it asks for attention."""
        self._kind = kind
        self.update()

    def fill_width(self, *, tall: bool = False) -> "Button":
        """Take the whole width there is; `tall` as high as a passphrase field."""
        self._tall = tall
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return self

    def set_menu(self, menu: QMenu) -> None:
        """Open `menu` below when pressed."""
        self._menu = menu
        self.clicked.connect(self._open_menu)

    def retranslate(self) -> None:
        words = say(self._key, **self._facts)
        self.setText("" if self._icon_only else words)
        self.setAccessibleName(words)
        tip = words if self._icon_only else ""
        if self._hint:
            tip = f"{say(self._hint)}" if not tip else f"{tip} ({say(self._hint)})"
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        self.setFont(theme().font(Type.BUTTON))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        height = theme().px(46) if self._tall else max(MEASURES.target, metrics.height() + theme().px(18))
        if self._icon_only:
            return QSize(height, height)
        width = metrics.horizontalAdvance(self.text()) + 2 * theme().px(14 if self._kind is not Kind.QUIET else 10)
        return QSize(width + (self._icon_size() + theme().px(8) if self._icon else 0), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink = self._colours()
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(edge), 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body, MEASURES.radius_control, MEASURES.radius_control)
        self._paint_words(painter, ink)

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        size = self._icon_size()
        metrics = QFontMetrics(self.font())
        gap = theme().px(8) if self._icon and self.text() else 0
        width = (size if self._icon else 0) + gap + metrics.horizontalAdvance(self.text())
        left = (self.width() - width) / 2
        if self._icon:
            pixmap = icon_pixmap(self._icon, ink, size, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(round(left), (self.height() - size) // 2), pixmap)
            left += size + gap
        painter.setPen(QColor(ink))
        painter.setFont(self.font())
        rect = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())

    def _colours(self) -> tuple[str, str, str]:
        tokens = theme().tokens
        if not self.isEnabled():
            ink = mix(tokens.ink3, tokens.window, 0.7)
            ground = tokens.hairline if self._kind in (Kind.PRIMARY, Kind.DANGER) else ""
            return ground, "" if self._kind is Kind.QUIET or ground else tokens.hairline, ink
        press = 0.16 if self.isDown() else 0.08 if self.underMouse() else 0.0
        match self._kind:
            case Kind.PRIMARY:
                return mix(tokens.window, tokens.accent, press), "", tokens.on_accent
            case Kind.DANGER:
                return mix(tokens.window, tokens.danger, press), "", tokens.raised
            case Kind.SECONDARY:
                ground = tokens.accent_soft if self.isChecked() else mix(tokens.ink, tokens.raised, press)
                return ground, tokens.accent if self.isChecked() else tokens.control_line, tokens.ink
            case Kind.QUIET:
                if self.isChecked():
                    return tokens.accent_soft, "", tokens.accent
                return mix(tokens.ink, tokens.window, press) if press else "", "", tokens.ink

    def _icon_size(self) -> int:
        return theme().px(17)

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu.exec(self.mapToGlobal(QPoint(0, self.height() + 4)))
