"""Term definitions and IRI expansion (JSON-LD 1.1 API sections 4.2 and 5.2), while a context is being compiled.

Steps named in comments are those of section 4.2.2.
"""

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld.active_context import UNSET, ActiveContext, TermDefinition, Unset
from wallet.encoding.jsonld.iris import KEYWORDS, is_absolute_iri, is_keyword_like, resolve_iri
from wallet.errors import MalformedInputError

_CONTAINERS = frozenset(("@graph", "@id", "@index", "@language", "@list", "@set", "@type"))
_ENTRIES = {"@container", "@context", "@direction", "@id", "@index", "@language", "@nest", "@prefix", "@protected"}
_ENTRIES |= {"@reverse", "@type"}
_SPECIAL_TYPES = frozenset(("@id", "@json", "@none", "@vocab"))
_COLON_INSIDE = re.compile(r".+:.+", re.DOTALL)
_GENERAL_DELIMITERS = tuple(":/?#[]@")


class JsonLdError(MalformedInputError):
    """A rule of JSON-LD is broken; the step ends in the error code of the specification (API section 9.3)."""


def fail(code: str) -> JsonLdError:
    """Return the error for a code of the specification, such as "invalid term definition"."""
    return JsonLdError(code, step=f"jsonld.{code.replace('@', '').replace(' ', '_')}")


class Meanings(Protocol):
    """What IRI expansion needs to know of a context, finished or not."""

    @property
    def terms(self) -> Mapping[str, TermDefinition]: ...
    @property
    def base(self) -> str | None: ...
    @property
    def vocab(self) -> str | None: ...


class ContextDraft:
    """An active context while it is being written."""

    __slots__ = ("base", "direction", "from_bundle", "language", "original_base", "previous", "terms", "vocab")

    def __init__(self, active: ActiveContext, *, from_bundle: bool) -> None:
        self.terms = dict(active.terms)
        self.base = active.base
        self.original_base = active.original_base
        self.vocab = active.vocab
        self.language = active.language
        self.direction = active.direction
        self.previous = active.previous
        self.from_bundle = from_bundle and active.from_bundle

    def finished(self) -> ActiveContext:
        """Return what has been written so far as a context of its own."""
        return ActiveContext(
            dict(self.terms),
            self.base,
            self.original_base,
            self.vocab,
            self.language,
            self.direction,
            self.previous,
            self.from_bundle,
        )


def expand_iri(
    context: Meanings,
    value: str,
    *,
    vocab: bool = False,
    relative: bool = False,
    define: Callable[[str], None] | None = None,
) -> str | None:
    """Return the IRI, blank node or keyword that `value` stands for, None for nothing (section 5.2).

    `relative` resolves against the base; `define` brings a term of the local context into being first.
    """
    if value in KEYWORDS:
        return value
    if is_keyword_like(value):
        return None
    if define is not None:
        define(value)
    term = context.terms.get(value)
    if term is not None and (vocab or term.iri in KEYWORDS):
        return term.iri
    if ":" in value[1:]:
        prefix, _, suffix = value.partition(":") if value[0] != ":" else ("", "", "")
        if prefix == "_" or suffix[:2] == "//":
            return value
        if define is not None:
            define(prefix)
        namespace = context.terms.get(prefix)
        if namespace is not None and namespace.iri is not None and namespace.is_prefix:
            return namespace.iri + suffix
        if is_absolute_iri(value):
            return value
    if vocab and context.vocab is not None:
        return context.vocab + value
    if relative and context.base is not None:
        return resolve_iri(context.base, value)
    return value


def _is_iri_or_blank(value: str | None) -> bool:
    return value is not None and (value[:2] == "_:" or is_absolute_iri(value))


