"""A list of holdings in a JSON file: for planning on paper, for tests, for advisers without a vault.

What such a file says of its verdicts is the file's word, and whoever shows a figure made from it must say so.
"""

from dataclasses import dataclass, replace
from datetime import date

from wallet.credentials.model import Alignment
from wallet.encoding.strict_json import MIB, JsonLimits, read_json
from wallet.i18n import N_
from wallet.pathways.cursor import Cursor
from wallet.pathways.holding import Basis, Holding, ResultStatus
from wallet.pathways.next_steps import Offer
from wallet.pathways.pathway import NO_TEXT
from wallet.pathways.read_nodes import read_amount
from wallet.pathways.refusal import refuse
from wallet.report import Verdict

LIMITS = JsonLimits(8 * MIB)
HOLDINGS_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class HoldingsFile:
    """What the file lists: holdings, things on offer, and the day it speaks of (None: it does not say)."""

    holdings: tuple[Holding, ...]
    offers: tuple[Offer, ...] = ()
    today: date | None = None


def read_holdings(source: bytes | str) -> HoldingsFile:
    """Return the holdings of a file. Raises PathwayError with the place and the reason."""
    here = Cursor(read_json(source, LIMITS))
    here.only(("today", "credentials", "offers"))
    listed = here.at("credentials").items(0, HOLDINGS_AT_MOST)
    holdings = tuple(_holding(item) for item in listed)
    seen: set[str] = set()
    for holding, item in zip(holdings, listed, strict=True):
        if holding.id in seen:
            refuse(N_("{place}: the id “{id}” is used twice."), item.place, id=holding.id[:80])
        seen.add(holding.id)
    return HoldingsFile(holdings, here.each("offers", _offer), here.maybe("today", Cursor.date))


_MEMBERS = (
    "id",
    "achievement",
    "achievementType",
    "name",
    "issuer",
    "awarded",
    "status",
    "grade",
    "grades",
    "inProgress",
    "basis",
    "validUntil",
    "credits",
    "alignments",
    "related",
    "ctids",
    "subject",
    "digest",
    "credentialId",
    "parents",
    "resultStatus",
)


def _holding(here: Cursor) -> Holding:
    here.only(_MEMBERS)
    issuer = here.find("issuer")
    verdict = _verdict(here)
    basis = Basis(here.maybe("basis", lambda basis: basis.one_of(tuple(Basis))) or Basis.CREDENTIAL)
    if here.maybe("inProgress", Cursor.flag):
        basis = Basis.IN_PROGRESS
    grades = here.maybe("grades", Cursor.texts) or ()
    grade = here.maybe("grade", Cursor.text)
    result = here.maybe("resultStatus", lambda status: status.one_of(tuple(ResultStatus)))
    return Holding(
        id=here.at("id").text(1),
        title=here.maybe("name", Cursor.words) or NO_TEXT,
        issuer_id=_of(issuer, "id"),
        issuer_name=_of(issuer, "name"),
        verdict=verdict,
        otherwise=Verdict.VERIFIED if verdict is Verdict.EXPIRED else verdict,
        basis=basis,
        achievement_id=here.maybe("achievement", Cursor.text) or "",
        achievement_type=here.maybe("achievementType", Cursor.text) or "",
        related=here.maybe("related", Cursor.texts) or (),
        ctids=here.maybe("ctids", Cursor.texts) or (),
        alignments=here.each("alignments", _alignment),
        awarded=here.maybe("awarded", Cursor.date),
        valid_until=here.maybe("validUntil", Cursor.date),
        grades=(*((grade,) if grade else ()), *grades),
        result_status=ResultStatus(result or ResultStatus.FINAL),
        credits=here.maybe("credits", read_amount),
        subject_id=here.maybe("subject", Cursor.text) or "",
        digest=here.maybe("digest", Cursor.text) or "",
        credential_id=here.maybe("credentialId", Cursor.text) or "",
        parents=here.maybe("parents", Cursor.texts) or (),
    )


def _of(issuer: Cursor | None, name: str) -> str:
    return "" if issuer is None else issuer.maybe(name, Cursor.text) or ""


def _verdict(here: Cursor) -> Verdict:
    """A verdict's name; "unverified" for whatever nobody could check."""
    status = here.maybe("status", lambda status: status.one_of((*Verdict, "unverified"))) or "unverified"
    return Verdict.CANNOT_CHECK if status == "unverified" else Verdict(status)


def _alignment(here: Cursor) -> Alignment:
    here.only(("targetName", "targetUrl", "targetFramework", "targetCode", "targetType"))
    texts = [
        here.maybe(name, Cursor.text)
        for name in ("targetName", "targetUrl", "targetFramework", "targetCode", "targetType")
    ]
    return Alignment(*texts)


def _offer(here: Cursor) -> Offer:
    """A holding that could be had, with what it costs: `_cost`, or `cost` {"amount", "currency"}, hours, weeks."""
    here.only((*_MEMBERS, "cost", "hours", "weeks"))
    bare = Cursor({n: v for n, v in here.object().items() if n not in ("cost", "hours", "weeks")}, here.place)
    cost = here.find("cost")
    return Offer(
        holding=replace(_holding(bare), basis=Basis.PLANNED),
        cost=here.maybe("_cost", Cursor.number) if cost is None else cost.at("amount").number(),
        currency="" if cost is None else cost.at("currency").text(1),
        hours=here.maybe("hours", Cursor.number),
        weeks=here.maybe("weeks", Cursor.number),
    )
