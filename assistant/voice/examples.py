"""Every rule's and policy's own two sentences tried on it: the one that must fail and the one that must pass."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.records import Finding
from assistant.voice.brand import Brand, HandOver, Rule, Silence
from assistant.voice.decisions import calls_for, keeps_silent
from assistant.voice.rules import check_register, check_rules


@dataclass(frozen=True, slots=True)
class WrongExample:
    """A sentence that a rule should have caught (`expected`) and did not, or should have let pass and did not. `rule`
    is the rule's id, or the name of the policy's table."""

    rule: str
    sentence: str
    expected: bool


def wrong_examples(brand: Brand, situation_of: Callable[[str], str] | None = None) -> tuple[WrongExample, ...]:
    """The sentences of `brand.toml` on which its rules and policies do not do what the file says. Empty is good.

    `situation_of` tells what a message is: without it, silences that hold in some situations only are not tried.
    """
    wrong: list[WrongExample] = []
    for rule in brand.rules:
        for sentence, expected in ((rule.fails, True), (rule.passes, False)):
            if catches(rule, sentence, brand) is not expected:
                wrong.append(WrongExample(rule.id, sentence, expected))
    wrong += _wrongly_handled(brand, situation_of)
    for name, fails, passes, caught in _policies(brand):
        for sentence, expected in ((fails, True), (passes, False)):
            if sentence and caught(sentence) is not expected:
                wrong.append(WrongExample(name, sentence, expected))
    return tuple(wrong)


def catches(rule: Rule, sentence: str, brand: Brand) -> bool:
    """Whether a rule finds something in a sentence, where it is to be held."""
    found: tuple[Finding, ...] = check_rules(
        sentence,
        brand,
        platform=rule.platforms[0] if rule.platforms else "",
        language=rule.language or brand.languages[0],
        situation=rule.situations[0] if rule.situations else "",
    )
    return any(finding.check == f"rule:{rule.id}" for finding in found)


def _wrongly_handled(brand: Brand, situation_of: Callable[[str], str] | None) -> Iterator[WrongExample]:
    rules: tuple[HandOver | Silence, ...] = (*brand.hand_over, *brand.silence)
    for rule in rules:
        if rule.situations and situation_of is None:
            continue
        for sentence, expected in ((rule.example, True), (rule.counter_example, False)):
            situation = situation_of(sentence) if situation_of else ""
            if isinstance(rule, HandOver):
                called = calls_for(rule, sentence, brand, (situation,))
            else:
                called = keeps_silent(rule, sentence, situation, after_us=True)
            if called is not expected:
                yield WrongExample(rule.id, sentence, expected)


def without_examples(brand: Brand) -> tuple[str, ...]:
    """Policies that are set and have no sentences to try them on."""
    return tuple(name for name, fails, passes, _ in _policies(brand) if not (fails and passes))


def _policies(brand: Brand) -> Iterator[tuple[str, str, str, Callable[[str], bool]]]:
    """Name, sentences and check of every policy that is set."""

    def by(check: str, *, platform: str = "", language: str = "", situation: str = "") -> Callable[[str], bool]:
        def caught(sentence: str) -> bool:
            found = check_rules(sentence, brand, platform=platform, language=language, situation=situation)
            return any(finding.check == check for finding in found)

        return caught

    if brand.emoji.allowed or brand.emoji.at_most is not None or brand.emoji.never_when:
        never = brand.emoji.never_when
        only_there = not brand.emoji.allowed and brand.emoji.at_most is None
        where = never[0] if only_there and never else ""
        yield "emoji", brand.emoji.fails, brand.emoji.passes, by("emoji", situation=where)
    if brand.hashtags.at_most:
        strictest = min(brand.hashtags.at_most, key=lambda platform: brand.hashtags.at_most[platform])
        yield "hashtags", brand.hashtags.fails, brand.hashtags.passes, by("hashtags", platform=strictest)
    if brand.typography is not None:
        yield "typography", brand.typography.fails, brand.typography.passes, by("typography", language="fr")
    if brand.inclusive is not None:
        yield "inclusive", brand.inclusive.fails, brand.inclusive.passes, by("inclusive", language="fr")
    for tone in brand.tone:
        check = f"tone:{tone.situation}"
        yield check, tone.fails, tone.passes, by(check, situation=tone.situation)
    if "fr" in brand.languages:
        expected = brand.register_.default
        register = brand.register_
        yield "register", register.fails, register.passes, lambda text: bool(check_register(text, expected))
