"""Whether a sentence answers a question: its words covered, its kind of value there, its day named, near in meaning.

Words are compared by stem and, across synonyms and languages, by the built-in embedder. The weights were fitted on
questions with known answers about three brands of different trades, see `tests.benchmarks.fit_answers.py`.
"""

import math
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from assistant.drafting.days import days_of
from assistant.drafting.stated import Stated, words_of
from assistant.model.nearness import Nearness
from assistant.store.fulltext import search_terms, stem_of

FEATURES = (
    "bias", "covered", "least", "known", "near", "near_topic", "wanted", "lacks", "day", "no_words",
)  # fmt: skip

_SAME, _RELATED = 0.72, 0.5
"""Cosine of two words from which they say the same, and under which they have nothing to do with each other: with the
built-in embedder, dog and chien lie at 0.88, parking and stationnement at 0.93, matcha and latte at 0.38."""
_SAME_NAME, _SAME_PLACE = 0.8, 0.9
_COMMON = 6
_WEAK_WEIGHT, _CONTEXT_WEIGHT = 0.35, 0.4
_IMPLIED = 0.8
_EVERYDAY = 0.25
"""Share of the passages looked at that a word stands in when it says nothing any more: coffee in a café."""
_FEWEST_PASSAGES = 8
_OTHER_DAY = -0.5
"""The most that a sentence is worth which names another day than the one asked about: it does not answer. Hours of
weekdays do not say what happens on a date, nor does one date speak for another."""
_REACHES = frozenset({"street", "phone", "email"})
_OWN_ADDRESS = 1.0
"""The least that a street, a telephone number or an address is worth to « où êtes-vous? », which says no other word."""
_PLACE = regex.compile(
    r"\b(?:à|au|aux|en|vers|jusqu'à|jusqu'au|jusqu'en|hors|to|in|into|within|outside|nach|hacia)\s+"
    r"(?:la |le |l'|the )?(?!(?:vélo|pied|partir|emporter|table|côté|ligne|stock|person|time|order|pay|use)\b)"
    r"([\p{L}][\p{L}-]+)"
)
_CAPITAL = regex.compile(r"(?<!^)(?<![.!?]\s)\b\p{Lu}[\p{L}'’-]+")
_HOW = regex.compile(
    r"\bhow (?:long|late|early|far|soon|often|fast|old|big)\b|"
    r"\bcombien de (?:temps|jours|semaines|mois|minutes|heures)\b|"
    r"\b(?:à|a) (?:quelle heure|partir de)\b|\bquel(?:le)?s? (?:heures?|jours?|montant|date)\b|"
    r"\bwhat (?:time|day|date|kind|hours|days)\b"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that an answer must cover: how much it counts, whether it is a name or a place, and the kinds of values
    that cover it as well as its like would: « adresse » by a street."""

    word: str
    weight: float
    name: bool = False
    place: bool = False
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question seeks. `context` is what was said just before, where the question leans on it."""

    text: str
    words: tuple[Word, ...]
    days: frozenset[str]
    wants: frozenset[str]
    context: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """How well a sentence answers: `score` from 0 to 1, `matches` how far it covers each word sought."""

    sought: Sought
    stated: Stated
    score: float
    matches: tuple[float, ...]
    features: tuple[float, ...]


def seek(text: str, context: str = "", own: Collection[str] = ()) -> Sought:
    """What a question seeks: its telling words, days and kinds of answer, those of its context with less weight. `own`
    are words that mean the house itself, in small letters: they say nothing."""
    plain = text.lower().replace("’", "'")
    wants = frozenset(name for name, table in _table()["wants"].items() if regex.search(table["asks"], plain))
    words = _telling(text, 1.0, own)
    around = [word for word in _telling(context, _CONTEXT_WEIGHT, own) if word.word not in {one.word for one in words}]
    return Sought(
        text, (*words, *around), days_of(text) or (frozenset() if words else days_of(context)), wants, context
    )


def is_empty(word: str) -> bool:
    """Whether a word, in small letters, says nothing about what is asked."""
    return word in _listed()[0] or (not search_terms(word) and word not in _listed()[2])


def kinds_called(text: str, language: str) -> tuple[str, ...]:
    """What the kinds of answer that a question wants are called, in French or else in English."""
    called = _table()["called"]["fr" if language == "fr" else "en"]
    return tuple(called[kind] for kind in called if kind in seek(text).wants)


def is_weak(word: str) -> bool:
    """Whether a word, in small letters, says little of what is asked: it is of any trade, or asks for a price."""
    return word in _listed()[1]


def judge(sought: Sought, candidates: Sequence[Stated], near: Nearness) -> tuple[Judged, ...]:
    """Every sentence with its score, best first."""
    if not candidates:
        return ()
    sought, matches = _matches(sought, candidates, near)
    texts = [one.text for one in candidates]
    topics = [f"{' '.join(one.passage.section)} {one.text}" for one in candidates]
    whole = f"{sought.context} {sought.text}".strip()
    nearest = near.between([sought.text, whole], [*texts, *topics])
    best = [max(pair) for pair in zip(*nearest, strict=True)]
    known = [max(row[place] for row in matches) for place in range(len(sought.words))]
    said = [any(stem_of(word.word) in one.stems for one in candidates) for word in sought.words]
    found = []
    for place, one in enumerate(candidates):
        row = _inferred(sought, one, matches[place], said, [
            matches[other] for other, sibling in enumerate(candidates) if sibling.passage.id == one.passage.id
        ])  # fmt: skip
        covered = [max(pair) for pair in zip(known, row, strict=True)]
        features = _features(sought, one, row, covered, best[place], best[len(candidates) + place])
        found.append(
            Judged(
                sought,
                one,
                _score(features, not sought.words and bool(sought.wants & one.kinds & _REACHES)),
                tuple(row),
                features,
            )
        )
    return tuple(sorted(found, key=lambda judged: -judged.score))


def _telling(text: str, weight: float, own: Collection[str]) -> list[Word]:
    plain = text.lower().replace("’", "'")
    places = {found[1] for found in _PLACE.finditer(plain)}
    names = {word for found in _CAPITAL.finditer(text) for word in words_of(found.group())}
    told = []
    for word in dict.fromkeys(words_of(_HOW.sub(" ", plain))):
        if is_empty(word) or word in own or len(word) < 2 or not any(map(str.isalpha, word)):
            continue
        if days_of(word) or _TIME.fullmatch(word):
            continue
        share = _WEAK_WEIGHT if word in _listed()[1] else 1.0
        told.append(Word(word, weight * share, word in names, word in places, _kinds_for(word)))
    return told


_TIME = regex.compile(
    r"\d+(?:h|am|pm|h\d\d|er|st|nd|rd|th)|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
    r"novembre|"
    r"décembre|january|february|march|april|may|june|july|august|september|october|november|december|week-?ends?|"
    r"weekdays?|noël|christmas|eve|xmas"
)


def _matches(sought: Sought, candidates: Sequence[Stated], near: Nearness) -> tuple[Sought, list[list[float]]]:
    """For each sentence, how far it covers each word sought; and what is sought without the weight of the words that
    a quarter of the passages hold."""
    # Little words are near to any rare one: “kenyan” and « le » lie at 0.83.
    telling = [[word for word in one.words if not is_empty(word) and len(word) > 2] for one in candidates]
    said = sorted({word for words in telling for word in words})
    rows = near.between([word.word for word in sought.words], said)
    columns = {word: place for place, word in enumerate(said)}
    found = [
        [
            _match(word, one, {other: rows[place][columns[other]] for other in words})
            for place, word in enumerate(sought.words)
        ]
        for one, words in zip(candidates, telling, strict=True)
    ]
    passages = {one.passage.id for one in candidates}
    weighed = []
    for word in sought.words:
        stem = stem_of(word.word)
        holding = {one.passage.id for one in candidates if stem in one.stems}
        everyday = len(passages) >= _FEWEST_PASSAGES and len(holding) > _EVERYDAY * len(passages)
        weighed.append(replace(word, weight=min(word.weight, _WEAK_WEIGHT)) if everyday else word)
    return replace(sought, words=tuple(weighed)), found


def _match(word: Word, stated: Stated, cosines: Mapping[str, float]) -> float:
    if word.kinds & stated.kinds or word.word in stated.words or stem_of(word.word) in stated.stems:
        return 1.0
    best = max(cosines.values(), default=0.0)
    if word.name or word.place:
        return 1.0 if best >= (_SAME_PLACE if word.place else _SAME_NAME) else 0.0
    if any(_alike(word.word, other) for other in stated.words):
        best = max(best, _SAME)
    return min(1.0, max(0.0, (best - _RELATED) / (_SAME - _RELATED)))


def _alike(one: str, other: str) -> bool:
    """Whether two words begin alike for half of their length or more: torréfaction, torréfie; recycle, recyclable."""
    if one[:_COMMON] != other[:_COMMON] or len(one) < _COMMON:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return 2 * same >= max(len(one), len(other))


def _inferred(
    sought: Sought, one: Stated, row: Sequence[float], said: Sequence[bool], siblings: Sequence[Sequence[float]]
) -> list[float]:
    """What a sentence covers without saying the word: every place, where it speaks of all of them or of no other ones;
    and what another sentence of its passage says of something else in its stead: « Guji : nature… Huila : lavé »
    answers whether the Guji is washed."""
    touched = any(match >= _IMPLIED and not word.place for match, word in zip(row, sought.words, strict=True))
    inferred = []
    for place, (match, word) in enumerate(zip(row, sought.words, strict=True)):
        found = match
        if one.everywhere and touched and word.place and not said[place]:
            found = max(found, _IMPLIED)
        beside = max(sibling[place] for sibling in siblings)
        named = any(
            row[other] >= 1.0 and each.weight >= 1.0 for other, each in enumerate(sought.words) if other != place
        )
        if named and beside >= 1.0:
            found = max(found, _IMPLIED)
        inferred.append(found)
    return inferred


def _features(  # noqa: PLR0917 - what is known of one pair
    sought: Sought, one: Stated, row: Sequence[float], known: Sequence[float], near: float, near_topic: float
) -> tuple[float, ...]:
    weights = [word.weight for word in sought.words]
    strong = [place for place, weight in enumerate(weights) if weight >= 1.0]
    total = sum(weights)
    covered = sum(weight * match for weight, match in zip(weights, row, strict=True)) / total if total else 0.0
    least = min((row[place] for place in strong), default=covered)
    least_known = min((known[place] for place in strong), default=1.0)
    wanted = 0.0 if not sought.wants else 1.0 if sought.wants & one.kinds else -1.0
    lacks = float(any(_table()["wants"][want].get("strict", False) and want not in one.kinds for want in sought.wants))
    day = _day(sought, one)
    return (1.0, covered, least, least_known, near, near_topic, wanted, lacks, day, float(not strong))


def _day(sought: Sought, one: Stated) -> float:
    """1 when the sentence names every day asked about, -1 when it does not, 0 when no day was asked about."""
    if not sought.days:
        return 0.0
    for day in sought.days:
        if day in one.days or (day.startswith("d") and "every" in one.days):
            continue
        if day.startswith("?") and any(other.endswith(day[1:]) for other in one.days if "-" in other):
            continue
        return -1.0
    return 1.0


def _score(features: Sequence[float], houses_own: bool) -> float:
    weights = _table()["weights"]
    total = sum(float(weights.get(name, 0.0)) * value for name, value in zip(FEATURES, features, strict=True))
    if features[FEATURES.index("day")] < 0:
        total = min(total, _OTHER_DAY)
    if houses_own:
        total = max(total, _OWN_ADDRESS)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _kinds_for(word: str) -> frozenset[str]:
    return frozenset(kind for kind, words in _table()["covers"].items() if word in words.split())


@cache
def _listed() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = _table()
    empty, weak, kept = (frozenset(table[name].split()) for name in ("empty", "weak", "kept"))
    return empty, weak, kept


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("assistant.drafting").joinpath("answerability.toml").read_text("utf-8"))
