"""Files of questions, and the sample brand's own."""

from pathlib import Path

import pytest

from assistant.errors import BadInput
from assistant.library import Index, Library
from assistant.library.evaluation import ask_all
from assistant.library.folder import QUESTIONS_FILE, find_files
from assistant.library.questions import QuestionSet, Right, question_files, read_questions
from assistant.records import Message, Passage
from assistant.store import Database
from assistant.voice.brand import load_brand

from .conftest import WordCounts

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "knowledge" / "brulerie-du-canal"
FILES = (SAMPLE / QUESTIONS_FILE, *question_files([ROOT / "tests" / "eval"]))

MILL = """
format = 1
name = "moulin"

[[questions]]
ask = "sac percé"
language = "fr"
right = [{ path = "plaintes.fr.md", says = "remplacé ou remboursé" }]

[[questions]]
ask = "when does it open"
language = "en"
within = { kind = ["fact"] }
right = [{ says = "opens at 8 am", grade = 3 }, { says = "ouvre à 8 h", grade = 1 }]
"""


def test_a_right_passage_is_named_by_its_words() -> None:
    """Path and words, whatever the accents, capitals, line ends and emphasis; headings and answered messages count."""
    passage = Passage(
        "x", "reply", "posts/x.jsonl", "On **rembourse**\nle sac.", section=("Plaintes",), answered=Message("Percé!")
    )

    assert Right(path="x.jsonl").is_in(passage)
    assert Right(path="posts/x.jsonl", says="rembourse le SAC").is_in(passage)
    assert Right(says="perce").is_in(passage)
    assert Right(says="plaintes").is_in(passage)
    assert not Right(path=".jsonl").is_in(passage)
    assert not Right(path="x.jsonl", says="remplace").is_in(passage)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_shipped_questions_are_well_formed(file: Path) -> None:
    """Every file can be read, no question is asked twice, and each has one passage that a person would want first."""
    asked = read_questions(file)

    words = [(question.ask, question.within) for question in asked.questions]
    assert len(set(words)) == len(words)
    assert all(max(right.grade for right in question.right) == 3 for question in asked.questions)


def test_there_are_enough_questions_in_both_languages() -> None:
    """At least 120, a third of them in the other language than the answer, of every sort."""
    asked = [question for file in FILES for question in read_questions(file).questions]

    assert len(asked) >= 120
    assert {question.sort for question in asked} == {"plain", "term", "customer", "typo", "past", "recent"}
    assert min(sum(question.language == code for question in asked) for code in ("fr", "en")) >= 50


def test_each_right_passage_of_the_sample_is_one_passage(tmp_path: Path, embedder: WordCounts) -> None:
    """Every right passage exists where the question is asked, and its words name no other; so another splitter, or
    edited knowledge, does not void the measure in silence."""
    database = Database.open(f"sqlite:///{tmp_path}/sample.db")
    library = Library(SAMPLE, load_brand(SAMPLE), database, embedder, Index(tmp_path / "index"))
    library.ingest()
    passages = library.passages()
    library.close()
    database.close()

    for question in read_questions(SAMPLE / QUESTIONS_FILE).questions:
        for right in question.right:
            held = [one.id for one in passages if question.within.allows(one) and right.is_in(one)]
            assert len(held) == 1, (question.ask, right, held)


def test_every_question_of_a_set_is_put(library: Library, tmp_path: Path) -> None:
    """By meaning, by words and by both, with the languages of question and answer."""
    file = tmp_path / "q.toml"
    file.write_text(MILL, "utf-8")

    sack, hours = ask_all(library, read_questions(file))

    assert (sack.languages, hours.languages) == ("fr→fr", "en→en")
    assert sack.scores.keys() == {"dense", "lexical", "fused"}
    assert (sack.scores["fused"].ndcg, sack.scores["lexical"].mrr) == (1.0, 1.0)
    assert hours.scores["fused"].hit == 1.0


def test_a_right_passage_that_is_gone_is_told(library: Library) -> None:
    """A question nothing can answer would lower the measure for no fault of the search."""
    asked = QuestionSet.model_validate(
        {"format": 1, "name": "m", "questions": [{"ask": "a", "language": "fr", "right": [{"says": "nulle part"}]}]}
    )

    with pytest.raises(BadInput, match="nulle part"):
        ask_all(library, asked)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("format = 2\nname='x'\n", "format"),
        ("format = 1\nname='x'\nquestions = []\n", "questions"),
        ("format = 1\nname='x'\n[[questions]]\nask='a'\nlanguage='fr'\nright=[{grade=3}]\n", "questions.1.right.1"),
        ("format = 1\nname='x'\n[[questions]]\nask='a'\nlanguage='fr'\nrigth=[]\n", "questions.1.right"),
        ("format = ", "q.toml"),
        ("\x00", "q.toml"),
    ],
)
def test_a_broken_file_is_told_in_one_sentence(tmp_path: Path, text: str, named: str) -> None:
    """The file and the place in it are named."""
    file = tmp_path / "q.toml"
    file.write_text(text, "utf-8")

    with pytest.raises(BadInput) as caught:
        read_questions(file)

    assert "q.toml" in str(caught.value)
    assert named in str(caught.value)


def test_files_and_folders_of_questions(tmp_path: Path) -> None:
    """A folder stands for all its files of questions, messages for drafts passed over; one without any, or one that is
    not there, is told."""
    (tmp_path / "b.toml").write_text(MILL, "utf-8")
    (tmp_path / "a.toml").write_text("[[questions]]\nbroken", "utf-8")
    (tmp_path / "drafts.toml").write_text("[[messages]]\n", "utf-8")
    (tmp_path / "empty").mkdir()

    assert [file.name for file in question_files([tmp_path])] == ["a.toml", "b.toml"]
    for missing in (tmp_path / "empty", tmp_path / "none.toml"):
        with pytest.raises(BadInput, match=missing.name):
            question_files([missing])


def test_a_brands_questions_are_not_knowledge(folder: Path) -> None:
    """The file beside brand.toml is not searched, nor told as a file that could not be read."""
    (folder / QUESTIONS_FILE).write_text(MILL, "utf-8")

    assert QUESTIONS_FILE not in {found.path for found in find_files(folder)}
