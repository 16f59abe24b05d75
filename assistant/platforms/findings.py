"""What a network would refuse in a text, what it would spoil, and what could be better."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from unicodedata import normalize

import regex

from assistant.platforms import units
from assistant.platforms.counting import describe, in_unit
from assistant.platforms.registry import platform as rules_of
from assistant.platforms.rules import NO_LIMITS, Limits, Platform
from assistant.records import Entity, Finding, Fit, Level
from assistant.wording import say


@dataclass(frozen=True, slots=True)
class _Case:
    """A text under review."""

    text: str
    rules: Platform
    entities: tuple[Entity, ...]
    fit: Fit
    alt_texts: Sequence[str] | None
    limits: Limits
    language: str

    def of(self, *kinds: str) -> list[Entity]:
        return [entity for entity in self.entities if entity.kind in kinds]

    def fact(self, name: str) -> int | None:
        fact = self.rules.facts.get(name)
        return fact.value if fact else None

    def say(self, check: str, level: Level, key: str, /, at: tuple[int, int] = (0, 0), **values: object) -> Finding:
        suggestion = values.pop("suggestion", None)
        message = say(f"platforms.{key}", self.language, platform=self.rules.name, **values)
        return Finding(check, level, message, *at, suggestion=None if suggestion is None else str(suggestion))


def findings_of(
    text: str,
    platform: str,
    entities: tuple[Entity, ...],
    fit: Fit,
    *,
    language: str = "en",
    alt_texts: Sequence[str] | None = None,
    limits: Limits | None = None,
) -> tuple[Finding, ...]:
    """Every finding about a text whose entities and count are known, what blocks first."""
    case = _Case(text, rules_of(platform), entities, fit, alt_texts, limits or NO_LIMITS, language)
    found = [finding for check in _CHECKS for finding in check(case)]
    order = {"block": 0, "warn": 1, "hint": 2}
    return tuple(sorted(found, key=lambda finding: order[finding.level]))


# A text full of one fault is told so a few times, not a million.
_MOST_OF_A_KIND = 5

# ---------------------------------------------------------------- length


def _length(case: _Case) -> Iterator[Finding]:
    fit, text = case.fit, case.text
    over = fit.count - fit.limit
    if over > 0:
        level: Level = "block"
        key = f"too_long_{fit.unit}"
        if case.rules.id == "threads" and units.graphemes(text) + _emoji_bytes(text) <= fit.limit:
            level, key = "warn", "threads_doubt"
        yield case.say("length", level, key, over=over, counted=describe(fit, case.language))
    for unit, fact in case.rules.fields[case.rules.field].also:
        counted = in_unit(text, unit)
        if counted > fact.value:
            also = describe(Fit(fit.platform, unit, counted, fact.value, fits=False), case.language)
            yield case.say("length", "block", f"too_long_{unit}", over=counted - fact.value, counted=also)


# Scripts whose clusters the versions of Unicode, and so the networks' engines, count differently.
_UNSURE = regex.compile(r"[\u0900-\u0dff\u1780-\u17ff]")
_MARGIN = 20  # one part in twenty of the limit


def _margin(case: _Case) -> Iterator[Finding]:
    left = case.fit.limit - case.fit.count
    if case.fit.unit == "graphemes" and 0 <= left < case.fit.limit // _MARGIN and (match := _UNSURE.search(case.text)):
        yield case.say("margin", "hint", "margin", match.span(), margin=case.fit.limit // _MARGIN)


_EMOJI = regex.compile(r"\p{Extended_Pictographic}|[\U0001F1E6-\U0001F1FF\U0001F3FB-\U0001F3FF\u200d\ufe0f\u20e3]")


def _emoji_bytes(text: str) -> int:
    return units.utf8("".join(_EMOJI.findall(text)))


def _emptiness(case: _Case) -> Iterator[Finding]:
    if not case.text.strip():
        required = case.rules.fields[case.rules.field].required
        yield case.say("empty", "block" if required else "warn", "empty")


def _fold(case: _Case) -> Iterator[Finding]:
    fold = case.fact("fold")
    if fold and len(case.text) > fold:
        yield case.say("fold", "hint", "fold", (fold, len(case.text)), fold=fold)


# ---------------------------------------------------------------- characters

_UNSENDABLE = regex.compile(r"[\0\ud800-\udfff]")
_DIRECTION = regex.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Letters dressed up as signs: mathematical alphabets, circled and squared letters, fullwidth Latin.
_STYLED = regex.compile(
    r"(?:[\U0001D400-\U0001D7FF\u24b6-\u24e9\U0001F130-\U0001F169\U0001F170-\U0001F189\uff21-\uff3a\uff41-\uff5a]"
    r"[ \u0300-\u036f]*+){2,}+"
)


def _characters(case: _Case) -> Iterator[Finding]:
    for match in islice(_UNSENDABLE.finditer(case.text), _MOST_OF_A_KIND):
        code = f"U+{ord(match[0]):04X}"
        yield case.say("characters", "block", "unsendable_here", match.span(), code=code, suggestion="")
    forbidden = case.rules.fields[case.rules.field].forbidden
    for character in forbidden:
        position = case.text.find(character)
        if position >= 0:
            shown = character if character.isascii() else f"U+{ord(character):04X}"
            at = (position, position + 1)
            yield case.say("characters", "block", "forbidden", at, code=shown, suggestion="")
    if "\ufeff" not in forbidden and (mark := case.text.find("\ufeff")) >= 0:
        yield case.say("characters", "warn", "byte_order_mark", (mark, mark + 1), suggestion="")
    if match := _DIRECTION.search(case.text):
        yield case.say("direction", "warn", "direction", match.span(), code=f"U+{ord(match[0]):04X}", suggestion="")


def _styled_letters(case: _Case) -> Iterator[Finding]:
    for match in islice(_STYLED.finditer(case.text), _MOST_OF_A_KIND):
        styled = match[0].rstrip(" ")
        plain = normalize("NFKC", styled)
        if any(letter.isalpha() for letter in plain):
            at = (match.start(), match.start() + len(styled))
            yield case.say("styled_letters", "warn", "styled_letters", at, plain=plain, suggestion=plain)


# ---------------------------------------------------------------- links

# Top level domains that are also endings of files people write about.
_FILE_ENDINGS = frozenset("ac ai app cc gs la mov md mm ms pl pm properties ps py rs sc sh so st tf vi zip".split())
# Endings under which a bare domain is nearly always meant as one.
_USUAL_ENDINGS = frozenset("com org net edu gov int info biz eu io dev social app blog shop".split())


def _links(case: _Case) -> Iterator[Finding]:
    links = case.of("link")
    if case.rules.id in _DEAD_LINKS:
        for link in links[:1]:
            yield case.say("link", "warn", "dead_link", (link.start, link.end), link=link.text)
        return
    bare = (link for link in links if "/" not in link.text and not link.text.lower().startswith("www."))
    yield from islice(chain.from_iterable(_bare_link(case, link) for link in bare), _MOST_OF_A_KIND)
    most = case.fact("links")
    different = {link.text: link for link in reversed(links)}
    if most and len(different) > most:
        surplus = sorted(link.start for link in different.values())[most]
        at = (surplus, links[-1].end)
        yield case.say("links", "block", "too_many_links", at, most=most, found=len(different))


# Where a link in the text is never clickable (certainty C: field reports).
_DEAD_LINKS = frozenset(("instagram", "tiktok"))


def _bare_link(case: _Case, link: Entity) -> Iterator[Finding]:
    name, _, ending = link.text.rpartition(".")
    at = (link.start, link.end)
    if ending.lower() in _FILE_ENDINGS or ending != ending.lower():
        yield case.say("accidental_link", "warn", "accidental_link_file", at, link=link.text)
    elif len(ending) > 2 and ending not in _USUAL_ENDINGS and name.isalpha():
        apart = f"{name}. {ending}"
        yield case.say("accidental_link", "warn", "accidental_link_words", at, link=link.text, suggestion=apart)


# ---------------------------------------------------------------- mentions and tags


def _mentions(case: _Case) -> Iterator[Finding]:
    mentions = case.of("mention")
    most = case.fact("mentions")
    if most and len(mentions) > most:
        at = (mentions[most].start, mentions[-1].end)
        yield case.say("mentions", "block", "too_many_mentions", at, most=most, found=len(mentions))
    if case.rules.id == "x":
        for mention in mentions[:_MOST_OF_A_KIND]:
            if rest := _HANDLE_TAIL.match(case.text, mention.end):
                at = (mention.start, rest.end())
                handle = case.text[slice(*at)]
                yield case.say("mention", "warn", "mentions_a_stranger", at, handle=handle, name=mention.text)


_HANDLE_TAIL = regex.compile(r"(?:\.[a-z0-9]++(?:-++[a-z0-9]++)*+)++", regex.IGNORECASE)
_WORDY_TAG = 12


def _tags(case: _Case) -> Iterator[Finding]:
    tags = case.of("tag")
    for name, level, key in (
        ("hashtags", "block", "too_many_tags"),
        ("hashtags_ignored", "warn", "tags_ignored"),
        ("hashtags_advised", "hint", "many_tags"),
        ("tags", "hint", "one_topic"),
    ):
        most = case.fact(name)
        if most and len(tags) > most and not (name == "tags" and case.rules.id != "threads"):
            at = (tags[most].start, tags[-1].end)
            yield case.say("tags", level, key, at, most=most, found=len(tags))  # type: ignore[arg-type]
    if case.rules.id == "threads" and tags and len(tags[0].value) > case.rules.fields["topic_tag"].limit.value:
        at = (tags[0].start, tags[0].end)
        yield case.say("topic", "warn", "long_topic", at, most=case.rules.fields["topic_tag"].limit.value)
    wordy = (tag for tag in tags if len(tag.value) >= _WORDY_TAG and tag.value.islower() and tag.value.isalpha())
    for tag in islice(wordy, _MOST_OF_A_KIND):
        yield case.say("tag_capitals", "hint", "tag_capitals", (tag.start, tag.end), tag=tag.text)
    cashtags = case.of("cashtag")
    most = case.fact("cashtags")
    if most and len(cashtags) > most:
        at = (cashtags[most].start, cashtags[-1].end)
        yield case.say("cashtags", "warn", "cashtags", at, most=most, found=len(cashtags))


# ---------------------------------------------------------------- pictures


def _pictures(case: _Case) -> Iterator[Finding]:
    if case.alt_texts is None:
        return
    pictures = len(case.alt_texts)
    if not pictures and case.rules.id == "instagram":
        yield case.say("media", "block", "picture_needed")
    most = case.limits.media or case.fact("images")
    if most and pictures > most:
        yield case.say("media", "block", "too_many_pictures", most=most, found=pictures)
    field = case.rules.fields.get("alt_text")
    for number, alt_text in enumerate(case.alt_texts, 1):
        if not alt_text.strip():
            yield case.say("alt_text", "warn", "no_alt_text", number=number)
        elif field:
            longest = case.limits.alt_text or field.limit.value
            counted = in_unit(alt_text, field.unit)
            if counted > longest:
                over = counted - longest
                yield case.say("alt_text", "block", "long_alt_text", number=number, over=over, most=longest)


_CHECKS: tuple[Callable[[_Case], Iterator[Finding]], ...] = (
    _emptiness, _length, _margin, _characters, _links, _mentions, _tags, _pictures, _styled_letters, _fold,
)  # fmt: skip
