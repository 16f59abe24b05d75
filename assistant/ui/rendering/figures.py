"""Numbers, dates, sizes and names of languages as a reader of either language writes them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.wording import closest_language, say

_THIN_SPACE = "\u202f"


def number(value: float, reader: str, decimals: int = 0) -> str:
    """1,234.5 in English; 1 234,5 in French."""
    text = f"{value:,.{decimals}f}"
    if closest_language(reader) == "fr":
        text = text.replace(",", _THIN_SPACE).replace(".", ",")
    return text


def size(count: int, reader: str) -> str:
    """A size in bytes, as MB or GB (Mo, Go in French), of 1,000s."""
    if count >= 1_000_000_000:
        return say("ui.gigabytes", reader, n=number(count / 1e9, reader, 1))
    return say("ui.megabytes", reader, n=number(count / 1e6, reader))


def day(date: datetime, reader: str) -> str:
    """12 Oct 2026; 12 oct. 2026."""
    month = say("ui.months", reader).split()[date.month - 1]
    return f"{date.day} {month} {date.year}"


def plural(key: str, count: int, reader: str, **values: object) -> str:
    """The sentence `key` with `one` or `many` in its place, told `n`; French counts 0 as one."""
    one = count == 1 or (count == 0 and closest_language(reader) == "fr")
    return say(key.format("one" if one else "many"), reader, n=number(count, reader), **values)


def moment(at: datetime, reader: str, zone: str) -> str:
    """A date and time in a time zone, as people write it."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{day(there, reader)}, {there:%H:%M} {there.tzname()}"
