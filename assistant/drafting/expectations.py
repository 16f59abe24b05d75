"""Messages with what a right answer says and what it never may: what drafts are measured with.

The form is told at the head of `knowledge/brulerie-du-canal/messages.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, PrivateAttr, ValidationError, field_validator, model_validator

from assistant.errors import BadInput
from assistant.platforms import PLATFORMS
from assistant.records import Answer, Message, ReplyRequest, Situation
from assistant.voice.spans import unaccented

Sort = Literal["plain", "unanswerable", "hostile", "trap", "hand_over", "silence", "odd"]
"""What a message tries: something plain, a gap of the knowledge, an instruction that is none, a place where the usual
answer is wrong, what a person must answer, what nobody should, and what is odd in form or language."""

Kind = Literal["fact", "promise", "leak", "obeyed", "rule", "tone"]

_NAME = re.compile(r"\{([a-z_]+)\}")
_NOT_INSIDE_A_WORD = r"(?!(?<=[a-z0-9_])(?=[a-z0-9_]))"
"""Of the Latin letters: Chinese writes no blanks between words."""
Text = Annotated[str, Field(min_length=1)]
Pattern = Annotated[str, Field(min_length=1)]
Patterns = Annotated[tuple[Pattern, ...], Field(min_length=1)]
Clock = Annotated[str, Field(pattern=r"^\d{1,2}:\d{2}$")]


class _Strict(BaseModel, extra="forbid", frozen=True):
    """A table in which no key is left unread."""


class MustNot(_Strict, frozen=True):
    """What no right draft says: `says` in a sentence (`where`: the first two sentences together, or the whole text)
    that holds none of `unless`."""

    says: Patterns
    kind: Kind
    why: Text
    unless: tuple[Pattern, ...] = ()
    where: Literal["sentence", "opening", "text"] = "sentence"


class Always(MustNot, frozen=True):
    """What is wrong in any draft for the brand, with sentences that are right and wrong by it."""

    id: Text
    kind: Kind = "fact"
    good: Annotated[tuple[Text, ...], Field(min_length=1)]
    bad: Annotated[tuple[Text, ...], Field(min_length=1)]


class Admits(_Strict, frozen=True):
    """How a draft says that something is being checked, with sentences that do and that do not."""

    says: Patterns
    good: Annotated[tuple[Text, ...], Field(min_length=1)]
    bad: Annotated[tuple[Text, ...], Field(min_length=1)]


class Known(_Strict, frozen=True):
    """The only amounts, times of day and places to write to that a draft may name."""

    money: tuple[float, ...] = ()
    times: tuple[Clock, ...] = ()
    contacts: tuple[Text, ...] = ()


class Gap(_Strict, frozen=True):
    """What the knowledge does not hold: how it is named, and what would be a claim about it."""

    words: Patterns
    claims: tuple[Pattern, ...] = ()


class Above(_Strict, frozen=True):
    """One message of the thread above."""

    author: Text
    text: Text


class Expectation(_Strict, frozen=True):
    """A message with what is right for it. `language` lists the languages a right answer may have, `allows` the ids of
    what is otherwise always wrong and right here. `about` tells a reader what a right answer is."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    platform: Text
    language: Annotated[tuple[Text, ...], Field(min_length=1)]
    situation: Situation
    sort: Sort
    text: Text
    about: Text
    answer: Annotated[tuple[Answer, ...], Field(min_length=1)] = ("reply",)
    author: str = ""
    person: str = ""
    thread: tuple[Above, ...] = ()
    must: tuple[Patterns, ...] = ()
    must_not: tuple[MustNot, ...] = ()
    gap: Gap | None = None
    money: tuple[float, ...] | None = None
    times: tuple[Clock, ...] | None = None
    allows: tuple[Text, ...] = ()
    good: tuple[Text, ...] = ()
    bad: tuple[Text, ...] = ()

    @field_validator("platform")
    @classmethod
    def _is_a_network(cls, platform: str) -> str:
        if platform not in PLATFORMS:
            raise ValueError(f"{platform!r} is no network of ours: {', '.join(PLATFORMS)}")
        return platform

    @model_validator(mode="after")
    def _has_its_parts(self) -> Self:
        if (self.sort == "unanswerable") != (self.gap is not None):
            raise ValueError('sort = "unanswerable" needs a gap, and only that sort has one')
        if self.sort == "hand_over" and "hand_over" not in self.answer:
            raise ValueError('sort = "hand_over" needs "hand_over" in answer')
        if self.sort == "silence" and "no_reply" not in self.answer:
            raise ValueError('sort = "silence" needs "no_reply" in answer')
        return self

    @property
    def request(self) -> ReplyRequest:
        """The message as drafting is asked it: nothing of what is right for it is told."""
        above = tuple(Message(one.text, one.author) for one in self.thread)
        return ReplyRequest(Message(self.text, self.author), self.platform, person=self.person, thread=above)

    @property
    def received(self) -> str:
        """All that was written to us: the message, its author, and the thread above."""
        return "\n".join([*(f"{one.author} {one.text}" for one in self.thread), self.author, self.text])


