"""A status list is a credential: its issuer can take it back, and it cannot lead the examiner round in a circle."""

from tests.examining import Door
from tests.issuer_simulator import Issuer
from wallet.report import Verdict


def test_a_list_that_was_taken_back_says_nothing(issuer: Issuer, door: Door) -> None:
    credential = issuer.issue(status="revocation")
    listed, other = issuer.bitstring_list("revocation"), issuer.bitstring_list("suspension")
    issuer.list_signing[listed.url] = {"before": lambda body: body.update(credentialStatus=other.entry(7))}
    assert door.verdict(credential) is Verdict.VERIFIED
    other.values[7] = 1
    checked = door.check(credential)
    status = checked.report.result_of("status")
    assert status is not None
    assert (checked.report.verdict, status.code) == (Verdict.STATUS_UNKNOWN, "status.list_not_current")


def test_a_list_that_names_itself_ends_and_still_revokes(issuer: Issuer, door: Door) -> None:
    credential = issuer.issue(status="revocation")
    listed = issuer.bitstring_list("revocation")
    issuer.list_signing[listed.url] = {"before": lambda body: body.update(credentialStatus=listed.entry(9))}
    assert door.verdict(credential) is Verdict.VERIFIED
    issuer.revoke(credential)
    assert door.verdict(credential) is Verdict.REVOKED


def test_two_lists_that_name_each_other_end(issuer: Issuer, door: Door) -> None:
    credential = issuer.issue(status="revocation")
    one, two = issuer.bitstring_list("revocation"), issuer.bitstring_list("suspension")
    issuer.list_signing[one.url] = {"before": lambda body: body.update(credentialStatus=two.entry(7))}
    issuer.list_signing[two.url] = {"before": lambda body: body.update(credentialStatus=one.entry(8))}
    assert door.verdict(credential) is Verdict.VERIFIED
