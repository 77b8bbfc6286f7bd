"""Key binding (RFC 9901 section 7.3): each refusal names its step, and the times are exact."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.issuer_simulator import Hidden, Issuer, make_key
from tests.issuer_simulator.jose import compact
from tests.issuer_simulator.sd_jwt import digest_of
from wallet.dids.key_forms import read_jwk, thumbprint
from wallet.encoding.base64url import write_base64url
from wallet.formats.vc_jwt import read_token
from wallet.proofs.key_binding import disclosure_digest, examine_key_binding
from wallet.report import Outcome, Severity

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HOLDER = make_key("P-256", b"holder")
SECOND = timedelta(seconds=1)
WEAK = {"kty": "OKP", "crv": "Ed25519", "x": write_base64url(b"\1" + bytes(31))}


def bound(
    issuer: Issuer, *, claims: dict[str, Any] | None = None, issued: dict[str, Any] | None = None, **header: Any
) -> str:
    """Return an SD-JWT with a key binding; `claims` and `header` change what an honest holder would sign."""
    parts = issuer.sd_jwt({"name": Hidden("Ada"), "cnf": {"jwk": HOLDER.jwk}, **(issued or {})})
    presented = parts.token()
    algorithm = parts.payload.get("_sd_alg", "sha-256")
    payload: dict[str, Any] = {"iat": int(NOW.timestamp()), "nonce": "n", "aud": "a"}
    payload |= {"sd_hash": digest_of(presented, algorithm.replace("-", "")), **(claims or {})}
    head = {"alg": "ES256", "typ": "kb+jwt", **header}
    kept = [{name: value for name, value in part.items() if value is not None} for part in (head, payload)]
    return presented + compact(kept[0], kept[1], HOLDER)


def found(token: str, now: datetime = NOW, nonce: str | None = "n", audience: str | None = "a") -> Any:
    return examine_key_binding(read_token(token, token.encode(), "test"), nonce, audience, now)


@pytest.fixture
def college() -> Issuer:
    return Issuer(kind="P-256")


def test_an_honest_one_is_bound_to_the_key_it_was_issued_to(college: Issuer) -> None:
    result = found(bound(college))
    assert (result.check, result.outcome, result.code) == ("holder", Outcome.PASSED, "holder.bound")
    assert dict(result.facts) == {"key": thumbprint(read_jwk(HOLDER.jwk))}
    unasked = found(bound(college), nonce=None)
    assert (unasked.outcome, unasked.code) == (Outcome.UNDECIDED, "holder.not_asked")
    assert found(bound(college), audience=None).code == "holder.bound"


REFUSED: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    ({"typ": "JWT"}, "holder.malformed", {"step": "kb_jwt.typ"}),
    ({"typ": None}, "holder.malformed", {"step": "kb_jwt.typ"}),
    ({"typ": "KB+JWT"}, "holder.malformed", {"step": "kb_jwt.typ"}),
    ({"alg": "none"}, "holder.malformed", {"step": "kb_jwt.alg"}),
    ({"alg": "HS256"}, "holder.malformed", {"step": "kb_jwt.alg"}),
    ({"alg": None}, "holder.malformed", {}),
    ({"alg": "EdDSA"}, "holder.wrong_key", {}),
    ({"claims": {"iat": None}}, "holder.malformed", {"step": "kb_jwt.iat"}),
    ({"claims": {"iat": "now"}}, "holder.malformed", {"step": "kb_jwt.iat"}),
    ({"claims": {"iat": True}}, "holder.malformed", {"step": "kb_jwt.iat"}),
    ({"claims": {"nonce": None}}, "holder.malformed", {"step": "kb_jwt.nonce"}),
    ({"claims": {"nonce": ["n"]}}, "holder.malformed", {"step": "kb_jwt.nonce"}),
    ({"claims": {"aud": None}}, "holder.malformed", {"step": "kb_jwt.nonce"}),
    ({"claims": {"aud": ["a"]}}, "holder.malformed", {"step": "kb_jwt.nonce"}),
    ({"claims": {"nonce": "N"}}, "holder.wrong_nonce", {}),
    ({"claims": {"aud": "b"}}, "holder.wrong_audience", {"audience": "b"}),
    ({"claims": {"sd_hash": None}}, "holder.wrong_disclosures", {}),
    ({"claims": {"sd_hash": "AAAA"}}, "holder.wrong_disclosures", {}),
    ({"issued": {"cnf": None}}, "holder.unbound_credential", {}),
    ({"issued": {"cnf": "key"}}, "holder.key_unknown", {}),
    ({"issued": {"cnf": {"kid": "x"}}}, "holder.key_unknown", {}),
    ({"issued": {"cnf": {"jwk": {"kty": "odd"}}}}, "holder.key_unknown", {}),
    ({"issued": {"cnf": {"jwk": WEAK}}}, "holder.wrong_key", {"step": "key.low_order"}),
]


@pytest.mark.parametrize(("changes", "code", "facts"), REFUSED, ids=[str(one[0])[:60] for one in REFUSED])
def test_SDJWT_12_each_refusal_names_its_step(
    college: Issuer, changes: dict[str, Any], code: str, facts: dict[str, Any]
) -> None:
    result = found(bound(college, **changes))
    assert (result.check, result.code) == ("holder", code)
    assert facts.items() <= dict(result.facts).items(), result.facts
    undecided = code == "holder.key_unknown"
    assert result.outcome is (Outcome.UNDECIDED if undecided else Outcome.FAILED)
    assert result.severity is (Severity.WARNING if undecided else Severity.ERROR)


def test_SDJWT_12_what_is_no_jwt_is_malformed(college: Issuer) -> None:
    result = found(bound(college).rpartition("~")[0] + "~a.b.c")
    assert result.code == "holder.malformed"
    assert str(result.facts["step"]).startswith("jwt.")
    assert found(college.sd_jwt({"cnf": {"jwk": HOLDER.jwk}}).token()).code == "holder.missing"


def test_SDJWT_12_the_ages_are_exact(college: Issuer) -> None:
    """Ten minutes, and one for the clocks; a day where the holder says when it ends; a minute ahead."""
    plain, until = bound(college), bound(college, claims={"exp": int((NOW + timedelta(hours=30)).timestamp())})
    assert found(plain, NOW + timedelta(minutes=11)).code == "holder.bound"
    late = found(plain, NOW + timedelta(minutes=11) + SECOND)
    assert (late.code, late.facts["made"]) == ("holder.expired", "2026-06-01T12:00:00+00:00")
    assert found(until, NOW + timedelta(hours=24, minutes=1)).code == "holder.bound"
    assert found(until, NOW + timedelta(hours=24, minutes=1) + SECOND).code == "holder.expired"
    assert found(plain, NOW - timedelta(minutes=1)).code == "holder.bound"
    early = found(plain, NOW - timedelta(minutes=1) - SECOND)
    assert (early.code, early.facts["made"]) == ("holder.not_yet_valid", "2026-06-01T12:00:00+00:00")


def test_SDJWT_12_the_end_is_the_end_but_for_the_clocks(college: Issuer) -> None:
    short = bound(college, claims={"exp": int((NOW + timedelta(minutes=2)).timestamp())})
    assert found(short, NOW + timedelta(minutes=3) - SECOND).code == "holder.bound"
    assert found(short, NOW + timedelta(minutes=3)).code == "holder.expired"


def test_the_digest_is_of_the_text_with_its_last_tilde() -> None:
    for algorithm in ("sha-256", "sha-384", "sha-512"):
        assert disclosure_digest("a~", algorithm) == digest_of("a~", algorithm.replace("-", ""))
    assert disclosure_digest("a~", "md5") is None
