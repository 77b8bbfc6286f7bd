"""What everybody may listen to: something changed in the wallet, it locked, it opened. No page reaches into another."""

from PySide6.QtCore import QObject, Signal


class WindowSignals(QObject):
    """One for a window. `changed` carries a `Change`, `state` a `VaultState`, `undoable` a sentence and a `Change`."""

    changed = Signal(object)
    state = Signal(object)
    locked = Signal()
    undoable = Signal(str, object)
    told = Signal(str)  # a quiet sentence for the bar at the foot, already in the window's language
