"""Surface features of a text: how it is built, whatever it is about.

Each is a rate (a word, a sentence, a character), so that a text said twice has the same features, and each is pulled
towards nothing when the text is too short to tell, so that shortness alone says nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import regex

from assistant.voice.score.masking import EMOJI, LINK, NAME, TAG

Floats = npt.NDArray[np.float32]

_WORD = regex.compile(r"\p{L}+(?:['-]\p{L}+)*")
_SENTENCE = regex.compile(r"[^.!?…\n]+[.!?…]*")
_LEVELS = {"word": 12.0, "sentence": 1.5, "letter": 40.0}
"""How many words, sentences or letters of an average text are added to each text before its rate is taken."""

_COUNTED: dict[str, tuple[str, Mapping[str, str]]] = {
    "exclamation": ("sentence", {"": r"!"}),
    "question": ("sentence", {"": r"\?"}),
    "ellipsis": ("sentence", {"": r"…"}),
    "emoji": ("sentence", {"": EMOJI.pattern}),
    "comma": ("word", {"": r","}),
    "colon": ("sentence", {"": r":(?!\S)"}),
    "semicolon": ("sentence", {"": r";"}),
    "dash": ("sentence", {"": r"[—–]|(?<= )-(?= )"}),
    "quotes": ("sentence", {"": r"[«\"]"}),
    "parenthesis": ("sentence", {"": r"\("}),
    "line_break": ("sentence", {"": r"\n+"}),
    "tag": ("sentence", {"": TAG}),
    "digits": ("word", {"": r"0"}),
    "small_start": ("sentence", {"": r"(?:^|(?<=[.!?…] )|(?<=\n))\p{Ll}"}),
    "shout": ("word", {"": r"\b\p{Lu}{3,}\b"}),
    "capitals": ("letter", {"": r"\p{Lu}"}),
    "stretched": ("word", {"": r"(\p{L})\1\1+"}),
    "first_singular": (
        "word",
        {"fr": r"(?i)\b(?:je|moi|mon|ma|mes)\b|\b[jm]'(?=\p{L})", "en": r"\b[Ii]\b(?!\.)|(?i)\b(?:me|my|mine)\b"},
    ),
    "first_plural": ("word", {"fr": r"(?i)\b(?:nous|notre|nos)\b", "en": r"(?i)\b(?:we|us|our|ours)\b"}),
    "on": ("word", {"fr": r"(?i)\bon\b"}),
    "tu": ("word", {"fr": r"(?i)\b(?:tu|toi|ton|ta|tes)\b|\bt'(?=\p{L})"}),
    "vous": ("word", {"fr": r"(?i)\b(?:vous|votre|vos)\b"}),
    "you": ("word", {"en": r"(?i)\b(?:you|your|yours|ur|u)\b"}),
    "contraction": ("word", {"en": r"(?i)\b\p{L}+'(?:s|t|re|ve|ll|d|m)\b"}),
    "oral": (
        "word",
        {
            "fr": r"(?i)\b(?:ça|y'a|y'en|pis|faque|chu|ben|ouais|t'es|c'te|pas mal|genre|trop|mdr)\b",
            "en": r"(?i)\b(?:gonna|wanna|gotta|kinda|lol|omg|ngl|tbh|y'all|yeah|nah|ok|ur|u|rn|bc|cuz)\b",
        },
    ),
    "courtesy": (
        "word",
        {
            "fr": r"(?i)\b(?:merci|veuillez|cordialement|bonjour|désolée?s?|s'il vous plaît|n'hésitez)\b",
            "en": r"(?i)\b(?:thanks?|please|sorry|apologi\p{L}+|kindly|appreciate|hello|hi)\b",
        },
    ),
}
_MEASURED = ("word_letters", "sentence_words")


@cache
def names(language: str) -> tuple[str, ...]:
    """The features of a language, in the order of the vector."""
    return (*_patterns(language), *_MEASURED)


@cache
def _patterns(language: str) -> dict[str, tuple[str, "regex.Pattern[str]"]]:
    return {
        name: (unit, regex.compile(pattern))
        for name, (unit, patterns) in _COUNTED.items()
        if (pattern := patterns.get("") or patterns.get(language))
    }


def words(masked: str) -> int:
    """How many words a masked text has."""
    return len(_WORD.findall(masked))


def sentences(masked: str) -> list[str]:
    """The sentences of a masked text that hold a word."""
    return [part.strip() for part in _SENTENCE.findall(masked) if _WORD.search(part)]


def count(masked: str, language: str) -> tuple[list[float], list[float]]:
    """For each feature how often it occurs in a masked text, and in how many of its units it could have."""
    text = masked.replace(LINK, "").replace(NAME, "")
    found = _WORD.findall(text)
    parts = len(sentences(text)) or 1
    letters = sum(map(len, found))
    units = {"word": float(len(found)), "sentence": float(parts), "letter": float(letters)}
    patterns = _patterns(language)
    counts = [float(len(pattern.findall(text))) for _, pattern in patterns.values()]
    sizes = [units[unit] for unit, _ in patterns.values()]
    return [*counts, float(letters), float(len(found))], [*sizes, units["word"], units["sentence"]]


def rates(texts: Sequence[str], language: str, average: Floats | None = None) -> tuple[Floats, Floats]:
    """The features of masked texts, one row each, and the average they were pulled towards (theirs, unless given)."""
    pairs = [count(text, language) for text in texts]
    counts = np.asarray([pair[0] for pair in pairs], dtype=np.float32).reshape(len(pairs), -1)
    sizes = np.asarray([pair[1] for pair in pairs], dtype=np.float32).reshape(len(pairs), -1)
    if average is None:
        average = (counts.sum(axis=0) + 1e-3) / (sizes.sum(axis=0) + 1.0)
    pull = _pull(language)
    found: Floats = np.sqrt((counts + average * pull) / (sizes + pull))
    return found, average


@cache
def _pull(language: str) -> Floats:
    counted = [_LEVELS[unit] for unit, _ in _patterns(language).values()]
    return np.asarray([*counted, _LEVELS["word"], _LEVELS["sentence"]], dtype=np.float32)
