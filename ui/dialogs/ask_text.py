"""One line of text from the person."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.words import say
from wallet.i18n import N_


def ask_text(owner: QWidget, title: str, label: str, verb: str, then: Callable[[str], None]) -> Dialog:
    """Ask for a line; call `then` with it unless it is empty."""
    dialog = Dialog(title, owner.window(), width=440)
    name = Label(Type.BODY_STRONG).say(label)
    field = QLineEdit()
    field.setMaxLength(200)
    field.setAccessibleName(say(label))
    name.setBuddy(field)
    dialog.content.addWidget(name)
    dialog.content.addWidget(field)
    stay = dialog.add_button(Button(N_("Cancel")))
    stay.clicked.connect(dialog.reject)
    go = dialog.add_button(Button(verb, Kind.PRIMARY))
    go.clicked.connect(dialog.accept)
    field.returnPressed.connect(dialog.accept)
    dialog.accepted.connect(lambda: then(field.text()) if field.text().strip() else None)
    field.setFocus()
    dialog.open()
    return dialog
