"""Which measured habits a writer is told, in the same sentences that the Voice tab shows a person."""

from assistant.records import Habit, VoiceProfile
from assistant.voice.statements import Statement, statements

ENOUGH = 20
"""Texts under which a habit is chance: of 20 texts, one that a third of all texts have is missing from all only once in
3,000 times."""

_OFTEN = 0.6
_HARDLY = 0.03
_UNTOLD = frozenset(
    "ease subjects favourites never_words openings closings emoji_which hashtag_count tu vous link hashtag "
    "hashtag_end "
    "mention figure speech apology thanks question guillemets guillemets_blank blank_before curly_apostrophe "
    "curly_quote loud line_breaks open_end one_sentence".split()
)
"""What depends on the message and not on the voice, is checked by rules, typeset by us, or is no instruction."""

_ORDER = ("rhythm", "edges", "address", "signs", "words", "typography")


def habits_to_tell(
    profile: VoiceProfile, task: str, language: str, most: int, *, lengths: bool = True
) -> tuple[str, ...]:
    """Up to `most` sentences about a voice that a writer can follow: its `lengths`, what it nearly always does, what it
    never does. Nothing of a voice with too few texts to tell."""
    if profile.posts < ENOUGH or most < 1:
        return ()
    told = [one for one in statements(profile, language) if _useful(one, task)]
    measured = [one for one in told if one.habits[0].spread is not None]
    others = sorted((one for one in told if one not in measured), key=lambda one: -_weight(one))
    chosen = [*(measured[:2] if lengths else ()), *others][:most]
    return tuple(one.text for one in sorted(chosen, key=lambda one: _ORDER.index(one.group)))


def never_says_i(profile: VoiceProfile) -> bool:
    """Whether a voice has shown that it (almost) never says “je” in French."""
    habit = profile.habit("je")
    return profile.posts >= ENOUGH and habit is not None and habit.share is not None and habit.share <= _HARDLY


def _useful(statement: Statement, task: str) -> bool:
    habits = [habit for habit in statement.habits if habit.name not in _UNTOLD]
    if not habits:
        return False
    length_of = {"reply_words": "reply", "post_words": "post"}.get(habits[0].name)
    if length_of is not None:
        return length_of == task
    return habits[0].spread is not None or any(_weight_of(habit) for habit in habits)


def _weight(statement: Statement) -> float:
    return sum(_weight_of(habit) for habit in statement.habits)


def _weight_of(habit: Habit) -> float:
    """How much of the voice an instruction carries: what it nearly always does says most, each thing that it never does
    something, what it does now and then nothing."""
    if habit.share is None or habit.name in _UNTOLD:
        return 0.0
    if habit.share >= _OFTEN:
        return 10 * habit.share
    return 1.0 - habit.share if habit.share <= _HARDLY else 0.0
