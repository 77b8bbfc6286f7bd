"""What is longer than the window: a page that scrolls, on whatever ground it lies."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class ScrollSheet(QScrollArea):
    """Scrolls up and down; `across` also sideways, where something on it cannot get narrower. Only what is on it takes the focus."""

    def __init__(self, page: QWidget | None = None, parent: QWidget | None = None, *, across: bool = False) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not across:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.show_page(page)

    def show_page(self, page: QWidget | None) -> None:
        """Show a page in place of the one before, which is thrown away."""
        old = self.takeWidget()
        if old is not None:
            old.deleteLater()
        if page is not None:
            self.setWidget(page)
            page.setAutoFillBackground(False)  # setWidget turned it on
