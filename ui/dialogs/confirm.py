"""The rare question that cannot be undone afterwards."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from wallet.i18n import N_


def confirm(owner: QWidget, title: str, sentence: str, verb: str, then: Callable[[], None]) -> Dialog:
    """Ask; call `then` when the verb is pressed. The safe answer has the focus."""
    dialog = Dialog(title, owner.window(), width=440)
    dialog.content.addWidget(Label(Type.BODY, "ink2").say(sentence))
    keep = dialog.add_button(Button(N_("Cancel")))
    keep.clicked.connect(dialog.reject)
    go = dialog.add_button(Button(verb, Kind.DANGER))
    go.clicked.connect(dialog.accept)
    dialog.accepted.connect(then)
    keep.setFocus()
    dialog.open()
    return dialog
