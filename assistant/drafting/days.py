"""Days and dates that a text names, French or English, one token each: those of a range too."""

from collections.abc import Iterator

import regex

_DAYS = {
    **dict(zip("lundi mardi mercredi jeudi vendredi samedi dimanche".split(), range(7), strict=True)),
    **dict(zip("monday tuesday wednesday thursday friday saturday sunday".split(), range(7), strict=True)),
    **dict(zip("lun mar mer jeu ven sam dim".split(), range(7), strict=True)),
    **dict(zip("mon tue wed thu fri sat sun".split(), range(7), strict=True)),
    "tues": 1, "thur": 3, "thurs": 3,
}  # fmt: skip
MONTHS = {
    "fr": tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    "en": tuple("january february march april may june july august september october november december".split()),
}
"""The months by language, in small letters."""
_MONTHS = {
    **dict(zip(MONTHS["fr"], range(1, 13), strict=True)),
    **dict(zip(MONTHS["en"], range(1, 13), strict=True)),
    "fevrier": 2, "aout": 8, "decembre": 12, "jan": 1, "feb": 2, "apr": 4, "aug": 8, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12, "déc": 12,
}  # fmt: skip
# Holidays that fall on the same date each year; Easter and Thanksgiving do not, and stay words.
_HOLIDAYS = {
    "12-24": "veille de noël|réveillon de noël|christmas eve|xmas eve",
    "12-25": "(?:jour de )?noël|christmas(?: day)?|xmas(?: day)?",
    "12-26": "lendemain de noël|boxing day",
    "12-31": "veille du jour de l'an|saint-sylvestre|new year's eve|nye",
    "1-1": "(?:le |au )?jour de l'an|premier de l'an|new year's(?: day)?",
    "2-14": "saint-valentin|valentine's(?: day)?",
    "6-24": "saint-jean(?:-baptiste)?|st-jean|fête nationale du québec",
    "7-1": "fête du canada|canada day",
    "7-4": "july 4(?:th)?|4th of july|independence day",
    "10-31": "halloween",
    "11-11": "jour du souvenir|remembrance day",
}
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TO = r"\s*(?:-|–|—|au|à|to|through|thru|until|jusqu'au)\s*"
_DAY_RANGE = regex.compile(rf"\b({_DAY})s?\b\.?{_TO}({_DAY})s?\b")
_ONE_DAY = regex.compile(rf"\b({_DAY})s?\b")
_NUMBER = r"(?:le |the )?([0-3]?\d)(?:er|st|nd|rd|th)?"
_LIST = rf"({_NUMBER}(?:(?:\s*(?:,|et|and|&|ou|or)\s*|{_TO})(?:du |le )?[0-3]?\d(?:er|st|nd|rd|th)?)*)"
_DATE_FR = regex.compile(rf"\b{_LIST}\s+(?:of\s+)?({_MONTH})\b")
_DATE_EN = regex.compile(rf"\b({_MONTH})\.?\s+{_LIST}\b(?!\s?(?:h\b|%|[$€]))")
_BARE = regex.compile(
    r"\b(?:le|the|on) (?:the )?([12]?\d|3[01])(?:er|st|nd|rd|th)?\b(?=\s*(?:[?.!,;]|$|et\b|and\b|ou\b|or\b))"
)
_FIGURE = regex.compile(r"\d+")
_WEEKEND = regex.compile(r"\b(?:week-?ends?|fins? de semaine)\b")
_WEEKDAYS = regex.compile(r"\b(?:weekdays?|en semaine|la semaine|jours de semaine|during the week)\b")
_EVERY = regex.compile(
    r"\b(?:tous les jours|chaque jour|every ?day|daily|7 (?:jours|days)|seven days|sept jours|24/7|7/7)\b"
)


def days_of(text: str) -> frozenset[str]:
    """The days a text names: `mon` as `d0` to `d6`, dates as `12-24`, a day of an unnamed month as `?-24`, `every`
    for every day of the week."""
    return frozenset(_tokens(text.lower().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")))


def dates_said(text: str) -> tuple[str, ...]:
    """The dates of a text as they stand there: “jan 2”, « le 24 décembre »; where it has none, its days of the week."""
    plain = text.lower()
    dates = tuple(one.group() for pattern in (_DATE_EN, _DATE_FR) for one in pattern.finditer(plain))
    return dates or tuple(one.group() for one in _weekdays(plain))


def _weekdays(text: str) -> Iterator[regex.Match[str]]:
    """The days of the week in a text; three letters alone, « mar », "sat", may be another word."""
    return (one for one in _ONE_DAY.finditer(text) if len(one[1]) > 3)


def _tokens(text: str) -> Iterator[str]:
    for one in _EVERY.finditer(text):
        yield "every"
        yield from (f"d{day}" for day in range(7)) if one else ()
    for one in _DAY_RANGE.finditer(text):
        first, last = _DAYS[one[1]], _DAYS[one[2]]
        yield from (f"d{(first + step) % 7}" for step in range((last - first) % 7 + 1))
    yield from (f"d{_DAYS[one[1]]}" for one in _weekdays(text))
    if _WEEKEND.search(text):
        yield from ("d5", "d6")
    if _WEEKDAYS.search(text):
        yield from (f"d{day}" for day in range(5))
    for token, said in _HOLIDAYS.items():
        if regex.search(rf"\b(?:{said})\b(?!['’])", text) and not (token in ("12-25", "1-1") and _eve(text)):
            yield token
    dated = [(one[2 if one[2] and not one[2].isdigit() else 3], one[1], one.span()) for one in _DATE_FR.finditer(text)]
    dated += [(one[1], one[2], one.span()) for one in _DATE_EN.finditer(text)]
    for month, listed, _ in dated:
        yield from (f"{_MONTHS[month]}-{day}" for day in _listed(listed))
    if not dated:
        yield from (f"?-{int(one[1])}" for one in _BARE.finditer(text))


def _eve(text: str) -> bool:
    return regex.search(r"\b(?:veille|réveillon|eve|lendemain)\b", text) is not None


def _listed(text: str) -> Iterator[int]:
    numbers = [int(one.group()) for one in _FIGURE.finditer(text)]
    ranged = regex.search(_TO, regex.sub(r"\b(?:et|and|ou|or)\b|,", "·", text)) is not None
    if ranged and len(numbers) == 2 and numbers[0] < numbers[1] <= 31:
        yield from range(numbers[0], numbers[1] + 1)
    else:
        yield from numbers
