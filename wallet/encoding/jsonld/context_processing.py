"""Context processing (JSON-LD 1.1 API sections 4.1 and 5.2): local contexts become compiled ones.

Steps named in comments are those of section 4.1.2. Term definitions are in `term_definitions.py`.
"""

from collections.abc import Mapping

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld import term_definitions
from wallet.encoding.jsonld.active_context import ActiveContext, TermDefinition, Unset
from wallet.encoding.jsonld.contexts import ContextLoader, ContextNotHeldError
from wallet.encoding.jsonld.iris import is_absolute_iri, resolve_iri
from wallet.encoding.jsonld.term_definitions import ContextDraft, expand_iri, fail
from wallet.errors import TooBigError

MAX_REMOTE_CONTEXTS = 32
# Compiling copies the terms that are there already, so that is what it costs; a badge needs some ten thousand, once.
MAX_WORK = 400_000
COST_OF_ONE = 50

_NOT_TERMS = frozenset(
    ("@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab")
)


class ContextCompiler:
    """Compiles contexts for one document, within a budget, and keeps those that only bundled files went into."""

    __slots__ = ("_left", "_loader")

    def __init__(self, loader: ContextLoader) -> None:
        self._loader = loader
        self._left = MAX_WORK

    def embedded(self, active: ActiveContext, local: JsonValue) -> ActiveContext:
        """Return the context under a node's own `@context`."""
        urls, rest = _leading_urls(local)
        if urls:
            active = self._by_url(active, urls)
        if urls and not rest:
            return active
        return self.apply(active, rest, active.original_base or "", from_bundle=False)

    def _by_url(self, active: ActiveContext, urls: tuple[str, ...]) -> ActiveContext:
        held = active.derived.get(urls)
        if held is None:
            held = self.apply(active, list(urls), active.original_base or "", from_bundle=self._loader.is_pinned)
            if self._loader.is_pinned and active.from_bundle:
                self._loader.keep(active, urls, held)
        return held

    def scoped(self, active: ActiveContext, term: TermDefinition, *, by_type: bool) -> ActiveContext:
        """Return the context under a term with a scoped context: one for a property, or one for a type."""
        key = (term, by_type)
        held = active.derived.get(key)
        if held is None:
            assert not isinstance(term.context, Unset)
            held = self.apply(
                active,
                term.context,
                term.base_url,
                override_protected=not by_type,
                propagate=not by_type,
                from_bundle=term.from_bundle,
            )
            if term.from_bundle and active.from_bundle:
                self._loader.keep(active, key, held)
        return held

    def apply(
        self,
        active: ActiveContext,
        local: JsonValue,
        base_url: str,
        *,
        remote: tuple[str, ...] = (),
        override_protected: bool = False,
        propagate: bool = True,
        validate_scoped: bool = True,
        from_bundle: bool,
    ) -> ActiveContext:
        """Return `active` changed by `local`. Raises MalformedInputError, ContextNotHeldError or TooBigError."""
        self._left -= COST_OF_ONE + len(active.terms)
        if self._left < 0:
            raise TooBigError("too many contexts", step="jsonld.contexts")
        if isinstance(local, dict) and "@propagate" in local:
            if not isinstance(local["@propagate"], bool):
                raise fail("invalid @propagate value")
            propagate = local["@propagate"]
        draft = ContextDraft(active, from_bundle=from_bundle)
        if not propagate and draft.previous is None:
            draft.previous = active
        for context in local if isinstance(local, list) else [local]:
            if context is None:
                draft = self._nullified(draft, active, override_protected, propagate)
            elif isinstance(context, str):
                draft = self._remote(draft, context, base_url, remote, override_protected, validate_scoped, from_bundle)
            elif isinstance(context, dict):
                self._define(draft, context, base_url, remote, override_protected, validate_scoped)
            else:
                raise fail("invalid local context")
        return draft.finished()

    def _nullified(
        self, draft: ContextDraft, active: ActiveContext, override_protected: bool, propagate: bool
    ) -> ContextDraft:
        """Step 5.1: forget everything, unless something is protected."""
        if not override_protected and any(term.is_protected for term in draft.terms.values()):
            raise fail("invalid context nullification")
        empty = ActiveContext({}, active.original_base, active.original_base, from_bundle=active.from_bundle)
        fresh = ContextDraft(empty, from_bundle=draft.from_bundle)
        if not propagate:
            fresh.previous = draft.previous
        return fresh

    def _remote(
        self,
        draft: ContextDraft,
        reference: str,
        base_url: str,
        remote: tuple[str, ...],
        override_protected: bool,
        validate_scoped: bool,
        from_bundle: bool,
    ) -> ContextDraft:
        """Step 5.2: a context by URL, from the bundle."""
        url = _absolute(reference, base_url)
        if url in remote:
            if validate_scoped:
                raise fail("recursive context inclusion")
            return draft
        if len(remote) >= MAX_REMOTE_CONTEXTS:
            raise fail("context overflow")
        result = self.apply(
            draft.finished(),
            _context_of(self._loader.load(url)),
            url,
            remote=(*remote, url),
            override_protected=override_protected,
            validate_scoped=validate_scoped,
            from_bundle=from_bundle,
        )
        return ContextDraft(result, from_bundle=from_bundle)

    def _define(
        self,
        draft: ContextDraft,
        context: JsonObject,
        base_url: str,
        remote: tuple[str, ...],
        override_protected: bool,
        validate_scoped: bool,
    ) -> None:
        """Steps 5.4 to 5.13: a context by value."""
        if "@version" in context and (context["@version"] != 1.1 or isinstance(context["@version"], bool)):
            raise fail("invalid @version value")
        if "@import" in context:
            context = self._imported(context, base_url)
        if "@propagate" in context and not isinstance(context["@propagate"], bool):
            raise fail("invalid @propagate value")
        if "@base" in context and not remote:
            draft.base = _base(draft.base, context["@base"])
        if "@vocab" in context:
            draft.vocab = _vocabulary(draft, context["@vocab"])
        _set_language(draft, context)
        protected = context.get("@protected", False)
        if not isinstance(protected, bool):
            raise fail("invalid @protected value")

        def check_scoped(local: JsonValue) -> None:
            # A bundled file has been read by people; a stranger's is proven before anything relies on it.
            if validate_scoped and not draft.from_bundle:
                self._check_scoped(draft, local, base_url, remote)

        builder = term_definitions.DefinitionBuilder(
            draft, context, base_url, protected, override_protected, check_scoped
        )
        for name in context:
            if name not in _NOT_TERMS:
                builder.define(name)

    def _check_scoped(self, draft: ContextDraft, local: JsonValue, base_url: str, remote: tuple[str, ...]) -> None:
        try:
            self.apply(
                draft.finished(),
                local,
                base_url,
                remote=remote,
                override_protected=True,
                validate_scoped=False,
                from_bundle=False,
            )
        except ContextNotHeldError:
            raise
        except term_definitions.JsonLdError as error:
            raise fail("invalid scoped context") from error

    def _imported(self, context: JsonObject, base_url: str) -> JsonObject:
        """Step 5.6: the imported context lies under this one."""
        reference = context["@import"]
        if not isinstance(reference, str):
            raise fail("invalid @import value")
        imported = _context_of(self._loader.load(_absolute(reference, base_url)))
        if not isinstance(imported, dict):
            raise fail("invalid remote context")
        if "@import" in imported:
            raise fail("invalid context entry")
        return {**imported, **{name: value for name, value in context.items() if name != "@import"}}


