"""What is put before the peers: credentials of every kind, presented in every form, by every kind and form of holder key."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from tests.examining import Door
from tests.issuer_simulator import AWARDED, Hidden, Issuer, bodies
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
from wallet.dids.key_forms import multikey_of
from wallet.dids.keys import KeyKind, PublicKey
from wallet.encoding.strict_json import write_json
from wallet.holder.keys import DidForm, HolderKey
from wallet.intake import HolderExpectation
from wallet.presentations.presentation import Form, Presentation, Terms, make_presentation
from wallet.proofs.bbs_signatures import public_key_of
from wallet.proofs.sd_signing import ProofTerms, sign_bbs, sign_ecdsa_sd
from wallet.proofs.signing_key import signing_key_of

KEYS = tuple((kind, form) for kind in (KeyKind.ED25519, KeyKind.P256) for form in (DidForm.KEY, DidForm.JWK))
ISSUERS = {
    "Ed25519": Issuer(now=NOW),
    "P-256": Issuer("Southquay College", kind="P-256", host="southquay.example", seed=b"southquay", now=NOW),
}
DOOR = Door(tuple(ISSUERS.values()), now=NOW, expectation=HolderExpectation(NONCE, AUDIENCE, True))
ISO_NOW = NOW.isoformat().replace("+00:00", "Z")
ELSEWHERE = replace(TERMS, nonce="n/1+2=3 é", audience="https://招聘.example/面试?x=1#2", expires=None)
UNCHALLENGED = replace(TERMS, nonce="", audience="", expires=None)


@dataclass(frozen=True)
class Trial:
    """One presentation, and how a peer is asked about it."""

    name: str
    form: Form
    held: str
    key: str
    made: Presentation
    terms: Terms = TERMS

    @property
    def unbound(self) -> bool:
        """Whether it answers nobody's challenge."""
        return not self.terms.nonce

    @property
    def job(self) -> dict[str, Any]:
        """The job for the stack that reads this form."""
        return {"id": self.name, "now": ISO_NOW, **self._asked(self.terms.nonce, self.terms.audience)}

    def controls(self) -> Iterator[dict[str, Any]]:
        """Yield jobs that a peer must answer with no: another nonce, another audience, an altered text."""
        if not self.unbound:
            yield {"id": f"{self.name}|nonce", "now": ISO_NOW, **self._asked("another-nonce", self.terms.audience)}
            yield {"id": f"{self.name}|audience", "now": ISO_NOW, **self._asked(self.terms.nonce, "Somebody else")}
        altered = replace(self, made=replace(self.made, text=_altered(self.made.text)))
        yield {"id": f"{self.name}|altered", "now": ISO_NOW, **altered._asked(self.terms.nonce, self.terms.audience)}

    def _asked(self, nonce: str, audience: str) -> dict[str, Any]:
        return verification_of(self.made.text, nonce, audience, unbound=self.unbound)


def verification_of(text: str, nonce: str, audience: str, *, unbound: bool = False) -> dict[str, Any]:
    """Return what a peer is asked to verify, by the form of the text."""
    asked = {} if unbound else {"nonce": nonce, "audience": audience}
    if text.startswith("{"):
        document = json.loads(text)
        if "VerifiableCredential" in document["type"]:
            return {"task": "verifyCredential", "document": document}
        return {"task": "verifyPresentation", "document": document, "challenge": nonce, "domain": audience}
    if "~" in text.partition(".")[2].rpartition(".")[0] or text.endswith("~"):
        return {"task": "verifySdJwt", "token": text, **asked}
    return {"task": "verifyToken", "token": text, **asked}


def name_of(kind: KeyKind, form: DidForm) -> str:
    """Return what a kind and form of holder key is called in the names of jobs."""
    return f"{kind.value} did:{form}"


def _altered(text: str) -> str:
    """Change one sign of the last signature, or a name that every credential here has."""
    if text.startswith("{"):
        return text.replace("Harbourside College", "Harbourside Colleges")
    place = text.rindex(".") + 10 if not text.endswith("~") else text.index("~") - 10
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


