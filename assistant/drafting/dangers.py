"""What in a message only a person may answer, where no word says so: an illness told as a joke, a farewell, a threat
that stays polite.

A table of innocent words and forms (`dangers.toml`), the signs of the situation and, where it is known, the meaning of
the whole message with the situations it speaks for are weighed together; the weights are fitted on labelled messages of
many trades, half of them false friends ("I'd kill for a croissant"), and on everyday questions to sixty houses, by
`tests/benchmarks/fit_situations.py`. No language model is asked: the built-in one, with eight examples, told 40 of them
from 40 others with an area under the curve of 0.70, at 2.8 seconds each.
Ten authors wrote the messages, half of those that call for a person so that no word gives them away; of one on whom
nothing is fitted, 0.44 to 0.75 is found at 2 % of false alarms among false friends, of two who made these as like as
they could 0.31 and 0.33. Beside the meaning stand the words (`danger_words.py`): without them it is 0.46 to 0.74 and
0.32 to 0.41, in the mean of all 0.54 instead of 0.58.
Of 1160 questions to fourteen other houses 54 were handed over, half of them rightly (69 before the
everyday questions were seen).
"""

import json
import math
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, get_args

import regex

from assistant.drafting.danger_words import by_words
from assistant.records import Danger
from assistant.voice.decisions import every_house, has_words, meant
from assistant.voice.spans import has_form, spans_outside, spelled_as

DANGERS: tuple[Danger, ...] = get_args(Danger)

SURE_DANGER = 0.7
SURE_OF: Mapping[Danger, float] = {
    "self_harm": 0.55, "threat": 0.65, "harm": 0.65, "health": 0.55, "data": 0.65, "legal": 0.75, "press": 0.75,
}  # fmt: skip
SURE_LINKED_DANGER = 0.85
"""Chance from which a person takes a message over by its signs and its meaning, without a word that says so: sooner
where a life may hang on it or where it costs few false alarms, later where odd messages are taken for it and where a
link makes it look like a post for everybody. On 2358 ordinary public posts see `tests/drafting/test_dangers.py`."""

CLEAREST_FROM = 0.25
"""Chance that one of the dangers must have by itself: what is a little of each is an odd message. Of 980 read
messages that call for nobody 2 fewer are handed over, and of those that call for somebody none."""

SURE_MIXED = 0.69
MOST_OF_ALL = 2 / 3
"""Chance of all together from which a danger is sure that is less than so much of it, where those of its kind, urgent
or not, are not likely enough by themselves: a life may hang on a likely self-harm, not on a little of each."""

SHOWN_FROM = 1.5
"""What the table must find of a danger for it to be believed beside an everyday request (`everyday` in the table)."""

URGENT: frozenset[Danger] = frozenset({"self_harm", "threat", "harm", "health"})

DOUBTED_DANGER = 0.4
"""Chance from which the person is told to read a message twice; it is answered all the same."""

MEANING_SCALE = 4.0
OTHER_SCALE = 0.3
CHANCE_SCALE = 0.3
"""What a vector of length 1, the sums of situations and the logarithms of their chances are multiplied by before their
weights."""
WORDS_SHARE = 0.7
"""What the view of the words (`danger_words.py`) counts beside the other."""
_LEAST_CHANCE = 0.001

OTHER_SUMS = ("praise", "joke", "spam", "attack")
OTHER_SIGNS = (
    "question", "laughing", "winking", "loving", "rolling", "angry", "capitals", "link", "tags", "sarcasm", "short",
    "money",
)  # fmt: skip
_MOST = 4.0
_FORM = 1.5
_PLAIN = 2.0
_FADING = 0.6
_MOST_CHARACTERS = 4000
_IMAGE = regex.compile(r"\[\s*(?:image|photo|picture|vid[ée]o|gif)\b[^\]]*\]", regex.IGNORECASE)
"""What a picture shows is told to us, not said by anybody."""


