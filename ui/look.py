"""Puts the chosen look and language into force, and tells every widget."""

from ui.settings import APPEARANCE, LANGUAGE, MORE_CONTRAST, TEXT_PERCENT, Settings
from ui.theme.theme import Appearance, tell_every_widget_retranslate, theme
from ui.words import language, set_language


def apply_look(settings: Settings) -> None:
    """Read the settings of the look and apply them, at once and everywhere."""
    before = language()
    set_language(settings.read(LANGUAGE))
    appearance = Appearance(settings.read(APPEARANCE))
    theme().choose(appearance, settings.read(TEXT_PERCENT) / 100, settings.read(MORE_CONTRAST))
    if language() != before:
        tell_every_widget_retranslate()
