"""What can be asked about somebody's dossier."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReckonDossier:
    """Reckon what the stack in somebody's dossier makes of what the dossier proves."""

    path: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class DossierStack:
    """`title` is "" where a file is no dossier or brings no stack. `percent` is reckoned here; `claimed` the dossier's own word, -1 for none."""

    title: str = ""
    percent: int = 0
    complete: bool = False
    claimed: int = -1
    same: bool = False
    on_whose_word: str = ""
