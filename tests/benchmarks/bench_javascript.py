"""The JavaScript stacks on the same credentials beside ours. Run it: `python -m tests.benchmarks.bench_javascript`.

Needs node and npm; the packages are installed into a temporary folder at run time and forgotten afterwards. Prints checks a second of
one warm thread for each, theirs and ours, and how many times faster ours is. Where node is not there it says so and that is all.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.bench_proofs import NOTHING, NOW, badge, did_method, sign
from tests.issuer_simulator.canonical import CONTEXTS
from wallet.dids.key_forms import jwk_of, multikey_of
from wallet.dids.keys import KeyKind, PublicKey
from wallet.encoding.json_types import JsonObject
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.formats.vc_jwt import read_token
from wallet.proofs.bbs_signatures import derive_key_pair
from wallet.proofs.examine import examine_proofs
from wallet.proofs.sd_signing import ProofTerms, derive_bbs, derive_ecdsa_sd, sign_bbs, sign_ecdsa_sd
from wallet.proofs.signing import sign_compact
from wallet.proofs.signing_key import signing_key_of
from wallet.report import Outcome

PACKAGES = (
    "jsonld-signatures",
    "jose",
    *(
        f"@digitalbazaar/{name}"
        for name in (
            "data-integrity",
            "eddsa-rdfc-2022-cryptosuite",
            "ecdsa-rdfc-2019-cryptosuite",
            "eddsa-jcs-2022-cryptosuite",
            "ecdsa-sd-2023-cryptosuite",
            "bbs-2023-cryptosuite",
        )
    ),
)
SHOWN = ["/credentialSubject/achievement/name"]
MANDATORY = ("/issuer", "/validFrom")


def main() -> None:
    """Print the table, or the sentence that says why there is none."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        print("node and npm are not here: the JavaScript stacks were not measured")
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "package.json").write_text("{}", encoding="utf-8")
        install = ["npm", "install", "--no-audit", "--no-fund", "--silent", *PACKAGES]
        told = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
        if told.returncode != 0:
            print(
                f"npm could not install the packages: the JavaScript stacks were not measured ({told.stderr.strip()[:200]})"
            )
            return
        cases, documents = made_cases()
        job = folder / "job.json"
        job.write_text(json.dumps({"contexts": contexts(), "documents": documents, "cases": cases}), encoding="utf-8")
        script = Path(__file__).with_name("js") / "rates.mjs"
        run = ["node", str(script), str(folder), str(job)]
        told = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False)
        theirs = {line["name"]: line for line in map(json.loads, told.stdout.splitlines())}
        if not theirs:
            print(f"node ended early: {told.stderr.strip()[-300:]}")
    for case in cases:
        _row(case, theirs.get(str(case["name"]), {"ok": False, "error": "no answer"}))


def _row(case: dict[str, Any], theirs: dict[str, Any]) -> None:
    ours = rate_of(our_check(case))
    if not theirs["ok"]:
        print(f"{case['name']:28} ours {ours:8,.0f} a second; theirs failed: {theirs['error']}")
        return
    print(
        f"{case['name']:28} ours {ours:8,.0f} a second, theirs {theirs['rate']:8,.0f}: {ours / theirs['rate']:5.1f} times as fast"
    )


def made_cases() -> tuple[list[dict[str, Any]], dict[str, JsonObject]]:
    """Return the credentials with how to check each, and the documents of the keys that signed them."""
    ed, p256 = signing_key_of(KeyKind.ED25519, b"\1" * 32), signing_key_of(KeyKind.P256, b"\1" * 32)
    secret, public = derive_key_pair(b"b" * 32, b"")
    bls = PublicKey(KeyKind.BLS12381_G2, public)
    terms = ProofTerms(did_method(p256.public), NOW, MANDATORY)
    base = sign_ecdsa_sd(badge(), terms, private_key=p256, proof_key=signing_key_of(KeyKind.P256, b"\2" * 32), hmac_key=b"k" * 32)  # fmt: skip
    bbs = sign_bbs(badge(), ProofTerms(did_method(bls), NOW, MANDATORY), secret=secret, hmac_key=b"k" * 32)
    embedded = {
        "eddsa-rdfc-2022": sign(badge(), "eddsa-rdfc-2022", ed),
        "ecdsa-rdfc-2019": sign(badge(), "ecdsa-rdfc-2019", p256),
        "eddsa-jcs-2022": sign(badge(), "eddsa-jcs-2022", ed),
        "ecdsa-sd-2023": derive_ecdsa_sd(base, SHOWN),
        "bbs-2023": derive_bbs(bbs, SHOWN, presentation_header=b"p", random_bytes=os.urandom),
    }
    cases: list[dict[str, Any]] = [
        {"name": suite, "suite": suite, "credential": document} for suite, document in embedded.items()
    ]
    for key, algorithm in ((ed, "EdDSA"), (p256, "ES256")):
        issuer = did_method(key.public).partition("#")[0]
        token = sign_compact({**badge(), "issuer": issuer}, {"alg": algorithm, "typ": "vc+jwt", "kid": did_method(key.public)}, key)  # fmt: skip
        cases.append({"name": f"vc+jwt {algorithm}", "token": token, "key": {**jwk_of(key.public), "alg": algorithm}})
    return cases, {did_method(key).partition("#")[0]: _document(key) for key in (ed.public, p256.public, bls)}


def contexts() -> dict[str, Any]:
    """Return the bundled contexts by URL."""
    index = json.loads((CONTEXTS / "index.json").read_text(encoding="utf-8"))["contexts"]
    return {url: json.loads((CONTEXTS / held[0]["file"]).read_text(encoding="utf-8")) for url, held in index.items()}


def _document(key: PublicKey) -> JsonObject:
    method = did_method(key)
    did = method.partition("#")[0]
    listed: JsonObject = {
        "id": method,
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": multikey_of(key),
    }
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [listed],
        "assertionMethod": [method],
    }


def our_check(case: dict[str, Any]) -> Callable[[], object]:
    """Return a call that checks a case our way; the first one is asserted to pass."""
    if "token" in case:
        token = str(case["token"])

        def run() -> object:
            return examine_proofs(read_token(token, token.encode(), "bench"), NOTHING)

        envelope = read_token(token, token.encode(), "bench")
    else:
        envelope = Envelope(b"", "bench", Format.JSON, Kind.CREDENTIAL, case["credential"])

        def run() -> object:
            return examine_proofs(envelope, NOTHING)

    assert examine_proofs(envelope, NOTHING)[0].signature.outcome is Outcome.PASSED
    return run


def rate_of(run: Callable[[], object]) -> float:
    """Return calls a second: the best of five rounds, as theirs are measured."""
    run()
    best = 0.0
    for _ in range(5):
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < 0.3:
            run()
            count += 1
        best = max(best, count / (time.perf_counter() - start))
    return best


if __name__ == "__main__":
    main()