def rich_badge_for(key: HolderKey, issuer_id: str) -> dict[str, Any]:
    """A badge with what makes selection hard: things without ids inside lists, equal things twice, other scripts, numbers, a language."""
    evidence = [
        {"type": ["Evidence"], "name": "Ensayo", "narrative": "Über Züge: 统计学 — ∑"},
        {"type": ["Evidence"], "id": "https://harbourside.example/evidence/2", "name": "Film"},
    ]
    badge = badge_for(key, issuer_id, creditsEarned=7.5, term="2026 \u2028 Spring", activityStartDate=None)
    badge["credentialSubject"] = {name: item for name, item in badge["credentialSubject"].items() if item is not None}
    identifier = [
        {"type": "IdentityObject", "hashed": False, "identityHash": f"learner-{n}", "identityType": "sourcedId"}
        for n in (1, 2)
    ]
    badge["credentialSubject"]["identifier"] = identifier
    return {**badge, "evidence": evidence, "awardedDate": "2026-01-09T00:00:00Z", "validUntil": "2031-01-01T00:00:00Z"}


def selective_terms(public: PublicKey) -> tuple[str, ProofTerms]:
    """Return the did:key of an issuer's key, and what it states in its base proofs."""
    did = "did:key:" + multikey_of(public)
    return did, ProofTerms(f"{did}#{multikey_of(public)}", NOW - timedelta(days=30), MANDATORY)


def ecdsa_sd_base(key: HolderKey, seed: int, badge: Any = badge_for) -> bytes:
    """Return a badge with an ecdsa-sd-2023 base proof, every secret from `seed`."""
    entropy = entropy_of(seed)
    signer, once = (signing_key_of(KeyKind.P256, b"\0" + entropy(31)) for _ in range(2))
    did, terms = selective_terms(signer.public)
    return write_json(sign_ecdsa_sd(badge(key, did), terms, private_key=signer, proof_key=once, hmac_key=entropy(32)))


def bbs_base(key: HolderKey, seed: int, badge: Any = badge_for) -> bytes:
    """Return a badge with a bbs-2023 base proof, every secret from `seed`."""
    entropy = entropy_of(seed)
    secret = b"\0" + entropy(31)
    did, terms = selective_terms(PublicKey(KeyKind.BLS12381_G2, public_key_of(secret)))
    return write_json(sign_bbs(badge(key, did), terms, secret=secret, hmac_key=entropy(32)))


def sd_jwt_of(key: HolderKey, issuer: Issuer) -> bytes:
    """Return an SD-JWT VC with flat, nested and listed things to keep private."""
    claims = {"cnf": {"jwk": key.jwk}, "name": Hidden("Statistics"), "grade": Hidden("8.5")}
    claims |= {"address": Hidden({"street": Hidden("Canal 5"), "town": "Harbourside"})}
    claims |= {"skills": [Hidden("sampling"), Hidden("推断"), "statistics"], "plain": True}
    return issuer.sd_jwt(claims).token().encode()


_SHAPES = {badge_for: "plain badge", rich_badge_for: "rich badge"}


def trials() -> Iterator[Trial]:
    """Yield every presentation of the run."""
    for kind, form in KEYS:
        key = holder(kind, form)
        yield from _alone(key)
        yield from _together(key)
    yield from _without_key()


def _alone(key: HolderKey) -> Iterator[Trial]:
    for name, issuer in ISSUERS.items():
        suite = "eddsa" if name == "Ed25519" else "ecdsa"
        yield from _selections("sd-jwt " + name, [sd_jwt_of(key, issuer)], key)
        year = "2022" if suite == "eddsa" else "2019"
        for whole in (f"{suite}-rdfc-{year}", f"{suite}-jcs-{year}", "vc+jwt", "jwt-vc"):
            received = issuer.issue(whole, badge_for(key, issuer.id))
            yield _trial(whole, [received], key, (), variant=f"issuer {name}")
    issuer = ISSUERS["Ed25519"]
    yield _trial("Ed25519Signature2020", [issuer.issue("Ed25519Signature2020", badge_for(key, issuer.id))], key, ())
    for seed, badge in enumerate((badge_for, rich_badge_for)):
        yield from _selections(f"ecdsa-sd-2023 {_SHAPES[badge]}", [ecdsa_sd_base(key, seed, badge)], key)
        yield from _selections(f"bbs-2023 {_SHAPES[badge]}", [bbs_base(key, seed, badge)], key)


