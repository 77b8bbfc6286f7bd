"""F1: the keys."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from wallet.i18n import N_

SHORTCUTS = (
    ("Ctrl+K", N_("Go anywhere, do anything")),
    ("Ctrl+F", N_("Search")),
    ("Ctrl+V", N_("Paste a credential")),
    ("Ctrl+O", N_("Open files")),
    ("Return", N_("Open the chosen credential")),
    ("Delete", N_("Move to trash")),
    ("Ctrl+A", N_("Select all")),
    ("Esc", N_("Back, or one choice again")),
    ("Ctrl+Z", N_("Undo the last thing")),
    ("Ctrl+,", N_("Settings")),
    ("Ctrl+L", N_("Lock now")),
    ("F1", N_("This page")),
)


class ShortcutsDialog(Dialog):
    """What each key does."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(N_("Keys"), owner.window(), width=440)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, (keys, words) in enumerate(SHORTCUTS):
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(Label(Type.BODY_STRONG, wraps=False).show_text(shown), row, 0)
            grid.addWidget(Label(Type.BODY, "ink2").say(words), row, 1)
        self.content.addLayout(grid)
        close = self.add_button(Button(N_("Close"), Kind.PRIMARY))
        close.clicked.connect(self.accept)
        close.setFocus()
