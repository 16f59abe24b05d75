"""From posts as a person approved them to the exact records that will be written. Nothing is written here."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.errors import BadInput
from assistant.language import detect
from assistant.networks.content import file_id, record_id
from assistant.networks.keys import new_keys
from assistant.networks.pictures import CARD_SIDE, ready
from assistant.networks.references import POST
from assistant.platforms import bluesky
from assistant.platforms.units import graphemes, utf8
from assistant.records import (
    Audience,
    Blob,
    CardUpload,
    Outgoing,
    PostRef,
    Prepared,
    PreparedRecord,
    SocialPost,
    Upload,
)
from assistant.wording import say

PLATFORM = bluesky.PLATFORM.id
GATE, QUOTE_GATE = "app.bsky.feed.threadgate", "app.bsky.feed.postgate"
MOST_PARTS = 25
LABELS = ("sexual", "nudity", "porn", "graphic-media")  # com.atproto.label.defs, for content
AUDIENCES = {
    "mentioned": "app.bsky.feed.threadgate#mentionRule",
    "followers": "app.bsky.feed.threadgate#followerRule",
    "following": "app.bsky.feed.threadgate#followingRule",
}
LARGEST_SKEW = timedelta(minutes=2)
"""A clock that differs more from the server's is told of, and its time is not used."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What a publication points to, as it is on the network now: the post answered, posts quoted by uri, accounts
    mentioned by handle (empty: nobody has that handle), and how far the server's clock is ahead."""

    answered: SocialPost | None = None
    quoted: dict[str, SocialPost] = field(default_factory=dict)
    mentioned: dict[str, str] = field(default_factory=dict)
    skew: timedelta = timedelta()


def handles_in(parts: Sequence[Outgoing]) -> tuple[str, ...]:
    """The handles that the texts mention, in lower case."""
    found = (facet.value.lower() for part in parts for facet in bluesky.facets(part.text) if facet.kind == "mention")
    return tuple(dict.fromkeys(found))


def check(parts: Sequence[Outgoing], audience: Audience | None, keys: Sequence[str], require_alt: bool) -> None:
    """Refuses what no server would take, before anything is looked up.

    Raises:
        BadInput: names the part and what is wrong with it.
    """
    if not parts or len(parts) > MOST_PARTS:
        raise BadInput("networks.parts", count=len(parts), most=MOST_PARTS)
    if keys and len(keys) != len(parts):
        raise BadInput("networks.keys", keys=len(keys), parts=len(parts))
    if audience is not None and audience.replies is not None and parts[0].answering is not None:
        raise BadInput("networks.audience_of_reply")
    for number, part in enumerate(parts, 1):
        _check_text(part, number)
        _check_rest(part, number, require_alt)
        if number > 1 and part.answering is not None:
            raise BadInput("networks.answering_inside", part=number)


def prepare(
    account: str,
    parts: Sequence[Outgoing],
    targets: Targets,
    *,
    keys: Sequence[str] = (),
    at: datetime | None = None,
    audience: Audience | None = None,
    reader: str = "en",
) -> Prepared:
    """The records. `parts` have passed `check`.

    Raises:
        BadInput: a picture is none, or cannot be read.
    """
    work = _Work(account, targets, reader)
    chosen = tuple(keys) or new_keys(len(parts))
    moment = work.time(at)
    root = targets.answered.root or targets.answered.ref if targets.answered else None
    parent = targets.answered.ref if targets.answered else None
    posts: list[PostRef] = []
    records: list[PreparedRecord] = []
    for index, part in enumerate(parts):
        value = work.post(part, moment + timedelta(milliseconds=index))
        if parent is not None:
            value["reply"] = {"root": _ref(root or parent), "parent": _ref(parent)}
        record = _record(POST, chosen[index], value)
        records.append(record)
        parent = PostRef(f"at://{account}/{POST}/{record.key}", record.cid)
        root = root or parent
        posts.append(parent)
        records += work.gates(parent.uri, record.key, moment, audience, first=index == 0)
    blobs = tuple({blob.id: blob for blob in work.blobs}.values())
    return Prepared(account, PLATFORM, tuple(posts), tuple(records), blobs, tuple(work.remarks))


