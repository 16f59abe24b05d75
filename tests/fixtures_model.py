"""The built-in model's weights as a fixture; `tests/conftest.py` names this module in `pytest_plugins`."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import StorageFull
from assistant.model.weights import BUILTIN, builtin_file
from assistant.settings import load_settings

CHECKOUT = Path(__file__).parent.parent / ".papillon"


@pytest.fixture(scope="session")
def builtin_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A `models` folder with the weights, one for the whole run, for a home folder to link to: they are 1.1 GB. The
    checkout's own when they are there already, else one beside the other temporary files, gone with the run."""
    if (CHECKOUT / "models" / BUILTIN.file).is_file():
        yield CHECKOUT / "models"
        return
    folder = tmp_path_factory.mktemp("weights")
    try:
        yield builtin_file(load_settings(home=folder)).parent
    except StorageFull as reason:
        pytest.skip(str(reason))
    finally:
        shutil.rmtree(folder)
