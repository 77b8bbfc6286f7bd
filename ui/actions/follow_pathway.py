"""Follow a stack: one that ships, or one in a file; stop following; say of a stack what only the learner can say."""

from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask, change
from ui.actions.export import stem_of
from ui.actions.writing import ask_where, tell_written
from ui.desk import Desk
from ui.words import say
from wallet.i18n import N_
from wallet.messages.stack_views import NameSuggestion
from wallet.messages.stacks import (
    ConfirmName,
    DecideRequirement,
    ExportStack,
    FollowStack,
    ForgetDecision,
    UnfollowStack,
)


def follow_shipped(desk: Desk, owner: QWidget, name: str) -> None:
    """Follow a stack that ships with Tessera."""
    change(desk, owner, FollowStack(shipped=name), lambda _change: say(N_("You follow this stack now.")), _READING)


def follow_file(desk: Desk, owner: QWidget, path: str) -> None:
    """Follow the stack in a file that was looked at before."""
    change(desk, owner, FollowStack(path=path), lambda _change: say(N_("You follow this stack now.")), _READING)


def unfollow(desk: Desk, owner: QWidget, stack: str) -> None:
    """Stop following; what the learner said about it stays for another time."""
    change(desk, owner, UnfollowStack(stack), lambda _change: say(N_("You no longer follow this stack.")), _READING)


def confirm_name(desk: Desk, owner: QWidget, stack: str, suggestion: NameSuggestion) -> None:
    """Say that a credential is an achievement although only the name agrees."""
    request = ConfirmName(stack, suggestion.holding, suggestion.achievement)
    change(desk, owner, request, lambda _change: say(N_("Noted: the institution decides.")), _READING)


def decide(desk: Desk, owner: QWidget, stack: str, requirement: str, action: str, note: str, holding: str = "") -> None:
    """Waive a requirement, accept or rule out a holding for it, with a note; it stays the learner's own word."""
    request = DecideRequirement(stack, requirement, action, note, holding)
    change(desk, owner, request, lambda _change: say(N_("Noted, as your own word.")), _READING)


def forget_decision(desk: Desk, owner: QWidget, decision: str) -> None:
    """Take a decision back."""
    change(desk, owner, ForgetDecision(decision), lambda _change: say(N_("Taken back.")), _READING)


def export_rules(desk: Desk, owner: QWidget, stack: str, title: str, form: str) -> None:
    """Write the rules of a stack to a file: `pathway` or `ctdl`."""
    name = stem_of(title) + (".ctdl.json" if form == "ctdl" else ".json")
    if path := ask_where(owner, N_("Export"), name, "JSON (*.json)"):
        ask(desk, owner, ExportStack(stack, path, form), lambda _done: tell_written(desk, path), N_("Exporting…"))


_READING = N_("Reckoning…")
