"""Questions with known answers about three houses, and how well the facts are found to answer them or not."""

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import language
from assistant.assembly import open_papillon
from assistant.drafting.evidence import Evidence, find_evidence
from assistant.drafting.questions import split_questions
from assistant.drafting.retrieval import Retrieval
from assistant.records import Asked
from assistant.settings import load_settings

HERE = Path(__file__).parent
HOUSES = {"sample": "brulerie-du-canal", "bookshop": "bookshop", "software": "software", "theatre": "theatre"}


@dataclass(frozen=True)
class Row:
    """A question of a house. `right` are the ids of facts of which one answers; none when nothing does, and `words`
    are those of which one must stand in the name of the gap."""

    house: str
    ask: str
    right: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    held_out: bool = False

    @property
    def language(self) -> str:
        return language.detect(self.ask).code

    @property
    def asked(self) -> tuple[Asked, ...]:
        return split_questions(self.ask, self.language) or (Asked(self.ask, 0, len(self.ask)),)


@dataclass(frozen=True)
class Figures:
    """Shares of questions: gaps found among those without an answer, and named well; those answered that were taken
    for gaps; and of those answered, with a right fact among the first two."""

    unanswered: int
    answered: int
    found: float
    named: float
    lost: float
    right: float


def rows() -> tuple[Row, ...]:
    """All questions; every other one of each list is held out."""
    found = []
    for table in tomllib.loads((HERE / "answers.toml").read_text("utf-8"))["sets"]:
        for number, (ask, right) in enumerate(table["answered"]):
            found.append(Row(table["house"], ask, right=tuple(right.split()), held_out=number % 2 == 1))
        for number, (ask, words) in enumerate(table["unanswered"]):
            found.append(Row(table["house"], ask, words=tuple(words.split()), held_out=number % 2 == 1))
    return tuple(found)


@contextmanager
def houses(home: Path, sample: Path) -> Iterator[dict[str, Retrieval]]:
    """The libraries of the houses, indexed."""
    with ExitStack() as stack:
        opened = {}
        for name, brand in HOUSES.items():
            folder = sample.parent if name == "sample" else HERE / "houses"
            opened[name] = open_house(stack, home / name, folder, brand)
        yield opened


def open_house(stack: ExitStack, home: Path, knowledge: Path, brand: str) -> Retrieval:
    """The library of a brand, indexed under `home`, open for as long as `stack`; no model stands behind it."""
    settings = load_settings(
        home=home, knowledge=knowledge, brand=brand, openai_base_url="http://127.0.0.1:9/v1", model="none"
    )
    papillon = stack.enter_context(open_papillon(settings))
    papillon.ingest_if_empty()
    return Retrieval(papillon.brand, papillon.library)


def evidence_of(row: Row, opened: dict[str, Retrieval]) -> Evidence:
    return find_evidence(row.asked, row.language, opened[row.house], most=6, message=row.ask)


def fact_ids(evidence: Evidence, most: int = 2) -> list[str]:
    """The ids of the first facts: of `brand.toml#hours.fr`, hours."""
    return [hit.passage.id.rpartition("#")[2].partition(".")[0] for hit in evidence.facts[:most]]


def measure(given: Sequence[Row], opened: dict[str, Retrieval]) -> tuple[Figures, list[str]]:
    """The figures of these questions, and a line for each that went wrong."""
    wrong = []
    found = named = lost = right = 0
    without = [row for row in given if not row.right]
    with_ = [row for row in given if row.right]
    for row in without:
        evidence = evidence_of(row, opened)
        if evidence.gaps:
            found += 1
            if any(word in evidence.gaps[0].casefold() for word in row.words):
                named += 1
            else:
                wrong.append(f"named   {row.house}: {row.ask} -> {evidence.gaps}")
        else:
            wrong.append(f"missed  {row.house}: {row.ask} -> {evidence.asked[0].support}")
    for row in with_:
        evidence = evidence_of(row, opened)
        if evidence.gaps:
            lost += 1
            wrong.append(f"lost    {row.house}: {row.ask} -> {evidence.gaps}, {fact_ids(evidence)}")
        elif set(fact_ids(evidence)) & set(row.right):
            right += 1
        else:
            wrong.append(f"fact    {row.house}: {row.ask} -> {fact_ids(evidence)}")
    kept = len(with_) - lost
    return Figures(
        len(without),
        len(with_),
        found / (len(without) or 1),
        named / (found or 1),
        lost / (len(with_) or 1),
        right / (kept or 1),
    ), wrong
