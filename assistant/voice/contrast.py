"""In what a voice is unlike the house's other voices."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Habit, Share, VoiceProfile
from assistant.voice.habits import apart

_SURE = 3.0
"""Standard errors by which two shares differ; with some forty habits compared, chance gives one such in nine voices."""
_SHARP = 0.15


@dataclass(frozen=True, slots=True)
class Contrast:
    """A habit in which a voice differs, and the share of it among the texts of all the others."""

    habit: Habit
    others: Share
    score: float


def contrasts(profile: VoiceProfile, others: Sequence[VoiceProfile]) -> tuple[Contrast, ...]:
    """The habits of a voice whose share is surely another than that of the others taken together, sharpest first."""
    found = []
    for habit in profile.habits:
        if habit.share is None:
            continue
        theirs = [other for one in others if (other := one.habit(habit.name)) is not None]
        together = Share(sum(one.times for one in theirs), sum(one.n for one in theirs))
        score = apart(Share(habit.times, habit.n), together)
        if abs(score) >= _SURE and abs(habit.share - together.share) >= _SHARP:
            found.append(Contrast(habit, together, abs(score)))
    return tuple(sorted(found, key=lambda one: (-abs((one.habit.share or 0) - one.others.share), one.habit.name)))
