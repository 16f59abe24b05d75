"""Rules of one brand that cannot all be kept: found before a draft is asked to keep them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from assistant.voice.brand import Brand, Rule
from assistant.voice.rules import check_rules
from assistant.voice.spans import spans_of
from assistant.wording import say


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two rules that no text keeps both of. `why` is a sentence in the reader's language."""

    one: str
    other: str
    why: str


def contradictions(brand: Brand, reader: str = "en") -> tuple[Contradiction, ...]:
    """Pairs of rules that ask for opposite things in the same place, each pair once.

    What is looked for: words that one rule requires or puts in place and another bans, two preferred terms that each
    replace the other, more wanted of a word than is allowed, and a rule's own good sentence that another rule blocks.
    """
    found: dict[frozenset[str], Contradiction] = {}
    for contradiction in (*_opposed(brand, reader), *_sentences(brand, reader)):
        found.setdefault(frozenset((contradiction.one, contradiction.other)), contradiction)
    return tuple(found.values())


def _opposed(brand: Brand, reader: str) -> Iterator[Contradiction]:
    for first, second in combinations(brand.rules, 2):
        if not _meet(first, second):
            continue
        for one, other in ((first, second), (second, first)):
            if why := _why(one, other, reader):
                yield Contradiction(one.id, other.id, why)
                break


def _why(one: Rule, other: Rule, reader: str) -> str:
    """Why nobody can keep `one` where `other` holds, empty when they can."""
    if one.kind == "required" and other.kind == "banned" and all(_held(word, other.words) for word in one.words):
        return say("voice.contradiction_required", reader, words=one.words[0])
    if one.kind == "at_least" and other.kind == "banned" and all(_held(word, other.words) for word in one.words):
        return say("voice.contradiction_required", reader, words=one.words[0])
    if one.use and other.kind in ("banned", "preferred") and _held(one.use, other.words):
        return say("voice.contradiction_use", reader, words=one.use)
    if one.kind == "at_least" and other.kind == "at_most" and one.words == other.words and one.count > other.count:
        return say("voice.contradiction_count", reader, words=one.words[0], least=one.count, most=other.count)
    return ""


def _sentences(brand: Brand, reader: str) -> Iterator[Contradiction]:
    blocking = {f"rule:{rule.id}": rule for rule in brand.rules if rule.level == "block"}
    for rule in brand.rules:
        for language in (rule.language,) if rule.language else brand.languages:
            found = check_rules(
                rule.passes,
                brand,
                platform=rule.platforms[0] if rule.platforms else "",
                language=language,
                situation=rule.situations[0] if rule.situations else "",
            )
            for finding in found:
                other = blocking.get(finding.check)
                if other is not None and other.id != rule.id and other.kind not in ("required", "at_least"):
                    why = say("voice.contradiction_sentence", reader, sentence=rule.passes)
                    yield Contradiction(rule.id, other.id, why)


def _meet(one: Rule, other: Rule) -> bool:
    """Whether there is a place where both rules hold."""
    return (
        (not one.language or not other.language or one.language == other.language)
        and _overlap(one.platforms, other.platforms)
        and _overlap(one.situations, other.situations)
    )


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def _held(words: str, others: tuple[str, ...]) -> bool:
    """Whether a text that says `words` says one of `others`."""
    return any(spans_of(others, words))
