"""A progress bar on standard error, on a terminal only; in a pipe there is none."""

from types import TracebackType

from wallet.cli.console import Console

_COLUMNS = 24


class Progress:
    """Counts finished files. The bar is cleared before anything is printed and drawn again after it."""

    def __init__(self, console: Console, total: int) -> None:
        self._console, self._total, self._done = console, total, 0
        self._shown = total > 1 and console.err.isatty()

    def __enter__(self) -> "Progress":
        self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def advance(self) -> None:
        """Count one more file."""
        self._done += 1
        self._draw()

    def clear(self) -> None:
        """Take the bar off the screen."""
        if self._shown:
            self._console.err.write("\r\x1b[K")
            self._console.err.flush()

    def _draw(self) -> None:
        if not self._shown or self._done >= self._total:
            return
        filled = _COLUMNS * self._done // self._total
        self._console.err.write(f"\r[{'#' * filled}{'.' * (_COLUMNS - filled)}] {self._done}/{self._total}")
        self._console.err.flush()
