"""One finding of the report: icon, heading, evidence, date; opened, it answers "how do we know?"."""

from PySide6.QtWidgets import QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import VERDICT_LOOKS
from ui.widgets.expander import Expander
from ui.widgets.label import Label
from ui.words import finding_advice, finding_how, finding_sentence, finding_title, say, show_date
from wallet.i18n import N_
from wallet.report import CheckResult, Outcome, Verdict

_ICONS = {
    "signature": "badge-check",
    "coverage": "file-check",
    "issuer_key": "key-round",
    "issuer": "landmark",
    "validity": "calendar-check",
    "status": "activity",
    "holder": "user-check",
}
_ICONS_BY_OUTCOME = {Outcome.FAILED: "circle-x", Outcome.UNDECIDED: "circle-help", Outcome.SKIPPED: "circle-minus"}
OUTCOME_WORDS = {
    Outcome.PASSED: N_("Passed"),
    Outcome.FAILED: N_("Failed"),
    Outcome.UNDECIDED: N_("Not established"),
    Outcome.SKIPPED: N_("Not needed"),
}
_STALE = ("status.refresh_due",)


def tone_of(result: CheckResult) -> str:
    """Return the colour of a finding's icon."""
    tokens = theme().tokens
    if result.code in _STALE:
        return VERDICT_LOOKS[Verdict.REFRESH_DUE].text_in(tokens)
    match result.outcome:
        case Outcome.PASSED:
            return VERDICT_LOOKS[Verdict.VERIFIED].text_in(tokens)
        case Outcome.FAILED:
            return VERDICT_LOOKS[Verdict.REVOKED].text_in(tokens)
        case Outcome.UNDECIDED:
            return VERDICT_LOOKS[Verdict.ISSUER_UNKNOWN].text_in(tokens)
        case Outcome.SKIPPED:
            return tokens.ink3


def icon_of(result: CheckResult) -> str:
    """Return the icon of a finding: the check's own when it passed, the outcome's otherwise."""
    if result.code in _STALE:
        return "clock-alert"
    return _ICONS_BY_OUTCOME.get(result.outcome) or _ICONS.get(result.check, "info")


class CheckRow(Expander):
    """An expander over one `CheckResult`."""

    def __init__(self, result: CheckResult, parent: QWidget | None = None) -> None:
        super().__init__(icon_of(result), tone_of(result), parent)
        self._result = result
        self._question = Label(Type.SMALL_STRONG, "ink")
        self._how = Label(Type.SMALL, "ink2").selectable()
        self._advice = Label(Type.SMALL, "ink2")
        self._facts = Label(Type.SMALL, "ink3").selectable()
        for label in (self._question, self._how, self._advice, self._facts):
            self.body_layout.addWidget(label)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        result = self._result
        self.button.set_words(finding_title(result), finding_sentence(result))
        outcome = say(OUTCOME_WORDS[result.outcome])
        self.button.setAccessibleDescription(f"{outcome}. {finding_sentence(result)}")
        how, advice = finding_how(result), finding_advice(result)
        self._question.say(N_("How do we know?"))
        self._question.setVisible(bool(how))
        self._show(self._how, how)
        self._show(self._advice, advice)
        dated = say(N_("Evidence of {day}"), day=show_date(result.as_of)) if result.as_of else ""
        self._show(self._facts, " · ".join(part for part in (outcome, dated, result.code) if part))

    def restyle(self) -> None:
        self.button.icon_label.show_icon(icon_of(self._result), tone_of(self._result))
        self.update()

    @staticmethod
    def _show(label: Label, text: str) -> None:
        label.show_text(text)
        label.setVisible(bool(text))
