"""One simulated institution: honest unless it is told otherwise."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.issuer_simulator import bodies
from tests.issuer_simulator.data_integrity import SUITES, add_proof
from tests.issuer_simulator.jose import compact, dump
from tests.issuer_simulator.keys import SigningKey, did_jwk, did_key, make_key
from tests.issuer_simulator.moments import stamp
from tests.issuer_simulator.sd_jwt import SdJwt, conceal
from tests.issuer_simulator.status_lists import BitstringList, TokenList

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
AWARDED = datetime(2026, 3, 2, 9, tzinfo=UTC)
JOSE_FORMATS = ("jwt-vc", "vc+jwt", "dc+sd-jwt")
FORMATS = (*SUITES, *JOSE_FORMATS)
RELATIONSHIPS = ("authentication", "assertionMethod", "keyAgreement", "capabilityInvocation", "capabilityDelegation")

Change = Callable[[dict[str, Any]], Any]


def default_suite(key: SigningKey) -> str:
    """Return the suite an issuer with this key would choose."""
    return "eddsa-rdfc-2022" if key.kind == "Ed25519" else "ecdsa-rdfc-2019"


class Issuer:
    """An institution with one key, one identifier, its public documents and its status lists.

    `method` is `web`, `key`, `jwk` or `https`. Switches that tests turn: `known` (a trust pack names it), `reachable` (its
    documents are held), `relationships` (what its document allows the key for), `key` (rotate it), `documents` (more or
    other documents by URL), `withheld` (addresses it does not answer for), `now`.
    """

    def __init__(
        self,
        name: str = "Northlight College",
        *,
        method: str = "web",
        kind: str = "Ed25519",
        host: str = "northlight.example",
        now: datetime = NOW,
        seed: bytes | None = b"northlight",
        url: str | None = None,
    ) -> None:
        self.name, self.method, self.host, self.now, self.seed = name, method, host, now, seed
        self.key = make_key(kind, seed)
        self.url = url or f"https://{host}"
        self.id = self._identifier()
        self.known = self.reachable = True
        self.relationships: tuple[str, ...] = ("assertionMethod",)
        self.documents: dict[str, bytes] = {}
        self.seen: dict[str, datetime] = {}
        self.lists: dict[str, BitstringList | TokenList] = {}
        self.list_signing: dict[str, dict[str, Any]] = {}
        self.withheld: set[str] = set()
        self._places: dict[bytes, list[tuple[str, int]]] = {}
        self._count = 0

    # who it is

    def _identifier(self) -> str:
        match self.method:
            case "web":
                return "did:web:" + self.host
            case "key":
                return did_key(self.key)
            case "jwk":
                return did_jwk(self.key)
            case _:
                return self.url

    @property
    def key_id(self) -> str:
        """The verification method its proofs name."""
        match self.method:
            case "key":
                return f"{self.id}#{self.key.multibase}"
            case "jwk":
                return f"{self.id}#0"
            case _:
                return f"{self.id}#key-1"

    @property
    def profile(self) -> dict[str, Any]:
        """How it names itself in what it issues."""
        return {"id": self.id, "type": ["Profile"], "name": self.name, "url": self.url}

    def did_document(self) -> dict[str, Any]:
        """Return the document that says which key it allows for what."""
        method = {"id": self.key_id, "controller": self.id}
        if self.key.kind == "RSA":
            method |= {"type": "JsonWebKey", "publicKeyJwk": self.key.jwk}
        else:
            method |= {"type": "Multikey", "publicKeyMultibase": self.key.multibase}
        context = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
        allowed = {relationship: [self.key_id] for relationship in self.relationships}
        return {"@context": context, "id": self.id, "verificationMethod": [method], **allowed}

    def key_set(self) -> dict[str, Any]:
        """Return its JWK Set."""
        return {"keys": [{**self.key.jwk, "kid": self.key_id, "alg": self.key.algorithm, "use": "sig"}]}

    def published(self) -> dict[str, bytes]:
        """Return every document it publishes, by URL or DID, its status lists included."""
        found: dict[str, bytes] = {}
        if self.method == "web":
            found[self.id] = dump(self.did_document()).encode()
        if self.method == "https":
            found[self.id] = dump(self.did_document()).encode()
            metadata = {"issuer": self.id, "jwks": self.key_set()}
            found[f"https://{self.host}/.well-known/jwt-vc-issuer"] = dump(metadata).encode()
            found[f"https://{self.host}/.well-known/jwks.json"] = dump(self.key_set()).encode()
        for url in self.lists:
            found[url] = self.published_list(url)
        found |= self.documents
        return {url: content for url, content in found.items() if url not in self.withheld}

    # what it issues

    def next_id(self) -> str:
        """Return a fresh credential id."""
        self._count += 1
        return f"{self.url}/credentials/{self._count}"

    def badge(self, **members: Any) -> dict[str, Any]:
        """Return an unsigned Open Badge for a learner; `members` replace top-level members (None leaves one out)."""
        achieved = bodies.achievement(f"{self.url}/achievements/data-1", "Data Practice 1", creditsAvailable=6)
        achieved, results = bodies.graded(achieved, "B", ["F", "D", "C", "B", "A"])
        about = bodies.subject("did:example:learner", achieved, result=results, creditsEarned=6)
        return bodies.credential(self.next_id(), self.profile, about, AWARDED, **{"name": "Data Practice 1", **members})

    def issue(
        self,
        secured: str | None = None,
        body: dict[str, Any] | None = None,
        *,
        status: str | BitstringList | None = None,
        before: Change | None = None,
        after: Change | None = None,
        key: SigningKey | None = None,
        method: str | None = None,
        proof: dict[str, Any] | None = None,
        header: dict[str, Any] | None = None,
        claims: dict[str, Any] | None = None,
    ) -> bytes:
        """Return a signed credential. Only the last eight arguments can make it dishonest.

        `before` edits the body before it is signed, `after` the document afterwards (embedded proofs only); `key` and
        `method` sign with another key or name another; `proof`, `header`, `claims` override members (None removes one).
        """
        secured = secured or default_suite(key or self.key)
        body = copy.deepcopy(body or self.badge())
        place = self._claim_status(body, status) if status else None
        if before:
            body = before(body) or body
        signer, named = key or self.key, method or self.key_id
        if secured in SUITES:
            document = self._embed(body, secured, signer, named, proof or {})
            issued = dump((after(document) or document) if after else document).encode()
        elif secured == "jwt-vc":
            issued = self._jwt_vc(body, signer, named, header or {}, claims or {})
        elif secured == "vc+jwt":
            issued = self._vc_jwt(body, signer, named, header or {}, claims or {})
        else:
            raise KeyError(secured)
        if place:
            self._places[issued] = [place]
        return issued

    def _embed(self, body: dict[str, Any], suite: str, key: SigningKey, method: str, members: dict[str, Any]) -> Any:
        if bodies.V1 in body["@context"]:
            suite_context = bodies.ED25519_2020 if suite == "Ed25519Signature2020" else bodies.DATA_INTEGRITY
            body["@context"] = [*body["@context"], suite_context]
        elif suite == "Ed25519Signature2020":
            body["@context"] = [*body["@context"], bodies.ED25519_2020]
        created = members.get("created", stamp(AWARDED))
        return add_proof(body, key, suite, method, **{"created": created, **members})

    def _jwt_vc(
        self, body: dict[str, Any], key: SigningKey, method: str, header: dict[str, Any], claims: dict[str, Any]
    ) -> bytes:
        """VCDM 1.1 section 6.3.1: registered claims beside `vc`."""
        if bodies.V2 in body["@context"]:
            body = bodies.as_vcdm_1(body)
        about = body["credentialSubject"]
        registered = {"iss": self.id, "jti": body.get("id"), "nbf": _seconds(body.get("issuanceDate"))}
        registered |= {"exp": _seconds(body.get("expirationDate")), "sub": about.get("id")}
        payload = {**registered, "vc": body, **claims}
        return _token({"alg": key.algorithm, "typ": "JWT", "kid": method, **header}, payload, key)

    def _vc_jwt(
        self, body: dict[str, Any], key: SigningKey, method: str, header: dict[str, Any], claims: dict[str, Any]
    ) -> bytes:
        """VC-JOSE-COSE section 3.1: the payload is the credential."""
        base = {"alg": key.algorithm, "typ": "vc+jwt", "cty": "vc", "kid": method, **header}
        return _token(base, {**body, **claims}, key)

    def sd_jwt(
        self, claims: dict[str, Any] | None = None, *, status: str | None = None, seed: bytes = b"salt", **header: Any
    ) -> SdJwt:
        """Return an SD-JWT VC in parts, ready to be tampered with. Its `token()` is the credential."""
        base: dict[str, Any] = {"iss": self.id, "iat": int(AWARDED.timestamp()), "nbf": int(AWARDED.timestamp())}
        base |= {"vct": f"{self.url}/vct/course", **(claims or {})}
        if status:
            listed = self.token_list()
            base["status"] = listed.reference(self._next_index(listed))
        payload, encoded = conceal(base, seed)
        full = {"alg": self.key.algorithm, "typ": "dc+sd-jwt", "kid": self.key_id, **header}
        return SdJwt(payload, {name: item for name, item in full.items() if item is not None}, self.key, encoded)

    def present(self, credentials: list[Any], holder: SigningKey, **members: Any) -> bytes:
        """Return a presentation of `credentials` signed by `holder` with eddsa-jcs-2022."""
        did = did_key(holder)
        body: dict[str, Any] = {"@context": [bodies.V2], "type": ["VerifiablePresentation"], "holder": did}
        body["verifiableCredential"] = credentials
        proof = {"proofPurpose": "authentication", **members}
        signed = add_proof(body, holder, "eddsa-jcs-2022", f"{did}#{holder.multibase}", stamp(self.now), **proof)
        return dump(signed).encode()

    def present_token(self, credentials: list[Any], holder: SigningKey, *, older: bool = False, **claims: Any) -> bytes:
        """Return a presentation as a token signed by `holder`: vp+jwt, or with `older` a VCDM 1.1 JWT with a `vp` claim."""
        did = did_key(holder)
        header = {"alg": holder.algorithm, "kid": f"{did}#{holder.multibase}"}
        presented: dict[str, Any] = {
            "@context": [bodies.V1 if older else bodies.V2],
            "type": ["VerifiablePresentation"],
        }
        presented["verifiableCredential"] = credentials
        if older:
            return _token({**header, "typ": "JWT"}, {"iss": did, "vp": presented, **claims}, holder)
        return _token({**header, "typ": "vp+jwt"}, {**presented, "holder": did, **claims}, holder)

    # what it says about it later

    def bitstring_list(self, purpose: str = "revocation", **members: Any) -> BitstringList:
        """Return its list for `purpose`, made on first use and published from then on."""
        url = f"{self.url}/status/{purpose}"
        if url not in self.lists:
            self.lists[url] = BitstringList(url, self.id, purpose, valid_from=AWARDED)
        return _with(self.lists[url], members)

    def token_list(self, **members: Any) -> TokenList:
        """Return its Token Status List."""
        url = f"{self.url}/status/tokens"
        if url not in self.lists:
            self.lists[url] = TokenList(url, self.id, AWARDED, ttl=365 * 86_400)
        return _with(self.lists[url], members)

    def set_status(self, issued: bytes, value: int = 1) -> None:
        """Mark a credential: with 1 on a revocation list it is revoked, on a suspension list suspended."""
        for url, index in self._places[issued]:
            self.lists[url].values[index] = value

    revoke = suspend = set_status

    def published_list(self, url: str) -> bytes:
        """Return the signed list at `url`; `list_signing[url]` holds arguments that make it dishonest."""
        listed, changes = self.lists[url], dict(self.list_signing.get(url, {}))
        if isinstance(listed, BitstringList):
            body = listed.credential()
            if bodies.V2 in body["@context"] and self.key.kind == "RSA":
                return self.issue("vc+jwt", body, **changes)
            return self.issue(changes.pop("secured", None), body, **changes)
        header = {"alg": self.key.algorithm, "typ": "statuslist+jwt", "kid": self.key_id, **listed.header}
        return _token(header, listed.payload(), changes.get("key", self.key))

    def _claim_status(self, body: dict[str, Any], where: str | BitstringList) -> tuple[str, int]:
        listed = self.bitstring_list(where) if isinstance(where, str) else where
        self.lists.setdefault(listed.url, listed)
        index = self._next_index(listed)
        body["credentialStatus"] = listed.entry(index)
        return listed.url, index

    def _next_index(self, listed: BitstringList | TokenList) -> int:
        index = 100 + len(listed.values)
        listed.values[index] = 0
        return index


def _with(listed: Any, members: dict[str, Any]) -> Any:
    for name, value in members.items():
        setattr(listed, name, value)
    return listed


def _token(header: dict[str, Any], payload: dict[str, Any], key: SigningKey) -> bytes:
    kept = ({name: item for name, item in part.items() if item is not None} for part in (header, payload))
    return compact(*kept, key).encode()


def _seconds(stamped: str | None) -> int | None:
    return int(datetime.fromisoformat(stamped).timestamp()) if stamped else None


def rotated(issuer: Issuer, kind: str = "Ed25519", seed: bytes = b"rotated") -> Issuer:
    """Return the same institution with a new key under the same key id."""
    other = copy.copy(issuer)
    other.key = make_key(kind, seed)
    return other


def loads(issued: bytes) -> dict[str, Any]:
    """Return the JSON of an issued document, for a test to look at or change."""
    return dict(json.loads(issued))


__all__ = ["AWARDED", "FORMATS", "NOW", "RELATIONSHIPS", "Issuer", "default_suite", "loads", "rotated"]
