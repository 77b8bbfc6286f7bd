"""The theme in force: which tokens, how large the text, and the one walk that tells every widget when they change."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ui.theme.dress import Dresser
from ui.theme.fonts import Type, font
from ui.theme.palette import palette_of, style_sheet_of
from ui.theme.tokens import DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, LIGHT, Tokens


class Appearance(StrEnum):
    """What the person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@runtime_checkable
class Restyled(Protocol):
    """A widget that has something to do when colours or the text size change."""

    def restyle(self) -> None: ...


@runtime_checkable
class Retranslated(Protocol):
    """A widget that has something to do when the language changes."""

    def retranslate(self) -> None: ...


class Theme(QObject):
    """Tokens, text scale and contrast. There is one, `theme()`; widgets read it as they paint."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = LIGHT
        self.scale = 1.0
        self._appearance = Appearance.SYSTEM
        self._more_contrast = False
        self._applied: object = None
        self._dresser: Dresser | None = None

    def follow_system(self) -> None:
        """Keep following the system's colour scheme and contrast preference."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self._apply())
        hints.accessibility().contrastPreferenceChanged.connect(lambda _preference: self._apply())

    def choose(self, appearance: Appearance, scale: float, more_contrast: bool = False) -> None:
        """Put a choice into force; `scale` is held between 1.0 and 2.0."""
        self._appearance, self._more_contrast = appearance, more_contrast
        self.scale = min(2.0, max(1.0, scale))
        self._apply()

    def font(self, step: Type) -> QFont:
        """Return a step of the type scale at the present text size."""
        return font(step, self.scale)

    def px(self, length: float) -> int:
        """Return a length that grows with the text."""
        return round(length * self.scale)

    def _apply(self) -> None:
        self.tokens = self._wanted_tokens()
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        wanted = (application, self.tokens, self.scale)
        if wanted == self._applied:
            return  # polishing every widget anew is the most expensive thing there is
        self._applied = wanted
        with _no_collection():
            application.setFont(self.font(Type.BODY))
            application.setPalette(palette_of(self.tokens))
            QToolTip.setFont(self.font(Type.SMALL))
            self._dresser_of(application).choose(style_sheet_of(self.tokens, self.scale))
        tell_every_widget_restyle()
        self.changed.emit()

    def _dresser_of(self, application: QApplication) -> Dresser:
        if self._dresser is None or self._dresser.parent() is not application:
            self._dresser = Dresser(application)
        return self._dresser

    def _wanted_tokens(self) -> Tokens:
        hints = QGuiApplication.styleHints()
        dark = self._appearance is Appearance.DARK or (
            self._appearance is Appearance.SYSTEM and hints.colorScheme() is Qt.ColorScheme.Dark
        )
        contrast = (
            self._more_contrast or hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
        )
        if contrast:
            return HIGH_CONTRAST_DARK if dark else HIGH_CONTRAST_LIGHT
        return DARK if dark else LIGHT


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold Python's collector while Qt walks its list of widgets: it may delete one of them under Qt's feet."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def tell_every_widget_restyle() -> None:
    """Call `restyle()` on each widget that has it, outermost first."""
    for widget in _all_widgets():
        if isinstance(widget, Restyled):
            widget.restyle()


def tell_every_widget_retranslate() -> None:
    """Call `retranslate()` on each widget that has it."""
    for widget in _all_widgets():
        if isinstance(widget, Retranslated):
            widget.retranslate()


def _all_widgets() -> list[QWidget]:
    import shiboken6

    return [widget for widget in QApplication.allWidgets() if shiboken6.isValid(widget)]


_THEME: list[Theme] = []


def theme() -> Theme:
    """Return the theme in force."""
    if not _THEME:
        _THEME.append(Theme())
    return _THEME[0]
