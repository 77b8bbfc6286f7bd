"""A quiet button for the floating bars, which have their own ground."""

from PySide6.QtWidgets import QWidget

from ui.theme.theme import theme
from ui.theme.tokens import mix
from ui.widgets.button import Button, Kind


class BarButton(Button):
    """Brass words on the bar's ground."""

    def __init__(self, key: str, icon: str = "", parent: QWidget | None = None, *, icon_only: bool = False) -> None:
        super().__init__(key, Kind.QUIET, icon, parent, icon_only=icon_only)

    def _colours(self) -> tuple[str, str, str]:
        tokens = theme().tokens
        ground = tokens.raised if tokens.dark else tokens.ink
        words = "#E5BC6B" if not self._icon_only else (tokens.ink2 if tokens.dark else "#C9C6BE")
        press = 0.2 if self.isDown() else 0.12 if self.underMouse() else 0.0
        return mix(words, ground, press) if press else "", "", words