@lru_cache(maxsize=2048)
def cues(text: str) -> tuple[float, ...]:
    """What the table finds for each danger, in their order."""
    said = meant(_IMAGE.sub(" ", text)[:_MOST_CHARACTERS])
    return tuple(_found(name, _table()[name], said) for name in DANGERS)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message means: its `vector`, of length 1, the `embedder` that made it, and how likely each situation is by
    it (`situations`, in their order)."""

    vector: Sequence[float]
    embedder: str
    situations: Sequence[float]

    def seen(self) -> tuple[float, ...]:
        """What is weighed of the situations."""
        return tuple(CHANCE_SCALE * math.log(chance + _LEAST_CHANCE) for chance in self.situations)


def dangers_in(
    text: str, sums: Mapping[Any, float], signs: Collection[str], meaning: Meaning | None = None
) -> dict[Danger, float]:
    """How likely each danger is, from 0 to 1. `sums` and `signs` are those of the situation; the meaning counts where
    there are weights for its embedder."""
    if not _IMAGE.sub("", text).strip():
        return {}
    weights = _weights()
    seen = features(text, sums, signs)
    if meaning is not None and (meaning.embedder, len(meaning.vector)) != _of(weights):
        meaning = None
    fitted = weights["alone" if meaning is None else "meaning"]
    scores = [
        bias + sum(weight * value for weight, value in zip(row, seen, strict=True))
        for bias, row in zip(fitted["bias"], fitted["seen"], strict=True)
    ]
    if meaning is not None:
        likely = meaning.seen()
        for place, row in enumerate(fitted["vector"]):
            by_vector = sum(weight * value for weight, value in zip(row, meaning.vector, strict=True))
            by_situation = sum(
                weight * value for weight, value in zip(fitted["situations"][place], likely, strict=True)
            )
            scores[place] += MEANING_SCALE * by_vector + by_situation
    highest = max(scores[1:])
    powers = [math.exp(score - highest) for score in scores[1:]]
    chance = settled(highest + math.log(sum(powers)) - scores[0], by_words(text), *fitted["settled"])
    chances = {name: chance * power / sum(powers) for name, power in zip(DANGERS, powers, strict=True)}
    return {name: 0.0 if name in sounds_like(text) else one for name, one in chances.items()}


def settled(odds: float, words: float, scale: float, bias: float) -> float:
    """The chance of any danger by both views, each told as a logarithm of odds."""
    return 1 / (1 + math.exp(-(scale * (odds + WORDS_SHARE * words) + bias)))


def _of(weights: Mapping[str, Any]) -> tuple[str, int]:
    return weights["embedder"], len(weights["meaning"]["vector"][0])


def features(text: str, sums: Mapping[Any, float], signs: Collection[str]) -> tuple[float, ...]:
    """What is weighed beside the meaning."""
    return (
        *cues(text),
        *(OTHER_SCALE * sums.get(name, 0.0) for name in OTHER_SUMS),
        *(OTHER_SCALE * float(name in signs) for name in OTHER_SIGNS),
    )


def surest(chances: Mapping[Danger, float], *, linked: bool = False) -> Danger | None:
    """The danger that a person must look at; None when all of them together are not likely enough. `linked`: the
    message holds a link."""
    first = _first(chances)
    if first is None:
        return None
    if chances[first] < CLEAREST_FROM:
        return None
    every = sum(chances.values())
    least = SURE_LINKED_DANGER if linked and first not in URGENT else SURE_OF.get(first, SURE_DANGER)
    of_its_kind = sum(one for name, one in chances.items() if (name in URGENT) == (first in URGENT))
    if of_its_kind < least and chances[first] < MOST_OF_ALL * every:
        least = max(least, SURE_MIXED)
    return first if every >= least else None


def doubted(chances: Mapping[Danger, float]) -> Danger | None:
    """The danger that a message may hold between the lines; None when it hardly does."""
    return _first(chances) if sum(chances.values()) >= DOUBTED_DANGER else None


def _first(chances: Mapping[Danger, float]) -> Danger | None:
    return max(chances.items(), key=lambda one: one[1])[0] if chances else None


def _found(name: Danger, kinds: Mapping[str, Any], text: str) -> float:
    # A brand may have words of its own for a rule: those of every house still say what is meant.
    words, exceptions = spelled_as(text, kinds["words"]), spelled_as(text, kinds["exceptions"])
    said = {text[start:end].lower() for start, end in spans_outside(words, exceptions, text)}
    seen = sum(_FADING**place for place in range(len(said)))
    plain = _PLAIN * any(has_words(rule, text) for rule in every_house().hand_over if name in rule.dangers)
    return min(seen + plain + _FORM * sum(has_form(form, text) for form in spelled_as(text, kinds["forms"])), _MOST)


@lru_cache(maxsize=2048)
def sounds_like(text: str) -> frozenset[Danger]:
    """The dangers that an everyday request sounds like to what reads the meaning, where hardly a word shows them."""
    shown = dict(zip(DANGERS, cues(text), strict=True))
    said = meant(text[:_MOST_CHARACTERS])
    return frozenset(
        name
        for kind in _everyday_table()
        if any(has_form(form, said) for form in spelled_as(said, kind["forms"]))
        and all(shown[name] < SHOWN_FROM for name in kind["dangers"])
        for name in kind["dangers"]
    )


@cache
def _everyday_table() -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = _table()["everyday"]
    return found


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("assistant.drafting").joinpath("dangers.toml").read_text("utf-8"))


@cache
def _weights() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(
        files("assistant.drafting").joinpath("danger_weights.json").read_text("utf-8")
    )
    return found
