"""Throwing away what is shown no longer: out of sight at once, deleted when nobody speaks of it any more."""

from PySide6.QtWidgets import QLayout, QWidget


def discard(widget: QWidget) -> None:
    """Throw a widget away."""
    widget.hide()
    widget.deleteLater()


def clear_layout(layout: QLayout) -> None:
    """Throw away every widget that lies directly in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            discard(widget)
