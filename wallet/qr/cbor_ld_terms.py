"""The terms of JSON-LD contexts as CBOR-LD sees them: which number each has, and which definition is in force where.

Far less than JSON-LD processing, and different from it: this mirrors what encoders do, so that the numbers agree.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld.contexts import ContextLoader
from wallet.errors import MalformedInputError, ResolutionError, TooBigError
from wallet.qr.cbor_ld_tables import FIRST_TERM, KEYWORDS
from wallet.qr.foreign import VocabularyNeededError

_MAX_CURIE_STEPS: Final = 8
_MAX_WORK: Final = 2_000_000  # definitions looked at; a real presentation takes some ten thousand


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is defined where it stands. `scoped` is its own context: None where it has none."""

    name: str
    id: str | None = None
    type: str | None = None
    scoped: JsonValue = None
    is_protected: bool = False
    propagates: bool = True


@dataclass(frozen=True, slots=True)
class ActiveTerms:
    """The terms in force at one place, and what was in force before the last change."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    previous: "ActiveTerms | None" = None
    all_propagate: bool = True

    def term(self, name: str) -> Term:
        """Return the definition of `name`, an empty one where there is none."""
        return self.terms.get(name) or Term(name)

    def type_names(self) -> Iterator[str]:
        """Yield `@type` and its aliases."""
        yield "@type"
        yield from (term.name for term in self.terms.values() if term.id == "@type")


@dataclass(slots=True)
class TermBook:
    """Gives every term the next even number when a context that defines it is first loaded."""

    loader: ContextLoader
    _numbers: dict[str, int] = field(default_factory=lambda: dict(KEYWORDS))
    _names: dict[int, str] = field(default_factory=lambda: {number: name for name, number in KEYWORDS.items()})
    _next: int = FIRST_TERM
    _loaded: dict[str | int, tuple[JsonObject, dict[str, Term]]] = field(default_factory=dict)
    _work: int = 0

    def number_of(self, name: str) -> int:
        """Return the number of `name` for one value; an odd -1 that no entry has where it has none."""
        return self._numbers.get(name, -2)

    def name_of(self, number: int) -> str:
        """Return the term of an even number. Raises MalformedInputError (step cbor_ld.term)."""
        if number not in self._names:
            raise MalformedInputError(f"no term has number {number}", step="cbor_ld.term")
        return self._names[number]

    def has(self, number: int) -> bool:
        """Whether a term has this number."""
        return number in self._names

    def embed(self, active: ActiveTerms, contexts: JsonValue) -> ActiveTerms:
        """Apply an object's own `@context`."""
        return self._apply(active, active.terms, contexts, propagates=True)

    def scope_to_types(self, active: ActiveTerms, types: Iterable[str]) -> ActiveTerms:
        """Apply the contexts of an object's types, by name."""
        scoped = active
        for name in sorted(types, key=lambda one: one.encode("utf-16-be", "surrogatepass")):
            if (context := scoped.term(name).scoped) is not None:
                scoped = self._apply(active, scoped.terms, context, propagates=False)
        return scoped

    def scope_to_property(self, active: ActiveTerms, term: Term) -> ActiveTerms:
        """Take back what does not reach into properties, and apply the property's own context."""
        reverted = active if active.all_propagate else self._reverted(active)
        scoped = active.term(term.name).scoped
        return reverted if scoped is None else self._apply(active, reverted.terms, scoped, propagates=True)

    def _reverted(self, active: ActiveTerms) -> ActiveTerms:
        terms: dict[str, Term] = {}
        self._spend(len(active.terms))
        for name, term in active.terms.items():
            place: ActiveTerms | None = active
            found: Term | None = term
            while found is not None and not found.propagates:
                place = place.previous if place is not None else None
                found = place.terms.get(name) if place is not None else None
            if found is not None:
                terms[name] = found
        return ActiveTerms(terms, active)

    def _apply(
        self, before: ActiveTerms, terms: Mapping[str, Term], contexts: JsonValue, *, propagates: bool
    ) -> ActiveTerms:
        for context in contexts if isinstance(contexts, list) else [contexts]:
            content, defined = self._load(context)
            reaches = content.get("@propagate", propagates) is not False
            terms = self._merged(terms, content, defined, reaches)
        return ActiveTerms(terms, before, all(term.propagates for term in terms.values()))

    def _merged(
        self, terms: Mapping[str, Term], content: JsonObject, defined: Mapping[str, Term], propagates: bool
    ) -> dict[str, Term]:
        self._spend(len(terms) + len(defined))
        merged = {
            name: replace(self._resolved(term, content, terms), propagates=propagates) for name, term in defined.items()
        }
        for name, term in terms.items():
            if name in merged:
                # A protected term keeps its definition, whatever a later context says.
                merged[name] = replace(term, propagates=propagates) if term.is_protected else merged[name]
            elif not (name in content and content[name] is None):
                merged[name] = term
        return merged

    def _resolved(self, term: Term, content: JsonObject, terms: Mapping[str, Term]) -> Term:
        return replace(term, type=_full(term.type, content, terms)) if term.type and ":" in term.type else term

    def _load(self, context: JsonValue) -> tuple[JsonObject, dict[str, Term]]:
        """Return a context and its terms, numbering the new ones in order of name. Raises as `read_cbor_ld`."""
        key = context if isinstance(context, str) else id(context)
        if key not in self._loaded:
            content = self._fetch(context) if isinstance(context, str) else context
            if not isinstance(content, dict):
                raise MalformedInputError("a context of a kind that CBOR-LD cannot have", step="cbor_ld.context")
            if isinstance(imported := content.get("@import"), str):
                content = {**self._load(imported)[0], **content}
            self._loaded[key] = (
                content,
                dict(self._define(content)),
            )  # keeps `context` alive, so that its id stays its own
        return self._loaded[key]

    def _fetch(self, url: str) -> JsonValue:
        if len(self._loaded) > 100:
            raise TooBigError("more contexts than any real credential has", step="cbor_ld.contexts")
        try:
            return self.loader.load(url).get("@context")
        except ResolutionError as error:
            raise VocabularyNeededError(error.detail, step="cbor_ld.context", url=url[:200]) from error

    def _define(self, content: JsonObject) -> Iterator[tuple[str, Term]]:
        is_protected = bool(content.get("@protected"))
        for name in sorted(content, key=lambda one: one.encode("utf-16-be", "surrogatepass")):
            value = content[name]
            if name in KEYWORDS or name == "@import" or value is None:
                continue
            self._number(name)
            yield name, _term(name, value, is_protected)

    def _number(self, name: str) -> None:
        if name not in self._numbers:
            self._numbers[name], self._names[self._next] = self._next, name
            self._next += 2

    def _spend(self, definitions: int) -> None:
        self._work += definitions
        if self._work > _MAX_WORK:
            raise TooBigError("contexts that take too much work", step="cbor_ld.work")


def _term(name: str, value: JsonValue, is_protected: bool) -> Term:
    match value:
        case str():
            return Term(name, value, is_protected=is_protected)
        case dict():
            own_id, own_type = value.get("@id"), value.get("@type")
            return Term(
                name,
                own_id if isinstance(own_id, str) else None,
                own_type if isinstance(own_type, str) else None,
                value.get("@context"),
                is_protected,
            )
        case _:
            raise MalformedInputError(f"{name[:40]} is not defined as a term", step="cbor_ld.context")


def _full(curie: str, content: JsonObject, terms: Mapping[str, Term]) -> str:
    """Return the IRI of a compact IRI, going on while its beginning is itself a term."""
    for _ in range(_MAX_CURIE_STEPS):
        prefix, colon, rest = curie.partition(":")
        defined = content.get(prefix)
        start = defined.get("@id") if isinstance(defined, dict) else defined
        if start is None and prefix in terms:
            start = terms[prefix].id
        if not colon or not isinstance(start, str):
            return curie
        curie = start + rest
    raise MalformedInputError("a prefix that never ends", step="cbor_ld.prefix")
