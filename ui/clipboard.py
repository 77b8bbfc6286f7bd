"""The clipboard for secrets: marked for clipboard histories to leave alone, and cleared after a minute or at the program's end (UI-10)."""

from PySide6.QtCore import QMimeData, QObject, QTimer
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
    """Copy `text`; a minute later, or when the program ends before that, clear the clipboard if it still holds exactly that."""
    marked = QMimeData()
    marked.setText(text)
    for name, value in _HINTS.items():
        marked.setData(name, value)
    QGuiApplication.clipboard().setMimeData(marked)
    _Copied(text, cleared_after_ms)


class _Copied(QObject):
    """One secret for as long as it may be on the clipboard."""

    def __init__(self, text: str, cleared_after_ms: int) -> None:
        super().__init__(QGuiApplication.clipboard())
        self._text = text
        QTimer.singleShot(cleared_after_ms, self, self._clear_if_still)
        application = QGuiApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._clear_if_still)

    def _clear_if_still(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard.text() == self._text:
            clipboard.clear()
        self.deleteLater()
