"""Running the peers: their packages lie in a cache outside the repository, and one node process does all jobs of a round."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wallet.resources import resource_path

HERE = Path(__file__).resolve().parent
INSTALL = (
    "install",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--no-package-lock",
    "--loglevel=error",
    "--fetch-retries=0",
)
PATIENCE = 300  # seconds for the installation


class PeersMissingError(Exception):
    """The peers cannot be had on this machine: nothing can be measured."""


@dataclass(frozen=True)
class Peers:
    """Installed peers, ready to be given jobs."""

    node: str
    folder: Path

    def versions(self) -> dict[str, str]:
        """Return the version of each package that is installed, as it says itself."""
        named = json.loads((HERE / "package.json").read_text())["dependencies"]
        found = (self.folder / "node_modules" / name / "package.json" for name in named)
        return {name: json.loads(path.read_text())["version"] for name, path in zip(named, found, strict=True)}

    def node_version(self) -> str:
        """Return what node calls itself."""
        return subprocess.run([self.node, "--version"], capture_output=True, text=True, check=True).stdout.strip()

    def run(self, jobs: Iterable[dict[str, Any]], documents: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Return the answer to each job by its id. Raises RuntimeError where the process itself breaks."""
        given = {"contexts": held_contexts(), "documents": dict(documents), "jobs": list(jobs)}
        done = subprocess.run(
            [self.node, "--no-warnings", "peer.mjs"],
            cwd=self.folder,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return {answer["id"]: answer for answer in map(json.loads, filter(None, done.stdout.split("\n")))}


def held_contexts() -> dict[str, str]:
    """Return the path of the context that is held for each URL."""
    index = json.loads(resource_path("contexts", "index.json").read_text())["contexts"]
    return {url: str(resource_path("contexts", entries[0]["file"])) for url, entries in index.items()}


def install_peers(cache: Path | None = None) -> Peers:
    """Return the peers, installed where they are not. Raises PeersMissingError without node, npm or a registry."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise PeersMissingError("node and npm are not here")
    pinned = (HERE / "package.json").read_bytes()
    folder = (cache or Path(tempfile.gettempdir())) / f"tessera-peers-{hashlib.sha256(pinned).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_bytes(pinned)
    if not (folder / "installed").exists():
        try:
            done = subprocess.run([npm, *INSTALL], cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise PeersMissingError("npm could not install them in time") from error
        if done.returncode:
            raise PeersMissingError(f"npm could not install them: {done.stderr.strip()[-300:]}")
        (folder / "installed").touch()
    for script in HERE.glob("*.mjs"):
        shutil.copy(script, folder)
    return Peers(node, folder)