def _check_text(part: Outgoing, number: int) -> None:
    if any("\ud800" <= character <= "\udfff" for character in part.text):
        raise BadInput("networks.broken_text", part=number)
    limits = bluesky.PLATFORM.fields["post"]
    if not part.text.strip() and not part.pictures and part.quoting is None:
        raise BadInput("networks.empty_text", part=number)
    if (count := graphemes(part.text)) > limits.limit.value:
        raise BadInput("networks.long_text", part=number, count=count, limit=limits.limit.value)
    most_bytes = limits.also[0][1].value
    if (count := utf8(part.text)) > most_bytes:
        raise BadInput("networks.heavy_text", part=number, count=count, limit=most_bytes)


def _check_rest(part: Outgoing, number: int, require_alt: bool) -> None:
    facts = bluesky.PLATFORM.facts
    if len(part.pictures) > facts["images"].value:
        raise BadInput("networks.many_pictures", part=number, count=len(part.pictures), limit=facts["images"].value)
    if part.pictures and part.card is not None:
        raise BadInput("networks.pictures_and_card", part=number)
    longest = bluesky.PLATFORM.fields["alt_text"].limit.value
    for place, picture in enumerate(part.pictures, 1):
        name = picture.name or str(place)
        if require_alt and not picture.alt.strip():
            raise BadInput("networks.no_alt", name=name)
        if (count := graphemes(picture.alt)) > longest:
            raise BadInput("networks.long_alt", name=name, count=count, limit=longest)
    if len(part.languages) > facts["languages"].value or not all(_is_language(one) for one in part.languages):
        raise BadInput("networks.bad_languages", languages=", ".join(part.languages), most=facts["languages"].value)
    for label in part.labels:
        if label not in LABELS:
            raise BadInput("networks.bad_label", label=label, known=", ".join(LABELS))
    if part.card is not None and not part.card.address.startswith(("https://", "http://")):
        raise BadInput("networks.bad_card", address=part.card.address)


def _is_language(tag: str) -> bool:
    """Whether a language tag has the form of one (BCP 47)."""
    first, *rest = tag.split("-")
    return 2 <= len(first) <= 3 and first.isascii() and first.isalpha() and all(1 <= len(one) <= 8 for one in rest)


