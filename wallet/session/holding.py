"""Somebody's "my DID, and a proof that I hold it": what an issuer is handed before it issues. Needs no vault; nothing is kept."""

import re
from datetime import datetime

from wallet.credentials.shown_text import show_line
from wallet.encoding.json_types import JsonObject
from wallet.encoding.strict_json import METADATA_LIMITS, read_json_object
from wallet.errors import InputError, MalformedInputError
from wallet.formats.registry import open_envelope
from wallet.intake import HolderExpectation, check_envelope
from wallet.messages import presenting as show
from wallet.report import Outcome
from wallet.session.checking import Checking

_DID = re.compile(r"did:[a-z0-9]+:[A-Za-z0-9._:%-]{1,4000}")  # DID 1.0, section 3.1
_SOUND = ("signature", "coverage", "issuer_key", "validity")


def is_holder_proof(text: str) -> bool:
    """Say whether a text is a presentation of nothing: a holder, and a proof with the holder's key."""
    return _holder_proof(text) is not None


def read_holder(text: str, checking: Checking) -> show.HolderClaim:
    """Return whose identifier it is, and whether the proof holds. Raises MalformedInputError (step holder.read) for anything else.

    A proof without the issuer's own challenge may be an old one: it shows that somebody with the key made it, not when.
    """
    bare = text.strip()
    if _DID.fullmatch(bare):
        return show.HolderClaim(show_line(bare, 4096))
    document = _holder_proof(bare)
    if document is None:
        raise MalformedInputError("neither a DID nor a proof that somebody holds one", step="holder.read")
    envelope = open_envelope(bare.encode(), "holder")
    checked = check_envelope(envelope, now=checking.now, evidence=checking.evidence, expectation=HolderExpectation())
    results = {result.check: result for result in checked.report.results}
    proven = all(results[name].outcome is Outcome.PASSED for name in _SOUND if name in results)
    proof = document.get("proof")
    told = proof if isinstance(proof, dict) else {}
    return show.HolderClaim(
        did=show_line(str(document["holder"]), 4096),
        proven=proven and results["signature"].outcome is Outcome.PASSED,
        challenge=show_line(str(told.get("challenge", "")), 200),
        domain=show_line(str(told.get("domain", "")), 200),
        made=_moment(told.get("created")),
        results=checked.report.results,
    )


def _holder_proof(text: str) -> JsonObject | None:
    if not text.lstrip().startswith("{") or '"VerifiablePresentation"' not in text:
        return None
    try:
        document = read_json_object(text, METADATA_LIMITS)
    except InputError:
        return None
    empty = not document.get("verifiableCredential") and isinstance(document.get("holder"), str)
    return document if empty and "proof" in document else None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
