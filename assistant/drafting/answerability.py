"""Whether a sentence answers a question: its words covered, its kind of value there, its day and place named, near.

Words are compared by stem and, across synonyms and languages, by the built-in embedder. The weights were fitted on
questions with known answers about houses of many trades, see `tests.benchmarks.fit_answers.py`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.focus import (
    KNOWN,
    SAID,
    focus_of,
    holds_for_others,
    is_elsewhere,
    is_listed_apart,
    is_of_another_kind,
    is_of_something_else,
    is_what_we_paid,
    lacks_focus,
    lacks_place,
)
from assistant.drafting.likenesses import LIKENESSES, likenesses, telling_words, with_topic
from assistant.drafting.seeking import AROUND, THERE, WEAK, Sought, Word, table
from assistant.drafting.stated import Stated
from assistant.drafting.ties import lead
from assistant.model.nearness import Nearness
from assistant.store.fulltext import stem_of

FEATURES = (
    "bias", "covered", "least", "known", "near", "near_topic", "wanted", "lacks", "day", "no_words", "topic",
    "meant", "said_before", "unmeant", *LIKENESSES,
)  # fmt: skip
"""`meant` is whether the words with a meaning in any trade are said, `unmeant` whether one of them is not,
`said_before` how far anything is that was said before the question; the last eight: see `likenesses.LIKENESSES`."""

SURE = 0.5
"""Score from which a sentence answers: see `tests.benchmarks.fit_answers.py` for what it costs on either side."""
_SAME, _RELATED = 0.8, 0.55
"""Cosine of two words from which they say the same, and under which they have nothing to do with each other: with the
built-in embedder, dog and chien lie at 0.88, parking and stationnement at 0.93, matcha and latte at 0.38."""
_SAME_NAME, _SAME_PLACE = 0.8, 0.9
_COMMON = 6
_YEAR = 4
_IMPLIED = 0.8
_BESIDES = 0.6
"""What counts what a question is about that says a telling word of its own: “is it extra”."""
_ONLY_NEAR = 0.7
"""What counts what is only near to a word that another sentence says itself."""
_EVERYDAY = 0.25
"""Share of the passages looked at that a word stands in when it says nothing any more: coffee in a café."""
_FEWEST_PASSAGES = 8
_OTHER_DAY = -0.5
"""The most that a sentence is worth which names another day than the one asked about: it does not answer. Hours of
weekdays do not say what happens on a date, nor does one date speak for another."""
_OTHER_VALUE = -0.5
"""The same for what says no price to « combien? », no day to « quand? »."""
_NEAR_TOPIC = FEATURES.index("near_topic")
_MOST_STRANGE = 3
"""How many words that are known nowhere, half of them all, make a question one that nothing answers."""
_REACHES = frozenset({"street", "phone", "email"})
_OWN_ADDRESS = 1.0
"""The least that a street, a telephone number or an address is worth to « où êtes-vous? », which says no other word."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How well a sentence answers: `score` from 0 to 1, `matches` how far it covers each word sought."""

    sought: Sought
    stated: Stated
    score: float
    matches: tuple[float, ...]
    features: tuple[float, ...]


def judge(sought: Sought, candidates: Sequence[Stated], near: Nearness, message: str = "") -> tuple[Judged, ...]:
    """Every sentence with its score, best first. `message` is where the question stands, when it is not all of it."""
    if not candidates:
        return ()
    sought, matches = _matches(sought, candidates, near)
    texts = [one.text for one in candidates]
    topics = [with_topic(one) for one in candidates]
    whole = f"{sought.context} {sought.text}".strip()
    nearest = near.between([sought.text, whole], [*texts, *topics])
    best = [max(pair) for pair in zip(*nearest, strict=True)]
    matched = likenesses(sought, candidates, near, message)
    known = [max(row[place] for row in matches) for place in range(len(sought.words))]
    said = [any(stem_of(word.word) in one.stems for one in candidates) for word in sought.words]
    strong = [place for place, word in enumerate(sought.words) if word.weight >= 1.0]
    strange = [place for place in strong if known[place] < KNOWN and not sought.words[place].place]
    beyond = len(strange) >= _MOST_STRANGE and 2 * len(strange) >= len(strong)
    focus = focus_of(sought.text)
    found = []
    for place, one in enumerate(candidates):
        row = _inferred(sought, one, matches[place], said, [
            matches[other] for other, sibling in enumerate(candidates) if sibling.passage.id == one.passage.id
        ])  # fmt: skip
        # That some fact holds in a place says nothing of another one: bikes go to Verdun, parcels to all of Canada.
        covered = [
            here if word.place else max(here, somewhere)
            for word, here, somewhere in zip(sought.words, row, known, strict=True)
        ]
        features = (*_features(sought, one, row, covered, best[place], best[len(candidates) + place]), *matched[place])
        found.append(
            Judged(
                sought,
                one,
                _score(
                    features,
                    not sought.words and bool(sought.wants & one.kinds & _REACHES),
                    beyond=beyond
                    or is_elsewhere(sought.words, row, known)
                    or lacks_place(sought, row)
                    or lacks_focus(focus, sought.words, row)
                    or is_listed_apart(sought.text, one.text)
                    or is_of_something_else(sought, row)
                    or is_of_another_kind(sought, row, one.text)
                    or is_what_we_paid(whole, one.text)
                    or holds_for_others(message or whole, sought.text, one.text),
                ),
                tuple(row),
                features,
            )
        )
    return tuple(sorted(found, key=_rank))


def _rank(one: Judged) -> tuple[float, float]:
    ahead = lead(one.sought, one.stated) if one.score >= SURE else 0.0
    return -round(one.score + ahead, 2), -one.features[_NEAR_TOPIC]


