"""What is decided by the brand's own tables and by those of every house: who takes a message over, what gets no answer,
and what an answer may promise.

The rules of every house (`every_house.toml`: self-harm, threats, safety, law, press, spam, bait…) hold unless the brand
has one with the same id.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import regex
from pydantic import BaseModel

from assistant.voice.brand import Brand, HandOver, Person, Silence
from assistant.voice.handling import every_house_tables
from assistant.voice.rules import says_tu, says_vous
from assistant.voice.spans import spans_outside

_NAME = "{name}"
_NICKNAME = regex.compile(r"[\"“«]\s?([^\"“”«»]+?)\s?[\"”»]")
_NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f,.]\d{3})+|\d+)(?:[.,]\d{1,2})?(?!\d)"
_MONEY = regex.compile(
    rf"(?:US|CA)?[$€£]\s?(?P<after>{_NUMBER})|"
    rf"(?<![\d.,])(?P<before>{_NUMBER})\s?(?:[$€£]|(?:CAD|USD|EUR|dollars?|piast(?:re|er)s?|bucks|euros?)\b)",
    regex.IGNORECASE,
)


class _EveryHouse(BaseModel, extra="forbid", frozen=True):
    hand_over: tuple[HandOver, ...]
    silence: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class TakingOver:
    """A rule that calls for a person, and who that is, None when the brand names nobody."""

    rule: HandOver
    person: Person | None = None


@cache
def every_house() -> _EveryHouse:
    """The rules that come with the assistant."""
    return _EveryHouse.model_validate(every_house_tables())


def handing_over(brand: Brand) -> tuple[HandOver, ...]:
    """The rules that hold for a brand, the urgent ones first, then its own, then those of every house."""
    own = {rule.id for rule in brand.hand_over}
    rules = (*brand.hand_over, *(rule for rule in every_house().hand_over if rule.id not in own))
    return tuple(sorted(rules, key=lambda rule: not rule.urgent))


def silences(brand: Brand) -> tuple[Silence, ...]:
    """The silences that hold for a brand: its own, then those of every house."""
    own = {rule.id for rule in brand.silence}
    return (*brand.silence, *(rule for rule in every_house().silence if rule.id not in own))


def taking_over(text: str, brand: Brand, situations: Collection[str] = ()) -> TakingOver | None:
    """The first rule that a message calls for, with the person named in it or in the rule. `situations` are what the
    message may well be."""
    for rule in handing_over(brand):
        if calls_for(rule, text, brand, situations):
            named = next((one for one in brand.people if _calls(rule, text, one)), None)
            return TakingOver(rule, named or brand.person(rule.to))
    return None


def calls_for(rule: HandOver, text: str, brand: Brand, situations: Collection[str] = ()) -> bool:
    """Whether a message calls for a hand-over rule: its words outside of its exceptions and the amount it names, or
    one of its situations."""
    if not set(rule.situations).isdisjoint(situations):
        return True
    if rule.above is not None and max(amounts_of(text), default=0.0) <= rule.above:
        return False
    plain = tuple(word for word in rule.words if _NAME not in word)
    return any(spans_outside(plain, rule.exceptions, text)) or any(_calls(rule, text, one) for one in brand.people)


def keeps_silent(rule: Silence, text: str, situation: str, *, after_us: bool = False) -> bool:
    """Whether a silence holds for a message of a situation; `after_us` says that the house has spoken in the thread."""
    if (rule.situations and situation not in rule.situations) or (rule.after_us and not after_us):
        return False
    return not rule.words or any(spans_outside(rule.words, rule.exceptions, text))


def commitments(brand: Brand, situation: str) -> tuple[str, ...]:
    """What an answer may promise in a situation, in the brand's own words: `[[commitments]]` of its file."""
    allowed = (one for one in brand.commitments if not one.situations or situation in one.situations)
    return tuple(dict.fromkeys(word for one in allowed for word in one.words))


def amounts_of(text: str) -> tuple[float, ...]:
    """The amounts of money a text names, whatever the currency: “1 200,50 $”, “$1,200.50”, “80 piastres”."""
    found = (match["after"] or match["before"] for match in _MONEY.finditer(text))
    return tuple(_value(one) for one in found)


def one_sided_words(brand: Brand) -> tuple[str, ...]:
    """Texts of the brand's own words that say tu or vous and are read to both: a person is addressed wrongly by them.
    Of a house that says vous to all, none that says vous."""
    register = brand.register_
    forms = {register.default, *register.platforms.values(), *register.situations.values()}
    forms |= {one.register_ for one in brand.people if one.register_ is not None}
    texts = [rule.says.get("fr", "") for rule in brand.hand_over] + [
        brand.holding.checking.get("fr", ""),
        brand.holding.complaint.get("fr", ""),
    ]
    return tuple(text for text in texts if (says_vous(text) and "tu" in forms) or (says_tu(text) and forms != {"tu"}))


def _calls(rule: HandOver, text: str, person: Person) -> bool:
    """Whether a message names a person where the words of a rule have their place."""
    names = dict.fromkeys((person.name, person.name.split()[0], *_NICKNAME.findall(person.name), person.id))
    words = tuple(word.replace(_NAME, name) for word in rule.words if _NAME in word for name in names)
    return any(spans_outside(words, rule.exceptions, text))


def _value(shown: str) -> float:
    """The value of digits written the French or the English way."""
    digits = regex.sub(r"\s", "", shown)
    cents = regex.search(r"[.,](\d{1,2})$", digits)
    whole = digits[: cents.start()] if cents else digits
    return float(regex.sub(r"\D", "", whole) or 0) + (float(cents[1]) / 10 ** len(cents[1]) if cents else 0.0)
