"""What somebody showed, judged: one banner, what was shown, what was kept private, whose key answered, and each check."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.widgets.banner import VerdictBanner
from ui.widgets.check_row import CheckRow
from ui.widgets.claims import ClaimSection
from ui.widgets.credential_view import deciding_result
from ui.widgets.doctor import Doctor
from ui.widgets.expander import Expander
from ui.widgets.hero import Hero
from ui.widgets.label import Label
from ui.widgets.their_screen import Shown, facts_grid
from ui.words import count, finding_sentence, isolate, say, show_age, show_date, verdict_title, words_of
from wallet.i18n import N_
from wallet.messages.presenting import DisclosureLeaf
from wallet.messages.views import CredentialDetail, CredentialSummary, NestedView, Section
from wallet.report import CheckResult, NestedRole, Outcome, Verdict, judge

_GOOD = (Verdict.VERIFIED, Verdict.REFRESH_DUE)
_BOUND = "holder.bound"
_SELECTIVE = ("ecdsa-sd-2023", "bbs-2023")
_PRESENTATION = "VerifiablePresentation"


class ShownBanner(VerdictBanner):
    """The verdict, and whether whoever shows it proved to be its holder."""

    def show_shown(self, detail: CredentialDetail, now: datetime) -> None:
        """Show the verdict of what was shown."""
        self.show_verdict(detail.verdict, banner_sentence(detail), status_line(detail, now))
        if detail.verdict in _GOOD and is_bound(detail):
            self._title.say(
                N_("Genuine, and it is theirs")
                if detail.verdict is Verdict.VERIFIED
                else N_("Genuine and theirs · refresh due")
            )
        elif detail.verdict is Verdict.NOT_GENUINE and _is_its_own(detail):
            self._title.say(N_("Not signed by its holder"))
        self.setAccessibleName(self._title.text())
        self.restyle()


class ShownResult(QWidget):
    """Draws one `CredentialDetail` that somebody showed: a credential, or a presentation with what it holds."""

    def __init__(
        self, detail: CredentialDetail, now: datetime, check_code: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._detail, self._now, self._check_code = detail, now, check_code
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self.banner = ShownBanner()
        self._column.addWidget(self.banner)
        held = [nested for nested in detail.nested if nested.role is NestedRole.HELD]
        if held and detail.summary.kind == _PRESENTATION:
            for nested in held:
                self._add(
                    nested.summary,
                    nested.sections,
                    nested.results,
                    nested.verdict,
                    alone=len(held) == 1,
                    hidden=nested.hidden_claims,
                )
            self._add_checks(tuple(detail.results), N_("The presentation itself"))
        else:
            self._add(
                detail.summary,
                detail.sections,
                detail.results,
                detail.verdict,
                alone=True,
                hidden=detail.hidden_claims,
            )
        self.retranslate()

    def retranslate(self) -> None:
        self.banner.show_shown(self._detail, self._now)

    def _add(
        self,
        summary: CredentialSummary | None,
        sections: tuple[Section, ...],
        results: tuple[CheckResult, ...],
        verdict: Verdict,
        *,
        alone: bool,
        hidden: int,
    ) -> None:
        if summary is not None:
            self._column.addWidget(Hero(summary))
            if not alone:
                self._column.addWidget(Label(Type.BODY_STRONG).show_text(verdict_title(verdict)))
            leaves = tuple(
                DisclosureLeaf(claim.path, claim.label, claim.text, always=True)
                for section in sections
                for claim in section.rows
            )
            self._column.addLayout(facts_grid(Shown(summary, leaves, 0)))
        if sections:
            self._column.addWidget(_Claims(sections))
        self._add_checks(results, "", hidden)

    def _add_checks(self, results: tuple[CheckResult, ...], heading: str, hidden: int = 0) -> None:
        rows = QVBoxLayout()
        rows.setSpacing(0)
        if heading:
            rows.addWidget(Label(Type.CARD).say(heading))
        rows.addWidget(Doctor(results))
        # Who shows it comes first: that is what was asked.
        ordered = sorted(results, key=lambda result: result.check != "holder")
        for place, result in enumerate(ordered):
            rows.addWidget(self._check_row(result))
            if place == 0 and hidden:
                rows.addWidget(_private_row(hidden))
            elif place == 0 and not heading and _is_derived(results):
                rows.addWidget(_maybe_private_row())
        self._column.addLayout(rows)

    def _check_row(self, result: CheckResult) -> CheckRow:
        row = CheckRow(result)
        if result.code == _BOUND and self._check_code:
            line = say(N_("It answered your question {code}, with the key it belongs to."), code=self._check_code)
            row.button.set_words(row.button.heading.text(), line)
        return row


class _Claims(Expander):
    def __init__(self, sections: tuple[Section, ...]) -> None:
        super().__init__("eye", indent=34)
        self._sections = sections
        self.opened.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "_sections"):
            number = sum(len(section.rows) for section in self._sections)
            self.button.set_words(
                say(N_("Everything that was shown")), count(number, N_("1 statement"), N_("{number} statements"))
            )

    def _fill(self) -> None:
        if not self.body_layout.count():
            for section in self._sections:
                self.body_layout.addWidget(ClaimSection(section))


def _private_row(number: int) -> Expander:
    row = Expander("eye-off")
    row.button.set_words(
        count(number, N_("1 item was kept private"), N_("{number} items were kept private")),
        say(N_("By the holder’s choice; this is normal")),
    )
    row.body_layout.addWidget(
        Label(Type.SMALL, "ink2").say(
            N_(
                "The issuer signed them too, so nothing about them can have been changed. Only what was needed is shown."
            )
        )
    )
    return row


def _maybe_private_row() -> Expander:
    """A derived proof does not tell how much there was."""
    row = Expander("eye-off")
    row.button.set_words(
        say(N_("The rest was kept private")),
        say(N_("By the holder’s choice; this is normal")),
    )
    row.body_layout.addWidget(
        Label(Type.SMALL, "ink2").say(
            N_("This proof shows parts of a signed credential and does not tell how many others there are.")
        )
    )
    return row


def _is_derived(results: tuple[CheckResult, ...]) -> bool:
    return any(result.check == "signature" and result.facts.get("suite") in _SELECTIVE for result in results)


def holder_result(detail: CredentialDetail) -> CheckResult | None:
    """Return what was found about whoever shows it."""
    return next((result for result in detail.results if result.check == "holder"), None)


def is_bound(detail: CredentialDetail) -> bool:
    """Say whether whoever shows it proved to be its holder, for all that it holds."""
    held = [nested for nested in detail.nested if nested.role is NestedRole.HELD]
    own = holder_result(detail)
    return (
        own is not None
        and own.code == _BOUND
        and all(any(result.code == _BOUND for result in nested.results) for nested in held)
    )


def banner_sentence(detail: CredentialDetail) -> str:
    """Return the one sentence under the verdict."""
    holder = holder_result(detail)
    if detail.verdict is Verdict.NOT_BOUND:
        failed = _failed_holder(detail)
        return finding_sentence(failed) if failed is not None else ""
    if detail.verdict in _GOOD:
        return _good_sentence(detail, holder)
    if detail.summary.kind == _PRESENTATION:
        return _presentation_sentence(detail)
    decisive = deciding_result(detail.verdict, detail.results)
    return finding_sentence(decisive) if decisive is not None else ""


def _good_sentence(detail: CredentialDetail, holder: CheckResult | None) -> str:
    if is_bound(detail):
        return say(N_("Every check passed without a network, and its holder answered your question."))
    if holder is not None and holder.code in ("holder.not_asked", "holder.issued_to_you"):
        return say(N_("Genuine; that this person is the holder was not proven."))
    if holder is not None and holder.code == _BOUND:
        return say(
            N_("Genuine, and a holder answered your question; not everything shown says that it belongs to their key.")
        )
    return ""


# What is wrong with a presentation itself. What is wrong with a credential in it is said of that credential.
_OWN_WORDS: Mapping[Verdict, str] = {
    Verdict.ALTERED: N_("The presentation is not what its holder signed: something was changed or exchanged since."),
    Verdict.NOT_GENUINE: N_("The presentation is signed, but not with a key of the holder it names."),
    Verdict.CANNOT_CHECK: N_("Whether its holder signed the presentation could not be checked here."),
    Verdict.UNSIGNED: N_("Nobody signed the presentation, so anybody could have put it together."),
    Verdict.EXPIRED: N_("The time that its holder gave the presentation is over."),
    Verdict.NOT_YET_VALID: N_("The presentation bears a time that has not come yet."),
}


def _presentation_sentence(detail: CredentialDetail) -> str:
    if _is_its_own(detail) and detail.verdict in _OWN_WORDS:
        return say(_OWN_WORDS[detail.verdict])
    for nested in detail.nested:
        if nested.role is NestedRole.HELD and nested.verdict is detail.verdict:
            decisive = deciding_result(nested.verdict, nested.results)
            sentence = finding_sentence(decisive) if decisive is not None else say(words_of(nested.verdict).explanation)
            return say(N_("“{title}”: {sentence}"), title=isolate(nested.title), sentence=sentence)
    decisive = deciding_result(detail.verdict, detail.results)
    return finding_sentence(decisive) if decisive is not None else ""


def _is_its_own(detail: CredentialDetail) -> bool:
    """Say whether the verdict is about the presentation itself, not about a credential in it."""
    return detail.summary.kind == _PRESENTATION and judge(detail.results) is detail.verdict


def _failed_holder(detail: CredentialDetail) -> CheckResult | None:
    def walk(results: tuple[CheckResult, ...], nested: tuple[NestedView, ...]) -> Iterator[CheckResult]:
        yield from (result for result in results if result.check == "holder" and result.outcome is Outcome.FAILED)
        for one in nested:
            yield from walk(one.results, one.nested)

    return next(walk(detail.results, detail.nested), None)


def status_line(detail: CredentialDetail, now: datetime) -> str:
    """Return as of when the status is known, the oldest first, and when it was checked."""
    found = [*detail.results, *(result for nested in detail.nested for result in nested.results)]
    dates = sorted(result.as_of for result in found if result.check == "status" and result.as_of is not None)
    checked = say(N_("Checked {when} on this computer."), when=show_age(detail.checked_at, now))
    if not dates:
        return checked
    return f"{say(N_('Status as of {day}.'), day=show_date(dates[0]))} {checked}"
