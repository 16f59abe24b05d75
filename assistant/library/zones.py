"""The time zone of a brand."""

from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.voice.brand import Brand


def time_zone_of(brand: Brand) -> tzinfo:
    """The brand's time zone, for dates that do not say theirs."""
    try:
        return ZoneInfo(brand.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
