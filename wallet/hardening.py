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

    CPython keeps the characters of a text behind its head, and for some a UTF-8 spelling elsewhere; other interpreters are
    left alone. Texts of one character are shared by the whole interpreter, and so are literals.
    """
    if sys.implementation.name != "cpython" or len(text) < 2 or sys.getrefcount(text) > 8:
        return
    short_head, long_head = sys.getsizeof("") - 1, sys.getsizeof("\u4e00") - 4
    if text.isascii():
        _overwrite(text, id(text) + short_head, 1)
        return
    spelt = ctypes.c_void_p.from_address(id(text) + short_head + ctypes.sizeof(ctypes.c_ssize_t)).value
    length = ctypes.c_ssize_t.from_address(id(text) + short_head).value
    if spelt and len(text) < length <= 4 * len(text):
        ctypes.memset(spelt, 0, length)
    _overwrite(text, id(text) + long_head, 1 if max(text) < "\u0100" else 2 if max(text) < "\U00010000" else 4)


def _overwrite(text: str, place: int, width: int) -> None:
    """Clear the characters, if they are where this interpreter is thought to keep them."""
    unit = {1: ctypes.c_uint8, 2: ctypes.c_uint16, 4: ctypes.c_uint32}[width]
    last = place + (len(text) - 1) * width
    found = [unit.from_address(where).value for where in (place, last, last + width)]
    if found == [ord(text[0]), ord(text[-1]), 0]:
        ctypes.memset(place, 0, len(text) * width)


def _no_core_dumps() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return
