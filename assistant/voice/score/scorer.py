"""One voice's ear: says of a text how it compares with the voice's own posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.records import Band, Post, VoiceMatch
from assistant.voice.cliches import find_cliches, used_by
from assistant.voice.score.background import background
from assistant.voice.score.calibration import OFF, band_of
from assistant.voice.score.fitting import ENOUGH, FEWEST, fit, gather
from assistant.voice.score.model import VoiceModel
from assistant.voice.score.reasons import reasons_for
from assistant.wording import say

FEWEST_WORDS = 3
"""Words under which no voice can be heard in a text."""


@dataclass(frozen=True)
class VoiceScorer:
    """One voice in one language, fitted or not. `posts` is how many usable own posts there were."""

    language: str
    posts: int
    model: VoiceModel | None = None
    used: frozenset[str] = frozenset()
    """Clichés of models that this voice uses itself, see `assistant.voice.cliches`."""

    @classmethod
    def fit(
        cls,
        own: Sequence[Post],
        others: Sequence[Sequence[str]] = (),
        *,
        language: str,
        voiceless: Sequence[str] = (),
        shipped: bool = True,
    ) -> "VoiceScorer":
        """Learn a voice from its own posts in `language`, of all networks together.

        `others` are texts of the house's other voices, one sequence a voice; `voiceless` are texts on the same topics
        that a model wrote without a voice; `shipped` takes in the background that comes with Papillon.
        """
        mine = [post for post in own if post.language == language]
        theirs = [*others, *((voiceless,) if voiceless else ()), *(background(language) if shipped else ())]
        corpus = gather(mine, theirs, language)
        count = len(corpus.own)
        if count < FEWEST or len(corpus.others) < FEWEST:
            return cls(language, count, None, used_by((post.text for post in mine), language))
        return cls.of(fit(corpus))

    @classmethod
    def of(cls, model: VoiceModel) -> "VoiceScorer":
        """The scorer of a model that was learnt before."""
        used: Any = model.habits["cliches"]
        return cls(model.language, model.posts, model, frozenset(used))

    def score(self, text: str, *, kind: str = "", reader: str = "en") -> VoiceMatch:
        """How a text compares with the voice. `kind` (`post` or `reply`) says what its length is compared with.

        In range needs both the text and its content-masked form; off needs the one to be off and the other near to it
        (the lower tenth), anything between is drifting.
        """
        model = self.model
        found = find_cliches(text, self.language, self.used)
        worn = tuple(dict.fromkeys(text[one.start : one.end] for one in found if one.strength == "weak"))
        if model is None:
            key = "voice.too_few_posts" if self.posts < FEWEST else "voice.no_background"
            return VoiceMatch(posts=self.posts, note=say(key, reader, posts=self.posts, needed=FEWEST), worn=worn)
        reading = model.read(text)
        if reading.words < FEWEST_WORDS:
            return VoiceMatch(posts=self.posts, note=say("voice.no_words", reader), worn=worn)
        rank = model.calibration.rank(reading.score, reading.length)
        masked_rank = model.masked_calibration.rank(reading.masked_score, reading.length)
        masked_band = band_of(masked_rank)
        few = self.posts < ENOUGH
        phrases = tuple(text[one.start : one.end] for one in found if not one.name.startswith("=") and " " in one.name)
        return VoiceMatch(
            band=joined_band(rank, masked_rank),
            rank=round(rank, 4),
            reasons=tuple(reasons_for(reading, model, (band_of(rank), masked_band), kind, reader, foreign=phrases)),
            score=round(reading.score, 4),
            masked_band=masked_band,
            masked_rank=round(masked_rank, 4),
            references=model.neighbours.nearest(reading.characters),
            posts=self.posts,
            note=say("voice.few_posts", reader, posts=self.posts, enough=ENOUGH) if few else "",
            worn=worn,
        )


def joined_band(rank: float, masked_rank: float) -> Band:
    """The band of a text from its rank and that of its content-masked form."""
    bands = {band_of(rank), band_of(masked_rank)}
    if "off" in bands:
        return "off" if max(rank, masked_rank) <= 2 * OFF else "drifting"
    return band_of(rank)
