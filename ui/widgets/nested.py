"""The credentials inside a credential, each with its own verdict and checks."""

from PySide6.QtWidgets import QWidget

from ui.kinds import issuer_words
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import VERDICT_LOOKS
from ui.widgets.check_row import CheckRow
from ui.widgets.doctor import Doctor
from ui.widgets.expander import Expander
from ui.widgets.label import Label
from ui.words import say, verdict_title
from wallet.i18n import N_
from wallet.messages.views import NestedView
from wallet.report import NestedRole, Outcome

_ROLE_WORDS = {
    NestedRole.HELD: N_("{issuer} · held inside · {verdict}"),
    NestedRole.ENDORSEMENT: N_("{issuer} · endorsement · {verdict}"),
}


def issuer_of(view: NestedView) -> str:
    """Return who issued it: in quotation marks while that is only what it says of itself (UI-04)."""
    if view.summary is not None:
        return issuer_words(view.summary)
    issuer = next((result for result in view.results if result.check == "issuer"), None)
    if issuer is not None and issuer.outcome is Outcome.PASSED and issuer.facts.get("name"):
        return str(issuer.facts["name"])
    return say(N_("“{name}”"), name=view.issuer_name) if view.issuer_name else "–"


class NestedRow(Expander):
    """One nested credential; its own nested ones appear when it is opened."""

    def __init__(self, view: NestedView, parent: QWidget | None = None) -> None:
        super().__init__(VERDICT_LOOKS[view.verdict].icon, "ink2", parent)
        self._view = view
        self.opened.connect(self._fill)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        verdict = verdict_title(self._view.verdict)
        line = say(_ROLE_WORDS[self._view.role], issuer=issuer_of(self._view), verdict=verdict)
        self.button.set_words(self._view.title or "–", line)

    def restyle(self) -> None:
        look = VERDICT_LOOKS[self._view.verdict]
        tokens = theme().tokens
        self.button.icon_label.show_icon(look.icon, look.ground_in(tokens) if look.solid else look.text_in(tokens))

    def _fill(self) -> None:
        if self.body_layout.count():
            return
        self.body_layout.addWidget(Doctor(self._view.results, shape=self._view.shape))
        for result in self._view.results:
            self.body_layout.addWidget(CheckRow(result))
        if self._view.nested:
            self.body_layout.addWidget(Label(Type.SMALL_STRONG, "ink2").say(N_("Inside it")))
        for nested in self._view.nested:
            self.body_layout.addWidget(NestedRow(nested))
