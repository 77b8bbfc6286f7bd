"""The members of a node: terms, keywords, and names that are neither (JSON-LD 1.1 API section 5.1.2 steps 13 and 14)."""

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld.active_context import UNSET, ActiveContext, Coercion, TermDefinition
from wallet.encoding.jsonld.containers import Containers
from wallet.encoding.jsonld.iris import KEYWORDS, is_keyword_like
from wallet.encoding.jsonld.term_definitions import expand_iri, fail
from wallet.encoding.jsonld.values import RDF_TYPE, Path
from wallet.encoding.nquads import Quad, spell_text

_TEXT = Coercion.TEXT
_RESTRUCTURING = {"@graph", "@included", "@nest", "@reverse"}


class Members(Containers):
    """Walks the members of one node and writes their quads."""

    __slots__ = ()

    def members(
        self,
        subject: str | None,
        value: JsonObject,
        active: ActiveContext,
        typing: ActiveContext,
        path: Path,
        graph: str,
    ) -> None:
        """Walk the members of a node, or of an object nested in it (steps 13 and 14)."""
        terms = active.terms
        keyword_of = active.keyword_of
        quads = self.quads
        undirected = active.direction is None
        for name, member in value.items():
            term = terms.get(name)
            if term is None or not term.plain:
                keyword = keyword_of.get(name)
                if keyword == "@type":
                    self._types(subject, member, typing, path, name, graph)
                elif keyword is not None:
                    if keyword != "@id" and keyword != "@context":
                        self._keyword_member(subject, keyword, name, member, active, typing, path, graph)
                else:
                    self._other_member(subject, name, member, term, active, path, graph)
                continue
            is_list = type(member) is list
            place = -1
            for item in member if type(member) is list else (member,):
                place += 1
                if type(item) is str:
                    if term.coercion is _TEXT and undirected:
                        suffix = active.suffix if term.suffix is None else term.suffix
                        plain = item.isprintable() and '"' not in item and "\\" not in item
                        object_: str | None = f'"{item}"{suffix}' if plain else spell_text(item) + suffix
                    else:
                        object_ = self.coerced(item, term, active, path, name, place if is_list else None)
                    if subject is not None and object_ is not None:
                        quad = (subject, term.predicate, object_, graph)
                        if quad in quads:
                            self.repeat(quad, path, _leaf(path, name, place if is_list else None))
                        else:
                            quads[quad] = path
                else:
                    leaf = _leaf(path, name, place if is_list else None)
                    if isinstance(item, dict):
                        found = self.mapping(item, active, term, leaf, graph)
                    else:
                        found = self.objects(item, active, term, leaf, graph)
                    for each in found:
                        self.emit(subject, term.predicate, each, graph, path, leaf)

    def _other_member(
        self,
        subject: str | None,
        name: str,
        member: JsonValue,
        term: TermDefinition | None,
        active: ActiveContext,
        path: Path,
        graph: str,
    ) -> None:
        if term is not None:
            if term.iri is None:
                self.leave((path, name), "mapped_to_null", name)
            elif not term.predicate:
                reason = "blank_predicate" if term.iri[:2] == "_:" else "relative_iri"
                self.leave((path, name), reason, name)
                self.contained(None, term, member, active, path, name, graph)
            else:
                self.contained(subject, term, member, active, path, name, graph)
        else:
            self._unknown_member(subject, name, member, active, path, graph)

    def _unknown_member(
        self, subject: str | None, name: str, member: JsonValue, active: ActiveContext, path: Path, graph: str
    ) -> None:
        """A name that is no term: an IRI, a compact IRI, a word for the vocabulary, or nothing."""
        if is_keyword_like(name):
            self.leave((path, name), "keyword_like", name)
            return
        iri = expand_iri(active, name, vocab=True)
        term = TermDefinition(iri)
        if iri is None or ":" not in iri:
            self.leave((path, name), "undefined_term", name)
            return
        if not term.predicate:
            self.leave((path, name), "blank_predicate" if iri[:2] == "_:" else "relative_iri", name)
        elif iri in active.iris:
            self.leave((path, name), "alias", name)
        elif not active.from_bundle and ("#" in name or "/" in name) and active.vocab is not None:
            self.leave((path, name), "inline_context", name)
        self.contained(subject if term.predicate else None, term, member, active, path, name, graph)

    def _keyword_member(
        self,
        subject: str | None,
        keyword: str,
        name: str,
        member: JsonValue,
        active: ActiveContext,
        typing: ActiveContext,
        path: Path,
        graph: str,
    ) -> None:
        """Step 13.4."""
        inner: Path = (path, name)
        if keyword in _RESTRUCTURING:
            self.leave(inner, "restructured", name)
        match keyword:
            case "@graph":
                if subject is not None:
                    self.free(member, active, None, inner, subject)
            case "@included":
                self._included(member, active, inner, graph)
            case "@index":
                if not isinstance(member, str):
                    raise fail("invalid @index value")
                self.leave(inner, "index", name)
            case "@reverse":
                self._reverse(subject, member, active, inner, graph)
            case "@nest":
                self._nest(subject, member, active, typing, inner, graph, active.terms.get(name))
            case "@language" | "@direction":
                if not isinstance(member, str):
                    raise fail("invalid value object")
                self.leave(inner, keyword[1:], name)
            case _:
                # A keyword of contexts only; in a node it says nothing.
                self.leave(inner, "keyword_like", name)

    def _types(
        self, subject: str | None, member: JsonValue, typing: ActiveContext, path: Path, name: str, graph: str
    ) -> None:
        types = member if isinstance(member, list) else [member]
        for place, typed in enumerate(types):
            if not isinstance(typed, str):
                raise fail("invalid type value")
            term = typing.terms.get(typed)
            if term is not None and term.predicate:
                object_: str | None = term.predicate
            else:
                object_ = self.typed(typed, typing, _leaf(path, name, place if types is member else None))
            if subject is None or object_ is None:
                continue
            quad: Quad = (subject, RDF_TYPE, object_, graph)
            if quad not in self.quads:
                self.quads[quad] = path
                continue
            leaf = _leaf(path, name, place if types is member else None)
            if types.count(typed) > 1 or self.quads[quad] is not path:
                self.repeat(quad, path, leaf)
            else:
                self.repeated.append(leaf)

    def _included(self, member: JsonValue, active: ActiveContext, path: Path, graph: str) -> None:
        items = member if isinstance(member, list) else [member]
        for place, item in enumerate(items):
            if not isinstance(item, dict) or _keywords(item, active) & {"@value", "@list", "@set"}:
                raise fail("invalid @included value")
            self.free(item, active, None, (path, place), graph)

    def _reverse(
        self,
        subject: str | None,
        member: JsonValue,
        active: ActiveContext,
        inner: Path,
        graph: str,
    ) -> None:
        """Step 13.4.13."""
        if not isinstance(member, dict):
            raise fail("invalid @reverse value")
        for name, items in member.items():
            term = active.terms.get(name)
            if name in KEYWORDS or (term is not None and term.iri in KEYWORDS):
                raise fail("invalid reverse property map")
            if term is None:
                iri = expand_iri(active, name, vocab=True)
                if iri is None or ":" not in iri:
                    self.leave((inner, name), "undefined_term", name)
                    continue
                term = TermDefinition(iri)
            if term.is_reverse:
                self.contained(subject, term, items, active, inner, name, graph, forward=True)
            else:
                self.contained(subject, term, items, active, inner, name, graph, forward=False)

    def _nest(
        self,
        subject: str | None,
        member: JsonValue,
        active: ActiveContext,
        typing: ActiveContext,
        path: Path,
        graph: str,
        term: TermDefinition | None,
    ) -> None:
        """Step 14: members in a box of their own, which means nothing."""
        if term is not None and term.context is not UNSET:
            active = self.compiler.scoped(active, term, by_type=False)
            typing = active
        for item in member if isinstance(member, list) else [member]:
            if not isinstance(item, dict):
                raise fail("invalid @nest value")
            if "@value" in _keywords(item, active):
                raise fail("invalid @nest value")
            self.members(subject, item, active, typing, path, graph)


def _leaf(path: Path, name: str, place: int | None) -> Path:
    return (path, name) if place is None else ((path, name), place)


def _keywords(value: JsonObject, active: ActiveContext) -> set[str]:
    return {active.keyword_of[name] for name in active.keyword_of.keys() & value.keys()}
