"""Where the shared test vectors are; tests that need them are skipped without them."""

from pathlib import Path

import pytest

VECTORS = Path(__file__).parents[2].parent / "shared" / "vectors"


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of shared vectors."""
    if not VECTORS.is_dir():
        pytest.skip(f"the shared vectors are not at {VECTORS}")
    return VECTORS
