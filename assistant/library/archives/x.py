"""An archive of X: scripts that begin with `window.YTD.NAME.partN = [`, every number in them a text.

What is read, and what is counted out: posts (`tweets`, `tweet` in older archives, in as many parts as there are), long
posts (`note_tweet`), the account, whether it was protected (`protected_history`), what it deleted (`deleted_tweets`),
what was for a circle or a community only. Direct messages are not opened.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

from assistant.library.archives.container import Container
from assistant.library.archives.pieces import Omitted, Piece, Reading, Recognised, Told, listed, mapped, number
from assistant.library.archives.streams import LookForStop, json_items

READ = (
    "ytd:tweets",
    "ytd:tweet",
    "ytd:note_tweet",
    "ytd:account",
    "ytd:protected_history",
    "ytd:deleted_tweets",
    "ytd:deleted_tweet",
    "ytd:twitter_circle_tweet",
    "ytd:community_tweet",
)

_LEADING_NAMES = re.compile(r"^(?:@\w{1,20}\s+)+")
_STATUS = re.compile(r"^https?://(?:mobile\.|www\.)?(?:twitter|x)\.com/(\w+)/status/\d+")
_TCO = re.compile(r"https?://t\.co/\w+")
_NOTE_START = 80
_MOST_NOTE_TEXT = 100_000_000
_CUT = "…"


def read_x(container: Container, found: Recognised, account: str, look_for_stop: LookForStop) -> Reading:
    """The posts of the account as others saw them: links whole, without its reposts."""
    if _protected(container, found, look_for_stop):
        yield Told("library.archive_protected")
        for item in _items(container, found, ("ytd:tweets", "ytd:tweet"), look_for_stop):
            yield Omitted("private", str(_tweet(item).get("id_str") or ""))
        return
    for item in _items(container, found, ("ytd:deleted_tweets", "ytd:deleted_tweet"), look_for_stop):
        yield Omitted("deleted", str(_tweet(item).get("id_str") or _tweet(item).get("id") or ""))
    for _ in _items(container, found, ("ytd:twitter_circle_tweet", "ytd:community_tweet"), look_for_stop):
        yield Omitted("private")
    notes = Notes()
    for item in _items(container, found, ("ytd:note_tweet",), look_for_stop):
        notes.add(item)
    for item in _items(container, found, ("ytd:tweets", "ytd:tweet"), look_for_stop):
        yield _read(_tweet(item), account, notes)


def read_account(container: Container, found: Recognised, look_for_stop: LookForStop) -> str:
    """The handle of the account, empty when the archive does not say."""
    for item in _items(container, found, ("ytd:account",), look_for_stop):
        account = item.get("account") if isinstance(item, dict) else None
        if isinstance(account, dict):
            return str(account.get("username") or "").lstrip("@")
    return ""


class Notes:
    """Long posts, found again by how they begin: the archive gives them no id of their post, whose text stops after
    280 characters."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._room = _MOST_NOTE_TEXT

    def add(self, item: Any) -> None:
        note = item.get("noteTweet") if isinstance(item, dict) else None
        core = note.get("core") if isinstance(note, dict) else None
        text = core.get("text") if isinstance(core, dict) else None
        if not isinstance(core, dict) or not isinstance(text, str) or len(text) > self._room:
            return
        self._room -= len(text)
        text = unescape(text)
        for link in _listed(core.get("urls")):
            short, whole = str(link.get("shortUrl") or ""), str(link.get("expandedUrl") or "")
            if short and whole:
                text = text.replace(short, whole)
        self._texts[_beginning(text)] = text

    def whole(self, text: str) -> str | None:
        """The long text of a post that begins like this one."""
        found = self._texts.get(_beginning(text))
        cut = _TCO.sub("", text).rstrip(f"{_CUT} \n")
        return found if found is not None and len(found) > len(cut) else None


