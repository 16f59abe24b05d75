"""What the voice's own posts nearly always have, and what they never have: the figures behind the plain reasons."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import regex

from assistant.records import Post
from assistant.voice.cliches import used_by
from assistant.voice.score.masking import EMOJI, TAG, function_words

_ENOUGH_OF_A_KIND = 20
_WORD = regex.compile(r"\p{L}+(?:['-]\p{L}+)*'?")
_SENTENCE = regex.compile(r"[^.!?…\n]+[.!?…]*")
_TRAITS: dict[str, Mapping[str, str]] = {
    "exclamation": {"": r"!"},
    "question": {"": r"\?"},
    "ellipsis": {"": r"…"},
    "emoji": {"": EMOJI.pattern},
    "dash": {"": r"[—–]"},
    "semicolon": {"": r"; |;$"},
    "parenthesis": {"": r"\(\p{L}"},
    "quotes": {"": r"[«\"]"},
    "tag": {"": TAG},
    "shout": {"": r"\b\p{Lu}{4,}\b"},
    "small_start": {"": r"\A\p{Ll}"},
    "tu": {"fr": r"(?i)\b(?:tu|toi|ton|ta|tes)\b|\bt'(?=\p{L})"},
    "vous": {"fr": r"(?i)\b(?:vous|votre|vos)\b"},
    "on": {"fr": r"(?i)\bon\b"},
    "nous": {"fr": r"(?i)\b(?:nous|notre|nos)\b"},
    "je": {"fr": r"(?i)\bje\b|\bj'(?=\p{L})"},
    "we": {"en": r"(?i)\b(?:we|our|us)\b"},
    "i": {"en": r"\bI\b|\bi\b(?!\.)"},
    "you": {"en": r"(?i)\b(?:you|your)\b"},
    "contraction": {"en": r"(?i)\b\p{L}+'(?:s|t|re|ve|ll|d|m)\b"},
    "greeting": {"fr": r"(?i)\A\W*(?:bonjour|salut|bonsoir|allô|coucou)\b", "en": r"(?i)\A\W*(?:hi|hello|hey|dear)\b"},
    "thanks": {"fr": r"(?i)\bmerci\b", "en": r"(?i)\bthank(?:s| you)\b"},
    "apology": {"fr": r"(?i)\b(?:désolée?s?|excus\p{L}+|pardon)\b", "en": r"(?i)\b(?:sorry|apolog\p{L}+)\b"},
}


@cache
def traits(language: str) -> dict[str, "regex.Pattern[str]"]:
    """What is looked for in a masked text of a language."""
    return {
        name: regex.compile(pattern)
        for name, patterns in _TRAITS.items()
        if (pattern := patterns.get("") or patterns.get(language))
    }


def measure_habits(
    posts: Sequence[Post], texts: Sequence[str], others: Sequence[str], language: str
) -> dict[str, object]:
    """Habits of own posts, by kind where there are enough of it; the clichés of models that they hold; and phrases of
    others that no own post holds."""
    kinds: dict[str, list[str]] = {"": list(texts)}
    for kind in ("post", "reply"):
        of_kind = [text for post, text in zip(posts, texts, strict=True) if post.kind == kind]
        if len(of_kind) >= _ENOUGH_OF_A_KIND:
            kinds[kind] = of_kind
    return {
        "kinds": {kind: _habits(of_kind, language) for kind, of_kind in kinds.items()},
        "cliches": sorted(used_by((post.text for post in posts), language)),
        "strange": strange_phrases(texts, others, language),
    }


def _habits(texts: Sequence[str], language: str) -> dict[str, object]:
    words = [len(_WORD.findall(text)) for text in texts]
    found: dict[str, Any] = {
        "posts": len(texts),
        "words": [float(value) for value in np.quantile(words, (0.05, 0.5, 0.95))],
        "sentence": [float(value) for value in np.quantile([sentence_words(t) for t in texts], (0.05, 0.5, 0.95))],
        "shares": {},
        "most": {},
    }
    for name, pattern in traits(language).items():
        times = [len(pattern.findall(text)) for text in texts]
        found["shares"][name] = sum(map(bool, times)) / len(times)
        found["most"][name] = float(np.quantile(times, 0.95))
    return found


def sentence_words(masked: str) -> float:
    """Words a sentence has on average."""
    lengths = [count for part in _SENTENCE.findall(masked) if (count := len(_WORD.findall(part)))]
    return sum(lengths) / len(lengths) if lengths else 0.0


def phrases(masked: str, language: str) -> set[str]:
    """Runs of two to four words within a sentence that hold at least one word with a meaning of its own."""
    known = function_words(language)
    runs: set[str] = set()
    for sentence in _SENTENCE.findall(masked.lower()):
        words = _WORD.findall(sentence)
        for size in (2, 3, 4):
            for start in range(len(words) - size + 1):
                run = words[start : start + size]
                if words[start].endswith("'") and size == 2:
                    continue
                if not known.issuperset(run):
                    runs.add(" ".join(run))
    return runs


def strange_phrases(own: Sequence[str], others: Sequence[str], language: str) -> list[str]:
    """Phrases that others use so often that this voice would have used them by now, and has not."""
    counted: Counter[str] = Counter()
    for text in others:
        counted.update(phrases(text, language))
    needed = max(3.0, 2.0 * len(others) / max(len(own), 1))
    frequent = {run for run, times in counted.items() if times >= needed}
    for text in own:
        frequent -= phrases(text, language)
        if not frequent:
            break
    return sorted(frequent)
