"""The other way round: peers choose from what Tessera's signers issued, or issue what Tessera chooses from, and Tessera checks."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.peers.making import (
    DOOR,
    ISO_NOW,
    ISSUERS,
    KEYS,
    bbs_base,
    ecdsa_sd_base,
    name_of,
    rich_badge_for,
    verification_of,
)
from tests.peers.node import Peers
from tests.wallet.presentations.presenting import (
    AUDIENCE,
    MANDATORY,
    NONCE,
    NOW,
    TERMS,
    badge_for,
    entropy_of,
    holder,
    showing,
)
from wallet.dids.key_forms import jwk_of
from wallet.dids.keys import KeyKind
from wallet.encoding.base64url import write_base64url
from wallet.encoding.json_types import JsonObject
from wallet.holder.keys import HolderKey
from wallet.intake import HolderExpectation
from wallet.presentations.presentation import make_presentation
from wallet.proofs.sd_jwt_signing import issue_sd_jwt
from wallet.proofs.signing_key import signing_key_of
from wallet.report import Outcome, Verdict

ISSUER_SECRET = bytes(30) + b"\x11\x07"
GENUINE = (Verdict.VERIFIED, Verdict.ISSUER_UNKNOWN)


@dataclass(frozen=True)
class Finding:
    """What came of one crossing: its kind, its name, and why it failed (empty where it did not)."""

    kind: str
    name: str
    fault: str


def crossings(peers: Peers) -> Iterator[Finding]:
    """Yield what Tessera says of everything that the peers derived, presented and issued."""
    documents = {issuer.id: issuer.did_document() for issuer in ISSUERS.values()}
    derived = peers.run(_derivations(), documents)
    yield from (_judged("derived by the peer", name, answer, bound=False) for name, answer in derived.items())
    presented = peers.run([*_key_bindings(), *_presentations(derived)], documents)
    yield from (_judged("bound by the peer", name, answer, bound=True) for name, answer in presented.items())
    issued = peers.run(_issuances(), documents)
    yield from (_judged("issued by the peer, whole", name, answer, bound=False) for name, answer in issued.items())
    shown = [_shown(name, answer) for name, answer in issued.items() if "made" in answer]
    back = peers.run((job for job, _ in shown), documents)
    for job, text in shown:
        fault = _fault({"made": text}, bound=True) or ("" if back[job["id"]]["verified"] else back[job["id"]]["error"])
        yield Finding("issued by the peer, presented by Tessera, read by both", job["id"], fault)


def _judged(kind: str, name: str, answer: dict[str, Any], *, bound: bool) -> Finding:
    return Finding(kind, name, _fault(answer, bound=bound))


def _fault(answer: dict[str, Any], *, bound: bool) -> str:
    """Say what is wrong with what a peer made, as Tessera sees it."""
    if "made" not in answer:
        return "the peer: " + str(answer.get("error"))
    made = answer["made"]
    door = DOOR if bound else replace(DOOR, expectation=HolderExpectation())
    checked = door.check(made if isinstance(made, str) else json.dumps(made))
    held = checked.report.result_of("holder")
    if checked.report.verdict not in GENUINE:
        return f"{checked.report.verdict}: {[(each.check, each.code) for each in checked.report.results]}"
    return "" if not bound or (held is not None and held.outcome is Outcome.PASSED) else str(held)


def _derivations() -> Iterator[dict[str, Any]]:
    for kind, form in KEYS:
        key = holder(kind, form)
        for badge in (badge_for, rich_badge_for):
            for suite, base in (("ecdsa-sd-2023", ecdsa_sd_base), ("bbs-2023", bbs_base)):
                received = base(key, 21, badge)
                # The peer's pointers lead through the compacted document, where a list of one type is no list.
                paths = sorted(
                    {re.sub(r"/type/\d+$", "/type", claim.path) for claim in showing(received).credential.claims}
                )
                for number in range(3):
                    name = f"{suite} {badge.__name__[:4]} {name_of(kind, form)} {number + 1}"
                    chosen = random.Random(name).sample(paths, 1 + number * 3)
                    job = {"task": "derive", "document": json.loads(received), "pointers": chosen, "header": "00ff"}
                    yield {"id": name, **job}


def _presentations(derived: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for kind, form in KEYS:
        key, label = holder(kind, form), name_of(kind, form)
        yield {
            "id": f"presentation {label}",
            "task": "present",
            "credentials": [answer["made"] for name, answer in derived.items() if label in name and "made" in answer],
            "holder": key.did,
            "method": key.verification_method,
            "secret": secret_jwk(key),
            "kind": kind.value,
            "challenge": NONCE,
            "domain": AUDIENCE,
            "now": ISO_NOW,
        }


def _key_bindings() -> Iterator[dict[str, Any]]:
    claims = {"vct": "https://harbourside.example/vct", "name": "Statistics", "grade": "8.5", "plain": 1}
    claims |= {"address": {"street": "Canal 5", "town": "Harbourside"}, "skills": ["sampling", "推断"]}
    hidden = ("/name", "/grade", "/address", "/address/street", "/skills/0", "/skills/1")
    frames = ({}, {"name": True}, {"address": {"street": True}}, {"skills": {"1": True}, "grade": True})
    for kind, form in KEYS:
        key = holder(kind, form)
        for number, (frame, hash_name) in enumerate(
            zip(frames, ("sha-256", "sha-384", "sha-512", "sha-256"), strict=True)
        ):
            issuer, header = _sd_jwt_issuer(kind)
            token = issue_sd_jwt(
                {**claims, "iss": issuer, "iat": int(NOW.timestamp()) - 100},
                hidden,
                header=header,
                private_key=signing_key_of(kind, ISSUER_SECRET),
                random_bytes=entropy_of(number),
                holder_key=key.jwk,
                digest_algorithm=hash_name,
            )
            job = {"task": "presentSdJwt", "token": token, "frame": frame, "secret": secret_jwk(key)}
            job |= {"alg": key.signing_key.algorithm.value, "nonce": NONCE, "audience": AUDIENCE}
            name = f"sd-jwt {name_of(kind, form)} {hash_name} frame {number + 1}"
            yield {"id": name, **job, "made": int(NOW.timestamp())}


def _issuances() -> Iterator[dict[str, Any]]:
    for kind, form in KEYS:
        key, label = holder(kind, form), name_of(kind, form)
        for suite in ("ecdsa-sd-2023", "bbs-2023"):
            document = rich_badge_for(key, "did:example:replaced")
            job = {"task": "issueSelective", "suite": suite, "mandatoryPointers": MANDATORY, "document": document}
            yield {"id": f"{suite} {label}", **job, "now": ISO_NOW}
        issuer, header = _sd_jwt_issuer(kind)
        claims = {"iss": issuer, "iat": int(NOW.timestamp()) - 100, "vct": "https://harbourside.example/vct"}
        claims |= {"cnf": {"jwk": key.jwk}, "name": "Statistics", "address": {"street": "Canal 5", "town": "H"}}
        frame = {"_sd": ["name", "address"], "address": {"_sd": ["street"]}, "_sd_decoy": 2}
        secret = _with_secret(jwk_of(signing_key_of(kind, ISSUER_SECRET).public), ISSUER_SECRET)
        job = {"task": "issueSdJwt", "claims": claims, "frame": frame, "secret": secret, "header": header}
        yield {"id": f"sd-jwt {label}", **job, "alg": key.signing_key.algorithm.value}


def _shown(name: str, answer: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Present by Tessera what the peer issued; return the peer's job and the text."""
    made = answer["made"]
    key = next(holder(*each) for each in KEYS if name_of(*each) in name)
    received = showing(made if isinstance(made, str) else json.dumps(made), "/name")
    text = make_presentation([received], key, TERMS, entropy=entropy_of(3)).text
    return {"id": name, "now": ISO_NOW, **verification_of(text, NONCE, AUDIENCE)}, text


def _sd_jwt_issuer(kind: KeyKind) -> tuple[str, dict[str, Any]]:
    """Return a did:jwk issuer of a kind and the header of its tokens."""
    public = jwk_of(signing_key_of(kind, ISSUER_SECRET).public)
    did = "did:jwk:" + write_base64url(json.dumps(public, separators=(",", ":")).encode())
    return did, {"typ": "dc+sd-jwt", "kid": f"{did}#0"}


def secret_jwk(key: HolderKey) -> dict[str, Any]:
    """Return a test key whole, for a peer to sign with: it guards nothing."""
    return _with_secret(key.jwk, key.secret)


def _with_secret(public: JsonObject, secret: bytes) -> JsonObject:
    return {**public, "d": write_base64url(secret)}
