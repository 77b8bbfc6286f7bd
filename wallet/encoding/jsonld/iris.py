"""IRIs and keywords as JSON-LD understands them (RFC 3986, RFC 3987; JSON-LD 1.1 sections 1.7 and 3)."""

import re

_IN_CONTEXTS = {
    "@base",
    "@container",
    "@context",
    "@import",
    "@prefix",
    "@propagate",
    "@protected",
    "@version",
    "@vocab",
}
_IN_NODES = {"@direction", "@graph", "@id", "@included", "@index", "@language", "@list", "@nest", "@reverse", "@set"}
KEYWORDS = frozenset(_IN_CONTEXTS | _IN_NODES | {"@default", "@json", "@none", "@type", "@value"})

_KEYWORD_LIKE = re.compile(r"@[A-Za-z]+")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\#]*(?:#[^\x00-\x20<>\"{}|^`\\#]*)?")
_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")


def is_keyword_like(text: str) -> bool:
    """Tell whether `text` looks like a keyword, which later versions of JSON-LD may give a meaning."""
    return text[:1] == "@" and _KEYWORD_LIKE.fullmatch(text) is not None


def is_absolute_iri(text: str) -> bool:
    """Tell whether `text` is an IRI with a scheme and without characters that no IRI has."""
    return _ABSOLUTE.fullmatch(text) is not None


def is_language_tag(text: str) -> bool:
    """Tell whether `text` is a well-formed language tag, as far as RDF asks (BCP 47)."""
    return _LANGUAGE.fullmatch(text) is not None


def resolve_iri(base: str, reference: str) -> str:
    """Return `reference` resolved against `base` (RFC 3986 section 5.2)."""
    scheme, authority, path, query, fragment = _split(reference)
    if scheme is not None:
        return reference if path[:1] != "/" else _join(scheme, authority, _remove_dots(path), query, fragment)
    base_scheme, base_authority, base_path, base_query, _ = _split(base)
    if authority is not None:
        return _join(base_scheme, authority, _remove_dots(path), query, fragment)
    if not path:
        return _join(base_scheme, base_authority, base_path, base_query if query is None else query, fragment)
    if path[0] != "/":
        path = _merge(base_authority, base_path, path)
    return _join(base_scheme, base_authority, _remove_dots(path), query, fragment)


def _split(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.fullmatch(iri)
    assert match is not None  # the pattern takes any text
    scheme, authority, path, query, fragment = match.groups()
    return scheme, authority, path or "", query, fragment


def _join(scheme: str | None, authority: str | None, path: str, query: str | None, fragment: str | None) -> str:
    before = f"{scheme}:" if scheme is not None else ""
    host = f"//{authority}" if authority is not None else ""
    asked = f"?{query}" if query is not None else ""
    return f"{before}{host}{path}{asked}" + (f"#{fragment}" if fragment is not None else "")


def _merge(base_authority: str | None, base_path: str, path: str) -> str:
    if base_authority is not None and not base_path:
        return "/" + path
    return base_path[: base_path.rfind("/") + 1] + path


def _remove_dots(path: str) -> str:
    if "." not in path:
        return path
    rooted = path.startswith("/")
    kept: list[str] = []
    segments = path.split("/")
    for place, segment in enumerate(segments):
        last = place == len(segments) - 1
        if segment in (".", ".."):
            if segment == ".." and len(kept) > (1 if rooted else 0):
                kept.pop()
            if last:
                kept.append("")
        else:
            kept.append(segment)
    if rooted and kept[:1] != [""]:
        kept.insert(0, "")
    return "/".join(kept)
