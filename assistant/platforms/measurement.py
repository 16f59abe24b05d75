"""Everything a network would make of a text."""

from collections.abc import Sequence

from assistant.platforms import bluesky, units
from assistant.platforms.counting import count
from assistant.platforms.findings import findings_of
from assistant.platforms.registry import network
from assistant.platforms.rules import Limits
from assistant.platforms.thread import split
from assistant.records import Entity, Facet, Finding, Measurement


def find(text: str, platform: str) -> tuple[Entity, ...]:
    """Links, mentions, hashtags and cashtags as the network finds them, by position, none overlapping.

    Raises:
        BadInput: there is no such network.
    """
    return network(platform).find(text)


def facets(text: str) -> tuple[Facet, ...]:
    """Bluesky's facets of a text: byte ranges, sorted, none overlapping."""
    return bluesky.facets(text)


def compose_url(text: str, platform: str, *, link: str = "", server: str = "", reply_to: str = "") -> str:
    """Address of the network's own compose page with the text in it; empty when the network has none, or when it is
    Mastodon and no server is given. `link` is attached, or appended where a network attaches none; `reply_to` is the
    post that is answered, which only X takes.

    Raises:
        BadInput: there is no such network.
    """
    return network(platform).compose_url(text, link=link, server=server, reply_to=reply_to)


def measure(
    text: str,
    platform: str,
    *,
    limits: Limits | None = None,
    language: str = "en",
    thread: bool = True,
    compose: bool = True,
    server: str = "",
    warning: str = "",
) -> Measurement:
    """Everything the network would make of a text as given (see `normalise`). `thread` is empty unless asked for;
    it has one part when the text fits.

    Raises:
        BadInput: there is no such network.
    """
    fit = count(text, platform, limits=limits, warning=warning)
    entities = find(text, platform)
    return Measurement(
        platform=platform,
        unit=fit.unit,
        count=fit.count,
        limit=fit.limit,
        fits=fit.fits,
        graphemes=units.graphemes(text),
        bytes=units.utf8(text),
        links=tuple(entity for entity in entities if entity.kind == "link"),
        mentions=tuple(entity for entity in entities if entity.kind == "mention"),
        tags=tuple(entity for entity in entities if entity.kind in ("tag", "cashtag")),
        facets=facets(text) if platform == "bluesky" else (),
        thread=split(text, platform, limits=limits) if thread else (),
        compose_url=compose_url(text, platform, server=server) if compose else "",
        findings=findings_of(text, platform, entities, fit, language=language, limits=limits),
    )


def review(
    text: str,
    platform: str,
    *,
    language: str = "en",
    alt_texts: Sequence[str] | None = None,
    limits: Limits | None = None,
) -> tuple[Finding, ...]:
    """What the network would refuse (`block`), spoil (`warn`) or what could be better (`hint`), in `language`.

    `alt_texts` holds one alternative text a picture, empty where it is missing; None when pictures are not known yet.

    Raises:
        BadInput: there is no such network.
    """
    entities = find(text, platform)
    fit = count(text, platform, limits=limits)
    return findings_of(text, platform, entities, fit, language=language, alt_texts=alt_texts, limits=limits)
