"""Whatever a stack came in: our own file, CTDL, LearnCard, Badgr, an achievement's alignments. Start here with bytes."""

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.i18n import N_, Message
from wallet.pathways.attribution import find_pathway
from wallet.pathways.imported import ImportedPathway
from wallet.pathways.pathway import FORMAT
from wallet.pathways.read_alignments import find_achievement, read_alignments
from wallet.pathways.read_badgr import is_badgr, read_badgr
from wallet.pathways.read_ctdl import read_ctdl
from wallet.pathways.read_pathway import pathway_from, read_document
from wallet.pathways.refusal import refuse


def open_pathway(source: bytes | str) -> ImportedPathway:
    """Return the pathway in a file, with a warning for each assumption (none for our own format).

    A signed file is opened with `attribution.read_signed_pathway` after its credential was checked; here its signature is
    left aside and the warning says so. Raises PathwayError with place and reason, or InputError for what is not JSON.
    """
    document = read_document(source)
    if isinstance(document, dict):
        if document.get("format") == FORMAT:
            return ImportedPathway(pathway_from(document), document, ())
        inside = find_pathway(document)
        if inside is not None:
            unchecked = Message(N_("The signature around this stack was not checked here."))
            return ImportedPathway(pathway_from(inside), inside, (unchecked,))
        if is_badgr(document):
            return read_badgr(document)
    return _foreign(document)


def _foreign(document: JsonValue) -> ImportedPathway:
    if not isinstance(document, dict | list):
        refuse(N_("{place}: an object was expected."), "/")
    achievement: JsonObject | None = find_achievement(document)
    return read_ctdl(document) if achievement is None else read_alignments(achievement)
