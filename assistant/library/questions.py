"""Questions with the passages that answer them: what the search is measured with."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError, model_validator

from assistant.errors import BadInput
from assistant.library.ranking import searched_text
from assistant.records import Passage, PassageKind
from assistant.store.fulltext import fold

_MARKUP = re.compile(r"[*_`]")


class Right(BaseModel, extra="forbid", frozen=True):
    """A passage that answers: the end of its path, and a few words that it holds. `grade` is 3 for the one a person
    would want first, 2 for one that answers as well, 1 for one that helps."""

    path: str = ""
    says: str = ""
    grade: Annotated[int, Field(ge=1, le=3)] = 3

    @model_validator(mode="after")
    def _names_something(self) -> "Right":
        if not self.path and not self.says.strip():
            raise ValueError('a right passage needs path = "…" or says = "…"')
        return self

    def is_in(self, passage: Passage) -> bool:
        """Whether it is this passage, whatever its accents, capitals, spaces and marks of emphasis."""
        if self.path and passage.path != self.path and not passage.path.endswith(f"/{self.path}"):
            return False
        return not self.says or _plain(self.says) in _plain(searched_text(passage))


class Within(BaseModel, extra="forbid", frozen=True):
    """Where the question is asked: the filters of `papillon search`."""

    kind: tuple[PassageKind, ...] = ()
    language: str = ""
    platform: str = ""
    person: str | None = None

    def allows(self, passage: Passage) -> bool:
        """Whether these filters let a passage through."""
        return (
            (not self.kind or passage.kind in self.kind)
            and (not self.language or passage.language == self.language)
            and (not self.platform or passage.platform == self.platform)
            and (self.person is None or passage.person == self.person)
        )


class Question(BaseModel, extra="forbid", frozen=True):
    """What is asked, in which language, and what answers it. `sort` says what is hard about it."""

    ask: Annotated[str, Field(min_length=1)]
    language: str
    right: Annotated[tuple[Right, ...], Field(min_length=1)]
    within: Within = Within()
    sort: Literal["plain", "term", "customer", "typo", "past", "recent"] = "plain"


class QuestionSet(BaseModel, extra="forbid", frozen=True):
    """One file of questions. They are about the brand that is open or, with `folder`, about a guide that lies
    there: a path from the file."""

    format: Literal[1]
    name: Annotated[str, Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    folder: str = ""


def read_questions(path: Path) -> QuestionSet:
    """The questions of a file.

    Raises:
        BadInput: it is not there or not as it should be; names the file, the question and what was expected.
    """
    try:
        given = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise BadInput("library.no_such_path", path=path) from error
    except OSError as error:
        raise BadInput("library.questions_broken", path=path, detail=error.strerror) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput("library.questions_broken", path=path, detail=error) from error
    try:
        return QuestionSet.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        raise BadInput("library.questions_broken", path=path, detail=f"{where}: {first['msg']}") from error


def question_files(places: Sequence[Path]) -> list[Path]:
    """The files of questions among these files and folders; other TOML files of a folder are passed over.

    Raises:
        BadInput: one is not there, or a folder holds none.
    """
    files: list[Path] = []
    for place in places:
        found = sorted(filter(_asks, place.glob("*.toml"))) if place.is_dir() else [place]
        if not found or not place.exists():
            raise BadInput("library.no_questions", path=place)
        files += found
    return files


def _asks(path: Path) -> bool:
    try:
        return b"[[questions]]" in path.read_bytes()
    except OSError:
        return True  # told when it is read


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub("", fold(text)).replace("’", "'").split())
