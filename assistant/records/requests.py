"""What is asked of the drafting room, and turns of a conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assistant.records.asked import Known
from assistant.records.drafts import Draft, Source, Usage
from assistant.records.events import Answer, Situation, Urgency
from assistant.records.knowledge import Message

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said in a conversation kept on the server. `created` is in UTC."""

    role: Role
    text: str
    created: datetime


@dataclass(frozen=True, slots=True)
class ReplyRequest:
    """A message to answer. Empty `language` means the message's own; empty `person` means the brand's voice.
    `wish` is the community manager's own instruction ("shorter", "offer an exchange"). `thread` is what came before
    the message, oldest first. `reader` is the language of the interface, for findings and notices. `situation` and
    `answer` are what a person says the message is and what is to be done with it, instead of what was understood; None
    leaves it to us. `urgency` is by when, said by a person; no draft changes with it. `known` is what a person typed to
    fill gaps of the knowledge. `model_too` asks a small model although a sentence of the house is ready."""

    message: Message
    platform: str
    language: str = ""
    person: str = ""
    variants: int = 1
    wish: str = ""
    thread: tuple[Message, ...] = ()
    reader: str = "en"
    situation: Situation | None = None
    answer: Answer | None = None
    urgency: Urgency | None = None
    known: tuple[Known, ...] = ()
    model_too: bool = False


@dataclass(frozen=True, slots=True)
class PostRequest:
    """A topic to post about, one draft for each platform."""

    topic: str
    platforms: tuple[str, ...]
    language: str = ""
    person: str = ""
    wish: str = ""
    reader: str = "en"


@dataclass(frozen=True, slots=True)
class IdeasRequest:
    """`n` post ideas about a topic, spread over platforms and languages."""

    topic: str
    platforms: tuple[str, ...]
    languages: tuple[str, ...]
    n: int = 5
    person: str = ""
    reader: str = "en"


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One turn of the chat about tone. `draft` is the text being worked on, empty when there is none; `conversation`
    names the history kept on the server."""

    conversation: str
    text: str
    draft: str = ""
    platform: str = ""
    person: str = ""
    reader: str = "en"


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """The end of a chat turn. `rework` is the reworked draft when the turn changed one, with its checks; `edit` the
    change of the brand's file that a lasting wish asks for, as plain data (`voice.edits.read_edit`), not made yet."""

    text: str
    sources: tuple[Source, ...] = ()
    rework: Draft | None = None
    edit: Mapping[str, object] | None = None
    usage: Usage = field(default_factory=Usage)
