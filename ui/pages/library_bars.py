"""The buttons above the library: which verdicts, which order, what to add, and what to do with several at once."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ui.actions.check_again import check_again
from ui.actions.export import export
from ui.actions.label import add_tag
from ui.actions.shelve import archive, delete_forever, restore, take_back, trash
from ui.desk import Desk
from ui.dialogs.ask_text import ask_text
from ui.dialogs.confirm import confirm
from ui.theme.fonts import Type
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import VERDICT_LOOKS
from ui.widgets.button import Button, Kind
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.words import say, verdict_title
from wallet.i18n import N_
from wallet.messages.views import CredentialSummary, LibraryFilter, SortOrder
from wallet.report import Verdict

_ORDER_WORDS = {
    SortOrder.NEWEST: N_("Newest"),
    SortOrder.OLDEST: N_("Oldest"),
    SortOrder.TITLE: N_("Title"),
    SortOrder.ISSUER: N_("Issuer"),
    SortOrder.VERDICT: N_("Verdict"),
}
_ADD_WORDS = (
    ("files", "file-plus", N_("Open files…")),
    ("folder", "folder-open", N_("Open a folder…")),
    ("paste", "clipboard-paste", N_("Paste")),
)


class StatusButton(Button):
    """Which verdicts to show; none chosen means all."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(N_("Status"), Kind.SECONDARY, "list-filter", parent)
        self._pop = QMenu(self)
        self._actions: dict[Verdict, QAction] = {}
        for verdict in reversed(Verdict):
            action = self._pop.addAction("")
            action.setCheckable(True)
            action.toggled.connect(self._on_toggled)
            self._actions[verdict] = action
        self.set_menu(self._pop)
        self._name_actions()

    def chosen(self) -> tuple[Verdict, ...]:
        """Return the verdicts ticked."""
        return tuple(verdict for verdict, action in self._actions.items() if action.isChecked())

    def clear(self) -> None:
        """Tick none."""
        for action in self._actions.values():
            action.setChecked(False)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "_actions"):
            self._name_actions()

    def _name_actions(self) -> None:
        tokens = theme().tokens
        for verdict, action in self._actions.items():
            look = VERDICT_LOOKS[verdict]
            action.setText(verdict_title(verdict))
            tone = look.ground_in(tokens) if look.solid else look.text_in(tokens)
            # Where an action has an icon Qt shows no tick: the tick takes the icon's place, and the words grow strong.
            action.setIcon(icon("check", tokens.accent) if action.isChecked() else icon(look.icon, tone))
            letters = theme().font(Type.BODY_STRONG if action.isChecked() else Type.BODY)
            action.setFont(letters)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_actions"):
            self._name_actions()

    def _on_toggled(self, _on: bool) -> None:
        self._name_actions()
        number = len(self.chosen())
        if number:
            self.say(N_("Status · {number}"), number=number)
        else:
            self.say(N_("Status"))
        self.changed.emit()


class TagButton(Button):
    """Credentials with which tags; hidden while there are no tags. Tags are the person's own words, shown as text."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(N_("Tags"), Kind.SECONDARY, "tag", parent)
        self._pop = QMenu(self)
        self._actions: dict[str, QAction] = {}
        self.set_menu(self._pop)
        self.hide()

    def offer(self, tags: Sequence[str]) -> None:
        """Offer these tags; what was chosen and is still there stays chosen."""
        chosen = self.chosen()
        self._pop.clear()
        self._actions = {}
        for tag in tags:
            action = self._pop.addAction(shown_in_menu(tag))
            action.setCheckable(True)
            action.setChecked(tag in chosen)
            action.toggled.connect(self._on_toggled)
            self._actions[tag] = action
        self.setVisible(bool(tags))
        if chosen != self.chosen():
            self._on_toggled()
        else:
            self._say_number()

    def chosen(self) -> tuple[str, ...]:
        """Return the tags ticked."""
        return tuple(tag for tag, action in self._actions.items() if action.isChecked())

    def clear(self) -> None:
        """Tick none."""
        for action in self._actions.values():
            action.setChecked(False)

    def _on_toggled(self, _on: bool = False) -> None:
        self._say_number()
        self.changed.emit()

    def _say_number(self) -> None:
        number = len(self.chosen())
        self.say(N_("Tags · {number}") if number else N_("Tags"), number=number)


def shown_in_menu(text: str) -> str:
    """Return text for a menu, where a single ampersand would be taken for a key."""
    return text.replace("&", "&&")


class SortButton(Button):
    """In which order."""

    changed = Signal(object)

    def __init__(self, order: SortOrder, parent: QWidget | None = None) -> None:
        super().__init__(_ORDER_WORDS[order], Kind.SECONDARY, "arrow-up-down", parent, hint=N_("Order of the list"))
        self.order = order
        self._pop = QMenu(self)
        group = QActionGroup(self)
        self._actions = {each: self._pop.addAction("") for each in SortOrder}
        for each, action in self._actions.items():
            action.setCheckable(True)
            action.setChecked(each is order)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, each=each: self._choose(each))
        self.set_menu(self._pop)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        for order, action in getattr(self, "_actions", {}).items():
            action.setText(say(_ORDER_WORDS[order]))

    def _choose(self, order: SortOrder) -> None:
        self.order = order
        self.say(_ORDER_WORDS[order])
        self.changed.emit(order)


class AddButton(Button):
    """Add: from files, a folder or the clipboard."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(N_("Add"), Kind.PRIMARY, "plus", parent)
        self._pop = QMenu(self)
        self._actions = [(self._pop.addAction(""), name, words, key) for name, words, key in _ADD_WORDS]
        for action, name, _icon, _key in self._actions:
            action.triggered.connect(lambda _checked=False, name=name: self.wanted.emit(name))
        self.set_menu(self._pop)
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        super().retranslate()
        for action, _name, _icon, key in getattr(self, "_actions", ()):
            action.setText(say(key))

    def restyle(self) -> None:
        super().restyle()
        for action, _name, picture, _key in getattr(self, "_actions", ()):
            action.setIcon(icon(picture, theme().tokens.ink2))


