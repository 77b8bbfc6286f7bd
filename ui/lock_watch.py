"""When the vault should lock by itself: idle, sleep, the screen lock, a user switch.

Linux tells over D-Bus (logind and the screen savers), Windows by session messages to the window; everywhere a jump of
the clock between two ticks means that the computer slept.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QEvent,
    QObject,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from wallet.clock import Clock

_TICK_MS = 5_000
_SLEPT_SECONDS = 45
_SIGNS_OF_LIFE = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.DragMove,
    )
)


class LockWatch(QObject):
    """`lock_wanted` when it is time. `minutes` is asked each time: 0 turns the idle timer off."""

    lock_wanted = Signal()

    def __init__(self, clock: Clock, minutes: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self._minutes = clock, minutes
        self._last_sign = self._last_tick = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def watch_application(self) -> None:
        """Watch keys and pointer, and listen to the platform."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        if sys.platform.startswith("linux"):
            self._listen_on_dbus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._last_sign = self._clock()
        return False

    def tick(self) -> None:
        """Look at the clock: long without a sign of life, or a tick that came far too late, means lock."""
        now = self._clock()
        slept = (now - self._last_tick).total_seconds() > _SLEPT_SECONDS
        minutes = self._minutes()
        idle = minutes > 0 and (now - self._last_sign).total_seconds() > minutes * 60
        self._last_tick = now
        if slept or idle:
            self._last_sign = now
            self.lock_wanted.emit()

    def _listen_on_dbus(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        login = "org.freedesktop.login1"
        if system.isConnected():
            system.connect(
                login, "/org/freedesktop/login1", f"{login}.Manager", "PrepareForSleep", self, b"1on_turn(bool)"
            )
            system.connect(login, "", f"{login}.Session", "Lock", self, b"1on_call()")
        if session.isConnected():
            for name in ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"):
                session.connect("", "", name, "ActiveChanged", self, b"1on_turn(bool)")

    @Slot(bool)
    def on_turn(self, active: bool) -> None:
        """Sleep begins, or the screen saver comes on."""
        if active:
            self.lock_wanted.emit()

    @Slot()
    def on_call(self) -> None:
        """The session is locked."""
        self.lock_wanted.emit()


class WindowsSessionFilter(QAbstractNativeEventFilter):
    """WM_WTSSESSION_CHANGE (lock, switch) and WM_POWERBROADCAST (suspend) on Windows."""

    _SESSION_CHANGE, _POWER, _SUSPEND = 0x02B1, 0x0218, 0x0004
    _LEAVING = (0x2, 0x4, 0x6, 0x7)  # console or remote disconnect, logoff, lock

    def __init__(self, window: QWidget, lock: Callable[[], None]) -> None:
        super().__init__()
        self._lock = lock
        import ctypes

        wts = ctypes.WinDLL("wtsapi32")  # type: ignore[attr-defined,unused-ignore]
        wts.WTSRegisterSessionNotification(int(window.winId()), 0)

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        if _name_of(kind) == b"windows_generic_MSG":
            from ctypes import wintypes

            told = wintypes.MSG.from_address(int(message))
            if told.message == self._SESSION_CHANGE and told.wParam in self._LEAVING:
                self._lock()
            if told.message == self._POWER and told.wParam == self._SUSPEND:
                self._lock()
        return False, 0


def _name_of(kind: QByteArray | bytes | bytearray | memoryview) -> bytes:
    return bytes(kind.data()) if isinstance(kind, QByteArray) else bytes(kind)


def listen_on_windows(window: QWidget, lock: Callable[[], None]) -> WindowsSessionFilter | None:
    """Install the filter on Windows; keep what is returned alive."""
    if QGuiApplication.platformName() != "windows":
        return None
    installed = WindowsSessionFilter(window, lock)
    application = QCoreApplication.instance()
    if application is not None:
        application.installNativeEventFilter(installed)
    return installed
