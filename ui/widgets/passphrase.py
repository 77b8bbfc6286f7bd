"""A passphrase field: takes paste, can be shown, and is overwritten once it has been sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QByteArray, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import VERDICT_LOOKS
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.words import say
from wallet.hardening import forget_text
from wallet.i18n import N_
from wallet.report import Verdict

LEAST = 8  # characters; NIST SP 800-63B-4 asks for length, not for classes of characters
_GOOD, _STRONG = 14, 20
_MOST = 4096
_BLOCKS = 8  # what the C library keeps at hand of a size: seven


class PassphraseField(QWidget):
    """Label, field and eye. `returned` when Return is pressed."""

    returned = Signal()
    edited = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.label = Label(Type.BODY_STRONG).say(key)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(_MOST)
        hints = Qt.InputMethodHint
        self.field.setInputMethodHints(hints.ImhHiddenText | hints.ImhNoPredictiveText | hints.ImhSensitiveData)
        self.field.returnPressed.connect(self.returned)
        self.field.textChanged.connect(self.edited)
        self.label.setBuddy(self.field)
        self._eye = Button(N_("Show the passphrase"), Kind.QUIET, "eye", icon_only=True)
        self._eye.clicked.connect(self._turn_eye)
        inside = QHBoxLayout(self.field)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.addStretch(1)
        inside.addWidget(self._eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.label)
        column.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.restyle()
        self.retranslate()

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Lend what was typed or pasted for as long as it takes to use it; this copy is overwritten afterwards."""
        words = self.field.text()
        try:
            yield words
        finally:
            forget_text(words)

    @property
    def length(self) -> int:
        """How many characters were typed or pasted."""
        with self.lent() as words:
            return len(words)

    def equals(self, other: "PassphraseField") -> bool:
        """Return whether the same was typed into another field."""
        with self.lent() as ours, other.lent() as theirs:
            return ours == theirs

    def wipe(self) -> None:
        """Overwrite the field, and what Qt left behind of it."""
        length = self.length
        self.field.setText("x" * length)
        self.field.clear()
        overwrite_freed(length)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._show_eye()

    def retranslate(self) -> None:
        self.field.setAccessibleName(say(self._key))

    def restyle(self) -> None:
        self.field.setFont(theme().font(Type.BODY))
        height = theme().px(46)
        self.field.setMinimumHeight(height)
        self.field.setTextMargins(theme().px(4), 0, self._eye.sizeHint().width() + 4, 0)

    def _turn_eye(self) -> None:
        hidden = self.field.echoMode() is QLineEdit.EchoMode.Password
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._show_eye()

    def _show_eye(self) -> None:
        hidden = self.field.echoMode() is QLineEdit.EchoMode.Password
        self._eye.set_icon("eye" if hidden else "eye-off")
        self._eye.say(N_("Show the passphrase") if hidden else N_("Hide the passphrase"))


def overwrite_freed(length: int) -> None:
    """Fill blocks of all sizes that Qt may have freed after a text of `length` characters was in them.

    Qt frees a text as it is: one for each size it grew through, and a spelling in UTF-8 for each time it was read. Who asks
    for a block of such a size next gets that one; several of each size are asked for at a time, for several may be free.
    """
    most = 3 * min(length, _MOST) + 64
    for size in [*range(8, min(most, 1024), 16), *range(1024, most, 256)]:
        _held = [QByteArray(bytes(size)) for _block in range(_BLOCKS)]


def strength_of(passphrase: str) -> int:
    """Return 0 (too short) to 4 (strong): by length and by how many different characters there are."""
    if len(passphrase) < LEAST:
        return 0
    different = len(set(passphrase))
    if different < 5 or len(passphrase) < 11:
        return 1
    if len(passphrase) < _GOOD or different < 8:
        return 2
    return 3 if len(passphrase) < _STRONG else 4


STRENGTH_WORDS = (
    N_("At least 8 characters. Four or five random words are easy to keep in mind."),
    N_("Weak: somebody with a copy of your disk could guess it."),
    N_("Fair. A word or two more would make it good."),
    N_("Good."),
    N_("Strong."),
)


class StrengthHint(QWidget):
    """Four bars and a sentence. It advises; only too short is refused."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = _Bars()
        self._words = Label(Type.SMALL, "ink2").say(STRENGTH_WORDS[0])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._bars)
        column.addWidget(self._words)

    def show_strength(self, field: PassphraseField) -> None:
        """Show how good the passphrase in a field is."""
        with field.lent() as words:
            strength = strength_of(words)
        self._bars.filled = strength
        self._bars.update()
        self._words.say(STRENGTH_WORDS[strength])


class _Bars(QWidget):
    filled = 0

    def sizeHint(self) -> QSize:
        return QSize(120, 5)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 5)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens = theme().tokens
        full = VERDICT_LOOKS[Verdict.VERIFIED if self.filled > 2 else Verdict.REFRESH_DUE].text_in(tokens)
        corner = QPoint(0, 0)
        width = (self.width() - 18) / 4
        for bar in range(4):
            painter.setBrush(QColor(full if bar < self.filled else tokens.hairline))
            painter.drawRoundedRect(QRectF(corner.x() + bar * (width + 6), 0, width, 5), 2.5, 2.5)