class DefinitionBuilder:
    """Defines the terms of one local context, each at most once and in whatever order they need one another."""

    __slots__ = ("_base_url", "_check_scoped", "_defined", "_draft", "_local", "_override", "_protected")

    def __init__(
        self,
        draft: ContextDraft,
        local: JsonObject,
        base_url: str,
        protected: bool,
        override_protected: bool,
        check_scoped: Callable[[JsonValue], None],
    ) -> None:
        self._draft = draft
        self._local = local
        self._base_url = base_url
        self._protected = protected
        self._override = override_protected
        self._check_scoped = check_scoped
        self._defined: dict[str, bool] = {}

    def define(self, name: str) -> None:
        """Define the term, and before it those it rests on. Raises JsonLdError."""
        if name in self._defined:
            if not self._defined[name]:
                raise fail("cyclic IRI mapping")
            return
        if name == "":
            raise fail("invalid term definition")
        if name != "@type" and is_keyword_like(name):
            if name in KEYWORDS:
                raise fail("keyword redefinition")
            return
        self._defined[name] = False
        value = self._local[name]
        if name == "@type":
            _check_type_redefinition(value)
        previous = self._draft.terms.pop(name, None)
        definition = self._definition(name, value)
        if definition is not None:
            self._draft.terms[name] = self._protect(definition, previous)
        self._defined[name] = True

    def _define_if_local(self, name: str) -> None:
        if name in self._local and self._defined.get(name) is not True:
            self.define(name)

    def _protect(self, definition: TermDefinition, previous: TermDefinition | None) -> TermDefinition:
        """Step 27: a protected term may only be said again, not changed."""
        if previous is None or not previous.is_protected or self._override:
            return definition
        if not definition.says_the_same_as(previous):
            raise fail("protected term redefinition")
        return previous

    def _expand(self, value: str, *, vocab: bool = True) -> str | None:
        return expand_iri(self._draft, value, vocab=vocab, define=self._define_if_local)

    def _definition(self, name: str, value: JsonValue) -> TermDefinition | None:
        """Steps 7 to 26. None where the definition is to be ignored."""
        if value is None or isinstance(value, str):
            entries: JsonObject = {"@id": value}
        elif isinstance(value, dict):
            entries = value
        else:
            raise fail("invalid term definition")
        protected = entries.get("@protected", self._protected)
        if not isinstance(protected, bool):
            raise fail("invalid @protected value")
        type_mapping = self._type_mapping(entries)
        if "@reverse" in entries:
            return self._reverse_definition(entries, protected, type_mapping)
        iri = self._iri(name, entries)
        if isinstance(iri, Unset):
            return None
        container = _container(entries)
        if "@type" in container:
            type_mapping = type_mapping or "@id"
            if type_mapping not in ("@id", "@vocab"):
                raise fail("invalid type mapping")
        index = self._index(entries, container)
        if "@context" in entries:
            self._check_scoped(entries["@context"])
        definition = TermDefinition(
            iri,
            is_prefix=self._is_prefix(name, iri, isinstance(value, str), entries),
            is_protected=protected,
            type_mapping=type_mapping,
            language=_language(entries) if type_mapping is None else UNSET,
            direction=_direction(entries),
            container=container,
            index=index,
            nest=_nest(entries),
            context=entries.get("@context", UNSET),
            base_url=self._base_url,
            from_bundle=self._draft.from_bundle,
        )
        if not entries.keys() <= _ENTRIES:
            raise fail("invalid term definition")
        return definition

    def _type_mapping(self, entries: JsonObject) -> str | None:
        """Step 12."""
        if "@type" not in entries:
            return None
        value = entries["@type"]
        if not isinstance(value, str):
            raise fail("invalid type mapping")
        mapping = self._expand(value)
        if mapping is None or (mapping not in _SPECIAL_TYPES and not is_absolute_iri(mapping)):
            raise fail("invalid type mapping")
        return mapping

    def _reverse_definition(
        self, entries: JsonObject, protected: bool, type_mapping: str | None
    ) -> TermDefinition | None:
        """Step 13."""
        value = entries["@reverse"]
        if "@id" in entries or "@nest" in entries:
            raise fail("invalid reverse property")
        if not isinstance(value, str):
            raise fail("invalid IRI mapping")
        if is_keyword_like(value):
            return None
        iri = self._expand(value)
        if not _is_iri_or_blank(iri):
            raise fail("invalid IRI mapping")
        name = entries.get("@container")
        if name not in (None, "@set", "@index"):
            raise fail("invalid reverse property")
        container = frozenset((str(name),)) if name else frozenset[str]()
        return TermDefinition(
            iri,
            is_protected=protected,
            is_reverse=True,
            type_mapping=type_mapping,
            language=_language(entries) if type_mapping is None else UNSET,
            direction=_direction(entries),
            container=container,
            index=self._index(entries, container),
            base_url=self._base_url,
            from_bundle=self._draft.from_bundle,
        )

    def _iri(self, name: str, entries: JsonObject) -> str | Unset | None:
        """Steps 14 to 18. UNSET where the definition is to be ignored."""
        if "@id" in entries and entries["@id"] != name:
            return self._given_iri(name, entries["@id"])
        if ":" in name[1:]:
            prefix, _, suffix = name.partition(":")
            self._define_if_local(prefix)
            namespace = self._draft.terms.get(prefix)
            return namespace.iri + suffix if namespace is not None and namespace.iri is not None else name
        if "/" in name:
            iri = self._expand_new(name)
            if not is_absolute_iri(iri or ""):
                raise fail("invalid IRI mapping")
            return iri
        if name == "@type":
            return name
        if self._draft.vocab is not None:
            return self._draft.vocab + name
        raise fail("invalid IRI mapping")

    def _given_iri(self, name: str, value: JsonValue) -> str | Unset | None:
        """Step 14."""
        if value is None:
            return None
        if not isinstance(value, str):
            raise fail("invalid IRI mapping")
        if value not in KEYWORDS and is_keyword_like(value):
            return UNSET
        iri = self._expand(value)
        if iri not in KEYWORDS and not _is_iri_or_blank(iri):
            raise fail("invalid IRI mapping")
        if iri == "@context":
            raise fail("invalid keyword alias")
        if _COLON_INSIDE.fullmatch(name) or "/" in name:
            self._defined[name] = True
            if self._expand_new(name) != iri:
                raise fail("invalid IRI mapping")
        return iri

    def _expand_new(self, name: str) -> str | None:
        """Expand a name that is itself being defined: its own, unfinished definition does not count."""
        define = self._define_if_local
        return expand_iri(self._draft, name, vocab=True, define=lambda other: define(other) if other != name else None)

    def _is_prefix(self, name: str, iri: str | None, simple: bool, entries: JsonObject) -> bool:
        """Steps 14.2.5 and 25."""
        if "@prefix" in entries:
            wanted = entries["@prefix"]
            if ":" in name or "/" in name:
                raise fail("invalid term definition")
            if not isinstance(wanted, bool):
                raise fail("invalid @prefix value")
            if wanted and iri in KEYWORDS:
                raise fail("invalid term definition")
            return wanted
        if not simple or iri is None or ":" in name or "/" in name:
            return False
        return iri.endswith(_GENERAL_DELIMITERS) or iri[:2] == "_:"

    def _index(self, entries: JsonObject, container: frozenset[str]) -> str | None:
        """Step 20."""
        if "@index" not in entries:
            return None
        value = entries["@index"]
        if "@index" not in container or not isinstance(value, str):
            raise fail("invalid term definition")
        if not is_absolute_iri(self._expand(value) or ""):
            raise fail("invalid term definition")
        return value


