"""Time rows of the threat table: dates are read strictly, compared in UTC, and never make a forgery of a bad clock."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.examining import Door
from tests.issuer_simulator import NOW, Issuer
from wallet.report import Outcome, Verdict

SECURED = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc+jwt", "jwt-vc"]


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("secured", SECURED)
@pytest.mark.parametrize(("ahead", "verdict"), [(299, Verdict.VERIFIED), (301, Verdict.NOT_YET_VALID)])
def test_TIME_02_five_minutes_of_skew_are_allowed_at_the_start(
    issuer: Issuer, door: Door, secured: str, ahead: int, verdict: Verdict
) -> None:
    start = stamp(NOW + timedelta(seconds=ahead))
    assert door.verdict(issuer.issue(secured, issuer.badge(validFrom=start))) is verdict


@pytest.mark.parametrize("secured", SECURED)
@pytest.mark.parametrize(("ago", "verdict"), [(-1, Verdict.VERIFIED), (301, Verdict.EXPIRED)])
def test_TIME_02_the_end_is_the_end(issuer: Issuer, door: Door, secured: str, ago: int, verdict: Verdict) -> None:
    end = stamp(NOW - timedelta(seconds=ago))
    assert door.verdict(issuer.issue(secured, issuer.badge(validUntil=end))) is verdict


@pytest.mark.parametrize("member", ["exp", "nbf"])
def test_TIME_02_tokens_of_the_other_kind_keep_the_same_time(issuer: Issuer, door: Door, member: str) -> None:
    sign = 1 if member == "nbf" else -1
    within, beyond = (
        NOW + timedelta(seconds=sign * (299 if member == "nbf" else -1)),
        NOW + timedelta(seconds=sign * 301),
    )
    expected = Verdict.NOT_YET_VALID if member == "nbf" else Verdict.EXPIRED
    assert door.verdict(issuer.sd_jwt({member: int(within.timestamp())}).token()) is Verdict.VERIFIED
    assert door.verdict(issuer.sd_jwt({member: int(beyond.timestamp())}).token()) is expected


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T09:00:00Z",
        "2026-03-02T09:00:00.123456Z",
        "2026-03-02T17:00:00+08:00",
        "2026-03-01T23:00:00-14:00",
        "2026-03-02T09:00:00-00:00",
        "2026-03-02T24:00:00Z",
    ],
)
def test_TIME_03_moments_of_every_zone_are_compared_in_utc(issuer: Issuer, door: Door, text: str) -> None:
    assert door.verdict(issuer.issue("eddsa-jcs-2022", issuer.badge(validFrom=text))) is Verdict.VERIFIED


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30T09:00:00Z",
        "2026-13-01T09:00:00Z",
        "2026-00-01T09:00:00Z",
        "2026-03-02T25:00:00Z",
        "2026-03-02T24:00:01Z",
        "2026-03-02T09:60:00Z",
        "2026-03-02T09:00:00",
        "2026-03-02",
        "2026-03-02T09:00:00+25:00",
        "2026-03-02T09:00:00+08:60",
        "02/03/2026",
        "20260302T090000Z",
        "2026-W10-1T09:00:00Z",
        "2026-061T09:00:00Z",
        "tomorrow",
        "",
        "99999-01-01T00:00:00Z",
        "2026-03-02T09:00:00Z ",
        "２０２６-03-02T09:00:00Z",
        1772442000,
    ],
)
@pytest.mark.parametrize("member", ["validFrom", "validUntil"])
def test_TIME_03_a_date_that_is_none_is_never_read_as_a_good_one(
    issuer: Issuer, door: Door, text: object, member: str
) -> None:
    issued = issuer.issue("eddsa-jcs-2022", before=lambda body: body.update({member: text}))
    for checked in door.attempt(issued):
        assert checked.report.verdict not in (Verdict.VERIFIED, Verdict.REFRESH_DUE)
        assert checked.report.verdict is not Verdict.ALTERED


@pytest.mark.parametrize("secured", ["eddsa-rdfc-2022", "vc+jwt"])
def test_TIME_03_a_local_clock_ahead_of_utc_changes_nothing(issuer: Issuer, door: Door, secured: str) -> None:
    from datetime import timezone

    credential = issuer.issue(secured, issuer.badge(validUntil=stamp(NOW + timedelta(hours=1))))
    shanghai = NOW.astimezone(timezone(timedelta(hours=8)))
    assert door.at(shanghai).verdict(credential) is Verdict.VERIFIED
    assert door.at(shanghai + timedelta(hours=2)).verdict(credential) is Verdict.EXPIRED


@pytest.mark.parametrize("moment", [datetime(1970, 1, 2, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)])
def test_TIME_03_a_clock_that_is_far_off_never_makes_a_forgery(issuer: Issuer, door: Door, moment: datetime) -> None:
    signature = door.at(moment).check(issuer.issue()).report.result_of("signature")
    assert signature is not None
    assert signature.outcome is not Outcome.FAILED
