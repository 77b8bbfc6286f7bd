"""Credentials of every format that are in order: what the mutation properties start from."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.examining import Door
from tests.issuer_simulator import AWARDED, FORMATS, Hidden, Issuer, baking, bodies, loads
from tests.issuer_simulator.jose import dump
from tests.issuer_simulator.jose_json import entry, general, written_out
from wallet.intake import CheckedCredential, Evidence
from wallet.report import NestedRole, Verdict
from wallet.trust.trust_pack import merge_documents, merge_issuers, read_trust_pack

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
Claims = Counter[tuple[str, Any]]


@dataclass(frozen=True)
class Case:
    """One credential in order, and a verifier who says so. `text` is what to mutate: the document without its picture."""

    name: str
    source: bytes
    door: Door
    claims: tuple[tuple[tuple[str, Any], int], ...]


def claims_of(checked: CheckedCredential) -> Claims:
    """Return every shown leaf of the credential and of what it holds, with list places left out: sets have no order, and one thing
    is a set of one. `@value` is left out too, and an `id` at the end: JSON-LD writes a plain value, and a bare reference, in either way."""
    found: Claims = Counter()
    for claim in checked.credential.claims:
        found[(_without_places(claim.path), repr(claim.value))] += 1
    for nested in checked.nested:
        found.update(claims_of(nested.checked))
    return found


def _without_places(path: str) -> str:
    parts = [part for part in path.split("/") if not part.isdecimal() and part != "@value"]
    return "/".join(parts[:-1] if parts[-1] in ("id", "@id") else parts)


def accepted(checked: CheckedCredential) -> bool:
    """Tell whether a person would be told that these claims are the issuer's, whatever else is the matter."""
    return checked.report.verdict.rank >= Verdict.REVOKED.rank


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every scalar, and of every empty list and object."""
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif isinstance(value, list) and value:
        for place, item in enumerate(value):
            yield from leaves(item, (*path, place))
    else:
        yield path


def changed(value: Any) -> Any:
    """Return another value of the same kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return value + "x"
        case None:
            return "x"
        case _:
            return ["x"] if isinstance(value, list) else {"x": "x"}


def at(document: Any, path: tuple[Any, ...]) -> Any:
    """Return what stands at `path`."""
    for step in path:
        document = document[step]
    return document


def _sources() -> Iterator[tuple[str, bytes, Issuer]]:
    for kind, suites in {
        "Ed25519": [name for name in FORMATS if not name.startswith(("ecdsa", "dc+"))],
        "P-256": ["ecdsa-rdfc-2019", "ecdsa-jcs-2019", "jwt-vc", "vc+jwt"],
        "P-384": ["ecdsa-rdfc-2019", "ecdsa-jcs-2019", "vc+jwt"],
        "RSA": ["vc+jwt"],
    }.items():
        for secured in suites:
            issuer = Issuer(kind=kind)
            yield f"{kind} {secured}", issuer.issue(secured, status="revocation"), issuer
    for method in ("key", "jwk", "https"):
        issuer = Issuer(method=method)
        yield f"did:{method}", issuer.issue(), issuer
    issuer = Issuer(kind="P-256")
    told = {
        "course": Hidden("Statistics"),
        "place": {"city": Hidden("Harbour"), "land": "X"},
        "modules": [Hidden("a"), "b"],
    }
    yield "dc+sd-jwt", issuer.sd_jwt({**told, "grade": "B"}, status="token").token().encode(), issuer
    issuer = Issuer()
    yield "VCDM 1.1 eddsa-rdfc-2022", issuer.issue("eddsa-rdfc-2022", bodies.as_vcdm_1(issuer.badge())), issuer
    yield (
        "VCDM 1.1 Ed25519Signature2020",
        issuer.issue("Ed25519Signature2020", bodies.as_vcdm_1(issuer.badge())),
        issuer,
    )
    token = issuer.issue("jwt-vc", status="revocation")
    yield "JwtProof2020", dump(written_out(token)).encode(), issuer
    held = [loads(issuer.issue()), loads(issuer.issue("eddsa-jcs-2022"))]
    transcript = bodies.clr(issuer.next_id(), issuer.profile, "did:example:learner", held, AWARDED, name="Transcript")
    yield "CLR", issuer.issue(body=transcript), issuer
    yield "CLR eddsa-jcs-2022", issuer.issue("eddsa-jcs-2022", transcript), issuer


@cache
def simulated() -> tuple[Case, ...]:
    """Return the simulator's credentials, each shown to be verified first."""
    return tuple(_case(name, source, Door((issuer,))) for name, source, issuer in _sources())


@dataclass(frozen=True)
class PackDoor(Door):
    """A verifier who holds the samples' own trust pack."""

    def evidence(self) -> Evidence:
        """Return what the pack holds."""
        packs = [read_trust_pack(SAMPLES / "trust_pack")]
        return Evidence(merge_documents(packs), merge_issuers(packs))


@dataclass(frozen=True)
class SettledDoor(Door):
    """A verifier who asked once what the issuers publish."""

    held: Evidence = field(default_factory=Evidence)

    def evidence(self) -> Evidence:
        """Return what was published then."""
        return self.held


@cache
def samples() -> tuple[Case, ...]:
    """Return the samples that are verified, taken out of their pictures, so that every leaf can be reached."""
    door = PackDoor((), datetime(2026, 11, 22, tzinfo=UTC))
    index = json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))
    found = []
    for sample in index["samples"]:
        if sample["verdict"] == "verified":
            envelope = door.check((SAMPLES / sample["file"]).read_bytes()).envelope
            text = envelope.token or dump(envelope.document)
            found.append(_case(sample["file"], text.encode(), door))
    return tuple(found)


@cache
def in_pictures() -> tuple[Case, ...]:
    """Return credentials in pictures, zips, and under several signatures."""
    issuer = Issuer()
    door, badge, token = Door((issuer,)), issuer.issue(), issuer.issue("vc+jwt")
    forms = {"png": baking.bake_png(badge), "svg": baking.bake_svg(badge), "zip": baking.zip_of({"a.json": badge})}
    forms["two signatures"] = general(token, entry(token), entry(token)).encode()
    return tuple(_case(name, source, door) for name, source in forms.items())


def _case(name: str, source: bytes, door: Door) -> Case:
    door = SettledDoor(door.issuers, door.now, held=door.evidence())
    checked = door.check(source)
    assert checked.report.verdict is Verdict.VERIFIED, (name, [r.code for r in checked.report.results])
    return Case(name, source, door, tuple(claims_of(checked).items()))


def assert_never_falsely_accepted(case: Case, source: bytes, why: object) -> None:
    """Assert that whatever the engine still accepts in `source` claims nothing but what was issued.

    Any exception that is not a typed refusal rises from here: the second half of the promise.
    """
    issued = Counter(dict(case.claims))
    for checked in case.door.attempt(source):
        if accepted(checked):
            extra = claims_of(checked) - issued
            assert not extra, (case.name, why, extra)
            assert all(accepted(n.checked) for n in checked.nested if n.role is NestedRole.HELD)


__all__ = ["Case", "accepted", "at", "changed", "claims_of", "dump", "in_pictures", "leaves", "samples", "simulated"]
