"""Proof checking as ratios to a bare signature check of the same kind, measured in one run.

    python -m tests.benchmarks.bench_proofs

Ratios of processor time, not seconds: other work on the machine slows both sides alike. Each figure is the least of many rounds.
"""

import json
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime

from wallet.dids.held import DocumentMap
from wallet.dids.key_forms import multikey_of
from wallet.dids.keys import KeyKind, PublicKey
from wallet.encoding.json_types import JsonObject
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.formats.vc_jwt import read_token
from wallet.intake import Evidence, check_envelope
from wallet.proofs.bbs_signatures import derive_key_pair
from wallet.proofs.examine import examine_proofs
from wallet.proofs.sd_jwt_signing import issue_sd_jwt
from wallet.proofs.sd_signing import ProofTerms, derive_bbs, derive_ecdsa_sd, sign_bbs, sign_ecdsa_sd
from wallet.proofs.signing import sign_data_integrity
from wallet.proofs.signing_key import SigningKey, signing_key_of
from wallet.report import Outcome, Verdict

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
NOTHING = DocumentMap({})


def badge(narrative: int = 900) -> JsonObject:
    """A rich badge of about 3 kB."""
    achievement: JsonObject = {
        "id": "https://school.example/achievements/7",
        "type": ["Achievement"],
        "achievementType": "Course",
        "creator": {"id": "did:web:school.example", "type": ["Profile"], "name": "Example School"},
        "criteria": {"narrative": "Pass the examination. " * (narrative // 22)},
        "description": "An introduction to the subject.",
        "name": "Introduction",
        "creditsAvailable": 5,
        "tag": ["a", "b", "c"],
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": f"Skill {number}",
                "targetUrl": f"https://skills.example/{number}",
                "targetCode": str(number),
                "targetFramework": "Skills",
            }
            for number in range(3)
        ],
        "resultDescription": [
            {
                "id": "urn:uuid:11111111-1111-4111-8111-111111111111",
                "type": ["ResultDescription"],
                "name": "Grade",
                "resultType": "LetterGrade",
                "allowedValue": ["F", "D", "C", "B", "A"],
            }
        ],
    }
    subject: JsonObject = {
        "id": "did:example:learner",
        "type": ["AchievementSubject"],
        "achievement": achievement,
        "result": [
            {
                "type": ["Result"],
                "resultDescription": "urn:uuid:11111111-1111-4111-8111-111111111111",
                "value": "A",
            }
        ],
    }
    return {
        "@context": list(CONTEXTS),
        "id": "urn:uuid:22222222-2222-4222-8222-222222222222",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:school.example", "type": ["Profile"], "name": "Example School"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Introduction",
        "credentialSubject": subject,
    }


def endorsed_badge(by: SigningKey | None = None) -> JsonObject:
    """The same with three endorsements, about 16 kB, each signed `by` a key where one is given."""
    document = badge(7000)
    endorsements: list[JsonObject] = [
        {
            "@context": list(CONTEXTS),
            "id": f"urn:uuid:33333333-3333-4333-8333-33333333333{number}",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "issuer": {"id": "did:web:board.example", "type": ["Profile"], "name": "Board"},
            "validFrom": "2026-01-01T00:00:00Z",
            "name": "Endorsement",
            "credentialSubject": {
                "id": "https://school.example/achievements/7",
                "type": ["EndorsementSubject"],
                "endorsementComment": "A sound course. " * 100,
            },
        }
        for number in range(3)
    ]
    if by is not None:
        issuer: JsonObject = {"id": f"did:key:{multikey_of(by.public)}", "type": ["Profile"], "name": "Board"}
        endorsements = [sign({**one, "issuer": issuer}, "eddsa-rdfc-2022", by) for one in endorsements]
    document["endorsement"] = list(endorsements)
    return document


