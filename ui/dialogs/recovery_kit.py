"""The recovery kit: shown once, to be printed or written down and kept away from the computer."""

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from ui.actions.writing import NOT_WRITTEN, ask_where, can_write
from ui.clipboard import copy_secret
from ui.dialogs.dialog import Dialog
from ui.problems import show_problem
from ui.theme.fonts import Type, font
from ui.widgets.button import Button, Kind
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.words import say, show_moment
from wallet.i18n import N_
from wallet.messages.requests import RecoveryKit

_EXPLANATION = N_(
    "This code opens your vault when the passphrase is lost. Print it or write it down, and keep it away from this "
    "computer. An older kit no longer works."
)


class RecoveryKitDialog(Dialog):
    """The code in groups, and print, save, copy."""

    def __init__(self, owner: QWidget, kit: RecoveryKit) -> None:
        super().__init__(N_("Recovery kit"), owner.window(), width=560)
        self._kit = kit
        self.content.addWidget(Label(Type.BODY, "ink2").say(_EXPLANATION))
        code = Label(Type.VERDICT, "ink").selectable()
        code.show_text(in_two_lines(kit.code))
        code.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        code.setMargin(16)
        self.content.addWidget(code)
        self.content.addWidget(
            Label(Type.SMALL, "ink3").say(N_("Vault {vault}, made on {moment}"), vault=kit.vault_id, moment=kit.made)
        )
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        for key, picture, act in (
            (N_("Print…"), "printer", self._print),
            (N_("Save as PDF…"), "file-text", self._save),
            (N_("Copy"), "copy", lambda: copy_secret(kit.code)),
        ):
            button = Button(key, Kind.SECONDARY, picture)
            button.clicked.connect(act)
            flow.addWidget(button)
        self.content.addWidget(row)
        self.content.addWidget(Label(Type.SMALL, "ink3").say(N_("A copy leaves the clipboard after 60 seconds.")))
        done = self.add_button(Button(N_("I have it"), Kind.PRIMARY))
        done.clicked.connect(self.accept)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            painter = QPainter(printer)
            paint_kit(painter, QRectF(painter.viewport()), self._kit)
            painter.end()

    def _save(self) -> None:
        path = ask_where(self, N_("Save as PDF"), "tessera-recovery-kit.pdf", "PDF (*.pdf)")
        if path and not save_kit(path, self._kit):
            show_problem(self, NOT_WRITTEN)


def in_two_lines(code: str) -> str:
    """Return the groups of a code as two lines of equal length; reading it passes over line ends."""
    groups = code.split("-")
    half = (len(groups) + 1) // 2
    return "-".join(groups[:half]) + "\n" + "-".join(groups[half:]) if half < len(groups) else code


def save_kit(path: str, kit: RecoveryKit) -> bool:
    """Write the kit as a one-page PDF; returns whether it could be written."""
    if not can_write(path):
        return False
    writer = QPdfWriter(path)
    writer.setTitle(say(N_("Recovery kit")))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(writer):
        return False
    paint_kit(painter, QRectF(painter.viewport()), kit)
    return painter.end()


def paint_kit(painter: QPainter, page: QRectF, kit: RecoveryKit) -> None:
    """Paint the kit on a page: dark on white, whatever the theme."""
    unit = page.width() / 600
    painter.setPen(QColor("#1E2433"))
    lines = (
        (Type.PAGE, say(N_("Tessera recovery kit")), 60.0),
        (Type.BODY, say(_EXPLANATION), 90.0),
        (Type.HERO, kit.code, 130.0),
        (Type.BODY, say(N_("Vault {vault}, made on {moment}"), vault=kit.vault_id, moment=show_moment(kit.made)), 40.0),
    )
    top = page.top()
    for step, text, height in lines:
        face = font(step, unit)
        painter.setFont(face)
        flags = int(Qt.TextFlag.TextWrapAnywhere if step is Type.HERO else Qt.TextFlag.TextWordWrap)
        painter.drawText(QRectF(page.left(), top, page.width(), height * unit), flags, text)
        top += height * unit
