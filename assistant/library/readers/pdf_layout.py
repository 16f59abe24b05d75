"""What the lines of a PDF are: headings by bookmark and by size, lists, tables, paragraphs that go on over pages."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.library.readers.blocks import Block, Outline
from assistant.library.readers.hyphens import Hyphens
from assistant.library.readers.pdf_lines import Line
from assistant.library.readers.pdf_tables import table_at

_BULLET = re.compile(r"(?:[•◦▪‣●○■□➢➔→✓✔✗✘–—*·]|-|o)\s+(?=\S)|[•◦▪‣●○■□➢➔✓✔✗✘](?=\w)")
_NUMBER = re.compile(r"(\d{1,2}|[a-z])[.)]\s+(?=\S)")
_ENDS = (".", ",", ";", "…")
_SENTENCE_ENDS = (".", "!", "?", ":", "…", "»", ")", "”")
_LONGEST_HEADING = 120
_LARGER = 1.12
"""How much larger than the body a heading's letters are."""
_NOT_WORDS = re.compile(r"\W+")

Style = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of a PDF's outline: its title, the page it leads to, its depth from 1."""

    title: str
    page: int
    depth: int


def blocks_of(lines: Sequence[Line], bookmarks: Sequence[Bookmark]) -> tuple[Block, ...]:
    """The blocks of a document from its lines."""
    return tuple(_Layout(lines, bookmarks).blocks())


