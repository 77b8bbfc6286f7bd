"""The top of a credential's page: what it is about, the few facts people look for, the skills."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.at_a_glance import Glance
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.picture import PictureBlock, read_picture
from ui.widgets.prose_view import ProseView
from ui.words import isolate
from wallet.i18n import N_

_SKILLS_SHOWN = 12
_ONE_LINE = 24


class GlanceView(QWidget):
    """Draws a `Glance`; hidden parts take no room."""

    def __init__(self, glance: Glance, picture: bytes = b"", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        if glance.description:
            column.addWidget(Label(Type.BODY).selectable().show_text(isolate(glance.description)))
        image = read_picture(picture)
        if not image.isNull():
            column.addWidget(PictureBlock(image))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        for row, fact in enumerate(glance.facts):
            label = Label(Type.LABEL, "ink3").show_text(fact.label)
            value = Label(Type.LABEL).selectable().show_text(isolate(fact.text))
            value.setAccessibleDescription(fact.label)
            # Chinese and Latin lines differ in height: short ones meet in the middle, long ones begin together.
            side = Qt.AlignmentFlag.AlignVCenter if len(fact.text) < _ONE_LINE else Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(label, row, 0, side)
            self._grid.addWidget(value, row, 1, side)
        column.addLayout(self._grid)
        if glance.criteria:
            column.addWidget(Label(Type.CARD).say(N_("What had to be done")))
            column.addWidget(ProseView(glance.criteria))
        if glance.skills:
            chips = FlowLayout(gap=6)
            for skill in glance.skills[:_SKILLS_SHOWN]:
                chips.addWidget(SkillChip(skill))
            column.addLayout(chips)
        self.restyle()

    def restyle(self) -> None:
        self._grid.setColumnMinimumWidth(0, theme().px(96))


class SkillChip(QWidget):
    """A skill; says itself, does nothing."""

    def __init__(self, skill: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._skill = skill
        self.setAccessibleName(skill)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font(Type.SMALL))
        width = min(metrics.horizontalAdvance(self._skill), theme().px(300)) + theme().px(24)
        return QSize(width, max(theme().px(26), metrics.height() + 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, font = theme().tokens, theme().font(Type.SMALL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_soft))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setFont(font)
        painter.setPen(QColor(tokens.ink))
        room = self.width() - theme().px(24)
        shown = QFontMetrics(font).elidedText(self._skill, Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), shown)
