"""DID documents and controlled identifier documents, read strictly.

DID Core 1.0 section 5 and Controlled Identifiers 1.0 section 2. A method that this wallet cannot use stays listed with
its `fault`, so that "there is no such key" and "there is one, but it cannot be used" are different answers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from wallet.dids.did_url import absolute_reference, split_reference
from wallet.dids.key_forms import read_jwk, read_multikey
from wallet.dids.keys import KeyKind, PublicKey
from wallet.dids.timestamps import find_moment
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.multibase import read_base58
from wallet.errors import InputError, MalformedInputError, MalformedKeyError, TooBigError

RELATIONSHIPS: Final = (
    "authentication",
    "assertionMethod",
    "keyAgreement",
    "capabilityInvocation",
    "capabilityDelegation",
)
METHOD_LIMIT: Final = 1000

# Types that fix the kind of key they may carry. A type that is not named here says nothing about its key.
_KINDS_OF_TYPE: Final[Mapping[str, frozenset[KeyKind]]] = {
    "Ed25519VerificationKey2018": frozenset({KeyKind.ED25519}),
    "Ed25519VerificationKey2020": frozenset({KeyKind.ED25519}),
    "X25519KeyAgreementKey2019": frozenset({KeyKind.X25519}),
    "X25519KeyAgreementKey2020": frozenset({KeyKind.X25519}),
    "EcdsaSecp256k1VerificationKey2019": frozenset({KeyKind.SECP256K1}),
    "EcdsaSecp256r1VerificationKey2019": frozenset({KeyKind.P256}),
    "Bls12381G2Key2020": frozenset({KeyKind.BLS12381_G2}),
    "P256Key2021": frozenset({KeyKind.P256}),
    "P384Key2021": frozenset({KeyKind.P384}),
}
_BASE58_KINDS: Final[Mapping[str, KeyKind]] = {
    name: next(iter(kinds)) for name, kinds in _KINDS_OF_TYPE.items() if name not in ("Ed25519VerificationKey2020",)
}


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """One listed key. `id` is absolute; `key` is None where it cannot be used, and `fault` says why (an error)."""

    id: str
    type: str
    controller: str
    key: PublicKey | None
    fault: InputError | None = None
    relationships: frozenset[str] = frozenset()
    expires: datetime | None = None
    revoked: datetime | None = None
    key_id: str | None = None  # the `kid` inside a publicKeyJwk

    @property
    def ends(self) -> datetime | None:
        """When it stops being good for new proofs: the earlier of `expires` and `revoked` (Controlled Identifiers 2.2)."""
        return min((moment for moment in (self.expires, self.revoked) if moment is not None), default=None)


@dataclass(frozen=True, slots=True)
class ControllerDocument:
    """Whose document it is, and the methods it lists, by absolute id.

    `elsewhere`: methods of other documents that this one lists by name, with the relationships it lists them under.
    """

    id: str
    methods: Mapping[str, VerificationMethod] = field(default_factory=dict)
    elsewhere: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def find_method(self, reference: str) -> VerificationMethod | None:
        """Return the method of that id (absolute, or a fragment of this document), or None.

        A reference without a fragment means the document's only signing method, where there is exactly one.
        """
        wanted = absolute_reference(reference, self.id)
        if wanted in self.methods or split_reference(wanted)[1]:
            return self.methods.get(wanted)
        signing = [method for method in self.methods.values() if method.relationships - {"keyAgreement"}]
        return signing[0] if wanted == self.id and len(signing) == 1 else None


def read_controller_document(document: JsonObject, expected_id: str) -> ControllerDocument:
    """Read a document that must be about `expected_id`.

    Raises MalformedInputError where it is about somebody else, has two methods of one id or is not built as the clause
    says, TooBigError over 1,000 methods.
    """
    if document.get("id") != expected_id:
        raise MalformedInputError("the document is about another id", step="did_document.id", expected=expected_id)
    methods: dict[str, VerificationMethod] = {}
    elsewhere: dict[str, frozenset[str]] = {}
    for entry in _list_of(document, "verificationMethod"):
        if isinstance(entry, dict) and not isinstance(entry.get("id"), str):
            continue  # nothing can name it
        _add_method(methods, entry, expected_id)
    for relationship in RELATIONSHIPS:
        for entry in _list_of(document, relationship):
            if not _add_relationship(methods, entry, relationship, expected_id) and isinstance(entry, str):
                named = absolute_reference(entry, expected_id)
                elsewhere[named] = elsewhere.get(named, frozenset()) | {relationship}
    return ControllerDocument(expected_id, methods, elsewhere)


def read_verification_method(entry: JsonObject, base: str) -> VerificationMethod:
    """Read one method; `base` is the document that relative ids belong to. Raises MalformedInputError without an id.

    What else is wrong with it is its `fault`: one method that cannot be used takes nothing from its neighbours.
    """
    identifier, kind_name, controller = entry.get("id"), entry.get("type"), entry.get("controller")
    if not isinstance(identifier, str):
        raise MalformedInputError("a method without an id", step="did_document.method")
    absolute = absolute_reference(identifier, base)
    expires, revoked = find_moment(entry.get("expires")), find_moment(entry.get("revoked"))
    jwk = entry.get("publicKeyJwk")
    kid = jwk.get("kid") if isinstance(jwk, dict) else None
    key_id = kid if isinstance(kid, str) else None
    if not isinstance(kind_name, str) or not isinstance(controller, str):
        misshapen = MalformedInputError("a method needs id, type and controller", step="did_document.method")
        return VerificationMethod(absolute, str(kind_name)[:80], "", None, misshapen, frozenset(), expires, revoked)
    key, fault = _read_key(entry, kind_name)
    if any(entry.get(name) is not None and find_moment(entry[name]) is None for name in ("expires", "revoked")):
        # An end that cannot be read is never taken for no end.
        key, fault = None, MalformedInputError("expires or revoked is no moment", step="did_document.method_dates")
    return VerificationMethod(absolute, kind_name, controller, key, fault, frozenset(), expires, revoked, key_id)


def _add_method(methods: dict[str, VerificationMethod], entry: JsonValue, base: str) -> VerificationMethod:
    if not isinstance(entry, dict):
        raise MalformedInputError("a method is an object", step="did_document.method")
    method = read_verification_method(entry, base)
    if (known := methods.get(method.id)) is not None:
        # Some publishers write the same method out under each relationship. Two different ones of an id are a trick.
        if _meaning(known) != _meaning(method):
            raise MalformedInputError("two methods of one id", step="did_document.duplicate_method")
        return known
    if len(methods) >= METHOD_LIMIT:
        raise TooBigError("too many methods", step="did_document.methods")
    methods[method.id] = method
    return method


def _meaning(method: VerificationMethod) -> tuple[object, ...]:
    return (method.type, method.controller, method.key, method.fault is None, method.ends, method.key_id)


def _add_relationship(methods: dict[str, VerificationMethod], entry: JsonValue, relationship: str, base: str) -> bool:
    """A relationship names a method, or holds one that counts for this relationship alone. False: it is not of this document."""
    if isinstance(entry, str):
        method = methods.get(absolute_reference(entry, base))
        if method is None:
            return False
    elif isinstance(entry, dict) and not isinstance(entry.get("id"), str):
        return False  # nothing can name it
    else:
        method = _add_method(methods, entry, base)
    methods[method.id] = replace(method, relationships=method.relationships | {relationship})
    return True


def _read_key(entry: JsonObject, kind_name: str) -> tuple[PublicKey | None, InputError | None]:
    present = [name for name in _KEY_MEMBERS if name in entry]
    if len(present) != 1:
        return None, MalformedKeyError("not exactly one form of the key", step="key.forms")
    try:
        key = _KEY_MEMBERS[present[0]](entry[present[0]], kind_name)
    except InputError as error:
        return None, error
    if key.kind not in _KINDS_OF_TYPE.get(kind_name, frozenset(KeyKind)):
        return None, MalformedKeyError(f"{kind_name} with a {key.kind} key", step="key.type", kind=key.kind.value)
    return key, None


def _read_multibase_member(value: JsonValue, kind_name: str) -> PublicKey:  # noqa: ARG001 - one signature for all forms
    if not isinstance(value, str):
        raise MalformedKeyError("publicKeyMultibase is a string", step="key.multibase")
    return read_multikey(value)


def _read_jwk_member(value: JsonValue, kind_name: str) -> PublicKey:  # noqa: ARG001
    if not isinstance(value, dict):
        raise MalformedKeyError("publicKeyJwk is an object", step="key.jwk")
    return read_jwk(value)


def _read_base58_member(value: JsonValue, kind_name: str) -> PublicKey:
    """`publicKeyBase58` is the bare key: only the method's type says of which kind."""
    kind = _BASE58_KINDS.get(kind_name)
    if kind is None or not isinstance(value, str):
        raise MalformedKeyError(f"publicKeyBase58 in {kind_name[:40]}", step="key.base58")
    return PublicKey(kind, read_base58(value))


_KEY_MEMBERS: Final[Mapping[str, Callable[[JsonValue, str], PublicKey]]] = {
    "publicKeyMultibase": _read_multibase_member,
    "publicKeyJwk": _read_jwk_member,
    "publicKeyBase58": _read_base58_member,
}


def _list_of(document: JsonObject, name: str) -> list[JsonValue]:
    """Return the member as a list; DID Core makes them sets, and JSON-LD writes a set of one without brackets."""
    value = document.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
