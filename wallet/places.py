"""Where Tessera keeps its things on this computer, by the customs of each system."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

VAULT_VARIABLE = "TESSERA_VAULT"


def data_folder(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> Path:
    """Return the folder for the person's own things, which need not exist."""
    if system == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Tessera"
    if system == "darwin":
        return Path.home() / "Library" / "Application Support" / "Tessera"
    return _absolute(environment.get("XDG_DATA_HOME"), Path.home() / ".local" / "share") / "tessera"


def state_folder(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> Path:
    """Return the folder for what is only about this computer: where vaults stood when they were last seen."""
    if system in ("win32", "darwin"):
        return data_folder(environment, system) / "State"
    return _absolute(environment.get("XDG_STATE_HOME"), Path.home() / ".local" / "state") / "tessera"


def vault_folder(named: str | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the vault's folder: the one named, else TESSERA_VAULT, else the usual one."""
    chosen = named or environment.get(VAULT_VARIABLE)
    return Path(chosen).expanduser().absolute() if chosen else data_folder(environment) / "vault"


def label_of(path: str | Path) -> str:
    """Return a path as text that can be written and kept anywhere: what in a name is not Unicode is shown as \\udcff."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _absolute(named: str | None, otherwise: Path) -> Path:
    """The XDG base directory rules: a relative path in the variable counts for nothing."""
    return Path(named) if named and Path(named).is_absolute() else otherwise