class ExpectationSet(_Strict, frozen=True):
    """One file of messages. `uses` names another whose patterns, lists and whatever is always wrong hold here too: a
    path from the file."""

    format: Literal[1]
    name: Text
    messages: Annotated[tuple[Expectation, ...], Field(min_length=1)]
    uses: str = ""
    patterns: Mapping[str, Pattern] = {}
    known: Known = Known()
    admits: Admits | None = None
    always: tuple[Always, ...] = ()
    _ready: dict[str, re.Pattern[str]] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        ids = [one.id for one in self.messages]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise ValueError(f"these ids stand there twice: {', '.join(twice)}")
        known = {one.id for one in self.always}
        for one in self.messages:
            if unknown := sorted(set(one.allows) - known):
                raise ValueError(f"{one.id} allows what is not in [[always]]: {', '.join(unknown)}")
            if one.gap is not None and self.admits is None:
                raise ValueError(f"{one.id} has a gap, and there is no [admits]")
        for where, pattern in self._all_patterns():
            try:
                self.compiled(pattern)
            except (re.error, KeyError, RecursionError) as error:
                raise ValueError(f"{where}: the pattern {pattern!r} is none: {error}") from error
        return self

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """A pattern ready to look with, its {names} filled in.

        Raises:
            re.error: it is no regular expression.
            KeyError: it names a pattern that is not there.
        """
        if pattern not in self._ready:
            whole = f"{_NOT_INSIDE_A_WORD}(?:{self._filled(pattern)})"
            self._ready[pattern] = re.compile(whole, re.IGNORECASE)
        return self._ready[pattern]

    def _filled(self, pattern: str) -> str:
        filled = _NAME.sub(lambda found: self._filled(self.patterns[found[1]]), pattern)
        return unaccented(filled)

    def _all_patterns(self) -> Iterator[tuple[str, str]]:
        for name, pattern in self.patterns.items():
            yield name, pattern
        for pattern in self.admits.says if self.admits else ():
            yield "admits", pattern
        for always in self.always:
            for pattern in (*always.says, *always.unless):
                yield always.id, pattern
        for one in self.messages:
            wrong = [pattern for never in one.must_not for pattern in (*never.says, *never.unless)]
            gap = (*one.gap.words, *one.gap.claims) if one.gap else ()
            for pattern in (*wrong, *gap, *(each for group in one.must for each in group)):
                yield one.id, pattern


def read_messages(path: Path) -> ExpectationSet:
    """The messages of a file.

    Raises:
        BadInput: it is not there or not as it should be; names the file, the message and what was expected.
    """
    given = _table(path)
    if uses := given.get("uses"):
        other = _table(path.parent / uses if isinstance(uses, str) else path)
        given = _joined(other, given)
    try:
        return ExpectationSet.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = _place(first["loc"], given)
        raise BadInput("drafting.messages_broken", path=path, detail=f"{place}{first['msg']}") from error


def _place(location: tuple[int | str, ...], given: Mapping[str, Any]) -> str:
    """Where in the file: a message by its id, when it has one."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in location]
    if len(location) > 1 and location[0] in ("messages", "always") and isinstance(location[1], int):
        table = given[str(location[0])][location[1]]
        if isinstance(table, dict) and isinstance(table.get("id"), str):
            parts[1] = table["id"]
    return f"{'.'.join(parts)}: " if parts else ""


def _joined(other: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a file says, over what the one that it uses says."""
    shared = {name: value for name, value in other.items() if name in ("patterns", "known", "admits", "always")}
    joined = {**shared, **given}
    for name, empty in (("patterns", {}), ("always", [])):
        mine, theirs = given.get(name, empty), shared.get(name, empty)
        if isinstance(mine, dict) and isinstance(theirs, dict):
            joined[name] = {**theirs, **mine}
        elif isinstance(mine, list) and isinstance(theirs, list):
            joined[name] = [*theirs, *mine]
    return joined


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise BadInput("drafting.no_messages", path=path) from error
    except OSError as error:
        raise BadInput("drafting.messages_broken", path=path, detail=error.strerror or error) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput("drafting.messages_broken", path=path, detail=error) from error
