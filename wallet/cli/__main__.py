"""`python -m wallet.cli` is `tessera`."""

import sys

from wallet.cli import main

if __name__ == "__main__":
    sys.exit(main())
