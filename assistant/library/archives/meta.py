"""Meta's exports of Threads and Instagram in JSON.

All text in them is UTF-8 whose bytes were written as if they were Latin-1: é is `\\u00c3\\u00a9`. It is undone text by
text, and where that fails the text stays as it is.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.library.archives.container import Container
from assistant.library.archives.pieces import Omitted, Piece, Reading, Recognised, listed, mapped, moment
from assistant.library.archives.streams import LookForStop, json_items

READ = ("threads", "instagram", "reels", "stories", "archived", "instagram_comments", "meta_profile")

_PREFIXES = {
    "threads": ("text_post_app_text_posts.item",),
    "instagram": ("item",),
    "reels": ("ig_reels_media.item", "ig_igtv_media.item"),
    "stories": ("ig_stories.item",),
    "archived": ("ig_archived_post_media.item",),
    "instagram_comments": ("item", "comments_media_comments.item", "comments_reels_comments.item"),
}
_COMMENT = re.compile(r"^comment(?:aire)?$", re.IGNORECASE)
_OWNER = re.compile(r"owner|propri[ée]taire", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:@[\w.]{1,30}\s+)+")


def read_meta(container: Container, found: Recognised, look_for_stop: LookForStop) -> Reading:
    """Posts and replies of Threads, posts, reels and comments of Instagram. Stories and what was archived are counted
    out: their author or a day took them off the profile."""
    for what, item in _items(container, found, look_for_stop):
        match what:
            case "stories":
                yield Omitted("story")
            case "archived":
                yield Omitted("archived", _id(item, "instagram"))
            case "instagram_comments":
                yield _comment(item)
            case _:
                yield _post(item, "threads" if what == "threads" else "instagram")


def read_profile(container: Container, found: Recognised, look_for_stop: LookForStop) -> str:
    """The user name in `personal_information.json`, empty when the export does not say."""
    for member in found.members.get("meta_profile", ()):
        with container.open(member) as stream:
            for profile in json_items(stream, "profile_user.item", member, look_for_stop):
                for name, value in mapped(mapped(profile).get("string_map_data")).items():
                    if undone(name).casefold().replace("’", "'") in ("username", "nom d'utilisateur"):
                        return undone(str(mapped(value).get("value") or ""))
    return ""


def undone(text: str) -> str:
    """A text as it was before Meta wrote its bytes as Latin-1; as it is when it was not so."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _items(container: Container, found: Recognised, look_for_stop: LookForStop) -> Iterator[tuple[str, Any]]:
    for what, prefixes in _PREFIXES.items():
        for member in found.members.get(what, ()):
            for prefix in prefixes:
                with container.open(member) as stream:
                    for item in json_items(stream, prefix, member, look_for_stop):
                        yield what, item


def _post(item: Any, platform: str) -> Piece | Omitted:
    media = [one for one in listed(item.get("media")) if isinstance(one, dict)] if isinstance(item, dict) else []
    if not isinstance(item, dict) or not (media or item.get("title")):
        return Omitted("unreadable")
    first = media[0] if media else {}
    # With several pictures, text and date stand on the post; with one, on the picture.
    title = item.get("title") or first.get("title") or ""
    date = moment(item.get("creation_timestamp") or first.get("creation_timestamp"))
    post_id = _id(item, platform)
    if not isinstance(title, str) or not post_id:
        return Omitted("unreadable")
    text = undone(title).strip()
    app = mapped(first.get("text_app_post") or item.get("text_app_post"))
    reply = app.get("is_reply") is True
    addressed: tuple[str, ...] = ()
    if reply and (match := _ADDRESS.match(text)):
        addressed, text = tuple(match[0].split()), text[match.end() :]
    return Piece(
        id=post_id, text=text, platform=platform, date=date, kind="reply" if reply else "post", addressed=addressed
    )


def _comment(item: Any) -> Piece | Omitted:
    """A comment under somebody's post. The names of its fields are in the language of the account."""
    data = mapped(mapped(item).get("string_map_data"))
    text, owner, seconds = "", "", 0
    for name, held in data.items():
        value = mapped(held).get("value")
        when = mapped(held).get("timestamp")
        if isinstance(when, int) and when > 0:
            seconds = when
        if isinstance(value, str) and _COMMENT.match(undone(name)):
            text = undone(value).strip()
        elif isinstance(value, str) and _OWNER.search(undone(name)):
            owner = undone(value)
    if not data:
        return Omitted("unreadable")
    if not text:
        return Omitted("no_text")
    addressed: tuple[str, ...] = (f"@{owner}",) if owner else ()
    if match := _ADDRESS.match(text):
        addressed, text = (*addressed, *match[0].split()), text[match.end() :]
    return Piece(
        id=f"instagram-comment-{seconds}-{owner}-{len(text)}",
        text=text,
        platform="instagram",
        date=moment(seconds),
        kind="reply",
        addressed=tuple(dict.fromkeys(addressed)),
    )


def _id(item: Mapping[str, Any], platform: str) -> str:
    """Neither network writes the id of a post: its first picture and its second name it."""
    if not isinstance(item, dict):
        return ""
    media = [one for one in listed(item.get("media")) if isinstance(one, dict)]
    first = media[0] if media else {}
    seconds = item.get("creation_timestamp") or first.get("creation_timestamp") or 0
    name = str(first.get("uri") or "").rpartition("/")[2].partition(".")[0]
    title = str(item.get("title") or first.get("title") or "")
    return f"{platform}-{seconds}-{name or len(title)}" if seconds else ""
