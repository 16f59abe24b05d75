"""Length, rhythm and reading ease, with their spread over a voice's texts."""

from collections.abc import Sequence
from functools import lru_cache
from statistics import quantiles

import regex

from assistant.records import Spread
from assistant.voice.texts import Reading

LEAST_WORDS = 10
"""A text with fewer words has no reading ease worth a figure."""

_VOWELS_EN = regex.compile(r"[aeiouy]+")
_VOWELS_FR = regex.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_SILENT_END_EN = regex.compile(r"(?:[^aeiouy]e|[^aeiouydt]ed|(?<!s|x|z|ch|sh|c|g|e|i)es)$")
_SYLLABIC_LE = regex.compile(r"[^aeiouylr]les?$")
_HIATUS_EN = regex.compile(r"i[ao]|[eu]o(?!u)|ua(?!r)|eing$|yi|ea$|(?<=cr)ea|ie(?=nce|t)")
_NO_HIATUS_EN = regex.compile(r"(?<=[tscgx])i[ao]|qua|gua|peo")
_HIATUS_FR = regex.compile(r"é[aoiuèé]|[aou]ï|[aoiu]é|oè|a[oô](?!û|u)")
_MUTE_END_FR = regex.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûüœæ]|[éiu])(?:e|es)$")
_MUTE_ENT_FR = regex.compile(r"(?<=[^aeiouyàâéèêm])ent$")
_SILENT_U_FR = regex.compile(r"(?<=q)u|(?<=g)u(?=[eiéèê])")
_FINAL_VOWEL_FR = regex.compile(r"[éiu]es?$")
_ENT_IS_HEARD = frozenset("vent cent dent lent argent souvent client moment accent talent récent agent urgent".split())


def spread(values: Sequence[float]) -> Spread:
    """Middle, middle half and middle 80 % of some values; all 0 without any."""
    if not values:
        return Spread()
    if len(values) == 1:
        one = float(values[0])
        return Spread(one, one, one, one, one, 1)
    tenths = quantiles(values, n=10, method="inclusive")
    quarters = quantiles(values, n=4, method="inclusive")
    return Spread(tenths[0], quarters[0], quarters[1], quarters[2], tenths[8], len(values))


@lru_cache(maxsize=50_000)
def syllables(word: str, language: str) -> int:
    """Spoken syllables of a word, by rule, at least 1. French: a mute e at the end does not count, as it is spoken.

    The rules are our own and right for most words, not for all: reading ease needs an average.
    """
    word = word.lower()
    if language == "fr":
        word = _SILENT_U_FR.sub("", word)
        count = len(_VOWELS_FR.findall(word)) + len(_HIATUS_FR.findall(word))
        if count > 1 and (
            _MUTE_END_FR.search(word) or (_MUTE_ENT_FR.search(word) and word.removesuffix("s") not in _ENT_IS_HEARD)
        ):
            count -= 1 if not _FINAL_VOWEL_FR.search(word) else 0
        return max(1, count)
    count = len(_VOWELS_EN.findall(word))
    count += len(_HIATUS_EN.findall(_NO_HIATUS_EN.sub("x", word)))
    if _SILENT_END_EN.search(word) and not _SYLLABIC_LE.search(word):
        count -= 1
    return max(1, count)


def reading_ease(words: Sequence[str], sentences: int, language: str) -> float:
    """How easy a text reads, from 0 (hard) to 100 (easy); short texts may lie outside.

    English: Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948): 206.835 - 1.015 words a
    sentence - 84.6 syllables a word. French: Kandel and Moles, « Application de l'indice de Flesch à la langue
    française », Cahiers d'études de radio-télévision 19 (1958): 207 - 1.015 words a sentence - 73.6 syllables a word.
    """
    count = len(words)
    if not count or not sentences:
        return 0.0
    spoken = sum(syllables(word, language) for word in words)
    if language == "fr":
        return 207 - 1.015 * count / sentences - 73.6 * spoken / count
    return 206.835 - 1.015 * count / sentences - 84.6 * spoken / count


def ease_of(reading: Reading, language: str) -> float | None:
    """Reading ease of a post's own words; None when there are too few, or the language has no formula."""
    words = [word for word in reading.words if not any(sign.isdigit() for sign in word)]
    if language not in ("fr", "en") or len(words) < LEAST_WORDS:
        return None
    # Sentences are counted over the whole text, so a quotation's words are put back by their share.
    sentences = max(1, round(len(reading.sentences) * len(reading.words) / max(reading.length, 1)))
    return reading_ease(words, sentences, language)
