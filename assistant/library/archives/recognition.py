"""What an archive is, by what stands in it and not by its name; and what it seems to be when it holds no posts."""

import csv
import io
import re
from collections import Counter
from pathlib import PurePosixPath

import ijson

from assistant.errors import BadInput
from assistant.library.archives import meta, x
from assistant.library.archives.container import Container, Member
from assistant.library.archives.pieces import Recognised
from assistant.library.archives.streams import DEEPEST, depths, encoding_of, ytd_name
from assistant.library.readers.columns import guess_columns
from assistant.records import SourceKind
from assistant.wording import say

HEAD = 1 << 16
_MOST_HEADS = 600
_READABLE = frozenset({".js", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".car", ""})

_INSTAGRAM_OTHER = {
    "ig_stories": "stories",
    "ig_archived_post_media": "archived",
    "ig_reels_media": "reels",
    "ig_igtv_media": "reels",
    "comments_media_comments": "instagram_comments",
    "comments_reels_comments": "instagram_comments",
}
_META_PAGE = re.compile(r"(?:your_instagram_activity|your_facebook_activity|threads)/.*\.html$")
_SEEMS = (
    ("pictures", re.compile(r"\.(?:jpe?g|png|gif|webp|heic|tiff?|bmp|svg)$", re.IGNORECASE)),
    ("films", re.compile(r"\.(?:mp4|mov|avi|mkv|webm|m4v)$", re.IGNORECASE)),
    ("sounds", re.compile(r"\.(?:mp3|wav|m4a|ogg|flac)$", re.IGNORECASE)),
    ("archives", re.compile(r"\.(?:zip|tar|t?gz|rar|7z|xz|bz2)$", re.IGNORECASE)),
    ("pages", re.compile(r"\.(?:html?|xhtml)$", re.IGNORECASE)),
    ("documents", re.compile(r"\.(?:docx?|pdf|odt|pptx?|rtf|md|txt)$", re.IGNORECASE)),
    ("spreadsheets", re.compile(r"\.(?:xlsx?|ods)$", re.IGNORECASE)),
)
_STARTS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "pictures"),
    (b"\xff\xd8\xff", "pictures"),
    (b"GIF8", "pictures"),
    (b"RIFF", "films"),
    (b"SQLite format 3", "database"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "rar"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)


def recognise(container: Container, reader: str = "en") -> Recognised:
    """The kind of an archive and the members to read.

    Raises:
        BadInput: it holds no posts that can be read; what it seems to be is said in the reader's language.
    """
    members = container.members()
    alone = len(members) == 1
    held: dict[str, list[str]] = {}
    looked = 0
    for member in sorted(members, key=lambda one: (one.name.count("/"), one.name)):
        suffix = PurePosixPath(member.name).suffix.lower()
        if (not alone and suffix not in _READABLE) or not member.size or looked == _MOST_HEADS:
            continue
        looked += 1
        with container.open(member.name) as stream:
            what = what_is_held(stream.read(HEAD))
        if what:
            held.setdefault(what, []).append(member.name)
    if alone and "rows" in held:
        held["table"] = held.pop("rows")  # a person may say which column holds the text
    found = _chosen(held)
    if found is None:
        raise BadInput("library.archive_unknown", name=container.name, seems=_seems(container, members, held, reader))
    kind, names = found
    if kind == "threads" and not held.keys().isdisjoint(("instagram", "reels", "instagram_comments")):
        kind = "meta"
    read = {name: tuple(held[name]) for name in names if name in held}
    return Recognised(kind, read, unopened=len(members) - sum(len(some) for some in read.values()))


def what_is_held(head: bytes) -> str:
    """What a member that starts so holds, empty for nothing of ours."""
    if name := ytd_name(head):
        return f"ytd:{name}"
    if b"eroots" in head[:80] and b"gversion" in head[:160]:
        return "car"
    if any(head.startswith(start) for start, _ in _STARTS):
        return ""
    encoding = encoding_of(head)
    text = head.decode(encoding, "replace").removeprefix("\ufeff").lstrip()
    if text.startswith(("{", "[")):
        return _in_json(text)
    return _in_table(text)


def _in_json(text: str) -> str:  # noqa: PLR0911 - one for each kind
    line, more, _ = text.partition("\n")
    keys = _outline(text)
    if "orderedItems" in keys and keys.get("type") == "OrderedCollection":
        return "outbox" if not {"orderedItems.item:string"} & keys.keys() else ""
    if "profile_user" in keys:
        return "meta_profile"
    if "preferredUsername" in keys and "outbox" in keys:
        return "actor"
    if "text_post_app_text_posts" in keys:
        return "threads"
    for key, what in _INSTAGRAM_OTHER.items():
        if key in keys:
            return what
    if "item.media.item.uri" in keys or "item.media.item.creation_timestamp" in keys:
        return "instagram"
    if "item.string_map_data" in keys and ("item.media_list_data" in keys or "item.string_map_data.Comment" in keys):
        return "instagram_comments"
    if "text" in keys and keys["text"] and (more or text.rstrip().endswith("}")) and line.rstrip().endswith("}"):
        return "jsonl"
    return ""


