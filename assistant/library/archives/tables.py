"""Posts from any table (Buffer, Hootsuite, a spreadsheet saved as CSV) and from our own JSONL.

Which column holds what is guessed from its name, then from what stands in it; a person can say otherwise.
"""

import csv
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import BadInput
from assistant.library.archives.container import Container
from assistant.library.archives.pieces import Omitted, Piece, Reading, Recognised, Told
from assistant.library.archives.streams import LookForStop, json_lines, text_lines
from assistant.library.readers.columns import Columns, guess_columns, guess_day_first
from assistant.library.readers.posts import Circumstances, post_of, record_of
from assistant.library.readers.values import BadLine, not_public
from assistant.records import Column, Post

EXAMPLES = 3
HOLDS = (
    "text", "date", "time", "platform", "language", "kind", "id", "likes", "reposts", "replies", "answered", "author",
    "address", "status", "visibility", "reposted",
)  # fmt: skip
"""What a column may be read as."""

_LOOKED_AT = 400
_MOST_KEYS = 100
_OURS = frozenset({*HOLDS, "addressed", "quoted", "places", "parts", "reply_to"})
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_TRUE = frozenset({"1", "true", "yes", "y", "oui", "vrai", "retweet", "repost"})
_DATE_LIKE = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_LEADING_NAMES = re.compile(r"^(?:@[\w.-]+(?:@[\w.-]+)?\s+)+")
_HOSTS = {
    "twitter.com": "x", "x.com": "x", "bsky.app": "bluesky", "threads.net": "threads", "threads.com": "threads",
    "linkedin.com": "linkedin", "instagram.com": "instagram", "facebook.com": "facebook",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """How a table is read: its header, what is in which column, the separator, how its dates are written."""

    header: tuple[str, ...]
    columns: Columns
    delimiter: str
    day_first: bool
    sure: bool
    examples: tuple[tuple[str, ...], ...] = ()

    def described(self) -> tuple[Column, ...]:
        """Its columns as a person is shown them."""
        holds = {place: name for name, place in self.columns.items()}
        return tuple(
            Column(name, holds.get(place, ""), self.examples[place] if place < len(self.examples) else ())
            for place, name in enumerate(self.header)
        )


def look_at_table(
    container: Container, member: str, chosen: Mapping[str, str] | None, look_for_stop: LookForStop
) -> Table:
    """Read a table once for its columns and the way of its dates.

    Raises:
        BadInput: no column holds texts, or one that was chosen is not there.
    """
    rows, delimiter = _rows(container, member, look_for_stop)
    header = tuple(cell.strip().removeprefix("\ufeff") for cell in next(rows, []))
    first = [row for _, row in zip(range(_LOOKED_AT), rows, strict=False)]
    columns = guess_columns(header)
    _guess_by_content(columns, header, first)
    for held, name in (chosen or {}).items():
        if held not in HOLDS:
            raise BadInput("library.unknown_column_use", name=held, known=", ".join(HOLDS))
        if not name:
            columns.pop(held, None)
            continue
        place = _place_of(name, header, member)
        for other in [other for other, at in columns.items() if at == place]:
            del columns[other]
        columns[held] = place
    if "text" not in columns:
        raise BadInput("library.archive_no_text_column", name=member, columns=", ".join(header)[:300])
    dates = _dates(columns, first, rows)
    day_first, sure = guess_day_first(dates, french=delimiter == ";" or columns.french)
    return Table(header, columns, delimiter, day_first, sure, _examples(header, first))


def read_tables(
    container: Container,
    found: Recognised,
    tables: Mapping[str, Table],
    around: Circumstances,
    look_for_stop: LookForStop,
) -> Reading:
    """The posts of every table of an archive, row by row."""
    for member in found.members["table"]:
        table = tables[member]
        if not table.sure:
            yield Told("library.dates_day_first" if table.day_first else "library.dates_month_first")
        rows, _ = _rows(container, member, look_for_stop)
        next(rows, None)
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            yield _read(record_of(row, table.columns, table.day_first), around)


def read_own(container: Container, found: Recognised, around: Circumstances, look_for_stop: LookForStop) -> Reading:
    """The posts of JSONL files in our own form."""
    for member in found.members["jsonl"]:
        with container.open(member) as stream:
            for _, record in json_lines(stream, member, look_for_stop):
                yield _read(_named(record), around) if isinstance(record, dict) else Omitted("unreadable")


def _named(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record with our names for what other tools call otherwise (`created_at`, `is_retweet`…)."""
    unknown = [key for key in record if key not in _OURS]
    if not unknown or len(unknown) > _MOST_KEYS:
        return record
    return {name: record[unknown[place]] for name, place in guess_columns(unknown).items()} | dict(record)


def _read(record: Mapping[str, Any], around: Circumstances) -> Piece | Omitted:
    text = record.get("text")
    if isinstance(text, str) and not text.strip():
        return Omitted("no_text")
    if isinstance(text, str) and text.lstrip().startswith("RT @"):
        return Omitted("repost")
    if str(record.get("reposted") or "").strip().casefold() in _TRUE or _reposted_kind(record):
        return Omitted("repost")
    if reason := not_public(record):
        return Omitted(reason, str(record.get("id") or ""))
    try:
        post = post_of(record, around)
    except BadLine:
        return Omitted("unreadable")
    return _piece(post)


def _piece(post: Post) -> Piece:
    text = html.unescape(post.text) if _ENTITY.search(post.text) else post.text
    addressed = post.addressed
    quoted = post.quoted if text == post.text else ()
    if post.kind == "reply" and not quoted and (match := _LEADING_NAMES.match(text)):
        addressed = (*addressed, *match[0].split())
        text = text[match.end() :]
    return Piece(
        id=post.id,
        text=text,
        platform=post.platform or _platform_of(post.address),
        date=post.date,
        kind=post.kind,
        address=post.address,
        reply_to=post.reply_to,
        addressed=addressed,
        answered=post.answered.text if post.answered else "",
        answered_author=post.answered.author if post.answered else "",
        language=post.language,
        quoted=quoted,
        likes=post.likes,
        reposts=post.reposts,
        replies=post.replies,
    )


def _reposted_kind(record: Mapping[str, Any]) -> bool:
    return re.search(r"retweet|repost|boost|reshare", str(record.get("kind_said") or "").casefold()) is not None


def _platform_of(address: str) -> str:
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("mobile.")
    except ValueError:
        return ""
    return next((name for known, name in _HOSTS.items() if host == known or host.endswith(f".{known}")), "")


def _rows(container: Container, member: str, look_for_stop: LookForStop) -> tuple[Iterator[list[str]], str]:
    with container.open(member) as stream:
        first = next((line for line in text_lines(stream, member, look_for_stop) if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)

    def rows() -> Iterator[list[str]]:
        with container.open(member) as stream:
            read = csv.reader(text_lines(stream, member, look_for_stop), delimiter=delimiter)
            try:
                for row in read:
                    if row:
                        yield row
            except csv.Error as error:
                detail = f"{error}, {read.line_num}"
                raise BadInput("library.archive_damaged", name=member, detail=detail) from error

    return rows(), delimiter


def _place_of(name: str, header: Sequence[str], member: str) -> int:
    for place, column in enumerate(header):
        if column.casefold() == name.strip().casefold():
            return place
    if name.strip().isdigit() and 1 <= int(name) <= len(header):
        return int(name) - 1
    raise BadInput("library.no_such_column", column=name[:60], name=member, columns=", ".join(header)[:300])


def _guess_by_content(columns: Columns, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Where names say nothing: the text is the column of the longest values with blanks in them, the date the one whose
    values are written like dates."""
    cells = [
        [row[place].strip() for row in rows if place < len(row) and row[place].strip()] for place in range(len(header))
    ]
    taken = set(columns.values())
    if "text" not in columns:
        lengths = {
            place: sum(len(cell) for cell in found) / len(found)
            for place, found in enumerate(cells)
            if found and place not in taken and sum(" " in cell for cell in found) * 2 > len(found)
        }
        best = max(lengths, key=lambda place: lengths[place], default=-1)
        if best >= 0 and lengths[best] >= 20:
            columns["text"] = best
    if "date" not in columns:
        for place, found in enumerate(cells):
            if found and place not in taken and all(_DATE_LIKE.match(cell) for cell in found):
                columns["date"] = place
                break


def _dates(columns: Columns, first: Iterable[Sequence[str]], rest: Iterable[Sequence[str]]) -> list[str]:
    """Values of the column of dates: as many as tell in which order they are written."""
    place = columns.get("date")
    if place is None:
        return []
    found: list[str] = []
    for rows in (first, rest):
        for row in rows:
            if place < len(row) and row[place].strip():
                found.append(row[place].strip()[:20])
                if len(found) > 20_000:
                    return found
    return found


def _examples(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    for place in range(len(header)):
        values = (row[place].strip()[:120] for row in rows if place < len(row) and row[place].strip())
        found.append(tuple(dict.fromkeys(values))[:EXAMPLES])
    return tuple(found)
