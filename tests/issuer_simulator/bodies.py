"""Unsigned credentials: Open Badges 3.0, CLR 2.0 and plain ones, of VCDM 2.0 and 1.1, with every part replaceable."""

import hashlib
from datetime import datetime
from typing import Any

from tests.issuer_simulator.moments import stamp

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OB_OLD = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


def achievement(url: str, name: str, **members: Any) -> dict[str, Any]:
    """Return an achievement; `members` add to it or replace what is there."""
    criteria = {"narrative": f"Complete all the work of {name} and pass the final task."}
    base = {"id": url, "type": ["Achievement"], "name": name, "description": name, "criteria": criteria}
    return {**base, "achievementType": "MicroCredential", **members}


def hashed_identity(value: str, salt: str = "tessera", kind: str = "emailAddress") -> dict[str, Any]:
    """Return an Open Badges 3.0 IdentityObject that hides `value`."""
    hashed = "sha256$" + hashlib.sha256((value + salt).encode()).hexdigest()
    return {"type": "IdentityObject", "identityHash": hashed, "identityType": kind, "hashed": True, "salt": salt}


def subject(learner: str | None, achieved: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return an AchievementSubject."""
    named = {"id": learner} if learner else {}
    return {**named, "type": ["AchievementSubject"], "achievement": achieved, **members}


def graded(
    achieved: dict[str, Any], value: str, allowed: list[str], kind: str = "LetterGrade"
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the achievement with a scale (worst first), and the result that reached `value` on it."""
    scale_id = f"{achieved['id']}/grade"
    scale = {"id": scale_id, "type": ["ResultDescription"], "name": "Grade", "resultType": kind}
    result = {"type": ["Result"], "resultDescription": scale_id, "value": value}
    return {**achieved, "resultDescription": [{**scale, "allowedValue": allowed}]}, [result]


def alignment(name: str, url: str, framework: str, code: str) -> dict[str, Any]:
    """Return an alignment to a node of an outside framework."""
    node = {"type": ["Alignment"], "targetName": name, "targetUrl": url, "targetType": "CTDL"}
    return {**node, "targetFramework": framework, "targetCode": code}


def credential(
    body_id: str, issuer: dict[str, Any] | str, about: dict[str, Any], valid_from: datetime, **members: Any
) -> dict[str, Any]:
    """Return a VCDM 2.0 Open Badge. A member that is None is left out; datetimes become stamps."""
    body: dict[str, Any] = {
        "@context": [V2, OB],
        "id": body_id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
    }
    body |= {"issuer": issuer, "validFrom": valid_from, "credentialSubject": about, **members}
    written = {name: stamp(item) if isinstance(item, datetime) else item for name, item in body.items()}
    return {name: item for name, item in written.items() if item is not None}


def clr(
    body_id: str, issuer: dict[str, Any], learner: str | None, held: list[Any], valid_from: datetime, **members: Any
) -> dict[str, Any]:
    """Return a CLR 2.0 that holds whole signed credentials."""
    about: dict[str, Any] = {
        **({"id": learner} if learner else {}),
        "type": ["ClrSubject"],
        "verifiableCredential": held,
    }
    types = ["VerifiableCredential", "ClrCredential"]
    context = [V2, CLR, OB]
    return credential(body_id, issuer, about, valid_from, **{"@context": context, "type": types, **members})


def as_vcdm_1(body: dict[str, Any], *contexts: str) -> dict[str, Any]:
    """Return the same credential in the older data model: other context, `issuanceDate`, `expirationDate`."""
    renamed = {"validFrom": "issuanceDate", "validUntil": "expirationDate"}
    older = {renamed.get(name, name): item for name, item in body.items()}
    return {**older, "@context": [V1, OB_OLD, *contexts]}


def enveloped(token: bytes, kind: str = "vc+jwt") -> dict[str, Any]:
    """Return a compact token as an EnvelopedVerifiableCredential, VCDM 2.0 section 4.13.1."""
    return {"@context": V2, "id": f"data:application/{kind},{token.decode()}", "type": "EnvelopedVerifiableCredential"}
