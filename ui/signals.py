"""What everybody may listen to: something changed in the wallet, it locked, it opened. No page reaches into another."""

from PySide6.QtCore import QObject, Signal


class WindowSignals(QObject):
    """One for a window. `changed` carries a `Change`, `state` a `VaultState`, `undoable` a sentence and a `Change`.

    A sentence is text in the window's language, or better a callable that says it: then it follows a change of language.
    """

    changed = Signal(object)
    state = Signal(object)
    locked = Signal()
    undoable = Signal(object, object)
    told = Signal(object)  # a quiet sentence for the bar at the foot