def _together(key: HolderKey) -> Iterator[Trial]:
    issuer = ISSUERS["Ed25519"]
    whole = issuer.issue(body=badge_for(key, issuer.id))
    embedded = [whole, ecdsa_sd_base(key, 5), bbs_base(key, 6)]
    yield _trial("three embedded", embedded, key, ("/name",))
    yield _trial("three embedded", embedded, key, ("/name",), Form.JWT)
    mixed = [issuer.issue("vc+jwt", badge_for(key, issuer.id)), sd_jwt_of(key, issuer), *embedded]
    yield _trial("a mixture", mixed, key, ("/name",))
    for received, form in ((whole, Form.DATA_INTEGRITY), (whole, Form.JWT), (sd_jwt_of(key, issuer), Form.SD_JWT)):
        yield _trial("for a name in Chinese", [received], key, (), form, terms=ELSEWHERE)
    yield _trial("a record of others", [_record_for(key, issuer)], key, ())
    strange = badge_for(key, issuer.id)
    strange["@context"] = [*strange["@context"], "https://harbourside.example/contexts/unheld"]
    yield _trial("a context that is not held", [issuer.issue("eddsa-jcs-2022", strange)], key, ())
    if key.kind is KeyKind.ED25519:
        older = bodies.as_vcdm_1(badge_for(key, issuer.id))
        signed = [issuer.issue("Ed25519Signature2020", older) for _ in range(2)]
        yield _trial("Ed25519Signature2020", signed[:1], key, (), Form.VCDM_1_1)
        yield _trial("two Ed25519Signature2020", signed, key, (), Form.VCDM_1_1)
        yield _trial("eddsa-rdfc-2022", [issuer.issue("eddsa-rdfc-2022", older)], key, (), Form.VCDM_1_1)


def _record_for(key: HolderKey, issuer: Issuer) -> bytes:
    # Each has its own id: under one id, JSON-LD would take the two for one thing, and Tessera says so.
    badges = ({**badge_for(key, issuer.id), "id": issuer.next_id()} for _ in range(2))
    suites = ("eddsa-rdfc-2022", "eddsa-jcs-2022")
    held = [json.loads(issuer.issue(suite, badge)) for suite, badge in zip(suites, badges, strict=True)]
    body = bodies.clr(issuer.next_id(), issuer.profile, key.did, held, AWARDED, name="Transcript")
    return issuer.issue(body=body)


def _without_key() -> Iterator[Trial]:
    key, issuer = holder(), ISSUERS["P-256"]
    whole = issuer.issue(body=badge_for(key, issuer.id))
    for name, received in (
        ("whole", [whole]),
        ("sd-jwt", [sd_jwt_of(key, issuer)]),
        ("ecdsa-sd-2023", [ecdsa_sd_base(key, 7)]),
        ("bbs-2023", [bbs_base(key, 8)]),
        ("vc+jwt", [issuer.issue("vc+jwt", badge_for(key, issuer.id))]),
    ):
        yield _trial(name, received, None, ("/name",), Form.PLAIN)


def _selections(name: str, received: Sequence[bytes], key: HolderKey) -> Iterator[Trial]:
    """Yield nothing chosen, three random choices, and everything."""
    paths = [claim.path for claim in showing(received[0]).credential.claims]
    chosen = random.Random(f"{name}{key.did}")
    yield _trial(name, received, key, (), variant="least")
    for number in range(3):
        few = tuple(chosen.sample(paths, chosen.randint(1, len(paths) // 2)))
        yield _trial(name, received, key, few, variant=f"choice {number + 1}")
    yield _trial(name, received, key, tuple(paths), variant="all")


def _trial(
    name: str,
    received: Sequence[bytes],
    key: HolderKey | None,
    chosen: Sequence[str],
    form: Form = Form.AUTOMATIC,
    variant: str = "",
    terms: Terms = TERMS,
) -> Trial:
    shown = [showing(each, *(chosen if key is None or len(received) == 1 else ())) for each in received]
    terms = UNCHALLENGED if key is None else terms
    made = make_presentation(shown, key, terms, entropy=entropy_of(len(name)), form=form)
    label = "none" if key is None else name_of(key.kind, key.form)
    return Trial(f"{made.form}/{name}/{label}/{variant}", made.form, name, label, made, terms)
