"""The rules of shape in the W3C data model (VCDM 2.0 section 4), which no signature depends on and no JSON-LD is needed for.

A fault here does not make a credential false. It tells an issuer, or a person who asks, why another wallet may refuse it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wallet.credentials.json_parts import Members, each, step
from wallet.credentials.moments import read_moment
from wallet.credentials.read_vcdm import CONTEXT_1, CONTEXT_2
from wallet.encoding.json_types import JsonValue
from wallet.formats.recognise import short_types

CREDENTIAL, PRESENTATION = "VerifiableCredential", "VerifiablePresentation"

# The type terms that the base contexts define; any other term needs a context of its own.
_BASE_TYPES = frozenset(
    (
        CREDENTIAL,
        PRESENTATION,
        "EnvelopedVerifiableCredential",
        "EnvelopedVerifiablePresentation",
        "JsonSchema",
        "JsonSchemaCredential",
        "DataIntegrityProof",
        "BitstringStatusList",
        "BitstringStatusListCredential",
        "BitstringStatusListEntry",
    )
)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.ASCII)
_TERM = re.compile(r"[^\s:/#]+")
_LANGUAGE_KEYS = frozenset({"@value", "@language", "@direction"})


@dataclass(frozen=True, slots=True)
class StructureFault:
    """One broken rule: the JSON pointer of the place, and a stable code such as `structure.type`."""

    path: str
    code: str


def structural_faults(document: Members, *, issued: bool = True) -> tuple[StructureFault, ...]:
    """Return every broken rule, in document order of the rules. `issued` False: a draft, whose issuer is not yet filled in."""
    return tuple(find_faults(document, issued=issued))


def find_faults(document: Members, *, issued: bool = True) -> Iterator[StructureFault]:
    """Yield what `structural_faults` returns, for whoever wants only the first of them."""
    rules = _PRESENTATION_RULES if PRESENTATION in short_types(document) else _CREDENTIAL_RULES
    for rule in rules:
        yield from rule(document)
    if issued and rules is _CREDENTIAL_RULES and document.get("issuer") is None:
        yield StructureFault("/issuer", "structure.issuer")


def is_url(value: JsonValue) -> bool:
    """Tell whether `value` is one absolute URL or URI."""
    return isinstance(value, str) and _URL.fullmatch(value) is not None


def _context(document: Members) -> Iterator[StructureFault]:
    contexts = each(document.get("@context"))
    if not contexts or contexts[0] not in (CONTEXT_1, CONTEXT_2):
        yield StructureFault("/@context", "structure.base_context")
    for index, context in enumerate(contexts):
        if not (is_url(context) or isinstance(context, dict)):
            yield StructureFault(step("/@context", index), "structure.context")
    yield from _redefinitions(contexts)


def _redefinitions(contexts: list[JsonValue]) -> Iterator[StructureFault]:
    """JSON-LD 1.1 section 4.1.11: what a protected context defined may not be defined otherwise after it."""
    protected: dict[str, JsonValue] = dict.fromkeys(_BASE_TYPES)
    for index, context in enumerate(contexts):
        if not isinstance(context, dict):
            continue
        for term, meaning in context.items():
            if term in protected and protected[term] != meaning:
                yield StructureFault(step(step("/@context", index), term), "structure.redefined_term")
        if context.get("@protected") is True:
            protected |= {term: meaning for term, meaning in context.items() if not term.startswith("@")}


def _types(document: Members) -> Iterator[StructureFault]:
    named = each(document.get("type"))
    texts = [one for one in named if isinstance(one, str)]
    if not texts or len(texts) != len(named) or not {CREDENTIAL, PRESENTATION} & short_types(document):
        yield StructureFault("/type", "structure.type")
    for index, one in enumerate(texts):
        if not (is_url(one) or _TERM.fullmatch(one)) or not _is_mapped(one, each(document.get("@context"))):
            yield StructureFault(step("/type", index), "structure.unmapped_type")


def _is_mapped(name: str, contexts: list[JsonValue]) -> bool:
    """Tell whether a type has a meaning, as far as can be told without fetching: a context we only know by URL may give it."""
    if name in _BASE_TYPES or is_url(name):
        return True
    inline = [context for context in contexts if isinstance(context, dict)]
    meanings = [context[name] for context in inline if name in context]
    if meanings:
        last = meanings[-1]
        return is_url(last.get("@id") if isinstance(last, dict) else last)
    elsewhere = any(context not in (CONTEXT_1, CONTEXT_2) for context in contexts if not isinstance(context, dict))
    return elsewhere or any(isinstance(context.get("@vocab"), str) for context in inline)


def _id(document: Members, path: str = "") -> Iterator[StructureFault]:
    if "id" in document and not is_url(document["id"]):
        yield StructureFault(step(path, "id"), "structure.id")


def _party(name: str) -> "Rule":
    def check(document: Members) -> Iterator[StructureFault]:
        if name not in document:
            return
        value = document[name]
        if isinstance(value, dict):
            # A name alone may stand in a draft whose identifier is filled in on issuing; a holder has no such excuse.
            if not is_url(value.get("id")) and (name == "holder" or "id" in value):
                yield StructureFault(step(f"/{name}", "id"), f"structure.{name}")
            yield from _words(value, f"/{name}")
        elif not is_url(value):
            yield StructureFault(f"/{name}", f"structure.{name}")

    return check


def _subject(document: Members) -> Iterator[StructureFault]:
    subjects = each(document.get("credentialSubject"))
    if not subjects:
        yield StructureFault("/credentialSubject", "structure.subject")
    for index, subject in enumerate(subjects):
        path = step("/credentialSubject", index) if len(subjects) > 1 else "/credentialSubject"
        if not isinstance(subject, dict) or not subject:
            yield StructureFault(path, "structure.subject")
        else:
            yield from _id(subject, path)


def _dates(document: Members) -> Iterator[StructureFault]:
    moments = []
    for name in ("validFrom", "validUntil", "issuanceDate", "expirationDate"):
        value = document.get(name)
        moment = read_moment(value) if isinstance(value, str) else None
        moments.append(moment)
        if value is not None and moment is None:
            yield StructureFault(f"/{name}", "structure.date")
    start, end = moments[0] or moments[2], moments[1] or moments[3]
    if start and end and end < start:
        yield StructureFault("/validUntil", "structure.period")


def _typed(name: str, *, id_required: bool = False) -> "Rule":
    """`credentialStatus` and its like: objects with a type, and an id that is one URL."""

    def check(document: Members) -> Iterator[StructureFault]:
        items = each(document.get(name))
        for index, item in enumerate(items):
            path = step(f"/{name}", index) if len(items) > 1 else f"/{name}"
            if not isinstance(item, dict):
                yield StructureFault(path, f"structure.{name}")
                continue
            kinds = each(item.get("type"))
            if not kinds or not all(isinstance(kind, str) for kind in kinds):
                yield StructureFault(step(path, "type"), f"structure.{name}")
            if id_required and "id" not in item:
                yield StructureFault(step(path, "id"), f"structure.{name}")
            yield from _id(item, path)

    return check


def _words(document: Members, path: str = "") -> Iterator[StructureFault]:
    """Section 11.1: a language value object holds a text, its language and its direction, and nothing else."""
    for name in ("name", "description"):
        for value in each(document.get(name)):
            plain = isinstance(value, str) or (
                isinstance(value, dict) and "@value" in value and value.keys() <= _LANGUAGE_KEYS
            )
            if not plain:
                yield StructureFault(step(path, name), "structure.language_value")


def _held(document: Members) -> Iterator[StructureFault]:
    held = each(document.get("verifiableCredential"))
    for index, item in enumerate(held):
        path = (
            step("/verifiableCredential", index)
            if isinstance(document["verifiableCredential"], list)
            else "/verifiableCredential"
        )
        if not isinstance(item, dict):
            yield StructureFault(path, "structure.verifiableCredential")
        elif str(item.get("id", "")).startswith("data:"):
            if "EnvelopedVerifiableCredential" not in short_types(item):
                yield StructureFault(step(path, "type"), "structure.enveloped")
        else:
            yield from (StructureFault(path + fault.path, fault.code) for fault in find_faults(item))


Rule = Callable[[Members], Iterator[StructureFault]]

_CREDENTIAL_RULES: tuple[Rule, ...] = (
    _context,
    _types,
    _id,
    _party("issuer"),
    _subject,
    _dates,
    _typed("credentialStatus"),
    _typed("credentialSchema", id_required=True),
    _typed("termsOfUse"),
    _typed("evidence"),
    _typed("refreshService"),
    _typed("proof"),
    _words,
)
_PRESENTATION_RULES: tuple[Rule, ...] = (
    _context,
    _types,
    _id,
    _party("holder"),
    _held,
    _typed("termsOfUse"),
    _typed("proof"),
)
