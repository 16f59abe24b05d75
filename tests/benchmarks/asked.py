"""What whole messages ask: questions seen, right facts, wrong picks and gaps admitted, in seconds and without a model.

Run by hand:

    python -m tests.benchmarks.asked [--set seen] [--show]
"""

import argparse
import os
import tempfile
from collections import Counter
from pathlib import Path

from tests.eval.answer_set import houses
from tests.eval.asked_set import COUNTED, mark, messages

SAMPLE = Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", default="", choices=("", "seen", "theatre", "tuned", "kept"))
    parser.add_argument("--show", action="store_true", help="a line for each thing that went wrong")
    given = parser.parse_args()
    home = Path(os.environ.get("FIT_HOME") or tempfile.mkdtemp())
    counts: dict[tuple[str, str], Counter[str]] = {}
    with houses(home, SAMPLE) as opened:
        for message in messages():
            if given.set and message.set != given.set:
                continue
            marked = mark(message, opened[message.house])
            for group in (message.language, message.house, "all"):
                counts.setdefault((message.set, group), Counter()).update(marked.counts)
            if given.show:
                for line in marked.wrong:
                    print(f"{message.set} {message.id or message.house}: {line}   | {message.text[:110]!r}")
    for (name, group), count in sorted(counts.items()):
        told = f"right {_share(count, 'right', 'answers')}, wrong picks {_share(count, 'wrong', 'picks')}, "
        told += f"gaps admitted {_share(count, 'admitted', 'gaps')}, false gaps {count['false']}"
        print(f"{name:6} {group:9} {told}")


def _share(count: Counter[str], one: str, of: str) -> str:
    assert {one, of} <= COUNTED
    return f"{count[one]}/{count[of]} = {count[one] / max(count[of], 1):.0%}"


if __name__ == "__main__":
    main()
