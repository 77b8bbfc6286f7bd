"""The header of the vault: what opens it, what does not, and what is called damage."""

import contextlib
import json
import os
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.errors import (
    KeyringUnavailableError,
    RecoveryCodeError,
    VaultDamagedError,
    VaultTooNewError,
    WrongPassphraseError,
)
from wallet.store import sealing
from wallet.store.kdf import KdfCost, KdfPolicy, calibrate, passphrase_bytes
from wallet.store.recovery_code import read_recovery_code, write_recovery_code
from wallet.store.sealing import SlotKind

CHEAP = KdfPolicy(floor=KdfCost(memory=64, passes=1, lanes=1))
KEY = bytes(range(32))
MADE = datetime(2026, 3, 1, tzinfo=UTC)
VAULT = "3f0c"


def a_header(passphrase: str = "correct horse", cost: KdfCost = CHEAP.floor, recovery: bytes | None = None):
    slots = [sealing.wrap(KEY, SlotKind.PASSPHRASE, passphrase_bytes(passphrase), VAULT, cost, os.urandom)]
    slots.append(sealing.wrap(KEY, SlotKind.KEYRING, bytearray(b"k" * 32), VAULT, None, os.urandom))
    if recovery:
        slots.append(sealing.wrap(KEY, SlotKind.RECOVERY, bytearray(recovery), VAULT, None, os.urandom))
    return sealing.sealed(sealing.Header(VAULT, MADE, tuple(slots)), KEY)


def test_what_is_written_is_read_and_opens():
    header = sealing.read_header(sealing.write_header(a_header()), CHEAP)
    assert sealing.unwrap_with_passphrase(header, "correct horse", CHEAP) == KEY
    assert sealing.unwrap_with_keyring(header, lambda _: b"k" * 32, CHEAP) == KEY
    sealing.check_seal(header, KEY)


def test_an_accent_typed_in_two_ways_is_one_passphrase():
    header = a_header("café")
    assert sealing.unwrap_with_passphrase(header, "cafe\u0301", CHEAP) == KEY


@pytest.mark.parametrize("wrong", ["correct horse ", "Correct horse", "x", "", "   ", "\ud800", "p" * 5000])
def test_STORE_19_a_wrong_passphrase_is_called_that(wrong):
    with pytest.raises(WrongPassphraseError):
        sealing.unwrap_with_passphrase(a_header(), wrong, CHEAP)


def test_STORE_19_a_thousand_wrong_passphrases_destroy_nothing():
    header = a_header()
    for attempt in range(1000):
        with pytest.raises(WrongPassphraseError):
            sealing.unwrap_with_passphrase(header, f"guess {attempt}", CHEAP)
    assert sealing.unwrap_with_passphrase(header, "correct horse", CHEAP) == KEY


@given(place=st.integers(0, 10_000), change=st.integers(1, 255))
def test_STORE_19_a_damaged_header_is_never_called_a_wrong_passphrase(place, change):
    content = bytearray(sealing.write_header(a_header()))
    content[place % len(content)] ^= change
    try:
        header = sealing.read_header(bytes(content), CHEAP)
    except (VaultDamagedError, VaultTooNewError):
        return
    assert sealing.unwrap_with_passphrase(header, "correct horse", CHEAP) == KEY  # white space between members


def test_STORE_19_every_shortened_header_is_damage():
    content = sealing.write_header(a_header())
    for length in range(len(content) - 2):
        with pytest.raises(VaultDamagedError):
            sealing.read_header(content[:length], CHEAP)


def _forged(change) -> bytes:
    """The header as a thief would change it, with the checksum made to fit."""
    import hashlib

    import msgspec

    body = json.loads(sealing.write_header(a_header()))
    del body["checksum"]
    change(body)
    body["checksum"] = hashlib.sha256(msgspec.json.encode(body, order="sorted")).hexdigest()
    return json.dumps(body).encode()


@pytest.mark.parametrize("kdf", [{"memory_kib": 32}, {"passes": 0}, {"lanes": 0}, {"memory_kib": -1}, {"passes": True}])
def test_STORE_04_a_header_with_a_cheapened_derivation_is_refused(kdf):
    forged = _forged(lambda body: body["slots"][0]["kdf"].update(kdf))
    with pytest.raises(VaultDamagedError):
        sealing.read_header(forged, CHEAP)


