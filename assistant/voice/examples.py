"""Every rule's own two sentences tried on it: the one that must fail and the one that must pass."""

from dataclasses import dataclass

from assistant.records import Finding
from assistant.voice.brand import Brand, HandOver, Rule
from assistant.voice.rules import check_rules, spans_outside


@dataclass(frozen=True, slots=True)
class WrongExample:
    """A sentence that a rule should have caught (`expected`) and did not, or should have let pass and did not."""

    rule: str
    sentence: str
    expected: bool


def wrong_examples(brand: Brand) -> tuple[WrongExample, ...]:
    """The sentences of `brand.toml` on which its rules do not do what the file says. Empty is good."""
    wrong: list[WrongExample] = []
    for rule in brand.rules:
        for sentence, expected in ((rule.fails, True), (rule.passes, False)):
            if catches(rule, sentence, brand) is not expected:
                wrong.append(WrongExample(rule.id, sentence, expected))
    for taking_over in brand.hand_over:
        for sentence, expected in ((taking_over.example, True), (taking_over.counter_example, False)):
            if calls_for(taking_over, sentence) is not expected:
                wrong.append(WrongExample(taking_over.id, sentence, expected))
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


def calls_for(rule: HandOver, text: str) -> bool:
    """Whether a message holds words of a hand-over rule outside of the rule's exceptions."""
    return any(spans_outside(rule.words, rule.exceptions, text))
