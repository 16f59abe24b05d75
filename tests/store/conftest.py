"""A database in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.store import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new database."""
    database = Database.open(f"sqlite:///{tmp_path}/papillon.db")
    yield database
    database.close()