def test_STORE_04_the_floor_that_ships_is_64_mib_three_passes():
    policy = KdfPolicy()
    assert (policy.floor.memory, policy.floor.passes, policy.floor.lanes) == (64 * 1024, 3, 4)
    for weak in (KdfCost(64 * 1024 - 1, 3, 4), KdfCost(64 * 1024, 2, 4)):
        with pytest.raises(VaultDamagedError):
            policy.check(weak)


@pytest.mark.parametrize("cost", [KdfCost(1024 * 1024 + 1, 3, 4), KdfCost(512 * 1024, 40, 4), KdfCost(65536, 3, 200)])
def test_BAK_03_a_derivation_that_would_hang_the_computer_is_refused(cost):
    with pytest.raises(VaultDamagedError) as refusal:
        KdfPolicy().check(cost)
    assert refusal.value.step == "vault.kdf.ceiling"


def test_STORE_04_a_changed_cost_above_the_floor_does_not_open():
    header = sealing.read_header(_forged(lambda body: body["slots"][0]["kdf"].update(passes=2)), CHEAP)
    with pytest.raises(WrongPassphraseError):
        sealing.unwrap_with_passphrase(header, "correct horse", CHEAP)


def test_STORE_04_a_dropped_slot_breaks_the_seal():
    header = sealing.read_header(_forged(lambda body: body["slots"].pop()), CHEAP)
    with pytest.raises(VaultDamagedError):
        sealing.check_seal(header, sealing.unwrap_with_passphrase(header, "correct horse", CHEAP))


def test_a_newer_header_is_refused_as_newer():
    with pytest.raises(VaultTooNewError):
        sealing.read_header(_forged(lambda body: body.update(version=2)), CHEAP)


def test_calibration_stays_between_floor_and_most():
    ticks = iter([0.0, 0.25])
    assert calibrate(CHEAP, lambda: next(ticks)) == KdfCost(256, 1, 1)
    slow = iter([0.0, 9.0])
    assert calibrate(CHEAP, lambda: next(slow)) == CHEAP.floor
    fast = iter([0.0, 0.0])
    assert calibrate(CHEAP, lambda: next(fast)).memory == CHEAP.calibrated_most


def test_STORE_07_a_lost_keyring_secret_leaves_the_passphrase():
    def gone(_: str) -> bytes:
        raise KeyringUnavailableError(step="keyring.absent")

    header = a_header()
    with pytest.raises(KeyringUnavailableError):
        sealing.unwrap_with_keyring(header, gone, CHEAP)
    with pytest.raises(KeyringUnavailableError):
        sealing.unwrap_with_keyring(header, lambda _: b"x" * 32, CHEAP)
    assert sealing.unwrap_with_passphrase(header, "correct horse", CHEAP) == KEY


def test_BAK_07_the_recovery_code_opens_in_place_of_the_passphrase():
    secret = os.urandom(20)
    header = a_header(recovery=secret)
    code = write_recovery_code(secret)
    assert sealing.unwrap_with_passphrase(header, code, CHEAP) == KEY
    assert sealing.unwrap_with_passphrase(header, code.lower().replace("-", " "), CHEAP) == KEY
    with pytest.raises(WrongPassphraseError):
        sealing.unwrap_with_passphrase(header, write_recovery_code(os.urandom(20)), CHEAP)


@given(st.binary(min_size=20, max_size=20))
def test_a_recovery_code_reads_back(secret):
    assert read_recovery_code(write_recovery_code(secret)) == secret


def test_a_mistyped_group_is_named():
    code = write_recovery_code(bytes(range(20)))
    groups = code.split("-")
    groups[2], groups[4] = groups[4], groups[2]
    with pytest.raises(RecoveryCodeError) as refusal:
        read_recovery_code("-".join(groups))
    assert refusal.value.facts["group"] == 3


@given(st.text(max_size=60))
def test_any_text_as_a_recovery_code_is_read_or_refused(text):
    with contextlib.suppress(RecoveryCodeError):
        assert len(read_recovery_code(text)) == 20
