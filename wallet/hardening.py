"""What a process does so that others of the same person cannot look into it (STORE-09). Nothing here is a guarantee:

a program that runs as the same person can still read the screen and the keys that are typed. What is closed: core dumps,
debuggers, and on Linux reading `/proc/PID/mem`.
"""

import ctypes
import sys

_PR_SET_DUMPABLE = 4
_PT_DENY_ATTACH = 31
_SEM_NOTHING_SHOWN = 0x0001 | 0x0002  # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX: no crash report with memory in it


def harden() -> None:
    """Close this process to debuggers and core dumps, as far as this system lets it."""
    _no_core_dumps()
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        elif sys.platform == "darwin":
            ctypes.CDLL(None).ptrace(_PT_DENY_ATTACH, 0, 0, 0)
        elif sys.platform == "win32":
            ctypes.windll.kernel32.SetErrorMode(_SEM_NOTHING_SHOWN)
    except (OSError, AttributeError):
        return


def forget_text(text: str) -> None:
    """Overwrite the characters of a text in memory. Only for a secret that nobody uses any more.

    CPython keeps the characters of a text behind its head; other interpreters are left alone. Texts of one character are
    shared by the whole interpreter, and so are literals.
    """
    if sys.implementation.name != "cpython" or len(text) < 2 or sys.getrefcount(text) > 8:
        return
    width = 1 if max(text) < "\u0100" else 2 if max(text) < "\U00010000" else 4
    size = len(text) * width
    head = sys.getsizeof(text) - size - width
    if 0 < head < 100:
        ctypes.memset(id(text) + head, 0, size)


def _no_core_dumps() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return
