"""Prints the requirements of the second lock file that the first one does not hold, with their hashes."""

import re
import sys
from pathlib import Path


def blocks(path: str) -> dict[str, str]:
    """Requirement line → its whole block."""
    text = Path(path).read_text("utf-8")
    return {block.split(" ", 1)[0]: block for block in re.split(r"(?m)^(?=[A-Za-z0-9])", text) if block.strip()}


base, more = (blocks(path) for path in sys.argv[1:3])
sys.stdout.write("".join(block for name, block in more.items() if name not in base))
