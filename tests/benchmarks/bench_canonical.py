"""What canonicalising costs, as ratios: to one bare Ed25519 verification, and to pyld.

    python -m tests.benchmarks.bench_canonical

Ratios hold on any machine; the microseconds beside them are this machine's.
"""

import timeit
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import jsonld

from wallet.encoding.jcs import canonicalize
from wallet.encoding.jsonld import bundled_contexts, to_rdf
from wallet.encoding.rdf_canon import canonize
from wallet.encoding.strict_json import read_json, write_json

V2 = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def badge():
    """Return an invented Open Badge of about 3 kB, without its proof."""
    alignment = [
        {
            "type": ["Alignment"],
            "targetName": f"Outcome {place}",
            "targetUrl": f"https://frameworks.example/outcomes/{place}",
            "targetDescription": "Plans and carries out a task with little help, and says why each step was taken.",
            "targetFramework": "Framework of Invented Outcomes",
        }
        for place in range(4)
    ]
    achievement = {
        "id": "urn:uuid:0f5dd8b0-49a9-4d11-8f53-0cbbb5a0a111",
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": "Welding I",
        "description": "Joins mild steel with shielded metal arc, flat and horizontal, to the college's own standard.",
        "criteria": {"id": "https://riverside.example/welding", "narrative": "A written test, and four joints." * 4},
        "image": {"id": "https://riverside.example/welding.png", "type": "Image"},
        "creditsAvailable": 3.5,
        "tag": ["steel", "heat", "safety"],
        "alignment": alignment,
    }
    return {
        "@context": [V2, OB3],
        "id": "urn:uuid:7a3cde80-2ef0-4d44-a1b9-6d5b0f1c4a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:riverside.example", "type": ["Profile"], "name": "Riverside College"},
        "validFrom": "2025-01-01T00:00:00Z",
        "validUntil": "2030-01-01T00:00:00Z",
        "name": "Welding I",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": achievement,
            "result": [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "B"}],
        },
        "credentialStatus": {
            "id": "https://riverside.example/status/1#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://riverside.example/status/1",
        },
    }


def proof_options():
    """Return what an eddsa-rdfc-2022 proof signs of itself."""
    return {
        "@context": [V2, OB3],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2025-01-01T00:00:00Z",
        "verificationMethod": "did:web:riverside.example#key-1",
        "proofPurpose": "assertionMethod",
    }


def microseconds(run: Callable[[], object], number: int = 300) -> float:
    return min(timeit.repeat(run, number=number, repeat=5)) / number * 1e6


def load_for_pyld(url, options=None):
    document = bundled_contexts().load(url)
    return {"contentType": None, "contextUrl": None, "documentUrl": url, "document": document}


def main() -> None:
    document, options = badge(), proof_options()
    source = write_json(document)
    private_key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public_key, signature = private_key.public_key(), private_key.sign(bytes(64))
    verify = microseconds(lambda: public_key.verify(signature, bytes(64)))
    quads = to_rdf(document).quads
    costs = {
        "read the JSON": microseconds(lambda: read_json(source)),
        "JSON-LD to quads": microseconds(lambda: to_rdf(document)),
        "canonicalise the quads": microseconds(lambda: canonize(quads)),
        "both, for the proof options": microseconds(lambda: canonize(to_rdf(options).quads)),
    }
    print(f"badge of {len(source)} bytes, {len(quads)} quads; one bare Ed25519 verification: {verify:.0f} us")
    for name, cost in costs.items():
        print(f"  {name:<30} {cost:7.0f} us  {cost / verify:5.2f} x Ed25519")
    whole = sum(costs.values()) + verify
    print(f"  {'eddsa-rdfc-2022 in all':<30} {whole:7.0f} us  {whole / verify:5.2f} x Ed25519")
    jcs = microseconds(lambda: canonicalize(document))
    print(f"  {'JCS of the same badge':<30} {jcs:7.0f} us  {jcs / verify:5.2f} x Ed25519")
    ours = costs["JSON-LD to quads"] + costs["canonicalise the quads"]
    theirs = microseconds(
        lambda: jsonld.normalize(
            document, {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load_for_pyld}
        ),
        number=5,
    )
    print(f"  {'pyld for the same canonical form':<30} {theirs:5.0f} us  {theirs / ours:5.1f} x Tessera")


if __name__ == "__main__":
    main()
