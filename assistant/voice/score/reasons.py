"""Why a text is unlike the voice, in plain sentences: what lies outside the middle 90 % of its own posts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import regex

from assistant.records import Band
from assistant.voice.score.habits import phrases, sentence_words, traits
from assistant.voice.score.masking import LINK, NAME, TAG
from assistant.voice.score.model import Reading, VoiceModel
from assistant.wording import say

MOST_REASONS = 3
_NEVER, _ALWAYS = 0.05, 0.9
_WORD = regex.compile(r"\p{L}+(?:['-]\p{L}+)*")
_MISSED = frozenset(
    "exclamation question emoji tag small_start tu vous on nous je we i you contraction greeting thanks".split()
)
"""Traits whose absence may be told; nobody needs to be told that a text has no semicolon."""
_COUNTED = frozenset("exclamation question emoji ellipsis dash tag shout".split())


def reasons_for(
    reading: Reading, model: VoiceModel, bands: tuple[Band, Band], kind: str, reader: str, *, foreign: Sequence[str]
) -> list[str]:
    """Up to three reasons, the strongest first. `bands` are those of the text and of its content-masked form;
    `foreign` are phrases of models in the text that no own post holds."""
    kinds: Any = model.habits["kinds"]
    kind = kind if kind in kinds else ""
    habits = kinds[kind]
    whose = say(f"voice.own_{kind or 'text'}", reader)
    found = [
        *_address(reading, habits, model.language, reader),
        *_phrases(reading, model, foreign, reader),
        *_lengths(reading, habits, whose, reader),
        *_traits(reading, habits, model.language, whose, reader),
    ]
    weak = 2.0 if bands == ("in_range", "in_range") else 0.0
    told = [reason for weight, reason in sorted(found, key=lambda pair: -pair[0]) if weight >= weak]
    if bands[0] != "off" and bands[1] == "off":
        told.insert(0, say("voice.reason_topic_only", reader))
    elif not told and bands[0] in ("off", "drifting") and (words := strange_words(reading, model)):
        told.append(say("voice.reason_words", reader, words=_quoted(words, reader)))
    return list(dict.fromkeys(told))[:MOST_REASONS]


def strange_words(reading: Reading, model: VoiceModel, most: int = 3) -> list[str]:
    """The words of a text that speak most against the voice, in the order of the text."""
    indices, values = reading.characters
    if not len(model.full.characters):
        return []
    pull = dict(zip(indices.tolist(), (model.full.characters[indices] * values).tolist(), strict=True))
    text, places = reading.masked, model.characters.places
    per_letter = np.zeros(len(text))
    for size in (3, 4, 5):
        for start in range(len(text) - size + 1):
            place = places.get(text[start : start + size])
            if place is not None:
                per_letter[start : start + size] += pull.get(place, 0.0) / size
    weighed = [
        (float(per_letter[match.start() : match.end()].sum()), match.start(), match.group())
        for match in _WORD.finditer(text)
        if len(match.group()) > 2
    ]
    worst = sorted(one for one in weighed if one[0] < 0)[:most]
    return list(dict.fromkeys(word for _, _, word in sorted(worst, key=lambda one: one[1])))


Found = Iterable[tuple[float, str]]


def _address(reading: Reading, habits: Mapping[str, Any], language: str, reader: str) -> Found:
    """Tu where the voice says vous, or the other way round."""
    if language != "fr":
        return
    patterns, shares = traits("fr"), habits["shares"]
    for used, usual in (("tu", "vous"), ("vous", "tu")):
        addressed = patterns[used].search(reading.masked) and not patterns[usual].search(reading.masked)
        if addressed and shares[usual] >= 0.2 and shares[used] <= 0.1 * shares[usual]:
            yield 5.0, say("voice.reason_address", reader, found=used, usual=usual)


def _phrases(reading: Reading, model: VoiceModel, foreign: Sequence[str], reader: str) -> Found:
    if foreign:
        yield 4.5, say("voice.reason_phrase", reader, phrase=max(foreign, key=len).lower())
        return
    strange: Any = model.habits["strange"]
    here = phrases(reading.masked, model.language).intersection(strange)
    longest = sorted(here, key=lambda run: (-len(run.split()), run))
    if longest and not any(sign in longest[0] for sign in (LINK, NAME, TAG)):
        yield 4.0, say("voice.reason_phrase", reader, phrase=longest[0].replace("' ", "'"))


def _lengths(reading: Reading, habits: Mapping[str, Any], whose: str, reader: str) -> Found:
    low, usual, high = habits["words"]
    times = reading.words / max(usual, 1.0)
    if reading.words > high and times >= 1.5:
        yield 2.0 + times, say("voice.reason_longer", reader, times=_times(times, reader), whose=whose)
    elif reading.words < low and times <= 0.34:
        yield 1.0, say("voice.reason_shorter", reader, whose=whose)
    _, usual, high = habits["sentence"]
    length = sentence_words(reading.masked)
    if length > high and length >= 1.5 * usual:
        yield 2.5, say("voice.reason_sentences", reader, words=f"{length:.0f}", usual=f"{usual:.0f}")


def _traits(reading: Reading, habits: Mapping[str, Any], language: str, whose: str, reader: str) -> Found:
    for name, pattern in traits(language).items():
        times, share = len(pattern.findall(reading.masked)), habits["shares"][name]
        trait = say(f"voice.trait_{name}", reader)
        if times and share <= _NEVER and habits["posts"] >= 20:
            yield 3.0 - 20 * share, say("voice.reason_never", reader, trait=trait)
        elif not times and share >= _ALWAYS and name in _MISSED:
            yield 2.0, say("voice.reason_always", reader, trait=trait, whose=whose)
        elif name in _COUNTED and times > max(habits["most"][name], 1.0) and times >= 3:
            yield 1.5, say("voice.reason_many", reader, trait=trait, whose=whose)


def _times(times: float, reader: str) -> str:
    halves = round(times * 2)
    if halves in (3, 4, 6):
        return say(f"voice.times_{halves}", reader)
    return say("voice.times", reader, n=round(times))


def _quoted(words: Iterable[str], reader: str) -> str:
    return ", ".join(say("voice.quoted", reader, words=word) for word in words)
