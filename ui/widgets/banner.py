"""The verdict, large: icon, one or two words in serif, one sentence. Its ground and edge repeat the verdict's cue."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import CHECKING_LOOK, MEASURES, VERDICT_LOOKS, VerdictLook
from ui.widgets.label import Label
from ui.words import say, words_of
from wallet.i18n import N_
from wallet.report import Verdict


class IconLabel(QWidget):
    """An icon that takes its colour when it is painted. Decorative: the words beside it say the same."""

    def __init__(self, name: str, tone: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.restyle()

    def show_icon(self, name: str, tone: str) -> None:
        """Show another icon or tone."""
        self._name, self._tone = name, tone
        self.update()

    def restyle(self) -> None:
        side = theme().px(self._size)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tone = self._tone if self._tone.startswith("#") else getattr(theme().tokens, self._tone)
        pixmap = icon_pixmap(self._name, tone, self.width(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(QPoint(0, 0), pixmap)


class VerdictBanner(QWidget):
    """One verdict, or that it is being worked out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: VerdictLook = CHECKING_LOOK
        self._icon = IconLabel(CHECKING_LOOK.icon, "ink2", 28)
        self._title = Label(Type.VERDICT)
        self._sentence = Label(Type.LABEL)
        self._second = Label(Type.SMALL)
        words = QVBoxLayout()
        words.setSpacing(3)
        for label in (self._title, self._sentence, self._second):
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 16, 18, 16)
        row.setSpacing(14)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.show_checking()

    def show_checking(self) -> None:
        """Say that the check is still running."""
        self._look = CHECKING_LOOK
        self._title.say(N_("Checking"))
        self._sentence.say(N_("Every check runs on this computer."))
        self._second.hide()
        self.restyle()

    def show_verdict(self, verdict: Verdict, sentence: str = "", second: str = "") -> None:
        """Show a verdict. `sentence` replaces the verdict's own; `second` stands smaller below. Both already translated."""
        self._look = VERDICT_LOOKS[verdict]
        words = words_of(verdict)
        self._title.say(words.title)
        if sentence:
            self._sentence.show_text(sentence)
        else:
            self._sentence.say(words.explanation)
        self._second.show_text(second)
        self._second.setVisible(bool(second))
        self.setAccessibleName(say(words.title))
        self.setAccessibleDescription(self._sentence.text())
        self.restyle()

    def show_words(self, look: Verdict, title: str, sentence: str, second: str = "") -> None:
        """Show words that are no verdict's own, in the look of one. All already translated."""
        self.show_verdict(look, sentence, second)
        self._title.show_text(title)
        self.setAccessibleName(title)

    def restyle(self) -> None:
        tokens = theme().tokens
        ink = self._look.text_in(tokens)
        self._icon.show_icon(self._look.icon, ink)
        self._title.set_tone(ink)
        body = ink if self._look.solid else tokens.ink
        self._sentence.set_tone(body)
        self._second.set_tone(body if self._look.solid else tokens.ink2)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme().tokens
        painter.setBrush(QColor(self._look.ground_in(tokens)))
        painter.setPen(Qt.PenStyle.NoPen)
        if self._look.dashed:
            pen = QPen(QColor(self._look.text_in(tokens)), 1.2)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
        rect = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        painter.drawRoundedRect(rect, MEASURES.radius_card, MEASURES.radius_card)