def least_of_both(
    run: Callable[[], object], unit: Callable[[], object], rounds: int = 25, seconds: float = 2.0
) -> tuple[float, float]:
    """Seconds of one call of each: the least mean over rounds that take turns, so that both meet the same machine.

    A round is short and there are many, over a while: what else the machine does comes in bursts, and between them it is quiet.
    """
    best, began = [float("inf"), float("inf")], time.process_time()
    while rounds > 0 or time.process_time() - began < seconds:
        rounds -= 1
        for place, call in enumerate((run, unit)):
            start = time.process_time()
            for _ in range(8):
                call()
            best[place] = min(best[place], (time.process_time() - start) / 8)
    return best[0], best[1]


def did_method(key: PublicKey) -> str:
    """The did:key URL of a key."""
    return f"did:key:{multikey_of(key)}#{multikey_of(key)}"


def bare(kind: KeyKind) -> Callable[[], object]:
    """Return a call that is one bare signature check by the library."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384

    message = b"x" * 64
    if kind is KeyKind.ED25519:
        private = ed25519.Ed25519PrivateKey.from_private_bytes(b"\1" * 32)
        public, signature = private.public_key(), private.sign(message)
        return lambda: public.verify(signature, message)
    curve, digest = (ec.SECP384R1(), SHA384()) if kind is KeyKind.P384 else (ec.SECP256R1(), SHA256())
    curve_key = ec.derive_private_key(7, curve)
    curve_public, made = curve_key.public_key(), curve_key.sign(message, ec.ECDSA(digest))
    return lambda: curve_public.verify(made, message, ec.ECDSA(digest))


def check(*documents: JsonObject) -> Callable[[], object]:
    """Return a call that examines the proof of each document; all are seen to pass first."""
    envelopes = [Envelope(b"", "bench", Format.JSON, Kind.CREDENTIAL, document) for document in documents]
    for envelope in envelopes:
        (finding,) = examine_proofs(envelope, NOTHING)
        assert finding.signature.outcome is Outcome.PASSED, finding.signature
        assert finding.coverage.outcome is Outcome.PASSED, finding.coverage
    return lambda: [examine_proofs(envelope, NOTHING) for envelope in envelopes]


def _endorsements(document: JsonObject) -> list[JsonObject]:
    held = document["endorsement"]
    assert isinstance(held, list)
    return [one for one in held if isinstance(one, dict)]


def check_whole(document: JsonObject, key: SigningKey) -> Callable[[], object]:
    """Return a call that reads a document signed with `key`, makes its report and those of what it holds."""
    issuer: JsonObject = {"id": f"did:key:{multikey_of(key.public)}", "type": ["Profile"], "name": "School"}
    signed = sign({**document, "issuer": issuer}, "eddsa-rdfc-2022", key)
    envelope, evidence = Envelope(b"", "bench", Format.JSON, Kind.CREDENTIAL, signed), Evidence()
    checked = check_envelope(envelope, now=NOW, evidence=evidence)
    reports = [checked.report, *(nested.checked.report for nested in checked.nested)]
    assert [report.verdict for report in reports] == [Verdict.ISSUER_UNKNOWN] * 4, [r.verdict for r in reports]
    return lambda: check_envelope(envelope, now=NOW, evidence=evidence)


def sign(document: JsonObject, suite: str, key: SigningKey) -> JsonObject:
    """Sign with a did:key."""
    return sign_data_integrity(
        document, suite=suite, private_key=key, verification_method=did_method(key.public), created=NOW
    )


def main() -> None:
    """Print the table."""
    ed, p256 = signing_key_of(KeyKind.ED25519, b"\1" * 32), signing_key_of(KeyKind.P256, b"\1" * 32)
    p384 = signing_key_of(KeyKind.P384, b"\1" * 48)
    bare_ed, bare_p256 = bare(KeyKind.ED25519), bare(KeyKind.P256)
    small, large = sign(badge(), "eddsa-rdfc-2022", ed), sign(endorsed_badge(), "eddsa-rdfc-2022", ed)
    size = f"{len(json.dumps(small))} B"
    _row(f"eddsa-rdfc-2022, badge of {size}", check(small), bare_ed, 4)
    _row(f"eddsa-rdfc-2022, endorsed badge of {len(json.dumps(large))} B", check(large), bare_ed, 16)
    every = [sign(endorsed_badge(ed), "eddsa-rdfc-2022", ed), *_endorsements(endorsed_badge(ed))]
    _row("the same, the proofs of its endorsements, too", check(*every), bare_ed, 16)
    _row("the same, read and reported on, all four", check_whole(endorsed_badge(ed), ed), bare_ed, None)
    _row(f"eddsa-jcs-2022, badge of {size}", check(sign(badge(), "eddsa-jcs-2022", ed)), bare_ed, None)
    _row(f"ecdsa-rdfc-2019 P-256, badge of {size}", check(sign(badge(), "ecdsa-rdfc-2019", p256)), bare_p256, None)
    _row(
        f"ecdsa-rdfc-2019 P-384, badge of {size}",
        check(sign(badge(), "ecdsa-rdfc-2019", p384)),
        bare(KeyKind.P384),
        None,
    )
    terms = ProofTerms(did_method(p256.public), NOW, ("/issuer", "/validFrom"))
    base = sign_ecdsa_sd(
        badge(), terms, private_key=p256, proof_key=signing_key_of(KeyKind.P256, b"\2" * 32), hmac_key=b"k" * 32
    )
    shown = ["/credentialSubject/achievement/name"]
    _row("ecdsa-sd-2023 derived", check(derive_ecdsa_sd(base, shown)), bare_p256, 18)
    secret, public = derive_key_pair(b"b" * 32, b"")
    terms = ProofTerms(did_method(PublicKey(KeyKind.BLS12381_G2, public)), NOW, ("/issuer", "/validFrom"))
    bbs = sign_bbs(badge(), terms, secret=secret, hmac_key=b"k" * 32)
    derived = derive_bbs(bbs, shown, presentation_header=b"p", random_bytes=secrets.token_bytes)
    _row("bbs-2023 derived", check(derived), bare_ed, 80)
    token = _sd_jwt(p256)
    envelope = read_token(token, token.encode(), "bench")
    assert examine_proofs(envelope, NOTHING)[0].signature.outcome is Outcome.PASSED

    def read_and_check() -> object:
        return examine_proofs(read_token(token, token.encode(), "bench"), NOTHING)

    _row("dc+sd-jwt ES256, read and check", read_and_check, bare_p256, 2.5)
    _row("dc+sd-jwt ES256, check alone", lambda: examine_proofs(envelope, NOTHING), bare_p256, None)


def _sd_jwt(key: SigningKey) -> str:
    claims: JsonObject = {
        "iss": f"did:key:{multikey_of(key.public)}",
        "vct": "https://school.example/degree",
        "given_name": "Ada",
        "family_name": "Byron",
        "degree": {"name": "BSc", "grade": "A"},
    }
    hidden = ["/given_name", "/family_name", "/degree/grade"]
    header: JsonObject = {"typ": "dc+sd-jwt", "kid": did_method(key.public)}
    return issue_sd_jwt(claims, hidden, header=header, private_key=key, random_bytes=secrets.token_bytes)


def _row(name: str, run: Callable[[], object], unit: Callable[[], object], goal: float | None) -> None:
    run()
    seconds, bare_seconds = least_of_both(run, unit)
    ratio = seconds / bare_seconds
    aim = "" if goal is None else f"  goal {goal:g}  {'met' if ratio <= goal else 'MISSED'}"
    print(f"{name:50} {seconds * 1e6:8.0f} us, bare {bare_seconds * 1e6:4.0f} us  {ratio:6.1f} x{aim}")


if __name__ == "__main__":
    main()
