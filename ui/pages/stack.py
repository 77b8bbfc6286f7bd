"""One stack: its head and seal, its figures, the masonry, and below it everything that has to be said."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ui.actions.follow_pathway import confirm_name, export_rules, forget_decision, unfollow
from ui.actions.plan_course import forget, show_scan
from ui.actions.print_stack import print_stack, save_picture
from ui.desk import Desk
from ui.pages.stack_sheet import StackSheetPage
from ui.stack_words import headline, tell
from ui.theme.fonts import Type
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.clearing import clear_layout
from ui.widgets.degree_seal import DegreeSeal
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.masonry import Masonry
from ui.widgets.stack_figures import FigureRow
from ui.widgets.stack_legend import Legend
from ui.widgets.stack_notes import StackNotes
from ui.widgets.stack_panel import PANEL, BrickPanel
from ui.words import language, say
from wallet.i18n import N_
from wallet.messages.stack_views import StackBrick, StackLayer, StackView
from wallet.messages.stacks import GetStack

_PATIENT = 20.0  # seconds, when the person asks for a closer look


class StackPage(StackSheetPage):
    """Shows a followed stack by its id. `credential_wanted` and `left` go to the shell; `place_wanted` is a place of it."""

    credential_wanted = Signal(str)
    place_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, 14, parent, across=False)
        self.stack = ""
        self.view: StackView | None = None
        self._supposed: tuple[str, ...] = ()
        self._make_head()
        self.figures = FigureRow()
        self.masonry = Masonry()
        self.masonry.chosen.connect(self._on_chosen)
        self.masonry.zoomed.connect(self._on_zoom)
        self.legend = Legend()
        self.panel = BrickPanel(desk)
        self.panel.closed.connect(lambda: self.masonry.choose(""))
        self.panel.credential_wanted.connect(self.credential_wanted)
        self.panel.suppose_wanted.connect(self._suppose)
        self._notes_place = QVBoxLayout()
        self._lay_out()

    def _make_head(self) -> None:
        self._source = Label(Type.LABEL, "ink2")
        self._title = Label(Type.PAGE).selectable()
        self._headline = Label(Type.VERDICT)
        self._closest = Label(Type.BODY, "ink2")
        self.seal = DegreeSeal()
        self.what_if = Button(N_("What if"), Kind.SECONDARY, "circle-help")
        self.what_if.setCheckable(True)
        self.what_if.clicked.connect(lambda _checked=False: self._on_what_if())
        self.next_button = Button(N_("Next steps…"), Kind.PRIMARY, "flag")
        self.next_button.clicked.connect(lambda _checked=False: self._show_next())
        self._patient = Button(N_("Look closer"), Kind.SECONDARY, "refresh-cw")
        self._patient.clicked.connect(lambda _checked=False: self._ask(_PATIENT))
        self._more = Button(N_("More"), Kind.QUIET, "ellipsis", icon_only=True)
        self._more.clicked.connect(lambda _checked=False: self._open_menu())
        self._nearer = Button(N_("Zoom in"), Kind.QUIET, "plus", icon_only=True, hint=N_("Ctrl and wheel, or +"))
        self._farther = Button(N_("Zoom out"), Kind.QUIET, "minus", icon_only=True, hint=N_("Ctrl and wheel, or -"))
        self._fit = Button(N_("{percent}%"), Kind.QUIET, hint=N_("Fit the width"))
        self._on_zoom(1.0)

    def _lay_out(self) -> None:
        self._nearer.clicked.connect(lambda _checked=False: self.masonry.zoom_in())
        self._farther.clicked.connect(lambda _checked=False: self.masonry.zoom_out())
        self._fit.clicked.connect(lambda _checked=False: self.masonry.set_zoom(1.0))
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self._source, self._title, self._headline, self._closest):
            words.addWidget(label)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(28)
        head.addLayout(words, 1)
        head.addWidget(self.seal, 0, Qt.AlignmentFlag.AlignTop)
        bar = FlowLayout(gap=8)
        for button in (self.next_button, self.what_if, self._patient):
            bar.addWidget(button)
        zoom = QHBoxLayout()
        zoom.setSpacing(2)
        for button in (self._farther, self._fit, self._nearer, self._more):
            zoom.addWidget(button)
        buttons = QHBoxLayout()
        buttons.addLayout(bar, 1)
        buttons.addLayout(zoom)
        self.column.addWidget(self.problem)
        self.column.addLayout(head)
        self.column.addWidget(self.figures)
        self.column.addLayout(buttons)
        self.column.addSpacing(6)
        self.column.addWidget(self.masonry)
        self.column.addWidget(self.legend)
        self.column.addLayout(self._notes_place)
        self.column.addStretch(1)
        self.beside.addWidget(self.panel)

    # what is shown

    def show_stack(self, stack: str) -> None:
        """Show a stack by its id."""
        if stack != self.stack:
            self.stack, self._supposed = stack, ()
            self.what_if.setChecked(False)
            self.masonry.choose("")
            self.masonry.set_zoom(1.0)
            self.sheet.verticalScrollBar().setValue(0)
        self.refresh()

    def refresh(self) -> None:
        """Ask again for what is shown."""
        if self.stack:
            self._ask()

    def _ask(self, seconds: float = 1.0) -> None:
        what_if = self.what_if.isChecked()
        supposed = self._supposed if what_if else ()
        self._reckon(GetStack(self.stack, language(), what_if, supposed, seconds), self._on_view)

    def _on_view(self, view: StackView) -> None:
        if view.card.id != self.stack:
            return
        self.problem.hide()
        self.view = view
        self._source.show_text(tell(view.attribution))
        self._title.show_text(view.card.title)
        self._headline.show_text(headline(view.card))
        self._closest.show_text(tell(view.closest) if view.closest is not None else "")
        self._closest.setVisible(view.closest is not None)
        self.seal.show_figure(view.seal, view.counts_now)
        self._patient.setVisible(not view.counts_now.proven)
        self.next_button.setVisible(not view.counts_now.complete)
        self.figures.show_view(view)
        self.masonry.show_view(view)
        self.legend.show_view(view)
        self._show_notes(view)
        self._show_panel()

    def _show_notes(self, view: StackView) -> None:
        clear_layout(self._notes_place)
        notes = StackNotes(view)
        notes.credential_wanted.connect(self.credential_wanted)
        notes.confirmed.connect(lambda suggestion: confirm_name(self._desk, self, self.stack, suggestion))
        notes.taken_back.connect(lambda decision: forget_decision(self._desk, self, decision))
        notes.scan_wanted.connect(lambda word: show_scan(self._desk, self, word))
        notes.word_taken_back.connect(lambda word: forget(self._desk, self, word))
        self._notes_place.addWidget(notes)

    # bricks

    def _on_chosen(self, _brick: str) -> None:
        self._show_panel()

    def _show_panel(self) -> None:
        found = self._find(self.masonry.chosen_id)
        if found is None or self.view is None:
            self.panel.clear()
        else:
            self.panel.show_brick(self.view, *found, self._supposed)

    def _find(self, brick: str) -> tuple[StackLayer, StackBrick] | None:
        for layer in self.view.layers if self.view is not None else ():
            for one in layer.bricks:
                if one.id == brick:
                    return layer, one
        return None

    def _on_zoom(self, zoom: float) -> None:
        self._fit.say(N_("{percent}%"), percent=round(zoom * 100))
        self._fit.setEnabled(zoom > 1)

    def _suppose(self, achievement: str) -> None:
        known = self._supposed
        self._supposed = tuple(key for key in known if key != achievement)
        if achievement not in known:
            self._supposed = (*known, achievement)
        self.what_if.setChecked(True)
        self._ask()

    # what can be done

    def _on_what_if(self) -> None:
        if not self.what_if.isChecked():
            self._supposed = ()
        self._ask()

    def _show_next(self) -> None:
        from ui.dialogs.stack_next import NextStepsDialog

        if self.view is not None:
            NextStepsDialog(self._desk, self, self.view).open()

    def _open_menu(self) -> None:
        view = self.view
        if view is None:
            return
        menu = QMenu(self)
        if view.personal:
            self._action(menu, N_("Edit…"), "file-text", self._edit)
            menu.addSeparator()
        self._action(menu, N_("Compare…"), "layers", lambda: self.place_wanted.emit("stacks:compare"))
        self._action(menu, N_("Change of school…"), "graduation-cap", lambda: self.place_wanted.emit("stacks:switch"))
        menu.addSeparator()
        self._action(menu, N_("Print…"), "printer", lambda: print_stack(self, view))
        self._action(menu, N_("Save as PDF…"), "download", lambda: save_picture(self._desk, self, view, "pdf"))
        self._action(menu, N_("Save as SVG…"), "download", lambda: save_picture(self._desk, self, view, "svg"))
        title = view.card.title
        self._action(
            menu,
            N_("Export the rules…"),
            "download",
            lambda: export_rules(self._desk, self, self.stack, title, "pathway"),
        )
        self._action(
            menu, N_("Export as CTDL…"), "download", lambda: export_rules(self._desk, self, self.stack, title, "ctdl")
        )
        menu.addSeparator()
        self._action(menu, N_("Stop following"), "x", lambda: unfollow(self._desk, self, self.stack))
        menu.exec(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _action(self, menu: QMenu, key: str, picture: str, act: object) -> QAction:
        action = menu.addAction(icon(picture, theme().tokens.ink2), say(key))
        action.triggered.connect(act)
        return action

    def _edit(self) -> None:
        from ui.dialogs.stack_editor import edit_stack

        edit_stack(self._desk, self, self.stack)

    def _arrange(self) -> None:
        # Where there is no room beside the masonry, the reasons lie over its right part.
        wide = self.width() > theme().px(PANEL + 560)
        beside = self.beside.indexOf(self.panel) >= 0
        if wide and not beside:
            self.beside.addWidget(self.panel)
        elif not wide:
            if beside:
                self.beside.removeWidget(self.panel)
            width = min(self.width(), theme().px(PANEL))
            self.panel.setGeometry(self.width() - width, 0, width, self.height())
            self.panel.raise_()
        self.seal.setVisible(self.width() > theme().px(520))
