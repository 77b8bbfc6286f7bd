"""What a person is told about a vault that opens all the same."""

from collections.abc import Mapping

from wallet.errors import KeyringUnavailableError, VaultDamagedError
from wallet.i18n import N_
from wallet.messages.requests import Problem

WARNINGS: Mapping[str, tuple[str, str]] = {
    "vault.rolled_back": (
        N_("This vault, or a part of it, is older than when it was last closed on this computer."),
        N_(
            "If you did not put an older copy back yourself, check all credentials again, and compare with your latest backup."
        ),
    ),
    "vault.synced_folder": (
        N_("This vault lies in a folder that is copied to other computers."),
        N_(
            "A copy made in the middle of a change can be damaged. Move the vault elsewhere, and put backups in that folder."
        ),
    ),
    "vault.clock_behind": (
        N_("This computer's clock says {now}, but this vault was in use at {used}. Everything is judged as of then."),
        N_("Set the clock right. If it is right now, it was wrong before: then say that it is right."),
    ),
    "vault.clock_leapt": (
        N_("This computer's clock says {now}. This vault was last in use at {used}."),
        N_("If the clock is right, say so. Until then nothing is deleted because of its age."),
    ),
    KeyringUnavailableError.code: (KeyringUnavailableError.explanation, KeyringUnavailableError.advice),
    VaultDamagedError.code: (VaultDamagedError.explanation, VaultDamagedError.advice),
}


def warning_for(code: str, **facts: str) -> Problem:
    """Return a warning's words. Raises KeyError for a code without words: our bug."""
    explanation, advice = WARNINGS[code]
    return Problem(code, explanation, advice, facts)
