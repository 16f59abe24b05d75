"""How texts begin and end: the real phrases that recur, with figures and names left open, and signatures."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import regex

from assistant.voice.measures import Place, text_end
from assistant.voice.texts import ADDRESS, EMOJI, HASHTAG, LINK, MENTION, WORD, Reading, split_sentences

_LONGEST = 4
_MOST = 6
_LEAST_TIMES = 3
_LEAST_SHARE = 0.02
_OF_ITS_BEGINNING = 0.8
"""A shorter beginning is not told beside a longer one that makes up so much of it."""
_SIGNED = regex.compile(r"(?:(?<=\s)[—–-]\s?|\^)(\p{Lu}[\p{L}'-]*\.?(?:\s\p{Lu}[\p{L}'-]*\.?)?)\s*$")
_ALONE = frozenset(
    "le la les l un une des du de d et ou à the a an of and or to in for en ce cette ces son sa ses il elle".split()
)


def openings(readings: Sequence[Reading]) -> tuple[tuple[str, int], ...]:
    """Beginnings that recur, of one to four words, most frequent first, with how often."""
    return _recurring([_first_words(reading) for reading in readings], " ".join)


def closings(readings: Sequence[Reading]) -> tuple[tuple[str, int], ...]:
    """Endings that recur, of two to four words, or a last sentence of one word."""
    ends = [_last_words(reading) for reading in readings]
    return _recurring([end[::-1] for end in ends], lambda words: " ".join(words[::-1]), least=2)


def signature(reading: Reading, names: Sequence[str] = ()) -> Place | None:
    """The name a text is signed with: after a dash or ^ at its end, or one of `names` alone as last sentence."""
    end = text_end(reading)
    match = _SIGNED.search(reading.text, 0, end)
    if match:
        return (match.start(), match.end())
    last = _last_sentence(reading)
    if last.rstrip(".") in names and len(reading.sentences) > 1:
        start = reading.text.rfind(last, 0, end)
        return (start, start + len(last))
    return None


def emoji_places(reading: Reading) -> list[tuple[str, str]]:
    """Each emoji of a post, and whether it stands at the `start`, in the `middle` or at the `end`."""
    words = [match.span() for match in WORD.finditer(_without_links_and_tags(reading.text), reading.body)]
    found = []
    for match in EMOJI.finditer(reading.text, reading.body):
        if not words or match.start() >= words[-1][1]:
            place = "end"
        else:
            place = "start" if match.end() <= words[0][0] else "middle"
        found.append((match.group(), place))
    return found


def _first_words(reading: Reading) -> list[str]:
    text = LINK.sub(" ", reading.text[reading.body :])
    sentence = next(iter(split_sentences(text)), "")
    return _open(sentence)[:_LONGEST]


def _last_words(reading: Reading) -> list[str]:
    words = _open(_last_sentence(reading))
    return words[-_LONGEST:]


def _last_sentence(reading: Reading) -> str:
    return (split_sentences(reading.text[reading.body : text_end(reading)]) or [""])[-1].strip()


def _open(sentence: str) -> list[str]:
    """The words of a sentence, figures as …, names as @…."""
    named = MENTION.sub(" @ ", ADDRESS.sub(" ", sentence))
    words = []
    for match in _tokens().finditer(named):
        word = match.group().replace("’", "'")
        words.append("@…" if word == "@" else "…" if word[0].isdigit() else word.lower())
    return words


@cache
def _tokens() -> Any:
    return regex.compile(rf"@|{WORD.pattern}")


def _without_links_and_tags(text: str) -> str:
    for pattern in (LINK, HASHTAG):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def _recurring(
    beginnings: Sequence[Sequence[str]], shown: Callable[[Sequence[str]], str], least: int = 1
) -> tuple[tuple[str, int], ...]:
    counted: Counter[tuple[str, ...]] = Counter()
    for words in beginnings:
        for size in range(1, len(words) + 1):
            if size >= least or len(words) == size:
                counted[tuple(words[:size])] += 1
    enough = max(_LEAST_TIMES, _LEAST_SHARE * len(beginnings))
    kept: dict[tuple[str, ...], int] = {}
    for words, times in sorted(counted.items(), key=lambda item: (-len(item[0]), item[0])):
        if times < enough or (len(words) == 1 and (words[0] in _ALONE or words[0] == "…")) or set(words) <= {"…", "@…"}:
            continue
        longer = sum(count for other, count in kept.items() if other[: len(words)] == words and len(other) > len(words))
        if longer < _OF_ITS_BEGINNING * times:
            kept[words] = times
    ranked = sorted(kept.items(), key=lambda item: (-item[1] * len(item[0]) ** 0.5, item[0]))
    return tuple((shown(words), times) for words, times in ranked[:_MOST])
