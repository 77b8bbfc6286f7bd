"""The sidebar: where one can go, how many are there, and the lock. It narrows to icons when there is little room."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.seal import HOUSE_KEY, seal_pixmap
from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES, Cue, mix
from ui.widgets.pressable import Pressable
from ui.widgets.scroll_sheet import ScrollSheet
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import VaultState

ALL, ATTENTION, ARCHIVED, TRASH, CHECK, SETTINGS = "all", "attention", "archived", "trash", "check", "settings"
SHARED = "shared"
RAIL = 72


class SidebarRow(Pressable):
    """A row that can be the present place. `set_slim` leaves its picture alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slim = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_slim(self, slim: bool) -> None:
        """Show the picture alone; the words become the tooltip."""
        self._slim = slim
        self.retranslate()

    def retranslate(self) -> None:
        raise NotImplementedError

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def _paint_ground(self, painter: QPainter) -> None:
        """Under the mouse, or as the present place with a mark at the left."""
        tokens = theme().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(tokens.accent_soft if self.isChecked() else mix(tokens.ink, tokens.sidebar, 0.06)))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self.isChecked():
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(0, self.height() * 0.22, 3, self.height() * 0.56), 1.5, 1.5)


class NavRow(SidebarRow):
    """One row: icon, words, and at the right a count or a note."""

    def __init__(self, key: str, icon: str, parent: QWidget | None = None, *, warm: bool = False) -> None:
        super().__init__(parent)
        self._key, self._icon, self._warm = key, icon, warm
        self._note = ""
        self.retranslate()
        self.restyle()

    def show_note(self, note: str) -> None:
        """Show a count or a short note at the right."""
        self._note = note
        self.retranslate()

    def retranslate(self) -> None:
        words = say(self._key)
        self.setText(words)
        self.setAccessibleName(f"{words}, {self._note}" if self._note else words)
        self.setToolTip(words if self._slim else "")
        self.update()

    def restyle(self) -> None:
        self.setFont(theme().font(Type.LABEL))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, max(MEASURES.target, QFontMetrics(self.font()).height() + theme().px(18)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        tokens = theme().tokens
        self._paint_words(painter, tokens.accent if self.isChecked() else tokens.ink)

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        px = theme().px
        side = px(18)
        left = (self.width() - side) // 2 if self._slim else px(14)
        pixmap = icon_pixmap(self._icon, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(left, (self.height() - side) // 2), pixmap)
        if self._slim:
            return
        note = self._paint_note(painter)
        painter.setPen(QColor(ink))
        painter.setFont(self.font())
        room = QRectF(left + side + px(12), 0, note - left - side - px(20), self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.text())

    def _paint_note(self, painter: QPainter) -> float:
        px, tokens = theme().px, theme().tokens
        right = self.width() - px(14)
        if not self._note:
            return right
        painter.setFont(theme().font(Type.SMALL_STRONG if self._warm else Type.SMALL))
        width = QFontMetrics(painter.font()).horizontalAdvance(self._note)
        rect = QRectF(right - width, 0, width, self.height())
        if self._warm:
            high = px(22)
            badge = QRectF(right - width - px(7), (self.height() - high) / 2, width + px(14), high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.brass_soft))
            painter.drawRoundedRect(badge, high / 2, high / 2)
        painter.setPen(QColor(tokens.brass_text if self._warm else tokens.ink3))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._note)
        return right - width - px(8)


class Wordmark(QWidget):
    """The house's mark and name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slim = False
        self.setAccessibleName("Tessera")
        self.restyle()

    def set_slim(self, slim: bool) -> None:
        """Show the mark alone."""
        self._slim = slim
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(52))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens, px = theme().tokens, theme().px
        side = px(36)
        top = (self.height() - side) / 2
        left = (self.width() - side) / 2 if self._slim else px(6)
        seal = seal_pixmap(HOUSE_KEY, side, self.devicePixelRatioF(), tokens, Cue.WHOLE, tokens.accent)
        painter.drawPixmap(QPointF(left, top), seal)
        if self._slim:
            return
        painter.setFont(theme().font(Type.VERDICT))
        painter.setPen(QColor(tokens.ink))
        painter.drawText(
            QRectF(left + side + px(10), 0, self.width(), self.height()), int(Qt.AlignmentFlag.AlignVCenter), "Tessera"
        )


class Sidebar(QWidget):
    """`chosen` carries the row's name; `lock_wanted` when Lock now is pressed."""

    chosen = Signal(str)
    lock_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = {
            ALL: NavRow(N_("All credentials"), "library"),
            ATTENTION: NavRow(N_("Needs attention"), "triangle-alert", warm=True),
            ARCHIVED: NavRow(N_("Archive"), "archive"),
            TRASH: NavRow(N_("Trash"), "trash-2"),
            SHARED: NavRow(N_("Shared"), "history"),
            CHECK: NavRow(N_("Check a credential"), "scan-search"),
            SETTINGS: NavRow(N_("Settings"), "settings"),
        }
        self._lock = NavRow(N_("Lock now"), "lock")
        self._lock.clicked.connect(self.lock_wanted)
        self._mark = Wordmark()
        self._slim = False
        self.extra = QVBoxLayout()  # further sections stand here
        self.extra.setSpacing(2)
        self._lay_out()
        for name, row in self._rows.items():
            row.setCheckable(True)
            row.clicked.connect(lambda _checked=False, name=name: self._choose(name))
        self.restyle()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 14)
        column.setSpacing(2)
        column.addWidget(self._mark)
        column.addSpacing(8)
        column.addWidget(self._places(), 1)
        column.addWidget(self._rows[SETTINGS])
        column.addWidget(self._lock)

    def _places(self) -> ScrollSheet:
        """Places and stacks; they scroll where the window is low or the text large."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for name in (ALL, ATTENTION, SHARED, CHECK, ARCHIVED, TRASH):
            column.addWidget(self._rows[name])
        column.addSpacing(12)
        column.addLayout(self.extra)
        column.addStretch(1)
        sheet = ScrollSheet(page)
        sheet.setMinimumHeight(1)
        return sheet

    def show_chosen(self, name: str) -> None:
        """Mark a row as the present place."""
        for key, row in self._rows.items():
            row.setChecked(key == name)

    def show_state(self, state: VaultState) -> None:
        """Show the counts; places with nothing in them and no use yet are not offered."""
        self._rows[ALL].show_note(str(state.credentials))
        self._rows[ATTENTION].show_note(str(state.attention) if state.attention else "")
        self._rows[ARCHIVED].show_note(str(state.archived) if state.archived else "")
        self._rows[TRASH].show_note(str(state.trashed) if state.trashed else "")
        self._rows[ATTENTION].setVisible(bool(state.credentials))
        self._rows[ARCHIVED].setVisible(bool(state.archived))
        self._rows[TRASH].setVisible(bool(state.trashed))

    def show_shared(self, number: int) -> None:
        """Show how often something was shown."""
        self._rows[SHARED].show_note(str(number) if number else "")

    def show_lock_note(self, note: str) -> None:
        """Show when the vault locks by itself."""
        self._lock.show_note(note)

    def set_slim(self, slim: bool) -> None:
        """Narrow to icons, or widen again."""
        self._slim = slim
        self._mark.set_slim(slim)
        for row in (*self._rows.values(), self._lock):
            row.set_slim(slim)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(theme().px(RAIL) if self._slim else theme().px(MEASURES.sidebar))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme().tokens.sidebar))

    def _choose(self, name: str) -> None:
        self.show_chosen(name)
        self.chosen.emit(name)


def lock_note(minutes: int) -> str:
    """Return `auto 10 min`, or "" when the timer is off."""
    return say(N_("auto {minutes} min"), minutes=minutes) if minutes else ""
