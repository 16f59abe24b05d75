"""The search measured against questions with known answers."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BadInput
from assistant.library.index import Index
from assistant.library.library import Library
from assistant.library.measures import DEPTH, Interval, Scores, difference, interval, score_ranking
from assistant.library.questions import Question, QuestionSet
from assistant.library.search import By
from assistant.records import Passage
from assistant.store import Database
from assistant.voice.brand import BRAND_FILE, load_brand

if TYPE_CHECKING:
    from assistant.library.embedding import Embedder

RANKINGS: tuple[By, ...] = ("dense", "lexical", "fused")

_GUIDE = 'format = 1\nid = "guide"\nname = "Guide"\nlanguages = ["en", "fr"]\n'


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, the languages it was asked and is answered in, and how each ranking did."""

    question: Question
    languages: str
    scores: Mapping[By, Scores]


def ask_all(library: Library, asked: QuestionSet) -> tuple[Answered, ...]:
    """Every question put to the library, by meaning, by words, and by both.

    Raises:
        BadInput: a right passage is not in the library, so the measure would mean nothing; names the first.
        Unreachable: the embedder or the database does not answer.
    """
    known = library.passages()
    answered = []
    for number, question in enumerate(asked.questions, 1):
        within = question.within
        allowed = [passage for passage in known if within.allows(passage)]
        answers: list[list[Passage]] = []
        for right in question.right:
            answers.append([passage for passage in allowed if right.is_in(passage)])
            if not answers[-1]:
                raise BadInput(
                    "library.no_right_passage",
                    name=asked.name,
                    number=number,
                    ask=question.ask,
                    right=" · ".join(part for part in (right.path, right.says) if part),
                )
        places: dict[str, list[int]] = {}
        for place, passages in enumerate(answers):
            for passage in passages:
                places.setdefault(passage.id, []).append(place)
        grades = [right.grade for right in question.right]
        best = answers[grades.index(max(grades))][0]
        scores = {
            by: score_ranking([places.get(hit, []) for hit in _found(library, question, by)], grades) for by in RANKINGS
        }
        answered.append(Answered(question, f"{question.language}→{best.language or '?'}", scores))
    return tuple(answered)


@contextmanager
def guide_library(folder: Path, embedder: "Embedder") -> Iterator[Library]:
    """A library of the guidelines in a folder, for as long as it is measured; nothing of it is kept.

    Raises:
        BadInput: the folder is not there.
    """
    if not folder.is_dir():
        raise BadInput("library.no_such_path", path=folder)
    with tempfile.TemporaryDirectory(prefix="papillon-eval-") as temporary:
        home = Path(temporary)
        brand = home / "guide"
        # Contents only: a guide that may not be written must still be removed afterwards.
        shutil.copytree(folder, brand / "guidelines", copy_function=shutil.copyfile)
        for inside in (brand, *brand.rglob("*")):
            inside.chmod(0o700 if inside.is_dir() else 0o600)
        (brand / BRAND_FILE).write_text(_GUIDE, "utf-8")
        database = Database.open(f"sqlite:///{home / 'guide.db'}")
        library = Library(brand, load_brand(brand), database, embedder, Index(home / "index", name="papillon eval"))
        try:
            library.ingest()
            yield library
        finally:
            library.close()
            database.close()


def _found(library: Library, question: Question, by: By) -> Sequence[str]:
    within = question.within
    hits = library.search(
        question.ask,
        DEPTH,
        kinds=within.kind,
        language=within.language,
        platform=within.platform,
        person=within.person,
        by=by,
    )
    return [hit.passage.id for hit in hits]


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of one ranking over some questions."""

    ndcg: Interval
    hit: Interval
    mrr: Interval


@dataclass(frozen=True, slots=True)
class Group:
    """Some questions of a set: `name` is what they have in common, `fr→en` asked in French and answered in English."""

    name: str
    questions: int
    rankings: Mapping[By, Measured]


@dataclass(frozen=True, slots=True)
class SetReport:
    """How the search did on one set. `gain` is the nDCG@10 of the fused list against that of `better`, the better of
    its two parts on this set, question by question."""

    name: str
    whole: Group
    better: By
    gain: Interval
    languages: tuple[Group, ...]
    sorts: tuple[Group, ...]


def report(name: str, answered: Sequence[Answered]) -> SetReport:
    """The measures of a set, over all of it and by what the questions have in common."""
    whole = _group(name, answered)
    better: By = max(("dense", "lexical"), key=lambda by: whole.rankings[by].ndcg.mean)
    gain = difference(
        [one.scores["fused"].ndcg for one in answered],
        [one.scores[better].ndcg for one in answered],
    )
    by_language: dict[str, list[Answered]] = {}
    by_sort: dict[str, list[Answered]] = {}
    for one in answered:
        by_language.setdefault(one.languages, []).append(one)
        by_sort.setdefault(one.question.sort, []).append(one)
    return SetReport(
        name=name,
        whole=whole,
        better=better,
        gain=gain,
        languages=tuple(_group(pair, by_language[pair]) for pair in sorted(by_language)),
        sorts=tuple(_group(sort, by_sort[sort]) for sort in sorted(by_sort)),
    )


def _group(name: str, answered: Sequence[Answered]) -> Group:
    return Group(name, len(answered), {by: _measured([one.scores[by] for one in answered]) for by in RANKINGS})


def _measured(scores: Sequence[Scores]) -> Measured:
    return Measured(
        ndcg=interval([score.ndcg for score in scores]),
        hit=interval([score.hit for score in scores]),
        mrr=interval([score.mrr for score in scores]),
    )
