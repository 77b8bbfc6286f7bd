"""One opening of one received file: what every format is handed, and what it may hand back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from wallet.errors import WalletError
from wallet.formats.budget import Meter
from wallet.formats.envelope import Container, Envelope


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of what was received that could not be opened, and why. `source` is a label for people."""

    source: str
    error: WalletError


Found: TypeAlias = Envelope | Refusal


@dataclass(frozen=True, slots=True)
class Opening:
    """What is being opened and on what terms.

    `original`: the bytes every envelope found here must keep, or None where each document is kept for itself.
    `layers`: the containers already passed through, outermost first ("zip", "png", "qr"): none is entered twice.
    `open_inner`: the strict door again, for what a container holds.
    """

    label: str
    meter: Meter
    open_inner: "Callable[[bytes, Opening], Iterator[Found]]"
    container: Container = Container.FILE
    original: bytes | None = None
    layers: tuple[str, ...] = ()

    def inside(self, layer: str, container: Container, original: bytes | None = None) -> "Opening":
        """Return the opening for what `layer` holds; an outer `original` is kept before an inner one."""
        kept = self.original if self.original is not None else original
        return replace(self, layers=(*self.layers, layer), container=container, original=kept)

    def member(self, name: str) -> "Opening":
        """Return the opening for the zip member `name`, labelled `a.zip!b.json`."""
        return replace(self, label=f"{self.label}!{name}", layers=(*self.layers, "zip"))

    def keep(self, own: bytes) -> bytes:
        """Return the bytes that an envelope found here keeps: the outer file where there is one, else `own`."""
        return self.original if self.original is not None else own
