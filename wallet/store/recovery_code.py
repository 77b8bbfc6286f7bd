"""The recovery code: 160 random bits that a person can copy from paper.

Eight groups of five letters and digits (Crockford's base 32: no I, L, O, U). The fifth sign of each group checks the
other four *and* the place of the group, so that a slip of the pen is found and named before anything is tried.
"""

import hashlib

from wallet.errors import RecoveryCodeError

SECRET_BYTES = 20
GROUPS = 8
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110")
_SPLIT = str.maketrans(dict.fromkeys("-–—_.,/\t\r\n\u3000", " "))


def write_recovery_code(secret: bytes) -> str:
    """Return the code for 20 random bytes, as `XXXXX-XXXXX-…`."""
    number = int.from_bytes(secret, "big")
    signs = [_SIGNS[number >> (5 * place) & 31] for place in reversed(range(GROUPS * 4))]
    groups = ["".join(signs[4 * i : 4 * i + 4]) for i in range(GROUPS)]
    return "-".join(group + _check_sign(i, group) for i, group in enumerate(groups))


def read_recovery_code(code: str) -> bytes:
    """Return the 20 bytes. Raises RecoveryCodeError, whose fact `group` names the first group that is mistyped."""
    signs = "".join(code.upper().translate(_SPLIT).split()).translate(_READ_AS)
    if len(signs) != GROUPS * 5:
        raise RecoveryCodeError(f"{len(signs)} signs", step="vault.recovery_code.length", group=len(signs) // 5 + 1)
    number = 0
    for i in range(GROUPS):
        group, check = signs[5 * i : 5 * i + 4], signs[5 * i + 4]
        if any(sign not in _SIGNS for sign in group) or check != _check_sign(i, group):
            raise RecoveryCodeError(f"group {i + 1}", step="vault.recovery_code.group", group=i + 1)
        for sign in group:
            number = number << 5 | _SIGNS.index(sign)
    return number.to_bytes(SECRET_BYTES, "big")


def looks_like_recovery_code(text: str) -> bool:
    """True for a text that is a whole, correctly typed code; no passphrase that people choose is."""
    try:
        read_recovery_code(text)
    except RecoveryCodeError:
        return False
    return True


def _check_sign(place: int, group: str) -> str:
    return _SIGNS[hashlib.sha256(f"tessera-recovery-1:{place}:{group}".encode()).digest()[0] & 31]
