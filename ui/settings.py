"""Every setting, declared once: key, default, and the words people see.

Kept in a plain file of the window's own; nothing private goes in: no file names, no titles, no passphrases (UI-12).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from wallet.i18n import N_

T = TypeVar("T", str, int, bool, bytes)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting. `allowed` refuses values that a damaged or edited file might hold."""

    key: str
    default: T
    words: str = ""
    allowed: Callable[[T], bool] = lambda _value: True


LANGUAGE = Setting("look/language", "", N_("Language"), lambda v: v in ("", "en", "zh_CN"))
APPEARANCE = Setting("look/appearance", "system", N_("Appearance"), lambda v: v in ("system", "light", "dark"))
MORE_CONTRAST = Setting("look/more_contrast", False, N_("More contrast"))
TEXT_PERCENT = Setting("look/text_percent", 100, N_("Text size"), lambda v: 100 <= v <= 200)
LOCK_AFTER_MINUTES = Setting("privacy/lock_after_minutes", 10, N_("Lock when idle"), lambda v: 0 <= v <= 240)
HIDE_FROM_SCREEN = Setting("privacy/hide_from_screen", False, N_("Hide from screenshots"))
LIBRARY_VIEW = Setting("library/view", "grid", N_("View"), lambda v: v in ("grid", "list"))
LIBRARY_SORT = Setting("library/sort", "newest", N_("Order"))
WINDOW_GEOMETRY = Setting("window/geometry", b"")
VAULT_SEEN = Setting("window/vault_seen", False)

ALL: tuple[Setting[str] | Setting[int] | Setting[bool] | Setting[bytes], ...] = (
    LANGUAGE,
    APPEARANCE,
    MORE_CONTRAST,
    TEXT_PERCENT,
    LOCK_AFTER_MINUTES,
    HIDE_FROM_SCREEN,
    LIBRARY_VIEW,
    LIBRARY_SORT,
    WINDOW_GEOMETRY,
    VAULT_SEEN,
)


class Settings:
    """Reads and writes settings in one store; a value of the wrong type or out of range gives the default."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    def read(self, setting: Setting[T]) -> T:
        """Return the stored value, or the default."""
        raw = self._store.value(setting.key)
        if raw is None:
            return setting.default
        try:
            value = _typed(raw, setting.default)
        except (TypeError, ValueError):
            return setting.default
        return value if setting.allowed(value) else setting.default

    def write(self, setting: Setting[T], value: T) -> None:
        """Store a value."""
        self._store.setValue(setting.key, QByteArray(value) if isinstance(value, bytes) else value)


def _typed(raw: object, like: T) -> T:
    if isinstance(like, bool):
        return raw in (True, "true")
    if isinstance(like, int):
        return int(str(raw))
    if isinstance(like, bytes):
        if not isinstance(raw, QByteArray):
            raise TypeError("not bytes")
        return bytes(raw.data())
    if not isinstance(raw, str):
        raise TypeError("not text")
    return raw


def open_settings(path: str = "") -> Settings:
    """Open the settings at `path`, or where the platform keeps them."""
    if path:
        return Settings(QSettings(path, QSettings.Format.IniFormat))
    return Settings(QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Tessera", "window"))
