"""What is wanted, in plain words: a kind of credential, a title, an issuer, facts. What is not named stays hidden."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.check_box import CheckBox
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented
from ui.words import isolate, say
from wallet.i18n import N_
from wallet.messages.presenting import FACT_WORDS, KIND_WORDS, WishView


class WishForm(QWidget):
    """`changed` whenever another thing is wanted."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "any"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._column = column
        column.addWidget(Label(Type.SMALL_STRONG).say(N_("Kind of credential")))
        kinds = [(kind, words, dict[str, object]()) for kind, words in KIND_WORDS.items()]
        self.kinds = Segmented(N_("Kind of credential"), kinds)
        self.kinds.choose(self._kind)
        self.kinds.chosen.connect(self._set_kind)
        column.addWidget(self.kinds)
        self._type_label, self.type = self._field(N_("Its type, as issuers name it"))
        column.addWidget(Label(Type.SMALL_STRONG).say(N_("What you need to see")))
        self.facts: dict[str, CheckBox] = {}
        boxes = QWidget()
        flow = FlowLayout(boxes, gap=10)
        for fact, words in FACT_WORDS.items():
            box = CheckBox(words)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.facts[fact] = box
            flow.addWidget(box)
        policy = boxes.sizePolicy()
        policy.setHeightForWidth(True)
        boxes.setSizePolicy(policy)
        column.addWidget(boxes)
        column.addWidget(
            Label(Type.SMALL, "ink2").say(
                N_("What you do not ask for stays hidden: date of birth, address, numbers, everything else.")
            )
        )
        _, self.title = self._field(N_("Exactly this title"))
        _, self.issuer = self._field(N_("Only from this issuer"))
        self.unbound = CheckBox(N_("One that is tied to nobody’s key will do, too"))
        self.unbound.toggled.connect(lambda _on: self.changed.emit())
        column.addWidget(self.unbound)
        column.addWidget(self._make_advanced())
        self.restyle()
        self.retranslate()
        self._set_kind("any")

    def _make_advanced(self) -> QWidget:
        self._advanced = Expander("settings", indent=2)
        self.query = QPlainTextEdit()
        self.query.setTabChangesFocus(True)
        self.query.textChanged.connect(self.changed)
        self._advanced.body_layout.addWidget(self.query)
        return self._advanced

    @property
    def wish(self) -> WishView:
        """What is wanted."""
        facts = tuple(fact for fact, box in self.facts.items() if box.isChecked())
        type_ = self.type.text().strip() if self._kind == "type" else ""
        kind = self._kind if self._kind != "type" or type_ else "any"
        title, issuer = self.title.text().strip(), self.issuer.text().strip()
        return WishView(kind, type_, title, issuer, facts, self.unbound.isChecked())

    @property
    def raw(self) -> str:
        """A DCQL query as somebody wrote it, which goes before the wish; "" for none."""
        return self.query.toPlainText().strip()

    def summary(self) -> str:
        """Return in a line what is wanted."""
        if self.raw:
            return say(N_("A DCQL query of your own"))
        wish = self.wish
        if wish == WishView():
            return say(N_("Whatever they choose to show"))
        parts = [isolate(wish.type) if wish.kind == "type" else say(KIND_WORDS[wish.kind])]
        parts += [say(FACT_WORDS[fact]) for fact in wish.facts]
        parts += [isolate(part) for part in (wish.title, wish.issuer) if part]
        return " · ".join(parts)

    def reset(self) -> None:
        """Ask for nothing in particular."""
        for field in (self.type, self.title, self.issuer):
            field.clear()
        for box in (*self.facts.values(), self.unbound):
            box.setChecked(False)
        self.query.clear()
        self.kinds.choose("any")
        self._set_kind("any")

    def _set_kind(self, kind: str) -> None:
        self._kind = kind
        for widget in (self._type_label, self.type):
            widget.setVisible(kind == "type")
        self.changed.emit()

    def _field(self, key: str) -> tuple[Label, QLineEdit]:
        label = Label(Type.SMALL_STRONG).say(key)
        field = QLineEdit()
        field.setMaxLength(400)
        field.textEdited.connect(lambda _text: self.changed.emit())
        field.setAccessibleName(say(key))
        label.setBuddy(field)
        self._column.addWidget(label)
        self._column.addWidget(field)
        return label, field

    def retranslate(self) -> None:
        self.type.setAccessibleName(say(N_("Its type, as issuers name it")))
        self.title.setAccessibleName(say(N_("Exactly this title")))
        self.title.setPlaceholderText(say(N_("Leave it empty for any")))
        self.issuer.setAccessibleName(say(N_("Only from this issuer")))
        self.issuer.setPlaceholderText(say(N_("Its identifier (did:web:…, https://…); empty for any")))
        self.query.setAccessibleName(say(N_("A DCQL query, for those who have one")))
        self._advanced.button.set_words(say(N_("Advanced")), say(N_("A DCQL query, for those who have one")))

    def restyle(self) -> None:
        for field in (self.type, self.title, self.issuer):
            field.setFont(theme().font(Type.LABEL))
        self.query.setFont(theme().font(Type.MONO))
        self.query.setFixedHeight(theme().px(90))
