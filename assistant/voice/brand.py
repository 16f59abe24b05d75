"""The brand's profile: `brand.toml` and the people's `person.toml`, read and checked.

A key that nothing reads is refused, so that a misspelt rule is noticed and not silently without effect.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import regex
from pydantic import BaseModel, Field, ValidationError, model_validator

from assistant.errors import BadKnowledge
from assistant.records import Level
from assistant.voice.handling import Commitment, HandOver, Holding, Silence
from assistant.voice.policies import (
    AccountLimits,
    Disclosure,
    EmojiPolicy,
    FormOfAddress,
    HashtagPolicy,
    InclusivePolicy,
    Register,
    Texts,
    Tone,
    TypographyPolicy,
    text_in,
)

__all__ = [
    "AccountLimits",
    "Brand",
    "Commitment",
    "Consent",
    "Disclosure",
    "EmojiPolicy",
    "Fact",
    "FormOfAddress",
    "HandOver",
    "HashtagPolicy",
    "Holding",
    "InclusivePolicy",
    "Person",
    "Register",
    "Rule",
    "Silence",
    "Texts",
    "Tone",
    "TypographyPolicy",
    "Voice",
    "brand_folders",
    "load_brand",
    "text_in",
]

FORMAT = 1
BRAND_FILE = "brand.toml"
PERSON_FILE = "person.toml"

RuleKind = Literal["banned", "preferred", "required", "at_most", "at_least", "consistency", "pattern"]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]

M = TypeVar("M", bound=BaseModel)


class Voice(BaseModel, extra="forbid", frozen=True):
    """How the brand speaks, as instructions a writer can follow, by language."""

    traits: dict[str, tuple[str, ...]] = {}


class Rule(BaseModel, extra="forbid", frozen=True):
    """One rule of the brand, with a sentence that must fail and one that must pass.

    `words` are matched without case, as whole words; `pattern` is a regular expression. `use` is what to say instead: a
    click puts it there. Of the `words` of a consistency rule a text may hold one form only. Empty `language`,
    `platforms` and `situations` mean all. `source` says where the rule comes from: file and section of a guideline.
    """

    id: Id
    kind: RuleKind
    reason: Texts
    fails: str
    passes: str
    level: Level = "warn"
    language: str = ""
    platforms: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    pattern: str = ""
    count: int = 1
    use: str = ""
    source: str = ""

    @model_validator(mode="after")
    def _complete(self) -> "Rule":
        if self.kind == "pattern" and not self.pattern:
            raise ValueError('a rule of kind "pattern" needs pattern = "…"')
        if self.kind != "pattern" and not self.words:
            raise ValueError(f'a rule of kind "{self.kind}" needs words = ["…"]')
        if self.kind == "preferred" and not self.use:
            raise ValueError('a rule of kind "preferred" needs use = "…"')
        if self.kind == "consistency" and len(self.words) < 2:
            raise ValueError('a rule of kind "consistency" needs two words or more')
        if self.kind == "pattern":
            try:
                regex.compile(self.pattern)
            except regex.error as error:
                raise ValueError(f"pattern is no regular expression: {error}") from error
        return self


Day = date
"""A date, under a name that the field `date` of a consent does not hide."""


class Fact(BaseModel, extra="forbid", frozen=True):
    """Something a draft may state, once in each language. `by` and `since` are who added it to fill a gap, and when."""

    id: Id
    topic: str
    texts: Texts
    since: date | None = None
    by: str = ""

    @model_validator(mode="before")
    @classmethod
    def _gather_languages(cls, table: Any) -> Any:
        if not isinstance(table, dict) or "texts" in table:
            return table
        texts = {key: value for key, value in table.items() if len(key) == 2 and key not in cls.model_fields}
        return {key: value for key, value in table.items() if key not in texts} | {"texts": texts}


class Consent(BaseModel, extra="forbid", frozen=True):
    """What a person agreed to when lending their voice, and the day they took it back, if they did."""

    given_by: str
    date: date
    for_: Texts = Field(alias="for")
    withdrawn: Day | None = None


class Person(BaseModel, extra="forbid", frozen=True):
    """Someone of the house who speaks for it in their own voice."""

    id: Id
    name: str
    role: Texts = {}
    languages: tuple[str, ...] = ()
    accounts: dict[str, str] = {}
    speaks_about: dict[str, tuple[str, ...]] = {}
    register_: Register | None = Field(default=None, alias="register")
    traits: dict[str, tuple[str, ...]] = {}
    consent: Consent | None = None


class Brand(BaseModel, extra="forbid", frozen=True):
    """A brand as `brand.toml` describes it, with the people who speak for it."""

    format: Literal[1]
    id: Id
    name: str
    languages: tuple[str, ...] = Field(min_length=1)
    locales: dict[str, str] = {}
    time_zone: str = "UTC"
    website: str = ""
    summary: Texts = {}
    accounts: dict[str, str] = {}
    voice: Voice = Voice()
    register_: FormOfAddress = Field(default=FormOfAddress(), alias="register")
    emoji: EmojiPolicy = EmojiPolicy()
    hashtags: HashtagPolicy = HashtagPolicy()
    inclusive: InclusivePolicy | None = None
    typography: TypographyPolicy | None = None
    tone: tuple[Tone, ...] = ()
    limits: dict[str, AccountLimits] = {}
    disclosure: Disclosure = Disclosure()
    rules: tuple[Rule, ...] = ()
    hand_over: tuple[HandOver, ...] = ()
    silence: tuple[Silence, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    holding: Holding = Holding()
    facts: tuple[Fact, ...] = ()
    people: tuple[Person, ...] = ()

    def person(self, person_id: str) -> Person | None:
        """The person with this id."""
        return next((person for person in self.people if person.id == person_id), None)

    @property
    def handles(self) -> tuple[str, ...]:
        """The accounts of the brand and of its people on all networks, as they stand in its files."""
        return (*self.accounts.values(), *(handle for one in self.people for handle in one.accounts.values()))


def load_brand(
    folder: Path, instead: Mapping[str, str] | None = None, *, broken: list[BadKnowledge] | None = None
) -> Brand:
    """The brand of `folder`, with its people. `instead` are texts to read in the place of files, by their path in the
    folder: what the brand would be with them. With a list for what is `broken`, somebody whose own file cannot be read
    is left out and told there; the rest goes on.

    Raises:
        BadKnowledge: the file is missing or broken; names the file, the line and what was expected.
    """
    texts = {folder / path: text for path, text in (instead or {}).items()}
    found = [path for path in sorted(folder.glob(f"people/*/{PERSON_FILE}")) if path.is_file()]
    people: list[Person] = []
    for path in found:
        try:
            people.append(_read(path, Person, texts.get(path)))
        except BadKnowledge as error:
            if broken is None:
                raise
            broken.append(error)
    brand = _read(folder / BRAND_FILE, Brand, texts.get(folder / BRAND_FILE))
    tables: dict[str, Sequence[Rule | HandOver | Silence | Fact | Person]] = {
        "rules": brand.rules,
        "hand_over": brand.hand_over,
        "silence": brand.silence,
        "facts": brand.facts,
        "people": people,
    }
    for name, items in tables.items():
        twice = [item_id for item_id, times in Counter(item.id for item in items).items() if times > 1]
        if twice:
            raise BadKnowledge("voice.duplicate_id", path=folder / BRAND_FILE, table=name, id=twice[0])
    return brand.model_copy(update={"people": tuple(people)})


def brand_folders(knowledge: Path) -> tuple[Path, ...]:
    """Folders of `knowledge` that hold a brand, by name."""
    if not knowledge.is_dir():
        return ()
    return tuple(sorted(path.parent for path in knowledge.glob(f"*/{BRAND_FILE}")))


def _read(path: Path, model: type[M], text: str | None = None) -> M:
    try:
        text = path.read_bytes().decode("utf-8-sig") if text is None else text
    except FileNotFoundError as error:
        raise BadKnowledge("voice.missing_file", path=path) from error
    except UnicodeDecodeError as error:
        raise BadKnowledge("voice.not_utf8", path=path, byte=error.start) from error
    except OSError as error:
        raise BadKnowledge("voice.unreadable_file", path=path, reason=error.strerror) from error
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadKnowledge("voice.broken_toml", path=path, detail=error) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        raise BadKnowledge(
            "voice.bad_value", path=path, line=_line_of(text, first["loc"]), where=where, expected=first["msg"]
        ) from error


def _line_of(text: str, location: tuple[int | str, ...]) -> int:
    """Line, from 1, where a broken value most likely stands: its key inside its table, else the table's head."""
    lines = text.splitlines()
    start = 0
    for depth, part in enumerate(location):
        if isinstance(part, int):
            table = str(location[depth - 1])
            heads = [number for number, line in enumerate(lines) if line.strip() == f"[[{table}]]"]
            start = heads[part] if part < len(heads) else start
        else:
            for number in range(start, len(lines)):
                stripped = lines[number].strip()
                if stripped.startswith((f"{part} ", f"{part}=", f"{part}.", f"[{part}]", f"[[{part}]]")):
                    start = number
                    break
    return start + 1
