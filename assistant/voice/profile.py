"""What is measured of a voice: how long, how it opens and closes, its signs, its forms of address.

Figures are computed from the posts themselves, per voice and language. Under 50 posts they are shown with a warning:
a style score needs 100 to 200 posts before it means something (shared/formats-and-metrics.md, section 3).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import quantiles
from typing import Any

import regex

from assistant.records import Post, VoiceMatch
from assistant.wording import say

ENOUGH_POSTS = 50

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*")
_SENTENCE_END = regex.compile(r"[.!?…]+(?=\s|$)|\n+")
_EMOJI = regex.compile(r"\p{RI}\p{RI}|\p{Emoji_Presentation}|\p{Emoji}\uFE0F")
_LINK = regex.compile(r"https?://\S+")
_HASHTAG = regex.compile(r"(?<!\w)[#＃]\p{L}\w*")
_HABITS: dict[str, dict[str, str]] = {
    "tu": {"fr": r"\b(?:tu|toi|ton|ta|tes)\b|\bt['’]"},
    "vous": {"fr": r"\b(?:vous|votre|vos)\b"},
    "on": {"fr": r"\bon\b"},
    "nous": {"fr": r"\bnous\b"},
    "je": {"fr": r"\bje\b|\bj['’]"},
    "we": {"en": r"\bwe\b|\bwe['’]"},
    "I": {"en": r"\bI\b|\bI['’]"},
    "you": {"en": r"\byou\b|\byou['’]"},
    "contractions": {"en": r"\b\w+['’](?:s|t|re|ve|ll|d|m)\b"},
    "thanks": {"fr": r"\bmerci\b", "en": r"\bthanks?\b|\bthank you\b"},
    "apology": {"fr": r"\bdésolée?s?\b|\bpardon\b|\bs['’]excuse", "en": r"\bsorry\b|\bapolog"},
    "question": {"": r"\?"},
    "exclamation": {"": r"!"},
    "ellipsis": {"": r"…|\.\.\."},
    "guillemets": {"fr": r"[«»]"},
    "dash": {"": r"[—–]"},
    "emoji": {"": _EMOJI.pattern},
    "hashtag": {"": _HASHTAG.pattern},
    "link": {"": _LINK.pattern},
}


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and the bounds of the middle 80 % of a figure."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Habit:
    """The share of posts, from 0 to 1, that hold something; `examples` are up to three ids of posts that do."""

    name: str
    share: float
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoiceProfile:
    """A measured voice in one language. Lengths in characters, sentences in words."""

    person: str
    language: str
    posts: int
    replies: int
    characters: Spread
    reply_characters: Spread
    sentence_words: Spread
    sentences: Spread
    habits: tuple[Habit, ...]
    openings: tuple[tuple[str, int], ...]
    closings: tuple[tuple[str, int], ...]
    enough: bool

    def habit(self, name: str) -> float:
        """Share of posts with this habit; 0 when it is not one of this language."""
        return next((habit.share for habit in self.habits if habit.name == name), 0.0)


def measure_voice(posts: Sequence[Post], *, person: str = "", language: str = "") -> VoiceProfile:
    """The profile of `person` (empty: the brand itself) in `language` from those of `posts` that are theirs."""
    own = [post for post in posts if post.person == person and (not language or post.language == language)]
    texts = [post.own_text for post in own]
    replies = [post.own_text for post in own if post.kind == "reply"]
    sentences = [_sentences(text) for text in texts]
    habits = []
    for name, pattern in _patterns(language).items():
        with_it = [post.id for post in own if pattern(post.own_text)]
        habits.append(Habit(name, len(with_it) / len(own) if own else 0.0, tuple(with_it[:3])))
    return VoiceProfile(
        person=person,
        language=language,
        posts=len(own),
        replies=len(replies),
        characters=_spread([len(text) for text in texts]),
        reply_characters=_spread([len(text) for text in replies]),
        sentence_words=_spread([len(_WORD.findall(one)) for group in sentences for one in group]),
        sentences=_spread([len(group) for group in sentences]),
        habits=tuple(habits),
        openings=_frequent([text_words[:2] for text in texts if (text_words := _WORD.findall(text.lower()))]),
        closings=_frequent([text_words[-2:] for text in texts if (text_words := _WORD.findall(text.lower()))]),
        enough=len(own) >= ENOUGH_POSTS,
    )


def compare(text: str, profile: VoiceProfile, *, kind: str = "reply", reader: str = "en") -> VoiceMatch:
    """What is unlike the voice in `text`, in up to three plain reasons. The band stays `unknown`: surface figures alone
    do not tell a voice."""
    reasons: list[str] = []
    spread = (
        profile.reply_characters if kind == "reply" and profile.replies >= ENOUGH_POSTS // 2 else profile.characters
    )
    if profile.enough and text.strip():
        if len(text) > spread.high * 1.3:
            reasons.append(say("voice.longer", reader, times=f"{len(text) / max(spread.median, 1):.1f}"))
        for name, pattern in _patterns(profile.language).items():
            share = profile.habit(name)
            if name not in ("question", "link", "hashtag", "apology", "thanks") and share <= 0.02 and pattern(text):
                reasons.append(say("voice.never_does", reader, habit=say(f"voice.habit_{name}", reader)))
    return VoiceMatch(reasons=tuple(reasons[:3]))


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text) if part and _WORD.search(part)]


def _spread(values: Sequence[int]) -> Spread:
    if not values:
        return Spread(0, 0, 0)
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    tenths = quantiles(values, n=10, method="inclusive")
    return Spread(tenths[0], tenths[4], tenths[8])


def _frequent(beginnings: Sequence[Sequence[str]]) -> tuple[tuple[str, int], ...]:
    counted = Counter(" ".join(words) for words in beginnings if words)
    return tuple((words, times) for words, times in counted.most_common(5) if times > 1)


@cache
def _patterns(language: str) -> dict[str, Callable[[str], Any]]:
    found: dict[str, Callable[[str], Any]] = {}
    for name, by_language in _HABITS.items():
        pattern = by_language.get("") or by_language.get(language)
        if pattern:
            found[name] = regex.compile(pattern, 0 if name == "I" else regex.IGNORECASE).search
    return found
