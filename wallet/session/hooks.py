"""How a long request tells how far it is, and hears that the person has pressed cancel."""

from collections.abc import Callable
from dataclasses import dataclass, field

from wallet.errors import CancelledError
from wallet.messages.requests import Progress


@dataclass(slots=True)
class Hooks:
    """How a long request tells how far it is, and asks whether the person has pressed cancel."""

    progress: Callable[[Progress], None] = lambda _progress: None
    cancelled: Callable[[], bool] = lambda: False
    sentence: str = field(default="")

    def tick(self, done: int, total: int) -> None:
        """Tell progress. Raises CancelledError."""
        if self.cancelled():
            raise CancelledError(step="session.cancel")
        self.progress(Progress(done, total, self.sentence))

    def saying(self, sentence: str) -> Callable[[int, int], None]:
        """Return `tick`, telling `sentence`."""
        self.sentence = sentence
        return self.tick
