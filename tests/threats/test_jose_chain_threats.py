"""JOSE-12: `x5c` through the whole engine, with anchors that came in a trust pack."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509

from tests.examining import Door
from tests.issuer_simulator import Issuer
from tests.issuer_simulator.certificates import Authority, chain_of, private_key
from tests.issuer_simulator.issuer import NOW
from wallet.dids.anchors import ANCHORS
from wallet.errors import WalletError
from wallet.intake import check_source, evidence_of
from wallet.report import Outcome, Verdict
from wallet.trust.build_pack import build_pack
from wallet.trust.collecting import collect
from wallet.trust.trust_pack import read_trust_pack

ROOT = Authority("Ministry Root", 101)
STRANGER = Authority("Ministry Root", 102)
MIDDLE = Authority("Ministry Issuing", 103, ROOT)
NAMED = (x509.UniformResourceIdentifier("https://northlight.example"), x509.DNSName("northlight.example"))


def leaf(authority: Authority, **changes):
    """Return a certificate for the key of the institution."""
    names = changes.pop("names", NAMED)
    return authority.certify(Issuer(kind="P-256").key.private.public_key(), "Northlight", names, **changes)


@pytest.fixture
def issuer() -> Issuer:
    """An institution whose key only a chain of certificates speaks for."""
    issuer = Issuer(method="https", kind="P-256")
    issuer.withheld = set(issuer.published())
    return issuer


@pytest.fixture
def anchored(issuer: Issuer) -> Door:
    """A verifier who holds the root, as a trust pack brings it."""
    issuer.documents[ANCHORS] = ROOT.pem()
    return Door((issuer,))


def issued(issuer: Issuer, chain: list[str]) -> str:
    return issuer.sd_jwt({"name": "Ada"}, x5c=chain, kid=None).token()


@pytest.mark.parametrize(
    "chain",
    [
        lambda: chain_of(leaf(ROOT)),
        lambda: chain_of(leaf(MIDDLE), MIDDLE.certificate),
        lambda: chain_of(leaf(MIDDLE), MIDDLE.certificate, ROOT.certificate),
        lambda: chain_of(leaf(ROOT, names=NAMED[1:])),
        lambda: chain_of(leaf(ROOT, may_sign=False, may_commit=True)),
    ],
    ids=[
        "by the root",
        "by an intermediate",
        "with the root sent along",
        "by host name",
        "a seal that cannot be denied",
    ],
)
def test_JOSE_12_a_path_to_a_held_anchor_makes_the_key_the_issuers(
    issuer: Issuer, anchored: Door, chain: Callable[[], list[str]]
) -> None:
    assert anchored.verdict(issued(issuer, chain())) is Verdict.VERIFIED


def constrained() -> list[str]:
    elsewhere = Authority("Elsewhere", 104, ROOT, permitted=(x509.DNSName("elsewhere.example"),))
    return chain_of(leaf(elsewhere, names=NAMED[1:]), elsewhere.certificate)


def too_long() -> list[str]:
    first = Authority("First", 105, ROOT, path_length=0)
    second = Authority("Second", 106, first)
    return chain_of(leaf(second), second.certificate, first.certificate)


def not_an_authority() -> list[str]:
    plain = Authority("Plain", 107, ROOT, is_authority=False)
    return chain_of(leaf(plain), plain.certificate)


def may_not_certify() -> list[str]:
    middle = Authority("Middle", 109, ROOT)
    middle._made = ROOT.certify(middle.key.public_key(), "Middle", is_authority=True, may_certify=False)
    return chain_of(leaf(middle), middle.certificate)


def without_usages() -> list[str]:
    """As plain tools make them: an authority that says so, and nothing of what its key is for."""
    middle = Authority("Middle", 110, ROOT)
    middle._made = ROOT.certify(middle.key.public_key(), "Middle", is_authority=True, usages=False)
    return chain_of(leaf(middle), middle.certificate)


def out_of_date() -> list[str]:
    old = Authority("Old", 108, ROOT, days=(-200, -100))
    return chain_of(leaf(old), old.certificate)


DEFECTS = {
    "another issuer's name": (
        lambda: chain_of(leaf(ROOT, names=(x509.DNSName("other.example"),))),
        "x5c.issuer",
    ),
    "a wildcard name": (lambda: chain_of(leaf(ROOT, names=(x509.DNSName("*.example"),))), "x5c.issuer"),
    "no name": (lambda: chain_of(leaf(ROOT, names=())), "x5c.issuer"),
    "leaf expired": (lambda: chain_of(leaf(ROOT, days=(-30, -1))), "x5c.path"),
    "leaf not yet valid": (lambda: chain_of(leaf(ROOT, days=(1, 30))), "x5c.path"),
    "intermediate expired": (out_of_date, "x5c.path"),
    "self-signed leaf": (
        lambda: chain_of(Authority("Northlight", 7).certify(private_key(7).public_key(), "Northlight", NAMED)),
        "x5c.path",
    ),
    "another root of that name": (lambda: chain_of(leaf(STRANGER)), "x5c.path"),
    "another root sent along": (lambda: chain_of(leaf(STRANGER), STRANGER.certificate), "x5c.path"),
    "intermediate missing": (lambda: chain_of(leaf(MIDDLE)), "x5c.path"),
    "name constraints": (constrained, "x5c.path"),
    "path longer than allowed": (too_long, "x5c.path"),
    "intermediate is no authority": (not_an_authority, "x5c.path"),
    "intermediate may not certify": (may_not_certify, "x5c.path"),
    "not for signatures": (lambda: chain_of(leaf(ROOT, may_sign=False)), "x5c.usage"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_JOSE_12_a_chain_with_a_defect_is_not_believed_and_the_reason_is_named(
    issuer: Issuer, anchored: Door, defect: str
) -> None:
    chain, step = DEFECTS[defect]
    report = anchored.check(issued(issuer, chain())).report
    signature = report.result_of("signature")
    assert report.verdict is Verdict.CANNOT_CHECK
    assert signature is not None
    assert (signature.outcome, signature.facts["step"]) == (Outcome.UNDECIDED, step)


def test_JOSE_12_an_authority_need_not_say_what_its_key_is_for(issuer: Issuer, anchored: Door) -> None:
    assert anchored.verdict(issued(issuer, without_usages())) is Verdict.VERIFIED


def without_iss(issuer: Issuer, chain: list[str]) -> str:
    issued = issuer.sd_jwt({"name": "Ada"}, x5c=chain, kid=None)
    del issued.payload["iss"]
    return issued.token()


@pytest.mark.parametrize("names", [NAMED, NAMED[1:]])
def test_JOSE_12_without_iss_the_issuer_is_whom_the_certificate_names(
    issuer: Issuer, anchored: Door, names: Sequence[x509.GeneralName]
) -> None:
    checked = anchored.check(without_iss(issuer, chain_of(leaf(ROOT, names=names))))
    assert (checked.report.verdict, checked.credential.issuer.id) == (Verdict.VERIFIED, issuer.id)


@pytest.mark.parametrize(
    "chain",
    [
        lambda: chain_of(leaf(STRANGER)),
        lambda: chain_of(leaf(ROOT, names=(x509.DNSName("a.example"), x509.DNSName("b.example")))),
        lambda: chain_of(leaf(ROOT, names=(x509.DNSName("*.example"),))),
    ],
)
def test_JOSE_12_without_iss_no_other_certificate_makes_anybody_the_issuer(
    issuer: Issuer, anchored: Door, chain: Callable[[], list[str]]
) -> None:
    checked = anchored.check(without_iss(issuer, chain()))
    assert (checked.report.verdict, checked.credential.issuer.id) == (Verdict.CANNOT_CHECK, None)


def test_JOSE_12_a_chain_out_of_order_is_somebody_elses_key(issuer: Issuer, anchored: Door) -> None:
    assert anchored.verdict(issued(issuer, chain_of(MIDDLE.certificate, leaf(MIDDLE)))) is Verdict.CANNOT_CHECK


def test_JOSE_12_the_leafs_key_is_the_one_that_must_have_signed(issuer: Issuer, anchored: Door) -> None:
    others = ROOT.certify(private_key(9).public_key(), "Northlight", NAMED)
    assert anchored.verdict(issued(issuer, chain_of(others))) is Verdict.ALTERED


def test_JOSE_12_without_an_anchor_nobody_says_whose_key_it_is(issuer: Issuer) -> None:
    report = Door((issuer,)).check(issued(issuer, chain_of(leaf(ROOT), ROOT.certificate))).report
    assert report.verdict is Verdict.CANNOT_CHECK
    assert report.result_of("issuer_key").code == "issuer_key.possession_only"


def test_JOSE_12_a_held_document_of_the_issuer_comes_before_any_chain(issuer: Issuer, anchored: Door) -> None:
    issuer.withheld = set()
    assert anchored.verdict(issuer.sd_jwt({}, x5c=chain_of(leaf(STRANGER))).token()) is Verdict.VERIFIED


def test_JOSE_12_what_a_holder_supplies_is_no_anchor(issuer: Issuer, anchored: Door) -> None:
    from wallet.dids.held import HeldFrom

    supplied = replace(anchored, held_from=HeldFrom.SUPPLIED)
    assert supplied.verdict(issued(issuer, chain_of(leaf(ROOT)))) is Verdict.CANNOT_CHECK


@pytest.mark.parametrize("form", ["pem", "der", "bundle"])
def test_JOSE_12_a_trust_pack_carries_anchors(tmp_path: Path, issuer: Issuer, form: str) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    der = ROOT.certificate.public_bytes(Encoding.DER)
    content = {"pem": ROOT.pem(), "der": der, "bundle": b"Two roots\n" + STRANGER.pem() + ROOT.pem()}[form]
    (tmp_path / "root.crt").write_bytes(content)
    build_pack([tmp_path / "root.crt"], tmp_path / "pack.zip", now=NOW)
    again = build_pack([tmp_path / "pack.zip"], tmp_path / "again", now=NOW)
    assert {packed.kind for packed in again.pack.documents.values()} == {"x509_anchor"}
    evidence = evidence_of([read_trust_pack(tmp_path / "again")])
    token = issued(issuer, chain_of(leaf(ROOT))).encode()
    (found,) = check_source(token, "a", now=NOW, evidence=evidence)
    assert found.report.verdict is Verdict.ISSUER_UNKNOWN


@pytest.mark.parametrize(
    ("content", "step"),
    [
        (lambda: Authority("Plain", 5, is_authority=False).pem(), "anchor.not_authority"),
        (lambda: ROOT.pem() + b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "anchor.private_key"),
        (lambda: ROOT.pem()[:200], "anchor.certificate"),
        (lambda: b"\x30\x82\x01\x00" + bytes(40), "anchor.certificate"),
        (lambda: b"-----BEGIN CERTIFICATE-----\n" * 1001, "anchor.count"),
    ],
    ids=["a leaf", "a private key beside it", "cut short", "not DER", "too many"],
)
def test_JOSE_12_what_is_no_authority_is_left_out_of_a_pack_with_a_reason(
    tmp_path: Path, content: Callable[[], bytes], step: str
) -> None:
    (tmp_path / "odd.pem").write_bytes(content())
    draft = collect([tmp_path / "odd.pem"], NOW)
    assert draft.placed == []
    assert isinstance(draft.skipped[0].error, WalletError)
    assert draft.skipped[0].error.step == step
