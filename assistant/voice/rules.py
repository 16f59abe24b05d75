"""The brand's rules applied to a text: words, patterns, emoji, hashtags, tu and vous. Findings carry spans."""

from collections.abc import Iterator, Sequence

import regex

from assistant.records import Finding
from assistant.voice.brand import Brand, Register, Rule, text_in
from assistant.voice.inclusive import check_inclusive
from assistant.voice.spans import PLAIN_SIGNS, plain_words, spans_of
from assistant.voice.tone import check_tone
from assistant.voice.typography import check_typography
from assistant.wording import say

_PATTERN_SECONDS = 0.2
_EMOJI = regex.compile(r"(?:\p{RI}\p{RI}|\p{Emoji_Presentation}|\p{Emoji}\uFE0F)(?:\u200D\p{Emoji}\uFE0F?|\p{EMod})*")
_HASHTAG = regex.compile(r"(?<![\w&])[#＃][\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*")
_TU = regex.compile(r"\b(?:tu|te|toi|ton|ta|tes)\b|\bt'(?=\w)", regex.IGNORECASE)
_VOUS = regex.compile(
    r"(?i:(?<!rendez-)\b(?:vous|votre|vos|vôtres?)\b)|"
    # A capital inside a sentence is a surname: « Merci à Ana Lopez ». The commonest begin sentences too.
    r"\b(?!(?:chez|assez|nez|rendez)\b)\p{Ll}{2,}ez\b|"
    r"(?:^|(?<=[.!?:;…«»\"(\n]\s*))(?!(?:Chez|Assez|Nez|Rendez|Lopez|Martinez|Fernandez|Gomez|Perez|Sanchez|Rodriguez|"
    r"Gonzalez|Hernandez|Ramirez|Alvarez|Gimenez|Jimenez|Dominguez|Vasquez|Suarez|Diez|Chavez|Mendez|Marquez|Suez)\b)"
    r"\p{Lu}\p{Ll}+ez\b|\b\p{Lu}{2,}EZ\b"
)


def check_rules(
    text: str, brand: Brand, *, platform: str = "", language: str = "", situation: str = "", reader: str = "en"
) -> tuple[Finding, ...]:
    """Every rule of the brand that `text` breaks, in the order of the text; reasons in the reader's language.

    A rule that names a language, platforms or situations is held only there; with an empty `language`, `platform` or
    `situation` a rule that names one is not held.
    """
    found: list[Finding] = []
    for rule in brand.rules:
        if applies(rule, platform=platform, language=language, situation=situation):
            found.extend(_break_of(rule, text, reader))
    found.extend(_emoji_findings(text, brand, situation, reader))
    found.extend(_hashtag_findings(text, brand, platform, reader))
    found.extend(check_tone(text, brand.tone, situation, reader))
    if brand.inclusive is not None and language in ("", "fr", "en"):
        found.extend(check_inclusive(text, brand.inclusive, reader))
    if brand.typography is not None and language == "fr":
        found.extend(check_typography(text, brand.typography, brand.locales.get("fr", "fr"), reader))
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.check)))


def applies(rule: Rule, *, platform: str, language: str, situation: str) -> bool:
    """Whether a rule is to be held for this network, language and situation."""
    return (
        (not rule.language or rule.language == language)
        and (not rule.platforms or platform in rule.platforms)
        and (not rule.situations or situation in rule.situations)
    )


def check_register(text: str, expected: Register, reader: str = "en") -> tuple[Finding, ...]:
    """Places where a French text says tu for vous or vous for tu."""
    other = _VOUS if expected == "tu" else _TU
    match = other.search(text.translate(PLAIN_SIGNS))
    if match is None:
        return ()
    message = say("voice.register", reader, expected=expected, found=text[match.start() : match.end()].lstrip("-"))
    return (Finding("register", "warn", message, match.start(), match.end()),)


def says_vous(text: str) -> bool:
    """Whether a French message addresses us with vous."""
    return _VOUS.search(text.translate(PLAIN_SIGNS)) is not None


