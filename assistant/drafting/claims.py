"""Names, numbers, prices, dates, times, telephone numbers, links, handles and promises of a text.

Each in one form, whether it was written the French way or the English one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

_LINK = regex.compile(r"https?://[^\s<>«»\"]+|\bwww\.[^\s<>«»\"]+", regex.IGNORECASE)
_LINK_HEAD = regex.compile(r"^(?:https?://)?(?:www\.)?")
_EMAIL = regex.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = regex.compile(r"(?<![\w@/])@[\w][\w.-]*\w")
_ORDER = regex.compile(r"#\s?([0-9]{2,})")
_PHONE = regex.compile(
    r"(?<![0-9.,])(?:\+?1[ .\u00a0-])?\(?[0-9]{3}\)?[ .\u00a0-][0-9]{3}[ .\u00a0-][0-9]{4}(?![0-9])|"
    r"(?<![0-9.,])(?:\+33[ .\u00a0]?|0)[0-9](?:[ .\u00a0][0-9]{2}){4}(?![0-9])"
)
_CLOCK = regex.compile(
    r"\b([0-9]{1,2})(?:\s?h\s?([0-9]{2})?(?!\w)|:([0-9]{2})|(?=\s?[ap]\.?m\b))(?:\s?([ap])(?:\.m\.?|m)(?!\w))?",
    regex.IGNORECASE,
)
_AMOUNT = regex.compile(
    r"(?P<before>(?:(?:US|CA)[ \u00a0]?)?[$€£])?\s?"
    r"(?P<value>[0-9]+(?:[ \u00a0\u202f,.][0-9]{3})*(?:[.,][0-9]{1,2})?)(?![0-9])[\s-]?"
    r"(?P<unit>\$|€|£|%|°c|°|dollars?|bucks\b|piastres?|piasses?|euros?|eur\b|cents?|g\b|grammes?|grams?|kg|kilos?|ml|minutes?|min\b|"
    r"heures?|hours?|h\b|"
    r"(?:jours?|days?|business days?)|semaines?|weeks?|mois|months?|ans?\b|années?|years?)?",
    regex.IGNORECASE,
)
_UNITS = {
    "$": "$", "dollar": "$", "buck": "$", "piastre": "$", "piasse": "$", "€": "€", "euro": "€",
    "eur": "€", "£": "£", "%": "%", "°c": "°", "°": "°", "cent": "cent",
    "g": "g", "gramme": "g", "gram": "g", "kg": "kg", "kilo": "kg", "ml": "ml", "minute": "min", "min": "min",
    "h": "hour", "heure": "hour", "hour": "hour", "jour": "day", "day": "day", "business day": "day",
    "semaine": "week", "week": "week", "mois": "month", "month": "month", "an": "year", "année": "year", "year": "year",
}  # fmt: skip
NUMBER_WORDS = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "two": 2, "three": 3, "four": 4, "five": 5,
    "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-eight": 48,
}  # fmt: skip
"""Numbers in words, without those that are articles too."""
_NUMBER_WORD = regex.compile(rf"\b(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})\b", regex.IGNORECASE)
DAY_NUMBERS = {
    "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
"""The days of the week by name, 0 for Monday."""
DAY = regex.compile(rf"\b({'|'.join(DAY_NUMBERS)})s?\b", regex.IGNORECASE)
"""A day of the week; its first group is the name without a plural."""
_PROMISE = regex.compile(
    r"\b(?:(?<!\b[àa] )demain|aujourd['’]hui|tout de suite|ce soir|d['’]ici (?:ce soir|demain|vendredi|lundi)|"
    r"gratuit(?:e|es|s|ement)?|promis|on (?:te|vous) (?:rappelle|appelle|rembourse|offre)|on (?:t|v)['’]offre|"
    r"(?<!see you )tomorrow|(?<!see you )today|right away|tonight|free of charge|for free|on the house|we promise|"
    r"we(?:'|’)ll (?:call|refund|credit) you)\b",
    regex.IGNORECASE,
)
_CAPITALISED = r"\p{Lu}[\p{L}'’-]*\p{Ll}[\p{L}'’-]*"
_NAME = regex.compile(rf"(?<![\p{{L}}\p{{N}}_@#./-])(?!I['’]){_CAPITALISED}(?:[ \u00a0](?!I['’]){_CAPITALISED})*")
_BLANK = regex.compile(r"[ \u00a0]")
_SENTENCE_START = regex.compile(r"(?:^|[.!?…:«“\"(\n—–>]|\p{Emoji_Presentation})\s*$")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something in a text that must come from somewhere. `value` is comparable across languages and spellings."""

    kind: str
    value: str
    start: int
    end: int


