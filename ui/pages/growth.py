"""Growth and work: one's own results over time, and the skills that a job asks for with what shows them."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ui.actions.export_growth import save_growth, save_growth_pdf
from ui.desk import Desk
from ui.pages.stack_sheet import StackSheetPage
from ui.stack_words import tell
from ui.theme.fonts import Type
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.choice import Choice
from ui.widgets.clearing import discard
from ui.widgets.growth_card import GrowthCard
from ui.widgets.label import Label
from ui.widgets.work_table import WorkTable
from ui.words import language, say
from wallet.i18n import N_
from wallet.messages.growth import GetGrowth, GrowthForm, GrowthView
from wallet.messages.requests import Problem

_CARD = 400


class GrowthPage(StackSheetPage):
    """`credential_wanted` carries a kept credential."""

    credential_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, 12, parent)
        self._job = ""
        self.view: GrowthView | None = None
        self.cards: list[GrowthCard] = []
        self._make_parts()
        self._fill(self.column)

    def _make_parts(self) -> None:
        self.export = Button(N_("Export"), Kind.SECONDARY, "download")
        self.export.clicked.connect(lambda _checked=False: self._open_menu())
        self._none = Label(Type.BODY, "ink2").say(
            N_(
                "Nothing yet. A verified credential that states a result on a scale, for a skill of a framework, is drawn here."
            )
        )
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        self.jobs = Choice(least=24)
        self.jobs.currentIndexChanged.connect(self._on_job)
        self._met = Label(Type.BODY_STRONG)
        self.table = WorkTable()
        self.table.chosen.connect(self.credential_wanted)
        self._source = Label(Type.SMALL, "ink2")

    def _fill(self, column: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(Type.PAGE).say(N_("Growth and work")), 1)
        head.addWidget(self.export)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addWidget(Label(Type.HERO).say(N_("Your results over time")))
        column.addWidget(
            Label(Type.BODY, "ink2").say(
                N_(
                    "Only results on the same scale and for the same skill stand together. They are yours alone, and never averaged."
                )
            )
        )
        column.addWidget(self._none)
        column.addLayout(self._grid)
        column.addSpacing(18)
        work = QHBoxLayout()
        work.addWidget(Label(Type.HERO).say(N_("Skills for a job")), 1)
        work.addWidget(self.jobs)
        column.addLayout(work)
        column.addWidget(self._met)
        column.addWidget(self.table)
        column.addWidget(self._source)
        column.addStretch(1)

    # what is shown

    def refresh(self) -> None:
        """Ask again."""
        self._reckon(GetGrowth(self._job, language()), self._on_view)

    def _on_view(self, view: GrowthView) -> None:
        self.problem.hide()
        self.view, self._job = view, view.job
        self._show_cards(view)
        with QSignalBlocker(self.jobs):
            self.jobs.clear()
            for job in view.jobs:
                self.jobs.addItem(job.title, job.id)
            self.jobs.setCurrentIndex(max(0, self.jobs.findData(view.job)))
        self.jobs.setAccessibleName(say(N_("Job")))
        self._met.say(N_("{met} of {asked} skills are shown"), met=view.met, asked=view.asked)
        self.table.show_rows(view.rows)
        self._source.show_text(tell(view.according_to) if view.according_to is not None else "")

    def _show_cards(self, view: GrowthView) -> None:
        for card in self.cards:
            self._grid.removeWidget(card)
            discard(card)
        self.cards = [GrowthCard(line) for line in view.lines]
        for card in self.cards:
            card.chosen.connect(self.credential_wanted)
        self._none.setVisible(not self.cards)
        self._arrange()

    def _on_problem(self, problem: Problem) -> None:
        if self._job:  # the job that was looked at is followed no longer
            self._desk.busy.end()
            self._job = ""
            self.refresh()
        else:
            super()._on_problem(problem)

    def _on_job(self, _index: int) -> None:
        self._job = str(self.jobs.currentData() or "")
        self.refresh()

    # what can be done

    def _open_menu(self) -> None:
        menu = self.export_menu()
        menu.exec(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    def export_menu(self) -> QMenu:
        """The menu of the export button."""
        menu = QMenu(self)
        for key, act in (
            (N_("Results as CSV…"), lambda: save_growth(self._desk, self, GrowthForm.RESULTS, self._job)),
            (N_("Skills as CSV…"), lambda: save_growth(self._desk, self, GrowthForm.SKILLS, self._job)),
            (N_("Section for a résumé…"), lambda: save_growth(self._desk, self, GrowthForm.RESUME, self._job)),
            (N_("Save as PDF…"), lambda: save_growth_pdf(self._desk, self, self.view)),
        ):
            action = menu.addAction(icon("download", theme().tokens.ink2), say(key))
            action.triggered.connect(act)
        return menu

    def _arrange(self) -> None:
        columns = max(1, self.width() // theme().px(_CARD))
        for number, card in enumerate(self.cards):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(6):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
