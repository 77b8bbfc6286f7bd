"""A challenge says who asks and ends soon; the ledger notices every change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.errors import InputError, MalformedInputError, PresentationError
from wallet.presentations.challenge import make_challenge, read_challenge, write_challenge
from wallet.presentations.ledger import LedgerEntry, chained, find_break, shown_before, tombstone

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def entropy(count: int) -> bytes:
    return bytes(range(count))


def test_a_challenge_round_trips_and_has_a_spoken_code() -> None:
    made = make_challenge("Northgate Institute", "Interview", now=NOW, lasts=timedelta(minutes=10), entropy=entropy)
    again = read_challenge(write_challenge(made))
    assert again == made
    assert again.check_code == made.check_code
    assert len(made.check_code) == 5


@pytest.mark.parametrize("lasts", [timedelta(), timedelta(days=2), timedelta(seconds=-1)])
def test_a_challenge_that_never_ends_cannot_be_made(lasts: timedelta) -> None:
    with pytest.raises(PresentationError):
        make_challenge("Northgate", "", now=NOW, lasts=lasts, entropy=entropy)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nonce", "short"),
        ("nonce", 5),
        ("expires", "2027-11-22T10:00:00Z"),
        ("issued", "yesterday"),
        ("format", "x/1"),
        ("more", 1),
    ],
)
def test_VP_04_a_challenge_without_a_real_nonce_or_end_is_refused(name: str, value: object) -> None:
    import json

    made = json.loads(write_challenge(make_challenge("N", "", now=NOW, lasts=timedelta(minutes=1), entropy=entropy)))
    with pytest.raises(MalformedInputError) as refusal:
        read_challenge(json.dumps({**made, name: value}))
    assert refusal.value.step.startswith("challenge.")


@given(received=st.binary(max_size=200))
def test_strangers_bytes_raise_only_input_errors(received: bytes) -> None:
    with pytest.raises(InputError):
        read_challenge(received)


def entries() -> list[LedgerEntry]:
    chain: list[LedgerEntry] = []
    for number in range(4):
        drafted = LedgerEntry(
            0,
            NOW + timedelta(days=number),
            "Northgate",
            "",
            ("c1",),
            ("T",),
            ("/name",),
            "sd-jwt",
            "challenge",
            None,
            (f"k{number}",),
            "ab",
            "",
        )
        chain.append(chained(drafted, chain[-1] if chain else None))
    return chain


def test_VP_12_the_ledger_is_chained_and_notices_every_change() -> None:
    chain = entries()
    assert find_break(chain) is None
    assert find_break(chain[1:]) == 1
    assert find_break([chain[0], chain[2], chain[1], chain[3]]) == 2
    assert find_break([chain[0], replace(chain[1], audience="Someone else"), *chain[2:]]) == 2
    assert find_break([*chain[:2], chain[3]]) == 3


def test_VP_12_an_entry_can_be_deleted_and_leaves_a_tombstone() -> None:
    chain = entries()
    chain[1] = tombstone(chain[1])
    assert find_break(chain) is None
    assert chain[1].audience == ""
    assert chain[1].shown == ()
    assert not shown_before(chain, "Northgate", frozenset({"k1"}))
    assert shown_before(chain, "Northgate", frozenset({"k2"}))


def test_VP_12_a_chain_of_ten_thousand_entries_is_proved_and_one_change_in_it_found() -> None:
    chain: list[LedgerEntry] = []
    for number in range(10_000):
        drafted = replace(DRAFTED, at=NOW + timedelta(minutes=number), audience=f"Office {number % 7}")
        chain.append(chained(drafted, chain[-1] if chain else None))
    assert find_break(chain) is None
    chain[1234] = tombstone(chain[1234])
    assert find_break(chain) is None
    kept = chain[6000]
    chain[6000] = replace(kept, audience="Somebody else")
    assert find_break(chain) == 6001
    chain[6000] = kept
    assert find_break([*chain[:77], *chain[78:]]) == 78
    assert find_break([*chain[:77], chain[78], chain[77], *chain[79:]]) == 78


DRAFTED = LedgerEntry(0, NOW, "", "", ("c1",), ("T",), ("/name",), "sd-jwt", "challenge", None, ("k",), "ab", "")
