"""Whether a message asks the very thing that another one asked: what tells "the same question" from "the same topic".

An embedder alone does not: on 272 labelled pairs (tests/drafting/same_question.toml) "is the concert on Saturday sold
out?" lies nearer to "is the concert on Friday sold out?" than most true paraphrases do. So what is asked for (a price,
a time, a yes…: `nearness.toml`), what it is asked about, and every name, number and day must be the same, word by word;
the likeness of the whole only has the last word.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import regex

from assistant.drafting.claims import claims_of
from assistant.drafting.days import MONTHS
from assistant.store.fulltext import fold, query_stems
from assistant.voice.words import telling_stems

Likeness = Callable[[str, Sequence[str]], list[float]]
"""A text, others → their cosines, as `Library.likeness`."""

_LEAST_OF_OURS = 0.75
"""Share of what the message asks about that the earlier one must hold."""
_LEAST_OF_THEIRS = 0.75
"""Share of what the earlier message asked about that this one must hold."""
_LEAST_LIKENESS = 0.45
_WORD_BEGINNING = 4
"""Letters from which one stem that begins another is the same word."""
_LEAST_SUBJECT = 1.4
"""A question with less to say than this is about what the sentence before it says: « Vous faites quoi? »"""
_PLAIN_WEIGHT = 0.4
"""Weight of a word that is common in general language, against 1 for a telling one."""

_SENTENCE = regex.compile(r"(?<=[.!?…])\s+|\n+")
_CLAUSE = regex.compile(r"(?<=[,;:?!…])\s+|\s[—–-]\s|[()]")
_CLITIC = regex.compile(
    r"(?<=\p{L})-(?:t-)?(?:tu|vous|ils?|elles?|on|je|nous|ce|la|le|les|y|en|moi)\b", regex.IGNORECASE
)
_ASIDE = regex.compile(
    r"\s(?:or|ou)\s(?=(?:do|does|should|am|is|will|just|il|elle|je|on|faut|c['’]est|ça|alors|what)\b)", regex.IGNORECASE
)
_WITHOUT = regex.compile(r"\s(?:without|sans)\s.*$", regex.IGNORECASE | regex.DOTALL)
_POINTS_BACK = regex.compile(
    r"\b(?:it|they|them|this|that|ça|ca|elle|elles|il|ils|celui-ci|d['’]y|y(?!['’ ]?a\b))\b", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near two messages are: `ours` and `theirs` are the shares of what the new one and the earlier one ask about
    that the other holds, `likeness` the cosine, 0 when it was not asked for; `shared` are the words in common."""

    same: bool
    kind: str = ""
    ours: float = 0.0
    theirs: float = 0.0
    likeness: float = 0.0
    shared: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """From 0 to 1, to put the nearest first."""
        return (self.ours + self.theirs + self.likeness) / 3


@dataclass(frozen=True, slots=True)
class _Question:
    kind: str
    text: str
    weights: tuple[tuple[str, float], ...]
    slots: frozenset[str]


def compare_questions(asked: str, message: str, likeness: Likeness | None = None) -> Nearness:
    """Whether `message` asks the very thing that `asked` did. Several questions are the same when each of the new ones
    is among the earlier ones, and the reverse: an answer to two questions is none to a third."""
    earlier, new = _questions(asked), _questions(message)
    ours_all, theirs_all = _words(message), _words(asked)
    if not earlier or len(new) != len(earlier) or not _slots(message) <= _slots(asked) | theirs_all:
        return Nearness(False)
    ours, theirs, shared = 1.0, 1.0, set[str]()
    for question in new:
        found = [
            (_share(question.weights, theirs_all), _share(one.weights, ours_all))
            for one in earlier
            if one.kind == question.kind
            and question.slots <= one.slots | theirs_all
            and one.slots <= question.slots | ours_all
        ]
        if not found:
            return Nearness(False)
        best = max(found, key=sum)
        ours, theirs = min(ours, best[0]), min(theirs, best[1])
        shared |= {word for word, _ in question.weights} & theirs_all
    same = ours >= _LEAST_OF_OURS and theirs >= _LEAST_OF_THEIRS
    alike = 0.0
    if same and likeness is not None:
        alike = likeness(" ".join(one.text for one in new), (" ".join(one.text for one in earlier),))[0]
        same = alike >= _LEAST_LIKENESS
    return Nearness(same, new[0].kind, ours, theirs, alike, tuple(sorted(shared)))


def _share(weights: Sequence[tuple[str, float]], held: frozenset[str]) -> float:
    total = sum(weight for _, weight in weights)
    return sum(weight for word, weight in weights if _holds(held, word)) / total if total else 0.0


