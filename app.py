"""Starts Papillon's page, as `papillon serve` does: `python app.py`."""

import sys

from assistant.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "serve")
    main()