def _matches(sought: Sought, candidates: Sequence[Stated], near: Nearness) -> tuple[Sought, list[list[float]]]:
    """For each sentence, how far it covers each word sought; and what is sought without the weight of the words that
    a quarter of the passages hold."""
    telling = [telling_words(one) for one in candidates]
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
    for place in range(len(sought.words)):
        # Where some sentence says the very word, what is only near to it is something else: a box office, a ticket.
        if any(
            row[place] >= 1.0 and _says(sought.words[place], one) for row, one in zip(found, candidates, strict=True)
        ):
            for row, one in zip(found, candidates, strict=True):
                if not _says(sought.words[place], one):
                    row[place] *= _ONLY_NEAR
    passages = {one.passage.id for one in candidates}
    weighed = []
    for word in sought.words:
        stem = stem_of(word.word)
        holding = {one.passage.id for one in candidates if stem in one.stems}
        everyday = len(passages) >= _FEWEST_PASSAGES and len(holding) > _EVERYDAY * len(passages)
        weighed.append(replace(word, weight=min(word.weight, WEAK)) if everyday or word.common else word)
    return replace(sought, words=_with_subject(weighed, found, candidates, sought)), found


def _says(word: Word, stated: Stated) -> bool:
    """Whether a sentence says a word itself, or one of its concept, or is covered otherwise than by likeness."""
    if word.kinds & stated.kinds or word.name or word.place or word.within or word.word in stated.words:
        return True
    return word.concept in stated.concepts if word.concept else stem_of(word.word) in stated.stems


def _with_subject(
    words: Sequence[Word], rows: Sequence[Sequence[float]], candidates: Sequence[Stated], sought: Sought
) -> tuple[Word, ...]:
    """The words with what a question is about that does not say it itself, or says "it": of those in the last sentence
    before it that speaks of something known, the one that the fewest passages speak of, the first of these."""
    if THERE.search(sought.text):
        words = [replace(word, weight=1.0) if word.within else word for word in words]
    spoken: dict[int, tuple[bool, int, int, int]] = {}
    for place, word in enumerate(words):
        holding = {one.passage.id for one, row in zip(candidates, rows, strict=True) if row[place] >= 1.0}
        if word.around and holding and word.weight >= AROUND and not word.kinds and not word.common:
            far = not (word.within and "duration" in sought.wants)  # how long it takes depends on where to
            spoken[place] = (far, -word.sentence, len(holding), place)
    if not spoken:
        return tuple(words)
    own = any(word.weight >= 1.0 and not word.around for word in words)
    subject = min(spoken, key=lambda place: spoken[place])
    weight = _BESIDES if own else 1.0
    return tuple(replace(word, weight=weight) if place == subject else word for place, word in enumerate(words))


def _match(word: Word, stated: Stated, cosines: Mapping[str, float]) -> float:
    if word.kinds & stated.kinds or word.word in stated.words or word.within & stated.regions:
        return 1.0
    if word.word.isdigit():
        return 0.0
    if word.concept in stated.concepts if word.concept else stem_of(word.word) in stated.stems:
        return 1.0
    if word.concept in table()["exact"]:
        return 0.0
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
            row[at] >= 1.0 and it.weight >= 1.0 and not it.kinds for at, it in enumerate(sought.words) if at != place
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
    lacks = float(any(_lacks(want, one) for want in sought.wants))
    day = _day(sought, one)
    telling = [word for word in sought.words if word.weight > WEAK and not word.kinds]
    topic = float(any((word.concept or stem_of(word.word)) in one.topic for word in telling))
    meaning = [(match, word) for match, word in zip(row, sought.words, strict=True) if word.concept]
    unmeant = any(match < KNOWN and word.weight >= 1.0 and not word.around for match, word in meaning)
    meant = not unmeant and any(match >= SAID for match, _ in meaning)
    before = max((match for match, word in zip(row, sought.words, strict=True) if word.around), default=0.0)
    value = (near, near_topic, wanted, lacks, day)
    return (1.0, covered, least, least_known, *value, float(not strong), topic, float(meant), before, float(unmeant))


def _lacks(want: str, one: Stated) -> bool:
    """Whether a sentence lacks the kind of value without which it is no answer: a price to « combien? »."""
    wanted = table()["wants"][want]
    return wanted.get("strict", False) and not one.kinds & {want, *wanted.get("served", "").split()}


def _day(sought: Sought, one: Stated) -> float:
    """1 when the sentence names every day asked about, -1 when it does not, 0 when no day was asked about, or when what
    it says holds on every day: it names none, and the question asks for more than a day."""
    years = {word.word for word in sought.words if word.word.isdigit()}
    if years - one.words and any(word.isdigit() and len(word) == _YEAR and word.startswith("20") for word in one.words):
        return -1.0
    if not sought.days:
        return 0.0
    if not one.days and "time" not in sought.wants and any(word.weight >= 1.0 for word in sought.words):
        return 0.0
    for day in sought.days:
        if day in one.days or (day.startswith("d") and "every" in one.days):
            continue
        if day.startswith("?") and any(other.endswith(day[1:]) for other in one.days if "-" in other):
            continue
        return -1.0
    return 1.0


def _score(features: Sequence[float], houses_own: bool, *, beyond: bool) -> float:
    weights = table()["weights"]
    total = sum(float(weights.get(name, 0.0)) * value for name, value in zip(FEATURES, features, strict=True))
    if features[FEATURES.index("day")] < 0:
        total = min(total, _OTHER_DAY)
    if features[FEATURES.index("lacks")]:
        total = min(total, _OTHER_VALUE)
    if beyond:
        total = min(total, _OTHER_VALUE)
    if houses_own:
        total = max(total, _OWN_ADDRESS)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
