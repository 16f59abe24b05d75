"""PDF guidelines, read through pypdf: its lines first, then what they are (`pdf_layout`)."""

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from assistant.library.readers.blocks import Document, Remarked, Unreadable
from assistant.library.readers.pdf_layout import Bookmark, blocks_of
from assistant.library.readers.pdf_lines import Line, Run, lines_of, without_margins

MOST_PAGES = 2_000
_FEWEST_LETTERS = 15
"""A page with an image and fewer letters than this is a picture of a page."""

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\x7f": "•", "\uf0b7": "•",
     "\uf0a7": "•", "\uf0d8": "•", "\uf076": "•", "\uf0fc": "•"}
)  # fmt: skip


def read_pdf(data: bytes) -> Document:
    """The blocks of a PDF, each with its page.

    Raises:
        Unreadable: it is locked with a password, damaged, too long, or holds pictures of pages only.
    """
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("library.locked")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise Unreadable("library.too_many_pages", count=count, most=MOST_PAGES)
        pages = [_lines(page, number) for number, page in enumerate(reader.pages, 1)]
        pictures = [number for number, page in enumerate(reader.pages, 1) if _is_picture(page, pages[number - 1])]
        heights = [_extent(page) for page in reader.pages]
        bookmarks = tuple(_bookmarks(reader, reader.outline, 1))
        root: Any = reader.trailer["/Root"]
        language = str(root.get("/Lang", "")).partition("-")[0].lower()
        title = str((reader.metadata.title if reader.metadata else "") or "").strip()
    except PyPdfError as error:
        raise Unreadable("library.damaged") from error
    if pictures and not any(lines for number, lines in enumerate(pages, 1) if number not in pictures):
        raise Unreadable("library.scanned", count=count)
    blocks = blocks_of(without_margins(pages, heights), bookmarks)
    remarks = (Remarked("library.pages_scanned", {"pages": ranges(pictures)}),) if pictures else ()
    return Document(blocks, language if len(language) in (2, 3) else "", title, remarks)


def ranges(numbers: Sequence[int]) -> str:
    """3, 5-7 for [3, 5, 6, 7]."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else f"{part[0]}" for part in parts)


def _lines(page: PageObject, number: int) -> tuple[Line, ...]:
    runs: list[Run] = []
    turned = page.rotation % 360

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        if not text.strip():
            if runs and text and "\n" not in text and not runs[-1].text.endswith((" ", "\n")):
                runs[-1] = runs[-1].followed_by(" ")
            return
        along, across = _slope(cm, tm)
        if abs(along) > 0.1 and abs(across) > 0.1:  # a watermark across the page
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        x, y = {90: (y, -x), 180: (-x, -y), 270: (-y, x)}.get(turned, (x, y))
        height = abs(size) * math.hypot(along, across)
        name = str((font or {}).get("/BaseFont", "")).lower()
        bold = any(word in name for word in ("bold", "black", "heavy", "semibold", "demi"))
        runs.extend(_split(text.translate(_LIGATURES), x, y, height or 10.0, bold))

    page.extract_text(visitor_text=visit)
    return lines_of(runs, number)


def _split(text: str, x: float, y: float, size: float, bold: bool) -> Iterator[Run]:
    parts = text.split("\n")
    for place, part in enumerate(parts):
        if part.strip():
            ended = "\n" if place < len(parts) - 1 else ""
            yield Run(part + ended, x, y - place * size * 1.2 if parts[0].strip() else y, size, bold)


def _slope(cm: Sequence[float], tm: Sequence[float]) -> tuple[float, float]:
    return tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]


def _extent(page: PageObject) -> tuple[float, float]:
    """Bottom and top of a page as it is turned."""
    box = page.mediabox
    left, bottom, right, top = float(box.left), float(box.bottom), float(box.right), float(box.top)
    return {90: (-right, -left), 180: (-top, -bottom), 270: (left, right)}.get(page.rotation % 360, (bottom, top))


def _is_picture(page: PageObject, lines: Iterable[Line]) -> bool:
    if sum(character.isalnum() for line in lines for character in line.text) >= _FEWEST_LETTERS:
        return False
    resources: Any = page.get("/Resources") or {}
    drawn: Any = resources.get_object().get("/XObject") or {} if resources else {}
    drawn = drawn.get_object() if drawn else {}
    return any(drawn[name].get_object().get("/Subtype") in ("/Image", "/Form") for name in drawn)


def _bookmarks(reader: PdfReader, entries: Iterable[Any], depth: int) -> Iterator[Bookmark]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _bookmarks(reader, entry, depth + 1)
            continue
        page = reader.get_destination_page_number(entry)
        if page is not None and entry.title:
            yield Bookmark(str(entry.title), page + 1, min(depth, 6))
