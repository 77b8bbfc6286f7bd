"""The walk over one document: its nodes, and the order of things.

`Walk` is one object, split over files to be read one at a time: `Values` (what one JSON value becomes), `Containers`
(lists, graphs and maps of values), `Members` (the members of a node), and here the nodes themselves.
"""

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld.active_context import UNSET, ActiveContext, TermDefinition
from wallet.encoding.jsonld.members import Members
from wallet.encoding.jsonld.term_definitions import expand_iri, fail
from wallet.encoding.jsonld.values import NOTHING, RDF_TYPE, Given, Path, pointer_to

__all__ = ["Path", "Walk", "pointer_to"]

_OF_CREDENTIALS = "https://www.w3.org/2018/credentials#"
# Keywords that may make an object something other than a node, and those that may have several names in one object.
_COLLECTIVE = frozenset({"@value", "@list", "@set", "@language", "@graph"})
_SHARED = frozenset({"@type", "@included", "@nest", "@graph", "@context"})


class Walk(Members):
    """Turns one document into quads."""

    __slots__ = ()

    def start(self, document: JsonValue, active: ActiveContext) -> None:
        """Walk the whole document."""
        if isinstance(document, dict):
            self.free(document, active, None, None, "", top=True)
        elif isinstance(document, list):
            for place, item in enumerate(document):
                self.free(item, active, None, (None, place), "", top=len(document) == 1)
        elif document is not None:
            self.leave(None, "free_floating", "")
        self.leave_lone_blanks()

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
        """Walk what stands in a graph without being the object of a property (steps 4.1 and 19)."""
        if isinstance(value, dict):
            self.mapping(value, active, term, path, graph, given, is_free=True, is_top=top)
        elif isinstance(value, list):
            for place, item in enumerate(value):
                self.free(item, active, term, (path, place), graph, given=given)
        elif value is not None:
            self.leave(path, "free_floating", str(value)[:80])

    def mapping(
        self,
        value: JsonObject,
        active: ActiveContext,
        term: TermDefinition | None,
        path: Path,
        graph: str,
        given: Given = NOTHING,
        *,
        is_free: bool = False,
        is_top: bool = False,
    ) -> list[str | None]:
        """Walk an object of any kind; return the terms it stands for, one unless it is a set (steps 7 to 15)."""
        outer = active
        if active.previous is not None and not given.from_map and _reverts(value, active):
            active = active.previous
        if term is not None and term.context is not UNSET:
            active = self.compiler.scoped(active, term, by_type=False)
        if "@context" in value:
            active = self.embedded(active, value["@context"], path)
        typing = active
        names = _keyword_names(value, active)
        if "@type" in names:
            active = self._scope_by_type(value, active)
            if active.keyword_of is not typing.keyword_of:
                names = _keyword_names(value, active)
        if not names.keys().isdisjoint(_COLLECTIVE):
            if active is not outer and term is not None and ("@list" in names or "@set" in names):
                term = _redefined(term, outer, active)
            return self._special(value, names, active, typing, term, path, graph, given, is_free=is_free, is_top=is_top)
        return [self._node(value, names, active, typing, path, graph, given, is_free=is_free)]

    def _special(
        self,
        value: JsonObject,
        names: dict[str, str],
        active: ActiveContext,
        typing: ActiveContext,
        term: TermDefinition | None,
        path: Path,
        graph: str,
        given: Given,
        *,
        is_free: bool,
        is_top: bool,
    ) -> list[str | None]:
        """Walk an object with a keyword that may make it something other than a node."""
        if "@value" in names:
            if is_free:
                self.leave(path, "free_floating", "@value")
            return self.value_object(value, names, active, typing, path)
        if "@list" in names or "@set" in names:
            return self._collection(value, names, active, term, path, graph, is_free=is_free)
        if "@language" in names and len(value) == 1:
            self.leave(path, "language", names["@language"])
            return []
        if is_top and "@graph" in names and len(value) - ("@context" in value) == 1:
            self.leave((path, names["@graph"]), "restructured", names["@graph"])
            self.free(value[names["@graph"]], active, None, (path, names["@graph"]), graph)
            return []
        return [self._node(value, names, active, typing, path, graph, given, is_free=is_free)]

    def _scope_by_type(self, value: JsonObject, active: ActiveContext) -> ActiveContext:
        """Step 11: the contexts of the node's types, in the order of their names."""
        terms = active.terms
        for name in sorted(active.type_names & value.keys()):
            types = value[name]
            scoped = [
                typed
                for typed in (types if isinstance(types, list) else (types,))
                if isinstance(typed, str) and (term := terms.get(typed)) is not None and term.context is not UNSET
            ]
            for typed in sorted(scoped) if len(scoped) > 1 else scoped:
                active = self.compiler.scoped(active, terms[typed], by_type=True)
        return active

    def _collection(
        self,
        value: JsonObject,
        names: dict[str, str],
        active: ActiveContext,
        term: TermDefinition | None,
        path: Path,
        graph: str,
        *,
        is_free: bool,
    ) -> list[str | None]:
        """Steps 13.4.9, 13.4.10 and 17: list and set objects."""
        kind = "@list" if "@list" in names else "@set"
        if len(value) - ("@context" in value) > 1 + ("@index" in names):
            raise fail("invalid set or list object")
        self.leave_index(value, names, path)
        items = value[names[kind]]
        inner: Path = (path, names[kind])
        if is_free:
            if kind == "@list":
                self.leave(path, "free_floating", "@list")
            else:
                self.free(items, active, term, inner, graph)
            return []
        if kind == "@list":
            return [self.list_of(items, active, term, inner, graph)]
        return self.objects(items, active, term, inner, graph)

    def _node(
        self,
        value: JsonObject,
        names: dict[str, str],
        active: ActiveContext,
        typing: ActiveContext,
        path: Path,
        graph: str,
        given: Given,
        *,
        is_free: bool,
    ) -> str | None:
        """Walk a node object; return its subject, None where RDF can have no such subject."""
        named = names.get("@id")
        before = len(self.quads)
        if named is not None:
            subject = self._identified(value, named, active, path, graph, is_root=is_free)
        elif "@nest" in names and (nested := _nested_id(value, active)) is not None:
            subject = self.resource(nested, active, path)
        else:
            subject = given.subject or self.fresh()
        for typed in given.types:
            self.emit(subject, RDF_TYPE, typed, graph, path, path)
        for predicate, object_ in given.members:
            self.emit(subject, predicate, object_, graph, path, path)
        self.members(subject, value, active, typing, path, graph)
        if is_free and named is not None and len(self.quads) == before:
            self.leave((path, named), "free_floating", str(value[named])[:80])
        return subject

    def _identified(
        self, value: JsonObject, named: str, active: ActiveContext, path: Path, graph: str, *, is_root: bool
    ) -> str | None:
        identifier = value[named]
        if not isinstance(identifier, str):
            raise fail("invalid @id value")
        subject = self.resource(identifier, active, (path, named))
        if is_root and subject is not None:
            self.roots.add((subject, graph))
        elif (subject, graph) in self.roots:
            self._check_second_description(value, active, path)
        return subject

    def _check_second_description(self, value: JsonObject, active: ActiveContext, path: Path) -> None:
        """Notice what belongs to a credential but stands elsewhere, under the credential's own identifier.

        The quads are the same, so the signature is too; but whoever reads the credential looks for its `validUntil`
        or `credentialStatus` in the credential and would not find it.
        """
        for name in value:
            if (expand_iri(active, name, vocab=True) or "").startswith(_OF_CREDENTIALS):
                self.leave((path, name), "split_node", name)


