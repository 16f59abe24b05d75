"""What goes out with a post beside its text: pictures, the post it quotes, a link card, who may reply, warnings.

Each function gives the content as it is to be; `Desk.edit` then keeps it like any other change: with its version, in
the trail, and any approval gone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.desk.approval import MOST_PICTURES, attachment
from assistant.errors import BadInput, ReplyRefused
from assistant.networks import Networks, read_card
from assistant.networks.pictures import CARD_SIDE, ready
from assistant.networks.preparing import LABELS, PLATFORM
from assistant.platforms import bluesky
from assistant.platforms.units import graphemes
from assistant.records import (
    Attachment,
    Audience,
    CardAttachment,
    CardUpload,
    Content,
    Part,
    ReplyAudience,
    Target,
)
from assistant.wording import say

WARNINGS = LABELS
"""Warnings that a post can carry about its own content."""
REPLY_GROUPS: tuple[ReplyAudience, ...] = ("mentioned", "followers", "following")
"""Groups that may be let to reply when not everybody is."""
Bytes = tuple[tuple[Attachment, bytes], ...]
"""Pictures with their bytes, as `Desk.edit` takes them."""


@dataclass(frozen=True, slots=True)
class Attached:
    """Content with something more, the bytes that belong to it, and what a person should know of it."""

    content: Content
    pictures: Bytes = ()
    remarks: tuple[str, ...] = ()


def add_picture(
    content: Content, number: int, data: bytes, name: str, *, alt: str = "", reader: str = "en"
) -> Attached:
    """The content with one more picture on its part `number` (0 for the first), made ready to be published: upright,
    small enough, without the data that cameras write into files. Without a description a finding blocks the draft.

    Raises:
        BadInput: there is no such part, it is no picture or too large, the part has its four pictures or a link card,
            the description is too long, or the network is none that the desk publishes to.
    """
    part = _part(content, number)
    if part.card is not None:
        raise BadInput("networks.pictures_and_card", part=number + 1)
    if len(part.pictures) >= MOST_PICTURES:
        raise BadInput("networks.many_pictures", part=number + 1, count=len(part.pictures) + 1, limit=MOST_PICTURES)
    made = ready(data, name)
    picture = attachment(made.data, _alt(alt, name), name)
    remarks = []
    if made.smaller:
        remarks.append(say("networks.picture_smaller", reader, name=name, width=made.width, height=made.height))
    if made.flattened:
        remarks.append(say("networks.picture_flattened", reader, name=name))
    changed = replace(part, pictures=(*part.pictures, picture))
    return Attached(_with(content, number, changed), ((picture, made.data),), tuple(remarks))


def remove_picture(content: Content, number: int, place: int) -> Content:
    """The content without picture `place` (0 for the first) of a part.

    Raises:
        BadInput: there is no such picture.
    """
    part = _part(content, number)
    _picture(part, place)
    return _with(content, number, replace(part, pictures=part.pictures[:place] + part.pictures[place + 1 :]))


def describe_picture(content: Content, number: int, place: int, alt: str) -> Content:
    """The content with another description of a picture.

    Raises:
        BadInput: there is no such picture, or the description is too long.
    """
    part = _part(content, number)
    picture = _picture(part, place)
    described = replace(picture, alt=_alt(alt, picture.name or str(place + 1)))
    return _with(
        content, number, replace(part, pictures=(*part.pictures[:place], described, *part.pictures[place + 1 :]))
    )


def add_quote(content: Content, reference: str, networks: Networks) -> Content:
    """The content quoting the post at an address, as that reads now.

    Raises:
        BadInput: the address is that of no post.
        PostGone: the post cannot be seen.
        ReplyRefused: its author does not want it quoted.
        PapillonError: the network cannot be reached.
    """
    _part(content, 0)
    post = networks.read_post(reference.strip(), replies=0).post
    if post.quote_disabled:
        raise ReplyRefused("networks.quote_disabled", author=f"@{post.author.handle}")
    return replace(content, quoting=Target(post.ref, post.author.handle, post.text, post.root))


def add_card(
    content: Content,
    number: int,
    address: str,
    *,
    read: Callable[[str], CardUpload] = read_card,
    reader: str = "en",
) -> Attached:
    """The content with the card of a page on one of its parts. What the page says of itself is a proposal.

    Raises:
        BadInput: the address means nothing or is not public, or the part has pictures.
        Unreachable: the page's server does not answer.
    """
    part = _part(content, number)
    if part.pictures:
        raise BadInput("networks.pictures_and_card", part=number + 1)
    found = read(address.strip())
    pictures: Bytes = ()
    remarks: tuple[str, ...] = ()
    digest = ""
    if found.picture:
        try:
            made = ready(found.picture, found.address, longest_side=CARD_SIDE)
        except BadInput:
            remarks = (say("networks.card_without_picture", reader, address=found.address),)
        else:
            shown = attachment(made.data, "", found.address)
            digest, pictures = shown.digest, ((shown, made.data),)
    card = CardAttachment(found.address, found.title, found.description, digest)
    return Attached(_with(content, number, replace(part, card=card)), pictures, remarks)


def reword_card(content: Content, number: int, title: str, description: str) -> Content:
    """The content with other words on a part's card; an empty title stays as it was.

    Raises:
        BadInput: the part has no card.
    """
    part = _part(content, number)
    if part.card is None:
        raise BadInput("desk.no_card", part=number + 1)
    card = replace(part.card, title=" ".join(title.split()) or part.card.title, description=description.strip())
    return _with(content, number, replace(part, card=card))


def remove_card(content: Content, number: int) -> Content:
    """The content without the card of a part."""
    return _with(content, number, replace(_part(content, number), card=None))


def let_reply(content: Content, groups: Sequence[str] | None, *, quotes: bool | None = None) -> Content:
    """The content with who may reply: None for everybody, nobody when empty, else those groups; `quotes` says whether
    others may quote it, None leaves that.

    Raises:
        BadInput: it is no such group, or the content is a reply: there the thread's beginning decides.
    """
    _part(content, 0)
    if groups is not None and content.answering is not None:
        raise BadInput("networks.audience_of_reply")
    for group in groups or ():
        if group not in REPLY_GROUPS:
            raise BadInput("desk.no_reply_group", group=group, known=", ".join(REPLY_GROUPS))
    replies = None if groups is None else tuple(group for group in REPLY_GROUPS if group in groups)
    return replace(content, audience=Audience(replies, content.audience.quotes if quotes is None else quotes))


def warn(content: Content, labels: Sequence[str]) -> Content:
    """The content with these warnings about itself, and no others.

    Raises:
        BadInput: the network knows no such warning.
    """
    for label in labels:
        if label not in WARNINGS:
            raise BadInput("networks.bad_label", label=label, known=", ".join(WARNINGS))
    return replace(content, labels=tuple(label for label in WARNINGS if label in labels))


def takes_attachments(content: Content) -> bool:
    """Whether the desk publishes to the content's network, so that something can go out with it."""
    return content.platform == PLATFORM


def _part(content: Content, number: int) -> Part:
    if not takes_attachments(content):
        raise BadInput("desk.no_attachments", platform=content.platform)
    if not 0 <= number < len(content.parts):
        raise BadInput("desk.no_part", part=number + 1, count=len(content.parts))
    return content.parts[number]


def _picture(part: Part, place: int) -> Attachment:
    if not 0 <= place < len(part.pictures):
        raise BadInput("desk.no_picture", place=place + 1, count=len(part.pictures))
    return part.pictures[place]


def _with(content: Content, number: int, part: Part) -> Content:
    return replace(content, parts=(*content.parts[:number], part, *content.parts[number + 1 :]))


def _alt(alt: str, name: str) -> str:
    said = alt.strip()
    longest = int(bluesky.PLATFORM.fields["alt_text"].limit.value)
    if (count := graphemes(said)) > longest:
        raise BadInput("networks.long_alt", name=name, count=count, limit=longest)
    return said
