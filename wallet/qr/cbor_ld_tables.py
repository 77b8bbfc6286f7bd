"""The numbers that CBOR-LD gives to keywords, to well-known URLs and to the beginnings of URLs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FIRST_TERM: Final = 100

# The even number is "one value", the odd one after it "many values".
KEYWORDS: Final[Mapping[str, int]] = {
    name: 2 * at
    for at, name in enumerate(
        (
            *(
                "@context",
                "@type",
                "@id",
                "@value",
                "@direction",
                "@graph",
                "@included",
                "@index",
                "@json",
                "@language",
            ),
            *("@list", "@nest", "@reverse", "@base", "@container", "@default", "@embed", "@explicit", "@none"),
            *("@omitDefault", "@prefix", "@preserve", "@protected", "@requireAll", "@set", "@version", "@vocab"),
            "@propagate",
        )
    )
}

# The one table of the singleton tags: contexts, and any text equal to one of them.
_LEGACY_TEXTS: Final[Mapping[int, str]] = {
    16: "https://www.w3.org/ns/activitystreams",
    17: "https://www.w3.org/2018/credentials/v1",
    18: "https://www.w3.org/ns/did/v1",
    19: "https://w3id.org/security/suites/ed25519-2018/v1",
    20: "https://w3id.org/security/suites/ed25519-2020/v1",
    21: "https://w3id.org/cit/v1",
    22: "https://w3id.org/age/v1",
    23: "https://w3id.org/security/suites/x25519-2020/v1",
    24: "https://w3id.org/veres-one/v1",
    25: "https://w3id.org/webkms/v1",
    26: "https://w3id.org/zcap/v1",
    27: "https://w3id.org/security/suites/hmac-2019/v1",
    28: "https://w3id.org/security/suites/aes-2019/v1",
    29: "https://w3id.org/vaccination/v1",
    30: "https://w3id.org/vc-revocation-list-2020/v1",
    31: "https://w3id.org/dcc/v1",
    32: "https://w3id.org/vc/status-list/v1",
    33: "https://www.w3.org/ns/credentials/v2",
    48: "https://w3id.org/security/data-integrity/v1",
    49: "https://w3id.org/security/multikey/v1",
    50: "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    51: "https://w3id.org/security/data-integrity/v2",
}
_CRYPTOSUITES: Final[Mapping[int, str]] = {
    1: "ecdsa-rdfc-2019",
    2: "ecdsa-sd-2023",
    3: "eddsa-rdfc-2022",
    4: "ecdsa-xi-2023",
}
HTTP, HTTPS, UUID, DATA, DID_NYM, DID_KEY = 1, 2, 3, 4, 1024, 1025
URL_STARTS: Final[Mapping[int, str]] = {
    HTTP: "http://",
    HTTPS: "https://",
    UUID: "urn:uuid:",
    DATA: "data:",
    DID_NYM: "did:v1:nym:",
    DID_KEY: "did:key:",
}

URL = "url"
NONE = "none"
MULTIBASE: Final = "https://w3id.org/security#multibase"
DATE: Final = "http://www.w3.org/2001/XMLSchema#date"
DATE_TIME: Final = "http://www.w3.org/2001/XMLSchema#dateTime"


@dataclass(frozen=True, slots=True)
class Tables:
    """Numbers that stand for whole values, by kind of value. `as_bytes`: the kinds whose numbers are written as bytes."""

    contexts: Mapping[int, str]
    values: Mapping[str, Mapping[int, str]]
    as_bytes: frozenset[str]
    legacy: bool


_LEGACY: Final = Tables(
    _LEGACY_TEXTS,
    {
        URL: _LEGACY_TEXTS,
        NONE: _LEGACY_TEXTS,
        "https://w3id.org/security#cryptosuiteString": _CRYPTOSUITES,
    },
    frozenset({NONE, DATE, DATE_TIME}),
    legacy=True,
)
_EMPTY: Final = Tables({}, {URL: {}, NONE: {}}, frozenset({NONE, DATE, DATE_TIME, URL}), legacy=False)


def tables_of(*, legacy: bool) -> Tables:
    """Return the tables of the singleton tags, or those of registry entry 1, which are empty."""
    return _LEGACY if legacy else _EMPTY
