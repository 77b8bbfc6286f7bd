"""Members whose term has a container: lists, graphs, and maps by language, index, identifier or type.

Clauses are those of JSON-LD 1.1 API section 5.1.2.
"""

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld.active_context import UNSET, ActiveContext, Coercion, TermDefinition, language_suffix
from wallet.encoding.jsonld.iris import is_language_tag
from wallet.encoding.jsonld.literals import spell_json
from wallet.encoding.jsonld.term_definitions import expand_iri, fail
from wallet.encoding.jsonld.values import NOTHING, RDF_TYPE, Given, Path, Values


class Containers(Values):
    """Walks members that are not simply values in a row."""

    __slots__ = ()

    def contained(
        self,
        subject: str | None,
        term: TermDefinition,
        member: JsonValue,
        active: ActiveContext,
        path: Path,
        name: str,
        graph: str,
        *,
        forward: bool | None = None,
    ) -> None:
        """Walk a member and write its quads, from the objects to the subject where the term is a reverse one."""
        inner: Path = (path, name)
        forward = not term.is_reverse if forward is None else forward
        if not forward:
            self._check_reversible(member, active, term)
        if term.coercion is Coercion.JSON and "@list" not in term.container:
            found: list[str | None] = [spell_json(member)]
        elif isinstance(member, dict) and "@language" in term.container:
            found = self._by_language(member, active, term, inner)
        elif isinstance(member, dict) and term.container & {"@id", "@index", "@type"}:
            found = self._by_key(member, active, term, inner, graph)
        elif "@list" in term.container:
            found = self._listed(member, active, term, inner, graph)
        elif "@graph" in term.container and not term.container & {"@id", "@index"}:
            found = self._graphs(member, active, term, inner)
        else:
            found = self.objects(member, active, term, inner, graph)
        for object_ in found:
            if forward:
                self.emit(subject, term.predicate, object_, graph, path, inner)
            elif object_ is not None and term.predicate:
                if object_.startswith('"'):
                    raise fail("invalid reverse property value")
                self.emit(object_, term.predicate, subject, graph, path, inner)

    def _check_reversible(self, member: JsonValue, active: ActiveContext, term: TermDefinition) -> None:
        """Step 13.14: only nodes can be the subject of something, in whatever arrays and sets they stand."""
        for item in member if isinstance(member, list) else [member]:
            if isinstance(item, list):
                self._check_reversible(item, active, term)
                continue
            if isinstance(item, dict):
                names = {active.keyword_of[name]: name for name in active.keyword_of.keys() & item.keys()}
                bad = not names.keys().isdisjoint(("@value", "@list"))
                if "@set" in names:
                    self._check_reversible(item[names["@set"]], active, term)
            else:
                bad = item is not None and not (
                    isinstance(item, str) and term.coercion in (Coercion.IRI, Coercion.VOCABULARY)
                )
            if bad:
                raise fail("invalid reverse property value")

    def _by_language(
        self, member: JsonObject, active: ActiveContext, term: TermDefinition, path: Path
    ) -> list[str | None]:
        """Step 13.7."""
        direction = active.direction if term.direction is UNSET else term.direction
        found: list[str | None] = []
        for language, texts in member.items():
            tag = "" if expand_iri(active, language, vocab=True) == "@none" else language.lower()
            for place, text in enumerate(texts) if isinstance(texts, list) else ((None, texts),):
                leaf: Path = (path, language) if place is None else ((path, language), place)
                if text is None:
                    self.leave(leaf, "null_value", language)
                elif not isinstance(text, str):
                    raise fail("invalid language map value")
                elif tag and not is_language_tag(tag):
                    self.leave(leaf, "invalid_language", language)
                else:
                    found.append(self._directed(text, language_suffix(tag), direction, leaf))
        return found

    def _by_key(
        self, member: JsonObject, active: ActiveContext, term: TermDefinition, path: Path, graph: str
    ) -> list[str | None]:
        """Step 13.8: maps by index, identifier or type."""
        found: list[str | None] = []
        within = active
        if term.container & {"@id", "@type"} and active.previous is not None:
            within = active.previous
        for key, value in member.items():
            leaf: Path = (path, key)
            inside = within
            if "@type" in term.container:
                typed = within.terms.get(key)
                if typed is not None and typed.context is not UNSET:
                    inside = self.compiler.scoped(within, typed, by_type=True)
            is_none = expand_iri(active, key, vocab=True) == "@none"
            given = Given(from_map=True) if is_none else self._given(key, active, within, term, leaf)
            for place, item in enumerate(value) if isinstance(value, list) else ((None, value),):
                place_: Path = leaf if place is None else (leaf, place)
                found += self._keyed(item, inside, term, place_, graph, given)
        return found

    def _given(self, key: str, active: ActiveContext, within: ActiveContext, term: TermDefinition, leaf: Path) -> Given:
        """Return what the key of a map says of the nodes under it."""
        if "@id" in term.container:
            return Given(subject=self.resource(key, active, leaf), from_map=True)
        if "@type" in term.container:
            typed = self.resource(key, within, leaf, vocab=True)
            return Given(types=(typed,) if typed else (), from_map=True)
        if term.index is None or term.index == "@index":
            self.leave(leaf, "index", key)
            return Given(from_map=True)
        index = active.terms.get(term.index) or TermDefinition(expand_iri(active, term.index, vocab=True))
        object_ = self.scalar(key, active, index, leaf)
        return Given(members=((index.predicate, object_),) if object_ and index.predicate else (), from_map=True)

    def _keyed(
        self, item: JsonValue, active: ActiveContext, term: TermDefinition, path: Path, graph: str, given: Given
    ) -> list[str | None]:
        if "@graph" in term.container:
            return self._graph_of(item, active, term, path, graph, given)
        if isinstance(item, str) and "@type" in term.container:
            return [self._reference(item, active, term, path, graph, given)]
        names = (
            {active.keyword_of[name] for name in active.keyword_of.keys() & item.keys()}
            if isinstance(item, dict)
            else set()
        )
        if given.members and (not isinstance(item, dict) or "@value" in names):
            if isinstance(item, str) and term.coercion in (Coercion.IRI, Coercion.VOCABULARY):
                return [self._reference(item, active, term, path, graph, given)]
            if item is not None:
                raise fail("invalid value object")
        return self.objects(item, active, term, path, graph, given)

    def _reference(
        self, item: str, active: ActiveContext, term: TermDefinition, path: Path, graph: str, given: Given
    ) -> str | None:
        """A bare identifier in a map: a node of which nothing is said but what the key says."""
        subject = self.resource(item, active, path, vocab=term.coercion is Coercion.VOCABULARY)
        if subject is not None:
            self.state(subject, given, graph, path)
        return subject

    def state(self, subject: str, given: Given, graph: str, path: Path) -> None:
        """Write what a map's key says of a node."""
        for typed in given.types:
            self.emit(subject, RDF_TYPE, typed, graph, path, path)
        for predicate, object_ in given.members:
            self.emit(subject, predicate, object_, graph, path, path)

    def _listed(
        self, member: JsonValue, active: ActiveContext, term: TermDefinition, path: Path, graph: str
    ) -> list[str | None]:
        """Step 13.10."""
        if member is None:
            self.leave(path, "null_value", "")
            return []
        if term.coercion is Coercion.JSON:
            return [self._spell_list([spell_json(member)], graph, path)]
        if isinstance(member, dict):
            names = {active.keyword_of[name] for name in active.keyword_of.keys() & member.keys()}
            if "@list" in names:
                return self.objects(member, active, term, path, graph)
        return [self.list_of(member, active, term, path, graph)]

    def _graphs(self, member: JsonValue, active: ActiveContext, term: TermDefinition, path: Path) -> list[str | None]:
        """Step 13.12: each value is a graph of its own."""
        found: list[str | None] = []
        for place, item in enumerate(member) if isinstance(member, list) else ((None, member),):
            leaf: Path = path if place is None else (path, place)
            if item is None:
                self.leave(leaf, "null_value", "")
                continue
            set_name = _set_name(item, active)
            if set_name is not None and isinstance(item, dict):  # step 13.4.10: what is in a set stands for itself
                found += self._graphs(item[set_name], active.previous or active, term, (leaf, set_name))
                continue
            found += self._graph_of(item, active, term, leaf, "", NOTHING)
        return found

    def _graph_of(
        self, item: JsonValue, active: ActiveContext, term: TermDefinition, path: Path, graph: str, given: Given
    ) -> list[str | None]:
        """Write one value into a graph, named by the key of the map or by a blank node; return its name."""
        if isinstance(item, dict) and given.from_map:
            names = {active.keyword_of[name] for name in active.keyword_of.keys() & item.keys()}
            if "@graph" in names and len(item) == len(names) and names <= {"@graph", "@id", "@index", "@context"}:
                return self.objects(item, active, term, path, graph, given)
        name = given.subject or self.fresh()
        self.state(name, given, graph, path)
        self.free(item, active, term, path, name, given=Given(from_map=given.from_map))
        return [name]

    def free(
        self,
        value: JsonValue,
        active: ActiveContext,
        term: TermDefinition | None,
        path: Path,
        graph: str,
        *,
        top: bool = False,
        given: Given = NOTHING,
    ) -> None:
        """Walk what stands in a graph by itself; `Walk` knows how."""
        raise NotImplementedError


def _set_name(item: JsonValue, active: ActiveContext) -> str | None:
    """Return the name of the one member of an object that is nothing but a set, None for any other value."""
    name = next(iter(item)) if isinstance(item, dict) and len(item) == 1 else None
    return name if name is not None and active.keyword_of.get(name) == "@set" else None
