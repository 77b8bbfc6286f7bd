"""Lucide icons, tinted as they are painted. Only our own shipped SVGs come here: never a stranger's picture."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from wallet.resources import read_resource


@cache
def _source(name: str) -> str:
    return read_resource("icons", f"{name}.svg").decode("utf-8")


@lru_cache(maxsize=512)
def icon_pixmap(name: str, colour: str, size: int, ratio: float = 1.0, stroke: float = 1.75) -> QPixmap:
    """Return the icon as a pixmap of `size` logical pixels. Raises FileNotFoundError for an icon we do not ship."""
    svg = _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(name: str, colour: str, size: int = 18, ratio: float = 2.0) -> QIcon:
    """Return the icon as a QIcon, for menus and actions."""
    return QIcon(icon_pixmap(name, colour, size, ratio))
