"""VPQR: a presentation as `VP1-`, a letter for the alphabet (B base32, R base45), and CBOR-LD. A way in only."""

import base64
import binascii

from wallet.encoding.base45 import read_base45
from wallet.encoding.strict_json import write_json
from wallet.errors import MalformedInputError, TooBigError
from wallet.qr.cbor_ld import MAX_BYTES, read_cbor_ld

PREFIX = "VP1-"


def read_vpqr(text: str) -> str:
    """Return the presentation in a VPQR code as JSON text. Raises MalformedInputError (step vpqr), or as `read_cbor_ld`."""
    trimmed = text.strip()
    if len(trimmed) > 2 * MAX_BYTES:
        raise TooBigError("a code longer than any real one", step="vpqr.size")
    if not trimmed.startswith(PREFIX):
        raise MalformedInputError("not VPQR", step="vpqr")
    alphabet, spelled = trimmed[4:5], trimmed[5:]
    match alphabet:
        case "B":
            return write_json(read_cbor_ld(_read_base32(spelled))).decode()
        case "R":
            return write_json(read_cbor_ld(read_base45(spelled))).decode()
        case _:
            raise MalformedInputError(f"alphabet {alphabet!r}", step="vpqr.alphabet")


def _read_base32(text: str) -> bytes:
    try:
        return base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError) as error:
        raise MalformedInputError("not base32", step="vpqr.base32") from error