def _reverts(value: JsonObject, active: ActiveContext) -> bool:
    """Step 7: a context of types ends with its node, unless this is a value or a mere reference."""
    if not active.value_names.isdisjoint(value):
        return False
    return len(value) != 1 or next(iter(value)) not in active.id_names


def _redefined(term: TermDefinition, outer: ActiveContext, inner: ActiveContext) -> TermDefinition:
    """Steps 13.4.9 and 13.4.10: what a list or set object holds is expanded by what its property means inside the object.

    The object ends a context of types as any object does (step 7): a property that has its meaning from there has none within.
    """
    name = next((name for name, known in outer.terms.items() if known is term), None)
    return inner.terms.get(name, TermDefinition(term.iri)) if name is not None else term


def _keyword_names(value: JsonObject, active: ActiveContext) -> dict[str, str]:
    """Return which of the object's names stands for which keyword (step 13.4.2: several only for some)."""
    keyword_of = active.keyword_of
    found = keyword_of.keys() & value.keys()
    names = {keyword_of[name]: name for name in found}
    if len(names) < len(found):
        for name in found:
            if names[keyword_of[name]] != name and keyword_of[name] not in _SHARED:
                raise fail("colliding keywords")
    return names


def _nested_id(value: JsonObject, active: ActiveContext) -> str | None:
    for name in active.keyword_of.keys() & value.keys():
        if active.keyword_of[name] != "@nest":
            continue
        member = value[name]
        for item in member if isinstance(member, list) else [member]:
            if isinstance(item, dict):
                for inner in active.keyword_of.keys() & item.keys():
                    identifier = item[inner]
                    if active.keyword_of[inner] == "@id" and isinstance(identifier, str):
                        return identifier
                if (deeper := _nested_id(item, active)) is not None:
                    return deeper
    return None
