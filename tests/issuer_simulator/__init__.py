"""An honest, in-memory institution that a test can tell to misbehave.

    issuer = Issuer()                              # did:web, Ed25519, with its documents and lists
    credential = issuer.issue(status="revocation") # bytes, as a learner would receive them
    issuer.revoke(credential)
    held = evidence([issuer])                      # what a verifier holds about it

It signs with `cryptography`, canonicalises with pyld, and uses nothing of the engine it is there to test. Start at
`issuer.py`; `bodies.py` has what credentials say, `sd_jwt.py`, `jose.py`, `data_integrity.py` how they are signed,
`status_lists.py` what is said later, `baking.py` the files they travel in.
"""

from tests.issuer_simulator import baking, bodies
from tests.issuer_simulator.evidence import Evidence, evidence
from tests.issuer_simulator.issuer import AWARDED, FORMATS, NOW, RELATIONSHIPS, Issuer, loads, rotated
from tests.issuer_simulator.keys import SigningKey, did_jwk, did_key, make_key
from tests.issuer_simulator.sd_jwt import Hidden, SdJwt, bind

__all__ = [
    "AWARDED",
    "FORMATS",
    "NOW",
    "RELATIONSHIPS",
    "Evidence",
    "Hidden",
    "Issuer",
    "SdJwt",
    "SigningKey",
    "baking",
    "bind",
    "bodies",
    "did_jwk",
    "did_key",
    "evidence",
    "loads",
    "make_key",
    "rotated",
]
