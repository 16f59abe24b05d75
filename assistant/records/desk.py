"""What people do with drafts: what is kept, who did what and when, what arrived, and what was learnt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assistant.records.drafts import Draft
from assistant.records.events import Urgency
from assistant.records.knowledge import Message
from assistant.records.publishing import Audience
from assistant.records.social import Conversation, PostRef, SocialPost
from assistant.records.texts import Finding

DraftState = Literal[
    "draft", "edited", "approved", "publishing", "published", "failed", "withdrawn", "rejected"
]  # fmt: skip
"""Where a kept draft stands. Only `approved` leads to `publishing`, and only a person leads to `approved`."""

Action = Literal[
    "kept", "edited", "approved", "rejected", "scheduled", "unscheduled", "late", "claimed", "sending", "waiting",
    "published", "failed", "withdrawn", "learned",
]  # fmt: skip

MailKind = Literal["safety", "hand_over", "several", "complaint", "question", "other", "praise", "spam"]
"""What a message is to the inbox, the gravest first: somebody may be in danger, the brand's rules ask for a person,
several people say the same…"""

Standing = Literal["open", "answered", "liked", "no_reply", "handed_over", "gone"]
"""What became of a message: `answered` here or in any other app; a like, and "needs no reply", are answers too."""


@dataclass(frozen=True, slots=True)
class Target:
    """The exact version of somebody's post that a draft answers or quotes, as it read then."""

    post: PostRef
    author: str = ""
    text: str = ""
    root: PostRef | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture of a draft. `digest` is the SHA-256 under which its bytes are kept."""

    digest: str
    alt: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CardAttachment:
    """The link card of a post, as a person may have reworded it. `digest` is that of its picture, empty for none."""

    address: str
    title: str
    description: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One post of a thread. It has pictures or a link card, not both."""

    text: str
    pictures: tuple[Attachment, ...] = ()
    card: CardAttachment | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """All that an approval freezes: the posts, their pictures, what they answer or quote, who may reply, and through
    which account they go out. `account` is the account's id, empty while none is chosen."""

    parts: tuple[Part, ...]
    platform: str
    account: str = ""
    languages: tuple[str, ...] = ()
    answering: Target | None = None
    quoting: Target | None = None
    audience: Audience = field(default_factory=Audience)
    labels: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text of all parts."""
        return "\n\n".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who let which text go. `digest` is that of the content; `reason` says why although findings block it."""

    by: str
    at: datetime
    digest: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """When a draft is to go out. `zone` is the time zone the person thought in. `late` is True when the moment passed
    unused: it then waits for a person instead of going out."""

    due: datetime
    zone: str
    by: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """How a publication stands. `owner` holds it until `until`; with `wait` nothing is sent before that moment.
    `tries` counts how often it was sent; from the second on, an earlier one may have arrived."""

    owner: str = ""
    until: datetime | None = None
    wait: datetime | None = None
    tries: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft at the desk. `version` counts the changes of its content; `written` is the text as it was first kept, by
    the model or by a person. `ready` is False while a finding blocks it. `posts` and `addresses` are what it became."""

    id: str
    brand: str
    state: DraftState
    version: int
    content: Content
    written: str
    by: str
    created: datetime
    changed: datetime
    changed_by: str
    drafted: Draft | None = None
    message: Message | None = None
    person: str = ""
    language: str = ""
    situation: str = ""
    findings: tuple[Finding, ...] = ()
    ready: bool = True
    approval: Approval | None = None
    appointment: Appointment | None = None
    sending: Sending = Sending()
    posts: tuple[PostRef, ...] = ()
    addresses: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text as it stands now."""
        return self.content.text


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the audit trail. Lines are only ever added."""

    draft: str
    version: int
    action: Action
    by: str
    at: datetime
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """One message of the inbox. `conversation` is the address of the first post of its thread; `crowd` counts the
    people who say nearly the same; `answer` is the address of our answer where there is one; `search` names the saved
    search that found it, empty for what was sent to us. `hurried_by` is who said by when it wants an answer, empty when
    that was read in it."""

    account: str
    uri: str
    cid: str
    reason: str
    conversation: str
    post: SocialPost
    arrived: datetime
    read: bool = False
    standing: Standing = "open"
    kind: MailKind = "other"
    urgency: Urgency = "later"
    hurried_by: str = ""
    crowd: int = 0
    search: str = ""
    answer: str = ""
    by: str = ""
    draft: str = ""
    problem: str = ""
    thread: Conversation | None = None


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """Words whose posts are to appear in the inbox of an account."""

    account: str
    words: str


@dataclass(frozen=True, slots=True)
class Synced:
    """What looking for new messages did. `pages` counts the pages asked for; `next` is when to look again; `problem` is
    what went wrong, in the reader's language; `complete` is True when there is nothing older."""

    new: int = 0
    pages: int = 0
    unread: int = 0
    next: datetime | None = None
    problem: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A conversation in the inbox: its messages to us, the oldest first, and the one that stands for it in the list."""

    key: str
    account: str
    messages: tuple[Received, ...]
    first: Received

    @property
    def open(self) -> bool:
        """Whether somebody still waits for an answer."""
        return any(message.standing == "open" for message in self.messages)

    @property
    def unread(self) -> bool:
        """Whether nobody has looked at one of its messages yet."""
        return any(not message.read for message in self.messages)
