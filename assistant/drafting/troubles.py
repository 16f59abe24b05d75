"""What goes wrong, by kind, in ordinary French and English: late, damaged, another thing, not liked, paid wrong, down.

A complaint and the fact that says what happens next speak of the same kind, seldom in the same words.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from assistant.drafting.claims import claims_of
from assistant.drafting.clauses import parse
from assistant.library.splitting import split_sentences
from assistant.model.nearness import Nearness
from assistant.records import Passage
from assistant.voice.words import telling_stems

_TAKEN_BACK = frozenset({"refund", "replace", "exchange"})
DEEDS = frozenset({"refund", "replace", "exchange", "repair", "remake"})
_REMAKE = regex.compile(
    r"\b(?:refai\w+|remake|make it again|renvo\w+|resend\w*|sent? (?:it )?again)\b", regex.IGNORECASE
)
_REACHES = frozenset({"email", "phone", "link", "handle"})
_PRIVATELY = regex.compile(
    r"\b(?:en privé|message privé|par courriel|by (?:e-?mail|dm)|\bDMs?\b|privately|private message)\b",
    regex.IGNORECASE,
)
_SAME_KIND = 0.3
_SAME_DEED = 0.15
"""Goods that came wrong are taken back by a fact that takes goods back, whatever it calls what is wrong with them."""
_SAYS_WHERE = 0.05
_GOODS = frozenset({"damaged", "another", "disliked"})
FELT = frozenset({"rude", "served", "spoiled", "waited"})
"""Kinds of trouble of who was there, which nobody tells but to complain. What is said of goods does not mend them."""
_LEAST = 0.3
_LEAST_OF_ANOTHER = 0.5
_LIKENED = regex.compile(
    r"\b(?:compte(?:nt)? (?:comme|pour)|(?:est|sont) traité\w* comme|counts? as|(?:is|are) treated (?:as|like))\b",
    regex.IGNORECASE,
)
"""Coffee that was ground wrong “counts as a wrong bag”: a fact for who speaks of the grind, not for who has a wrong
bag. A message says a word of what stands before it that no other fact says."""
_CONDITION = regex.compile(r"^\W*(?:si|s['’]|if|when|quand|lorsqu)\b", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Remedy:
    """The fact that says what happens next: its sentences about this trouble, and the deeds they speak of. It is `sure`
    where it speaks of this kind of trouble, and not only of something near in meaning."""

    passage: Passage
    sentences: tuple[str, ...]
    deeds: frozenset[str]
    sure: bool = True


_DENIED = r"(?<!\b(?:pas|not|isn['’]t|wasn['’]t|aren['’]t|weren['’]t) )"
"""« C'est pas brisé » tells of no break; « pas reçu » begins with its own “pas”."""


def kinds_of(text: str) -> frozenset[str]:
    """The kinds of trouble that a text speaks of."""
    return frozenset(name for name, pattern in _kinds().items() if pattern.search(text))


def plain_words_of_trouble() -> tuple[str, ...]:
    """Patterns of words that say by themselves that something went wrong."""
    return tuple(word for words in _table().values() for word in words["plain"])


@cache
def _kinds() -> Mapping[str, regex.Pattern[str]]:
    return {
        name: regex.compile(rf"{_DENIED}\b(?:{'|'.join((*words['plain'], *words['other']))})(?!\w)", regex.IGNORECASE)
        for name, words in _table().items()
    }


@cache
def _table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(files("assistant.drafting").joinpath("troubles.toml").read_text("utf-8"))


def deeds_of(text: str) -> frozenset[str]:
    """What a text says is done about it."""
    found = frozenset(word for one in parse(text) for clause in one.clauses if clause.sign > 0 for word in clause.words)
    return (found & DEEDS) | (frozenset({"remake"}) if _REMAKE.search(text) else frozenset())


def says_where(text: str) -> bool:
    """Whether a text says where to write or call, or that it is to be in private."""
    return _PRIVATELY.search(text) is not None or _reaches(text)


def _reaches(text: str) -> bool:
    return any(claim.kind in _REACHES for claim in claims_of(text))


def find_remedy(message: str, facts: Sequence[Passage], near: Nearness) -> Remedy | None:
    """The fact that says what the house does about what a message complains of; None when none surely does."""
    offered = [one for one in facts if deeds_of(one.text) or _reaches(one.text)]
    if not offered:
        return None
    theirs, said = kinds_of(message), telling_stems(message)
    told = [" ".join((*one.section, one.text)) for one in offered]
    cosines = near.between([message], told)[0]
    scored = []
    for passage, text, cosine in zip(offered, told, cosines, strict=True):
        likened = _LIKENED.split(text, maxsplit=1)
        if len(likened) > 1:
            elsewhere = frozenset().union(*(telling_stems(other) for other in told if other != text))
            if not said & (telling_stems(likened[0]) - elsewhere):
                continue
        shared = theirs & kinds_of(text)
        shared = shared if shared & FELT or not theirs & FELT else frozenset()
        taken_back = (
            not theirs & FELT and bool(theirs & _GOODS) and not shared and bool(deeds_of(passage.text) & _TAKEN_BACK)
        )
        score = cosine + _SAME_KIND * len(shared) + _SAME_DEED * taken_back + _SAYS_WHERE * _reaches(passage.text)
        scored.append((bool(shared) and score >= _LEAST, score, bool(shared) or taken_back, passage))
    if not scored:
        return None
    _, score, same, best = max(scored, key=lambda one: one[:2])
    if score < (_LEAST if same else _LEAST_OF_ANOTHER):
        return None
    sentences = _about(best, theirs)
    return Remedy(best, sentences, deeds_of(" ".join(sentences)), same)


def _about(passage: Passage, theirs: frozenset[str]) -> tuple[str, ...]:
    """The first sentence of a fact that speaks of this trouble or says what is done, and those after it that say where
    to write."""
    sentences = [one.strip() for line in passage.text.split("\n") for one in split_sentences(line)]
    first = next((place for place, one in enumerate(sentences) if kinds_of(one) & theirs), None)
    if first is None:
        first = next((place for place, one in enumerate(sentences) if deeds_of(one) or says_where(one)), 0)
    chosen = [sentences[first]]
    chosen += [one for one in sentences[first + 1 :] if says_where(one) and not _CONDITION.match(one)][:1]
    return tuple(chosen)
