"""READERS: who reads which dialect. The way from an envelope to what it says.

To add a dialect: write `wallet/credentials/read_<dialect>.py`, add it to `Dialect`, and list it here before the readers
that would also take it. The first that recognises an envelope reads it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wallet.credentials import read_clr, read_open_badge
from wallet.credentials.model import Credential, Dialect
from wallet.credentials.read_sd_jwt_vc import read_sd_jwt_vc
from wallet.credentials.read_vcdm import read_vcdm
from wallet.errors import TooBigError
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.formats.recognise import short_types


@dataclass(frozen=True, slots=True)
class Reader:
    """Which envelopes one dialect's reader takes, and the reader."""

    recognises: Callable[[Envelope], bool]
    read: Callable[[Envelope], Credential]


def _has_type(types: frozenset[str]) -> Callable[[Envelope], bool]:
    return lambda envelope: envelope.kind is Kind.CREDENTIAL and bool(types & short_types(envelope.document))


READERS: Mapping[Dialect, Reader] = {
    Dialect.SD_JWT_VC: Reader(lambda envelope: envelope.format is Format.SD_JWT_VC, read_sd_jwt_vc),
    Dialect.CLR: Reader(_has_type(read_clr.TYPES), read_clr.read_clr),
    Dialect.OPEN_BADGE: Reader(_has_type(read_open_badge.TYPES), read_open_badge.read_open_badge),
    Dialect.VCDM: Reader(lambda _: True, read_vcdm),
}


def read_credential(envelope: Envelope) -> Credential:
    """Return what the document in `envelope` says.

    Raises MalformedInputError, its step naming the JSON pointer, where a structure cannot be read at all; TooBigError.
    Whether any of it is true is another matter: see `wallet.verification`.
    """
    reader = next(reader for reader in READERS.values() if reader.recognises(envelope))
    try:
        return reader.read(envelope)
    except RecursionError as error:
        raise TooBigError("nested too deeply", step="credential.depth") from error
