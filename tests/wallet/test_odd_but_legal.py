"""Shapes that other issuers' software writes and the specifications allow: each is read for what it says."""

from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import Issuer
from tests.issuer_simulator.issuer import loads
from tests.issuer_simulator.jose import dump
from wallet.report import Outcome, Verdict

ARABIC: dict[str, Any] = {"@value": "نسج", "@language": "ar", "@direction": "rtl"}


def test_a_text_with_a_base_direction_is_signed_with_it(issuer: Issuer, door: Door) -> None:
    issued = issuer.issue(body=issuer.badge(name=ARABIC))
    assert door.verdict(issued) is Verdict.VERIFIED
    turned = loads(issued)
    turned["name"] = {**ARABIC, "@direction": "ltr"}
    assert door.verdict(dump(turned)) is Verdict.ALTERED


def test_a_direction_that_was_not_signed_is_not_called_forged(issuer: Issuer, door: Door) -> None:
    """Some signers leave directions out: what they signed holds, and the direction is named as no part of it."""
    plain = {name: value for name, value in ARABIC.items() if name != "@direction"}
    issued = loads(issuer.issue(body=issuer.badge(name=plain)))
    issued["name"] = ARABIC
    report = door.check(dump(issued)).report
    coverage = report.result_of("coverage")
    assert report.verdict is Verdict.CANNOT_CHECK
    assert coverage is not None
    assert (coverage.outcome, coverage.facts["reason"]) == (Outcome.UNDECIDED, "direction")


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize(
    "name",
    [
        {"@value": "织造", "@language": "zh-Hans"},
        [{"@value": "Weaving", "@language": "en"}, {"@value": "织造", "@language": "zh"}],
        {"@value": "Weaving"},
    ],
    ids=["one language", "two languages", "a bare value object"],
)
def test_a_name_in_a_language_is_verified_and_shown(issuer: Issuer, door: Door, suite: str, name: Any) -> None:
    checked = door.check(issuer.issue(suite, issuer.badge(name=name)))
    assert checked.report.verdict is Verdict.VERIFIED
    assert checked.credential.name


def test_a_diploma_of_1965_as_a_token_has_a_date_before_the_epoch(issuer: Issuer, door: Door) -> None:
    """RFC 7519 section 2 counts seconds from 1970 on, and VCDM 1.1 section 6.3.1 puts the issuance date there: older ones are negative."""
    issued = issuer.issue("jwt-vc", before=lambda body: body.update(validFrom="1965-06-30T12:00:00Z"))
    checked = door.check(issued)
    validity = checked.report.result_of("validity")
    assert validity is not None
    assert (checked.report.verdict, validity.facts["valid_from"]) == (Verdict.VERIFIED, "1965-06-30T12:00:00Z")


@pytest.mark.parametrize("header", [None, {}, {"disclosures": []}])
@pytest.mark.parametrize("general", [False, True])
def test_an_sd_jwt_in_json_that_discloses_nothing_need_not_say_so(
    issuer: Issuer, door: Door, header: dict[str, Any] | None, general: bool
) -> None:
    """RFC 9901 section 8.1 and 8.3: the header `disclosures` is there if there are any."""
    protected, payload, signature = issuer.sd_jwt({"course": "Statistics"}).token().rstrip("~").split(".")
    own = {} if header is None else {"header": header}
    signed = {"protected": protected, "signature": signature, **own}
    written = {"payload": payload, "signatures": [signed]} if general else {"payload": payload, **signed}
    assert door.verdict(dump(written)) is Verdict.VERIFIED
