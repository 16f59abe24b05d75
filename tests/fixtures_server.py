"""The scripted server as a fixture; `tests/conftest.py` names this module in `pytest_plugins`."""

from collections.abc import Iterator

import pytest

from tests.scripted_server import ScriptedServer


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    """A running `ScriptedServer` with an empty queue."""
    with ScriptedServer() as server:
        yield server
