"""Report lines for people: the verdict, one sentence, and every check with what it found."""

from collections import Counter
from collections.abc import Mapping

from wallet.cli.console import Console, pad, plain
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.i18n import N_
from wallet.report import Verdict
from wallet.wording import VERDICT_WORDS, WORDING

_TONE: Mapping[Verdict | None, str] = {
    Verdict.VERIFIED: "good",
    Verdict.REFRESH_DUE: "attention",
    Verdict.STATUS_UNKNOWN: "attention",
    Verdict.ISSUER_UNKNOWN: "attention",
    Verdict.EXPIRED: "attention",
    Verdict.NOT_YET_VALID: "attention",
    Verdict.SUSPENDED: "attention",
    Verdict.UNSIGNED: "attention",
    Verdict.CANNOT_CHECK: "attention",
}
_SIGNS = {"passed": ("✓", "good"), "failed": ("✗", "bad"), "undecided": ("?", "attention"), "skipped": ("·", "grey")}
_VERDICT_COLUMNS = 26


def show_line(line: JsonObject, console: Console, *, details: bool) -> None:
    """Print one document: in one line, or with every check."""
    if line.get("verdict") is None:
        _show_refusal(line, console)
        return
    verdict = Verdict(str(line["verdict"]))
    words = console.words(VERDICT_WORDS[verdict].title)
    head = console.paint(pad(words, _VERDICT_COLUMNS), _TONE.get(verdict, "bad"))
    console.line(f"{head} {title_of(line, console)}  {console.paint(plain(str(line['source'])), 'grey')}")
    if details:
        console.line(f"  {console.words(VERDICT_WORDS[verdict].explanation)}")
        _show_parties(line, console)
        _show_checks(line, console, "  ")
        console.line("")


def show_totals(counts: Counter[Verdict | None], console: Console) -> None:
    """Print how many documents there were of each verdict, best first."""
    console.line("")
    console.count(counts.total(), N_("1 document checked"), N_("{count} documents checked"))
    for verdict in [*reversed(Verdict), None]:
        if counts[verdict]:
            text = VERDICT_WORDS[verdict].title if verdict is not None else N_("Could not be read")
            console.line(f"{counts[verdict]:>7}  {console.paint(console.words(text), _TONE.get(verdict, 'bad'))}")


def title_of(line: JsonObject, console: Console) -> str:
    """Return what a document is called, in a stranger's words made harmless, or what it is."""
    credential = line.get("credential")
    if not isinstance(credential, dict):
        return console.words(N_("Presentation"))
    return console.paint(plain(str(credential.get("name") or ""), 100) or "—", "strong")


def facts_of(check: JsonObject) -> dict[str, object]:
    """Return a check's facts as they fill its sentence."""
    facts = check.get("facts")
    return {name: _said(fact) for name, fact in facts.items()} if isinstance(facts, dict) else {}


def _show_refusal(line: JsonObject, console: Console) -> None:
    error = line.get("error")
    message = str(error.get("message", "")) if isinstance(error, dict) else ""
    head = console.paint(pad(console.words(N_("Could not be read")), _VERDICT_COLUMNS), "bad")
    console.line(f"{head} {plain(str(line['source']))}")
    console.line(f"  {plain(message)}")


def _show_parties(line: JsonObject, console: Console) -> None:
    credential = line.get("credential")
    if not isinstance(credential, dict):
        return
    issuer = credential.get("issuer")
    if isinstance(issuer, dict):
        named = {"name": plain(str(issuer.get("name") or "—"), 100), "id": plain(str(issuer.get("id") or "—"), 100)}
        console.line(f"  {console.words(N_('Says it is from “{name}” ({id})'), named)}")
    for member, text in (("issued", N_("Issued {date}")), ("valid_until", N_("Valid until {date}"))):
        if isinstance(date := credential.get(member), str):
            console.line(f"  {console.words(text, {'date': date[:10]})}")


def _show_checks(line: JsonObject, console: Console, indent: str) -> None:
    checks = line.get("checks")
    for check in checks if isinstance(checks, list) else []:
        if isinstance(check, dict) and not str(check.get("code")).endswith(".moot"):
            _show_check(check, console, indent)
    nested = line.get("nested")
    for child in nested if isinstance(nested, list) else []:
        if isinstance(child, dict):
            _show_child(child, console, indent)


def _show_check(check: JsonObject, console: Console, indent: str) -> None:
    sign, tone = _SIGNS[str(check["outcome"])]
    words = WORDING.get(str(check["code"]))
    title = console.words(words.title, facts_of(check)) if words is not None else str(check["code"])
    console.line(f"{indent}{console.paint(sign, tone)} {title}")
    if words is not None and (check["outcome"] != "passed" or check["check"] in ("issuer", "status")):
        console.line(f"{indent}    {console.words(words.explanation, facts_of(check))}")


def _show_child(child: JsonObject, console: Console, indent: str) -> None:
    verdict = Verdict(str(child["verdict"]))
    role = N_("Endorsed by") if child.get("role") == "endorsement" else N_("Holds")
    words = console.paint(console.words(VERDICT_WORDS[verdict].title), _TONE.get(verdict, "bad"))
    console.line(f"{indent}{console.words(role)} {title_of(child, console)}: {words}")
    _show_checks(child, console, indent + "    ")


def _said(fact: JsonValue) -> str:
    if isinstance(fact, list):
        return plain(", ".join(str(item) for item in fact))
    return "—" if fact is None else plain(str(fact))
