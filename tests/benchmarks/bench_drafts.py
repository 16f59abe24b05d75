"""How long a reply takes with the model of the settings, the built-in one by default: the whole corridor, the corridor
without each part in turn, and one bare call, over the same messages in one run.

    OMP_NUM_THREADS=1 .venv/bin/python -m tests.benchmarks.bench_drafts [--messages 4] [--run whole --run bare …]

Goes through each run twice, forth and back, so that a machine that grows warm or busy meets all runs alike. First words
are the first that a person sees, in all is when the last draft is there; tokens are a message's, of all its calls. The
cached share is of the prompt tokens: with the stable beginning the same byte by byte, it grows from the first message
of a run (`cached, 1st`) to the others. `PAPILLON_HOME` says where a built-in model's file is kept; without it, the file
is put together anew.
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from assistant.assembly import Papillon, open_papillon
from assistant.drafting.evaluation import Answered, answers, chosen
from assistant.drafting.evaluation_runs import names_of, run_of
from assistant.drafting.expectations import Expectation, read_messages
from assistant.settings import load_settings

ROOT = Path(__file__).parents[2]
MESSAGES = ROOT / "tests" / "eval" / "drafts_dev.toml"
SORTS = ("plain", "trap", "unanswerable")
"""Where a draft is written; what is handed over or met with silence may take no time at all."""
HEAD = f"{'':24}{'first words':>12}{'in all':>9}{'calls':>7}{'read':>7}{'written':>9}{'cached':>8}{'cached, 1st':>13}"


@dataclass
class Times:
    """What a run took, message by message, in both rounds."""

    answered: list[Answered] = field(default_factory=list)
    first: list[Answered] = field(default_factory=list)

    def line(self, name: str, bare: "Times | None") -> str:
        """Medians and means of it, and how many times those of the bare call."""
        good = [one for one in self.answered if not one.failure]
        if not good:
            return f"{name:24}{'no answer':>12}"
        visible = median(one.first_visible for one in good)
        whole = median(one.seconds for one in good)
        times = f"   x{whole / bare.seconds:.2f}" if bare is not None and bare.seconds else ""
        return (
            f"{name:24}{visible:>10.2f} s{whole:>7.2f} s{mean([one.calls for one in good]):>7.1f}"
            f"{mean([one.prompt_tokens for one in good]):>7.0f}{mean([one.completion_tokens for one in good]):>9.0f}"
            f"{cached(good):>8}{cached(self.first):>13}{times}"
        )

    @property
    def seconds(self) -> float:
        """The median of a message."""
        return median([one.seconds for one in self.answered if not one.failure] or [0.0])


def mean(values: Sequence[float]) -> float:
    """Of nothing it is 0."""
    return sum(values) / len(values) if values else 0.0


def cached(some: Sequence[Answered]) -> str:
    """The share of prompt tokens that the server had in its cache."""
    told = [one for one in some if one.cached_tokens is not None and one.prompt_tokens]
    read = sum(one.prompt_tokens for one in told)
    return f"{100 * sum(one.cached_tokens or 0 for one in told) / read:.0f}%" if read else "-"


def measure(papillon: Papillon, names: Sequence[str], messages: Sequence[Expectation]) -> dict[str, Times]:
    """Each run over all messages, forth and back."""
    taken = {name: Times() for name in names}
    for order in (names, tuple(reversed(names))):
        for name in order:
            run = run_of(name, papillon.drafting, papillon.library, papillon.chat)
            found = [one for one, _ in answers(run, messages, papillon.chat, {}, model="")]
            taken[name].answered += found
            taken[name].first += found[:1]
            print(".", end="", flush=True)
    print()
    return taken


def main() -> None:
    """Print one row a run."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--messages", type=int, default=4)
    words.add_argument("--run", action="append", help="whole, bare, 'without truth', …; none: all of them")
    given = words.parse_args()
    messages = chosen(read_messages(MESSAGES).messages, SORTS, sample=given.messages)
    names = tuple(given.run or names_of((), each=True))
    with tempfile.TemporaryDirectory() as fresh:
        home = Path(os.environ.get("PAPILLON_HOME") or fresh)
        with open_papillon(load_settings(home=home, knowledge=ROOT / "knowledge"), name="benchmark") as papillon:
            papillon.ingest_if_empty()
            papillon.warm_up()
            print(f"{papillon.chat.describe().name}, {len(messages)} messages, two rounds")
            taken = measure(papillon, names, messages)
    print(HEAD)
    for name, times in taken.items():
        print(times.line(name, taken.get("bare")))


if __name__ == "__main__":
    main()