def _read(tweet: Mapping[str, Any], account: str, notes: Notes) -> Piece | Omitted:
    tweet_id = str(tweet.get("id_str") or tweet.get("id") or "")
    said = tweet.get("full_text") or tweet.get("text")
    if not isinstance(said, str) or not tweet_id.isdigit():
        return Omitted("unreadable")
    if said.startswith("RT @") or isinstance(tweet.get("retweeted_status"), dict):
        return Omitted("repost", tweet_id)
    text = notes.whole(unescape(said)) or _whole(said, tweet)
    author = str(tweet.get("in_reply_to_screen_name") or "")
    parent = str(tweet.get("in_reply_to_status_id_str") or tweet.get("in_reply_to_status_id") or "")
    addressed: tuple[str, ...] = ()
    if author and (match := _LEADING_NAMES.match(f"{text} ")):
        addressed = tuple(match[0].split())
        text = text[match.end() :]
    own = bool(author) and author.casefold() == account.casefold()
    return Piece(
        id=tweet_id,
        text=text.strip(),
        platform="x",
        date=_date(tweet.get("created_at")),
        kind="reply" if author and not own else "post",
        parent=parent,
        version_of=_first_version(tweet),
        address=f"https://x.com/{account or 'i/web'}/status/{tweet_id}",
        reply_to=f"https://x.com/{author or 'i/web'}/status/{parent}" if parent else "",
        addressed=addressed,
        language=str(tweet.get("lang") or ""),
        likes=number(tweet.get("favorite_count")),
        reposts=number(tweet.get("retweet_count")),
        replies=number(tweet.get("reply_count")),
    )


def _whole(said: str, tweet: Mapping[str, Any]) -> str:
    """The text with links whole, without those of its pictures and of the post it quotes."""
    entities = mapped(tweet.get("entities"))
    for media in [*_listed(entities.get("media")), *_listed(mapped(tweet.get("extended_entities")).get("media"))]:
        if short := str(media.get("url") or ""):
            said = said.replace(short, "")
    said = said.rstrip()
    for link in _listed(entities.get("urls")):
        short, whole = str(link.get("url") or ""), str(link.get("expanded_url") or "")
        if not short or not whole:
            continue
        quotes = _STATUS.match(whole) and said.endswith(short)
        said = said.removesuffix(short).rstrip() if quotes and said != short else said.replace(short, whole)
    return unescape(said).strip()


def _first_version(tweet: Mapping[str, Any]) -> str:
    """The id of the first version of an edited post, empty for one that was never edited."""
    info = mapped(tweet.get("edit_info"))
    edit = mapped(info.get("edit"))
    control = mapped(edit.get("editControlInitial")) or mapped(info.get("initial")) or edit
    ids = [str(one) for one in listed(control.get("editTweetIds")) if str(one).isdigit()]
    if initial := str(edit.get("initialTweetId") or ""):
        return initial
    return min(ids, key=int) if len(ids) > 1 else ""


def _protected(container: Container, found: Recognised, look_for_stop: LookForStop) -> bool:
    """Whether the account's posts were for its followers only when the archive was made."""
    last, action = "", ""
    for item in _items(container, found, ("ytd:protected_history",), look_for_stop):
        change = mapped(mapped(item).get("protectedHistory"))
        when = str(change.get("protectedAt") or "")
        if when >= last:
            last, action = when, str(change.get("action") or "")
    return action.casefold().startswith("protect")


def _items(container: Container, found: Recognised, names: tuple[str, ...], look: LookForStop) -> Iterator[Any]:
    for name in names:
        for member in found.members.get(name, ()):
            with container.open(member) as stream:
                yield from json_items(stream, "item", member, look)


def _tweet(item: Any) -> Mapping[str, Any]:
    """Old archives have no wrapper around a post."""
    return mapped(mapped(item).get("tweet")) or mapped(item)


def _beginning(text: str) -> str:
    return "".join(_TCO.sub("", re.sub(r"https?://\S+", "", text)).rstrip(_CUT).split())[:_NOTE_START]


def _date(given: Any) -> datetime | None:
    for form in ("%a %b %d %H:%M:%S %z %Y", "%Y-%m-%d %H:%M:%S %z"):
        try:
            return datetime.strptime(str(given), form).astimezone(UTC)
        except ValueError:
            continue
    return None


def _listed(given: Any) -> list[Mapping[str, Any]]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
