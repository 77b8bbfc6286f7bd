"""Ctrl+K: type what you want to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, QSize, QSortFilterProxyModel, QStringListModel, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.words import say
from wallet.i18n import N_

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.pages.shell import Shell


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do: its words, its icon, and the doing."""

    words: str
    icon: str
    act: Callable[[], None]


def commands_of(window: "MainWindow", shell: "Shell | None") -> list[Command]:
    """Return what can be done here and now; a locked window offers little."""
    common = [
        Command(N_("Open files…"), "file-plus", lambda: window.add("files")),
        Command(N_("Open a folder…"), "folder-open", lambda: window.add("folder")),
        Command(N_("Paste"), "clipboard-paste", lambda: window.add("paste")),
    ]
    if shell is None:
        return [
            Command(N_("Check a credential"), "scan-search", window.show_check),
            Command(N_("Check many at once"), "list", window.show_check_many),
            *common,
        ]
    from ui.actions.backup import make_backup, make_recovery_kit
    from ui.actions.check_again import check_again

    desk = window.desk
    places = [
        Command(N_("All credentials"), "library", lambda: shell.go("all")),
        Command(N_("Needs attention"), "triangle-alert", lambda: shell.go("attention")),
        Command(N_("Archive"), "archive", lambda: shell.go("archived")),
        Command(N_("Trash"), "trash-2", lambda: shell.go("trash")),
        Command(N_("Check a credential"), "scan-search", lambda: shell.go("check")),
        Command(N_("Show something…"), "share-2", lambda: shell.share(())),
        Command(N_("Shared"), "history", lambda: shell.go("shared")),
        Command(N_("Check many at once"), "list", lambda: shell.go("check_many")),
        Command(N_("Settings"), "settings", lambda: shell.go("settings")),
    ]
    work = [
        Command(N_("Check everything again"), "refresh-cw", lambda: check_again(desk, window)),
        Command(N_("Back up…"), "hard-drive-download", lambda: make_backup(desk, window)),
        Command(N_("Make a recovery kit…"), "life-buoy", lambda: make_recovery_kit(desk, window)),
        Command(N_("Lock now"), "lock", window.lock),
    ]
    return [*places, *common, *work]


class CommandPalette(Dialog):
    """A field and a list that shrinks as one types."""

    def __init__(self, window: "MainWindow", shell: "Shell | None") -> None:
        super().__init__(N_("What would you like to do?"), window, width=520)
        self._commands = commands_of(window, shell)
        self.field = QLineEdit()
        self.field.setAccessibleName(say(N_("Search")))
        self.field.setPlaceholderText(say(N_("Search")))
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(QStringListModel([say(command.words) for command in self._commands], self))
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list = QListView()
        self.list.setModel(self._proxy)
        self.list.setItemDelegate(_CommandDelegate(self._commands, self.list))
        self.list.setAccessibleName(say(N_("What would you like to do?")))
        self.list.setMinimumHeight(theme().px(340))
        self.list.clicked.connect(self._run)
        self.list.activated.connect(self._run)
        self.field.textChanged.connect(self._on_text)
        self.content.addWidget(self.field)
        self.content.addWidget(self.list, 1)
        self._on_text("")
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.list.currentIndex().row()
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentIndex(self._proxy.index((row + step) % max(1, self._proxy.rowCount()), 0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(self.list.currentIndex())
            case _:
                super().keyPressEvent(event)

    def _on_text(self, text: str) -> None:
        self._proxy.setFilterFixedString(text.strip())
        self.list.setCurrentIndex(self._proxy.index(0, 0))

    def _run(self, index: QModelIndex) -> None:
        if index.isValid():
            command = self._commands[self._proxy.mapToSource(index).row()]
            self.accept()
            command.act()


class _CommandDelegate(QStyledItemDelegate):
    def __init__(self, commands: list[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = {say(command.words): command.icon for command in commands}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: object) -> QSize:
        return QSize(200, theme().px(38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        tokens, px = theme().tokens, theme().px
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 8, 8)
        words = str(index.data())
        side = px(17)
        pixmap = icon_pixmap(self._icons[words], tokens.ink2, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.topLeft().toPoint().x() + px(12), round(rect.center().y() - side / 2), pixmap)
        painter.setFont(theme().font(Type.BODY))
        painter.setPen(QColor(tokens.ink))
        painter.drawText(rect.adjusted(px(42), 0, -8, 0), int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()
