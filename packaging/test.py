"""`python3 packaging/test.py`: the same set-up as run.py, then format, lint, types, import contracts, tests.

The long tests run a seeded share; `--full` runs all of them. Everything after `--` goes to pytest.
"""

import argparse
import os
import subprocess
import sys
import time

import environment
from environment import SetUpError, say
from system_libraries import SystemLibrariesError


def main() -> int:
    """Return 0 when every step passed, 1 when one failed, 2 when nothing could be set up."""
    arguments = parse()
    try:
        environment.prepare("test", system=not arguments.no_system)
    except (SetUpError, SystemLibrariesError) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    if arguments.set_up_only:
        return 0
    failed = [name for name, command in steps(arguments).items() if not step(name, command)]
    if failed:
        print(f"\nNot passed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Check Tessera: format, lint, types, import contracts, tests.")
    parser.add_argument("--full", action="store_true", help="all of every long test, not a seeded share")
    parser.add_argument("--no-system", action="store_true", help="never fetch system libraries")
    parser.add_argument("--set-up-only", action="store_true", help="stop when everything is installed")
    parser.add_argument("pytest", nargs="*", help="passed on to pytest")
    return parser.parse_args()


def steps(arguments: argparse.Namespace) -> dict[str, list[str]]:
    """Return the steps in order: name -> command."""
    python = str(environment.interpreter())
    beside = environment.interpreter().parent
    share = ["--full"] if arguments.full else []
    workers = ["-n", str(min(os.cpu_count() or 2, 8))] if not arguments.pytest else []
    return {
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "lint": [python, "-m", "ruff", "check", "."],
        "types": [python, "-m", "mypy"],
        "import contracts": [str(beside / "lint-imports")],
        "tests": [python, "-m", "pytest", "-q", *workers, *share, *arguments.pytest],
    }


def step(name: str, command: list[str]) -> bool:
    """Run one step, say how it went and how long it took."""
    say(f"{name} ...")
    started = time.monotonic()
    variables = environment.child_environment()
    variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    passed = subprocess.run(command, cwd=environment.ROOT, env=variables, check=False).returncode == 0
    say(f"{name}: {'passed' if passed else 'NOT PASSED'} ({time.monotonic() - started:.0f} s)")
    return passed


if __name__ == "__main__":
    sys.exit(main())
