"""Notes on a credential, saved when the field is left."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.actions.label import write_notes
from ui.desk import Desk
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.words import say
from wallet.i18n import N_

_MOST = 20_000


class NotesField(QPlainTextEdit):
    """A few lines; Tab leaves it."""

    def __init__(self, desk: Desk, credential: str, notes: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._credential, self._saved = desk, credential, notes
        self.setPlainText(notes)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.restyle()
        self.retranslate()

    def save(self) -> None:
        """Save if something changed."""
        notes = self.toPlainText()[:_MOST]
        if notes != self._saved:
            self._saved = notes
            write_notes(self._desk, self, self._credential, notes)

    def retranslate(self) -> None:
        self.setPlaceholderText(say(N_("Notes: only you see them")))
        self.setAccessibleName(say(N_("Notes")))

    def restyle(self) -> None:
        self.setFont(theme().font(Type.LABEL))
        self.setFixedHeight(theme().px(84))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.save()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.save()
