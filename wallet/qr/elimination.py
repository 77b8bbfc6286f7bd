"""Gaussian elimination over GF(2): blocks out of XORs of blocks, as the parts of every fountain code are."""

from dataclasses import dataclass, field

from wallet.errors import MalformedInputError


@dataclass(slots=True)
class Elimination:
    """Takes equations "these blocks XORed give that" one by one, in any order, and solves them when there are enough."""

    count: int
    _rows: dict[int, tuple[int, int]] = field(default_factory=dict)  # leading bit -> (chosen, block)

    def add(self, chosen: int, block: int) -> None:
        """Take one equation: `chosen` has a bit for each block, `block` is their XOR as an integer.

        Raises MalformedInputError (step qr.part) where it contradicts the equations taken before.
        """
        while chosen:
            lead = chosen.bit_length() - 1
            row = self._rows.get(lead)
            if row is None:
                self._rows[lead] = (chosen, block)
                return
            chosen ^= row[0]
            block ^= row[1]
        if block:
            raise MalformedInputError("parts that contradict each other", step="qr.part")

    @property
    def known(self) -> int:
        """How many independent equations there are, of `count`."""
        return len(self._rows)

    @property
    def complete(self) -> bool:
        """Whether every block can be told."""
        return self.count > 0 and len(self._rows) == self.count

    def solve(self, block_size: int) -> bytes:
        """Return all blocks of `block_size` bytes, joined. Only when complete."""
        blocks: list[int] = []
        for lead in range(self.count):
            chosen, block = self._rows[lead]
            for at in range(lead):
                if chosen >> at & 1:
                    block ^= blocks[at]
            blocks.append(block)
        return b"".join(block.to_bytes(block_size, "big") for block in blocks)
