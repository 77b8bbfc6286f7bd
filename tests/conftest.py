"""Fixtures and options that every room of the suite shares."""

import os
import socket
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Times belong to the benchmarks: on a busy machine a deadline fails what is right.
settings.register_profile("tessera", deadline=None)
settings.load_profile("tessera")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run all of every long test, not a seeded share")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """True when every long test is to run whole."""
    return bool(request.config.getoption("--full"))


@pytest.fixture
def issuer():
    """An honest institution: did:web, Ed25519, known, its documents held. Tell it to misbehave."""
    from tests.issuer_simulator import Issuer

    return Issuer()


@pytest.fixture
def world():
    """A verifier who holds nothing yet: `world.of(issuer, other)` holds what those publish."""
    from tests.examining import Door

    return Door(())


@pytest.fixture
def door(issuer):
    """A verifier who holds what `issuer` publishes."""
    from tests.examining import Door

    return Door((issuer,))


@pytest.fixture
def check(door):
    """Bytes to checked credential, by a verifier who holds what `issuer` publishes."""
    return door.check


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Record every attempt to look up a host or connect; the test ends red if there was one."""
    attempts: list[object] = []

    def refuse(*where: object, **_: object) -> None:
        attempts.append(where)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield attempts
    assert attempts == []
