"""Compiled contexts: what each term means, ready to be looked up while a document is walked.

Both classes are written once and never changed afterwards, but for `ActiveContext.derived`, a memo of the contexts that
follow from this one. Comparing is by identity, so that both can be keys of such memos.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import lru_cache
from typing import Final

from wallet.encoding.json_types import JsonValue
from wallet.encoding.jsonld.iris import KEYWORDS, is_absolute_iri
from wallet.encoding.nquads import XSD


class Unset(Enum):
    """Marks what a definition does not speak of, where null would be an answer."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


class Coercion(IntEnum):
    """What a bare string becomes under a term."""

    TEXT = 0
    IRI = 1
    VOCABULARY = 2
    JSON = 3


@dataclass(slots=True, eq=False)
class TermDefinition:
    """One term definition (JSON-LD 1.1 API section 4.2), with what the walker needs worked out beforehand.

    `predicate` is the N-Quads spelling of the IRI, or "" where RDF can have no such predicate. `suffix` is what follows a
    string literal, None where the default language decides. `plain` says that no container or the like is in the way.
    """

    iri: str | None
    is_prefix: bool = False
    is_protected: bool = False
    is_reverse: bool = False
    type_mapping: str | None = None
    language: str | Unset | None = UNSET
    direction: str | Unset | None = UNSET
    container: frozenset[str] = frozenset()
    index: str | None = None
    nest: str | None = None
    context: JsonValue | Unset = UNSET
    base_url: str = ""
    from_bundle: bool = False

    predicate: str = field(init=False, default="")
    coercion: Coercion = field(init=False, default=Coercion.TEXT)
    suffix: str | None = field(init=False, default=None)
    datatype: str | None = field(init=False, default=None)
    plain: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        if self.iri is not None and is_absolute_iri(self.iri):
            self.predicate = f"<{self.iri}>"
        match self.type_mapping:
            case "@id":
                self.coercion = Coercion.IRI
            case "@vocab":
                self.coercion = Coercion.VOCABULARY
            case "@json":
                self.coercion = Coercion.JSON
            case None | "@none":
                if self.language is not UNSET:
                    self.suffix = language_suffix(self.language)
            case datatype:
                self.datatype = datatype
                self.suffix = datatype_suffix(datatype)
        usual = not self.is_reverse and self.container <= {"@set"} and self.coercion is not Coercion.JSON
        directed = isinstance(self.direction, str)
        self.plain = usual and self.predicate != "" and self.context is UNSET and not directed

    def says_the_same_as(self, other: "TermDefinition") -> bool:
        """Compare all but protection, as the rule on protected terms asks (section 4.2.2 step 27)."""
        return self._meaning() == other._meaning()

    def _meaning(self) -> tuple[object, ...]:
        mapping = (self.iri, self.is_prefix, self.is_reverse, self.type_mapping, self.container, self.index, self.nest)
        return (*mapping, self.language, self.direction, self.context)


def language_suffix(language: str | None) -> str:
    """Return what follows a string in `language`."""
    return f"@{language}" if language else ""


def datatype_suffix(datatype: str) -> str:
    """Return what follows a literal of `datatype`; xsd:string goes without saying."""
    return "" if datatype == f"{XSD}string" else f"^^<{datatype}>"


Derivation = tuple[TermDefinition, bool] | tuple[str, ...]


@dataclass(slots=True, eq=False)
class ActiveContext:
    """An active context (JSON-LD 1.1 API section 4.1).

    `keyword_of` maps every name that stands for a keyword here, aliases and the keywords themselves, to the keyword;
    `value_names`, `type_names` and `id_names` are the names of three of them.
    """

    terms: Mapping[str, TermDefinition]
    base: str | None
    original_base: str | None
    vocab: str | None = None
    language: str | None = None
    direction: str | None = None
    previous: "ActiveContext | None" = None
    from_bundle: bool = True

    keyword_of: Mapping[str, str] = field(init=False)
    value_names: frozenset[str] = field(init=False)
    type_names: frozenset[str] = field(init=False)
    id_names: frozenset[str] = field(init=False)
    suffix: str = field(init=False)
    derived: "dict[Derivation, ActiveContext]" = field(init=False, default_factory=dict)
    _iris: frozenset[str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        aliases = {name: term.iri for name, term in self.terms.items() if term.iri is not None and term.iri in KEYWORDS}
        self.keyword_of = _keyword_of(frozenset(aliases.items()))
        named = self.keyword_of.items()
        self.value_names = frozenset(name for name, keyword in named if keyword == "@value")
        self.type_names = frozenset(name for name, keyword in named if keyword == "@type")
        self.id_names = frozenset(name for name, keyword in named if keyword == "@id")
        self.suffix = language_suffix(self.language)

    @property
    def iris(self) -> frozenset[str]:
        """Every IRI that some term here stands for."""
        if self._iris is None:
            self._iris = frozenset(term.iri for term in self.terms.values() if term.iri is not None)
        return self._iris


@lru_cache(maxsize=256)
def _keyword_of(aliases: frozenset[tuple[str, str]]) -> Mapping[str, str]:
    """Contexts with the same aliases share one mapping, so that the walk can tell by identity that nothing changed."""
    return {keyword: keyword for keyword in KEYWORDS} | dict(aliases)
