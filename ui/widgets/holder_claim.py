"""Somebody's identifier, and whether they proved to hold its key: what an issuer wants to know before it issues to it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.clipboard import copy_secret
from ui.desk import Desk
from ui.theme.fonts import Type
from ui.widgets.banner import VerdictBanner
from ui.widgets.button import Button, Kind
from ui.widgets.check_row import CheckRow
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.words import isolate, say, show_moment
from wallet.i18n import N_
from wallet.messages.presenting import HolderClaim
from wallet.report import Verdict

_TOLD = ("signature", "issuer_key")


class HolderClaimView(QWidget):
    """Draws a `HolderClaim`. It is no credential, so no verdict's words stand over it."""

    def __init__(self, desk: Desk, claim: HolderClaim, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._claim = desk, claim
        self._banner = VerdictBanner()
        self._did = Label(Type.MONO).selectable().show_text(claim.did)
        copy = Button(N_("Copy identifier"), Kind.PRIMARY, "copy")
        copy.clicked.connect(self._copy)
        row = FlowLayout(gap=8)
        row.addWidget(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._banner)
        column.addWidget(
            Label(Type.LABEL, "ink2").say(N_("Their identifier: issue to it, and only they can show it as theirs."))
        )
        column.addWidget(self._did)
        column.addLayout(row)
        for result in claim.results:
            if result.check in _TOLD:
                column.addWidget(CheckRow(result))
        column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        claim = self._claim
        proven, proof = claim.proven, bool(claim.results)
        heading = N_("They hold this key") if proven else N_("Nobody proved to hold this key")
        if proven:
            line = say(N_("Whoever gave you this signed it with the key behind the identifier."))
        elif proof:
            line = say(N_("The proof that came along is not by this key, or was changed. Ask again."))
        else:
            line = say(N_("Only an identifier came, without a proof. Ask for the proof, too."))
        self._banner.show_words(
            Verdict.VERIFIED if proven else Verdict.ISSUER_UNKNOWN, say(heading), line, self._dated()
        )

    def _dated(self) -> str:
        claim = self._claim
        if not claim.proven:
            return ""
        parts = [say(N_("Signed on {moment}."), moment=show_moment(claim.made))] if claim.made else []
        if claim.domain and claim.domain != "unspecified":
            parts.append(
                say(
                    N_("For {domain}, challenge {challenge}."),
                    domain=isolate(claim.domain),
                    challenge=isolate(claim.challenge),
                )
            )
        else:
            parts.append(
                say(N_("For nobody in particular: give them a challenge of yours to be sure that it is fresh."))
            )
        return " ".join(parts)

    def _copy(self) -> None:
        copy_secret(self._claim.did)
        self._desk.signals.told.emit(say(N_("Copied. It leaves the clipboard in 60 seconds.")))
