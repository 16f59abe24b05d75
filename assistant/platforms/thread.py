"""Cutting a long text into posts that each fit their network."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate, groupby

from assistant.platforms.counting import count, in_unit
from assistant.platforms.cuts import Cut, find_cuts
from assistant.platforms.registry import network
from assistant.platforms.rules import Limits, Unit
from assistant.platforms.units import clusters

# One post more weighs more than any cut; the evenness of posts, at most this, decides between cuts of like cost.
_POST_COST = 1000.0
_UNEVEN_COST = 4.0
# Below the first number every cut is weighed; above it, this many for each post.
_MANY_CUTS = 2000
_CUTS_OF_A_POST = 24


@dataclass(frozen=True, slots=True)
class _Room:
    """How much a post holds, in the network's own unit and in further ones."""

    platform: str
    limits: Limits | None
    own: int
    also: tuple[tuple[Unit, int], ...]

    def sizes(self, text: str) -> tuple[int, ...]:
        own = count(text, self.platform, limits=self.limits).count
        return (own, *(in_unit(text, unit) for unit, _ in self.also))

    def holds(self, sizes: tuple[int, ...]) -> bool:
        return sizes[0] <= self.own and all(size <= room for size, (_, room) in zip(sizes[1:], self.also, strict=True))

    def fits(self, text: str) -> bool:
        return self.holds(self.sizes(text))


def split(text: str, platform: str, *, limits: Limits | None = None, markers: bool = False) -> tuple[str, ...]:
    """The text as posts that each fit the network: one when it fits, none when there is no text.

    As few posts as can be, cut where it disturbs least, of even length. They hold every character of the text but the
    white space at the cuts. Links, mentions, tags, numbers and emoji stay whole unless one alone is longer than a
    post. `markers` appends " 1/4" and so on, counted in.

    Raises:
        BadInput: there is no such network.
    """
    rules = network(platform).PLATFORM
    text = text.strip()
    if not text:
        return ()
    length = (limits.length if limits else None) or rules.limit
    also = tuple((unit, fact.value) for unit, fact in rules.fields[rules.field].also)
    parts = _parts(text, _Room(platform, limits, length, also))
    digits = 0
    while markers and len(parts) > 1 and len(str(len(parts))) > digits:
        digits = len(str(len(parts)))
        marker = len(" /") + 2 * digits
        shorter = tuple((unit, max(1, room - marker)) for unit, room in also)
        parts = _parts(text, _Room(platform, limits, max(1, length - marker), shorter))
    if markers and len(parts) > 1:
        return tuple(f"{part} {number}/{len(parts)}" for number, part in enumerate(parts, 1))
    return parts


def _parts(text: str, room: _Room) -> tuple[str, ...]:
    if room.fits(text):
        return (text,)
    cuts = _thinned(find_cuts(text, network(room.platform).find(text), room.fits, room.own), room.own)
    return tuple(piece for begin, end in _best(text, cuts, room) for piece in _halved(text[begin:end].strip(), room))


def _best(text: str, cuts: list[Cut], room: _Room) -> list[tuple[int, int]]:
    """Spans of the fewest posts and, among those, of the cheapest cuts and the evenest lengths."""
    begins = [0, *(cut.start for cut in cuts)]
    ends = [*(cut.end for cut in cuts), len(text)]
    costs = [*(cut.cost for cut in cuts), 0.0]
    following = [*begins[1:], len(text)]
    sizes = [room.sizes(text[begin:end]) for begin, end in zip(begins, following, strict=True)]
    # Per unit, the size of the text up to each beginning.
    sums = [[0, *accumulate(column)] for column in zip(*sizes, strict=True)]
    rooms = (room.own, *(size for _, size in room.also))
    even = sums[0][-1] / -(-sums[0][-1] // room.own)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for last, end in enumerate(ends):
        blank = following[last] - end
        earliest = (bisect_left(sum_, sum_[last + 1] - blank - size) for sum_, size in zip(sums, rooms, strict=True))
        size = sums[0][last + 1] - blank
        chosen = (float("inf"), last)
        for first in range(min(last, max(earliest)), last + 1):
            uneven = (size - sums[0][first] - even) / room.own
            chosen = min(chosen, (best[first][0] + _UNEVEN_COST * uneven * uneven, first))
        best.append((chosen[0] + _POST_COST + costs[last], chosen[1]))
    spans: list[tuple[int, int]] = []
    index = len(begins)
    while index:
        first = best[index][1]
        spans.append((begins[first], ends[index - 1]))
        index = first
    return spans[::-1]


def _thinned(cuts: list[Cut], room: int) -> list[Cut]:
    """Of the cuts of a very long text, the best one in each stretch of a fraction of a post."""
    if len(cuts) <= _MANY_CUTS:
        return cuts
    stretch = max(1, room // _CUTS_OF_A_POST)
    return [min(near, key=lambda cut: cut.cost) for _, near in groupby(cuts, key=lambda cut: cut.end // stretch)]


def _halved(part: str, room: _Room) -> list[str]:
    """The part, halved between graphemes until each piece fits; a single grapheme stays whole if it possibly can."""
    if not part or room.fits(part) or len(part) == 1:
        return [part] if part else []
    borders = [end for _, end in clusters(part) if end < len(part)]
    middle = min(borders, key=lambda border: abs(2 * border - len(part)), default=len(part) // 2)
    return _halved(part[:middle].strip(), room) + _halved(part[middle:].strip(), room)