def _check_type_redefinition(value: JsonValue) -> None:
    """Step 4: of @type itself only the container and the protection may be said."""
    if not isinstance(value, dict) or not value or not value.keys() <= {"@container", "@protected"}:
        raise fail("keyword redefinition")
    if value.get("@container", "@set") not in ("@set", ["@set"]):
        raise fail("keyword redefinition")


def _container(entries: JsonObject) -> frozenset[str]:
    """Step 19."""
    if "@container" not in entries:
        return frozenset()
    value = entries["@container"]
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) and name in _CONTAINERS for name in names):
        raise fail("invalid container mapping")
    container = frozenset(str(name) for name in names)
    others = container - {"@set"}
    if "@list" in container and len(container) > 1:
        raise fail("invalid container mapping")
    if len(others) > 1 and others not in ({"@graph", "@id"}, {"@graph", "@index"}):
        raise fail("invalid container mapping")
    return container


def _language(entries: JsonObject) -> str | Unset | None:
    """Step 22. Tags are compared without regard to case, so they are kept in lower case."""
    if "@language" not in entries:
        return UNSET
    value = entries["@language"]
    if value is not None and not isinstance(value, str):
        raise fail("invalid language mapping")
    return value.lower() if value is not None else None


def _direction(entries: JsonObject) -> str | Unset | None:
    """Step 23."""
    if "@direction" not in entries:
        return UNSET
    value = entries["@direction"]
    if value is not None and value not in ("ltr", "rtl"):
        raise fail("invalid base direction")
    return str(value) if value is not None else None


def _nest(entries: JsonObject) -> str | None:
    """Step 24."""
    if "@nest" not in entries:
        return None
    value = entries["@nest"]
    if not isinstance(value, str) or (value in KEYWORDS and value != "@nest"):
        raise fail("invalid @nest value")
    return value
