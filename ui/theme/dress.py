"""Puts the few style-sheet rules on just the widgets they are about, as each is first shown and when the look changes.

A style sheet of the whole application would make Qt polish every widget anew at each change: 20 times the work, and seen.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QScrollBar,
    QWidget,
)

_BY_RULES = (
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
)


class Dresser(QObject):
    """One for an application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._rules = ""
        application.installEventFilter(self)

    def choose(self, rules: str) -> None:
        """Put rules into force for every widget there is and every one to come."""
        self._rules = rules
        for widget in QApplication.allWidgets():
            self._dress(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish:
            self._dress(watched)
        return False

    def _dress(self, widget: QObject) -> None:
        if isinstance(widget, QScrollArea):
            # By hand: a sheet on it would be one on all it holds.
            widget.setFrameShape(QFrame.Shape.NoFrame)
            widget.viewport().setAutoFillBackground(False)
        elif isinstance(widget, _BY_RULES) and _is_outermost(widget) and widget.styleSheet() != self._rules:
            widget.setStyleSheet(self._rules)


def _is_outermost(widget: QWidget) -> bool:
    """What stands in a widget with rules has them from there, but for the bars of lists and fields, which are polished first."""
    parent = widget.parentWidget()
    return not isinstance(parent, QAbstractSpinBox | QComboBox)
