"""Look the whole vault over: is every page sound, and is none of them an older one put back?"""

from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask
from ui.actions.rescue import rescue_vault
from ui.desk import Desk
from ui.dialogs.told import tell
from ui.widgets.button import Button, Kind
from ui.words import count, problem_advice, problem_sentence
from wallet.i18n import N_
from wallet.messages.requests import Audit, AuditReport


def audit_vault(desk: Desk, owner: QWidget) -> None:
    """Have it looked over and say what was found."""

    def told(report: AuditReport) -> None:
        looked = count(
            report.credentials, N_("1 credential was looked at."), N_("{number} credentials were looked at.")
        )
        if not report.problems:
            tell(owner, N_("The vault is sound"), looked)
            return
        found = [f"{problem_sentence(problem)} {problem_advice(problem)}" for problem in report.problems]
        dialog = tell(owner, N_("The vault is not as it should be"), *found, looked)
        if any(problem.code == "vault.damaged" for problem in report.problems):
            mend = dialog.add_left_button(Button(N_("Rescue what can be read"), Kind.SECONDARY))
            mend.clicked.connect(dialog.accept)
            mend.clicked.connect(lambda: rescue_vault(desk, owner))

    ask(desk, owner, Audit(), told, N_("Looking the vault over…"))
