"""What a message is, by everything that can be seen in it: words of a table, their form, and signs beside the words.

Nothing is decided by one word: each sign adds its weight to a situation, and the distance between the first and the
second says how sure that is. Where the message's vector is known (the library embeds it anyway), its meaning counts
too: weights fitted on labelled messages (`tests/benchmarks/fit_situations.py`). No language model is asked.
"""

import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, cast, get_args

import regex

from assistant.drafting.dangers import Meaning, dangers_in
from assistant.drafting.questions import split_questions
from assistant.records import Danger, Situation
from assistant.voice.spans import has_form, spans_outside

SITUATIONS: tuple[Situation, ...] = get_args(Situation)

SURE = 0.5
"""Confidence from which a reading is believed without a second opinion: right 93 times in 100 by cross-validation on
the tuning half of `tests/drafting/situations.jsonl`, which is so of 77 messages in 100."""
MEANING_SCALE = 5.0
SIGNS_SCALE = 0.25
SIGN_SCALE = 1.0
"""What vector (of length 1), sums and single signs are multiplied by before their weights: the table was written on the
very messages that the weights are fitted on, so that its sums must not be believed too much."""

WEIGHED_SIGNS = (
    "asks", "asks_most", "question", "questions", "capitals", "exclamations", "link", "money", "order_number",
    "laughing", "winking", "loving", "rolling", "angry", "selling", "sarcasm", "reproach", "only_emoji", "short",
)  # fmt: skip
"""The signs that are weighed beside the sums."""

ASKED = 1.25
"""What is added to `question` where a message asks something and nothing in it speaks for anything else, less where
something does: of a trade that no weight has seen, the meaning takes plain questions for praise or jokes."""

_ASKED_BESIDES = 0.5
_AGAINST = 3.0
_MOST_CHARACTERS = 4000

