"""What is wrong with the shape of a received document, for whoever asks why another wallet may refuse it. No check asks this."""

from itertools import islice

from wallet.credentials.json_parts import Members, each
from wallet.credentials.structure import StructureFault, find_faults
from wallet.encoding.json_types import JsonValue
from wallet.formats.envelope import Envelope, Format

MOST_FAULTS = 20
_SELECTIVE_SUITES = ("ecdsa-sd-2023", "bbs-2023")
_OF_PRESENTATIONS = ("structure.verifiableCredential", "structure.enveloped")


def shape_of(envelope: Envelope) -> tuple[StructureFault, ...]:
    """Return the rules that a received document itself breaks; what it holds is a document of its own. At most `MOST_FAULTS`.

    What shows only a part of what was signed may lack what was kept private: there, what is missing breaks no rule. An SD-JWT VC has
    another data model.
    """
    if envelope.format in (Format.SD_JWT_VC, Format.CWT) or not envelope.document:
        return ()
    document, partial = envelope.document, _shows_a_part(envelope)
    own = (fault for fault in find_faults(document) if not _is_within_another(fault))
    told = (
        fault for fault in own if not _is_allowed(fault, envelope) and (not partial or _is_there(document, fault.path))
    )
    return tuple(islice(told, MOST_FAULTS))


def _is_within_another(fault: StructureFault) -> bool:
    return fault.path.startswith("/verifiableCredential/") and fault.code not in _OF_PRESENTATIONS


def _is_allowed(fault: StructureFault, envelope: Envelope) -> bool:
    """VCDM 1.1 section 6.3.1: a `vp` claim holds tokens as they are, without envelopes."""
    return envelope.format is Format.JWT_VC_1 and fault.code == "structure.verifiableCredential"


def _shows_a_part(envelope: Envelope) -> bool:
    if envelope.selective is not None:
        return envelope.selective.hidden > 0
    proofs = [proof for proof in each(envelope.document.get("proof")) if isinstance(proof, dict)]
    return any(proof.get("cryptosuite") in _SELECTIVE_SUITES for proof in proofs)


def _is_there(document: Members, path: str) -> bool:
    place: JsonValue = dict(document)
    for name in path.split("/")[1:]:
        name = name.replace("~1", "/").replace("~0", "~")
        if isinstance(place, list) and name.isdecimal() and int(name) < len(place):
            place = place[int(name)]
        elif isinstance(place, dict) and name in place:
            place = place[name]
        else:
            return False
    return True
