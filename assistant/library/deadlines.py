"""Dates in guidelines that have passed: a promotion that is over, an address that was to change."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier jan janv", "february février fevrier feb févr", "march mars mar", "april avril apr avr",
            "may mai", "june juin jun", "july juillet jul juil", "august août aout aug",
            "september septembre sep sept", "october octobre oct", "november novembre nov",
            "december décembre decembre dec déc",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\.?,?\s+"
    rf"(?P<year>20\d{{2}})|(?P<month_first>{_MONTH})\.?\s+(?:(?P<day_second>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?"
    r"(?P<year_last>20\d{2}))\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:\b(?:until|till|through|up to|ends?|ending|expires?|valid to|from .{3,30} to|jusqu['’]au|"
    r"jusqu['’]en|jusqu['’]à(?: la)? fin|prend fin|se termine|expire|termine|du .{1,30} au)"
    r"|\b(?P<by>by|before|avant|d['’]ici))"
    r"(?:\s+(?:on|le|the|the end of|end of|fin|la fin de))*\s*$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:was|were|had|ha(?:s|ve) been|ran|lasted|launched|closed|"
    r"étai(?:t|ent)|avait|avaient|avons|a été|ont été|s['’]est|fut)\b",
    re.IGNORECASE,
)


def passed_dates(sentence: str, today: date) -> Iterator[tuple[date, str]]:
    """The ends of something in a sentence that lie before today, each with its words. A month without a day ends with
    its last one. What only tells of the past is no guideline that has run out."""
    if _TOLD.search(sentence):
        return
    for found in _DATE.finditer(sentence):
        until = _UNTIL.search(sentence[: found.start()])
        day = _read(found)
        to_the_day = found["day"] or found["day_second"] or found["iso"]
        if until is not None and day is not None and day < today and (to_the_day or not until["by"]):
            yield day, f"{until[0].strip()} {found[0]}"


def _read(found: re.Match[str]) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        month = _MONTHS[(found["month"] or found["month_first"]).lower()]
        year = int(found["year"] or found["year_last"])
        day = found["day"] or found["day_second"] or calendar.monthrange(year, month)[1]
        return date(year, month, int(day))
    except ValueError:
        return None
