"""Looks for a vault's database key and holder keys in the memory of other processes. Run apart from them, so that it is not what it finds.

Standard input: a line with the passphrase. Arguments: the vault's folder, then process ids. Prints a JSON object: pid -> [database keys, holder keys].
"""

import json
import sys
from pathlib import Path

from tests.memory import memory_of
from wallet.store.database import open_database
from wallet.store.identifiers import read_holder_keys
from wallet.store.kdf import KdfPolicy
from wallet.store.sealing import read_header, unwrap_with_passphrase


def main() -> None:
    """Seek."""
    folder, processes = Path(sys.argv[1]), [int(text) for text in sys.argv[2:]]
    header = read_header((folder / "vault.json").read_bytes(), KdfPolicy())
    key = unwrap_with_passphrase(header, sys.stdin.readline().rstrip("\n"), KdfPolicy())
    database = open_database(folder / "vault.db", key)
    holders = [row.secret for row in read_holder_keys(database)]
    database.close()
    wanted = [(key, key.hex().encode(), key.hex().upper().encode()), tuple(holders)]
    counted = {}
    for process in processes:
        memory = memory_of(process)
        counted[process] = [sum(memory.count(form) for form in forms) for forms in wanted]
    print(json.dumps(counted))


if __name__ == "__main__":
    main()
