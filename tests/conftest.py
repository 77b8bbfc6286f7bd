"""Fixtures and options that every room of the suite shares."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run all of every long test, not a seeded share")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """True when every long test is to run whole."""
    return bool(request.config.getoption("--full"))
