"""Guidelines that a person should judge: dates that have passed, and sentences that seem to contradict each other.

The signals are rules, so that they work without a model and say why. They ask for little and claim less: whether two
sentences really contradict each other, a person decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from assistant.library.claims import Claims, claims_of
from assistant.library.deadlines import passed_dates
from assistant.library.embedding import unit_length
from assistant.library.splitting import split_sentences
from assistant.records import Doubt, DoubtKind, Passage
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.library.embedding import Embedder

MOST_SENTENCES = 6_000
"""Sentences compared with each other; guides that people read have fewer."""

_FEWEST_WORDS = 2
_NEAR = 0.55
"""Cosine of two sentences about the same thing. With the built-in embedder, unrelated sentences lie under 0.46
(shared/stack.md, section 8)."""
_TRANSLATED = 0.72
"""The same across languages, where no words are shared."""
_SHARED_NUMBER = 0.6
_SHARED_POLARITY = 0.7
_SHARED_PLAIN = 0.85
"""Share of the telling words of the shorter sentence that the longer one has; the last one, of the longer sentence too,
where what is wanted is only stated, without a word such as always."""
_BATCH = 512


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    passage: Passage
    claims: Claims


def find_doubts(passages: Sequence[Passage], embedder: "Embedder", today: date, reader: str) -> tuple[Doubt, ...]:
    """What to judge in these passages: dates first, then contradictions, nearest first.

    Raises:
        Unreachable: the embedder does not answer.
    """
    sentences = [
        _Sentence(text, passage, claims_of(text, passage.section, passage.language))
        for passage in passages
        for text in _sentences(passage.text)
    ]
    doubts = [
        Doubt("passed", (one.passage,), (one.text,), say("library.doubt_passed", reader, words=words, date=str(day)))
        for one in sentences
        for day, words in passed_dates(one.text, today)
    ]
    telling = [one for one in sentences if _tells(one.claims, one.text.rstrip(' »”"').endswith("?"))][:MOST_SENTENCES]
    return (*doubts, *_contradictions(telling, embedder, reader))


def _sentences(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        bare = line.strip().lstrip("->*•").strip().strip("|").strip()
        yield from (sentence for sentence in split_sentences(bare) if len(sentence.split()) > _FEWEST_WORDS)


def _tells(claims: Claims, asks: bool) -> bool:
    if claims.address:
        return True
    if asks:
        return False
    return len(claims.words) >= _FEWEST_WORDS


def _contradictions(sentences: Sequence[_Sentence], embedder: "Embedder", reader: str) -> Iterator[Doubt]:
    if len(sentences) < 2:
        return
    texts = [one.text for one in sentences]
    vectors = unit_length(np.asarray(embedder.embed_documents(texts), dtype=np.float32))
    found: list[tuple[float, Doubt]] = []
    seen: set[tuple[str, str]] = set()
    for start in range(0, len(sentences), _BATCH):
        near = vectors[start : start + _BATCH] @ vectors.T
        for row, column in np.argwhere(near >= _NEAR):
            one, other = sentences[start + row], sentences[column]
            if (
                column <= start + row
                or one.passage.id == other.passage.id
                or one.passage.person != other.passage.person
            ):
                continue
            cosine = float(near[row, column])
            if told := _against(one, other, cosine, reader):
                key = (one.text, other.text)
                if key not in seen:
                    seen.add(key)
                    found.append((cosine, Doubt(told[0], (one.passage, other.passage), key, told[1])))
    yield from (doubt for _, doubt in sorted(found, key=lambda pair: -pair[0]))


def _against(one: _Sentence, other: _Sentence, cosine: float, reader: str) -> tuple[DoubtKind, str] | None:
    first, second = one.claims, other.claims
    if first.scope != second.scope:
        return None
    if first.address and second.address and first.address != second.address:
        plain = not first.conditional and not second.conditional
        return ("address", say("library.doubt_address", reader)) if plain else None
    if different := _different_number(one, other, cosine):
        return "number", say("library.doubt_number", reader, first=different[0], second=different[1])
    if (first.forbids is True) != (second.forbids is True) and first.conditional == second.conditional:
        plain = None in (first.forbids, second.forbids)
        if plain and one.passage.language != other.passage.language:
            return None
        if _about_the_same(one, other, cosine, _SHARED_PLAIN if plain else _SHARED_POLARITY):
            return "polarity", say("library.doubt_polarity", reader)
    return None


def _different_number(one: _Sentence, other: _Sentence, cosine: float) -> tuple[str, str] | None:
    """The numbers of the one unit in which two sentences differ, when they name the same units."""
    first, second = one.claims.quantities, other.claims.quantities
    if not first or first.keys() != second.keys():
        return None
    if (one.passage.path, one.passage.section) == (other.passage.path, other.passage.section):
        return None  # the parts of one section, as the sizes of a bag, differ in their numbers on purpose
    different = [unit for unit in first if not first[unit] & second[unit]]
    if len(different) != 1 or any(first[unit] != second[unit] for unit in first if unit not in different):
        return None
    if not _about_the_same(one, other, cosine, _SHARED_NUMBER):
        return None
    unit = different[0]
    return ", ".join(sorted(first[unit])), ", ".join(sorted(second[unit]))


def _about_the_same(one: _Sentence, other: _Sentence, cosine: float, share: float) -> bool:
    if one.passage.language != other.passage.language:
        return cosine >= _TRANSLATED
    shared = len(one.claims.words & other.claims.words)
    shorter, longer = sorted((len(one.claims.words), len(other.claims.words)))
    most = longer if share == _SHARED_PLAIN else longer / 2
    return shared >= _FEWEST_WORDS and shared >= share * shorter and shared >= share * most
