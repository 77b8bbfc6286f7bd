"""What of one credential is shown: what always is, what one chooses, what stays private. Consequences are said at once."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.claim_rows import ClaimRow, close, label_words, rows_of, told_rows, value_words, without
from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import mix
from ui.widgets.banner import IconLabel
from ui.widgets.button import Button, Kind
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.words import count, say
from wallet.i18n import N_
from wallet.messages.presenting import DisclosureView

HIDING_WORDS: Mapping[str, tuple[str, str]] = {
    "nothing": (
        N_("This one can only be shown whole"),
        N_("Its format hides nothing: whoever gets it sees all of it. Go back to show another one instead."),
    ),
    "claims": (
        N_("You choose, item by item"),
        N_("What you leave out stays on this computer, and nobody can guess it."),
    ),
    "statements": (
        N_("You choose, item by item"),
        N_("What you leave out stays on this computer. The proof itself can be recognised when shown twice."),
    ),
    "unlinkable": (
        N_("You choose, item by item"),
        N_(
            "Two showings cannot be linked by their proof. An identifier or a rare value that you show still links them."
        ),
    ),
}
_AT_FIRST = 12


class ChoiceRow(QAbstractButton):
    """A whole row as a check box: label, value, and at the right what to think of."""

    def __init__(self, row: ClaimRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._heading = Label(Type.BODY_STRONG).show_text(row.label)
        self._line = Label(Type.SMALL, "ink2").show_text(row.text)
        self._tag = Label(Type.SMALL, "brass_text", wraps=False)
        for label in (self._heading, self._line, self._tag):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._heading)
        words.addWidget(self._line)
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(12)
        self._layout.addLayout(words, 1)
        self._layout.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignVCenter)
        self.toggled.connect(lambda _on: self.retranslate())
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        self._tag.setVisible(self.row.sensitive)
        self._tag.say(N_("Seldom needed"))
        state = say(N_("Shown")) if self.isChecked() else say(N_("Kept private"))
        self._line.show_text(self.row.text if self.isChecked() or not self.row.sensitive else say(N_("Kept private")))
        self.setAccessibleName(f"{self.row.label}: {self.row.text}")
        private = f" {say(N_('Seldom needed'))}" if self.row.sensitive else ""
        self.setAccessibleDescription(f"{state}.{private}")

    def restyle(self) -> None:
        self._layout.setContentsMargins(theme().px(46), 8, 12, 8)
        self.update()

    def sizeHint(self) -> QSize:
        return self._layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 44)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(48, self._layout.totalHeightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, side = theme().tokens, theme().px(22)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mix(tokens.ink, tokens.surface, 0.04)))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        box = QRectF(theme().px(12), (self.height() - side) / 2, side, side)
        painter.setPen(QPen(QColor(tokens.accent if self.isChecked() else tokens.control_line), 1.4))
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.surface))
        painter.drawRoundedRect(box, 6, 6)
        if self.isChecked():
            mark = icon_pixmap("check", tokens.on_accent, side - 6, self.devicePixelRatioF(), 3.0)
            painter.drawPixmap(QPoint(round(box.left()) + 3, round(box.top()) + 3), mark)


class AlwaysRow(Expander):
    """What is shown whatever one chooses; opened, it lists every item."""

    def __init__(self, view: DisclosureView, rows: Iterable[ClaimRow], parent: QWidget | None = None) -> None:
        super().__init__("eye", "ink2", parent, indent=46)
        self._view = view
        self._rows = [row for row in rows if row.always]
        self.button.layout().setContentsMargins(12, 8, 28, 8)  # type: ignore[union-attr]
        self.opened.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        if not hasattr(self, "_rows"):
            return
        told = told_rows([leaf for leaf in self._view.leaves if leaf.always], 3)
        heading = count(len(self._rows), N_("1 item is always shown"), N_("{number} items are always shown"))
        self.button.set_words(heading, say(N_(", ")).join(value for _label, value in told))

    def _fill(self) -> None:
        if self.body_layout.count():
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        shown = [leaf for leaf in self._view.leaves if leaf.always]
        for at, leaf in enumerate(shown[:400]):
            label = Label(Type.SMALL, "ink3").show_text(label_words(leaf))
            label.setMaximumWidth(theme().px(170))
            value = Label(Type.SMALL).selectable().show_text(value_words(leaf))
            value.setAccessibleDescription(f"{label.text()} {leaf.path}")
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignTop)
        self.body_layout.addLayout(grid)


class DisclosureTree(QWidget):
    """One credential's choices. `changed` whenever what is shown changes."""

    changed = Signal()

    def __init__(self, view: DisclosureView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._rows = rows_of(view.leaves)
        self._choices = [row for row in self._rows if not row.always]
        # What only computers need comes along with what needs it, and goes with it.
        self._told_choices = [row for row in self._choices if not row.machine] or self._choices
        self._chosen: frozenset[str] = frozenset()
        self._buttons: list[ChoiceRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(Type.BODY_STRONG).show_text(view.title))
        column.addWidget(Label(Type.SMALL, "ink2").show_text(view.issuer_name))
        column.addSpacing(6)
        column.addWidget(self._notice())
        column.addSpacing(4)
        column.addWidget(AlwaysRow(view, self._rows))
        for row in self._told_choices:
            button = ChoiceRow(row)
            button.clicked.connect(lambda on, row=row: self._on_clicked(row, on=on))
            self._buttons.append(button)
            column.addWidget(button)
        self._told = Label(Type.SMALL, "accent")
        self._told.hide()
        column.addWidget(self._told)
        column.addLayout(self._shortcuts())

    @property
    def chosen(self) -> tuple[str, ...]:
        """The pointers chosen, in the tree's order, everything that comes along included."""
        return tuple(leaf.path for leaf in self.view.leaves if leaf.path in self._chosen)

    @property
    def can_hide(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self._choices)

    def kept_private(self) -> int:
        """How many items stay private."""
        return sum(not set(row.paths) <= self._chosen for row in self._told_choices)

    def choose(self, paths: Iterable[str], *, everything: bool = False) -> None:
        """Choose these pointers, and what comes along."""
        wanted = [path for row in self._choices for path in row.paths] if everything else paths
        self._set(close(wanted, self._choices))

    def _notice(self) -> QWidget:
        heading, line = HIDING_WORDS.get(self.view.hiding, HIDING_WORDS["nothing"])
        notice = Notice("eye" if self.view.hiding == "nothing" else "eye-off", warm=self.view.hiding == "nothing")
        notice.say(heading, line)
        return notice

    def _shortcuts(self) -> FlowLayout:
        flow = FlowLayout(gap=6)
        if len(self._choices) > 1:
            nothing = Button(N_("Keep all private"), Kind.QUIET, "eye-off")
            nothing.clicked.connect(lambda: self.choose(()))
            all_of_it = Button(N_("Show all"), Kind.QUIET, "eye")
            all_of_it.clicked.connect(lambda: self.choose((), everything=True))
            flow.addWidget(nothing)
            flow.addWidget(all_of_it)
        return flow

    def _on_clicked(self, row: ClaimRow, *, on: bool) -> None:
        before = self._chosen
        if on:
            self._set(close([*before, *row.paths], self._choices))
            others = [each for each in self._told_choices if set(each.paths) & (self._chosen - before) and each != row]
            self._tell(N_("“{label}” brings along: {others}."), row, others)
        else:
            self._set(without(row, before, self._choices))
            others = [each for each in self._told_choices if set(each.paths) & (before - self._chosen) and each != row]
            self._tell(N_("Without “{label}” these cannot be shown either: {others}."), row, others)

    def _tell(self, key: str, row: ClaimRow, others: list[ClaimRow]) -> None:
        self._told.setVisible(bool(others))
        if others:
            self._told.say(key, label=row.label, others=tuple(each.label for each in others))
            self._told.setAccessibleName(self._told.text())
            QAccessible.updateAccessibility(QAccessibleEvent(self._told, QAccessible.Event.Alert))

    def _set(self, chosen: frozenset[str]) -> None:
        told = [path for row in self._told_choices if set(row.paths) <= chosen for path in row.paths]
        self._chosen = close(told, self._choices)
        for button in self._buttons:
            button.setChecked(set(button.row.paths) <= self._chosen)
        self.changed.emit()


class Notice(QWidget):
    """A quiet remark with an icon: indigo for what is good to know, brass for what to think about."""

    def __init__(self, icon: str, parent: QWidget | None = None, *, warm: bool = False) -> None:
        super().__init__(parent)
        self._warm = warm
        tone = "brass_text" if warm else "accent"
        self.heading = Label(Type.SMALL_STRONG, "ink")
        self.line = Label(Type.SMALL, "ink2")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.heading)
        words.addWidget(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(IconLabel(icon, tone, 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def say(self, heading: str, line: str = "", **facts: object) -> "Notice":
        """Show a heading and a line, each a sentence key."""
        self.heading.say(heading, **facts)
        self.line.say(line, **facts) if line else self.line.hide()
        return self

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens = theme().tokens
        painter.setBrush(QColor(tokens.brass_soft if self._warm else tokens.accent_soft))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
