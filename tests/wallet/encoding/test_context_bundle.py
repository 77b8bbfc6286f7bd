"""The bundled contexts are what their publishers put out: pinned by hash, each with the package it came from."""

import hashlib
import json
from pathlib import Path

from wallet.resources import resource_path

OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
CLR = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
PUBLISHED_OB_3_0_3 = "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"
PUBLISHED_CLR_2_0_1 = "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6"


def bundled(name: str) -> Path:
    """Return the path of a bundled context file."""
    return Path(str(resource_path("contexts", name)))


def test_every_bundled_file_has_its_hash_and_a_package_it_came_out_of() -> None:
    index = json.loads(bundled("index.json").read_text())["contexts"]
    rows = bundled("SOURCE.md").read_text()
    listed = {edition["file"]: edition["sha256"] for editions in index.values() for edition in editions}
    assert {path.name for path in bundled("index.json").parent.glob("*.jsonld")} == set(listed)
    for name, sha256 in listed.items():
        assert hashlib.sha256(bundled(name).read_bytes()).hexdigest() == sha256
        row = next(line for line in rows.splitlines() if line.startswith(f"| {name} |") and sha256 in line)
        assert not row.split("|")[3].strip().startswith("git "), "a context comes out of a package"


def test_clr_2_0_1_is_the_packaged_clr_2_0_with_three_terms_changed() -> None:
    """No package ships 2.0.1; built like this it has the hash of its publisher's file."""
    edition = json.loads(bundled("purl.imsglobal.org_spec_clr_v2p0_context.json.jsonld").read_text())
    edition["@context"]["ClrCredential"]["@context"]["partial"] = {"@id": f"{CLR}partial", "@type": "xsd:boolean"}
    subject = edition["@context"]["ClrSubject"]["@context"]
    subject["obi"] = OB
    subject["identifier"] = {"@id": f"{CLR}identifier-1", "@type": "obi:Identifier", "@container": "@set"}
    content = json.dumps(edition, indent=2).encode()
    assert hashlib.sha256(content).hexdigest() == PUBLISHED_CLR_2_0_1
    assert bundled("purl.imsglobal.org_spec_clr_v2p0_context-2.0.1.json.jsonld").read_bytes() == content


def test_1edtech_s_open_badges_3_0_3_is_the_packaged_one_with_two_terms_more() -> None:
    """Editions of one URL differ between publishers; built like this it has the hash of 1EdTech's file."""
    packaged = json.loads(bundled("purl.imsglobal.org_spec_ob_v3p0_context-3.0.3.json.jsonld").read_text())["@context"]
    terms = {}
    for name, meaning in packaged.items():
        terms[name] = meaning
        if name == "endorsement":
            terms["endorsementJwt"] = {"@id": f"{OB}endorsementJwt", "@container": "@set"}
    terms["jti"] = {"@id": "https://www.iana.org/assignments/jwt#jti", "@type": "@id"}
    content = (json.dumps({"@context": terms}, indent=2, ensure_ascii=False) + "\n").encode()
    assert hashlib.sha256(content).hexdigest() == PUBLISHED_OB_3_0_3
    assert bundled("purl.imsglobal.org_spec_ob_v3p0_context-3.0.3.json.variant.jsonld").read_bytes() == content
