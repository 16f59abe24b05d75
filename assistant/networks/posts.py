"""Posts and people as the AppView shows them, as our records (app.bsky.feed.defs, app.bsky.actor.defs)."""

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.networks.answers import at, kind, moment, number, objects, text, texts, truth
from assistant.networks.references import web_address
from assistant.records import Gone, LinkCard, Picture, PostRef, Profile, SocialPost

_QUOTE_DEPTH = 1
"""A quoted post is shown with what it holds, but not with what it quotes itself."""


def profile_of(view: Any) -> Profile:
    """A person, from any of the three forms of a profile."""
    viewer = at(view, "viewer")
    return Profile(
        id=text(view, "did"),
        handle=text(view, "handle"),
        name=text(view, "displayName").strip(),
        description=text(view, "description"),
        followers=None if at(view, "followersCount") is None else number(view, "followersCount"),
        posts=None if at(view, "postsCount") is None else number(view, "postsCount"),
        created=moment(view, "createdAt"),
        labels=_labels(view),
        follows_us=bool(text(viewer, "followedBy")),
        followed=bool(text(viewer, "following")),
        blocked=truth(viewer, "blockedBy") or bool(text(viewer, "blocking")) or bool(at(viewer, "blockingByList")),
        muted=truth(viewer, "muted"),
    )


def post_of(view: Mapping[str, Any], quote_depth: int = _QUOTE_DEPTH) -> SocialPost:
    """A post, from `app.bsky.feed.defs#postView` or the record inside a quote (`app.bsky.embed.record#viewRecord`)."""
    record = at(view, "record") or at(view, "value")
    author = profile_of(at(view, "author") or {})
    embeds = [embed for embed in (at(view, "embed"), *objects(view, "embeds")) if isinstance(embed, Mapping)]
    quoted, pictures, card = _embedded(embeds, quote_depth)
    viewer, uri = at(view, "viewer"), text(view, "uri")
    features = [feature for facet in objects(record, "facets") for feature in objects(facet, "features")]
    links = [text(feature, "uri") for feature in features if kind(feature) == "app.bsky.richtext.facet#link"]
    if card is not None:
        links.append(card.address)
    return SocialPost(
        uri=uri,
        cid=text(view, "cid"),
        author=author,
        text=text(record, "text"),
        created=moment(record, "createdAt"),
        indexed=moment(view, "indexedAt"),
        address=web_address(author.handle, author.id, uri),
        languages=texts(record, "langs"),
        links=tuple(dict.fromkeys(link for link in links if link)),
        mentions=tuple(dict.fromkeys(did for feature in features if (did := text(feature, "did")))),
        pictures=pictures,
        card=card,
        quoted=quoted,
        parent=_ref(at(record, "reply", "parent")),
        root=_ref(at(record, "reply", "root")),
        likes=number(view, "likeCount"),
        reposts=number(view, "repostCount"),
        replies=number(view, "replyCount"),
        quotes=number(view, "quoteCount"),
        labels=_labels(view),
        liked=text(viewer, "like"),
        reposted=text(viewer, "repost"),
        reply_disabled=truth(viewer, "replyDisabled"),
        quote_disabled=truth(viewer, "embeddingDisabled"),
    )


def gone_of(view: Any) -> Gone | None:
    """What stands in the place of a post that cannot be shown, None when the view is that of a post."""
    ending = kind(view).rpartition("#")[2]
    why = {
        "notFoundPost": "deleted",
        "viewNotFound": "deleted",
        "blockedPost": "blocked",
        "viewBlocked": "blocked",
        "viewDetached": "detached",
    }.get(ending)
    return Gone(text(view, "uri"), why) if why else None  # type: ignore[arg-type]  # the values above


def _embedded(
    embeds: list[Mapping[str, Any]], quote_depth: int
) -> tuple[SocialPost | Gone | None, tuple[Picture, ...], LinkCard | None]:
    quoted: SocialPost | Gone | None = None
    pictures: list[Picture] = []
    card: LinkCard | None = None
    for embed in embeds:
        media = embed
        if kind(embed) == "app.bsky.embed.recordWithMedia#view":
            quoted, media = _quoted(at(embed, "record", "record"), quote_depth), at(embed, "media")
        elif kind(embed) == "app.bsky.embed.record#view":
            quoted = _quoted(at(embed, "record"), quote_depth)
        pictures += _pictures(media)
        if kind(media) == "app.bsky.embed.external#view":
            page = at(media, "external")
            card = LinkCard(text(page, "uri"), text(page, "title"), text(page, "description"))
    return quoted, tuple(pictures), card


def _pictures(media: Any) -> Iterator[Picture]:
    if kind(media) == "app.bsky.embed.video#view":
        yield Picture(text(media, "alt"), text(media, "thumbnail"), "video")
    elif kind(media) in ("app.bsky.embed.images#view", "app.bsky.embed.gallery#view"):
        for one in (*objects(media, "images"), *objects(media, "items")):
            yield Picture(text(one, "alt"), text(one, "fullsize") or text(one, "thumb"))


def _quoted(view: Any, quote_depth: int) -> SocialPost | Gone | None:
    if not isinstance(view, Mapping):
        return None
    gone = gone_of(view)
    if gone is not None:
        return gone
    if kind(view) != "app.bsky.embed.record#viewRecord" or at(view, "value", "$type") != "app.bsky.feed.post":
        return Gone(text(view, "uri"), "other")
    return post_of(view, quote_depth - 1) if quote_depth > 0 else None


def _labels(view: Any) -> tuple[str, ...]:
    """The labels that stand; one that takes another back (`neg`) is none."""
    return tuple(dict.fromkeys(text(one, "val") for one in objects(view, "labels") if not truth(one, "neg")))


def _ref(given: Any) -> PostRef | None:
    uri, cid = text(given, "uri"), text(given, "cid")
    return PostRef(uri, cid) if uri and cid else None
