"""Threads: 500, counted here in UTF-8 bytes as its API does; at most five links and one topic tag."""

from assistant.platforms.compose import address
from assistant.platforms.plain import find_plain
from assistant.platforms.rules import NO_LIMITS, Fact, Field, Limits, Platform
from assistant.platforms.units import utf8
from assistant.records import Entity

_POSTS = "https://developers.facebook.com/docs/threads/posts (2026-04)"
_LINKS = "https://developers.facebook.com/docs/threads/create-posts/text-attachments"

PLATFORM = Platform(
    id="threads",
    name="Threads",
    field="post",
    fields={
        "post": Field("bytes", Fact(500, f"{_POSTS}; bytes for letters: gitroomhq/postiz-app pull request 1946", "C")),
        "text_attachment": Field("utf16", Fact(10_000, _LINKS, "B")),
        "topic_tag": Field("utf16", Fact(50, _POSTS, "B"), required=True, forbidden="\r\n\t.&"),
        "alt_text": Field("utf16", Fact(1000, "developers.facebook.com, Threads accessibility page", "C")),
    },
    facts={
        "links": Fact(5, _LINKS, "B"),
        "tags": Fact(1, _POSTS, "B"),
        "carousel_least": Fact(2, _POSTS, "B"),
        "images": Fact(20, _POSTS, "B"),
        "alt_text": Fact(1000, "developers.facebook.com, Threads accessibility page", "C"),
        "fold": Fact(250, "one tool; undocumented", "D"),
    },
)


def count(text: str, limits: Limits = NO_LIMITS) -> int:  # noqa: ARG001  # same call for every network
    """UTF-8 bytes. The documentation says it of emoji; refusals reported in 2026-08 show it of curly quotes too."""
    return utf8(text)


def find(text: str) -> tuple[Entity, ...]:
    """Links, mentions and hashtags; only the first hashtag becomes the topic."""
    return find_plain(text)


def links(text: str, attachment: str = "") -> int:
    """How many different links a post has, its attached link included."""
    different = {entity.text for entity in find(text) if entity.kind == "link"}
    return len(different | {attachment} if attachment else different)


def compose_url(  # the same call as for every network, and a topic
    text: str,
    *,
    link: str = "",
    server: str = "",  # noqa: ARG001
    reply_to: str = "",  # noqa: ARG001
    topic: str = "",
) -> str:
    """Opens Threads' compose page (https://developers.facebook.com/docs/threads/threads-web-intents); `topic` is the
    topic tag, without a sign."""
    return address("https://www.threads.com/intent/post", {"text": text, "url": link, "tag": topic})
