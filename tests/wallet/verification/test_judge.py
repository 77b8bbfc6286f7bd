"""`judge`, as a table over every combination of outcomes, and as promises that hold for all of them."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.report import (
    CHECK_NAMES,
    CheckResult,
    NestedReport,
    NestedRole,
    Outcome,
    Severity,
    Verdict,
    VerificationReport,
    judge,
)
from wallet.wording import WORDING

NOW = datetime(2026, 6, 1, tzinfo=UTC)

# What each check can say, as (outcome, code), with the verdict it calls for when all others are content. None: no say.
SAYS = {
    "signature": [
        (Outcome.PASSED, "signature.valid", None),
        (Outcome.FAILED, "signature.invalid", Verdict.ALTERED),
        (Outcome.FAILED, "signature.unsigned", Verdict.UNSIGNED),
        (Outcome.UNDECIDED, "proof.key_not_found", Verdict.CANNOT_CHECK),
        (Outcome.SKIPPED, "signature.moot", Verdict.CANNOT_CHECK),
    ],
    "coverage": [
        (Outcome.PASSED, "coverage.complete", None),
        (Outcome.FAILED, "coverage.disclosure_unreferenced", Verdict.ALTERED),
        (Outcome.UNDECIDED, "coverage.undefined_term", Verdict.CANNOT_CHECK),
        (Outcome.SKIPPED, "coverage.moot", Verdict.CANNOT_CHECK),
    ],
    "issuer_key": [
        (Outcome.PASSED, "issuer_key.allowed", None),
        (Outcome.FAILED, "issuer_key.not_allowed", Verdict.NOT_GENUINE),
        (Outcome.UNDECIDED, "issuer_key.possession_only", Verdict.CANNOT_CHECK),
        (Outcome.SKIPPED, "issuer_key.moot", Verdict.CANNOT_CHECK),
    ],
    "issuer": [
        (Outcome.PASSED, "issuer.known", None),
        (Outcome.UNDECIDED, "issuer.unknown", Verdict.ISSUER_UNKNOWN),
        (Outcome.SKIPPED, "issuer.not_applicable", None),
    ],
    "validity": [
        (Outcome.PASSED, "validity.current", None),
        (Outcome.FAILED, "validity.expired", Verdict.EXPIRED),
        (Outcome.FAILED, "validity.not_yet_valid", Verdict.NOT_YET_VALID),
        (Outcome.FAILED, "validity.malformed", Verdict.CANNOT_CHECK),
        (Outcome.SKIPPED, "validity.moot", None),
    ],
    "status": [
        (Outcome.PASSED, "status.good", None),
        (Outcome.PASSED, "status.refresh_due", Verdict.REFRESH_DUE),
        (Outcome.FAILED, "status.revoked", Verdict.REVOKED),
        (Outcome.FAILED, "status.suspended", Verdict.SUSPENDED),
        (Outcome.UNDECIDED, "status.not_held", Verdict.STATUS_UNKNOWN),
        (Outcome.SKIPPED, "status.none_claimed", None),
    ],
    "holder": [
        (Outcome.PASSED, "holder.bound", None),
        (Outcome.FAILED, "holder.wrong_nonce", Verdict.NOT_BOUND),
        (Outcome.UNDECIDED, "holder.not_asked", None),
        (Outcome.UNDECIDED, "holder.key_unknown", Verdict.CANNOT_CHECK),
        (Outcome.SKIPPED, "holder.moot", None),
    ],
}

ORDER = [
    "altered", "not_genuine", "not_bound", "unsigned", "cannot_check", "revoked", "suspended", "expired", "not_yet_valid",
    "issuer_unknown", "status_unknown", "refresh_due", "verified",
]  # fmt: skip


def result(check: str, outcome: Outcome, code: str) -> CheckResult:
    return CheckResult(check, outcome, code)


def test_the_order_of_the_verdicts_is_the_one_that_was_decided() -> None:
    assert [verdict.value for verdict in Verdict] == ORDER


def test_names_that_are_stored_and_printed_do_not_change() -> None:
    assert tuple(SAYS) == CHECK_NAMES
    assert [outcome.value for outcome in Outcome] == ["passed", "failed", "undecided", "skipped"]
    assert [severity.value for severity in Severity] == ["info", "warning", "error"]
    assert [role.value for role in NestedRole] == ["held", "endorsement"]


@pytest.mark.parametrize(
    ("check", "outcome", "verdict"),
    [
        ("signature", Outcome.FAILED, Verdict.ALTERED),
        ("coverage", Outcome.FAILED, Verdict.ALTERED),
        ("issuer_key", Outcome.FAILED, Verdict.NOT_GENUINE),
        ("holder", Outcome.FAILED, Verdict.NOT_BOUND),
        ("issuer", Outcome.FAILED, Verdict.ISSUER_UNKNOWN),
        ("validity", Outcome.FAILED, Verdict.CANNOT_CHECK),
        ("status", Outcome.FAILED, Verdict.STATUS_UNKNOWN),
        ("issuer", Outcome.UNDECIDED, Verdict.ISSUER_UNKNOWN),
        ("validity", Outcome.UNDECIDED, Verdict.CANNOT_CHECK),
        ("status", Outcome.UNDECIDED, Verdict.STATUS_UNKNOWN),
        ("holder", Outcome.UNDECIDED, Verdict.VERIFIED),
        ("new_check", Outcome.FAILED, Verdict.CANNOT_CHECK),
        ("new_check", Outcome.UNDECIDED, Verdict.CANNOT_CHECK),
        ("new_check", Outcome.PASSED, Verdict.VERIFIED),
    ],
)
def test_a_code_nobody_knows_yet_counts_by_its_check_and_outcome(
    check: str, outcome: Outcome, verdict: Verdict
) -> None:
    fine = [result(name, says[0][0], says[0][1]) for name, says in SAYS.items() if name != check]
    assert judge([*fine, result(check, outcome, f"{check}.some_new_code")]) is verdict


def test_a_holder_check_that_broke_is_not_one_that_nobody_asked_for() -> None:
    fine = [result(name, says[0][0], says[0][1]) for name, says in SAYS.items() if name != "holder"]
    assert judge([*fine, result("holder", Outcome.UNDECIDED, "proof.broken_check")]) is Verdict.CANNOT_CHECK


def test_every_combination_has_the_worst_verdict_that_any_finding_calls_for() -> None:
    count = 0
    for combination in product(*SAYS.values()):
        results = [result(name, outcome, code) for name, (outcome, code, _) in zip(SAYS, combination, strict=True)]
        called = [verdict for _, _, verdict in combination if verdict is not None]
        expected = min(called, key=lambda verdict: verdict.rank, default=Verdict.VERIFIED)
        assert judge(results) is expected, results
        count += 1
    assert count == 5 * 4 * 4 * 3 * 5 * 6 * 5


@pytest.mark.parametrize("missing", CHECK_NAMES)
def test_a_check_that_did_not_run_is_never_taken_for_passed(missing: str) -> None:
    results = [result(name, says[0][0], says[0][1]) for name, says in SAYS.items() if name != missing]
    assert judge(results) is (Verdict.VERIFIED if missing == "holder" else Verdict.CANNOT_CHECK)


def test_nothing_at_all_cannot_be_checked() -> None:
    assert judge([]) is Verdict.CANNOT_CHECK


codes = st.sampled_from([*WORDING, "new.code", "status.new", "proof.new"])
findings = st.builds(CheckResult, st.sampled_from([*CHECK_NAMES, "new_check"]), st.sampled_from(Outcome), codes)


@given(st.lists(findings, max_size=12))
def test_without_a_passed_proof_nothing_is_better_than_cannot_check(results: list[CheckResult]) -> None:
    passed = {item.check for item in results if item.outcome is Outcome.PASSED}
    if not passed.issuperset(("signature", "coverage", "issuer_key")):
        assert judge(results).rank <= Verdict.CANNOT_CHECK.rank


@given(st.lists(findings, max_size=12), findings)
def test_one_more_doubt_never_makes_a_verdict_better(results: list[CheckResult], more: CheckResult) -> None:
    if more.outcome is not Outcome.PASSED and judge(results) is not Verdict.CANNOT_CHECK:
        assert judge([*results, more]).rank <= judge(results).rank


@given(st.lists(findings, max_size=12), st.randoms())
def test_the_order_of_findings_does_not_matter(results: list[CheckResult], chance) -> None:
    shuffled = list(results)
    chance.shuffle(shuffled)
    assert judge(shuffled) is judge(results)


@given(findings)
def test_a_failed_finding_is_never_verified(failed: CheckResult) -> None:
    fine = [result(name, says[0][0], says[0][1]) for name, says in SAYS.items() if name != failed.check]
    if failed.outcome is Outcome.FAILED:
        assert judge([*fine, failed]) is not Verdict.VERIFIED


def report(*verdict_codes: tuple[str, Outcome, str], nested: tuple[NestedReport, ...] = ()) -> VerificationReport:
    changed = {check: (outcome, code) for check, outcome, code in verdict_codes}
    results = tuple(result(name, *changed.get(name, says[0][:2])) for name, says in SAYS.items())
    return VerificationReport(results, NOW, nested)


@pytest.mark.parametrize("role", NestedRole)
def test_a_parent_is_as_bad_as_the_worst_it_holds_and_endorsements_do_not_count(role: NestedRole) -> None:
    bad = report(("signature", Outcome.FAILED, "signature.invalid"))
    middle = report(nested=(NestedReport("/a", NestedRole.HELD, bad),))
    parent = report(nested=(NestedReport("/verifiableCredential/0", role, middle),))
    assert parent.own_verdict is Verdict.VERIFIED
    assert parent.verdict is (Verdict.ALTERED if role is NestedRole.HELD else Verdict.VERIFIED)


def test_a_report_is_not_true_or_false() -> None:
    with pytest.raises(TypeError):
        bool(report())
    with pytest.raises(TypeError):
        bool(report().results[0])
