"""Status lists an issuer publishes: W3C Bitstring Status List 1.0 and IETF Token Status List."""

import gzip
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.issuer_simulator.keys import b64u
from tests.issuer_simulator.moments import stamp

V2 = "https://www.w3.org/ns/credentials/v2"
MINIMUM = 131_072


@dataclass
class BitstringList:
    """A list of `entries` statuses of `status_size` bits. Each field may be set to something dishonest before publishing."""

    url: str
    issuer_id: str
    purpose: str | list[str] = "revocation"
    entries: int = MINIMUM
    status_size: int = 1
    ttl_ms: int | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    values: dict[int, int] = field(default_factory=dict)
    encoded: str | None = None
    declare_size: bool = False

    def entry(self, index: int | str, **members: Any) -> dict[str, Any]:
        """Return the `credentialStatus` of the credential at `index`."""
        purpose = self.purpose if isinstance(self.purpose, str) else self.purpose[0]
        base = {"id": f"{self.url}#{index}", "type": "BitstringStatusListEntry", "statusPurpose": purpose}
        size = {"statusSize": self.status_size} if self.status_size > 1 else {}
        return {**base, "statusListIndex": str(index), "statusListCredential": self.url, **size, **members}

    def encoded_list(self) -> str:
        """Return `u` + base64url(gzip(bits)), first entry in the most significant bit."""
        if self.encoded is not None:
            return self.encoded
        bits = bytearray((self.entries * self.status_size + 7) // 8)
        for index, value in self.values.items():
            for place in range(self.status_size):
                bit = index * self.status_size + place
                if value >> (self.status_size - 1 - place) & 1:
                    bits[bit // 8] |= 0x80 >> bit % 8
        return "u" + b64u(gzip.compress(bytes(bits), mtime=0))

    def credential(self) -> dict[str, Any]:
        """Return the unsigned list credential."""
        subject: dict[str, Any] = {"id": f"{self.url}#list", "type": "BitstringStatusList"}
        subject |= {"statusPurpose": self.purpose, "encodedList": self.encoded_list()}
        if self.ttl_ms is not None:
            subject["ttl"] = self.ttl_ms
        body = {"@context": [V2], "id": self.url, "type": ["VerifiableCredential", "BitstringStatusListCredential"]}
        dates = {"validFrom": self.valid_from, "validUntil": self.valid_until}
        stamps = {name: stamp(moment) for name, moment in dates.items() if moment is not None}
        return {**body, "issuer": self.issuer_id, **stamps, "credentialSubject": subject}


@dataclass
class TokenList:
    """A Token Status List. `claims` and `header` override what an honest issuer would write."""

    url: str
    issuer_id: str
    issued_at: datetime
    bits: int = 1
    entries: int = 1024
    ttl: int | None = None
    expires: datetime | None = None
    values: dict[int, int] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)

    def reference(self, index: int) -> dict[str, Any]:
        """Return the `status` claim of a token at `index`."""
        return {"status_list": {"idx": index, "uri": self.url}}

    def payload(self) -> dict[str, Any]:
        """Return the claims of the list token."""
        octets = bytearray((self.entries * self.bits + 7) // 8)
        for index, value in self.values.items():
            bit = index * self.bits
            octets[bit // 8] |= value << bit % 8
        packed = b64u(zlib.compress(bytes(octets), 9))
        payload: dict[str, Any] = {"iss": self.issuer_id, "sub": self.url, "iat": int(self.issued_at.timestamp())}
        payload["status_list"] = {"bits": self.bits, "lst": packed}
        if self.ttl is not None:
            payload["ttl"] = self.ttl
        if self.expires is not None:
            payload["exp"] = int(self.expires.timestamp())
        return {**payload, **self.claims}
