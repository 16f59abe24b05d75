"""The habits of a voice, each with its sample size, its spread or share, and three posts that show it."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import regex

from assistant.records import Habit, HabitGroup, HabitUnit, Keyword, Quote, Share
from assistant.voice.edges import closings, emoji_places, openings, signature
from assistant.voice.manners import count, manners, negations
from assistant.voice.measures import Place, measures
from assistant.voice.rhythm import ease_of, spread
from assistant.voice.texts import HASHTAG, Reading

LEAST_FOR_NEVER = 20
"""Texts (or places) of which none does something before "never" is said: with fewer, one in seven may well do it."""
LEAST_FOR_SPLIT = 15
_SHARP_SPLIT = 0.2
_SURE_SPLIT = 2.6
"""A share among replies, or on a network, is told apart when it is 20 points from the rest and this many standard
errors (two-proportion z test; 2.6 is 1 % by chance)."""
_EXAMPLES = 3
_READABLE = range(25, 281)
"""Characters of the posts that are preferred as examples."""
_USUALLY = 0.85
_RARELY = 0.05


def lengths(readings: Sequence[Reading], language: str) -> list[Habit]:
    """How long replies, posts and sentences are, and how easily they read."""
    found = []
    units: tuple[HabitUnit, ...] = ("reply", "post")
    for unit in units:
        own = [reading for reading in readings if reading.post.kind == unit and reading.length]
        if own:
            found.append(_length(f"{unit}_words", unit, own, lambda reading: reading.length))
    spoken = [reading for reading in readings if reading.sentences]
    if spoken:
        counts = [words for reading in spoken for words in reading.sentences]
        few = sum(words <= 4 for words in counts)
        values = {"few": Share(few, len(counts)), "size": _size(spread(counts).median, 8, 15)}
        typical = sorted(spoken, key=lambda reading: sum(reading.sentences) / len(reading.sentences))
        found.append(
            Habit(
                "sentence_words", "sentence_words", "rhythm", "sentence", len(counts),
                spread=spread(counts), values=values, examples=_three(typical),
            )
        )  # fmt: skip
    eased = [(ease, reading) for reading in readings if (ease := ease_of(reading, language)) is not None]
    if eased:
        eased.sort(key=lambda pair: pair[0])
        eases = spread([value for value, _ in eased])
        values = {"size": _size(eases.median, 50, 70, names=("hard", "fair", "easy"))}
        ordered = _three([reading for _, reading in eased])
        found.append(Habit("ease", "ease", "rhythm", "text", len(eased), spread=eases, values=values, examples=ordered))
    return found


def shares(readings: Sequence[Reading], language: str) -> list[Habit]:
    """What is in so many of the texts, for every measure of the language."""
    found = []
    for measure in measures(language):
        places = [(reading, measure.find(reading)) for reading in readings]
        if habit := share_habit(measure.name, measure.group, places):
            found.append(habit)
    return found


def share_habit(name: str, group: HabitGroup, places: Sequence[tuple[Reading, Place | None]]) -> Habit | None:
    """The habit of a measure from where it was found in each text; None when nothing can be told from so few."""
    hits = [(reading, place) for reading, place in places if place is not None]
    total = Share(len(hits), len(places))
    if not total.n or (not hits and total.n < LEAST_FOR_NEVER):
        return None
    splits: dict[str, Share] = {}
    for reading, place in places:
        for split in (f"kind:{reading.post.kind}", f"platform:{reading.post.platform}"):
            before = splits.get(split, Share())
            splits[split] = Share(before.times + (place is not None), before.n + 1)
    kinds = {reading.post.kind for reading, _ in places}
    only = next(iter(kinds)) if len(kinds) == 1 else "text"
    unit: HabitUnit = "reply" if only == "reply" else "post" if only == "post" else "text"
    return Habit(
        name,
        band(total),
        group,
        unit,
        total.n,
        share=total.share,
        times=total.times,
        examples=_shown(hits),
        splits=splits,
        split=sharpest_split(total, splits),
    )


def ratios(readings: Sequence[Reading], language: str) -> list[Habit]:
    """Manners against their opposite: contractions, « ne », blanks, quotation marks, apostrophes."""
    found = []
    for manner in manners(language):
        counted = [(reading, *count(manner, reading)) for reading in readings]
        if habit := _ratio(manner.name, manner.group, manner.unit, counted):
            found.append(habit)
    if language == "fr":
        counted = [(reading, *negations(reading)) for reading in readings]
        if habit := _ratio("ne_dropped", "address", "negation", counted):
            found.append(habit)
    return found


def lists(readings: Sequence[Reading], names: Sequence[str]) -> list[Habit]:
    """Which emoji, where; how many hashtags; openings, closings and signatures."""
    found = []
    used: Counter[str] = Counter()
    where: Counter[str] = Counter()
    with_emoji = []
    for reading in readings:
        for emoji, place in emoji_places(reading):
            used[emoji] += 1
            where[place] += 1
            with_emoji.append(reading)
    if used:
        values: dict[str, object] = {
            "list": tuple(used.most_common(5)),
            "where": where.most_common(1)[0][0],
            "there": Share(where.most_common(1)[0][1], where.total()),
        }
        examples = _shown([(reading, (0, 0)) for reading in dict.fromkeys(with_emoji)])
        found.append(
            Habit("emoji_which", "emoji_which", "signs", "text", where.total(), values=values, examples=examples)
        )
    tagged = [(reading, len(tags)) for reading in readings if (tags := HASHTAG.findall(reading.text))]
    if tagged:
        tags = spread([number for _, number in tagged])
        examples = _shown([(reading, (0, 0)) for reading, _ in tagged])
        found.append(
            Habit("hashtag_count", "hashtag_count", "signs", "text", len(tagged), spread=tags, examples=examples)
        )
    signed = [(reading, signature(reading, names)) for reading in readings]
    if habit := share_habit("signature", "edges", signed):
        found.append(habit)
    for name, phrases in (("openings", openings(readings)), ("closings", closings(readings))):
        if phrases:
            examples = _shown([(one, (0, 0)) for one in _saying(readings, phrases, name)])
            found.append(Habit(name, name, "edges", "text", len(readings), values={"list": phrases}, examples=examples))
    return found


def told_words(
    favourites: Sequence[Keyword], subjects: Sequence[Keyword], never: Sequence[Keyword], readings: Sequence[Reading]
) -> list[Habit]:
    """The words of a voice as habits, with posts that say the first of them."""
    found = []
    for name, words in (("favourites", favourites), ("subjects", subjects), ("never_words", never)):
        if not words:
            continue
        shown: dict[str, Quote] = {}
        for keyword in () if name == "never_words" else words[:_EXAMPLES]:
            pattern = regex.compile(rf"(?<!\p{{L}}){regex.escape(keyword.word)}(?!\p{{L}})", regex.IGNORECASE)
            hits = [(reading, match.span()) for reading in readings if (match := pattern.search(reading.said))]
            shown |= {one.id: one for one in _shown(hits)[:1]}
        values = {"list": tuple(keyword.word for keyword in words)}
        found.append(Habit(name, name, "words", "text", len(readings), values=values, examples=tuple(shown.values())))
    return found


def band(share: Share) -> str:
    """The sentence that tells a share: `never`, `rare`, `some` or `usual`."""
    if not share.times:
        return "never"
    if share.share < _RARELY:
        return "rare"
    return "usual" if share.share >= _USUALLY else "some"


def apart(one: Share, other: Share) -> float:
    """z of the difference of two shares; 0 when either is of nothing, or both are all or nothing."""
    if not one.n or not other.n:
        return 0.0
    pooled = (one.times + other.times) / (one.n + other.n)
    error = math.sqrt(pooled * (1 - pooled) * (1 / one.n + 1 / other.n))
    return (one.share - other.share) / error if error else 0.0


def sharpest_split(total: Share, splits: Mapping[str, Share]) -> str:
    """The split that is furthest from the whole, and surely apart from the rest; empty when none is."""
    best, most = "", 0.0
    for name, share in splits.items():
        rest = Share(total.times - share.times, total.n - share.n)
        if share.n < LEAST_FOR_SPLIT or rest.n < LEAST_FOR_SPLIT or name.endswith(":"):
            continue
        surely = abs(share.share - rest.share) >= _SHARP_SPLIT and abs(apart(share, rest)) >= _SURE_SPLIT
        if surely and abs(share.share - total.share) > most:
            best, most = name, abs(share.share - total.share)
    return best


def quote(reading: Reading, place: Place = (0, 0)) -> Quote:
    """A post as an example, with the place that shows the habit."""
    post = reading.post
    return Quote(post.id, post.text, post.platform, post.date, *place)


def _length(name: str, unit: HabitUnit, own: Sequence[Reading], length: Callable[[Reading], int]) -> Habit:
    ordered = sorted(own, key=lambda reading: (length(reading), reading.post.id))
    words = spread([length(reading) for reading in ordered])
    values = {"size": _size(words.median, 25, 60)}
    return Habit(name, f"{unit}_words", "rhythm", unit, len(own), spread=words, values=values, examples=_three(ordered))


def _ratio(
    name: str, group: HabitGroup, unit: HabitUnit, counted: Iterable[tuple[Reading, list[Place], list[Place]]]
) -> Habit | None:
    follows = departs = 0
    hits: list[tuple[Reading, Place]] = []
    others: list[tuple[Reading, Place]] = []
    for reading, yes, no in counted:
        follows += len(yes)
        departs += len(no)
        if yes:
            hits.append((reading, yes[0]))
        if no:
            others.append((reading, no[0]))
    total = Share(follows, follows + departs)
    if total.n < LEAST_FOR_NEVER // 2:
        return None
    return Habit(
        name, band(total), group, unit, total.n,
        share=total.share, times=total.times, examples=_shown(hits or others),
    )  # fmt: skip


def _size(value: float, short: float, long: float, names: tuple[str, str, str] = ("short", "medium", "long")) -> str:
    return names[0] if value < short else names[1] if value < long else names[2]


def _three(ordered: Sequence[Reading]) -> tuple[Quote, ...]:
    """A low, a middle and a high one of texts in order: those at the tenth, the half and the nine tenths."""
    last = len(ordered) - 1
    places = dict.fromkeys(round(last * part) for part in (0.1, 0.5, 0.9))
    return tuple(quote(ordered[place]) for place in places)


def _shown(hits: Sequence[tuple[Reading, Place]]) -> tuple[Quote, ...]:
    """Up to three posts, readable ones and the newest first."""
    ranked = sorted(
        hits,
        key=lambda hit: (
            len(hit[0].text) not in _READABLE,
            -(hit[0].post.date.timestamp() if hit[0].post.date else 0.0),
            hit[0].post.id,
        ),
    )
    return tuple(quote(reading, place) for reading, place in ranked[:_EXAMPLES])


def _saying(readings: Sequence[Reading], phrases: Sequence[tuple[str, int]], name: str) -> list[Reading]:
    """For each of the phrases one text that begins, or ends, with it."""
    found: list[Reading] = []
    for phrase, _ in phrases[:_EXAMPLES]:
        known = phrase.replace("…", "").replace("@", "").split()
        for reading in readings:
            words = [word.replace("’", "'") for word in reading.words]
            edge = words[: len(known) + 2] if name == "openings" else words[-len(known) - 2 :]
            if all(word in edge for word in known) and reading not in found:
                found.append(reading)
                break
    return found
