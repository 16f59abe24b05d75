"""Habits in plain sentences, in the reader's language: the same words for the page, the terminal and the model.

`sentence(habit, language)` is one habit; `statements(profile, language)` a whole voice, by group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from assistant.records import Habit, HabitGroup, HabitUnit, Limit, Share, Spread, VoiceProfile
from assistant.wording import closest_language, language_name, say, sentences

GROUPS: tuple[HabitGroup, ...] = get_args(HabitGroup)
BANDS = ("never", "rare", "some", "usual")

_SIMPLE = (
    *((1, whole) for whole in range(2, 10)),
    *((2, 3), (3, 4), (2, 5), (3, 5), (4, 5), (5, 6)),
    *((tenths, 10) for tenths in (1, 3, 7, 9)),
)
_NEAR = 0.02
_FEW = 0.075
_NAMES = {"x": "X", "linkedin": "LinkedIn", "tiktok": "TikTok", "youtube": "YouTube"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence about a voice and the habits it tells: several for "Never: …", else one."""

    group: HabitGroup
    text: str
    habits: tuple[Habit, ...]


def statements(profile: VoiceProfile, language: str) -> tuple[Statement, ...]:
    """What is to be said of a voice, in the order of the groups; in each, what is never done comes last, in one
    sentence."""
    found: list[Statement] = []
    for group in GROUPS:
        habits = [habit for habit in profile.habits if habit.group == group]
        never = [habit for habit in habits if habit.key == "never" and not _own_sentence(habit)]
        told = [habit for habit in habits if habit not in never]
        found += [Statement(group, sentence(habit, language), (habit,)) for habit in told]
        if never:
            listed = ", ".join(thing(habit.name, language, denied=True) for habit in never)
            found.append(Statement(group, say("habits.tell_nevers", language, list=listed), tuple(never)))
    return tuple(found)


def sentence(habit: Habit, language: str) -> str:
    """One habit in a sentence, with how it differs on a network or between posts and replies."""
    key = _own_sentence(habit) or habit.key
    if key == "some" and habit.unit not in ("text", "post", "reply"):
        key = "some_places"
    if habit.name == "hashtag_count" and habit.spread and habit.spread.low == habit.spread.high:
        key = "hashtag_count_same"
    told = say(f"habits.tell_{key}", language, **_values(habit, language))
    told = told[0].upper() + told[1:]
    if habit.split and habit.key in BANDS:
        told += f" {_split(habit, language)}"
    return told


def limit(one: Limit, language: str) -> str:
    """What a profile cannot tell, in a sentence."""
    values = {name: _shown(value, language) for name, value in one.values.items()}
    if "languages" in one.values:
        codes = one.values["languages"]
        known = [language_name(str(code), language) for code in codes] if isinstance(codes, tuple) else []
        values["languages"] = ", ".join(known)
    return say(f"habits.limit_{one.key}", language, **values)


def thing(name: str, language: str, *, denied: bool = False) -> str:
    """What a measure finds, by name; `denied` as it follows "never" (French needs « de »)."""
    return say(f"habits.denied_{name}" if denied else f"habits.thing_{name}", language)


def portion(share: Share, unit: HabitUnit, language: str) -> str:
    """A share as people say it: "one reply in three"; with counts where it is near none or all, or of a few."""
    one, single, plural = say(f"habits.unit_{unit}", language).split("|")
    value, counts = (
        share.share,
        {"times": number(share.times, language), "n": number(share.n, language), "plural": plural},
    )
    # French agrees with what was counted (« 1 texte sur 34 »), English with the whole ("1 of 34 texts").
    agreed = single if closest_language(language) == "fr" and share.times < 2 else plural
    if _FEW <= value <= 1 - _FEW and share.n >= 10:
        near = [pair for pair in _SIMPLE if abs(pair[0] / pair[1] - value) <= _NEAR]
        part, whole = (
            min(near, key=lambda pair: pair[1])
            if near
            else min(_SIMPLE, key=lambda pair: abs(pair[0] / pair[1] - value))
        )
        spelled = one if part == 1 else f"{_number_word(part, language)} {plural}"
        return say("habits.portion", language, units=spelled, of=_number_word(whole, language))
    if share.n >= 200:
        hundredths = round(100 * value)
        if hundredths < 1 and share.times:
            return say("habits.portion_fewer", language, units=single)
        if not share.times < share.n or hundredths < 100:
            units = single if hundredths == 1 else plural
            return say("habits.portion_hundred", language, times=hundredths, units=units)
    return say("habits.portion_counts", language, units=agreed, **counts)


def number(value: float, language: str) -> str:
    """A whole number as the reader writes it: 1,234 in English, 1 234 in French."""
    text = f"{value:,.0f}"
    return text.replace(",", "\u202f") if closest_language(language) == "fr" else text


def quoted(texts: Iterable[object], language: str) -> str:
    """Texts in quotation marks, with how often in parentheses where that is known."""
    found = []
    for one in texts:
        text, times = one if isinstance(one, tuple) else (one, 0)
        shown = text if _is_sign(str(text)) else say("habits.quoted", language, text=text)
        found.append(f"{shown} ({number(times, language)})" if times else shown)
    return ", ".join(found)


def network_name(platform: str) -> str:
    """A network as people write it."""
    return _NAMES.get(platform, platform.capitalize())


def _values(habit: Habit, language: str) -> dict[str, object]:
    values: dict[str, object] = {}
    if habit.share is not None:
        share = Share(habit.times, habit.n)
        values = {"portion": portion(share, habit.unit, language)}
        values |= {"thing": thing(habit.name, language), "denied": thing(habit.name, language, denied=True)}
    if habit.spread is not None:
        values |= _figures(habit.spread, language)
    for name, value in habit.values.items():
        if isinstance(value, Share):
            values[name] = portion(value, habit.unit, language)
        elif name == "size":
            values[name] = say(f"habits.size_{value}", language)
        elif name == "where":
            values[name] = say(f"habits.where_{value}", language)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            values[name] = quoted(value, language)
        else:
            values[name] = value
    return values


def _figures(spread: Spread, language: str) -> Mapping[str, str]:
    names = ("low", "quarter", "median", "three_quarters", "high")
    return {name: number(getattr(spread, name), language) for name in names}


def _split(habit: Habit, language: str) -> str:
    kind, _, name = habit.split.partition(":")
    share = habit.splits[habit.split]
    if kind == "kind":
        where = say(f"habits.in_{name}", language)
        unit: HabitUnit = "reply" if name == "reply" else "post"
    else:
        where, unit = say("habits.on_platform", language, platform=network_name(name)), habit.unit
    if not share.times:
        return say("habits.split_never", language, where=where)
    return say("habits.split", language, where=where, portion=portion(share, unit, language))


@cache
def _own_keys() -> frozenset[str]:
    return frozenset(sentences("habits"))


def _own_sentence(habit: Habit) -> str:
    """The sentence written for this habit in this band, where there is one."""
    key = f"{habit.name}_{habit.key}"
    return key if habit.key in BANDS and f"tell_{key}" in _own_keys() else ""


def _number_word(value: int, language: str) -> str:
    return say("habits.numbers", language).split()[value - 2]


def _shown(value: object, language: str) -> str:
    return number(value, language) if isinstance(value, int | float) else str(value)


def _is_sign(text: str) -> bool:
    return not any(sign.isalnum() for sign in text)
