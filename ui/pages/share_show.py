"""Show or send: the codes at the left; at the right every other way out, what is shown and what is kept private."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.actions.present_send import copy_presentation, copy_resume, make_badge, open_linked_in, save_presentation
from ui.claim_rows import label_words
from ui.desk import Desk
from ui.pages.share_terms import BOUND_WORDS, form_words
from ui.problems import ProblemLine
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.clearing import clear_layout
from ui.widgets.countdown import Countdown
from ui.widgets.expander import Expander
from ui.widgets.label import Label
from ui.widgets.notice import Notice
from ui.widgets.qr_loop import QrLoop
from ui.widgets.two_columns import TwoColumns
from ui.words import count, say
from wallet.i18n import N_, plural
from wallet.messages.presenting import ChallengeView, CodeFrame, PreparedPresentation, ShownCredential
from wallet.messages.requests import Change, Problem, Touched
from wallet.messages.views import CredentialSummary

MOST_ON_A_SHEET = 144  # codes


class ShowStep(QWidget):
    """`again_wanted` when its time is over and another one is wanted."""

    again_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._prepared: PreparedPresentation | None = None
        self._audience = self._stack = ""
        self._whole = False
        self._told = False
        self._summaries: list[CredentialSummary] = []
        self.loop = QrLoop(desk)
        self.loop.setMinimumHeight(420)
        self.loop.failed.connect(self._on_problem)
        self.loop.drawn.connect(self._on_drawn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.loop, 20)
        beside.addStretch(1)
        column.addWidget(TwoColumns(left, self._make_right(), (1, 1)))
        self.restyle()

    def _make_right(self) -> QWidget:
        right = QWidget()
        self._right = QVBoxLayout(right)
        self._right.setContentsMargins(0, 4, 0, 0)
        self._right.setSpacing(12)
        self._right.addWidget(Label(Type.HERO).say(N_("Hold this in front of their camera")))
        self._line = Label(Type.BODY, "ink2")
        self._right.addWidget(self._line)
        self._trouble = ProblemLine()
        self._right.addWidget(self._trouble)
        self._left_out = Notice("info")
        self.evidence = Button(N_("Show with the evidence"), Kind.SECONDARY, "layers")
        self.evidence.clicked.connect(self._turn_evidence)
        self._right.addWidget(self._left_out)
        self._right.addWidget(self.evidence)
        self._check = Notice("volume-2")
        self._right.addWidget(self._check)
        self.countdown = Countdown(self._desk.clock)
        self._again = Button(N_("Make a new one"), Kind.SECONDARY, "refresh-cw")
        self._again.clicked.connect(self.again_wanted)
        self._again.hide()
        self.countdown.over.connect(self._on_over)
        self._right.addWidget(self.countdown)
        self._right.addWidget(self._again)
        self._right.addSpacing(4)
        self._right.addLayout(self._make_ways())
        self._right.addSpacing(4)
        self._shown = _Lines("eye")
        self._private = _Lines("eye-off")
        self._bound = _Lines("user-check")
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for row in (self._shown, self._private, self._bound):
            rows.addWidget(row)
        self._right.addLayout(rows)
        self._right.addStretch(1)
        return right

    def _make_ways(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        ways = (
            (N_("Save as file…"), "download", N_("For e-mail or an upload form"), lambda: self._save("file")),
            (
                N_("PDF to print…"),
                "printer",
                N_("Pages for people, with the codes and the file inside"),
                lambda: self._save("pdf"),
            ),
            (
                N_("Dossier…"),
                "archive",
                N_("One zip with its evidence; after “For a stack” also its rules and figures"),
                lambda: self._save("dossier"),
            ),
            (N_("Save as picture…"), "image", N_("PNG or SVG; several codes on one sheet"), lambda: self._save("png")),
            (N_("Badge picture…"), "award", N_("One whole credential inside; anyone can show it again"), self._badge),
            (N_("Copy text"), "copy", N_("Leaves the clipboard in 60 seconds"), self._copy),
            (
                N_("LER-RS record…"),
                "file-text",
                N_("For recruiting systems: what you show, each with its proof"),
                lambda: self._save("ler-rs"),
            ),
            (N_("Résumé block"), "briefcase", N_("Plain text with what you show, to paste"), self._copy_resume),
            (
                N_("Add to LinkedIn…"),
                "link",
                N_("Opens a filled-in form in your browser; you send it"),
                self._linked_in,
            ),
        )
        self.buttons: dict[str, Button] = {}
        self._lines: dict[str, Label] = {}
        for at, (words, icon, line, act) in enumerate(ways):
            button = Button(words, Kind.SECONDARY, icon).fill_width()
            button.clicked.connect(act)
            button.setAccessibleDescription(say(line))
            self.buttons[icon] = button
            grid.addWidget(button, at, 0)
            self._lines[icon] = Label(Type.SMALL, "ink2").say(line)
            grid.addWidget(self._lines[icon], at, 1)
        return grid

    def restyle(self) -> None:
        # All of it in sight at once, however much stands at the right.
        self.loop.setMaximumHeight(max(520, min(theme().px(600), 680)))

    def show_prepared(
        self,
        prepared: PreparedPresentation,
        audience: str,
        challenge: ChallengeView | None,
        summaries: list[CredentialSummary],
        stack: str = "",
    ) -> None:
        """Show a prepared presentation. Drawing its first code puts it into the ledger."""
        self._prepared, self._audience, self._summaries = prepared, audience, summaries
        self._stack, self._whole = stack, False
        self._told = False
        self._trouble.hide()
        self._again.hide()
        self.loop.setEnabled(True)
        self.loop.show_token(prepared.token)
        self.countdown.start(prepared.expires)
        self._check.setVisible(challenge is not None)
        if challenge is not None:
            self._check.say(
                N_("Check code {code}"),
                N_("Read it to each other: the same code stands on their screen."),
                code=challenge.check_code,
            )
        self.buttons["image"].setEnabled(prepared.codes <= MOST_ON_A_SHEET)
        self._offer("award", offered=len(summaries) == 1 and "~" not in prepared.text)
        self._offer("link", offered=len(summaries) == 1)
        self.retranslate()

    def _offer(self, way: str, *, offered: bool) -> None:
        self.buttons[way].setVisible(offered)
        self._lines[way].setVisible(offered)

    def retranslate(self) -> None:
        prepared = self._prepared
        if prepared is None:
            return
        self._show_line(prepared.codes_with_evidence if self._whole else prepared.codes)
        self._show_evidence(prepared)
        names = [name for one in prepared.shown for name in _names(one)]
        number = sum(one.kept_private for one in prepared.shown)
        self._shown.button.set_words(
            say(N_("Shown: {names}"), names=tuple(dict.fromkeys(names[:6]))) if names else say(N_("Shown")),
            say(N_("For “{audience}” only"), audience=self._audience)
            if self._audience and prepared.bound != "nobody"
            else "",
        )
        self._shown.show_lines([f"{label_words(leaf)}: {leaf.text}" for one in prepared.shown for leaf in one.leaves])
        self._private.setVisible(number > 0)
        self._private.button.set_words(
            count(number, N_("Kept private: 1 item"), N_("Kept private: {number} items")),
            say(N_("Proved unaltered without being revealed")),
        )
        icon, words = BOUND_WORDS.get(prepared.bound, BOUND_WORDS["nobody"])
        self._bound.button.icon_label.show_icon(icon, "ink2")
        self._bound.button.set_words(say(words, audience=self._audience), form_words(prepared.form))
        self._bound.show_lines(
            [
                say(N_("Can be read by: {readers}"), readers=tuple(say(reader) for reader in prepared.readers)),
                say(N_("SHA-256 of what is sent: {digest}"), digest=prepared.sha256),
            ],
        )

    def _show_line(self, codes: int) -> None:
        bright = say(N_("Turn the screen bright. It works with no network on either side."))
        first = count(codes, N_("One code."), N_("{number} codes in a loop."))
        self._line.show_text(f"{first} {bright}")

    def _show_evidence(self, prepared: PreparedPresentation) -> None:
        left = prepared.evidence_left_out
        self._left_out.setVisible(bool(left) and not self._whole)
        self.evidence.setVisible(bool(left))
        if left:
            self._left_out.say(
                N_("Without the status list"),
                N_("So that it fits one code. Without a list of their own, they cannot tell whether it was revoked."),
            )
        if self._whole:
            self.evidence.say(N_("Show as one code"))
        else:
            number = prepared.codes_with_evidence
            one, many = N_("Show with the evidence: 1 code"), N_("Show with the evidence: {number} codes")
            self.evidence.say(plural(number, one, many), number=number)

    def _turn_evidence(self) -> None:
        if self._prepared is not None:
            self._whole = not self._whole
            self.loop.show_token(self._prepared.token, self._whole)
            self.retranslate()

    def _on_drawn(self, frame: CodeFrame) -> None:
        if not self._told:
            self._told = True
            self._desk.signals.changed.emit(Change((Touched.LEDGER,)))
        self._show_line(frame.count)

    def _on_problem(self, problem: Problem) -> None:
        self._trouble.show_problem(problem)

    def _on_over(self) -> None:
        self.loop.setEnabled(False)
        self._again.show()

    def _save(self, kind: str) -> None:
        if self._prepared is not None:
            save_presentation(self._desk, self, self._prepared, kind, self._stack)

    def _badge(self) -> None:
        if self._prepared is not None and len(self._summaries) == 1:
            make_badge(self._desk, self, self._summaries[0], self._audience)

    def _copy(self) -> None:
        if self._prepared is not None:
            copy_presentation(self._desk, self._prepared)

    def _copy_resume(self) -> None:
        if self._prepared is not None:
            copy_resume(self._desk, self, self._prepared)

    def _linked_in(self) -> None:
        if self._summaries:
            open_linked_in(self, self._summaries[0])


def _names(one: ShownCredential) -> list[str]:
    from ui.claim_rows import told_rows

    return [label for label, _text in told_rows(one.leaves)]


class _Lines(Expander):
    """Lines to read and copy, made when they are opened."""

    def __init__(self, icon: str) -> None:
        super().__init__(icon)
        self._lines: list[str] = []
        self.opened.connect(self._fill)

    def show_lines(self, lines: list[str]) -> None:
        """Show these, instead of what was there."""
        self._lines = lines[:200]
        clear_layout(self.body_layout)
        if self.is_open:
            self._fill()

    def _fill(self) -> None:
        if not self.body_layout.count():
            for line in self._lines:
                self.body_layout.addWidget(Label(Type.SMALL, "ink2").selectable().show_text(line))
