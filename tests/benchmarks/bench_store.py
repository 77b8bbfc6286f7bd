"""How the vault does with ten thousand credentials. Run it: `python -m tests.benchmarks.bench_store`.

Prints milliseconds and, for each, how many times faster or slower it is than a bare pass over the same rows, since times
of one machine say little about another.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.words import CHINESE, ENGLISH
from tests.vaults import MOMENT, PASSPHRASE, a_credential, terms_for
from wallet.messages.requests import ListCredentials
from wallet.store.vault import Vault

COUNT = 10_000
WORDS = ENGLISH + CHINESE


def main() -> None:
    """Fill a vault and measure."""
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        terms = terms_for(Path(folder) / "state")
        vault = Vault.create(Path(folder) / "vault", PASSPHRASE, terms, MOMENT)
        began = time.perf_counter()
        for start in range(0, COUNT, 100):
            vault.shelf.keep([_one(i) for i in range(start, start + 100)], MOMENT)
        print(f"{'keep, each':<34}{(time.perf_counter() - began) * 1000 / COUNT:9.2f} ms")
        vault.close()
        began = time.perf_counter()
        vault = Vault.open(Path(folder) / "vault", PASSPHRASE, terms)
        vault.shelf.page(ListCredentials(limit=100))
        print(f"{'open and first screen':<34}{(time.perf_counter() - began) * 1000:9.2f} ms")
        bare = _median(lambda: vault.database.rows("SELECT summary FROM credential"))
        print(f"{'bare pass over all rows':<34}{bare:9.2f} ms")
        for query in ("", "a", "le", "数", "数据", "machine", "statistics garden", "9999", "nothing of it"):
            took = _median(lambda query=query: vault.shelf.page(ListCredentials(query=query)))
            print(f"{f'search {query!r}':<34}{took:9.2f} ms  x {took / bare:.2f}")
        print(f"{'audit':<34}{_median(vault.audit, 3):9.2f} ms")
        vault.close()


def _one(number: int):
    name = f"{' '.join(random.choices(WORDS, k=4))} {number}"
    words = (name, " ".join(random.choices(WORDS, k=80)))
    return a_credential(name, original=os.urandom(1500) + b"a" * 1500, words=words)


def _median(act: Callable[[], object], rounds: int = 15) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    main()
