"""What one JSON value becomes: an IRI, a blank node, a literal or a list (JSON-LD 1.1 API sections 5.3 and 8.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld.active_context import (
    UNSET,
    ActiveContext,
    Coercion,
    TermDefinition,
    datatype_suffix,
    language_suffix,
)
from wallet.encoding.jsonld.context_processing import ContextCompiler
from wallet.encoding.jsonld.iris import is_absolute_iri, is_language_tag
from wallet.encoding.jsonld.literals import spell_json, spell_scalar, survives_spelling
from wallet.encoding.jsonld.term_definitions import expand_iri, fail
from wallet.encoding.nquads import RDF, Quad, spell_text

Path: TypeAlias = "tuple[Path, str | int] | None"
"""Where in the document: the path of the parent and a name or place in it; None is the root."""

RDF_TYPE: Final = f"<{RDF}type>"
RDF_FIRST: Final = f"<{RDF}first>"
RDF_REST: Final = f"<{RDF}rest>"
RDF_NIL: Final = f"<{RDF}nil>"
_I18N: Final = "https://www.w3.org/ns/i18n#"
_IN_VALUE_OBJECTS = {"@context", "@direction", "@index", "@language", "@type", "@value"}


@dataclass(frozen=True, slots=True)
class Given:
    """What a map of values says of a node from outside: its identifier, types and members."""

    subject: str | None = None
    types: tuple[str, ...] = ()
    members: tuple[tuple[str, str], ...] = ()
    from_map: bool = False


NOTHING: Final = Given()


def pointer_to(path: Path) -> str:
    """Return the JSON pointer (RFC 6901) of a path."""
    parts: list[str] = []
    while path is not None:
        path, last = path
        parts.append(str(last).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{part}" for part in reversed(parts))


class Values:
    """The quads so far, the account of what they leave out, and how single values are spelled."""

    __slots__ = (
        "_blank_count",
        "_blanks",
        "_lone_blanks",
        "compiler",
        "directional",
        "directions",
        "quads",
        "repeated",
        "roots",
        "uncovered",
    )

    def __init__(self, compiler: ContextCompiler, *, directions: bool = False) -> None:
        self.compiler = compiler
        self.directions = directions
        self.directional = False
        self.quads: dict[Quad, Path] = {}
        self.uncovered: list[tuple[Path, str, str]] = []
        self.repeated: list[Path] = []
        self.roots: set[tuple[str | None, str]] = set()
        self._blanks: dict[str, str] = {}
        self._lone_blanks: dict[str, Path] = {}
        self._blank_count = 0

    def leave(self, path: Path, reason: str, term: str) -> None:
        """Note that what stands at `path` is not covered."""
        self.uncovered.append((path, reason, term))

    def leave_index(self, value: JsonObject, names: dict[str, str], path: Path) -> None:
        """Note the `@index` of an object: JSON-LD keeps it, RDF does not."""
        if "@index" in names:
            if not isinstance(value[names["@index"]], str):
                raise fail("invalid @index value")
            self.leave((path, names["@index"]), "index", names["@index"])

    def fresh(self) -> str:
        """Return a new blank node."""
        label = f"_:b{self._blank_count}"
        self._blank_count += 1
        return label

    def emit(
        self, subject: str | None, predicate: str, object_: str | None, graph: str, node: Path, leaf: Path
    ) -> None:
        """Add a quad, unless a part of it does not exist in RDF, which has been noted where it was found."""
        if subject is None or object_ is None:
            return
        quad = (subject, predicate, object_, graph)
        if quad in self.quads:
            self.repeat(quad, node, leaf)
        else:
            self.quads[quad] = node

    def repeat(self, quad: Quad, node: Path, leaf: Path) -> None:
        """Note a quad that was there already: twice from one node is a value that the signature does not count."""
        if self.quads[quad] is node:
            self.leave(leaf, "merged", quad[1])
        else:
            self.repeated.append(leaf)

    def embedded(self, active: ActiveContext, local: JsonValue, path: Path) -> ActiveContext:
        """Return the context that a node's own `@context` gives, noting contexts that the document makes up."""
        contexts = local if isinstance(local, list) else [local]
        for place, context in enumerate(contexts):
            if not isinstance(context, str) and not _only_sets_a_vocabulary(context):
                inner: Path = (path, "@context")
                self.leave((inner, place) if contexts is local else inner, "inline_context", "@context")
        return self.compiler.embedded(active, local)

    def resource(self, text: str, active: ActiveContext, leaf: Path, *, vocab: bool = False) -> str | None:
        """Return the IRI or blank node that an identifier names, None (and noted) where it names none."""
        prefix = text.partition(":")[0]
        if prefix not in active.terms and is_absolute_iri(text) and text not in active.terms:
            return f"<{text}>"
        iri = expand_iri(active, text, vocab=vocab, relative=True)
        if iri is not None and iri[:2] == "_:":
            return self.blank(iri, leaf)
        if iri is None or not is_absolute_iri(iri):
            self.leave(leaf, "relative_iri", text[:80])
            return None
        return f"<{iri}>"

    def typed(self, text: str, typing: ActiveContext, leaf: Path) -> str | None:
        """Return the IRI of a type that is no term here."""
        resource = self.resource(text, typing, leaf, vocab=True)
        if resource is not None and resource[1:-1] in typing.iris:
            self.leave(leaf, "alias", text)
        elif resource is not None and not typing.from_bundle and ("#" in text or "/" in text) and ":" not in text:
            self.leave(leaf, "inline_context", text)
        return resource

    def blank(self, label: str, leaf: Path) -> str:
        """Return our label for a blank node that the document labels itself."""
        if label not in self._blanks:
            self._blanks[label] = self.fresh()
            self._lone_blanks[label] = leaf
        else:
            self._lone_blanks.pop(label, None)
        return self._blanks[label]

    def leave_lone_blanks(self) -> None:
        """Note blank node identifiers that stand once: they tie nothing together, so no quad would miss them."""
        for label, leaf in self._lone_blanks.items():
            self.leave(leaf, "blank_identifier", label[:80])

    def coerced(
        self, text: str, term: TermDefinition, active: ActiveContext, path: Path, name: str, place: int | None
    ) -> str | None:
        """Return the resource that a bare string names under a term that says so, or a text with a direction."""
        leaf: Path = (path, name) if place is None else ((path, name), place)
        if term.coercion is Coercion.TEXT:
            return self.text(text, active, term, leaf)
        return self.resource(text, active, leaf, vocab=term.coercion is Coercion.VOCABULARY)

    def objects(
        self,
        value: JsonValue,
        active: ActiveContext,
        term: TermDefinition | None,
        path: Path,
        graph: str,
        given: Given = NOTHING,
    ) -> list[str | None]:
        """Return the RDF terms of a value of a property; arrays lie flat (section 5.1.2 steps 4 to 6)."""
        if isinstance(value, dict):
            return self.mapping(value, active, term, path, graph, given)
        if isinstance(value, list):
            found: list[str | None] = []
            for place, item in enumerate(value):
                found += self.objects(item, active, term, (path, place), graph, given)
            return found
        if value is None:
            self.leave(path, "null_value", "")
            return []
        return [self.scalar(value, active, term, path)]

    def mapping(
        self,
        value: JsonObject,
        active: ActiveContext,
        term: TermDefinition | None,
        path: Path,
        graph: str,
        given: Given = NOTHING,
    ) -> list[str | None]:
        """Walk an object; `Walk` knows how."""
        raise NotImplementedError

    def scalar(
        self, value: str | bool | int | float, active: ActiveContext, term: TermDefinition | None, leaf: Path
    ) -> str | None:
        """Return a bare string, number or boolean as its term says (section 5.3)."""
        if term is not None and term.context is not UNSET:
            active = self.compiler.scoped(active, term, by_type=False)
        if isinstance(value, str):
            if term is not None and term.coercion in (Coercion.IRI, Coercion.VOCABULARY):
                return self.resource(value, active, leaf, vocab=term.coercion is Coercion.VOCABULARY)
            return self.text(value, active, term, leaf)
        if not survives_spelling(value):
            self.leave(leaf, "rounded", str(value))
        return spell_scalar(value, term.datatype if term is not None else None)

    def text(self, text: str, active: ActiveContext, term: TermDefinition | None, leaf: Path) -> str | None:
        """Return a bare string with the datatype, or the language and direction, that its term or the context gives it."""
        if term is None:
            return self._directed(text, active.suffix, active.direction, leaf)
        suffix = active.suffix if term.suffix is None else term.suffix
        if term.datatype is not None:
            return self._tagged(text, suffix, leaf)
        return self._directed(text, suffix, active.direction if term.direction is UNSET else term.direction, leaf)

    def _directed(self, text: str, suffix: str, direction: str | None, leaf: Path) -> str | None:
        """Section 8.2.2 step 13, `rdfDirection` i18n-datatype: language and direction become a datatype of their own."""
        if not direction or not self.directions:
            return self._tagged(text, suffix, leaf)
        language = suffix[1:].lower()
        if language and not is_language_tag(language):
            self.leave(leaf, "invalid_language", suffix)
            return None
        self.directional = True
        return spell_text(text) + f"^^<{_I18N}{language}_{direction}>"

    def _tagged(self, text: str, suffix: str, leaf: Path) -> str | None:
        if suffix[:1] == "@" and not is_language_tag(suffix[1:]):
            self.leave(leaf, "invalid_language", suffix)
            return None
        return spell_text(text) + suffix

    def value_object(
        self, value: JsonObject, names: dict[str, str], active: ActiveContext, typing: ActiveContext, path: Path
    ) -> list[str | None]:
        """Return the literal of a value object, nothing for null (section 5.1.2 step 15, section 8.2.2)."""
        if not names.keys() <= _IN_VALUE_OBJECTS or len(value) > len(names):
            self._check_members(value, names, active, path)
        if "@type" in names and ("@language" in names or "@direction" in names):
            raise fail("invalid value object")
        self.leave_index(value, names, path)
        if "@direction" in names and value[names["@direction"]] not in ("ltr", "rtl", None):
            raise fail("invalid base direction")
        content = value[names["@value"]]
        direction = self._direction(value, names, content, path)
        datatype = self._datatype(value, names, typing, path)
        if datatype == "@json":
            return [spell_json(content)]
        if isinstance(content, dict | list):
            raise fail("invalid value object value")
        if content is None:
            self.leave(path, "null_value", "@value")
            return []
        if "@language" in names and value[names["@language"]] is not None:
            return [self._in_language(content, value[names["@language"]], direction, path)]
        if datatype == "":
            return [None]
        if direction and isinstance(content, str):
            return [self._directed(content, "", direction, path)]
        if isinstance(content, str):
            return [spell_text(content) + (datatype_suffix(datatype) if datatype else "")]
        if not survives_spelling(content):
            self.leave(path, "rounded", str(content))
        return [spell_scalar(content, datatype)]

    def _check_members(self, value: JsonObject, names: dict[str, str], active: ActiveContext, path: Path) -> None:
        """Refuse members that a value object cannot have; those that mean nothing anywhere are only noted."""
        if not names.keys() <= _IN_VALUE_OBJECTS:
            raise fail("invalid value object")
        for name in value.keys() - set(names.values()):
            iri = expand_iri(active, name, vocab=True)
            if iri is not None and ":" in iri:
                raise fail("invalid value object")
            self.leave((path, name), "undefined_term", name)

    def _datatype(self, value: JsonObject, names: dict[str, str], typing: ActiveContext, path: Path) -> str | None:
        """Return the datatype, "@json", None for none, "" (and noted) for one that RDF cannot have."""
        if "@type" not in names:
            return None
        given = value[names["@type"]]
        if isinstance(given, list) and len(given) == 1:
            given = given[0]
        if given is None:
            return None
        if not isinstance(given, str):
            raise fail("invalid typed value" if isinstance(given, list) else "invalid type value")
        iri = expand_iri(typing, given, vocab=True, relative=True)
        if iri == "@json":
            return "@json"
        if iri is None or iri[:1] == "@" or iri[:2] == "_:" or any(letter in iri for letter in ' <>"{}|^`\\'):
            raise fail("invalid typed value")
        if not is_absolute_iri(iri):
            self.leave((path, names["@type"]), "relative_iri", given)
            return ""
        return iri

    def _direction(self, value: JsonObject, names: dict[str, str], content: JsonValue, path: Path) -> str | None:
        """Return the base direction of a value object's text; noted where RDF is not to carry it, or cannot."""
        if "@direction" not in names:
            return None
        direction = value[names["@direction"]]
        if direction is not None and self.directions and isinstance(content, str):
            return str(direction)
        self.leave((path, names["@direction"]), "direction", names["@direction"])
        return None

    def _in_language(
        self, content: str | bool | int | float, language: JsonValue, direction: str | None, path: Path
    ) -> str | None:
        if not isinstance(language, str):
            raise fail("invalid language-tagged string")
        if not isinstance(content, str):
            raise fail("invalid language-tagged value")
        return self._directed(content, language_suffix(language.lower()), direction, path)

    def list_of(
        self, value: JsonValue, active: ActiveContext, term: TermDefinition | None, path: Path, graph: str
    ) -> str:
        """Write an RDF list and return its head (section 8.3); arrays in it are lists too."""
        items: list[str | None] = []
        for place, item in enumerate(value) if isinstance(value, list) else ((None, value),):
            leaf: Path = path if place is None else (path, place)
            if isinstance(item, list):
                items.append(self.list_of(item, active, term, leaf, graph))
            else:
                items += self.objects(item, active, term, leaf, graph)
        return self._spell_list(items, graph, path)

    def _spell_list(self, items: Iterable[str | None], graph: str, path: Path) -> str:
        cells = [(self.fresh(), item) for item in items]
        for place, (cell, item) in enumerate(cells):
            rest = cells[place + 1][0] if place + 1 < len(cells) else RDF_NIL
            if item is not None:
                self.quads[(cell, RDF_FIRST, item, graph)] = path
            self.quads[(cell, RDF_REST, rest, graph)] = path
        return cells[0][0] if cells else RDF_NIL


def _only_sets_a_vocabulary(context: JsonValue) -> bool:
    """Tell whether an inline context only names a vocabulary whose terms can be split off in one way."""
    if not isinstance(context, dict) or context.keys() != {"@vocab"}:
        return False
    vocabulary = context["@vocab"]
    return isinstance(vocabulary, str) and is_absolute_iri(vocabulary) and vocabulary[-1] in "#/"
