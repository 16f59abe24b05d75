"""Where a text may be cut, and what each cut costs a reader."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

import regex

from assistant.platforms.units import clusters
from assistant.records import Entity

Span = tuple[int, int]

_BLANK = r"[ \t\n\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]"
_CLOSING = r"[\u00a0\u202f]?+[»”’\"')\]）」』]*+"
# From the best place for a cut to the worst, each with its cost; the cut is the white space the pattern matches.
_LEVELS = (
    (0.0, regex.compile(r"(?<![ \t])[ \t]*+\n[ \t]*+\n\s*+")),  # paragraph
    (0.5, regex.compile(r"(?<![ \t])[ \t]*+\n\s*+")),  # line
    (1.0, regex.compile(rf"[.!?…]{_CLOSING}\K{_BLANK}++|[。！？]{_CLOSING}\K{_BLANK}*+")),  # sentence
    (3.0, regex.compile(rf"[,;:—–]\K{_BLANK}++|[，、；：]\K")),  # clause
    (5.0, regex.compile(rf"{_BLANK}++")),  # word
)
_ENTITY_COST = 8.0
_CLUSTER_COST = 20.0
_OPEN_COST = 6.0  # for leaving a quote or a bracket open

# A full stop after these ends no sentence, in French or in English.
_ABBREVIATION = regex.compile(
    r"(?:^|[\s(«“])(?:\p{L}|(?:\p{L}\.)+\p{L}|MM|Mr|Mrs|Ms|Dr|Pr|Prof|St|Ste|vs|cf|env|ex|fig|vol|art|chap|no|approx)\.\Z",
    regex.IGNORECASE,
)
_LONGEST_ABBREVIATION = 8
_NUMBER = regex.compile(r"\d++(?:[.,:/ \u00a0\u202f-]\d++)*+(?:[ \u00a0\u202f]?+(?:[%€$£°‰]|\p{Ll}{1,3}+\b))?+")
# French keeps these with what stands before or after them, whatever blank lies between.
_NEVER_FIRST = frozenset("!?;:»%€)]}…,.")
_NEVER_LAST = frozenset("«([{")
_BRACKET = regex.compile(r"[«“(\[「（»”)\]」）]")
_CLOSES = {"«": "»", "“": "”", "(": ")", "[": "]", "「": "」", "（": "）"}
_PIECES_OF_A_POST = 8  # how finely a word longer than a post is cut


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a text may be cut: one part ends at `end`, the next begins at `start`."""

    end: int
    start: int
    cost: float


def find_cuts(text: str, entities: tuple[Entity, ...], fits: Callable[[str], bool], room: int) -> list[Cut]:
    """Where the text may be cut, left to right. A stretch is cut no finer than it takes for its pieces to fit: between
    paragraphs, else lines, sentences, clauses, words; a word longer than a post of `room` between graphemes."""
    guards = _Guards(text, entities)
    cuts: list[Cut] = []
    stretches = [(0, len(text))]
    for cost, pattern in _LEVELS:
        finer: list[Span] = []
        for begin, end in stretches:
            found = [cut for cut in _cuts_of(text, begin, end, pattern, cost) if guards.allow(cut)]
            cuts += (Cut(cut.end, cut.start, cut.cost + guards.open_cost(cut.end)) for cut in found)
            starts = [begin, *(cut.start for cut in found)]
            ends = [*(cut.end for cut in found), end]
            finer += (span for span in zip(starts, ends, strict=True) if not fits(text[slice(*span)]))
        stretches = finer
    for begin, end in stretches:
        cuts += _inside_word(text, (begin, end), guards, fits, room)
    return sorted(cuts, key=lambda cut: cut.end)


def _cuts_of(text: str, begin: int, end: int, pattern: "regex.Pattern[str]", cost: float) -> Iterator[Cut]:
    for match in pattern.finditer(text, begin, end):
        stop, start = match.start(), match.end()
        if begin < stop and start < end:
            before = text[max(begin, stop - _LONGEST_ABBREVIATION) : stop]
            if not (before.endswith(".") and _ABBREVIATION.search(before)):
                yield Cut(stop, start, cost)


def _inside_word(text: str, word: Span, guards: "_Guards", fits: Callable[[str], bool], room: int) -> Iterator[Cut]:
    begin, end = word
    borders = sorted({begin, end, *guards.borders(begin, end)})
    for start, stop in pairwise(borders):
        if start != begin:
            yield Cut(start, start, _ENTITY_COST)
        if not fits(text[start:stop]):
            step = max(1, room // _PIECES_OF_A_POST)
            for _, border in islice(clusters(text[start:stop]), step - 1, None, step):
                if start + border < stop:
                    yield Cut(start + border, start + border, _CLUSTER_COST)


class _Guards:
    """What stays whole in a text (links, mentions, tags, numbers), and where quotes and brackets are open."""

    def __init__(self, text: str, entities: tuple[Entity, ...]) -> None:
        self._text = text
        self._spans: list[Span] = []
        found = [(entity.start, entity.end) for entity in entities] + [match.span() for match in _NUMBER.finditer(text)]
        for start, end in sorted(found):
            if not self._spans or start >= self._spans[-1][1]:
                self._spans.append((start, end))
        self._starts = [start for start, _ in self._spans]
        self._turns, self._depths = _openings(text)

    def borders(self, begin: int, end: int) -> Iterator[int]:
        """Borders of what stays whole, between two places."""
        for span in self._spans[bisect_left(self._starts, begin) : bisect_left(self._starts, end)]:
            yield from (border for border in span if begin < border < end)

    def allow(self, cut: Cut) -> bool:
        """Whether the text may be cut here."""
        if self._text[cut.start] in _NEVER_FIRST or self._text[cut.end - 1] in _NEVER_LAST:
            return False
        index = bisect_left(self._starts, cut.start) - 1
        return index < 0 or self._spans[index][1] <= cut.end

    def open_cost(self, position: int) -> float:
        """What it costs that a quote or bracket which is closed later is open here."""
        index = bisect_left(self._turns, position) - 1
        return _OPEN_COST if index >= 0 and self._depths[index] > 0 else 0.0


def _openings(text: str) -> tuple[list[int], list[int]]:
    """Where the number of open quotes and brackets changes, and the number from there on; only those closed later."""
    waiting: list[tuple[str, int]] = []
    turns: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text):
        sign = match[0]
        if sign in _CLOSES:
            waiting.append((_CLOSES[sign], match.start()))
        elif waiting and waiting[-1][0] == sign:
            turns += ((waiting.pop()[1], 1), (match.start(), -1))
    depth = 0
    places: list[int] = []
    depths: list[int] = []
    for place, step in sorted(turns):
        depth += step
        places.append(place)
        depths.append(depth)
    return places, depths