class _Work:
    """One publication in the making: files and remarks are gathered on the way."""

    def __init__(self, account: str, targets: Targets, reader: str) -> None:
        self.account, self.targets, self.reader = account, targets, reader
        self.blobs: list[Blob] = []
        self.remarks: list[str] = []

    def tell(self, key: str, **values: object) -> None:
        """Add a remark, once."""
        sentence = say(key, self.reader, **values)
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    def time(self, given: datetime | None) -> datetime:
        """The time the posts will bear: the server's own when our clock is wrong."""
        skew = self.targets.skew
        if abs(skew) <= LARGEST_SKEW:
            return given or datetime.now(UTC)
        self.tell("networks.clock", minutes=max(1, round(abs(skew) / timedelta(minutes=1))))
        return datetime.now(UTC) + skew

    def post(self, part: Outgoing, moment: datetime) -> dict[str, Any]:
        """The record of one post, but for what it replies to."""
        languages = part.languages or ((code,) if (code := detect(part.text).code) else ())
        facets = self._facets(part.text)
        embed = self._embed(part)
        labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": one} for one in part.labels]}
        value: dict[str, Any] = {"$type": POST, "text": part.text, "createdAt": _written(moment)}
        optional = {
            "langs": list(languages),
            "facets": facets,
            "embed": embed,
            "labels": labels if part.labels else None,
        }
        return value | {key: one for key, one in optional.items() if one}

    def gates(
        self, uri: str, key: str, moment: datetime, audience: Audience | None, *, first: bool
    ) -> list[PreparedRecord]:
        """The rules of who may reply to the thread and quote the post."""
        found: list[PreparedRecord] = []
        if audience is None:
            return found
        if audience.replies is not None and first:
            allow = [{"$type": AUDIENCES[one]} for one in audience.replies if one in AUDIENCES]
            gate = {"$type": GATE, "post": uri, "allow": allow, "createdAt": _written(moment)}
            found.append(_record(GATE, key, gate))
        if not audience.quotes:
            rules = [{"$type": f"{QUOTE_GATE}#disableRule"}]
            gate = {"$type": QUOTE_GATE, "post": uri, "embeddingRules": rules, "createdAt": _written(moment)}
            found.append(_record(QUOTE_GATE, key, gate))
        return found

    def _facets(self, text: str) -> list[dict[str, Any]]:
        """Links, mentions and tags as byte ranges; a mention that is nobody's stays plain text and is told of."""
        length = utf8(text)
        found = []
        for facet in bluesky.facets(text):
            feature = self._feature(facet.kind, facet.value)
            if feature is None:
                continue
            if not 0 <= facet.start < facet.end <= length:  # the server would take it and no app could show it
                raise AssertionError(facet)
            index = {"byteStart": facet.start, "byteEnd": facet.end}
            found.append({"index": index, "features": [feature]})
        return found

    def _feature(self, kind: str, value: str) -> dict[str, str] | None:
        if kind == "mention":
            did = self.targets.mentioned.get(value.lower(), "")
            if not did:
                self.tell("networks.mention_of_nobody", handle=value)
                return None
            return {"$type": "app.bsky.richtext.facet#mention", "did": did}
        if kind == "tag":
            return {"$type": "app.bsky.richtext.facet#tag", "tag": value}
        return {"$type": "app.bsky.richtext.facet#link", "uri": value}

    def _embed(self, part: Outgoing) -> dict[str, Any] | None:
        media = self._media(part.pictures, part.card)
        if part.quoting is None:
            return media
        quoted = {"$type": "app.bsky.embed.record", "record": _ref(self.targets.quoted[part.quoting.uri].ref)}
        if media is None:
            return quoted
        return {"$type": "app.bsky.embed.recordWithMedia", "record": quoted, "media": media}

    def _media(self, pictures: Sequence[Upload], card: CardUpload | None) -> dict[str, Any] | None:
        if pictures:
            images = [self._picture(one, one.name or str(place)) for place, one in enumerate(pictures, 1)]
            return {"$type": "app.bsky.embed.images", "images": images}
        if card is None:
            return None
        page: dict[str, Any] = {"uri": card.address, "title": card.title, "description": card.description}
        if card.picture:
            try:
                shown = ready(card.picture, card.address, longest_side=CARD_SIDE)
            except BadInput:
                self.tell("networks.card_without_picture", address=card.address)
            else:
                page["thumb"] = self._blob(shown.data, shown.type)
        return {"$type": "app.bsky.embed.external", "external": page}

    def _picture(self, upload: Upload, name: str) -> dict[str, Any]:
        made = ready(upload.data, name)
        if made.smaller:
            self.tell("networks.picture_smaller", name=name, width=made.width, height=made.height)
        if made.flattened:
            self.tell("networks.picture_flattened", name=name)
        ratio = {"width": made.width, "height": made.height}
        return {"alt": upload.alt.strip(), "image": self._blob(made.data, made.type), "aspectRatio": ratio}

    def _blob(self, data: bytes, kind: str) -> dict[str, Any]:
        blob = Blob(file_id(data), kind, data)
        self.blobs.append(blob)
        return {"$type": "blob", "ref": {"$link": blob.id}, "mimeType": kind, "size": len(data)}


def _record(collection: str, key: str, value: dict[str, Any]) -> PreparedRecord:
    return PreparedRecord(collection, key, record_id(value), json.dumps(value, ensure_ascii=False))


def _ref(ref: PostRef) -> dict[str, str]:
    return {"uri": ref.uri, "cid": ref.cid}


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
