"""A web page as a guideline: fetched, its main text kept as a Markdown file that says where it is from."""

import hashlib
import json
import re
import threading
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from assistant.errors import BadInput
from assistant.fetching import PUBLIC, Reach, fetch
from assistant.library.readers.apart import main_text_apart
from assistant.library.readers.blocks import Unreadable
from assistant.library.readers.encodings import clean_text
from assistant.library.readers.markdown import front_matter
from assistant.library.upload import safe_name, write_whole
from assistant.wording import say

PLACE = "guidelines/web"
_LONGEST = 60
_NOT_IN_NAME = re.compile(r"[^\w.]+")
_FIRST_BYTES = 4096
_TITLE = re.compile(r"\A\s*# ")


def is_address(given: object) -> bool:
    """Whether what was given is a web address and not a path."""
    return re.match(r"https?://", str(given), re.IGNORECASE) is not None


def keep_page(
    folder: Path, url: str, reader: str, *, reach: Reach = PUBLIC, cancel: threading.Event | None = None
) -> Path:
    """Fetch a page and keep its main text under `guidelines/`, in the file that it was kept in before if it was.

    Raises:
        BadInput: the address may not be read, or there is no text on the page (the reason is in the reader's language).
        Unreachable: its server does not answer.
        StorageFull: the disk has no room.
        Cancelled: the person pressed stop; nothing has changed.
    """
    found = fetch(url, reach=reach, cancel=cancel)
    data = found.body
    if found.encoding:
        try:
            data = found.body.decode(found.encoding, "replace").encode("utf-8")
        except LookupError:
            data = found.body
    try:
        text, title, language = main_text_apart(data, cancel=cancel)
    except Unreadable as nothing:
        reason = say(nothing.key, reader, **nothing.values)
        raise BadInput("library.bad_upload", name=found.url, reason=reason) from nothing
    title = " ".join(clean_text(title).split())[:200]
    told = {"address": found.url, "title": title, "fetched": datetime.now(UTC).date().isoformat(), "language": language}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in told.items() if value]
    heading = f"# {title}\n\n" if title and not _TITLE.match(text) else ""
    whole = "---\n" + "\n".join(lines) + f"\n---\n\n{heading}{clean_text(text).strip()}\n"
    place = _kept_before(folder, {url, found.url}) or folder / PLACE / _name(found.url)
    if place.parent.is_symlink():
        raise BadInput("library.bad_upload", name=found.url, reason=say("library.link", reader))
    write_whole(folder, place, whole.encode("utf-8"))
    return place


def _kept_before(folder: Path, addresses: set[str]) -> Path | None:
    for file in sorted((folder / "guidelines").rglob("*.md")):
        try:
            with file.open("rb") as opened:
                start = opened.read(_FIRST_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
        if front_matter(start).get("address") in addresses:
            return file
    return None


def _name(url: str) -> str:
    parts = urlsplit(url)
    said = _NOT_IN_NAME.sub("-", f"{parts.hostname or ''}{parts.path}").strip("-.")
    told_apart = hashlib.sha256(url.encode()).hexdigest()[:6] if parts.query or len(said) > _LONGEST else ""
    return safe_name(f"{'-'.join(filter(None, (said[:_LONGEST].strip('-.'), told_apart)))}.md")
