"""Checking many files at once, and what is reported of each: the command line and the window share this room.

- `sources.py` finds the files that were named; `checking.py` turns one into finished report lines;
- `crew.py` does so on all cores, in processes of their own;
- `lines.py` is the line that `verify --json` prints, `table.py` the table for spreadsheets;
- `explaining.py` adds what only `tessera explain` tells.
"""

TRACEBACK = "TESSERA_TRACEBACK"  # set: our own bugs are raised with all they know; never set by us
