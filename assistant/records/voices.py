"""A measured voice: its habits, each a sentence for people and for the model, with the posts that prove it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

HabitGroup = Literal["rhythm", "address", "edges", "signs", "words", "typography"]
"""`rhythm`: length and rhythm; `address`: who speaks to whom; `edges`: openings and closings; `signs`: punctuation and
emoji; `words`: what is often and never said; `typography`: capitals, spaces, quotation marks."""

HabitUnit = Literal["text", "post", "reply", "sentence", "negation", "place", "sign", "word"]
"""What `n` of a habit counts. `text` is a post or a reply; `place` is where English could contract."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Middle of a figure, the bounds of its middle half (`quarter`, `three_quarters`) and of its middle 80 % (`low`,
    `high`), from `n` values. All 0 without values."""

    low: float = 0.0
    quarter: float = 0.0
    median: float = 0.0
    three_quarters: float = 0.0
    high: float = 0.0
    n: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """`times` out of `n`."""

    times: int = 0
    n: int = 0

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.times / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Quote:
    """A post that shows a habit; text[start:end] is the place that does, nothing when the whole post does."""

    id: str
    text: str
    platform: str = ""
    date: datetime | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Habit:
    """One thing a voice does, or never does.

    `name` is the measure (`exclamation`, `reply_words`…), `key` the sentence that tells it (see
    `assistant.voice.statements.sentence`), `values` what the sentence needs. `share` is None where the habit is a
    length or a list of words, `spread` where it is a share. `splits` holds the same share for replies and posts apart
    (`kind:reply`, `kind:post`) and for each network (`platform:bluesky`); `split` names the one that is told.
    """

    name: str
    key: str
    group: HabitGroup
    unit: HabitUnit
    n: int
    share: float | None = None
    times: int = 0
    spread: Spread | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    examples: tuple[Quote, ...] = ()
    splits: Mapping[str, Share] = field(default_factory=dict)
    split: str = ""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word with how often the voice says it and how often the general language would lead to expect it. `score` is
    the z of the log-odds (see `assistant.voice.words`)."""

    word: str
    times: int
    expected: float
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of posts in time, for drift: the habits' shares and the median length in words."""

    start: datetime
    end: datetime
    n: int
    words: float
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Limit:
    """Something the profile cannot tell, or was not measured from: `key` and `values` of a sentence."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VoiceProfile:
    """A measured voice: of `person` (empty: the brand itself), in `language` and on `platform` (empty: any).

    `posts` counts the texts measured, replies among them; `of` how many there are when only a sample was measured.
    `words` counts running words; `lengths` are of whole texts in words, on each network. `enough` is False under 50
    texts: then the figures are shown with a warning.
    """

    person: str
    language: str
    platform: str
    posts: int
    replies: int
    of: int
    words: int
    characters: Spread
    reply_characters: Spread
    sentence_words: Spread
    sentences: Spread
    lengths: Mapping[str, Spread]
    habits: tuple[Habit, ...]
    favourites: tuple[Keyword, ...]
    subjects: tuple[Keyword, ...]
    never: tuple[Keyword, ...]
    periods: tuple[Period, ...]
    limits: tuple[Limit, ...]
    enough: bool

    def habit(self, name: str) -> Habit | None:
        """The habit of this name; None when it is not one of this language or there was nothing to measure."""
        return next((habit for habit in self.habits if habit.name == name), None)

    def share(self, name: str) -> float:
        """Share of a habit from 0 to 1; 0 when it was not measured."""
        found = self.habit(name)
        return (found.share or 0.0) if found else 0.0
