"""The ends of time, and presentations with nothing in them."""

from datetime import UTC, datetime

import pytest

from tests.issuer_simulator import Issuer, evidence, make_key
from wallet.intake import check_source
from wallet.report import Outcome, Verdict

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def check(issuer: Issuer, source: bytes, now: datetime = NOW):
    from wallet.intake import Evidence

    held = evidence([issuer])
    (checked,) = check_source(source, "x", now=now, evidence=Evidence(held.documents, held.known_issuers))
    return checked


def test_a_credential_from_the_beginning_to_the_end_of_time_is_verified():
    issuer = Issuer()
    body = issuer.badge(validFrom="0001-01-01T00:00:00Z", validUntil="9999-12-31T23:59:59Z")
    assert check(issuer, issuer.issue(body=body)).report.verdict is Verdict.VERIFIED


@pytest.mark.parametrize("now", [FIRST, LAST])
@pytest.mark.parametrize("make", ["badge", "status", "sd-jwt", "vc-jwt"])
def test_no_check_breaks_at_the_ends_of_time(now, make):
    issuer = Issuer()
    source = {
        "badge": lambda: issuer.issue(),
        "status": lambda: issuer.issue(status="revocation"),
        "sd-jwt": lambda: issuer.sd_jwt({"title": "x"}, status="token").token().encode(),
        "vc-jwt": lambda: issuer.issue("vc+jwt", status="revocation"),
    }[make]()
    report = check(issuer, source, now).report
    assert "proof.broken_check" not in [result.code for result in report.results]
    late = Verdict.VERIFIED if make == "badge" else Verdict.REFRESH_DUE
    assert report.verdict is (Verdict.NOT_YET_VALID if now is FIRST else late)


def test_a_presentation_of_nothing_is_never_verified():
    """Anybody can sign one: a script that lets in what is verified must not let it in."""
    issuer, anybody = Issuer(), make_key("Ed25519", b"anybody")
    for source in (issuer.present([], anybody), issuer.present_token([], anybody)):
        checked = check(issuer, source)
        assert checked.report.result_of("signature").outcome is Outcome.PASSED
        assert checked.report.result_of("issuer").code == "issuer.nothing_shown"
        assert checked.report.verdict is Verdict.ISSUER_UNKNOWN
