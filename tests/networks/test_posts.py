"""Views of the AppView as our records: whatever a server sends is read, and what is broken counts as absent."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assistant.networks.posts import gone_of, post_of, profile_of
from assistant.records import Gone, PostRef, SocialPost

KEYS = st.sampled_from(
    ["uri", "cid", "author", "record", "value", "embed", "embeds", "viewer", "labels", "did", "handle", "text", "reply",
     "parent", "root", "langs", "facets", "features", "$type", "images", "external", "media", "likeCount", "createdAt",
     "indexedAt", "alt", "title", "val", "neg", "blocking", "followedBy", "displayName"]
)  # fmt: skip
TYPES = st.sampled_from(
    ["app.bsky.embed.images#view", "app.bsky.embed.record#view", "app.bsky.embed.recordWithMedia#view",
     "app.bsky.embed.external#view", "app.bsky.embed.video#view", "app.bsky.embed.record#viewRecord",
     "app.bsky.embed.record#viewBlocked", "app.bsky.feed.post", "app.bsky.richtext.facet#link"]
)  # fmt: skip
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | TYPES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=40,
)


@given(st.dictionaries(KEYS, JSON, max_size=12))
def test_anything_is_read(view: dict[str, Any]) -> None:
    """No shape of JSON makes reading fail."""
    post = post_of(view)

    assert isinstance(post.text, str)
    assert isinstance(profile_of(view).handle, str)
    assert gone_of(view) is None or isinstance(gone_of(view), Gone)


def test_a_post_as_the_appview_sends_it() -> None:
    """Each part of a view lands where it belongs."""
    author = {
        "did": "did:plc:a",
        "handle": "a.test",
        "displayName": " Odile ",
        "viewer": {"followedBy": "at://x", "blockedBy": False, "muted": True},
        "labels": [{"val": "spam"}, {"val": "old", "neg": True}],
    }
    record = {
        "$type": "app.bsky.feed.post",
        "text": "Voyez\ud83d",
        "createdAt": "2026-11-25T10:00:00.000-05:00",
        "langs": ["fr-CA", 3],
        "reply": {"root": {"uri": "at://r", "cid": "c1"}, "parent": {"uri": "at://p", "cid": "c2"}},
    }
    quoted = {
        "$type": "app.bsky.embed.record#viewRecord",
        "uri": "at://did:plc:a/app.bsky.feed.post/1",
        "author": author,
    }
    embed = {
        "$type": "app.bsky.embed.recordWithMedia#view",
        "record": {"$type": "app.bsky.embed.record#view", "record": quoted | {"value": record}},
        "media": {"$type": "app.bsky.embed.video#view", "alt": "Un moulin qui tourne", "thumbnail": "https://x/y"},
    }
    view = {
        "uri": "at://did:plc:a/app.bsky.feed.post/2",
        "cid": "c",
        "author": author,
        "record": record,
        "embed": embed,
        "likeCount": 3,
        "replyCount": "many",
        "viewer": {"like": "at://me/like", "replyDisabled": True},
        "indexedAt": "2026-11-25T15:00:01Z",
    }

    post = post_of(view)

    assert (post.author.name, post.author.follows_us, post.author.muted, post.author.labels) == (
        "Odile", True, True, ("spam",),
    )  # fmt: skip
    assert post.text == "Voyez?"
    assert post.created is not None
    assert post.created.isoformat() == "2026-11-25T15:00:00+00:00"
    assert post.languages == ("fr-CA",)
    assert (post.root, post.parent) == (PostRef("at://r", "c1"), PostRef("at://p", "c2"))
    assert (post.likes, post.replies, post.liked, post.reply_disabled) == (3, 0, "at://me/like", True)
    assert [(one.kind, one.alt) for one in post.pictures] == [("video", "Un moulin qui tourne")]
    assert isinstance(post.quoted, SocialPost)
    assert post.quoted.quoted is None


def test_what_is_quoted_and_is_no_post() -> None:
    """A quoted list or feed is told as something other than a post."""
    record = {"$type": "app.bsky.feed.defs#generatorView", "uri": "at://x/app.bsky.feed.generator/y"}
    view = {"embed": {"$type": "app.bsky.embed.record#view", "record": record}}

    assert post_of(view).quoted == Gone("at://x/app.bsky.feed.generator/y", "other")
