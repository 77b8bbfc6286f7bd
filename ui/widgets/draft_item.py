"""One thing that a stack of one's own asks for: title and credits; behind a button what is asked for more rarely."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.button import Button, Kind
from ui.widgets.check_box import CheckBox
from ui.widgets.choice import Choice
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.words import say
from wallet.i18n import N_
from wallet.messages.stacks import DraftItem

_NUMBERS = count(1)
Titles = Callable[[], Mapping[str, str]]


def make_field(key: str, text: str = "", width: int = 0) -> QLineEdit:
    """Return a field that says by its placeholder and to screen readers what goes into it."""
    field = QLineEdit(text)
    field.setMaxLength(300)
    field.setPlaceholderText(say(key))
    field.setAccessibleName(say(key))
    field.setToolTip(say(key))
    field.setMinimumHeight(MEASURES.target)
    if width:
        field.setFixedWidth(round(width * min(theme().scale, 1.5)))
    return field


def large_text() -> bool:
    """Say whether text is so large that a row of fields needs two lines."""
    return theme().scale >= 1.4


class Captioned(QWidget):
    """A field with its name above it, for the name is still wanted once something is written."""

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = Label(Type.CAPTION, "ink2", wraps=False).show_text(field.accessibleName())
        label.setBuddy(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label)
        column.addWidget(field)
        column.addStretch(1)


def small(key: str, icon: str, act: Callable[[], None]) -> Button:
    """Return a button of an icon alone."""
    button = Button(key, Kind.QUIET, icon, icon_only=True)
    button.clicked.connect(lambda _checked=False: act())
    return button


class GradeChoice(Choice):
    """At least this grade, or any."""

    def __init__(self, grade: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, least=10)
        self.setAccessibleName(say(N_("Minimum grade")))
        self._grade = grade
        self.show_grades((grade,) if grade else ())

    def show_grades(self, grades: Sequence[str]) -> None:
        """Offer these, worst first; what was chosen stays chosen, even where it is no longer among them."""
        chosen = self.grade()
        with QSignalBlocker(self):
            self.clear()
            self.addItem(say(N_("Any grade")), "")
            for grade in dict.fromkeys((*grades, *((chosen,) if chosen else ()))):
                self.addItem(say(N_("At least {grade}"), grade=grade), grade)
            self.setCurrentIndex(max(0, self.findData(chosen)))

    def grade(self) -> str:
        """Return the grade, "" for any."""
        return str(self.currentData() or "") if self.count() else self._grade


class ItemRow(QWidget):
    """`removed` and `moved` (by so many places) carry the row; `changed` when something is settled."""

    removed = Signal(object)
    moved = Signal(object, int)
    changed = Signal()

    def __init__(self, item: DraftItem, titles: Titles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = item.key or f"item-{next(_NUMBERS)}-{id(self) % 10_000}"
        self._titles = titles
        self.after = list(item.after)
        self._make_fields(item)
        self.more = Button(
            N_("More"), Kind.QUIET, "ellipsis", icon_only=True, hint=N_("Grade, validity, what comes first")
        )
        self.more.setCheckable(True)
        self.more.clicked.connect(lambda _checked=False: self.details.setVisible(self.more.isChecked()))
        row = QHBoxLayout()
        row.setSpacing(6)
        rest = QHBoxLayout() if large_text() else row
        rest.setSpacing(6)
        row.addWidget(self.title, 3)
        rest.addWidget(self.credits)
        rest.addWidget(self.issuer, 2)
        for button in (
            self.more,
            small(N_("Move the item up"), "chevron-up", lambda: self.moved.emit(self, -1)),
            small(N_("Move the item down"), "chevron-down", lambda: self.moved.emit(self, 1)),
            small(N_("Remove this item"), "x", lambda: self.removed.emit(self)),
        ):
            rest.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        if rest is not row:
            column.addLayout(rest)
        column.addWidget(self.details)
        used = any((item.grade, item.years, item.after, item.capped, item.hours, item.cost, item.identifier))
        self.more.setChecked(used)
        self.details.setVisible(used)

    def _make_fields(self, item: DraftItem) -> None:
        self.title = make_field(N_("Course, certificate or badge"), item.title)
        self.credits = make_field(N_("Credits"), item.credits, 84)
        self.issuer = make_field(N_("Issuer (name or id)"), item.issuer)
        self.identifier = make_field(N_("Achievement id, if you know it"), item.identifier, 230)
        self.grade = GradeChoice(item.grade)
        self.years = make_field(N_("Valid for (years)"), item.years, 130)
        self.hours = make_field(N_("Hours of work"), item.hours, 120)
        self.cost = make_field(N_("Cost, such as 120 EUR"), item.cost, 170)
        self.first = Button(N_("Comes after…"), Kind.SECONDARY, "list-filter")
        self.first.clicked.connect(
            lambda _checked=False: self.first_menu().exec(self.first.mapToGlobal(self.first.rect().bottomLeft()))
        )
        self.capped = CheckBox(N_("Under the layer’s cap"))
        self.capped.setChecked(item.capped)
        self.capped.clicked.connect(lambda _checked=False: self.changed.emit())
        self.details = QWidget()
        flow = FlowLayout(gap=8)
        self.grade_box = Captioned(self.grade)
        for field in (self.identifier, self.years, self.hours, self.cost):
            flow.addWidget(Captioned(field))
        for widget in (self.grade_box, self.first, self.capped):
            flow.addWidget(widget)
        place = QVBoxLayout(self.details)
        place.setContentsMargins(theme().px(18), 0, 0, 6)
        place.addLayout(flow)
        self.grade.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for field in (self.title, self.credits, self.issuer, self.identifier, self.years, self.hours, self.cost):
            field.editingFinished.connect(self.changed)
        self._say_first()

    def first_menu(self) -> QMenu:
        """The other items; those that are ticked have to be passed first."""
        menu = QMenu(self)
        for key, title in self._titles().items():
            if key == self.key or not title.strip():
                continue
            action = menu.addAction(title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key in self.after)
            action.triggered.connect(lambda checked, key=key: self._put_first(key, checked))
        if menu.isEmpty():
            menu.addAction(say(N_("No other item yet"))).setEnabled(False)
        return menu

    def _put_first(self, key: str, first: bool) -> None:
        self.after = [other for other in self.after if other != key] + ([key] if first else [])
        self._say_first()
        self.changed.emit()

    def _say_first(self) -> None:
        if self.after:
            self.first.say(N_("Comes after {number}…"), number=len(self.after))
        else:
            self.first.say(N_("Comes after…"))

    def draft(self) -> DraftItem:
        """Return what is written."""
        return DraftItem(
            title=self.title.text(),
            credits=self.credits.text().strip(),
            issuer=self.issuer.text(),
            identifier=self.identifier.text(),
            key=self.key,
            grade=self.grade.grade(),
            years=self.years.text().strip(),
            after=tuple(self.after),
            capped=self.capped.isChecked(),
            hours=self.hours.text().strip(),
            cost=self.cost.text().strip(),
        )
