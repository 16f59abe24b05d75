"""The lines of a PDF's pages, and what of them is no text: running heads, page numbers, dotted tables of contents."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

_SAME_LINE = 0.4
"""Difference of height, in font sizes, within which two runs stand on one line (a raised figure does)."""
_CELL_GAP = 1.1
"""White between two runs, in font sizes, that makes two cells of them."""
_BROKEN_GAP = 0.5
"""The same where the second run was drawn anew."""
_MARKER_GAP = 0.3
"""The same after a bullet or a number alone."""
_NARROW, _WIDE, _CAPITAL, _LETTER = 0.27, 0.82, 0.68, 0.53
"""Widths of letters in font sizes, those of Helvetica, which other faces differ little from in the mean."""
_MARGIN = 0.11
"""Share of a page's height at its top and bottom where running heads stand."""

_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|sur|de)\s*\d{1,4})?\W*", re.IGNORECASE
)
_LEADER = re.compile(r"(?:\.\s?){4,}\s*[\divxl]{1,5}\s*$", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d{1,4}\s\D.{0,90}$|^.{0,90}\D\s\d{1,4}$")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that was drawn in one go: where it begins (points, from the bottom left), how large, how bold."""

    text: str
    x: float
    y: float
    size: float
    bold: bool

    def followed_by(self, text: str) -> "Run":
        return replace(self, text=self.text + text)

    @property
    def end(self) -> float:
        """About where it ends."""
        return self.x + self.size * sum(map(_width, self.text.rstrip()))


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a line with white before it."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """Runs on one height. `size` and `bold` are those of most of its letters."""

    cells: tuple[Cell, ...]
    y: float
    size: float
    bold: bool
    page: int

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)

    @property
    def x(self) -> float:
        return self.cells[0].x


def lines_of(runs: Sequence[Run], page: int) -> tuple[Line, ...]:
    """The lines of a page, in the order they were drawn, which is the order of reading in what people's tools write."""
    groups: list[list[Run]] = []
    for run in runs:
        if groups and abs(groups[-1][-1].y - run.y) <= _SAME_LINE * max(run.size, groups[-1][-1].size):
            groups[-1].append(run)
        else:
            groups.append([run])
    lines = (_line(group, page) for group in groups)
    return tuple(line for line in lines if line.text and not _LEADER.search(line.text))


def without_margins(pages: Sequence[Sequence[Line]], extents: Sequence[tuple[float, float]]) -> tuple[Line, ...]:
    """All lines but running heads, running feet and page numbers: what stands in the margin of a page and, figures
    apart, of several others."""
    marginal = [
        {id(line): _DIGITS.sub("#", line.text.casefold()) for line in lines if _in_margin(line, extent)}
        for lines, extent in zip(pages, extents, strict=True)
    ]
    counts = Counter(text for page in marginal for text in set(page.values()))
    often = max(2, len(pages) // 4) if len(pages) < 12 else 3
    numbered = [{id(line) for line in lines if id(line) in margin and _NUMBERED.search(line.text)}
                for lines, margin in zip(pages, marginal, strict=True)]  # fmt: skip
    heads = set().union(*numbered) if 2 * sum(map(bool, numbered)) >= len(pages) > 2 else set()
    kept = []
    for lines, margin in zip(pages, marginal, strict=True):
        for line in lines:
            said = margin.get(id(line))
            running = counts[said or ""] >= often or id(line) in heads or _PAGE_NUMBER.fullmatch(line.text)
            if said is None or not running:
                kept.append(line)
    return tuple(kept)


def _width(character: str) -> float:
    if character in " ilj.,:;'’|!()[]ftI·-":
        return _NARROW
    if character in "mwMW@%—…":
        return _WIDE
    return _CAPITAL if character.isupper() else _LETTER


def _in_margin(line: Line, extent: tuple[float, float]) -> bool:
    bottom, top = extent
    band = (top - bottom) * _MARGIN
    return line.y < bottom + band or line.y > top - band


def _line(runs: list[Run], page: int) -> Line:
    cells: list[Cell] = []
    text, start, before = "", runs[0].x, runs[0]
    for place, run in enumerate(runs):
        if place:
            broken = before.text.endswith("\n") or run.x < before.x
            gap = _MARKER_GAP if len(text.strip()) <= 2 else _BROKEN_GAP if broken else _CELL_GAP
            if run.x - before.end > gap * run.size or run.x < before.x:
                cells.append(Cell(start, " ".join(text.split())))
                text, start = "", run.x
            elif broken:
                text += " "
        text += run.text
        before = run
    cells.append(Cell(start, " ".join(text.split())))
    cells = sorted((cell for cell in cells if cell.text), key=lambda cell: cell.x)
    letters = Counter[tuple[float, bool]]()
    for run in runs:
        letters[round(run.size * 2) / 2, run.bold] += len(run.text.strip())
    size, bold = letters.most_common(1)[0][0]
    return Line(tuple(cells) or (Cell(start, ""),), runs[0].y, size, bold, page)
