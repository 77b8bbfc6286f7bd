"""What ecdsa-sd-2023 and bbs-2023 share: statements under new labels, in two groups.

ECDSA Cryptosuites 1.0 section 3.4, BBS Cryptosuites 1.0 section 3.2. The canonical N-Quads are relabelled so that their
order tells nothing about what is hidden; those the issuer made mandatory form the first group.
"""

import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeAlias

from wallet.encoding.base64url import write_base64url
from wallet.encoding.json_types import JsonObject
from wallet.encoding.jsonld import ContextLoader
from wallet.encoding.rdf_canon import canonize
from wallet.proofs.rdf_form import RdfForm
from wallet.proofs.secured import MalformedProofError
from wallet.proofs.selection import SelectableDocument, make_selectable, select_json

LabelMap: TypeAlias = Mapping[str, str]  # canonical label (c14n3) -> new label
MakeLabels: TypeAlias = Callable[[RdfForm], dict[str, str]]
POINTER_LIMIT: Final = 1000


@dataclass(frozen=True, slots=True)
class Statements:
    """Relabelled N-Quads in their signed order, by place: which are mandatory."""

    lines: tuple[str, ...]
    mandatory: frozenset[int]

    @property
    def mandatory_hash(self) -> bytes:
        """SHA-256 over the mandatory statements, in order."""
        return sha256("".join(self.lines[place] for place in sorted(self.mandatory)).encode()).digest()

    @property
    def other_places(self) -> tuple[int, ...]:
        """The places of the statements that can be shown one by one, in order."""
        return tuple(place for place in range(len(self.lines)) if place not in self.mandatory)

    @property
    def others(self) -> tuple[str, ...]:
        """The statements that can be shown one by one, in order."""
        return tuple(self.lines[place] for place in self.other_places)


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What a holder shows of a base document: section 3.5.4 createDisclosureData, the part common to both suites.

    `places` are those of the shown statements in the base document, `mandatory_indexes` the mandatory ones among them,
    `labels` map the shown document's own canonical labels to the signed ones.
    """

    document: JsonObject
    places: tuple[int, ...]
    mandatory_indexes: tuple[int, ...]
    labels: LabelMap


def hmac_labels(form: RdfForm, key: bytes) -> dict[str, str]:
    """ECDSA section 3.4.4 createHmacIdLabelMapFunction: `u` and the base64url HMAC-SHA-256 of each canonical label."""
    return {label: "u" + write_base64url(hmac.digest(key, label.encode(), "sha256")) for label in form.canonical_labels}


def shuffled_labels(form: RdfForm, key: bytes) -> dict[str, str]:
    """BBS section 3.2.1 createShuffledIdLabelMapFunction: `b0`, `b1` ... in the order of the HMAC labels."""
    ordered = sorted(hmac_labels(form, key).items(), key=lambda pair: pair[1])
    return {label: f"b{place}" for place, (label, _) in enumerate(ordered)}


def relabelled(form: RdfForm, labels: LabelMap) -> tuple[str, ...]:
    """Return the N-Quads under new labels, sorted. Raises MalformedProofError unless every blank node has its own."""
    if set(labels) != set(form.canonical_labels) or len(set(labels.values())) != len(labels):
        raise MalformedProofError("the label map does not fit the document", step="proof.label_map")
    return tuple(sorted(set(form.relabel(labels))))


def group_by_indexes(form: RdfForm, labels: LabelMap, indexes: Iterable[int]) -> Statements:
    """Group a derived document: the proof says which places are mandatory. Raises MalformedProofError."""
    lines, listed = relabelled(form, labels), list(indexes)
    mandatory = frozenset(listed)
    if len(mandatory) != len(listed) or not mandatory <= frozenset(range(len(lines))):
        raise MalformedProofError("mandatory indexes", step="proof.indexes")
    return Statements(lines, mandatory)


@dataclass(frozen=True, slots=True)
class BaseDocument:
    """A base document with its statements under the issuer's labels, from which parts can be shown."""

    document: JsonObject
    selectable: SelectableDocument
    labels: LabelMap
    statements: Statements
    mandatory_pointers: tuple[str, ...]

    def disclose(self, pointers: Sequence[str]) -> Disclosed:
        """Show the mandatory part and what `pointers` select. Raises MalformedProofError for a pointer that leads nowhere."""
        combined = (*self.mandatory_pointers, *pointers)
        part = select_json(self.document, combined)
        if part is None:
            raise MalformedProofError("nothing is selected", step="proof.pointers")
        quads = self.selectable.select(combined)
        places = _places_of(self.selectable.form.relabel(self.labels, quads), self.statements.lines)
        mandatory = tuple(index for index, place in enumerate(places) if place in self.statements.mandatory)
        issued = canonize(quads).issued
        signed = self.selectable.form.label_of(self.labels)
        labels = {shown.removeprefix("_:"): signed[label] for label, shown in issued.items()}
        return Disclosed(part, places, mandatory, labels)


def read_base_document(
    document: JsonObject, form: RdfForm, contexts: ContextLoader, make_labels: MakeLabels, pointers: Sequence[str]
) -> BaseDocument:
    """Group a base document by the issuer's JSON pointers.

    Raises MalformedProofError for a pointer that leads nowhere, UnsupportedInputError for a document that cannot be
    selected from.
    """
    if len(pointers) > POINTER_LIMIT:
        raise MalformedProofError("too many pointers", step="proof.pointers")
    selectable = make_selectable(document, form, contexts)
    labels = make_labels(selectable.form)
    lines = relabelled(selectable.form, labels)
    chosen = selectable.form.relabel(labels, selectable.select(pointers))
    statements = Statements(lines, frozenset(_places_of(chosen, lines)))
    return BaseDocument(document, selectable, labels, statements, tuple(pointers))


def _places_of(chosen: Iterable[str], lines: Sequence[str]) -> tuple[int, ...]:
    place_of = {line: place for place, line in enumerate(lines)}
    return tuple(sorted({place_of[line] for line in chosen}))
