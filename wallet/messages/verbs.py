"""REQUESTS: everything that can be asked of the wallet process, verb on the wire -> (request type, answer type)."""

from collections.abc import Mapping
from typing import Any

from wallet.messages.growth import GROWING
from wallet.messages.many import MANY
from wallet.messages.presenting import SHOWING
from wallet.messages.requests import KEEPING
from wallet.messages.stacks import STACKING

REQUESTS: Mapping[str, tuple[type[Any], type[Any]]] = {
    **KEEPING,
    **SHOWING,
    **STACKING,
    **GROWING,
    **MANY,
}
