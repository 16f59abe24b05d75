"""How messages are handled before anything is written, each a table of `brand.toml`: who is handed which message, what
gets no answer, what is said while something is looked up, and what an answer may promise.

A rule of the brand with the id of a rule of every house (`every_house.toml`) takes from that one what it does not say.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, ClassVar

import regex
from pydantic import BaseModel, Field, field_validator, model_validator

from assistant.records import Danger, Situation
from assistant.voice.policies import Texts
from assistant.voice.rows import form_of, slots


class _Rule(BaseModel, extra="forbid", frozen=True):
    """What tells a message that a rule is about: any of `words` outside of `exceptions`, or its situation; with a
    message that does and one that does not."""

    kind: ClassVar[str]

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")
    reason: Texts
    example: str
    counter_example: str
    words: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    situations: tuple[Situation, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _as_in_every_house(cls, table: Any) -> Any:
        return _filled(table, cls.kind)


class HandOver(_Rule, extra="forbid", frozen=True):
    """When a person must answer instead: what calls for it, with a message that does and one that does not.

    It is called for by any of `words` (whole words, whatever the case), or by a message that is surely of one of
    `situations` or that surely shows one of `dangers`, whatever its words. `{name}` in the words stands for each of the
    people of the house; the one who is named gets the message before `to`. `forms` are regular expressions: those with
    `{name}` find one of the house reproached something, and then `to` gets the message, not the accused. With `above`,
    the message must also ask for an amount of money greater than this, in the brand's own currency. `says` are the
    brand's own public words, used as they are, by language; `fr-tu` and `fr-vous` where French cannot be said to both,
    `{to}` for the name of who takes over. With `only_says` nothing else is ever said: without words of the brand there
    is no draft. `urgent` puts the message at the top of the inbox; `situation` says what kind of message it is (empty:
    press for the rule `press`, else crisis). `hint` is told to the person who takes over and never put in a text.
    """

    kind = "hand_over"

    dangers: tuple[Danger, ...] = ()
    forms: tuple[str, ...] = ()
    above: float | None = Field(default=None, ge=0)
    to: str = ""
    says: Texts = {}
    only_says: bool = False
    urgent: bool = False
    situation: Situation | None = None
    hint: Texts = {}

    @model_validator(mode="after")
    def _complete(self) -> "HandOver":
        if not self.words and not self.situations:
            raise ValueError('a hand-over needs words = ["…"] or situations = ["…"]')
        if self.above is not None and not self.words:
            raise ValueError('above = … needs words = ["…"] that ask for money, such as "refund"')
        return self

    @field_validator("forms")
    @classmethod
    def _readable(cls, forms: tuple[str, ...]) -> tuple[str, ...]:
        for form in forms:
            try:
                regex.compile(form.replace("{name}", "x"))
            except regex.error as error:
                raise ValueError(f"“{form}” is no regular expression ({error})") from error
        return forms

    @field_validator("says")
    @classmethod
    def _sayable(cls, texts: Texts) -> Texts:
        return _with_places(texts, {"to"}, "{to}")


class Silence(_Rule, extra="forbid", frozen=True):
    """What gets no answer, with a message that gets none and one that gets one.

    A message must hold one of `words`, be of one of `situations` and have at most `most_words` words (0: nothing but
    emoji) and no question mark, where these are given. With `after_us` the rule
    holds only once the house has spoken in the thread, such as for a thank-you that ends it. `likes` says that a like
    suffices.
    """

    kind = "silence"

    most_words: int | None = Field(default=None, ge=0)
    after_us: bool = False
    likes: bool = False

    @model_validator(mode="after")
    def _complete(self) -> "Silence":
        if not self.words and not self.situations:
            raise ValueError('a silence needs words = ["…"] or situations = ["…"]')
        return self


class Holding(BaseModel, extra="forbid", frozen=True):
    """What the house says meanwhile, by language (`fr-tu` and `fr-vous` where French cannot be said to both).

    `checking`: when something must be looked up first; `{missing}` is what, at most a few words. `complaint`: when a
    complaint is heard and somebody will see to it; it promises nothing that the house does not always keep. `thanks`:
    for kind words of anybody, about anything.
    """

    checking: Texts = {}
    complaint: Texts = {}
    thanks: Texts = {}

    @field_validator("complaint", "thanks")
    @classmethod
    def _without_places(cls, texts: Texts) -> Texts:
        return _with_places(texts, set(), "-")

    @field_validator("checking")
    @classmethod
    def _names_what_is_missing(cls, texts: Texts) -> Texts:
        for text in texts.values():
            if "{missing}" not in text:
                raise ValueError(f"“{text}” does not say what is looked up: put {{missing}} where it goes")
        return _with_places(texts, {"missing"}, "{missing}")


class Commitment(BaseModel, extra="forbid", frozen=True):
    """What an answer may promise in some situations (none given: in all): `words` are the words of the promise, such
    as “on remplace”. What is promised without standing here, in the facts or in the guidelines is found."""

    words: tuple[str, ...] = Field(min_length=1)
    situations: tuple[Situation, ...] = ()


@cache
def every_house_tables() -> Mapping[str, Any]:
    """`every_house.toml`, its rows made into forms."""
    tables = tomllib.loads(files("assistant.voice").joinpath("every_house.toml").read_text("utf-8"))
    for table in (*tables["hand_over"], tables["money_back"]):
        table["forms"] = [*table.get("forms", ()), *(form_of(row, slots()) for row in table.pop("rows", ()))]
    return tables


def said_to(texts: Texts, language: str, register: str | None = None) -> str:
    """The brand's words in a language and, in French, for tu or vous; empty when it has none for them."""
    return texts.get(f"{language}-{register}", "") or texts.get(language, "")


def _filled(table: Any, kind: str) -> Any:
    """A table with what it leaves to the one of the same id of every house."""
    if not isinstance(table, dict):
        return table
    common: dict[str, Any] = next((one for one in every_house_tables()[kind] if one["id"] == table.get("id")), {})
    if kind == "hand_over" and "words" in table:
        # Exceptions belong to their words, and sentences that prove a rule to its words.
        common = {
            key: value for key, value in common.items() if key not in ("exceptions", "example", "counter_example")
        }
    return {**common, **table}


def _with_places(texts: Texts, places: set[str], shown: str) -> Texts:
    for code, text in texts.items():
        tail = code.partition("-")[2]
        if not code.partition("-")[0].isalpha() or (tail and code not in ("fr-tu", "fr-vous")):
            raise ValueError(f"“{code}” is no language: fr, en, fr-tu, fr-vous…")
        try:
            named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as error:
            raise ValueError(f"“{text}”: a brace stands alone ({error})") from error
        if not text.strip() or not named <= places:
            raise ValueError(f"“{text}”: of places in braces only {shown} is known")
    return texts
