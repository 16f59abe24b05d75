"""What is decided by the brand's own tables and by those of every house: who takes a message over, what gets no answer,
and what an answer may promise.

The rules of every house (`every_house.toml`: self-harm, threats, safety, law, press, spam, bait…) hold unless the brand
has one with the same id.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
from pydantic import BaseModel

from assistant.records import Danger
from assistant.voice.amounts import amounts_of, clauses_of
from assistant.voice.brand import Brand, HandOver, Person, Silence
from assistant.voice.handling import every_house_tables
from assistant.voice.rules import says_tu, says_vous
from assistant.voice.spans import has_form, spans_outside, spelled_as, without_forms

_NAME = "{name}"
_MOST_WORDS_OF_A_CLOSE = 20
_WORD = regex.compile(r"\p{L}[\p{L}'’-]*")
_NICKNAME = regex.compile(r"[\"“«]\s?([^\"“”«»]+?)\s?[\"”»]")


class _AsksBack(BaseModel, extra="forbid", frozen=True):
    words: tuple[str, ...]
    forms: tuple[str, ...]
    exceptions: tuple[str, ...]


class _SetApart(BaseModel, extra="forbid", frozen=True):
    forms: tuple[str, ...]


class _EveryHouse(BaseModel, extra="forbid", frozen=True):
    hand_over: tuple[HandOver, ...]
    silence: tuple[Silence, ...]
    set_apart: _SetApart
    money_back: _AsksBack


@dataclass(frozen=True, slots=True)
class TakingOver:
    """A rule that calls for a person, and who that is, None when the brand names nobody. `accused` says that somebody
    of the house is reproached something by name."""

    rule: HandOver
    person: Person | None = None
    accused: bool = False


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


def taking_over(
    text: str, brand: Brand, situations: Collection[str] = (), danger: Danger | None = None, *, worth: float = 0.0
) -> TakingOver | None:
    """The first rule that a message calls for, with the person named in it or in the rule. `situations` are what the
    message may well be, `danger` what it surely shows, `worth` the price of what it is about. Who is accused does not
    get the message: the rule's own person does."""
    for rule in handing_over(brand):
        if calls_for(rule, text, brand, situations, danger, worth=worth):
            if accused := any(_accuses(rule, text, one) for one in brand.people):
                return TakingOver(rule, brand.person(rule.to), accused)
            named = next((one for one in brand.people if _calls(rule, text, one)), None)
            return TakingOver(rule, named or brand.person(rule.to))
    return None


def calls_for(
    rule: HandOver,
    text: str,
    brand: Brand,
    situations: Collection[str] = (),
    danger: Danger | None = None,
    *,
    worth: float = 0.0,
) -> bool:
    """Whether a message calls for a hand-over rule: its words outside of its exceptions and the amount it names (or,
    where it names none, `worth`), one of its forms, situations or dangers, or one of the house accused by name."""
    if not set(rule.situations).isdisjoint(situations) or (danger is not None and danger in rule.dangers):
        return True
    if rule.above is not None:
        return _asked_back(rule, text, worth) > rule.above
    if has_words(rule, meant(text)):
        return True
    if any(has_form(form, text) for form in spelled_as(text, rule.forms) if _NAME not in form):
        return True
    return any(_calls(rule, text, one) or _accuses(rule, text, one) for one in brand.people)


def has_words(rule: HandOver, text: str) -> bool:
    """Whether a word of a rule that names nobody stands in a message, however it is spelled, outside of exceptions."""
    plain = spelled_as(text, [word for word in rule.words if _NAME not in word])
    return any(spans_outside(plain, spelled_as(text, rule.exceptions), text))


@lru_cache(maxsize=2048)
def meant(text: str) -> str:
    """A message without what sounds of a danger and is none (“allergic to mondays”, “lawyer here”), blanks in its
    place."""
    return without_forms(spelled_as(text, every_house().set_apart.forms), text)


def asks_back(text: str, brand: Brand) -> bool:
    """Whether a message asks for money back without a word of how much, in a house where that decides who answers."""
    rules = [rule for rule in handing_over(brand) if rule.above is not None]
    return not amounts_of(text) and any(_asking(rule, text) for rule in rules)


def keeps_silent(rule: Silence, text: str, situation: str, *, after_us: bool = False) -> bool:
    """Whether a silence holds for a message of a situation; `after_us` says that the house has spoken in the thread.
    What ends an exchange asks nothing and is short."""
    if rule.after_us and ("?" in text or len(text.split()) > _MOST_WORDS_OF_A_CLOSE):
        return False
    if rule.most_words is not None and ("?" in text or len(_WORD.findall(text)) > rule.most_words):
        return False
    if (rule.situations and situation not in rule.situations) or (rule.after_us and not after_us):
        return False
    return not rule.words or any(spans_outside(rule.words, rule.exceptions, text))


def commitments(brand: Brand, situation: str) -> tuple[str, ...]:
    """What an answer may promise in a situation, in the brand's own words: `[[commitments]]` of its file."""
    allowed = (one for one in brand.commitments if not one.situations or situation in one.situations)
    return tuple(dict.fromkeys(word for one in allowed for word in one.words))


def one_sided_words(brand: Brand) -> tuple[str, ...]:
    """Texts of the brand's own words that say tu or vous and are read to both: a person is addressed wrongly by them.
    Of a house that says vous to all, none that says vous."""
    register = brand.register_
    forms = {register.default, *register.platforms.values(), *register.situations.values()}
    forms |= {one.register_ for one in brand.people if one.register_ is not None}
    texts = [rule.says.get("fr", "") for rule in brand.hand_over] + [
        brand.holding.checking.get("fr", ""),
        brand.holding.complaint.get("fr", ""),
        brand.holding.thanks.get("fr", ""),
    ]
    return tuple(text for text in texts if (says_vous(text) and "tu" in forms) or (says_tu(text) and forms != {"tu"}))


def _asked_back(rule: HandOver, text: str, worth: float) -> float:
    """The highest amount a message asks for: of the clauses that ask when they name one, else of the whole message,
    else what it is worth; zero when it asks for no money."""
    asking = _asking(rule, text)
    there = [amount for one in asking for amount in amounts_of(one)]
    return max(there or (amounts_of(text) if asking else ()), default=worth if asking else 0.0)


def _asking(rule: HandOver, text: str) -> list[str]:
    back = every_house().money_back
    words, exceptions = (*rule.words, *back.words), (*rule.exceptions, *back.exceptions)
    asking = [
        one
        for one in clauses_of(text)
        if any(spans_outside(words, exceptions, one)) or any(has_form(form, one) for form in back.forms)
    ]
    return asking or ([text] if any(has_form(form, text) for form in back.forms) else [])


def _calls(rule: HandOver, text: str, person: Person) -> bool:
    """Whether a message names a person where the words of a rule have their place."""
    words = tuple(word.replace(_NAME, name) for word in rule.words if _NAME in word for name in _names(person))
    return any(spans_outside(words, rule.exceptions, text))


def _accuses(rule: HandOver, text: str, person: Person) -> bool:
    """Whether one of a rule's forms finds a person reproached something by name."""
    names = "|".join(regex.escape(name) for name in _names(person))
    named = rf"(?<!\p{{L}})(?:{names})(?!\p{{L}})"
    forms = [form.replace(_NAME, named) for form in rule.forms if _NAME in form]
    return has_form(named, text) and any(has_form(form, text) for form in forms)


def _names(person: Person) -> tuple[str, ...]:
    return tuple(dict.fromkeys((person.name, person.name.split()[0], *_NICKNAME.findall(person.name), person.id)))
