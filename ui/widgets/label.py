"""Text on the page. Always plain text: a stranger's `<img>` is shown as the five characters it is (UI-01)."""

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.words import say
from wallet.i18n import N_

_LONG_WORD = re.compile(
    r"[!-~]{25,}|[^\s\u2e80-\u9fff\uff00-\uffef]{60,}"
)  # not Chinese sentences, which have no spaces and break by themselves
_BREAK = "​"  # zero width space: where a long DID or URL may break


class Label(QLabel):
    """Words in one step of the type scale and one tone (a field of `Tokens`, or a colour)."""

    def __init__(
        self, step: Type = Type.BODY, tone: str = "ink", parent: QWidget | None = None, *, wraps: bool = True
    ) -> None:
        super().__init__(parent)
        self._step, self._tone = step, tone
        self._key = ""
        self._facts: dict[str, object] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        # Inside a button a label would take the button's text colour instead of its own tone.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setWordWrap(wraps)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.restyle()

    def say(self, key: str, /, **facts: object) -> "Label":
        """Show a sentence of ours, and show it again when the language changes."""
        self._key, self._facts = key, facts
        self.retranslate()
        return self

    def show_text(self, text: str) -> "Label":
        """Show text that is not ours to translate."""
        self._key = ""
        self.setText(_LONG_WORD.sub(lambda word: _breakable(word[0]), text))
        return self

    def selectable(self) -> "Label":
        """Let the text be selected and copied."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return self

    def minimumSizeHint(self) -> QSize:
        # QLabel's own hint for wrapped text guesses a narrow width; height for width is what counts.
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 80), QFontMetrics(self.font()).height()) if self.wordWrap() else hint

    def set_tone(self, tone: str) -> None:
        """Change the tone."""
        self._tone = tone
        self.restyle()

    def retranslate(self) -> None:
        if self._key:
            self.setText(say(self._key, **self._facts))

    def restyle(self) -> None:
        self.setFont(theme().font(self._step))
        palette = QPalette(self.palette())
        colour = QColor(self._colour())
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        palette.setColor(QPalette.ColorRole.Text, colour)
        self.setPalette(palette)

    def showEvent(self, event: QShowEvent) -> None:
        # A style sheet polishes again after a change of parent and puts back the palette of before.
        if self.palette().color(QPalette.ColorRole.WindowText) != QColor(self._colour()):
            self.restyle()
        super().showEvent(event)

    def _colour(self) -> str:
        return self._tone if self._tone.startswith("#") else str(getattr(theme().tokens, self._tone))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.selectedText():
            self._copy(self.selectedText())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse:
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        copy = menu.addAction(say(N_("Copy")))
        copy.triggered.connect(lambda: self._copy(self.selectedText() or self.text()))
        menu.exec(event.globalPos())

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text.replace(_BREAK, ""))


def _breakable(word: str) -> str:
    return _BREAK.join(word[place : place + 12] for place in range(0, len(word), 12))
