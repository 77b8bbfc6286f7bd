"""`python3 packaging/run.py`: set Tessera up on a bare machine, and open it.

With a display the window opens. Without one the same journey runs offscreen: samples in, checked, kept in an encrypted
vault, shown; a report and screenshots are written, and their place is told.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import environment
from environment import SetUpError, say
from system_libraries import SystemLibrariesError


def main() -> int:
    """Return the exit code: 0, or 2 when Tessera could not be set up."""
    parser = argparse.ArgumentParser(description="Set Tessera up and open it.")
    parser.add_argument("--set-up-only", action="store_true", help="stop when everything is installed")
    parser.add_argument(
        "--no-system", action="store_true", help="never fetch system libraries; name the missing ones and stop"
    )
    parser.add_argument("--camera", action="store_true", help="also install what reading codes with a camera needs")
    parser.add_argument(
        "--report", type=Path, default=Path("tessera-report"), help="where the journey without a display writes"
    )
    arguments = parser.parse_args()
    try:
        environment.prepare("camera" if arguments.camera else "run", system=not arguments.no_system)
    except (SetUpError, SystemLibrariesError) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. Run the same command again to go on.", file=sys.stderr)
        return 2
    if arguments.set_up_only:
        say("Tessera is ready. Open it with: python3 packaging/run.py")
        return 0
    return open_window() if has_display() else offscreen_journey(arguments.report)


def has_display() -> bool:
    """Return whether a window can be shown here."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window() -> int:
    """Run the window until it is closed; return its exit code."""
    command = [str(environment.interpreter()), "-m", "ui.application"]
    if os.name != "nt":
        os.chdir(environment.ROOT)
        os.execve(command[0], command, environment.child_environment())  # no second Python stays in memory
    return subprocess.run(command, env=environment.child_environment(), cwd=environment.ROOT, check=False).returncode


def offscreen_journey(report: Path) -> int:
    """Run the whole first journey with no display; return its exit code."""
    say("There is no display here: running the same journey offscreen.")
    command = [str(environment.interpreter()), "-m", "ui.application", "--journey", str(report.resolve())]
    variables = {**environment.child_environment(), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, env=variables, cwd=environment.ROOT, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as running:
        for line in running.stderr or ():
            if line.strip() != QT_SAYS_OFFSCREEN:
                sys.stderr.write(line)
    return running.returncode


# Qt says so for every window that it lays out without a display. It means nothing to whoever reads along.
QT_SAYS_OFFSCREEN = "This plugin does not support propagateSizeHints()"


if __name__ == "__main__":
    sys.exit(main())
