"""The clipboard for secrets: marked for clipboard histories to leave alone, and cleared after a minute (UI-10)."""

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

CLEARED_AFTER_MS = 60_000
_HINTS = {
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\x01\x00\x00\x00",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\x00\x00\x00\x00",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\x00\x00\x00\x00",
}


def copy_secret(text: str, cleared_after_ms: int = CLEARED_AFTER_MS) -> None:
    """Copy `text`; a minute later clear the clipboard if it still holds exactly that."""
    marked = QMimeData()
    marked.setText(text)
    for name, value in _HINTS.items():
        marked.setData(name, value)
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(marked)
    QTimer.singleShot(cleared_after_ms, clipboard, lambda: _clear_if_still(text))


def _clear_if_still(text: str) -> None:
    clipboard = QGuiApplication.clipboard()
    if clipboard.text() == text:
        clipboard.clear()
