"""The house's policies, each a table of `brand.toml` of its own: form of address, emoji, hashtags, typography,
inclusive writing, tone by situation, an account's limits.

Where a policy has `fails` and `passes`, they are a sentence that it must catch and one that it must let pass; the tests
and `papillon doctor` try them, as those of the rules.
"""

from typing import Literal

from pydantic import BaseModel, Field

from assistant.records import Level

Texts = dict[str, str]
"""One text a language, by ISO 639-1 code."""

Register = Literal["tu", "vous"]
GenderedForm = Literal["median", "dot", "parentheses", "slash", "hyphen", "capital", "doublet"]


def text_in(texts: Texts, language: str) -> str:
    """The text in `language`, else in the first language there is, else empty."""
    return texts.get(language) or next(iter(texts.values()), "")


class FormOfAddress(BaseModel, extra="forbid", frozen=True):
    """French tu or vous: `situations` win over `platforms`, which win over `default`."""

    default: Register = "vous"
    platforms: dict[str, Register] = {}
    situations: dict[str, Register] = {}
    fails: str = ""
    passes: str = ""

    def choose(self, platform: str, situation: str) -> Register:
        """The form of address for a platform and situation."""
        return self.situations.get(situation) or self.platforms.get(platform) or self.default


class EmojiPolicy(BaseModel, extra="forbid", frozen=True):
    """Which emoji, how many in one text, and in which situations none. An empty `allowed` allows all."""

    allowed: tuple[str, ...] = ()
    at_most: int | None = None
    never_when: tuple[str, ...] = ()
    fails: str = ""
    passes: str = ""


class HashtagPolicy(BaseModel, extra="forbid", frozen=True):
    """How many hashtags in one text, by platform; a platform that is not named has no limit."""

    at_most: dict[str, int] = {}
    fails: str = ""
    passes: str = ""


class Disclosure(BaseModel, extra="forbid", frozen=True):
    """What tells readers that a model helped: `line` is put under each text that a model drafted, by language; off
    while empty. `bot_label` says that the brand's accounts are to carry their network's label for automated accounts; a
    person puts it there."""

    line: Texts = {}
    bot_label: bool = False


class AccountLimits(BaseModel, extra="forbid", frozen=True):
    """What the server of one of the brand's accounts changes in its network's rules, such as a Mastodon server that
    takes 5,000 characters (`GET /api/v2/instance`, `configuration`). None leaves the network's own number."""

    length: int | None = Field(default=None, gt=0)
    link: int | None = Field(default=None, gt=0)
    alt_text: int | None = Field(default=None, gt=0)
    media: int | None = Field(default=None, gt=0)


class TypographyPolicy(BaseModel, extra="forbid", frozen=True):
    """French typography in the manner of the brand's `locales` (fr-CA or fr-FR): blanks, quotation marks, dashes.

    `quotes` holds French texts to « guillemets »; `dashes` set to `never` finds the long dash inside a sentence;
    `unbreakable` also finds plain blanks where no-break ones belong, which no keyboard types and nobody sees.
    """

    level: Level = "hint"
    quotes: bool = True
    unbreakable: bool = False
    dashes: Literal["any", "never"] = "any"
    fails: str = ""
    passes: str = ""


class InclusivePolicy(BaseModel, extra="forbid", frozen=True):
    """Which written forms name women and men: `forms` are the ones the house uses, every other one is found.

    `median` un·e, `dot` un.e, `parentheses` un(e), `slash` un/une and he/she, `hyphen` un-e, `capital` étudiantEs,
    `doublet` les clientes et les clients; of these, `doublets_at_most` in one text.
    """

    forms: tuple[GenderedForm, ...] = ("doublet",)
    doublets_at_most: int | None = Field(default=None, ge=0)
    level: Level = "warn"
    reason: Texts = {}
    fails: str = ""
    passes: str = ""


class Tone(BaseModel, extra="forbid", frozen=True):
    """How the house speaks in one situation: `traits` are told to the writer, the rest is checked.

    `openings_never` are words a text may not begin with, `words_never` words it may not hold, `exclamations` the most
    exclamation marks.
    """

    situation: str
    traits: dict[str, tuple[str, ...]] = {}
    openings_never: tuple[str, ...] = ()
    words_never: tuple[str, ...] = ()
    exclamations: int | None = Field(default=None, ge=0)
    level: Level = "warn"
    reason: Texts = {}
    fails: str = ""
    passes: str = ""
