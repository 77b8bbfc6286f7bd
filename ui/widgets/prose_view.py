"""Prose of strangers, drawn from the blocks of `ui.prose`: never HTML, never a picture, never a file or address read (UI-02)."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from ui.prose import Block, BlockKind, Run, Style, read_prose
from ui.theme.fonts import Type, font
from ui.theme.theme import theme
from ui.theme.tokens import Tokens

_INDENT = 20
_UNKNOWN = QTextDocument.ResourceType.UnknownResource
_HEADINGS = {1: Type.VERDICT, 2: Type.CARD}  # deeper ones: strong, in the size of the text


class BareDocument(QTextDocument):
    """A document that has no resources: whatever it is asked to load is not there."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        return None


class ProseView(QTextBrowser):
    """Shows prose as high as it is; text can be selected, links are opened only after asking."""

    def __init__(self, text: str, step: Type = Type.LABEL, tone: str = "ink", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks, self._step, self._tone = read_prose(text), step, tone
        self.has_links = any(run.address for block in self._blocks for run in block.runs)
        self.setDocument(BareDocument(self))
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent; padding: 0")
        self.setTabChangesFocus(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.has_links else Qt.FocusPolicy.ClickFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.anchorClicked.connect(self._ask_to_open)
        self.setAccessibleName("\n".join(block.text for block in self._blocks))
        self.restyle()

    def doSetSource(self, _name: QUrl | str, /, type: QTextDocument.ResourceType = _UNKNOWN) -> None:
        """Nothing is ever navigated to."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        return None

    def restyle(self) -> None:
        write_blocks(self.document(), self._blocks, self._step, theme().tokens, theme().scale, self._tone)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width == self.viewport().width():
            return round(self.document().size().height() + 0.5)
        probe = self.document().clone()
        probe.setTextWidth(width)
        height = round(probe.size().height() + 0.5)
        probe.deleteLater()
        return height

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, QFontMetrics(self.font()).height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self.anchorAt(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def _ask_to_open(self, url: QUrl) -> None:
        from ui.actions.open_address import ask_to_open

        ask_to_open(self, url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


def write_blocks(
    document: QTextDocument, blocks: Sequence[Block], step: Type, tokens: Tokens, scale: float, tone: str = "ink"
) -> None:
    """Write blocks into an emptied document, letter by letter: nothing in them is interpreted."""
    document.clear()
    document.setDocumentMargin(0)
    document.setDefaultFont(font(step, scale))
    option = document.defaultTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    cursor = QTextCursor(document)
    for place, block in enumerate(blocks):
        if place:
            cursor.insertBlock()
        _write_block(cursor, block, step, tokens, scale, tone, first=not place)


def _write_block(
    cursor: QTextCursor, block: Block, step: Type, tokens: Tokens, scale: float, tone: str, *, first: bool
) -> None:
    shape = QTextBlockFormat()
    shape.setTopMargin(0 if first else (3 if block.kind is BlockKind.ITEM else 8) * scale)
    indent = _INDENT * scale
    if block.kind is BlockKind.ITEM:
        shape.setLeftMargin(indent * (block.level + 1))
        shape.setTextIndent(-indent)
        shape.setTabPositions([QTextOption.Tab(indent * (block.level + 1), QTextOption.TabType.LeftTab)])
    elif block.kind is BlockKind.QUOTATION:
        shape.setLeftMargin(indent)
    elif block.kind is BlockKind.HEADING:
        shape.setHeadingLevel(block.level)
        shape.setTopMargin(0 if first else 12 * scale)
    cursor.setBlockFormat(shape)
    letters = QTextCharFormat()
    letters.setFont(font(step, scale))
    letters.setForeground(QColor(tokens.ink2 if block.kind is BlockKind.QUOTATION else getattr(tokens, tone)))
    if block.kind is BlockKind.HEADING:
        letters.setFont(font(_HEADINGS.get(block.level, Type.BODY_STRONG), scale))
    cursor.setBlockCharFormat(letters)
    if block.kind is BlockKind.RULE:
        cursor.insertText("⁂", letters)
    if block.mark:
        cursor.insertText(f"{block.mark}\t", letters)
    for run in block.runs:
        cursor.insertText(run.text.replace("\n", "\u2028"), _letters(run, letters, tokens, scale))


def _letters(run: Run, block: QTextCharFormat, tokens: Tokens, scale: float) -> QTextCharFormat:
    made = QTextCharFormat(block)
    if Style.CODE in run.style:
        made.setFont(font(Type.MONO, scale))
    if Style.STRONG in run.style:
        made.setFontWeight(QFont.Weight.DemiBold)
    if Style.EMPHASIS in run.style:
        # Chinese is not slanted; a line below is its emphasis as well as anybody's.
        made.setFontItalic(run.text.isascii())
        made.setFontUnderline(not run.text.isascii())
    if Style.QUIET in run.style:
        made.setForeground(QColor(tokens.ink3))
    if run.address:
        made.setAnchor(True)
        made.setAnchorHref(run.address)
        made.setFontUnderline(True)
        made.setForeground(QColor(tokens.accent))
    return made
