"""Reading a pathway file, strictly: data only, nothing evaluated, within budgets, refused with place and reason.

PATH-01: at most 4 MiB, 64 levels of JSON, 24 levels and 5,000 nodes of requirements; prerequisites and renewals must
not lead back to themselves; matching is by equality and never by pattern. Reading takes time linear in the file.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from wallet.credentials.model import Text
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import MIB, JsonLimits, read_json
from wallet.errors import MalformedInputError
from wallet.i18n import N_
from wallet.pathways import read_rules as rules
from wallet.pathways.coherence import check_coherence
from wallet.pathways.cursor import Cursor
from wallet.pathways.pathway import FORMAT, Goal, PassFail, Pathway, ProvenanceStatus, RepeatPolicy
from wallet.pathways.read_nodes import TreeReader, read_unit
from wallet.pathways.refusal import PathwayRefusal, refuse

T = TypeVar("T")

PATHWAY_LIMITS = JsonLimits(4 * MIB)

_MEMBERS = (
    "format",
    "id",
    "ctid",
    "version",
    "effective",
    "catalogueYear",
    "status",
    "owner",
    "title",
    "summary",
    "provenance",
    "goal",
    "unit",
    "conversions",
    "issuers",
    "scales",
    "achievements",
    "requires",
    "overlayBlocks",
    "sharing",
    "limits",
    "notCombinable",
    "equivalences",
    "use",
    "overrides",
    "flags",
    "repeats",
    "passFail",
    "skills",
)


def read_pathway(source: bytes | str) -> Pathway:
    """Return the pathway that a `stack-pathway/1` file describes.

    Raises PathwayError with the place and the reason, TooBigError for what is over a budget.
    """
    document = read_document(source)
    if not isinstance(document, dict):
        refuse(N_("{place}: an object was expected."), "")
    return pathway_from(document)


def read_document(source: bytes | str) -> JsonValue:
    """Return the JSON of a file. Raises PathwayError where it is not sound JSON, TooBigError over a budget."""
    try:
        return read_json(source, PATHWAY_LIMITS)
    except MalformedInputError as error:
        where = error.detail.removeprefix("not JSON: ")
        raise PathwayRefusal(N_("This is not sound JSON: {place}"), where, error.step) from error


def pathway_from(document: JsonObject) -> Pathway:
    """Return the pathway in a JSON object that the strict reader has accepted. Raises PathwayError."""
    here = Cursor(document)
    if document.get("format") != FORMAT:
        refuse(N_("{place}: this is not a stack-pathway/1 file."), "/format", "pathway.format")
    here.only(_MEMBERS)
    pathway = Pathway(
        id=here.at("id").text(1),
        version=here.at("version").text(1),
        status=ProvenanceStatus(here.at("status").one_of(tuple(ProvenanceStatus))),
        title=here.at("title").words(),
        unit=read_unit(here.at("unit")),
        issuers=_named(here, "issuers", rules.read_issuer),
        achievements=_named(here, "achievements", rules.read_achievement),
        requires=TreeReader().read(here.at("requires")),
        summary=here.maybe("summary", Cursor.words) or Text(),
        ctid=_text(here, "ctid"),
        owner=_text(here, "owner"),
        effective=here.maybe("effective", Cursor.window),
        catalogue_year=_text(here, "catalogueYear"),
        goal=here.maybe("goal", rules.read_goal) or Goal(),
        provenance=here.each("provenance", rules.read_provenance),
        conversions=here.each("conversions", rules.read_conversion),
        scales=_named(here, "scales", lambda _key, scale: scale.texts(2)),
        overlay_blocks=frozenset(here.maybe("overlayBlocks", Cursor.texts) or ()),
        sharing=here.each("sharing", rules.read_sharing),
        limits=here.each("limits", rules.read_limit),
        not_combinable=here.each("notCombinable", rules.read_not_combinable),
        rules=here.each("equivalences", rules.read_rule),
        use=here.maybe("use", Cursor.texts) or (),
        overrides=here.each("overrides", rules.read_override),
        flags=here.each("flags", rules.read_flag),
        repeats=here.maybe("repeats", rules.read_repeat) or RepeatPolicy.BEST,
        pass_fail=here.maybe("passFail", rules.read_pass_fail) or PassFail(),
        skills=_named(here, "skills", rules.read_skill),
    )
    check_coherence(pathway)
    return pathway


def _text(here: Cursor, name: str) -> str:
    return here.maybe(name, Cursor.text) or ""


def _named(here: Cursor, name: str, read: Callable[[str, Cursor], T]) -> Mapping[str, T]:
    member = here.find(name)
    if member is None:
        if name in ("issuers", "achievements"):
            here.at(name)
        return {}
    found: dict[str, T] = {}
    for key, value in _bounded(member.members(), member.place):
        found[key] = read(key, value)
    if name == "achievements" and not found:
        refuse(N_("{place}: the list has too few entries."), member.place)
    return found


def _bounded(members: Iterable[tuple[str, Cursor]], place: str) -> Iterable[tuple[str, Cursor]]:
    for number, member in enumerate(members):
        if number >= 5_000:
            refuse(N_("{place}: more than {limit} entries."), place, "pathway.size", limit=5_000)
        yield member
