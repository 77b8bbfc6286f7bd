"""Web addresses that strangers wrote, shown so that nobody is deceived about where they lead (UI-02, UI-06). Pure: no Qt.

Nothing is opened but https, nothing with a name before an `@`, and nothing before the person was asked. The part of the host
that somebody had to register is what to look at, so it stands out; a host with letters beyond ASCII is shown as the ASCII
that the network is asked for (RFC 5890, A-labels).
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_LONGEST = 1_000
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$")
# Without a list of public suffixes: second-level names under which countries register, as in `ac.uk` or `edu.cn`.
_SECOND_LEVEL = frozenset(
    ("ac", "co", "com", "edu", "gov", "gob", "go", "govt", "mil", "ne", "net", "nom", "or", "org", "sch")
)


@dataclass(frozen=True, slots=True)
class ShownAddress:
    """An address in three parts: what stands before the registered domain, the domain, and what follows it."""

    before: str
    domain: str
    after: str

    @property
    def text(self) -> str:
        """The whole, as it will be opened."""
        return self.before + self.domain + self.after


def address_that_opens(target: str) -> str:
    """Return `target` as an https address fit to be opened after asking, or "" for anything else."""
    if len(target) > _LONGEST or not target.isprintable() or any(each.isspace() or each == "\\" for each in target):
        return ""
    try:
        parts = urlsplit(target)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme != "https" or parts.username is not None or parts.password is not None:
        return ""
    host = _ascii_host(parts.hostname or "")
    if not host:
        return ""
    where = host if port is None else f"{host}:{port}"
    rest = target.split("://", 1)[1].removeprefix(parts.netloc)
    return f"https://{where}{rest}"


def show_address(address: str) -> ShownAddress:
    """Split an address that `address_that_opens` returned."""
    host = urlsplit(address).hostname or ""
    domain = _registered(host)
    begin = address.index("://") + 3 + len(host) - len(domain)
    return ShownAddress(address[:begin], domain, address[begin + len(domain) :])


def _ascii_host(host: str) -> str:
    try:
        shown = (
            host.rstrip(".").encode("idna").decode("ascii").lower() if not host.isascii() else host.rstrip(".").lower()
        )
    except UnicodeError:
        return ""
    return shown if _HOST.match(shown) else ""


def _registered(host: str) -> str:
    labels = host.split(".")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if deep else -2 :])
