"""Keeps the window out of screenshots, recordings and screen sharing, where the system can do that and the person wants it (UI-12).

Windows: SetWindowDisplayAffinity. macOS: NSWindow.sharingType; recorders that read the screen by ScreenCaptureKit may not obey
it. Linux has no such thing, neither under X11 nor under Wayland, and settings say so. It is no protection from a camera.
"""

import ctypes
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

Shield = Callable[[int, bool], bool]  # window id, whether to hide it -> whether that was done

_AFFINITY_NONE, _AFFINITY_MONITOR, _AFFINITY_EXCLUDE = 0x00, 0x01, 0x11
_SHARING_NONE, _SHARING_READ_ONLY = 0, 1


def windows_shield(user32: Any) -> Shield:
    """Return what hides a window on Windows; before Windows 10 2004 it is black in the picture instead of absent."""

    def shield(window: int, hidden: bool) -> bool:
        if not hidden:
            return bool(user32.SetWindowDisplayAffinity(window, _AFFINITY_NONE))
        return any(
            user32.SetWindowDisplayAffinity(window, affinity) for affinity in (_AFFINITY_EXCLUDE, _AFFINITY_MONITOR)
        )

    return shield


def macos_shield(objc: Any) -> Shield:
    """Return what hides a window on macOS; Qt's window id is an NSView."""
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.objc_msgSend.restype = ctypes.c_void_p

    def shield(window: int, hidden: bool) -> bool:
        of_view = ctypes.c_void_p(objc.sel_registerName(b"window"))
        found = objc.objc_msgSend(ctypes.c_void_p(window), of_view)
        if not found:
            return False
        choose = ctypes.c_void_p(objc.sel_registerName(b"setSharingType:"))
        kind = ctypes.c_ulong(_SHARING_NONE if hidden else _SHARING_READ_ONLY)
        objc.objc_msgSend(ctypes.c_void_p(found), choose, kind)
        return True

    return shield


def shield_of(platform: str = sys.platform) -> Shield | None:
    """Return what hides a window on this system, or None where nothing does."""
    try:
        if platform == "win32":
            return windows_shield(ctypes.windll.user32)  # type: ignore[attr-defined, unused-ignore]
        if platform == "darwin":
            return macos_shield(ctypes.CDLL("/usr/lib/libobjc.dylib"))
    except (OSError, AttributeError):
        pass
    return None


class ScreenPrivacy:
    """Whether windows are hidden; each tells it when it is shown."""

    def __init__(self, shield: Shield | None) -> None:
        self._shield = shield
        self.wanted = False

    @property
    def available(self) -> bool:
        """Whether this system can do it."""
        return self._shield is not None

    def choose(self, wanted: bool) -> None:
        """Hide every window there is and every one to come, or hide none."""
        self.wanted = wanted
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self.guard(window)

    def guard(self, window: QWidget) -> bool:
        """Do to a window that is shown what is wanted; returns whether it is now hidden."""
        if self._shield is None or QApplication.platformName() in ("offscreen", "minimal"):
            return False
        return self._shield(int(window.winId()), self.wanted) and self.wanted


_PRIVACY: list[ScreenPrivacy] = []


def screen_privacy() -> ScreenPrivacy:
    """Return the one for this process."""
    if not _PRIVACY:
        _PRIVACY.append(ScreenPrivacy(shield_of()))
    return _PRIVACY[0]
