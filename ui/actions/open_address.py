"""Open a web address that a stranger wrote: only https, only after asking, with the registered domain standing out (UI-02, UI-06)."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.addresses import address_that_opens, show_address
from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from wallet.i18n import N_


def ask_to_open(owner: QWidget, address: str) -> Dialog | None:
    """Ask whether to open `address` in the browser. What may not be opened asks nothing and opens nothing."""
    opens = address_that_opens(address)
    if not opens:
        return None
    shown = show_address(opens)
    dialog = Dialog(N_("Leave Tessera?"), owner.window(), width=480)
    dialog.content.addWidget(Label(Type.BODY, "ink2").say(N_("Your web browser opens a page of")))
    dialog.content.addWidget(Label(Type.VERDICT).selectable().show_text(shown.domain))
    dialog.content.addWidget(Label(Type.SMALL, "ink2").selectable().show_text(shown.text))
    dialog.content.addWidget(
        Label(Type.SMALL, "ink3").say(
            N_("That site learns that somebody looked at it from this computer. Tessera sends nothing along.")
        )
    )
    copy = dialog.add_left_button(Button(N_("Copy"), Kind.QUIET, "copy"))
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(opens))
    stay = dialog.add_button(Button(N_("Stay here")))
    stay.clicked.connect(dialog.reject)
    go = dialog.add_button(Button(N_("Open the page"), Kind.PRIMARY))
    go.clicked.connect(dialog.accept)
    dialog.accepted.connect(lambda: open_in_browser(opens))
    stay.setFocus()
    dialog.open()
    return dialog


def open_in_browser(address: str) -> None:
    """Hand an address to the system's browser."""
    QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode))