def _holds(held: frozenset[str], word: str) -> bool:
    """Whether a stem or another form of it is there: `clos` and `close`, `compost` and `compostabl`."""
    return word in held or any(
        len(one) >= _WORD_BEGINNING <= len(word) and (one.startswith(word) or word.startswith(one)) for one in held
    )


def core_of(text: str) -> str:
    """The part of a message that asks."""
    return " ".join(one.text for one in _questions(text))


@lru_cache(maxsize=512)
def _questions(text: str) -> tuple[_Question, ...]:
    """What a text asks, each apart; of a text that asks nothing, what it tells, as one."""
    found: list[_Question] = []
    before = ""
    for sentence in _SENTENCE.split(text.strip()):
        kind = kind_of(sentence)
        if kind != "tell":
            core = _core(sentence)
            thin = sum(_weights(core).values()) < _LEAST_SUBJECT or _POINTS_BACK.search(core) is not None
            if before and thin and not found:
                core = f"{before} {core}"
            one = _question(kind, core)
            if one.weights:
                found.append(one)
            elif found and list(_kinds()).index(kind) < list(_kinds()).index(found[-1].kind):
                # “Is oat extra? How much?” is one question.
                found[-1] = _question(kind, found[-1].text)
        before = sentence
    return tuple(found) or tuple(one for one in (_question("tell", text),) if one.weights)


def _core(sentence: str) -> str:
    """A sentence up to where it stops asking: « La carte-cadeau, ça expire-tu? » names its subject first."""
    clauses = [one for one in _CLAUSE.split(_ASIDE.split(sentence)[0]) if one and one.strip()]
    asking = [number for number, one in enumerate(clauses) if kind_of(one) != "tell"]
    return " ".join(clauses[: asking[-1] + 1]) if asking else _ASIDE.split(sentence)[0]


def _question(kind: str, text: str) -> _Question:
    return _Question(kind, text, tuple(_weights(_WITHOUT.sub("", text)).items()), _slots(_WITHOUT.sub("", text)))


def _weights(text: str) -> dict[str, float]:
    telling = telling_stems(text)
    return {
        stem: 1.0 if any(stem[:4] == one[:4] for one in telling) else _PLAIN_WEIGHT
        for stem in _stems(_without_cues(text))
        if stem not in _fillers() and stem not in _spelled() and not stem.isdigit()
    }


def _without_cues(text: str) -> str:
    for name, pattern in _kinds().items():
        if name != "able":
            text = pattern.sub(" ", text)
    return str(_CLITIC.sub(" ", text))


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    return frozenset(_stems(_CLITIC.sub(" ", text)))


def _stems(text: str) -> tuple[str, ...]:
    return query_stems(regex.sub(r"[-\u2010\u2011]", " ", text))


def kind_of(text: str) -> str:
    """What a sentence asks for: a price, a time, a yes… `tell` when it asks nothing."""
    pieces = (text, *_CLAUSE.split(text))
    return next(
        (name for name, pattern in _kinds().items() if any(pattern.search(one) for one in pieces if one)), "tell"
    )


def _slots(text: str) -> frozenset[str]:
    """The names, numbers, days and months of a question: another one makes another question of it."""
    found: set[str] = set()
    for claim in claims_of(text):
        if claim.kind in ("name", "day"):
            found.update({claim.value} if claim.kind == "day" else query_stems(claim.value))
    for word in fold(text).replace("-", " ").split():
        bare = word.strip(".,;:!?()«»\"'")
        bare = bare.rpartition("'")[2]
        if bare.isdigit() or bare in _spelled():
            found.add(_spelled().get(bare, bare))
        elif bare in _dates():
            found.add(bare)
    return frozenset(found)


@cache
def _kinds() -> Mapping[str, regex.Pattern[str]]:
    """What each kind of question is known by, the first one that is found counts."""
    return {name: regex.compile(pattern, regex.IGNORECASE) for name, pattern in _table()["kinds"].items()}


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_table()["fillers"].split())


@cache
def _spelled() -> Mapping[str, str]:
    return {word: number for number, words in _table()["spelled"].items() for word in words.split()}


@cache
def _dates() -> frozenset[str]:
    return frozenset({*map(fold, (*MONTHS["fr"], *MONTHS["en"])), *_table()["holidays"].split()})


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("assistant.drafting").joinpath("nearness.toml").read_text("utf-8"))


@lru_cache(maxsize=1024)
def names_of(text: str) -> frozenset[str]:
    """The names in a text, folded, one word each."""
    found: set[str] = set()
    for claim in claims_of(text):
        if claim.kind == "name":
            found.update(fold(word) for word in regex.findall(r"\p{Lu}[\p{L}'’-]+", claim.value))
    return frozenset(found)
