"""Where contexts come from: the bundle that ships with Tessera, pinned by hash, and nowhere else (DI-04).

Publishers disagree about the bytes behind a few URLs. The bundle then holds each of the files, and
`BundledContexts.choices_for(urls)` gives one loader for each combination, the usual files first.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice, product
from typing import Protocol

from wallet.encoding.json_types import JsonObject
from wallet.encoding.jsonld.active_context import ActiveContext, Derivation
from wallet.encoding.strict_json import CONTEXT_LIMITS, JsonLimits, read_json_object
from wallet.errors import ResolutionError
from wallet.i18n import N_
from wallet.resources import read_resource

MAX_KEPT = 1_000
MAX_CHOICES = 4
_INDEX_LIMITS = JsonLimits(1024 * 1024)


class ContextNotHeldError(ResolutionError):
    """A context that the document names is not in the bundle; `facts["url"]` says which."""

    code = "resolve.context_not_held"
    explanation = N_("The vocabulary {url}, which this credential uses, is not on this computer.")
    advice = N_("What it says cannot be checked until a version of Tessera knows that vocabulary.")

    def __init__(self, url: str) -> None:
        super().__init__(f"context {url[:200]} is not held", step="jsonld.context", url=url[:200])


class ContextLoader(Protocol):
    """Gives the documents behind context URLs, and keeps what was compiled from them."""

    @property
    def is_pinned(self) -> bool:
        """True where every document was chosen by us, so that terms it defines can be relied on."""

    def load(self, url: str) -> JsonObject:
        """Return the document behind `url`, an object with `@context`. Raises ContextNotHeldError."""

    def initial(self, base: str | None) -> ActiveContext:
        """Return the initial context for documents with that base; what is derived from it is kept with it."""

    def keep(self, active: ActiveContext, derivation: Derivation, derived: ActiveContext) -> None:
        """Keep what was derived from a context, so that it need not be compiled again."""


class PinnedContexts:
    """Contexts given as a mapping from URL to document: the bundle, with more beside it where a caller has more."""

    __slots__ = ("_documents", "_initial", "_is_pinned", "_kept")

    def __init__(self, documents: Mapping[str, JsonObject], *, is_pinned: bool = True) -> None:
        self._documents = documents
        self._is_pinned = is_pinned
        self._initial: dict[str | None, ActiveContext] = {}
        self._kept = 0

    @property
    def is_pinned(self) -> bool:
        return self._is_pinned

    def load(self, url: str) -> JsonObject:
        document = self._documents.get(url)
        if document is None:
            raise ContextNotHeldError(url)
        return document

    def initial(self, base: str | None) -> ActiveContext:
        # Strangers choose how contexts are combined: what has been compiled is dropped before it can fill the memory.
        if self._kept > MAX_KEPT:
            self._initial.clear()
            self._kept = 0
        context = self._initial.get(base)
        if context is None:
            context = self._initial[base] = ActiveContext({}, base, base)
            self._kept += 1
        return context

    def keep(self, active: ActiveContext, derivation: Derivation, derived: ActiveContext) -> None:
        active.derived[derivation] = derived
        self._kept += 1


class BundledContexts(PinnedContexts):
    """The contexts in `resources/contexts`, read and checked against their hash when first asked for."""

    __slots__ = ("_choices", "_files")

    def __init__(self, files: Mapping[str, tuple[tuple[str, str], ...]]) -> None:
        super().__init__(_LazyDocuments({url: variants[0] for url, variants in files.items()}))
        self._files = files
        self._choices: dict[tuple[str, ...], ContextLoader] = {}

    @property
    def urls(self) -> frozenset[str]:
        """Every URL that is held."""
        return frozenset(self._files)

    def choices_for(self, urls: Iterable[str]) -> Iterator[ContextLoader]:
        """Yield this loader, then one for each other combination of the files that publishers give for `urls`."""
        yield self
        contested = sorted({url for url in urls if len(self._files.get(url, ())) > 1})
        for chosen in islice(product(*(self._files[url] for url in contested)), 1, MAX_CHOICES):
            key = tuple(name for name, _ in chosen)
            if key not in self._choices:
                replaced = {url: variants[0] for url, variants in self._files.items()}
                self._choices[key] = PinnedContexts(
                    _LazyDocuments(replaced | dict(zip(contested, chosen, strict=True)))
                )
            yield self._choices[key]


class _LazyDocuments(Mapping[str, JsonObject]):
    """Documents by URL, each read from its file on first use."""

    __slots__ = ("_files",)

    def __init__(self, files: Mapping[str, tuple[str, str]]) -> None:
        self._files = files

    def __getitem__(self, url: str) -> JsonObject:
        return _read_pinned(*self._files[url])

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@cache
def _read_pinned(name: str, sha256: str) -> JsonObject:
    source = read_resource("contexts", name)
    if hashlib.sha256(source).hexdigest() != sha256:
        raise ContextNotHeldError(name)
    return read_json_object(source, CONTEXT_LIMITS)


@cache
def bundled_contexts() -> BundledContexts:
    """Return the one loader over the bundle."""
    index = read_json_object(read_resource("contexts", "index.json"), _INDEX_LIMITS)
    listed = index["contexts"]
    assert isinstance(listed, dict)
    return BundledContexts({url: tuple(_variants(entries)) for url, entries in listed.items()})


def _variants(entries: object) -> Iterator[tuple[str, str]]:
    assert isinstance(entries, list)
    for entry in entries:
        yield str(entry["file"]), str(entry["sha256"])