def _leading_urls(local: JsonValue) -> tuple[tuple[str, ...], JsonValue]:
    """Split a local context into the URLs it starts with, which are compiled once for all, and the rest."""
    if isinstance(local, str):
        return (local,), []
    if not isinstance(local, list):
        return (), local
    urls: list[str] = []
    for context in local:
        if not isinstance(context, str):
            break
        urls.append(context)
    return tuple(urls), local[len(urls) :]


def _absolute(reference: str, base_url: str) -> str:
    return resolve_iri(base_url, reference) if base_url else reference


def _context_of(document: Mapping[str, JsonValue]) -> JsonValue:
    if "@context" not in document:
        raise fail("invalid remote context")
    return document["@context"]


def _base(current: str | None, value: JsonValue) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise fail("invalid base IRI")
    if is_absolute_iri(value):
        return value
    if current is None:
        raise fail("invalid base IRI")
    return resolve_iri(current, value)


def _vocabulary(draft: ContextDraft, value: JsonValue) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise fail("invalid vocab mapping")
    vocabulary = expand_iri(draft, value, vocab=True, relative=True)
    if vocabulary is None or not (
        is_absolute_iri(vocabulary) or vocabulary[:2] == "_:" or draft.base is None or value == ""
    ):
        raise fail("invalid vocab mapping")
    return vocabulary


def _set_language(draft: ContextDraft, context: JsonObject) -> None:
    if "@language" in context:
        language = context["@language"]
        if language is not None and not isinstance(language, str):
            raise fail("invalid default language")
        draft.language = language.lower() if language is not None else None
    if "@direction" in context:
        direction = context["@direction"]
        if direction is not None and direction not in ("ltr", "rtl"):
            raise fail("invalid base direction")
        draft.direction = str(direction) if direction is not None else None
