"""A passphrase field: takes paste, can be shown, and is overwritten once it has been sent."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import VERDICT_LOOKS
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.words import say
from wallet.i18n import N_
from wallet.report import Verdict

LEAST = 8  # characters; NIST SP 800-63B-4 asks for length, not for classes of characters
_GOOD, _STRONG = 14, 20
_MOST = 4096


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

    def text(self) -> str:
        """Return what was typed or pasted."""
        return self.field.text()

    def wipe(self) -> None:
        """Overwrite the field; Qt's own copies are replaced as far as it lets us."""
        self.field.setText("•" * len(self.field.text()))
        self.field.clear()
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

    def show_strength(self, passphrase: str) -> None:
        """Show how good a passphrase is."""
        strength = strength_of(passphrase)
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
