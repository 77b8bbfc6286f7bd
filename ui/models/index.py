"""The place of a row as Qt hands it to a model: for now, or kept up to date while rows come and go."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

Index = QModelIndex | QPersistentModelIndex
