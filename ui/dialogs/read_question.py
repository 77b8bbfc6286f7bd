"""Somebody's question, by whichever way it came: the camera, the screen, a picture, a PDF, a file, the clipboard."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ui.camera import CameraDoor
from ui.desk import Desk
from ui.dialogs.dialog import Dialog
from ui.problems import ProblemLine
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.finder import Finder
from ui.widgets.flow import FlowLayout
from wallet.i18n import N_
from wallet.messages.presenting import ScanState

CHALLENGE = "challenge"


class ReadQuestionDialog(Dialog):
    """`found` carries the question's text. What is opened, pasted or dropped is read by who opens the dialog."""

    found = Signal(str)

    def __init__(
        self,
        desk: Desk,
        owner: QWidget,
        on_open: Callable[[], None],
        on_paste: Callable[[], None],
        on_drop: Callable[[QMimeData], None],
        door: CameraDoor | None = None,
    ) -> None:
        super().__init__(N_("Answer a question"), owner.window(), width=560)
        self._on_drop = on_drop
        self.setAcceptDrops(True)
        self.finder = Finder(desk, door)
        self.finder.scene.setFixedHeight(theme().px(320))
        self.finder.seen.connect(self._on_seen)
        self.finder.turned.connect(self._show_ways)
        self._trouble = ProblemLine()
        self.finder.failed.connect(self._trouble.show_problem)
        self.ways: dict[str, Button] = {}
        flow = FlowLayout(gap=8)
        for words, icon, act in (
            (N_("Use the camera"), "camera", self.finder.turn_camera),
            (N_("Scan my screen"), "monitor", self.finder.turn_screen),
            (N_("Open a file…"), "folder-open", on_open),
            (N_("Paste"), "clipboard-paste", on_paste),
        ):
            button = Button(words, Kind.SECONDARY, icon)
            button.clicked.connect(act)
            button.clicked.connect(self._trouble_away)
            self.ways[icon] = button
            flow.addWidget(button)
        self.content.addWidget(self.finder)
        self.content.addWidget(self._trouble)
        self.content.addLayout(flow)
        close = self.add_button(Button(N_("Cancel")))
        close.clicked.connect(self.reject)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._on_drop(event.mimeData())

    def _trouble_away(self) -> None:
        if self.finder.looks:
            self._trouble.hide()

    def _show_ways(self) -> None:
        screen, camera = self.finder.looks_at_screen, self.finder.camera.running
        self.ways["monitor"].say(N_("Stop looking") if screen else N_("Scan my screen"))
        self.ways["camera"].say(N_("Stop the camera") if camera else N_("Use the camera"))

    def _on_seen(self, state: ScanState) -> None:
        if state.kind == CHALLENGE:
            self.finder.stop()
            self.found.emit(state.text)
        elif state.kind:
            self.finder.begin()
            self._trouble.say(N_("This code is no question. Look for the one that asks."))
