"""Whether two posts say the same: what of a text is compared, and how near-copies are found among very many.

Near-copies are found by MinHash with banding (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets,
chapter 3), so the cost grows with the number of posts and not with the number of pairs.
"""

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.records import Post

_LINK = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_MENTION = re.compile(r"@[\w.-]+(?:@[\w.-]+)?")
_NOT_WORDS = re.compile(r"[\W_]+")
_TELLING_WORDS = 4


def said(text: str) -> str:
    """The words of a text as they are compared: no case, accents of letters kept, no links, mentions, punctuation or
    closing hashtags, which differ between the networks of one cross-post. A text of hardly any words stays whole."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = _MENTION.sub(" ", _LINK.sub(" ", folded)).split()
    while bare and bare[-1].startswith("#"):
        bare.pop()
    words = _NOT_WORDS.sub(" ", " ".join(bare)).strip()
    return words if words.count(" ") >= _TELLING_WORDS - 1 else " ".join(folded.split())


def same_key(post: Post) -> str:
    """Equal for two posts that say the same: of one person, as a post or in answer to the same message."""
    answered = said(post.answered.text) if post.answered is not None else ""
    return hashlib.sha256(f"{post.kind}\n{post.person}\n{answered}\n{said(post.text)}".encode()).hexdigest()[:32]


HASHES = 24
BANDS = 8
"""Eight bands of three hashes: of two texts that share three quarters of their word pairs, 99 in 100 meet in a band;
of two that share a quarter, 12 (1 - (1 - s³)⁸)."""

NEAR = 0.75
"""Share of word pairs in common from which two texts are one: a word or two changed in a post of usual length."""

_LEAST_WORDS = 6
_FIGURES = re.compile(r"\w*\d\w*")
_RANDOM = np.random.default_rng(20250101)
_FACTORS = _RANDOM.integers(1, 2**63, HASHES, dtype=np.uint64) | np.uint64(1)
_ADDED = _RANDOM.integers(0, 2**63, HASHES, dtype=np.uint64)

Signatures = NDArray[np.uint32]


def signature(words: str) -> Signatures | None:
    """What stands for the word pairs of a text as `said` gives it; None for a text too short to be nearly another."""
    pairs = _pairs(words)
    if len(pairs) < _LEAST_WORDS - 1:
        return None
    hashes = np.fromiter((zlib.crc32(pair.encode()) for pair in pairs), dtype=np.uint64, count=len(pairs))
    mixed = hashes[:, None] * _FACTORS + _ADDED
    return np.asarray((mixed >> np.uint64(32)).min(axis=0), dtype=np.uint32)


def near(one: str, other: str) -> bool:
    """Whether two texts, as `said` gives them, are near-copies: the same figures, and most word pairs in common."""
    if set(_FIGURES.findall(one)) != set(_FIGURES.findall(other)):
        return False
    first, second = _pairs(one), _pairs(other)
    return len(first & second) >= NEAR * len(first | second)


def near_copies(signatures: Signatures, words: Callable[[int], str]) -> dict[int, int]:
    """For each text that is nearly an earlier one, that one. Rows of `signatures` are texts in their order; `words`
    gives a text, as `said` does. Each text is compared with the first and the last of those it meets in a band only."""
    copies: dict[int, int] = {}
    if not len(signatures):
        return copies
    for band in range(BANDS):
        rows = signatures[:, band * 3 : band * 3 + 3].astype(np.uint64)
        keys = (rows[:, 0] * np.uint64(0x9E3779B97F4A7C15)) ^ (rows[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F)) ^ rows[:, 2]
        order = np.argsort(keys, kind="stable")
        sorted_keys = keys[order]
        starts = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]])
        firsts = np.repeat(order[starts], np.diff(np.r_[starts, len(order)]))
        for others, these in ((firsts, order), (order[:-1], order[1:])):
            if others is not firsts:
                meet = sorted_keys[1:] == sorted_keys[:-1]
                others, these = others[meet], these[meet]  # noqa: PLW2901 - the pairs of neighbours in one band
            alike = (signatures[others] == signatures[these]).sum(axis=1) >= HASHES // 2
            for other, this in zip(others[alike].tolist(), these[alike].tolist(), strict=True):
                first = copies.get(other, other)
                if this not in copies and first < this and near(words(first), words(this)):
                    copies[this] = first
    return {copy: _first(copies, of) for copy, of in copies.items()}


def _first(copies: dict[int, int], of: int) -> int:
    while of in copies:
        of = copies[of]
    return of


def _pairs(words: str) -> set[str]:
    listed = words.split()
    return {f"{one} {other}" for one, other in pairwise(listed)}
