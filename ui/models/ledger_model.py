"""What a ledger row says, in the window's language. Pure: no widget, no Qt."""

from collections.abc import Mapping
from datetime import datetime

from ui.words import count, isolate, say, show_age, show_moment
from wallet.i18n import N_
from wallet.messages.presenting import LedgerRow

BOUND: Mapping[str, str] = {
    "challenge": N_("Answered their question with your key"),
    "audience": N_("Signed with your key, for them"),
    "holder": N_("Signed with your key, for nobody in particular"),
    "nobody": N_("Not bound: they can show it again"),
}
ICONS: Mapping[str, str] = {
    "challenge": "user-check",
    "audience": "user-check",
    "holder": "key-round",
    "nobody": "triangle-alert",
}


def heading_of(row: LedgerRow) -> str:
    """Return to whom."""
    if row.deleted:
        return say(N_("Deleted entry"))
    return isolate(row.audience) or say(N_("To nobody in particular"))


def line_of(row: LedgerRow, now: datetime) -> str:
    """Return what, what for and when."""
    when = show_age(row.at, now)
    if row.deleted:
        return say(N_("Something was shown {when}. You deleted what and to whom."), when=when)
    parts = [say(N_(", ")).join(row.titles), row.purpose, when]
    return " · ".join(isolate(part) for part in parts if part)


def details_of(row: LedgerRow) -> tuple[str, ...]:
    """Return what stands behind the row."""
    shown = count(len(row.shown), N_("1 value was shown."), N_("{number} values were shown."))
    kept = say(N_("The values themselves are not kept here."))
    lines = [
        f"{shown} {kept}",
        say(BOUND.get(row.bound, BOUND["nobody"])),
        say(N_("On {moment}"), moment=show_moment(row.at)),
    ]
    if row.expires is not None:
        lines.append(say(N_("Good until {moment}"), moment=show_moment(row.expires)))
    return tuple(lines)
