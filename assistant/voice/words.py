"""The words a voice says more than others do, and the common ones it never says.

General language is wordfreq's: word frequencies from books, news, subtitles, Wikipedia and the web (Speer, wordfreq
3.1, doi:10.5281/zenodo.7199437), which travels with its package.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.records import Keyword
from assistant.voice.spans import unaccented
from assistant.voice.texts import WORD, Reading, plain_words

LANGUAGES = ("fr", "en")
"""Languages whose general frequencies are read; wordfreq has more, but their words are cut otherwise."""

_PRIOR = 1000.0
"""Weight of the prior, in words: a voice of a few thousand words outweighs it where it says a word often."""
_REFERENCE = 1e6
"""Size given to the general language, in words: large against any voice, so that its own noise hardly counts."""
_FLOOR = 3e-7
"""Frequency of a word that wordfreq does not know; its small lists end at one in a million."""
_SURE = 3.0
"""z from which a word is a favourite: one word in 700 by chance."""
_LEAST_TEXTS = 4
_EXPECTED = 5.0
"""A word expected so many times is missing by chance in one voice of 150 (Poisson, e**-5)."""
_COMMON = 2000
"""How far down the list of frequent words a missing one is looked for."""
_EVERYDAY = 1500
"""Rank up to which a favourite tells the manner; rarer words tell the subject."""
_MOST = 12
_TELLING = 4e-4
"""General frequency from which a word says nothing of the subject: some 250 words of either language."""
_STEM = 6
_NOT_TELLING = frozenset("e s c d l n t m qu j th st nd rd http https www com de".split())
_ARTICLES = frozenset("le la les un une des du au aux the an of to and in for et à ou".split())


@dataclass(frozen=True, slots=True)
class WordHabits:
    """What is told of the words: `favourites` are everyday words, `subjects` rarer ones, `never` the common words that
    should have come up by now; `count` is the number of running words."""

    favourites: tuple[Keyword, ...] = ()
    subjects: tuple[Keyword, ...] = ()
    never: tuple[Keyword, ...] = ()
    count: int = 0


def word_habits(readings: Sequence[Reading], language: str) -> WordHabits:
    """The words of a voice against general language. Nothing in a language without frequencies.

    Favourites are ranked by the z of the log-odds ratio with an informative Dirichlet prior, the general language being
    prior and reference at once (Monroe, Colaresi and Quinn, "Fightin' Words", Political Analysis 16, 2008, equations 15
    to 22); a word counts from four different texts on.
    """
    times: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    for reading in readings:
        words = plain_words(reading.words, language)
        times.update(words)
        texts.update(set(words))
    total = sum(times.values())
    if language not in LANGUAGES or not total:
        return WordHabits(count=total)
    ranks, general = _ranks(language), _general(language)
    scored = []
    for word, count in times.items():
        if texts[word] < _LEAST_TEXTS or len(word) < 2 or word in _NOT_TELLING | _ARTICLES:
            continue
        frequency = general.get(word, _FLOOR)
        score = log_odds(count, total, frequency)
        if score >= _SURE:
            scored.append(Keyword(word, count, frequency * total, score))
    scored.sort(key=lambda keyword: (-keyword.score, keyword.word))
    everyday = [one for one in scored if ranks.get(one.word, _EVERYDAY) < _EVERYDAY]
    rare = [one for one in scored if ranks.get(one.word, _EVERYDAY) >= _EVERYDAY]
    return WordHabits(tuple(everyday[:_MOST]), tuple(rare[:_MOST]), tuple(missing(times, total, language)), total)


def log_odds(count: int, total: int, frequency: float) -> float:
    """z of how much more often a word is said than `frequency` leads to expect; negative when less often."""
    prior = max(frequency, _FLOOR)
    own, weight = count + _PRIOR * prior, total + _PRIOR
    other, size = (_REFERENCE + _PRIOR) * prior, _REFERENCE + _PRIOR
    difference = math.log(own / (weight - own)) - math.log(other / (size - other))
    return difference / math.sqrt(1 / own + 1 / other)


def missing(times: Counter[str], total: int, language: str) -> list[Keyword]:
    """Common words that never came up though they were expected five times and more, the most expected first."""
    found = []
    for word, rank in _ranks(language).items():
        expected = _general(language)[word] * total
        if rank >= _COMMON or expected < _EXPECTED:
            break
        if not times[word] and len(word) > 1 and word.isalpha() and word not in _NOT_TELLING:
            found.append(Keyword(word, 0, expected, log_odds(0, total, _general(language)[word])))
    return found[:_MOST]


def missing_phrases(own: Sequence[Reading], others: Sequence[Reading]) -> tuple[Keyword, ...]:
    """Pairs and triples of words that the house's other voices say and this one never does, though it knows the words
    and at the others' rate would have said them so five times and more."""
    known = {word for reading in own for word in reading.words}
    said, theirs = _runs(own), _runs(others)
    size, other_size = sum(len(reading.words) for reading in own), sum(len(reading.words) for reading in others)
    if not size or not other_size:
        return ()
    found = [
        Keyword(phrase, 0, count * size / other_size)
        for phrase, count in theirs.items()
        if count >= _LEAST_TEXTS
        and count * size / other_size >= _EXPECTED
        and phrase not in said
        and known.issuperset(phrase.split())
    ]
    found.sort(key=lambda keyword: (-keyword.expected, keyword.word))
    return tuple(found[:_MOST])


def telling_stems(text: str) -> frozenset[str]:
    """The first six letters, without accents, of the words that are rare in both languages: what a text is about."""
    found = set()
    for word in plain_words([one.lower().replace("’", "'") for one in WORD.findall(text)], "fr"):
        frequency = max(_general(language).get(word, 0.0) for language in LANGUAGES)
        if len(word) >= 3 and frequency < _TELLING:
            found.add(unaccented(word)[:_STEM])
    return frozenset(found)


def general_frequency(word: str) -> float:
    """How often a word stands in general language, of all words: the greater of French and English."""
    return max(_general(language).get(word.lower(), 0.0) for language in LANGUAGES)


def likelier_language(words: Iterable[str]) -> str:
    """The language in which words are ten times as frequent as in the other one, « prix » or “hours”; empty where they
    are in neither or in both, as “matcha” is."""
    known = list(words)
    shares = {code: math.prod(_general(code).get(word.lower(), _FLOOR) for word in known) for code in LANGUAGES}
    best, other = sorted(LANGUAGES, key=lambda code: -shares[code])
    return best if known and shares[best] >= _LIKELIER * shares[other] else ""


_LIKELIER = 10.0


def _runs(readings: Iterable[Reading]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for reading in readings:
        words = [word for word in reading.words if word.isalpha() or "'" in word]
        runs = {" ".join(words[start : start + size]) for size in (2, 3) for start in range(len(words) - size + 1)}
        counted.update(runs)
    return counted


@cache
def _general(language: str) -> dict[str, float]:
    import wordfreq

    return dict(wordfreq.get_frequency_dict(language, "small"))


@cache
def _ranks(language: str) -> dict[str, int]:
    """Rank of each word, most frequent first."""
    return {word: rank for rank, word in enumerate(_general(language))}