@lru_cache(maxsize=1024)
def claims_of(text: str) -> tuple[Claim, ...]:
    """The claims of a text, in order, none overlapping another."""
    taken: list[tuple[int, int]] = []
    found: list[Claim] = []
    for kind, value, start, end in _candidates(text):
        if all(end <= low or start >= high for low, high in taken):
            taken.append((start, end))
            found.append(Claim(kind, value, start, end))
    return tuple(sorted(found, key=lambda claim: claim.start))


def _candidates(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Kind, value and span of everything that may be a claim; what comes first wins where two overlap."""
    yield from _addresses(text)
    yield from _figures(text)
    for match in DAY.finditer(text):
        yield "day", str(DAY_NUMBERS[match[1].lower()]), *match.span()
    for match in _PROMISE.finditer(text):
        yield "promise", fold(match.group()), *match.span()
    for match in _NAME.finditer(text):
        start = match.start()
        if _SENTENCE_START.search(text[:start]) is not None:
            # The first word of a sentence has a capital of its own; what follows it, as in “Merci Sophie”, is a name.
            start = next((match.start() + blank.end() for blank in _BLANK.finditer(match.group())), match.end())
        if start < match.end():
            yield "name", text[start : match.end()], start, match.end()


def _addresses(text: str) -> Iterator[tuple[str, str, int, int]]:
    for match in _LINK.finditer(text):
        link = match.group().rstrip(".,;:!?)…")
        yield "link", _LINK_HEAD.sub("", fold(link)).rstrip("/"), match.start(), match.start() + len(link)
    for match in _EMAIL.finditer(text):
        yield "email", match.group().lower().rstrip("."), *match.span()
    for match in _HANDLE.finditer(text):
        yield "handle", match.group().lower().rstrip("."), *match.span()
    for match in _ORDER.finditer(text):
        yield "order", match.group(1), *match.span()


def _figures(text: str) -> Iterator[tuple[str, str, int, int]]:
    for match in _PHONE.finditer(text):
        yield "phone", regex.sub(r"\D", "", match.group())[-10:], *match.span()
    for match in _CLOCK.finditer(text):
        hour, minutes = int(match[1]), int(match[2] or match[3] or 0)
        half = (match[4] or "").lower()
        if hour <= 24 and minutes < 60 and (half or match[3] or "h" in match.group().lower()):
            hour = hour % 12 + (12 if half == "p" else 0) if half else hour
            yield "clock", f"{hour}:{minutes:02d}", *match.span()
    for match in _AMOUNT.finditer(text):
        value = _number(match["value"])
        unit = "$" if match["before"] and "$" in match["before"] else _unit(match["unit"] or match["before"] or "")
        start = match.start("before") if match["before"] else match.start("value")
        end = match.end("unit") if match["unit"] else match.end("value")
        yield "number", f"{value} {unit}".strip(), start, end
    for match in _NUMBER_WORD.finditer(text):
        unit = _unit_after(text, match.end())
        if unit:
            yield "number", f"{NUMBER_WORDS[match.group().lower()]} {unit}", *match.span()


_UNIT_AFTER = regex.compile(
    r"[\s-]+(?:business |working )?"
    r"(jours?|days?|heures?|hours?|semaines?|weeks?|mois|months?|minutes?|dollars?|euros?|kilos?)\b",
    regex.IGNORECASE,
)


def _unit_after(text: str, end: int) -> str:
    match = _UNIT_AFTER.match(text, end)
    return _unit(match[1]) if match else ""


def _unit(written: str) -> str:
    written = written.strip().lower()
    return _UNITS.get(written) or _UNITS.get(written.removesuffix("s")) or ""


def _number(written: str) -> str:
    """A number as written in French or English, in one form: `1 250,50` and `1,250.50` are `1250.5`."""
    compact = regex.sub(r"[ \u00a0\u202f]", "", written)
    compact = regex.sub(r"[.,](?=[0-9]{3}(?:\D|$))", "", compact)
    value = float(compact.replace(",", "."))
    return str(int(value)) if value.is_integer() else str(value)


def fold(text: str) -> str:
    """Small letters, plain apostrophes and blanks."""
    return text.lower().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
