"""A library to convert archives into. What an archive becomes is a file: one kind of database is enough here."""

from pathlib import Path

import pytest


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """A database of SQLite."""
    return f"sqlite:///{tmp_path}/home/papillon.db"