class SelectionBar(QWidget):
    """Takes the heading's place while several are selected."""

    clear_wanted = Signal()
    share_wanted = Signal(list)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen: list[CredentialSummary] = []
        self._which = LibraryFilter.ALL
        self._words = Label(Type.CARD, wraps=False)
        self._buttons = {
            "share": self._button(N_("Share…"), "share-2", lambda: self.share_wanted.emit(self._chosen)),
            "check": self._button(N_("Check again"), "refresh-cw", lambda: check_again(desk, self, self._ids())),
            "tag": self._button(N_("Tag…"), "tag", self._tag),
            "export": self._button(N_("Export…"), "download", lambda: export(desk, self, self._chosen)),
            "archive": self._button(N_("Archive"), "archive", lambda: archive(desk, self, self._ids())),
            "back": self._button(N_("Take back"), "archive-restore", self._take_back),
            "trash": self._button(N_("Move to trash"), "trash-2", self.trash),
            "delete": self._button(N_("Delete for good…"), "trash-2", self._delete),
        }
        clear = Button(N_("Clear the selection"), Kind.QUIET, "x", icon_only=True)
        clear.clicked.connect(self.clear_wanted)
        flow = FlowLayout(gap=6)
        for button in self._buttons.values():
            flow.addWidget(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._words, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(flow, 1)
        row.addWidget(clear, 0, Qt.AlignmentFlag.AlignTop)
        self.show_filter(LibraryFilter.ALL)

    def show_filter(self, which: LibraryFilter) -> None:
        """Offer what makes sense in this part of the library."""
        self._which = which
        kept = which in (LibraryFilter.ALL, LibraryFilter.ATTENTION)
        offered = {
            "share": which is not LibraryFilter.TRASH,
            "check": kept,
            "tag": kept,
            "export": True,
            "archive": kept,
            "back": not kept,
        }
        offered |= {"trash": which is not LibraryFilter.TRASH, "delete": which is LibraryFilter.TRASH}
        for name, button in self._buttons.items():
            button.setVisible(offered[name])

    def show_chosen(self, chosen: Sequence[CredentialSummary]) -> None:
        """Say how many."""
        self._chosen = list(chosen)
        self._words.say(N_("{number} selected"), number=len(chosen))

    def trash(self) -> None:
        """Into the trash; from the trash Delete asks first."""
        if not self._chosen:
            return
        if self._which is LibraryFilter.TRASH:
            self._delete()
        else:
            trash(self._desk, self, self._ids())

    def _ids(self) -> list[str]:
        return [summary.id for summary in self._chosen]

    def _take_back(self) -> None:
        action = restore if self._which is LibraryFilter.TRASH else take_back
        action(self._desk, self, self._ids())

    def _tag(self) -> None:
        ids = self._ids()
        ask_text(self, N_("Add a tag"), N_("Tag"), N_("Add"), lambda tag: add_tag(self._desk, self, ids, tag))

    def _delete(self) -> None:
        ids = self._ids()
        confirm(
            self,
            N_("Delete for good?"),
            N_("This cannot be undone. A backup may still hold a copy."),
            N_("Delete"),
            lambda: delete_forever(self._desk, self, ids),
        )

    def _button(self, key: str, picture: str, act: object) -> Button:
        button = Button(key, Kind.QUIET, picture)
        button.clicked.connect(act)
        return button
