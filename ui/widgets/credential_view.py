"""One credential, whole: hero, verdict, checks, claims, what is inside it, and the source it was read from."""

from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ui.at_a_glance import glance_at
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.banner import VerdictBanner
from ui.widgets.check_row import CheckRow
from ui.widgets.claims import ClaimSection
from ui.widgets.doctor import Doctor
from ui.widgets.expander import Expander
from ui.widgets.glance import GlanceView
from ui.widgets.hero import Hero
from ui.widgets.label import Label
from ui.widgets.nested import NestedRow
from ui.words import count, finding_sentence, say, show_age, show_size, verdict_title
from wallet.clock import Clock, system_clock
from wallet.i18n import N_
from wallet.messages.views import CredentialDetail
from wallet.report import CheckResult, Verdict, judge

_RAW_SHOWN = 120_000  # characters; the export has every byte
_DECIDES = {
    Verdict.REFRESH_DUE: "status",
    Verdict.STATUS_UNKNOWN: "status",
    Verdict.REVOKED: "status",
    Verdict.SUSPENDED: "status",
    Verdict.EXPIRED: "validity",
    Verdict.NOT_YET_VALID: "validity",
    Verdict.ISSUER_UNKNOWN: "issuer",
}


class CredentialView(QWidget):
    """Draws a `CredentialDetail`. `below_hero` is where a page puts its own buttons."""

    def __init__(self, detail: CredentialDetail, parent: QWidget | None = None, clock: Clock = system_clock) -> None:
        super().__init__(parent)
        self._detail, self._clock = detail, clock
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)
        self.column.addWidget(Hero(detail.summary))
        self.below_hero = QVBoxLayout()
        self.column.addLayout(self.below_hero)
        self._banner = VerdictBanner()
        self.column.addWidget(self._banner)
        self._add_checks()
        self.column.addWidget(GlanceView(glance_at(detail), detail.picture_png))
        self._add_nested()
        self.foot = QVBoxLayout()
        self.foot.setSpacing(16)
        self.column.addLayout(self.foot)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        self.column.addLayout(rows)
        for row in self._more_rows():
            rows.addWidget(row)
        self.retranslate()

    def retranslate(self) -> None:
        detail = self._detail
        decisive = deciding_result(detail.verdict, detail.results)
        sentence = finding_sentence(decisive) if decisive is not None else ""
        checked = say(N_("Checked {when} on this computer."), when=show_age(detail.checked_at, self._clock()))
        self._banner.show_verdict(detail.verdict, sentence, checked)

    def _add_checks(self) -> None:
        checks = QVBoxLayout()
        checks.setSpacing(0)
        checks.addWidget(Doctor(self._detail.results, shape=self._detail.shape))
        for result in self._detail.results:
            checks.addWidget(CheckRow(result))
        if self._detail.hidden_claims:
            hidden = Expander("eye-off", "ink2")
            number = self._detail.hidden_claims
            hidden.button.set_words(
                count(number, N_("1 item was kept private"), N_("{number} items were kept private")),
                say(N_("By the holder’s choice; this is normal")),
            )
            checks.addWidget(hidden)
        self.column.addLayout(checks)

    def _add_nested(self) -> None:
        if not self._detail.nested:
            return
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(Type.CARD).say(N_("Inside it")))
        for nested in self._detail.nested:
            column.addWidget(NestedRow(nested))
        self.column.addLayout(column)

    def _more_rows(self) -> Iterator[QWidget]:
        if self._detail.sections:
            yield _Lazy("list", N_("Everything it says"), self._claims_line, self._fill_claims, indent=2)
        if self._detail.history:
            yield _Lazy("history", N_("Earlier checks"), self._history_line, self._fill_history)
        yield _Lazy("file-text", N_("The original"), self._source_line, self._fill_source)

    def _claims_line(self) -> str:
        number = sum(len(section.rows) for section in self._detail.sections)
        return count(number, N_("1 statement"), N_("{number} statements"))

    def _fill_claims(self, into: QVBoxLayout) -> None:
        # Where nothing is established as signed the verdict says so once; a note at each row would drown it.
        into.setSpacing(20)
        signed = any(claim.covered for section in self._detail.sections for claim in section.rows)
        for section in self._detail.sections:
            if section.rows:
                into.addWidget(ClaimSection(section, notes=signed))

    def _history_line(self) -> str:
        return count(len(self._detail.history), N_("1 earlier verdict"), N_("{number} earlier verdicts"))

    def _fill_history(self, into: QVBoxLayout) -> None:
        for moment, verdict in self._detail.history:
            into.addWidget(Label(Type.SMALL, "ink2").show_text(_dated(moment, verdict)))

    def _source_line(self) -> str:
        parts = [self._detail.format, *self._detail.proofs, show_size(self._detail.size)]
        return " · ".join(part for part in parts if part)

    def _fill_source(self, into: QVBoxLayout) -> None:
        raw = self._detail.raw
        if not raw:
            into.addWidget(
                Label(Type.SMALL, "ink2").say(N_("It is a picture or another binary file. Export it to have it."))
            )
            return
        text = QPlainTextEdit()
        text.setObjectName("raw")
        text.setReadOnly(True)
        text.setFont(theme().font(Type.MONO))
        text.setPlainText(raw[:_RAW_SHOWN])
        text.setMinimumHeight(theme().px(280))
        text.setTabChangesFocus(True)
        text.setAccessibleName(say(N_("The original")))
        text.setAccessibleDescription(self._source_line())
        into.addWidget(text)
        if len(raw) > _RAW_SHOWN:
            into.addWidget(
                Label(Type.SMALL, "ink2").say(N_("Only the beginning is shown. Export it to have every byte."))
            )


class _Lazy(Expander):
    def __init__(
        self, icon: str, key: str, line: Callable[[], str], fill: Callable[[QVBoxLayout], None], indent: int = 34
    ) -> None:
        super().__init__(icon, indent=indent)
        self._key, self._line, self._make = key, line, fill
        self.opened.connect(self._fill_once)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "_key"):
            self.button.set_words(say(self._key), self._line())

    def _fill_once(self) -> None:
        if not self.body_layout.count():
            self._make(self.body_layout)


def deciding_result(verdict: Verdict, results: tuple[CheckResult, ...]) -> CheckResult | None:
    """Return the finding whose sentence says most about a verdict, where it is this credential's own and one check decides."""
    if judge(results) is not verdict:
        return None
    wanted = _DECIDES.get(verdict)
    return next((result for result in results if result.check == wanted), None)


def _dated(moment: datetime, verdict: Verdict) -> str:
    return say(N_("{day}: {verdict}"), day=moment, verdict=verdict_title(verdict))
