"""1EdTech Revocation List Status Method 1.0: a plain document that names the credentials taken back.

It is not signed: the specification rests on the https address it was fetched from. So it counts where this computer or a trust
pack saw it at that address, never when it came along with the credential.
"""

from collections.abc import Iterator

from wallet.dids.held import HeldFrom
from wallet.dids.timestamps import find_moment
from wallet.encoding.strict_json import STATUS_LIST_LIMITS, read_json_object
from wallet.errors import WalletError
from wallet.formats.envelope import JsonObject
from wallet.report import CheckResult
from wallet.status.answers import bad, good
from wallet.status.freshness import ListDates, freshness_of
from wallet.status.list_credential import find_list
from wallet.status.question import StatusQuestion

_MEMBERS = ("revokedCredential", "revokedCredentials")


def check_revocation_list(question: StatusQuestion) -> CheckResult:
    """Answer one `1EdTechRevocationList` entry: its `id` is the list's address, the credential's own `id` is looked up in it."""
    url = question.claim.entry.get("id", question.claim.list_url)
    held = find_list(question, url) if isinstance(url, str) else None
    if held is None:
        return question.not_established("status.not_held", list=url if isinstance(url, str) else None)
    if held.held_from is HeldFrom.SUPPLIED:
        return question.not_established("status.list_not_genuine", list=held.url, reason="signature.unsigned")
    try:
        document = read_json_object(held.content, STATUS_LIST_LIMITS)
    except WalletError as error:
        return question.not_established("status.malformed", list=held.url, reason=error.step)
    if not any(isinstance(document.get(member), list) for member in _MEMBERS) or question.credential_id is None:
        return question.not_established("status.malformed", list=held.url, reason="status.entry")
    if (issuer := _issuer(document)) is not None and issuer != question.issuer_id:
        return question.not_established(
            "status.wrong_issuer", list=held.url, list_issuer=issuer, issuer=question.issuer_id
        )
    freshness = freshness_of(held, ListDates(find_moment(document.get("issuanceDate"))))
    facts = {"list": held.url, "purpose": "revocation"}
    if question.credential_id in set(_revoked(document)):
        return bad(question, freshness, "status.revoked", **facts)
    return good(question, freshness, **facts)


def _revoked(document: JsonObject) -> Iterator[str]:
    for member in _MEMBERS:
        items = document.get(member)
        for item in items if isinstance(items, list) else []:
            if isinstance(item, str):
                yield item
            elif isinstance(item, dict) and item.get("revoked", True) is not False and isinstance(item.get("id"), str):
                yield str(item["id"])


def _issuer(document: JsonObject) -> str | None:
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    return name if isinstance(name, str) else None
