"""Damage credentials at random for as long as is wanted, and say what came of it.

    python -m tests.properties [--count N] [--seed S] [--minutes M]

Goes on after a find, so that one run shows them all: false accepts, errors that are not typed refusals, and what took the processor
longer than two seconds. Ends with 1 when there was any. The same damage as `test_byte_mutation.py`, which `--full` makes a million of.
"""

import argparse
import random
import sys
import time
from collections import Counter

from tests.properties.corpus import assert_never_falsely_accepted
from tests.properties.damage import cases, one_damaged

TOO_LONG = 2.0


def read_arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.properties")
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=24 * 60)
    return parser.parse_args()


def main() -> int:
    """Run until the count or the time is reached; print what was found as it is found, and the sums at the end."""
    arguments = read_arguments()
    chance, found, slowest = random.Random(arguments.seed), Counter[str](), 0.0
    print(f"{len(cases())} credentials in order, seed {arguments.seed}", flush=True)
    began, done = time.monotonic(), 0
    while done < arguments.count and time.monotonic() - began < 60 * arguments.minutes:
        case, source = one_damaged(chance)
        start, what = time.process_time(), "as it should be"
        try:
            assert_never_falsely_accepted(case, source, done)
        except AssertionError as error:
            what = "FALSELY ACCEPTED"
            print(what, done, error, source, flush=True)
        except Exception as error:
            what = "UNTYPED ERROR"
            print(what, done, case.name, repr(error), source, flush=True)
        spent = time.process_time() - start
        if spent > TOO_LONG:
            found["TOO LONG"] += 1
            print("TOO LONG", done, case.name, f"{spent:.1f} s", source, flush=True)
        slowest, done = max(slowest, spent), done + 1
        found[what] += 1
        if done % 10_000 == 0:
            print(f"{done} so far, {dict(found)}, slowest {slowest:.2f} s", flush=True)
    print(
        f"{done} damaged credentials: {dict(found)}, slowest {slowest:.2f} s, {(time.monotonic() - began) / 60:.0f} minutes"
    )
    return 0 if found["as it should be"] == done and not found["TOO LONG"] else 1


if __name__ == "__main__":
    sys.exit(main())
