"""What is said about a text that a person has changed."""

from dataclasses import dataclass

from assistant.records import Draft, Target
from assistant.ui.house import House


@dataclass(frozen=True, slots=True)
class Context:
    """What an edited text is checked against: where it goes, in whose voice, in answer to what,
    and the texts beside the brand's facts that it may rest on. `target` is the very post it answers, when the message
    was read from a network."""

    platform: str
    language: str = ""
    person: str = ""
    message: str = ""
    material: tuple[str, ...] = ()
    target: Target | None = None
    topic: str = ""
    """What a post is about; empty for a reply."""


def check(house: House, text: str, context: Context, reader: str) -> Draft:
    """The text with fresh findings and count."""
    return house.drafting.check(
        text,
        platform=context.platform,
        language=context.language,
        person=context.person,
        message=context.message,
        reader=reader,
        material=context.material,
    )
