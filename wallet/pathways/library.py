"""The stacks that ship with Tessera."""

from wallet.pathways.pathway import Pathway
from wallet.pathways.read_pathway import read_pathway
from wallet.resources import read_resource, resource_path


def shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped stacks, sorted."""
    return tuple(sorted(path.stem for path in resource_path("pathways").glob("*.json")))


def shipped(name: str) -> Pathway:
    """Return a shipped stack. Raises FileNotFoundError for a name that is not among `shipped_names`."""
    return read_pathway(read_resource("pathways", f"{name}.json"))


def shipped_rules() -> tuple[str, ...]:
    """Return the names of the shipped rule sets, sorted."""
    return tuple(sorted(path.stem for path in resource_path("pathways", "rules").glob("*.json")))


def shipped_rule_set(name: str) -> bytes:
    """Return a shipped rule set's file. Raises FileNotFoundError for a name that is not among `shipped_rules`."""
    return read_resource("pathways", "rules", f"{name}.json")
