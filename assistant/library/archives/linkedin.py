"""LinkedIn's `Shares.csv` and `Comments.csv` of a member's data export.

Its dates have no zone and are UTC: they agree to the second with the ids, whose upper bits count milliseconds since
1970 (measured on 101 posts of a real export). Every line end inside a text is written as quote, newline, quote.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import unquote

from assistant.errors import BadInput
from assistant.library.archives.container import Container
from assistant.library.archives.pieces import Omitted, Piece, Reading, Recognised, Told, moment
from assistant.library.archives.streams import LookForStop, text_lines
from assistant.library.readers.encodings import clean_text

_PUBLIC = frozenset({"", "MEMBER_NETWORK", "PUBLIC", "ANYONE", "LOGGED_IN", "LOGGED_IN_MEMBERS"})
_URN = re.compile(r"urn:li:(?:share|ugcPost|activity):(\d{15,20})")
_LINE_END = re.compile(r'"\n"')


def read_linkedin(container: Container, found: Recognised, look_for_stop: LookForStop) -> Reading:
    """The shares that say something, and the comments under other posts."""
    unknown: set[str] = set()
    for member in found.members.get("shares", ()):
        for row in _rows(container, member, look_for_stop):
            yield _share(row, unknown)
    for member in found.members.get("comments", ()):
        for place, row in enumerate(_rows(container, member, look_for_stop)):
            yield _comment(row, place)
    for visibility in sorted(unknown):
        yield Told("library.archive_visibility", {"value": visibility[:60]})


def _share(row: Mapping[str, str], unknown: set[str]) -> Piece | Omitted:
    link = unquote(row.get("ShareLink", ""))
    share = match[1] if (match := _URN.search(link)) else link
    visibility = row.get("Visibility", "").strip().upper()
    if visibility not in _PUBLIC:
        if visibility not in ("CONNECTIONS", "CONNECTIONS_ONLY", "CONTAINER", "GROUP", "LIMITED"):
            unknown.add(visibility)
        return Omitted("private", share)
    text = said(row.get("ShareCommentary", ""))
    if not text:
        return Omitted("bare_share" if row.get("SharedUrl") or row.get("MediaUrl") or link else "no_text", share)
    return Piece(
        id=share or f"{row.get('Date', '')}-{len(text)}",
        text=text,
        platform="linkedin",
        date=_date(row.get("Date", ""), share),
        address=link,
    )


def _comment(row: Mapping[str, str], place: int) -> Piece | Omitted:
    text = said(row.get("Message", ""))
    link = unquote(row.get("Link", ""))
    if not text:
        return Omitted("no_text")
    date = _date(row.get("Date", ""))
    when = f"{date.timestamp():.0f}" if date else f"at-{place}"
    post = match[1] if (match := _URN.search(link)) else "0"
    return Piece(
        id=f"comment-{post}-{when}",
        text=text,
        platform="linkedin",
        date=date,
        kind="reply",
        reply_to=link,
    )


def said(cell: str) -> str:
    """A text with its own line ends. LinkedIn writes each of them as quote, newline, quote; where one is not, the file
    was mended already, and its quotes are the author's."""
    text = clean_text(cell)
    mended, count = _LINE_END.subn("\n", text)
    return (mended if count == text.count("\n") else text).strip()


def _rows(container: Container, member: str, look_for_stop: LookForStop) -> Iterator[dict[str, str]]:
    with container.open(member) as stream:
        lines = text_lines(stream, member, look_for_stop)
        try:
            for row in csv.DictReader(lines):
                yield {key: value for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
        except csv.Error as error:
            raise BadInput("library.archive_damaged", name=member, detail=str(error)[:120]) from error


def _date(given: str, share: str = "") -> datetime | None:
    exact = moment((int(share) >> 22) / 1000) if share.isdigit() else None
    try:
        date = datetime.fromisoformat(given.strip().removesuffix(" UTC")).replace(tzinfo=UTC)
    except ValueError:
        return exact.replace(microsecond=0) if exact else None
    return date
