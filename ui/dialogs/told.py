"""Something worth knowing, said once."""

from PySide6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from wallet.i18n import N_


def tell(owner: QWidget, title: str, *sentences: str) -> Dialog:
    """Show sentences, already in the window's language, under a title key."""
    dialog = Dialog(title, owner.window(), width=440)
    for sentence in sentences:
        dialog.content.addWidget(Label(Type.BODY, "ink2").show_text(sentence))
    close = dialog.add_button(Button(N_("Close"), Kind.PRIMARY))
    close.clicked.connect(dialog.accept)
    close.setFocus()
    dialog.open()
    return dialog
