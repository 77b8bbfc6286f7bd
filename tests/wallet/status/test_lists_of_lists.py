"""A status list is a credential: its issuer can take it back, and it cannot lead the examiner round in a circle."""

import gzip

from tests.examining import Door
from tests.issuer_simulator import Issuer, make_key
from tests.issuer_simulator.keys import b64u
from tests.issuer_simulator.status_lists import BitstringList
from wallet.intake import CheckedCredential, check_source
from wallet.report import CheckResult, Verdict, VerificationReport


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


MEGABYTES = 12


def huge(issuer: Issuer, number: int) -> BitstringList:
    """A list of a hundred million entries, which travels in a few kilobytes."""
    packed = "u" + b64u(gzip.compress(bytes([number]) + bytes(MEGABYTES * 1024 * 1024 - 1), mtime=0))
    return BitstringList(f"{issuer.url}/status/{number}", issuer.id, encoded=packed)


def statuses_in(report: VerificationReport) -> list[CheckResult]:
    own = report.result_of("status")
    return [*([own] if own is not None else []), *(one for each in report.nested for one in statuses_in(each.report))]


def test_STAT_04_large_lists_end_with_the_work_that_one_document_may_cause(issuer: Issuer, door: Door) -> None:
    """Each list is within its bounds; a presentation can name thousands. What was not looked up is never good."""
    lists = [huge(issuer, number) for number in range(16)]
    issuer.lists |= {listed.url: listed for listed in lists}

    def entries(index: int) -> list[dict[str, object]]:
        return [listed.entry(1000 + index) for listed in lists]

    held = [issuer.issue("vc+jwt", before=lambda body, n=n: body.update(credentialStatus=entries(n))) for n in range(2)]
    alone = door.check(held[0]).report.result_of("status")
    assert alone is not None
    assert (alone.code, alone.facts["reason"]) == ("status.malformed", "status.effort")
    few = door.check(issuer.issue("vc+jwt", before=lambda body: body.update(credentialStatus=entries(3)[:5])))
    assert few.report.verdict is Verdict.VERIFIED
    holder = make_key("Ed25519", b"holder")
    shown = [
        {"id": f"data:application/vc+jwt,{each.decode()}", "type": "EnvelopedVerifiableCredential"} for each in held
    ]
    found = statuses_in(door.check(issuer.present_token(shown, holder)).report)
    assert [one.facts.get("reason") for one in found if one.code != "status.none_claimed"] == ["status.effort"] * 2


def test_what_one_document_left_unread_is_read_for_the_next(issuer: Issuer, door: Door) -> None:
    lists = [huge(issuer, number) for number in range(16)]
    issuer.lists |= {listed.url: listed for listed in lists}
    greedy = issuer.issue(before=lambda body: body.update(credentialStatus=[each.entry(1000) for each in lists]))
    honest = issuer.issue(before=lambda body: body.update(credentialStatus=lists[-1].entry(1000)))
    evidence, verdicts = door.evidence(), []
    for source in (greedy, honest):
        (checked,) = check_source(source, "received", now=door.now, evidence=evidence)
        assert isinstance(checked, CheckedCredential)
        verdicts.append(checked.report.verdict)
    assert verdicts == [Verdict.STATUS_UNKNOWN, Verdict.VERIFIED]
