"""The networks Papillon knows, by id."""

from types import MappingProxyType
from typing import Protocol

from assistant.errors import BadInput
from assistant.platforms import bluesky, facebook, instagram, linkedin, mastodon, threads, tiktok, x, youtube
from assistant.platforms.rules import NO_LIMITS, Field, Limits, Platform
from assistant.records import Entity


class Network(Protocol):
    """What each network's module offers."""

    @property
    def PLATFORM(self) -> Platform:  # noqa: N802  # a constant of the module
        """The network's rules as data."""

    def count(self, text: str, limits: Limits = NO_LIMITS) -> int:
        """Length of a post in the network's unit."""

    def find(self, text: str) -> tuple[Entity, ...]:
        """Links, mentions, hashtags and cashtags by position, none overlapping."""

    def compose_url(self, text: str, *, link: str = "", server: str = "", reply_to: str = "") -> str:
        """Address of the network's compose page with the text in it, empty when it has none."""


_MODULES: tuple[Network, ...] = (
    bluesky, threads, mastodon, x, linkedin, instagram, facebook, tiktok, youtube,
)  # fmt: skip
_NETWORKS = MappingProxyType({module.PLATFORM.id: module for module in _MODULES})
PLATFORMS: tuple[str, ...] = tuple(_NETWORKS)


def network(name: str) -> Network:
    """The module of a network.

    Raises:
        BadInput: there is no such network; the error names those there are.
    """
    try:
        return _NETWORKS[name]
    except (KeyError, TypeError):
        raise BadInput("platforms.unknown", name=name, known=", ".join(PLATFORMS)) from None


def platform(name: str) -> Platform:
    """The rules of a network.

    Raises:
        BadInput: there is no such network; the error names those there are.
    """
    return network(name).PLATFORM


def field_of(rules: Platform, name: str) -> Field:
    """A field of a network; an empty name means the one a post goes to.

    Raises:
        BadInput: the network has no such field; the error names those it has.
    """
    try:
        return rules.fields[name or rules.field]
    except (KeyError, TypeError):
        known = ", ".join(rules.fields)
        raise BadInput("platforms.unknown_field", name=name, platform=rules.name, known=known) from None
