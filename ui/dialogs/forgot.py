"""Forgot the passphrase: what can still be done, honestly."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from wallet.i18n import N_


class ForgotDialog(Dialog):
    """`restore_wanted` when a backup is to be restored."""

    restore_wanted = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(N_("Forgot the passphrase?"), owner.window(), width=500)
        for heading, words in (
            (
                N_("With a recovery kit"),
                N_(
                    "Type the code of your recovery kit where the passphrase goes. Then choose a new passphrase in the settings."
                ),
            ),
            (N_("With a backup"), N_("A backup opens with the passphrase that the vault had when it was made.")),
            (
                N_("With neither"),
                N_(
                    "Nobody can open the vault, not even we. Its credentials can be asked for again from those who issued them."
                ),
            ),
        ):
            self.content.addWidget(Label(Type.CARD).say(heading))
            self.content.addWidget(Label(Type.BODY, "ink2").say(words))
        restore = self.add_left_button(Button(N_("Restore a backup"), Kind.QUIET))
        restore.clicked.connect(self.accept)
        restore.clicked.connect(self.restore_wanted)
        close = self.add_button(Button(N_("Close"), Kind.PRIMARY))
        close.clicked.connect(self.accept)
        close.setFocus()
