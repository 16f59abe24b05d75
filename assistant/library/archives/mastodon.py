"""A Mastodon archive: `outbox.json`, an ActivityStreams collection (https://www.w3.org/TR/activitystreams-core/).

It holds everything an account ever wrote, also to its followers only and in private: a post is kept only when both the
activity and the post itself name the public among those they are for. Pleroma, Akkoma and GoToSocial write the same.
"""

import re
from collections.abc import Mapping
from typing import Any

from assistant.library.archives.container import Container
from assistant.library.archives.markup import text_of_html, trimmed
from assistant.library.archives.pieces import Omitted, Piece, Reading, Recognised, dated, listed, number
from assistant.library.archives.streams import LookForStop, json_items
from assistant.records import LeftOutReason

PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})

_POSTS = frozenset({"Note", "Question", "Article", "Page"})
_LONGEST_HTML = 400_000
_ADDRESS = re.compile(r"^(?:@[\w.-]+(?:@[\w.-]+)?[\s,:]+)+", re.ASCII)
_QUOTED_LINK = re.compile(r"\s*\bRE: https?://\S+\s*$")


def read_mastodon(container: Container, found: Recognised, look_for_stop: LookForStop) -> Reading:
    """The public posts and replies of the account, and what was left out."""
    for member in found.members["outbox"]:
        with container.open(member) as stream:
            for activity in json_items(stream, "orderedItems.item", member, look_for_stop):
                yield _read(activity)


def read_actor(container: Container, found: Recognised, look_for_stop: LookForStop) -> str:
    """The handle (`name@server`) of the account, from `actor.json` or from its first activity; empty without either."""
    for member in found.members.get("actor", ()):
        with container.open(member) as stream:
            for actor in json_items(stream, "", member, look_for_stop):
                return account_of(str(actor.get("preferredUsername") or ""), str(actor.get("id") or ""))
    for member in found.members["outbox"]:
        with container.open(member) as stream:
            for activity in json_items(stream, "orderedItems.item", member, look_for_stop):
                actor = activity.get("actor") if isinstance(activity, dict) else None
                return account_of("", actor) if isinstance(actor, str) else ""
    return ""


def account_of(name: str, address: str) -> str:
    """`name@server` from an account's address, such as `https://server/users/name`."""
    match = re.match(r"https?://([\w.:-]+)/(?:users/|@|ap/users/)?([\w.-]+)", address)
    if match is None:
        return name
    return f"{name or match[2]}@{match[1]}"


def _read(activity: Any) -> Piece | Omitted:
    if not isinstance(activity, dict):
        return Omitted("unreadable")
    post = activity.get("object")
    match activity.get("type"):
        case "Announce":
            return Omitted("repost")
        case "Delete":
            return Omitted("deleted", str(post.get("id") if isinstance(post, dict) else post or ""))
        case "Create" if isinstance(post, dict) and str(post.get("type")) in _POSTS:
            return _read_post(activity, post)
    return Omitted("unreadable")


def _read_post(activity: Mapping[str, Any], post: Mapping[str, Any]) -> Piece | Omitted:
    post_id = str(post.get("id") or activity.get("id") or "")
    if reason := _not_public(activity, post):
        return Omitted(reason, post_id)
    content = post.get("content")
    if not post_id or not isinstance(content, str) or len(content) > _LONGEST_HTML:
        return Omitted("unreadable", post_id)
    return _piece(activity, post, post_id, content)


def _piece(activity: Mapping[str, Any], post: Mapping[str, Any], post_id: str, content: str) -> Piece:
    text, quoted = text_of_html(content)
    warning = post.get("summary")
    if isinstance(warning, str) and warning.strip() and post.get("type") == "Note":
        warned = f"{warning.strip()}\n\n"
        text, quoted = warned + text, tuple((start + len(warned), end + len(warned)) for start, end in quoted)
    options = [one.get("name") for key in ("oneOf", "anyOf") for one in listed(post.get(key)) if isinstance(one, dict)]
    text = "\n".join([text, *(f"- {one}" for one in options if isinstance(one, str))])
    if match := _QUOTED_LINK.search(text):
        text = text[: match.start()]
    parent = post.get("inReplyTo")
    parent = parent if isinstance(parent, str) else ""
    addressed: tuple[str, ...] = ()
    author = str(activity.get("actor") or post.get("attributedTo") or "")
    if parent and (match := _ADDRESS.match(text)):
        addressed = _names(post, match[0])
        text, quoted = trimmed(text[match.end() :], tuple((a - match.end(), b - match.end()) for a, b in quoted))
    url = post.get("url")
    return Piece(
        id=post_id,
        text=text,
        platform="mastodon",
        date=dated(post.get("published") or activity.get("published")),
        kind="reply" if parent and not (author and parent.startswith(f"{author}/")) else "post",
        parent=parent,
        address=url if isinstance(url, str) else post_id,
        reply_to=parent,
        addressed=addressed,
        language=next(iter(languages), "") if isinstance(languages := post.get("contentMap"), dict) else "",
        quoted=quoted,
        likes=_total(post.get("likes")),
        reposts=_total(post.get("shares")),
        replies=_total(post.get("replies")),
    )


def _not_public(activity: Mapping[str, Any], post: Mapping[str, Any]) -> LeftOutReason | None:
    """Why a post is not for everybody, None when it is. Both lists of addressees must name the public."""
    for given in (activity, post):
        addressees = {*_addressees(given.get("to")), *_addressees(given.get("cc"))}
        if not PUBLIC & addressees:
            followers = any(one.rstrip("/").endswith("followers") for one in addressees)
            return "followers" if followers else "direct"
    return "direct" if post.get("directMessage") is True else None


def _addressees(given: Any) -> list[str]:
    return [one for one in (given if isinstance(given, list) else [given]) if isinstance(one, str)]


def _names(post: Mapping[str, Any], said: str) -> tuple[str, ...]:
    """The whole handles of the names a reply begins with, where the post's tags have them."""
    whole = {}
    for tag in listed(post.get("tag")):
        if isinstance(tag, dict) and tag.get("type") == "Mention" and isinstance(tag.get("name"), str):
            whole[tag["name"].lstrip("@").partition("@")[0].lower()] = tag["name"]
    names = [name.strip(",: ") for name in said.split()]
    return tuple(whole.get(name.lstrip("@").partition("@")[0].lower(), name) for name in names if name)


def _total(given: Any) -> int:
    return number(given.get("totalItems", 0)) if isinstance(given, dict) else 0
