"""LinkedIn's form for a licence or certificate, filled in, as a link: the person opens it and sends it; Tessera never does."""

from urllib.parse import urlencode

from wallet.messages.views import CredentialSummary

_FORM = "https://www.linkedin.com/profile/add?"


def linked_in_link(summary: CredentialSummary, title: str, issuer: str) -> str:
    """Return the link. It says the title, the issuer and the dates of the credential's card, and nothing else."""
    facts = {"startTask": "CERTIFICATION_NAME", "name": title, "organizationName": issuer}
    if summary.issued:
        facts |= {"issueYear": str(summary.issued.year), "issueMonth": str(summary.issued.month)}
    if summary.valid_until:
        facts |= {"expirationYear": str(summary.valid_until.year), "expirationMonth": str(summary.valid_until.month)}
    return _FORM + urlencode(facts)
