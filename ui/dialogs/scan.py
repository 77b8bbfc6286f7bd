"""A paper's scan, shown again: pictures that the wallet made harmless, and the words of a PDF. Held in memory only."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from ui.actions.asking import ask
from ui.actions.writing import ask_where, tell_written
from ui.desk import Desk
from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.words import say
from wallet.i18n import N_
from wallet.messages.stacks import ExportScan, ScanPage, ScanView

_WIDTH = 760


class ScanDialog(Dialog):
    """Every page below the last. The file itself leaves the vault only by the button."""

    def __init__(self, desk: Desk, parent: QWidget, own_word: str, view: ScanView) -> None:
        super().__init__(N_("Your paper"), parent.window(), width=_WIDTH)
        self._desk, self._own_word, self._view = desk, own_word, view
        self.pictures: list[QLabel] = []
        self.content.addWidget(Label(Type.LABEL, "ink2").show_text(view.name))
        self.content.addWidget(
            Label(Type.SMALL, "ink2").say(N_("Your own word: a paper is shown as it is and proves nothing here."))
        )
        if not view.pages:
            self.content.addWidget(
                Label(Type.BODY).say(N_("This file cannot be shown safely here. You can save a copy."))
            )
        for number, page in enumerate(view.pages, 1):
            self._page(number, page)
        if view.of > len(view.pages) and view.pages:
            facts = {"shown": len(view.pages), "of": view.of}
            self.content.addWidget(Label(Type.SMALL, "ink2").say(N_("{shown} of {of} pages are shown."), **facts))
        saving = self.add_left_button(Button(N_("Save a copy…"), Kind.SECONDARY, "download"))
        saving.clicked.connect(lambda _checked=False: self._save())
        close = self.add_button(Button(N_("Close"), Kind.PRIMARY))
        close.clicked.connect(self.accept)

    def _page(self, number: int, page: ScanPage) -> None:
        image = QImage.fromData(page.picture) if page.picture else QImage()
        if not image.isNull():
            picture = QLabel()
            room = theme().px(_WIDTH) - 64
            shown = (
                image
                if image.width() <= room
                else image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
            )
            picture.setPixmap(QPixmap.fromImage(shown))
            picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            picture.setAccessibleName(say(N_("Page {number} of your paper, a picture"), number=number))
            self.pictures.append(picture)
            self.content.addWidget(picture)
        if page.words:
            self.content.addWidget(Label(Type.SMALL).show_text(page.words).selectable())

    def _save(self) -> None:
        if path := ask_where(self, N_("Save a copy…"), Path(self._view.name).name):
            request = ExportScan(self._own_word, path)
            ask(self._desk, self, request, lambda _done: tell_written(self._desk, path), N_("Exporting…"))
