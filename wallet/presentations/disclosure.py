"""What of a credential is always shown, and what the person may keep private: the tree behind the wizard and behind `--show`.

A leaf is a JSON pointer to one value that a screen shows. Showing one can bring others along (an SD-JWT disclosure holds a
whole object; a selective Data Integrity proof always shows the ids and types on the way): `shown_leaves` says exactly which, so that what
a person consents to is what is sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wallet.credentials.model import Credential
from wallet.encoding.base64url import read_base64url
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import PresentationError, WalletError
from wallet.formats.envelope import Disclosure, Envelope
from wallet.formats.sd_jwt import with_parents
from wallet.i18n import N_
from wallet.proofs import bbs_2023, ecdsa_sd_2023


class NothingThereError(PresentationError):
    """A pointer was chosen that leads to nothing in this credential."""

    code = "present.nothing_there"
    explanation = N_("There is nothing to show at “{path}” in this credential.")
    advice = N_("Choose from what it holds: “tessera present --credential ID --list” lists that.")


class Hiding(StrEnum):
    """What a credential lets its holder keep private."""

    NOTHING = "nothing"  # all of it or none of it
    CLAIMS = "claims"  # SD-JWT: claim by claim
    STATEMENTS = "statements"  # ecdsa-sd-2023: statement by statement
    UNLINKABLE = "unlinkable"  # bbs-2023: statement by statement, and two showings cannot be linked by the proof


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value. `always`: the issuer, or the format, shows it whatever is chosen."""

    path: str
    value: str | int | float | bool | None
    always: bool


@dataclass(frozen=True, slots=True)
class DisclosureTree:
    """Everything that could be shown of one credential, in document order."""

    hiding: Hiding
    leaves: tuple[Leaf, ...]

    @property
    def optional(self) -> frozenset[str]:
        """The pointers that the person decides about."""
        return frozenset(leaf.path for leaf in self.leaves if not leaf.always)


def disclosure_tree(envelope: Envelope, credential: Credential) -> DisclosureTree:
    """Return the tree of a credential as it was received."""
    always = shown_leaves(envelope, credential, ())
    leaves = tuple(Leaf(claim.path, claim.value, claim.path in always) for claim in credential.claims)
    return DisclosureTree(hiding_of(envelope), leaves)


def hiding_of(envelope: Envelope) -> Hiding:
    """Return what this credential lets its holder keep private."""
    if envelope.selective is not None:
        return Hiding.CLAIMS if envelope.selective.disclosures else Hiding.NOTHING
    if find_base_proof(envelope.document, "bbs-2023") is not None:
        return Hiding.UNLINKABLE
    if find_base_proof(envelope.document, "ecdsa-sd-2023") is not None:
        return Hiding.STATEMENTS
    return Hiding.NOTHING


def shown_leaves(envelope: Envelope, credential: Credential, chosen: Iterable[str]) -> frozenset[str]:
    """Return exactly the leaves that showing `chosen` shows: those, what the issuer always shows, and what comes along.

    Raises NothingThereError for a pointer that leads to nothing in this credential.
    """
    paths = [claim.path for claim in credential.claims]
    wanted = _known(paths, chosen)
    match hiding_of(envelope):
        case Hiding.NOTHING:
            return frozenset(paths)
        case Hiding.CLAIMS:
            opened = {disclosure.path for disclosure in chosen_disclosures(envelope, wanted)}
            closed = [each.path for each in _disclosures(envelope) if each.path not in opened]
            return frozenset(path for path in paths if not any(_inside(path, place) for place in closed))
        case _:
            pointers = [*mandatory_pointers(envelope.document), *wanted]
            return frozenset(path for path in paths if any(_comes_along(path, pointer) for pointer in pointers))


def chosen_disclosures(envelope: Envelope, chosen: Iterable[str]) -> tuple[Disclosure, ...]:
    """Return the SD-JWT disclosures that showing `chosen` needs: those that hold a chosen leaf, those inside a chosen subtree."""
    wanted = tuple(chosen)
    everything = _disclosures(envelope)
    needed = [
        each for each in everything if any(_inside(path, each.path) or _inside(each.path, path) for path in wanted)
    ]
    return with_parents(everything, needed)


def mandatory_pointers(document: JsonObject) -> tuple[str, ...]:
    """Return the JSON pointers that the issuer of a selective Data Integrity proof always shows."""
    if (value := find_base_proof(document, "ecdsa-sd-2023")) is not None:
        return ecdsa_sd_2023.read_base_proof(value).mandatory_pointers
    if (value := find_base_proof(document, "bbs-2023")) is not None:
        return bbs_2023.read_base_proof(value).mandatory_pointers
    return ()


def find_base_proof(document: JsonObject, suite: str) -> bytes | None:
    """Return the proof value of a base proof of `suite`, or None: a derived proof cannot be derived from again."""
    header = ecdsa_sd_2023.BASE_HEADER if suite == "ecdsa-sd-2023" else bbs_2023.BASE_HEADER
    proofs = document.get("proof")
    for proof in proofs if isinstance(proofs, list) else [proofs]:
        value = _proof_value(proof, suite)
        if value is not None and value.startswith(header):
            return value
    return None


def _proof_value(proof: JsonValue, suite: str) -> bytes | None:
    if not isinstance(proof, dict) or proof.get("cryptosuite") != suite:
        return None
    text = proof.get("proofValue")
    try:
        return read_base64url(text[1:]) if isinstance(text, str) and text.startswith("u") else None
    except WalletError:
        return None


def _known(paths: list[str], chosen: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(chosen))
    for pointer in wanted:
        if not any(_inside(path, pointer) for path in paths):
            raise NothingThereError(f"nothing at {pointer[:80]}", step="disclose.path", path=pointer[:80])
    return wanted


def _disclosures(envelope: Envelope) -> tuple[Disclosure, ...]:
    return envelope.selective.disclosures if envelope.selective is not None else ()


def _inside(path: str, place: str) -> bool:
    """Return whether `path` is `place` or lies below it."""
    return path == place or path.startswith(place + "/")


def _comes_along(path: str, pointer: str) -> bool:
    """Data Integrity ECDSA section 3.4.11: a selected value is shown with the id and types of every node on the way to it."""
    if _inside(path, pointer):
        return True
    for name in ("/id", "/type", "/@id", "/@type"):
        node, found, rest = path.rpartition(name)
        if found and (not rest or rest.strip("/").isdigit()) and _inside(pointer, node):
            return True
    return False
