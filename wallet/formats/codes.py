"""What codes hold: a Tessera code or its parts, a SMART Health Card, BC-UR, VPQR, PixelPass, or a credential as plain text.

All codes of one picture (or all lines of one text) are looked at together, so that the parts of one payload are joined. Evidence that
travels in a Tessera code goes along in `Envelope.carried`; it is the holder's and is believed only where it proves itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from wallet.errors import InputError, MalformedInputError, TooBigError, UnrecognisedInputError
from wallet.formats.envelope import Envelope
from wallet.formats.opening import Found, Opening, Refusal
from wallet.formats.refusals import NotACredentialError, QrPartError
from wallet.qr.collector import Collector, Seen
from wallet.qr.foreign import ForeignQrError
from wallet.qr.packing import QrContent, QrKind

_JOINED = ("tsr1:", "tsm1:", "shc:/", "ur:", "vp1-")
# Three letters prove nothing: what follows them must be base45, and more of it than a shouted word.
_PIXELPASS = re.compile(r"\s*NCF[0-9A-Z $%*+./:-]{9,}\s*", re.ASCII)
MOST_CODES = 512


def is_code(text: str) -> bool:
    """Return whether a text begins as the text of a code that has to be unpacked or joined."""
    return text.lstrip()[:8].lower().startswith(_JOINED) or _PIXELPASS.fullmatch(text) is not None


def open_codes(texts: Iterable[str], opening: Opening) -> Iterator[Found]:
    """Yield what the codes hold together. What belongs to no whole is a Refusal that says why."""
    from wallet.formats.picture import open_code

    collector, waiting, given = Collector(), 0, set[object]()  # a loop goes on after its payload is whole
    for text in list(dict.fromkeys(texts))[:MOST_CODES]:
        if not is_code(text):
            yield from open_code(text, opening)
            continue
        try:
            seen = collector.see(text.strip())
        except TooBigError:
            raise
        except InputError as error:
            yield Refusal(opening.label, error)
            continue
        if seen is Seen.CONTENT and collector.content is not None:
            if collector.content not in given:
                yield from _open_content(collector.content, opening)
            given |= {collector.content, collector.identity}
            collector, waiting = Collector(), 0
        elif seen is Seen.FOREIGN:
            yield Refusal(opening.label, _foreign(text))
        else:
            waiting += 1
    if waiting and (collector.identity is None or collector.identity not in given):
        facts = f"{collector.known} of {collector.wanted} parts"
        yield Refusal(opening.label, QrPartError(facts, step="qr.part"))


def _foreign(text: str) -> InputError:
    start = text.strip()
    if _PIXELPASS.fullmatch(start):
        return UnrecognisedInputError("capital letters that are no code", step="qr.content")
    return ForeignQrError("it begins as a code and is none", step="qr.foreign", kind=start.partition(":")[0][:16])


def _open_content(content: QrContent, opening: Opening) -> Iterator[Found]:
    from wallet.formats.picture import open_payload

    if content.kind in (QrKind.CHALLENGE, QrKind.HOLDER_KEY, QrKind.EVIDENCE):
        yield Refusal(
            opening.label, NotACredentialError(content.kind.name, step="qr.kind", kind=content.kind.name.lower())
        )
        return
    try:
        for found in open_payload(content.text.encode("utf-8", "surrogatepass"), opening):
            yield replace(found, carried=content.evidence) if isinstance(found, Envelope) else found
    except TooBigError:
        raise
    except InputError as error:
        plain = isinstance(error, MalformedInputError) and error.step == "payload.content"
        yield Refusal(
            opening.label, UnrecognisedInputError("a code of something else", step="qr.content") if plain else error
        )
