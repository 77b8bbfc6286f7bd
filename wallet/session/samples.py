"""The example credentials that ship with Tessera: invented learners, invented institutions, real signatures."""

from collections.abc import Callable, Iterator

from wallet.encoding.strict_json import read_json_object
from wallet.resources import read_resource


def read_samples(tick: Callable[[int, int], None]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each, in the order of `samples.json`."""
    listed = read_json_object(read_resource("samples", "samples.json")).get("samples")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    for done, entry in enumerate(entries):
        tick(done, len(entries))
        name = str(entry["file"])
        yield name, read_resource("samples", name)
