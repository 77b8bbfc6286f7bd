"""Badges baked into SVG (Open Badges 3.0 section 5.3): one namespaced element, read as text and never drawn here."""

import re
from xml.etree.ElementTree import Element

from wallet.errors import MalformedInputError, TooBigError
from wallet.formats.budget import InputBudget, refusing, require_size
from wallet.formats.refusals import AmbiguousInputError
from wallet.qr.packing import SVG_CODES

NAMESPACE_3 = "https://purl.imsglobal.org/ob/v3p0"
NAMESPACE_2 = "http://openbadges.org"

_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]")


def looks_like_svg(source: bytes) -> bool:
    """Tell whether `source` is XML whose beginning holds an svg element."""
    start = source[:65_536].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and _ROOT.search(start) is not None


def read_baked_svg(source: bytes, budget: InputBudget) -> bytes | None:
    """Return the content of the badge element, or None where there is none.

    The JWT of the `verify` attribute, or else the element's text. No DTD, no entity and no reference is followed
    (IMG-09). Raises MalformedInputError (`svg.xml`, `svg.root`, `svg.empty`), TooBigError, AmbiguousInputError.
    """
    require_size(len(source), budget.image, "svg.size")
    root = _parse(source)
    if root.tag.rpartition("}")[2] != "svg":
        raise MalformedInputError(f"the root is {root.tag[:60]!r}, not svg", step="svg.root")
    for name in (f"{{{NAMESPACE_3}}}credential", f"{{{NAMESPACE_2}}}assertion"):
        elements = list(root.iter(name))
        if len(elements) > 1:
            raise AmbiguousInputError(f"{len(elements)} elements {name}", step="svg.ambiguous")
        if elements:
            return _content(elements[0], budget)
    return None


def read_svg_codes(source: bytes, budget: InputBudget) -> list[str]:
    """Return the texts of the QR codes that an SVG of ours shows; none for any other. Raises MalformedInputError, TooBigError."""
    require_size(len(source), budget.image, "svg.size")
    texts = [element.text or "" for element in _parse(source).iter(f"{{{SVG_CODES}}}code")]
    if len(texts) > budget.text_chunks * 8:
        raise TooBigError(f"{len(texts)} codes", step="svg.codes")
    return [text for text in texts if text.strip()]


def _parse(source: bytes) -> Element:
    from defusedxml.ElementTree import fromstring

    with refusing("svg.xml", MalformedInputError):
        root: Element = fromstring(source, forbid_dtd=True, forbid_entities=True, forbid_external=True)
        return root


def _content(element: Element, budget: InputBudget) -> bytes:
    verify = (element.get("verify") or "").strip()
    text = (element.text or "").strip()
    if verify and text and element.tag.startswith(f"{{{NAMESPACE_3}}}"):
        raise AmbiguousInputError("both a verify attribute and a text", step="svg.ambiguous")
    content = (text or verify).encode("utf-8", "surrogatepass")
    if not content:
        raise MalformedInputError("the badge element is empty", step="svg.empty")
    require_size(len(content), budget.credential, "svg.content")
    return content
