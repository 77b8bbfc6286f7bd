"""Comprehensive Learner Record 2.0: a credential that holds credentials, and says how they are associated."""

from dataclasses import replace

from wallet.credentials.json_parts import each_object, read_string, require_objects
from wallet.credentials.model import Association, Credential, Dialect
from wallet.credentials.read_vcdm import read_vcdm
from wallet.encoding.json_types import JsonObject
from wallet.formats.envelope import Envelope

TYPES = frozenset({"ClrCredential"})


def read_clr(envelope: Envelope) -> Credential:
    """Read a ClrCredential. Raises MalformedInputError as `read_vcdm`. Contained credentials are in `nested`, unread."""
    credential = read_vcdm(envelope, Dialect.CLR)
    subjects = require_objects(envelope.document, "credentialSubject")
    return replace(
        credential,
        associations=tuple(found for subject in subjects for found in _associations(subject)),
        partial=any(place.get("partial") is True for place in (envelope.document, *subjects)),
    )


def _associations(subject: JsonObject) -> tuple[Association, ...]:
    return tuple(
        Association(kind, source, target)
        for item in each_object(subject.get("association"))
        if (kind := read_string(item.get("associationType"))) is not None
        and (source := read_string(item.get("sourceId"))) is not None
        and (target := read_string(item.get("targetId"))) is not None
    )