def says_tu(text: str) -> bool:
    """Whether a French message addresses us with tu."""
    return _TU.search(text.translate(PLAIN_SIGNS)) is not None


def _break_of(rule: Rule, text: str, reader: str) -> Iterator[Finding]:
    check, reason = f"rule:{rule.id}", text_in(rule.reason, reader)
    if rule.kind == "pattern":
        try:
            spans = [match.span() for match in regex.finditer(rule.pattern, text, timeout=_PATTERN_SECONDS)]
        except TimeoutError:
            yield Finding(check, "warn", say("voice.pattern_too_slow", reader, id=rule.id))
            return
    else:
        spans = list(spans_of(rule.words, text))
    match rule.kind:
        case "banned" | "pattern":
            for start, end in spans:
                message = say("voice.banned", reader, words=text[start:end], reason=reason)
                instead = in_case_of(text[start:end], rule.use) if rule.use else None
                yield Finding(check, rule.level, message, start, end, instead)
        case "preferred":
            for start, end in spans:
                message = say("voice.preferred", reader, words=text[start:end], use=rule.use, reason=reason)
                yield Finding(check, rule.level, message, start, end, in_case_of(text[start:end], rule.use))
        case "consistency":
            yield from _mixed_forms(rule, spans, text, reader)
        case "required" | "at_least":
            needed = rule.count if rule.kind == "at_least" else 1
            if len(spans) < needed:
                yield Finding(check, rule.level, say("voice.required", reader, words=rule.words[0], reason=reason))
        case "at_most":
            for start, end in spans[rule.count :]:
                message = say("voice.at_most", reader, words=text[start:end], count=rule.count, reason=reason)
                yield Finding(check, rule.level, message, start, end)


def in_case_of(found: str, instead: str) -> str:
    """`instead` with a capital where the words it replaces begin with one."""
    return instead[:1].upper() + instead[1:] if found[:1].isupper() and not found.isupper() else instead


def _mixed_forms(rule: Rule, spans: Sequence[tuple[int, int]], text: str, reader: str) -> Iterator[Finding]:
    """Every form but the one to keep: the rule's `use`, else the form that the text says first."""
    forms = {plain_words(text[start:end]) for start, end in spans}
    if len(forms) < 2:
        return
    kept = rule.use or text[slice(*spans[0])]
    for start, end in spans:
        if plain_words(text[start:end]) != plain_words(kept):
            words, reason = text[start:end], text_in(rule.reason, reader)
            message = say("voice.mixed_forms", reader, words=words, use=kept, reason=reason)
            yield Finding(f"rule:{rule.id}", rule.level, message, start, end, in_case_of(words, kept))


def _emoji_findings(text: str, brand: Brand, situation: str, reader: str) -> Iterator[Finding]:
    policy = brand.emoji
    spans = [match.span() for match in _EMOJI.finditer(text)]
    for position, (start, end) in enumerate(spans):
        if situation in policy.never_when:
            yield Finding("emoji", "warn", say("voice.emoji_never", reader, emoji=text[start:end]), start, end, "")
        elif policy.allowed and text[start:end] not in policy.allowed:
            allowed = " ".join(policy.allowed)
            message = say("voice.emoji_not_allowed", reader, emoji=text[start:end], allowed=allowed)
            yield Finding("emoji", "warn", message, start, end, "")
        elif policy.at_most is not None and position >= policy.at_most:
            yield Finding("emoji", "warn", say("voice.emoji_too_many", reader, count=policy.at_most), start, end, "")


def _hashtag_findings(text: str, brand: Brand, platform: str, reader: str) -> Iterator[Finding]:
    limit = brand.hashtags.at_most.get(platform)
    if limit is None:
        return
    for match in list(_HASHTAG.finditer(text))[limit:]:
        message = say("voice.hashtags_too_many", reader, count=limit)
        yield Finding("hashtags", "warn", message, match.start(), match.end(), "")
