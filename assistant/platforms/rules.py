"""What a network's rules are made of: numbers with their source, fields, and the limits an account may change."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.errors import BadInput

Certainty = Literal["A", "B", "C", "D"]
"""A: the network's own code or schema. B: its documentation. C: error messages, field reports, several clients.
D: folklore that nobody official states."""

Unit = Literal["graphemes", "bytes", "weighted", "utf16"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a network, where it comes from, and how sure it is."""

    value: int
    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Field:
    """A text a network takes. `also` are further limits in other units; `forbidden` are characters it refuses."""

    unit: Unit
    limit: Fact
    also: tuple[tuple[Unit, Fact], ...] = ()
    required: bool = False
    forbidden: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """A network as data. `field` names the field a post's text goes to; `facts` are its other numbers."""

    id: str
    name: str
    field: str
    fields: Mapping[str, Field]
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)

    @property
    def unit(self) -> Unit:
        """What the length of a post is counted in."""
        return self.fields[self.field].unit

    @property
    def limit(self) -> int:
        """How long a post may be, in `unit`, unless the account or its server says otherwise."""
        return self.fields[self.field].limit.value

    @property
    def source(self) -> str:
        """Where the limit comes from."""
        return self.fields[self.field].limit.source

    @property
    def certainty(self) -> Certainty:
        """How sure the limit is."""
        return self.fields[self.field].limit.certainty


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server or an account changes in a network's rules; None leaves the network's own number.

    `length` is in the network's unit, `link` is the cost of a link, `alt_text` in graphemes, `media` in files.
    """

    length: int | None = None
    link: int | None = None
    alt_text: int | None = None
    media: int | None = None

    def __post_init__(self) -> None:
        """Refuses values that are no limit.

        Raises:
            BadInput: a value is not a whole number above zero.
        """
        for name in ("length", "link", "alt_text", "media"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
                raise BadInput("platforms.bad_limit", name=name, value=repr(value))

    @classmethod
    def from_mastodon(cls, configuration: Mapping[str, object]) -> "Limits":
        """The limits in the `configuration` of `GET /api/v2/instance`
        (https://docs.joinmastodon.org/entities/Instance/); what the server does not say stays unset.

        Raises:
            BadInput: a value is not a whole number above zero.
        """

        def section(name: str) -> Mapping[str, object]:
            value = configuration.get(name)
            return value if isinstance(value, Mapping) else {}

        statuses, media = section("statuses"), section("media_attachments")
        return cls(
            length=statuses.get("max_characters"),  # type: ignore[arg-type]  # checked in __post_init__
            link=statuses.get("characters_reserved_per_url"),  # type: ignore[arg-type]
            alt_text=media.get("description_limit"),  # type: ignore[arg-type]
            media=statuses.get("max_media_attachments"),  # type: ignore[arg-type]
        )


NO_LIMITS = Limits()
