"""From the bytes of a guideline of any kind to its blocks."""

import re
import threading
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.library.readers.apart import kind_of, read_apart
from assistant.library.readers.blocks import Block, Document, Remarked, Unreadable
from assistant.library.readers.encodings import NotText, clean_text, decode_text
from assistant.library.readers.html import read_html
from assistant.library.readers.markdown import front_matter, read_markdown
from assistant.library.readers.plain import read_plain

DOCUMENT_SUFFIXES = frozenset({".pdf", ".docx", ".xlsx"})
TEXT_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".html", ".htm"})
MOST_DOCUMENT_BYTES = 150_000_000
"""A guide of three hundred pages with its pictures takes a third of this."""

_OFFICE = frozenset({".docx", ".xlsx"})
_FURNISHED = re.compile(r"<(?:nav|header|footer|aside|script)\b", re.IGNORECASE)
"""What a page has around its text that was written as a page, and a text saved as HTML has not."""


@dataclass(frozen=True, slots=True)
class Guideline:
    """What a guideline holds. `language` is what it declares, `address` the web page it was taken from; both may be
    empty."""

    blocks: tuple[Block, ...]
    language: str = ""
    address: str = ""
    remarks: tuple[Remarked, ...] = ()


def read_guideline(name: PurePosixPath, data: bytes, cancel: threading.Event | None = None) -> Guideline:
    """The blocks of a guideline, by what it holds first and by its name where that does not say.

    Raises:
        Unreadable: it gives nothing to read.
        Cancelled: the person pressed stop.
    """
    suffix = name.suffix.lower()
    kind = kind_of(data)
    if kind == "old":
        raise Unreadable("library.old_office")
    if kind == "pdf" or (kind == "office" and suffix in _OFFICE):
        document = read_apart(kind, data, cancel=cancel)
        return Guideline(_clean(document.blocks), document.language, remarks=document.remarks)
    if suffix in DOCUMENT_SUFFIXES:
        raise Unreadable("library.damaged")
    try:
        text = decode_text(data)
    except NotText:
        raise Unreadable("library.binary") from None
    if suffix in (".html", ".htm"):
        page = _page(text, data, cancel)
        return Guideline(_clean(page.blocks), page.language)
    if suffix == ".txt":
        return Guideline(read_plain(text))
    told = front_matter(text)
    return Guideline(read_markdown(text), told.get("language", "")[:2].lower(), told.get("address", ""))


def _page(text: str, data: bytes, cancel: threading.Event | None) -> Document:
    if _FURNISHED.search(text):
        return read_apart("html", data, cancel=cancel)
    blocks, language = read_html(text)
    return Document(blocks, language)


def _clean(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without what can be neither stored nor shown."""
    return tuple(
        Block(
            block.kind,
            tuple(clean_text(title) for title in block.section),
            tuple(clean_text(unit) for unit in block.units),
            clean_text(block.header),
            block.page,
        )
        for block in blocks
    )
