"""How a voice changes in time: its texts in a few stretches of equal number."""

from collections.abc import Mapping, Sequence
from statistics import median

from assistant.records import Period
from assistant.voice.measures import Find
from assistant.voice.texts import Reading

MOST_PERIODS = 8
LEAST_TEXTS = 12
"""Texts a stretch needs, or its figures are noise."""
TOLD = ("exclamation", "question", "emoji", "hashtag", "link", "figure")
"""Measures whose share is told in time."""


def periods(readings: Sequence[Reading], finds: Mapping[str, Find]) -> tuple[Period, ...]:
    """Up to eight stretches of texts, oldest first, each of twelve texts and more; none when there are not two."""
    dated = sorted(
        ((reading.post.date, reading) for reading in readings if reading.post.date is not None),
        key=lambda pair: (pair[0].timestamp(), pair[1].post.id),
    )
    count = min(MOST_PERIODS, len(dated) // LEAST_TEXTS)
    if count < 2:
        return ()
    found = []
    for number in range(count):
        part = dated[number * len(dated) // count : (number + 1) * len(dated) // count]
        texts = [reading for _, reading in part]
        shares = {
            name: sum(find(reading) is not None for reading in texts) / len(texts)
            for name, find in finds.items()
            if name in TOLD
        }
        words = median(reading.length for reading in texts)
        found.append(Period(part[0][0], part[-1][0], len(part), float(words), shares))
    return tuple(found)
