"""No threat test may reach the network, whatever a stranger's document asks for."""

import pytest


@pytest.fixture(autouse=True)
def _offline(no_network: list[object]) -> None:
    """Every test of this folder runs with a network that records and refuses (DI-04, STAT-05, STAT-06, IMG-11)."""
