"""A folder of credentials in many states, and the files of issuers from which a pack is built by the command itself."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.issuer_simulator import Issuer, loads, make_key
from tests.issuer_simulator.jose import dump
from wallet.cli import main

NOW = "2026-06-01T12:00:00Z"


@dataclass
class Desk:
    """A registrar's desk: `tessera` with its output, a folder of credentials, an issuer."""

    folder: Path
    issuer: Issuer
    capture: pytest.CaptureFixture[str]

    def tessera(self, *arguments: str) -> tuple[int, str, str]:
        """Run a verb; return its exit code, standard output and standard error."""
        self.capture.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = self.capture.readouterr()
        return code, out, err

    def put(self, name: str, content: bytes | str) -> Path:
        """Write a file into the folder of credentials."""
        path = self.folder / "credentials" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def pack(self, *issuers: Issuer, name: str = "pack") -> Path:
        """Publish what issuers publish as files, build a pack of them with `tessera trust build`, return its path."""
        published = self.folder / f"published-{name}"
        published.mkdir()
        for issuer in issuers or (self.issuer,):
            for url, content in issuer.published().items():
                (published / quote(url, safe="")).write_bytes(content)
        names = {one.id: {"name": one.name} for one in issuers or (self.issuer,) if one.known}
        (published / "registry").write_text(json.dumps({"registry": names}), encoding="utf-8")
        target = self.folder / name
        code, _, err = self.tessera("trust", "build", str(published), "-o", str(target), "--seen", NOW)
        assert code == 0, err
        return target

    def lines(self, *arguments: str) -> list[dict[str, object]]:
        """Run `verify --json` at the issuer's own moment; return its lines."""
        _, out, _ = self.tessera("verify", "--json", "--at", NOW, *arguments)
        return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def desk(tmp_path: Path, issuer: Issuer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A fresh desk that speaks English and knows no trust pack."""
    monkeypatch.setenv("TESSERA_LANG", "en")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return Desk(tmp_path, issuer, capsys)


def tampered(issued: bytes) -> str:
    """Return a credential with its achievement renamed."""
    document = loads(issued)
    document["credentialSubject"]["achievement"]["name"] = "Doctor of Everything"
    return dump(document)


def from_stranger(issuer: Issuer) -> bytes:
    """Return a credential in the issuer's name, signed by somebody else with a good key of their own."""
    stranger = make_key("Ed25519", b"stranger")
    return issuer.issue(key=stranger, method=f"did:key:{stranger.multibase}#{stranger.multibase}")


States = dict[str, Callable[[Issuer], bytes | str]]
STATES: States = {
    "verified": lambda issuer: issuer.issue(status="revocation"),
    "verified-sd-jwt": lambda issuer: issuer.sd_jwt({"title": "Course"}, status="token").token(),
    "verified-vc-jwt": lambda issuer: issuer.issue("vc+jwt"),
    "altered": lambda issuer: tampered(issuer.issue()),
    "not_genuine": from_stranger,
    "unsigned": lambda issuer: dump(issuer.badge()),
    "expired": lambda issuer: issuer.issue(body=issuer.badge(validUntil="2026-05-01T00:00:00Z")),
    "not_yet_valid": lambda issuer: issuer.issue(body=issuer.badge(validFrom="2026-09-01T00:00:00Z")),
}
