from dataclasses import dataclass
from fractions import Fraction

from wallet.pathways.holding import Holding


@dataclass(frozen=True, slots=True)
class Offer:
    holding: Holding
    cost: Fraction | None = None
    currency: str = ""
    hours: Fraction | None = None
    weeks: Fraction | None = None
