"""What another screen or camera reads: one code, or a loop of parts that can be slowed, enlarged, stopped and stepped through."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.qr_code import QrCodeView
from ui.widgets.qr_parts import PartsRow
from ui.words import say
from wallet.i18n import N_
from wallet.messages.presenting import CodeFrame, GetFrame
from wallet.messages.requests import Problem

SPEEDS = (1, 2, 4, 6, 8)  # codes a second
_FIRST_SPEED = 2  # place in SPEEDS
_PART_VERSIONS = (8, 12, 16, 22, 28)  # modules of a part: the smaller, the larger each block on the screen
_FIRST_SIZE = 2
_FOUNTAIN_FROM = 5
_SHARES = (0.5, 0.75, 1.0)


class QrLoop(QWidget):
    """Shows what `show_token` or `show_text` names. `failed` carries a Problem, such as a text too long for one code."""

    failed = Signal(object)
    drawn = Signal(object)  # a CodeFrame, as it is shown

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._request = GetFrame()
        self._frames: dict[int, CodeFrame] = {}
        self._place, self._count = 0, 1
        self._speed, self._size, self._share = _FIRST_SPEED, _FIRST_SIZE, len(_SHARES) - 1
        self._run = 0
        self.paused = False
        self.code = QrCodeView()
        self.parts = PartsRow()
        self._words = Label(Type.LABEL, "ink2")
        self._make_controls()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self._turn(1))
        self.retranslate()

    def _make_controls(self) -> None:
        self._back = self._button(N_("Previous part"), "chevron-left", lambda: self.step(-1))
        self._pause = self._button(N_("Pause"), "pause", self.pause)
        self._next = self._button(N_("Next part"), "chevron-right", lambda: self.step(1))
        self._slower = Button(N_("Slower"), Kind.SECONDARY)
        self._slower.clicked.connect(lambda: self._set_speed(self._speed - 1))
        self._faster = Button(N_("Faster"), Kind.SECONDARY)
        self._faster.clicked.connect(lambda: self._set_speed(self._speed + 1))
        self.larger = Button(N_("Larger blocks"), Kind.SECONDARY, hint=N_("For an old webcam or a long distance"))
        self.larger.clicked.connect(lambda: self._set_size(self._size - 1))
        self.smaller = Button(N_("Smaller blocks"), Kind.SECONDARY, hint=N_("Fewer codes, for a good camera"))
        self.smaller.clicked.connect(lambda: self._set_size(self._size + 1))

    def _lay_out(self) -> None:
        controls = QWidget()
        row = FlowLayout(controls, gap=6)
        self._of_the_loop = (self._back, self._pause, self._next, self._slower, self._faster)
        for button in (*self._of_the_loop, self.larger, self.smaller):
            row.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        controls.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.code, 1)
        column.addWidget(self.parts)
        column.addWidget(self._words)
        column.addWidget(controls)
        self._show_controls()

    # what is shown

    def show_token(self, token: str, with_evidence: bool = False) -> None:
        """Show a prepared presentation; with all its evidence, even if that takes several codes."""
        self._begin(GetFrame(token=token, with_evidence=with_evidence))

    def show_text(self, text: str) -> None:
        """Show a challenge or an identifier as one code."""
        self._begin(GetFrame(text=text))

    def _begin(self, request: GetFrame) -> None:
        self._request = request
        self._run += 1
        self._frames.clear()
        self._place, self._count = 0, 1
        self._ask(0)

    def _ask(self, number: int) -> None:
        run, wanted = self._run, self._request
        version = 0 if self._count == 1 and not self._frames else _PART_VERSIONS[self._size]
        request = GetFrame(wanted.token, wanted.text, number, version, wanted.with_evidence)
        self._desk.wallet.ask(self, request, lambda frame: self._on_frame(frame, number, run), self._on_problem)

    def _on_frame(self, frame: CodeFrame, number: int, run: int) -> None:
        if run != self._run:
            return
        self._frames[number] = frame
        if frame.count != self._count:
            self._count = frame.count
            self._show_controls()
        if number == self._place:
            self._show()

    def _on_problem(self, problem: Problem) -> None:
        self._timer.stop()
        self.failed.emit(problem)

    def _show(self) -> None:
        frame = self._frames.get(self._place)
        if frame is None:
            self._ask(self._place)
            return
        self.code.show_frame(frame)
        self.drawn.emit(frame)
        self.retranslate()
        if self._count > 1:
            following = (self._place + 1) % self.length
            if following not in self._frames:
                self._ask(following)
            if not self.paused and not self._timer.isActive() and self.isVisible():
                self._timer.start(1000 // SPEEDS[self._speed])

    @property
    def length(self) -> int:
        """How many codes the loop has: from five parts up as many again that stand in for any that were missed."""
        return self._count * 2 if self._count >= _FOUNTAIN_FROM else self._count

    @property
    def place(self) -> int:
        """Which code of the loop is shown, from 0."""
        return self._place

    # what can be done

    def step(self, by: int) -> None:
        """Go to the previous or next part, and stop there."""
        if not self.paused:
            self.pause()
        self._turn(by)

    def pause(self) -> None:
        """Stop, or go on."""
        self.paused = not self.paused
        if self.paused:
            self._timer.stop()
        else:
            self._timer.start(1000 // SPEEDS[self._speed])
        self._pause.set_icon("play" if self.paused else "pause")
        self._pause.say(N_("Go on") if self.paused else N_("Pause"))

    def _turn(self, by: int) -> None:
        following = (self._place + by) % self.length
        if following in self._frames or self.paused:
            self._place = following
            self._show()
        elif by == 1:
            self._ask(following)  # the timer comes back for it

    def _set_speed(self, speed: int) -> None:
        self._speed = min(len(SPEEDS) - 1, max(0, speed))
        if self._timer.isActive():
            self._timer.start(1000 // SPEEDS[self._speed])
        self._show_controls()

    def _set_size(self, size: int) -> None:
        if self._count == 1:
            self._share = min(len(_SHARES) - 1, max(0, self._share + (1 if size < self._size else -1)))
            self.code.set_share(_SHARES[self._share])
        else:
            self._size = min(len(_PART_VERSIONS) - 1, max(0, size))
            self._run += 1
            self._frames = {-1: next(iter(self._frames.values()))}  # a loop it stays
            self._place = 0
            self._timer.stop()
            self._ask(0)
        self._show_controls()

    def _show_controls(self) -> None:
        loop = self._count > 1
        self.parts.setVisible(loop)
        for button in self._of_the_loop:
            button.setVisible(loop)
        self._slower.setEnabled(self._speed > 0)
        self._faster.setEnabled(self._speed < len(SPEEDS) - 1)
        self.larger.setEnabled(self._size > 0 if loop else self._share < len(_SHARES) - 1)
        self.smaller.setEnabled(self._size < len(_PART_VERSIONS) - 1 if loop else self._share > 0)
        self.larger.say(N_("Larger blocks") if loop else N_("Larger"))
        self.smaller.say(N_("Smaller blocks") if loop else N_("Smaller"))
        self.retranslate()

    def retranslate(self) -> None:
        if self._count == 1:
            self._words.show_text(say(N_("One code. It stays until you leave.")))
            return
        number = self._place % self._count + 1
        self.parts.show_parts(self._count, range(min(self._place, self._count - 1) + 1))
        if self._place < self._count:
            self._words.show_text(
                say(N_("Part {number} of {count} · repeats until you stop it"), number=number, count=self._count)
            )
        else:
            self._words.show_text(
                say(N_("Spare part for any that was missed · {count} parts are needed"), count=self._count)
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left if self._count > 1:
                self.step(-1)
            case Qt.Key.Key_Right if self._count > 1:
                self.step(1)
            case _:
                super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._count > 1 and not self.paused:
            self._timer.start(1000 // SPEEDS[self._speed])

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _button(self, key: str, icon: str, act: object) -> Button:
        button = Button(key, Kind.SECONDARY, icon, icon_only=True)
        button.clicked.connect(act)
        return button