def _outline(text: str) -> dict[str, str]:
    """The keys that stand in the beginning of a JSON text, with the value of those that are texts."""
    keys: dict[str, str] = {}
    data = text.encode("utf-8", "replace")
    if depths(data)[0] > DEEPEST:
        return keys
    try:
        for prefix, event, value in ijson.parse(io.BytesIO(data)):
            if prefix and event not in ("end_map", "end_array", "map_key"):
                keys.setdefault(prefix, value if event == "string" else "")
                if event == "string":
                    keys.setdefault(f"{prefix}:string", "")
            if len(keys) > 2000:
                break
    except (ijson.JSONError, UnicodeError, ValueError, RecursionError):
        pass  # the beginning of a text ends somewhere
    return keys


def _in_table(text: str) -> str:  # noqa: PLR0911 - one for each kind
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    try:
        header = [cell.strip() for cell in next(csv.reader(io.StringIO(first), delimiter=delimiter), [])]
    except csv.Error:
        return ""
    if {"ShareLink", "ShareCommentary"} <= set(header):
        return "shares"
    if {"Date", "Link", "Message"} <= set(header):
        return "comments"
    if "CONVERSATION ID" in {cell.upper() for cell in header}:
        return "messages"
    if len(header) < 2 or "<" in first or len(header) > 500:
        return ""
    if "text" in guess_columns(header):
        return "table"
    rows = [row for row in _rows(text, delimiter) if row][:6]
    return "rows" if len(rows) > 1 and all(len(row) == len(header) for row in rows) else ""


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The whole rows in the beginning of a table."""
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == 8:
                break
    except csv.Error:
        pass
    return rows[:-1] if len(rows) > 2 and len(text) >= HEAD // 2 else rows


_KINDS: tuple[tuple[SourceKind, tuple[str, ...], tuple[str, ...]], ...] = (
    ("x", ("ytd:tweets", "ytd:tweet"), x.READ),
    ("mastodon", ("outbox",), ("outbox", "actor")),
    ("threads", ("threads",), meta.READ),
    ("instagram", ("instagram", "reels", "instagram_comments"), meta.READ),
    ("linkedin", ("shares", "comments"), ("shares", "comments")),
    ("bluesky", ("car",), ("car",)),
    ("posts", ("jsonl",), ("jsonl",)),
    ("table", ("table",), ("table",)),
)
"""The kinds, the most telling first: what of a kind must be there, and what of it is read."""


def _chosen(held: dict[str, list[str]]) -> tuple[SourceKind, tuple[str, ...]] | None:
    return next(((kind, read) for kind, needed, read in _KINDS if not held.keys().isdisjoint(needed)), None)


def _seems(container: Container, members: tuple[Member, ...], held: dict[str, list[str]], reader: str) -> str:
    """What an archive without posts seems to be, and what to do, in the reader's language."""
    names = [member.name for member in members]
    if not any(member.size for member in members):
        what = "empty"
    elif "messages" in held:
        what = "messages"
    elif any(name.startswith("ytd:") for name in held):
        what = "part_of_x"
    elif "word/document.xml" in names:
        what = "word"
    elif "xl/workbook.xml" in names:
        what = "excel"
    elif "ppt/presentation.xml" in names:
        what = "powerpoint"
    elif any(
        re.search(r"(?:your_instagram_activity|your_facebook_activity|threads)/.*\.html$", name) for name in names
    ):
        what = "meta_html"
    elif any("your_facebook_activity" in name or "your_posts" in name for name in names):
        what = "facebook"
    elif len(members) == 1:
        what = _seems_one(container, members[0], held)
    else:
        counted = Counter(next((kind for kind, ends in _SEEMS if ends.search(name)), "files") for name in names)
        kind, count = counted.most_common(1)[0]
        what = kind if count * 2 > len(names) else "files"
    return say(f"library.seems_{what}", reader, count=len(members))


def _seems_one(container: Container, member: Member, held: dict[str, list[str]]) -> str:
    if "rows" in held:
        return "rows"
    with container.open(member.name) as stream:
        head = stream.read(HEAD)
    for start, what in _STARTS:
        if head.startswith(start):
            return what
    if head[4:8] == b"ftyp":
        return "films"
    start = head.lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "pages"
    if start.startswith((b"{", b"[")):
        return "json"
    return "binary" if b"\x00" in head else "prose"