class _Layout:
    def __init__(self, lines: Sequence[Line], bookmarks: Sequence[Bookmark]) -> None:
        self._lines = lines
        self._hyphens = Hyphens(line.text for line in lines)
        sizes = Counter[Style]()
        for line in lines:
            sizes[line.size, line.bold] += len(line.text)
        self._body, self._body_bold = sizes.most_common(1)[0][0] if sizes else (10.0, False)
        gaps = [
            before.y - line.y
            for before, line in pairwise(lines)
            if before.page == line.page
            and line.size == before.size == self._body
            and 0 < before.y - line.y < 4 * line.size
        ]
        self._leading = median(gaps) if gaps else self._body * 1.2
        self._outline = Outline()
        self._marked: dict[tuple[int, str], int] = {}
        for bookmark in bookmarks:
            self._marked.setdefault((bookmark.page, _plain(bookmark.title)), bookmark.depth)
        self._levels = self._ranked()

    def blocks(self) -> Iterator[Block]:
        at = 0
        while at < len(self._lines):
            if (table := table_at(self._lines, at)) is not None:
                header, rows, end = table
                yield Block("table", self._outline.path, rows, header, self._lines[at].page)
                at = end
            elif heading := self._heading(at):
                level, title, end = heading
                self._outline.enter(level, title)
                at = end
            elif self._marker(self._lines[at]):
                page = self._lines[at].page
                items, at = self._list(at)
                yield Block("list", self._outline.path, items, "", page)
            else:
                page = self._lines[at].page
                text, at = self._paragraph(at)
                yield Block("paragraph", self._outline.path, (text,), "", page)

    # ------------------------------------------------------------ headings

    def _ranked(self) -> Mapping[Style, int]:
        """The level of each style that headings have: of the bookmarks that have it, else by size."""
        told: dict[Style, Counter[int]] = {}
        styles: Counter[Style] = Counter()
        for at, line in enumerate(self._lines):
            depth = self._marked_depth(at)
            if depth is not None:
                told.setdefault((line.size, line.bold), Counter())[depth[0]] += 1
            elif self._stands_out(at):
                styles[line.size, line.bold] += 1
        levels: dict[Style, int] = {}
        known = 0
        for style in sorted(styles.keys() | told.keys(), reverse=True):
            known = told[style].most_common(1)[0][0] if style in told else min(known + 1, 6)
            levels[style] = known
        return levels

    def _heading(self, at: int) -> tuple[int, str, int] | None:
        marked = self._marked_depth(at)
        if marked is not None:
            depth, count = marked
            return depth, " ".join(line.text for line in self._lines[at : at + count]), at + count
        if not self._stands_out(at):
            return None
        first = self._lines[at]
        end = at + 1
        while end < len(self._lines) and end - at < 3 and self._goes_on(end, first) and self._stands_out(end):
            end += 1
        title = " ".join(line.text for line in self._lines[at:end])
        if len(title) > _LONGEST_HEADING:
            return None
        return self._levels.get((first.size, first.bold), 6), title, end

    def _goes_on(self, at: int, first: Line) -> bool:
        line, before = self._lines[at], self._lines[at - 1]
        same = (line.page, line.size, line.bold) == (first.page, first.size, first.bold)
        return same and 0 < before.y - line.y <= 1.5 * line.size and not _starts_new(line.text)

    def _marked_depth(self, at: int) -> tuple[int, int] | None:
        """The depth of the bookmark that has the title of this line, or of this one and the next two; and how many."""
        line = self._lines[at]
        text = ""
        for count, part in enumerate(self._lines[at : at + 3], 1):
            if part.page != line.page:
                break
            text = f"{text} {part.text}"
            depth = self._marked.get((line.page, _plain(text)))
            if depth is not None and len(text) <= 2 * _LONGEST_HEADING:
                return depth, count
        return None

    def _stands_out(self, at: int) -> bool:
        line = self._lines[at]
        text = line.text
        if len(text) > _LONGEST_HEADING or text.endswith(_ENDS) or not any(map(str.isalpha, text)):
            return False
        if len(line.cells) > 2 or (len(line.cells) == 2 and len(line.cells[0].text) > 6) or _BULLET.match(text):
            return False
        if line.size >= self._body * _LARGER:
            return True
        if not line.bold or self._body_bold or line.size < self._body * 0.95 or text.endswith(":"):
            return False
        before = self._lines[at - 1] if at else None
        after = self._lines[at + 1] if at + 1 < len(self._lines) else None
        apart = (
            before is None or before.page != line.page or before.y - line.y > 1.25 * self._leading or before.y < line.y
        )
        return apart and after is not None and not after.bold and not after.text[:1].islower()

    # ------------------------------------------------------------ lists and paragraphs

    def _marker(self, line: Line) -> str:
        """`- ` or `3. ` when a list item begins here, else nothing."""
        text = line.text
        if found := _NUMBER.match(text):
            return f"{found[1]}. "
        if len(line.cells) == 2 and re.fullmatch(r"\d{1,2}", line.cells[0].text):
            return f"{line.cells[0].text}. "
        return "- " if _BULLET.match(text) else ""

    def _item_text(self, line: Line) -> str:
        if len(line.cells) == 2 and re.fullmatch(r"\d{1,2}", line.cells[0].text):
            return line.cells[1].text
        marker = _NUMBER.match(line.text) or _BULLET.match(line.text)
        return line.text[marker.end() :] if marker else line.text

    def _list(self, at: int) -> tuple[tuple[str, ...], int]:
        items: list[str] = []
        indents: list[float] = []
        while at < len(self._lines) and (marker := self._marker(self._lines[at])):
            line = self._lines[at]
            if items and (self._heading(at) or table_at(self._lines, at)):
                break
            while indents and line.x < indents[-1] - 3:
                indents.pop()
            if not indents or line.x > indents[-1] + 3:
                indents.append(line.x)
            text, at = self._joined(at, self._item_text(line), line.cells[-1].x if len(line.cells) > 1 else line.x)
            items.append("  " * (len(indents) - 1) + marker + text)
        return tuple(items), at

    def _paragraph(self, at: int) -> tuple[str, int]:
        return self._joined(at, self._lines[at].text, None)

    def _joined(self, at: int, text: str, indent: float | None) -> tuple[str, int]:
        """The text that begins at a line, with the lines that go on with it, and where the next thing begins."""
        at += 1
        while at < len(self._lines) and self._continues(at, text, indent):
            text = self._hyphens.join(text, self._lines[at].text)
            at += 1
        return text, at

    def _continues(self, at: int, text: str, indent: float | None) -> bool:
        line, before = self._lines[at], self._lines[at - 1]
        if abs(line.size - before.size) > 0.1 * before.size or self._marker(line):
            return False
        if self._marked_depth(at) or self._stands_out(at) or table_at(self._lines, at):
            return False
        moved = line.page != before.page or line.y > before.y
        if moved:
            return not text.endswith(_SENTENCE_ENDS) and (line.text[:1].islower() or text.endswith(("-", "\u00ad")))
        if before.y - line.y > 1.4 * max(self._leading, 1.1 * line.size):
            return False
        if indent is not None:
            return line.x >= indent - 2
        return not (line.x > before.x + 0.8 * line.size and text.endswith(_SENTENCE_ENDS))


def _starts_new(text: str) -> bool:
    return re.match(r"\d+(?:\.\d+)*[.)]?\s", text) is not None


def _plain(text: str) -> str:
    return _NOT_WORDS.sub(" ", text.casefold()).strip()
