"""PixelPass (MOSIP): base45 of zlib of a text, or of JSON as CBOR. A way in only, told by how a zlib stream begins in base45."""

import zlib

from wallet.encoding.base45 import read_base45
from wallet.encoding.cbor import CborLimits, CborValue, read_cbor
from wallet.encoding.json_types import JsonValue
from wallet.encoding.strict_json import write_json
from wallet.errors import MalformedInputError, TooBigError

PREFIX = "NCF"
_MAX_TEXT = 2 * 1024 * 1024
_MAX_UNPACKED = 4 * 1024 * 1024
_LIMITS = CborLimits(max_bytes=_MAX_UNPACKED, max_depth=24, max_items=50_000)


def read_pixelpass(text: str) -> str:
    """Return the text inside. Raises MalformedInputError (steps pixelpass, base45, cbor), TooBigError."""
    if len(text) > _MAX_TEXT:
        raise TooBigError("a code longer than any real one", step="pixelpass.size")
    unpacked = _inflate(read_base45(text))
    try:
        return write_json(_json(read_cbor(unpacked, _LIMITS, ordered=False, floats=True))).decode()
    except MalformedInputError:
        pass  # then it is text
    try:
        return unpacked.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedInputError("neither text nor JSON", step="pixelpass") from error


def _inflate(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(packed, _MAX_UNPACKED)
    except zlib.error as error:
        raise MalformedInputError(f"not deflated: {error}", step="pixelpass") from error
    if unpacker.unconsumed_tail:
        raise TooBigError("unpacks to more than any real credential", step="pixelpass.unpacked_size")
    if not unpacker.eof or unpacker.unused_data:
        raise MalformedInputError("cut short, or with bytes after its end", step="pixelpass")
    return unpacked


def _json(value: CborValue) -> JsonValue:
    match value:
        case dict() if all(isinstance(key, str) for key in value):
            return {str(key): _json(item) for key, item in value.items()}
        case list():
            return [_json(item) for item in value]
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise MalformedInputError("CBOR that is no JSON", step="pixelpass")
