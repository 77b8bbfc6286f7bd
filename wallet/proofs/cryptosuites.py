"""CRYPTOSUITES: every embedded proof that Tessera checks.

To add one: write `verify_x(secured) -> Examined` in a module of its own, list it here by its `cryptosuite` name (or by its
`type`, for suites older than DataIntegrityProof), and add the vectors it must pass and refuse to tests/conformance.
"""

from collections.abc import Mapping
from typing import Final

from wallet.encoding.json_types import JsonObject
from wallet.proofs.bbs_2023 import verify_bbs_2023
from wallet.proofs.ecdsa_sd_2023 import verify_ecdsa_sd_2023
from wallet.proofs.jcs_suites import verify_ecdsa_jcs_2019, verify_eddsa_jcs_2022
from wallet.proofs.jws_suites import verify_ed25519_signature_2018, verify_json_web_signature_2020
from wallet.proofs.rdfc_suites import verify_ecdsa_rdfc_2019, verify_eddsa_rdfc_2022
from wallet.proofs.secured import VerifyProof

CRYPTOSUITES: Final[Mapping[str, VerifyProof]] = {
    "eddsa-rdfc-2022": verify_eddsa_rdfc_2022,
    "eddsa-jcs-2022": verify_eddsa_jcs_2022,
    "ecdsa-rdfc-2019": verify_ecdsa_rdfc_2019,
    "ecdsa-jcs-2019": verify_ecdsa_jcs_2019,
    "ecdsa-sd-2023": verify_ecdsa_sd_2023,
    "bbs-2023": verify_bbs_2023,
    "Ed25519Signature2020": verify_eddsa_rdfc_2022,
    "Ed25519Signature2018": verify_ed25519_signature_2018,
    "JsonWebSignature2020": verify_json_web_signature_2020,
}

# Proof types that name their suite themselves. All others are DataIntegrityProof with a `cryptosuite`.
NAMED_BY_TYPE: Final = frozenset({"Ed25519Signature2020", "Ed25519Signature2018", "JsonWebSignature2020"})
DATA_INTEGRITY_PROOF: Final = "DataIntegrityProof"
# Suites that sign the JSON itself: contexts neither need to be held nor decide what is covered.
SIGNED_AS_JSON: Final = frozenset({"eddsa-jcs-2022", "ecdsa-jcs-2019"})


def suite_name(proof: JsonObject) -> str:
    """Return the name under which a proof's suite would be listed; "" for a proof that names none."""
    kind, suite = proof.get("type"), proof.get("cryptosuite")
    if kind == DATA_INTEGRITY_PROOF and isinstance(suite, str):
        return suite if suite not in NAMED_BY_TYPE else ""
    return kind if isinstance(kind, str) and kind != DATA_INTEGRITY_PROOF else ""


def find_suite(proof: JsonObject) -> VerifyProof | None:
    """Return the suite's verifier. A type and a cryptosuite are never taken for one another (threat DI-10)."""
    kind = proof.get("type")
    if not isinstance(kind, str) or not (kind in NAMED_BY_TYPE or kind == DATA_INTEGRITY_PROOF):
        return None
    return CRYPTOSUITES.get(suite_name(proof))
