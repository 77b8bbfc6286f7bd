"""Tokens in JSON: the general serialisation of a JWS with its signatures, and a token written out with itself as its proof."""

import json
from datetime import UTC, datetime
from typing import Any

from tests.issuer_simulator.jose import dump
from tests.issuer_simulator.keys import b64u_decode


def entry(token: str | bytes, **header: Any) -> dict[str, Any]:
    """One member of `signatures`, of a compact JWS."""
    text = token.decode() if isinstance(token, bytes) else token
    protected, _, signature = text.partition("~")[0].split(".")
    return {"protected": protected, "signature": signature, **({"header": header} if header else {})}


def general(first: str | bytes, *entries: dict[str, Any]) -> str:
    """A general JWS: the payload of `first`, and these signatures."""
    text = first.decode() if isinstance(first, bytes) else first
    return dump({"payload": text.partition("~")[0].split(".")[1], "signatures": list(entries)})


def payload_of(token: bytes | str) -> dict[str, Any]:
    """Return the claims of a token."""
    text = token.decode() if isinstance(token, bytes) else token
    return dict(json.loads(b64u_decode(text.split(".")[1])))


def _stamp(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def written_out(token: bytes | str) -> dict[str, Any]:
    """The JSON form of a token, as the commonest library writes it: registered claims become members, `vc` is emptied."""
    text = token.decode() if isinstance(token, bytes) else token
    payload = payload_of(text)
    inner = payload.pop("vc", None) or payload.pop("vp")
    said = {**payload, **inner}
    said["type"], said["@context"] = _listed(inner["type"]), _listed(inner["@context"])
    if "credentialSubject" in inner:
        said["credentialSubject"] = {**inner["credentialSubject"], "id": said.pop("sub", None)}
        named = payload.get("issuer", inner.get("issuer", {}))
        said["issuer"] = {**(named if isinstance(named, dict) else {}), "id": said.pop("iss")}
    else:
        said["holder"] = said.pop("iss")
        said["verifiableCredential"] = [written_out(one) for one in inner["verifiableCredential"]]
        if "aud" in said:
            said["verifier"] = _listed(said.pop("aud"))
    for claim, member in (("jti", "id"), ("nbf", "issuanceDate"), ("exp", "expirationDate")):
        if claim in said:
            value = said.pop(claim)
            said[member] = value if claim == "jti" else _stamp(value)
    return {**said, "proof": {"type": "JwtProof2020", "jwt": text}}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
