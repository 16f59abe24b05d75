"""Amounts of money in a message, as people write them: « 1 200,50 $ », "140 bucks", « cent quarante piasses », "three
jackets at 95 each"."""

import math
from collections.abc import Mapping

import regex

_NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f,.]\d{3})+|\d+)(?:[.,]\d{1,2})?(?!\d)"
_UNITS: Mapping[str, int] = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "nonante": 90,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES: Mapping[str, int] = {
    "cent": 100, "cents": 100, "hundred": 100, "mille": 1000, "thousand": 1000, "grand": 1000,
}  # fmt: skip
_WORDS = "|".join(sorted((*_UNITS, *_SCALES), key=len, reverse=True))
_SPELLED = rf"(?:(?:a|an)[ -])?(?:{_WORDS})(?:(?:[ -]|\s(?:and|et)\s)(?:{_WORDS}))*"
_COINS = r"(?:[$€£]|(?:CAD|USD|EUR|dollars?|piast(?:re|er)s?|piasses?|balles|pounds?|quid|bucks|euros?)\b)"
_MONEY = regex.compile(
    rf"(?:US|CA)?[$€£]\s?(?P<after>{_NUMBER})|"
    rf"(?<![\d.,])(?P<before>{_NUMBER})\s?{_COINS}|"
    rf"(?<![\p{{L}}\p{{N}}])(?P<spelled>{_SPELLED})\s{_COINS}|"
    rf"\b(?:paid|spent|charged(?: me| us)?|cost(?: me| us)?|payée?s?|coûtée?|déboursé|facturé|chargé)\s"
    rf"(?P<paid>\d{{2,3}}|{_NUMBER})"
    r"(?=\s(?:for|pour|and|et|plus|already|déjà|in total|en tout|total|each|chacun)\b|[,.!?;]?\s?$|[,.!?;]\s)",
    regex.IGNORECASE,
)
_EACH = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.,])(?P<count>\d{{1,3}}|{_SPELLED})\s(?:\p{{L}}+\s){{1,4}}?(?:at|à|for|pour)\s[$€£]?\s?(?P<price>{_NUMBER}|{_SPELLED})"
    rf"\s?(?:{_COINS})?\s?(?:each|apiece|a piece|chacune?|chaque|(?:de\s)?l'unité)\b|"
    rf"(?:US|CA)?[$€£]?\s?(?P<rate>{_NUMBER})\s?(?:{_COINS})?\s(?:a|per|each|par|le|la)\s(?P<thing>\p{{L}}{{3,}}?)s?\b"
    rf"[^.!?\n]{{0,30}}?(?P<times>\d{{1,3}}|{_SPELLED})\s(?P=thing)s?\b",
    regex.IGNORECASE,
)
_PER_PIECE = regex.compile(r"^[^.!?\n]{0,12}?\b(?:each|apiece|a piece|chacune?|chaque|l'unité)\b", regex.IGNORECASE)
_SEVERAL = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.,$€£])(?P<count>[2-9]|[1-9]\d|{_SPELLED})\s(?!{_COINS})(?:\p{{L}}+\s)?\p{{L}}{{2,}}[sx]\b",
    regex.IGNORECASE,
)
_TIMES = frozenset(
    "days weeks months years hours minutes times jours semaines mois ans années heures fois cents dollars bucks".split()
)
_CLAUSE = regex.compile(r"(?<=[.!?;\n])\s+|\s+(?=(?:mais|but|donc|so|alors)\s)", regex.IGNORECASE)
_CENTS = regex.compile(r"[.,](\d{1,2})$")


def amounts_of(text: str) -> tuple[float, ...]:
    """The amounts of money a text names, whatever the currency, in its order; so many things at a price each give what
    all of them cost."""
    text = text.replace("’", "'")
    found = [(match.start(), _value(next(filter(None, match.groups())))) for match in _MONEY.finditer(text)]
    several = [one for one in _SEVERAL.finditer(text) if one[0].split()[-1].lower() not in _TIMES]
    if len(several) == 1:
        # "4 seats please, $48 each": one thing is counted, and the price is for one of it.
        times = _value(several[0]["count"])
        found += [
            (match.start(), times * _value(next(filter(None, match.groups()))))
            for match in _MONEY.finditer(text)
            if _PER_PIECE.match(text[match.end() :])
        ]
    for match in _EACH.finditer(text):
        count, price = (match["count"], match["price"]) if match["price"] else (match["times"], match["rate"])
        found.append((match.start(), _value(count) * _value(price)))
    return tuple(amount for _, amount in sorted(found, key=lambda one: one[0]))


def clauses_of(text: str) -> tuple[str, ...]:
    """A text cut where a sentence ends or turns."""
    return tuple(one for one in _CLAUSE.split(text) if one.strip())


def _value(shown: str) -> float:
    """The value of digits written the French or the English way, or of a number in words."""
    if not any(sign.isdigit() for sign in shown):
        return _spelled(shown)
    digits = regex.sub(r"\s", "", shown)
    cents = _CENTS.search(digits)
    whole = digits[: cents.start()] if cents else digits
    return float(regex.sub(r"\D", "", whole) or 0) + (float(cents[1]) / 10 ** len(cents[1]) if cents else 0.0)


def _spelled(words: str) -> float:
    total = part = 0
    for word in regex.findall(r"\p{L}+", words.lower()):
        if word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if _SCALES[word] == 1000:
                total, part = total + part, 0
        elif word in ("vingt", "vingts") and part % 100 == 4:
            part += 76  # quatre-vingts: four times twenty
        else:
            part += _UNITS.get(word, 0)
    return float(math.fsum((total, part)))
