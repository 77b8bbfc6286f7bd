"""Refusing a pathway file: always with the place (a JSON pointer) and the reason, in the person's language."""

from typing import NoReturn

from wallet.errors import PathwayError


class PathwayRefusal(PathwayError):
    """A `PathwayError` whose sentence is the particular reason. `place` is a JSON pointer into the file."""

    def __init__(self, reason: str, place: str, step: str, **facts: object) -> None:
        shown = place or "/"
        super().__init__(f"{shown}: {reason}", step=step, place=shown, reason=reason, **facts)
        # `explanation` belongs to the class; here each refusal has its own sentence, still a key of the catalogues.
        self.__dict__["explanation"] = reason


def refuse(reason: str, place: str, step: str = "pathway.shape", **facts: object) -> NoReturn:
    """Raise the refusal. `reason` is a sentence marked with `N_` that names `{place}`."""
    raise PathwayRefusal(reason, place, step, **facts)
