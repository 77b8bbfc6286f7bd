"""An open wallet, on a vault that opens quickly, at a moment at which the samples have the verdicts they are to have."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.vaults import PASSPHRASE, terms_for
from tests.wallet.session.learners import Hours
from tests.wallet.session.stacked import DEGREE
from wallet.messages import requests as keep
from wallet.messages import stacks as ask
from wallet.messages.requests import CreateVault
from wallet.session import Session

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


class MovableClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def locked(tmp_path: Path, clock: MovableClock) -> Iterator[Session]:
    session = Session(tmp_path / "vault", terms_for(tmp_path / "state"), clock)
    yield session
    session.goodbye()


@pytest.fixture
def session(locked: Session) -> Session:
    locked.create(CreateVault(PASSPHRASE))
    return locked


@pytest.fixture
def stocked(session: Session) -> Session:
    session.add_samples(keep.AddSamples())
    session.answer(ask.FollowStack(shipped=DEGREE))
    return session


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def learner(tmp_path: Path, hours: Hours) -> Iterator[Session]:
    """The open wallet of somebody who shows."""
    session = Session(tmp_path / "learner", terms_for(tmp_path / "a"), hours)
    session.create(CreateVault(PASSPHRASE))
    yield session
    session.goodbye()


@pytest.fixture
def verifier(tmp_path: Path, hours: Hours) -> Iterator[Session]:
    """The wallet of somebody who checks: nothing is kept in it."""
    session = Session(tmp_path / "verifier", terms_for(tmp_path / "b"), hours)
    yield session
    session.goodbye()
