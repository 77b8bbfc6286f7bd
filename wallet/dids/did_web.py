"""did:web: a document at an address on the web; here it only ever comes from what is held (the did:web method).

The identifier is read strictly (threat DID-01): a host name, never an address or a name of this network; a port only as
`%3A` and digits; path segments that cannot climb or split.
"""

import re
from typing import Final
from urllib.parse import unquote

from wallet.dids.did_url import Did, read_did
from wallet.errors import MalformedInputError

_LABEL: Final = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_HOST: Final = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)+{_LABEL}", re.ASCII)
_LOCAL_ENDINGS: Final = (".localhost", ".local", ".internal", ".home.arpa", ".onion")
_PORT_LIMIT: Final = 65535
_FORBIDDEN_IN_SEGMENT: Final = frozenset("/\\:?#%@ ")


def did_web_url(did: str) -> str:
    """Return the https URL where a did:web's document is published. Raises MalformedInputError."""
    return url_of_did_web(read_did(did))


def url_of_did_web(did: Did) -> str:
    """Return the https URL for a did:web already taken apart. Raises MalformedInputError."""
    if did.method != "web":
        raise MalformedInputError("not a did:web", step="did_web.method")
    authority, *segments = did.specific.split(":")
    host = _read_authority(authority)
    for segment in segments:
        _check_segment(segment)
    path = "/".join(segments) if segments else ".well-known"
    return f"https://{host}/{path}/did.json"


def _read_authority(authority: str) -> str:
    host, separator, port = re.sub("%3a", "%3A", authority).partition("%3A")
    if _HOST.fullmatch(host) is None or host.lower().endswith(_LOCAL_ENDINGS):
        raise MalformedInputError("not a host name", step="did_web.host")
    if host.rpartition(".")[2].isdigit():
        raise MalformedInputError("an address is not a name", step="did_web.host")
    if not separator:
        return host
    if not re.fullmatch(r"[1-9][0-9]{0,4}", port, re.ASCII) or int(port) > _PORT_LIMIT:
        raise MalformedInputError("not a port", step="did_web.port")
    return f"{host}:{port}"


def _check_segment(segment: str) -> None:
    plain = unquote(segment, errors="replace")
    bad = any(letter in _FORBIDDEN_IN_SEGMENT or ord(letter) < 0x20 or letter in "\x7f\ufffd" for letter in plain)
    if bad or plain in ("", ".", ".."):
        raise MalformedInputError("not a path segment", step="did_web.path")