_LINK = regex.compile(r"https?://\S+|\bwww\.\S+|\b[\w-]+\.(?:com|net|io|biz|xyz|shop|ly|me)/\S*", regex.IGNORECASE)
_HANDLE = regex.compile(r"(?<![\w.])@[\w.-]+")
_TAG = regex.compile(r"(?<!\w)#\p{L}[\w]*")
_ORDER = regex.compile(r"#\s?\d{3,}|\b(?:commande|order)\s(?:no\.?|n[o°]|number)?\s?#?\d{3,}", regex.IGNORECASE)
_MONEY = regex.compile(r"[$€£]\s?\d|\d\s?[$€£]")
_SHOUTED = regex.compile(r"(?<![\p{L}\p{N}#@])\p{Lu}{3,}(?![\p{L}\p{N}])")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'-]*")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Extended_Pictographic}")
_ALONE = 3.0
"""How much more a sign says where no word is beside it."""
_FORMAL = regex.compile(
    r"\b(?:bonjour|hello|hi)\b.{0,30}\b(?:nous|notre|je représente|we|our|i represent|i run|je gère)\b",
    regex.IGNORECASE,
)
_LAUGHING = frozenset("😂🤣😹😆😝😜🤪😅💀")
_WINKING = frozenset("😉😏😎🤓🙈😇👀")
_LOVING = frozenset("😍🥰❤💕💖💛🫶🤩😋👌💯🎉🙏😊☺🥹👍✨")
_CLAPPING = frozenset("👏🥹🔥💪🏆⭐🌟🙌🤍🖤🤎💚💙💜🧡")
"""What is praise where no word is beside it: applause is ironic often enough."""
_ROLLING = frozenset("🙄😒🙃😑🤨🤦👏🫠😤👎😕😞😔😩🥲🤷")
_ANGRY = frozenset("😡🤬😠🖕💩🤮🤢🤡")
_SELLING = frozenset("💰🚀📈💸🤑💵👉🔥✅📲💎⬇👇🎁")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message seems to be. `confidence` runs from 0 to 1; `second` is what it may be instead; `scores` are the
    sums of all situations, `signs` what was found. `dangers` are the chances of what only a person may answer, empty
    where nothing was weighed."""

    situation: Situation
    confidence: float
    second: Situation
    scores: Mapping[Situation, float]
    signs: tuple[str, ...] = ()
    dangers: Mapping[Danger, float] = field(default_factory=dict)

    def chance(self, situation: Situation) -> float:
        """How likely a situation is, from 0 to 1."""
        highest = max(self.scores.values(), default=0.0)
        powers = {name: math.exp(score - highest) for name, score in self.scores.items()}
        return powers.get(situation, 0.0) / sum(powers.values()) if powers else float(situation == self.situation)


@lru_cache(maxsize=2048)
def read_situation(text: str) -> Reading:
    """What a message is, by its own signs."""
    sums, signs = _sums(text)
    return weighed(sums, tuple(sorted(signs)))


def read_meaning(text: str, vector: Sequence[float], embedder: str) -> Reading:
    """What a message is, by its signs and its vector of length 1; by its signs alone where there are no weights for
    the embedder that made it."""
    reading = read_situation(text)
    if "only_emoji" in reading.signs and _EMOJI.search(text):
        # Pictures mean little to what was fitted on words, and much beside no words.
        return weighed({name: _ALONE * score for name, score in reading.scores.items()}, reading.signs)
    weights = _weights()
    if weights["embedder"] != embedder or len(vector) != len(weights["meaning"][0]):
        return reading
    sums: dict[Situation, float] = {}
    weighed_signs = seen_in(reading)
    for place, one in enumerate(weights["situations"]):
        by_signs = sum(weight * value for weight, value in zip(weights["signs"][place], weighed_signs, strict=True))
        by_meaning = sum(weight * value for weight, value in zip(weights["meaning"][place], vector, strict=True))
        sums[cast(Situation, one)] = weights["bias"][place] + SIGNS_SCALE * by_signs + MEANING_SCALE * by_meaning
    for name, more in asked(reading).items():
        sums[name] += more
    read = weighed(sums, reading.signs)
    meaning = Meaning(vector, embedder, [read.chance(name) for name in SITUATIONS])
    return replace(read, dangers=dangers_in(text, reading.scores, reading.signs, meaning))


def seen_in(reading: Reading) -> tuple[float, ...]:
    """What is weighed beside the meaning: the sums of the signs, and the signs themselves."""
    return (
        *(reading.scores[name] for name in SITUATIONS),
        *(SIGN_SCALE * float(name in reading.signs) for name in WEIGHED_SIGNS),
    )


def asked(reading: Reading) -> dict[Situation, float]:
    """How much likelier than by its meaning a message that asks something is a question, or what asks besides."""
    if "asks" not in reading.signs:
        return {}
    against = max(score for name, score in reading.scores.items() if name not in ("question", "other"))
    more = ASKED * min(1.0, max(0.0, 1 - against / _AGAINST))
    return {"question": more, "lead": _ASKED_BESIDES * more, "press": _ASKED_BESIDES * more}


def situation_of(text: str) -> Situation:
    """The most likely situation of a message."""
    return read_situation(text).situation


def weighed(scores: Mapping[Situation, float], signs: tuple[str, ...] = ()) -> Reading:
    """The situation with the highest sum; of equal ones, the one that must not be missed."""
    ranked = sorted(SITUATIONS, key=lambda name: (-scores.get(name, 0.0), _PRECEDENCE.index(name)))
    first, second = ranked[0], ranked[1]
    powers = [math.exp(scores.get(name, 0.0) - scores.get(first, 0.0)) for name in SITUATIONS]
    return Reading(first, 1 / sum(powers), second, dict(scores), signs)


_PRECEDENCE: tuple[Situation, ...] = (
    "crisis", "press", "complaint", "lead", "question", "spam", "attack", "praise", "joke", "other",
)  # fmt: skip


def _sums(text: str) -> tuple[dict[Situation, float], set[str]]:
    table = _table()
    weights = table["weights"]
    sums: dict[Situation, float] = dict.fromkeys(SITUATIONS, 0.0)
    sums["other"] = weights["other"]
    for name, kinds in table.items():
        if name in ("weights", "signs"):
            continue
        found = 0.0
        for strength in ("strong", "words", "weak"):
            spans = spans_outside(kinds.get(strength, ()), kinds.get("exceptions", ()), text)
            said = {text[start:end].lower() for start, end in spans}
            found += weights[strength] * _damped(len(said))
        found += weights["forms"] * sum(has_form(form, text) for form in kinds.get("forms", ()))
        sums[cast(Situation, name)] = min(found, weights["most"])
    signs = _signs(text, trouble=sums["complaint"], praise=sums["praise"])
    for sign in signs:
        for name, weight in table["signs"][sign].items():
            sums[cast(Situation, name)] += weight
    return sums, signs


def _damped(count: int) -> float:
    """The second word of a kind says less than the first."""
    return sum(0.6**n for n in range(count))


def _signs(text: str, trouble: float, praise: float) -> set[str]:
    """The names of the signs that a text shows."""
    words = _WORD.findall(_LINK.sub(" ", text))
    plain = {one.rstrip("\ufe0f") for one in _EMOJI.findall(text)}
    shouted = _SHOUTED.findall(text)
    links, handles = len(_LINK.findall(text)), len(_HANDLE.findall(text))
    # « Quel accueil! » asks nothing.
    questions = [one for one in split_questions(text[:_MOST_CHARACTERS], "fr") if not text[one.end :].startswith("!")]
    rolling = bool(plain & (_ROLLING if words else _ROLLING - _CLAPPING))
    # Praise beside trouble is no praise: "love waiting three weeks", "bravo champions, latte froid".
    sarcastic = (praise >= 1.0 and (trouble >= 1.0 or rolling)) or (rolling and trouble > 0)
    seen = {
        "question": "?" in text,
        "asks": bool(questions),
        "asks_most": sum(one.end - one.start for one in questions) > 0.6 * len(text),
        "questions": text.count("?") > 1,
        "capitals": len(shouted) >= 2 or (len(words) > 2 and sum(map(len, shouted)) > 0.5 * sum(map(len, words))),
        "exclamations": text.count("!") >= 2,
        "link": links >= 1,
        "links": links >= 3,
        "handles": handles >= 3,
        "tags": len(_TAG.findall(text)) >= 3,
        "money": bool(_MONEY.search(text)),
        "order_number": bool(_ORDER.search(text)),
        "laughing": bool(plain & _LAUGHING),
        "winking": bool(plain & _WINKING),
        "loving": bool(plain & _LOVING) or (not words and bool(plain & _CLAPPING)),
        "rolling": rolling,
        "angry": bool(plain & _ANGRY),
        "selling": len(plain & _SELLING) >= 1 and (links > 0 or len(plain & _SELLING) >= 2),
        "sarcasm": sarcastic,
        "reproach": trouble >= 2.0,
        "greeting_business": bool(_FORMAL.search(text)),
        "only_emoji": not words,
        "short": 0 < len(words) <= 3,
    }
    return {name for name, is_seen in seen.items() if is_seen}


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("assistant.drafting").joinpath("situations.toml").read_text("utf-8"))


@cache
def _weights() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(
        files("assistant.drafting").joinpath("situation_weights.json").read_text("utf-8")
    )
    return found
