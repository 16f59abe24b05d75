"""What the README says is what the code does."""

import re
from pathlib import Path

import pytest

from assistant import platforms
from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", platforms.PLATFORMS)
def test_every_network_stands_in_the_table_with_its_limit(name: str) -> None:
    """The README's table of networks has each network with the limit that the code counts against."""
    network = platforms.platform(name)

    row = re.search(rf"^\| {re.escape(network.name)} \| ([\d,]+) \|", README, re.MULTILINE)

    assert row is not None
    assert int(row[1].replace(",", "")) == network.limit


def test_every_setting_is_documented_with_its_default() -> None:
    """Each setting's variable stands in the README."""
    named = {
        name.upper() if name.startswith("openai") else f"PAPILLON_{name.upper()}" for name in Settings.model_fields
    }

    assert {name for name in named if f"`{name}`" not in README} == set()


def test_the_two_commands_are_targets() -> None:
    """`make run` and `make test` exist, and CI calls the second."""
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert {"run", "test"} <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_no_download_address_is_committed() -> None:
    """Lock files name packages and hashes, never where they come from, and every requirement has hashes."""
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert all("--hash=sha256:" in block for block in re.split(r"(?m)^(?=[a-z0-9])", text) if "==" in block)
