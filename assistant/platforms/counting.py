"""Whether a text fits a field of a network."""

from assistant.platforms import mastodon, units, x
from assistant.platforms.registry import field_of, network
from assistant.platforms.rules import NO_LIMITS, Limits, Unit
from assistant.records import Fit
from assistant.wording import say

_COUNTERS = {"graphemes": units.graphemes, "bytes": units.utf8, "utf16": units.utf16, "weighted": x.count}


def in_unit(text: str, unit: Unit) -> int:
    """Length of a text in a unit, links and mentions at their full length except for `weighted`."""
    return _COUNTERS[unit](text)


def count(text: str, platform: str, *, field: str = "", warning: str = "", limits: Limits | None = None) -> Fit:
    """Whether a text fits a field of a network, by default the one a post goes to; nothing but the count is done.

    The text is counted as given: see `normalise`. `warning` is a content warning, which Mastodon adds to the post.
    `fits` is False too for what the network refuses at any length: characters it forbids, nothing at all.

    Raises:
        BadInput: there is no such network or field.
    """
    module = network(platform)
    rules = field_of(module.PLATFORM, field)
    limits = limits or NO_LIMITS
    limit = rules.limit.value
    if field in ("", module.PLATFORM.field):
        limit = limits.length or limit
        if warning and platform == mastodon.PLATFORM.id:
            counted = mastodon.count(text, limits, warning=warning)
        else:
            counted = module.count(text, limits)
    else:
        counted = in_unit(text, rules.unit)
    fits = counted <= limit and all(in_unit(text, unit) <= fact.value for unit, fact in rules.also)
    refused = (rules.required and not text) or any(character in text for character in rules.forbidden)
    return Fit(platform, rules.unit, counted, limit, fits and not refused)


def describe(fit: Fit, language: str = "en") -> str:
    """The count in words: "285 of 300 characters"."""
    return say(f"platforms.count_{fit.unit}", language, count=fit.count, limit=fit.limit)
