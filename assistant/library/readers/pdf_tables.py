"""Tables in a PDF: lines whose cells stand under each other."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.library.readers.pdf_lines import Cell, Line

_ALIGNED = 3.0
"""Points within which two cells begin in the same column."""
_MOST_COLUMNS = 12


def table_at(lines: Sequence[Line], at: int) -> tuple[str, tuple[str, ...], int] | None:
    """Header, rows and end of the table that begins at a line; None when none does."""
    first = lines[at]
    if len(first.cells) < 2 or _is_list(lines, at):
        return None
    columns = [cell.x for cell in first.cells]
    last, rows, end = at, 1, at + 1
    while end < len(lines) and lines[end].page == first.page and end - last <= 6:
        line = lines[end]
        if len(line.cells) >= 2 and _fits(line, columns):
            columns = _merged(columns, line)
            last, rows = end, rows + 1
        elif not _fits(line, columns):
            break
        end += 1
    last = _tail(lines, last, columns)
    if rows < 2 or len(columns) > _MOST_COLUMNS:
        return None
    made = _rows(lines[at : last + 1], columns)
    return (made[0], tuple(made[1:]), last + 1) if len(made) > 1 else None


def _tail(lines: Sequence[Line], last: int, columns: Sequence[float]) -> int:
    """The last line of a table whose last row has a cell of several lines."""
    above, size = lines[last].y, lines[last].size
    end = last
    for place in range(last + 1, min(last + 7, len(lines))):
        line = lines[place]
        if line.page != lines[last].page or not _fits(line, columns) or not 0 < above - line.y < 6 * size:
            break
        if line.cells[0].x > columns[0] + _ALIGNED:
            end = place
    return end


def _is_list(lines: Sequence[Line], at: int) -> bool:
    """Numbers or bullets before the items of a list stand under each other as well."""
    marker = lines[at].cells[0].text
    return len(lines[at].cells) == 2 and (len(marker) <= 1 or (marker.rstrip(".)").isdigit() and len(marker) <= 3))


def _fits(line: Line, columns: Sequence[float]) -> bool:
    return any(abs(line.cells[0].x - column) <= _ALIGNED for column in columns) and all(
        any(abs(cell.x - column) <= _ALIGNED for column in columns) or cell.x > columns[-1] for cell in line.cells
    )


def _merged(columns: list[float], line: Line) -> list[float]:
    new = [cell.x for cell in line.cells if all(abs(cell.x - column) > _ALIGNED for column in columns)]
    return sorted(columns + new)


def _rows(lines: Sequence[Line], columns: Sequence[float]) -> list[str]:
    """Rows from the top: cells of several lines are told from rows by the white between these."""
    heights = sorted({line.y for line in lines}, reverse=True)
    levels: list[list[float]] = [[heights[0]]]
    size = lines[0].size
    filled = {
        height: {_column(cell, columns) for line in lines if line.y == height for cell in line.cells}
        for height in heights
    }
    for above, below in pairwise(heights):
        in_row = set().union(*(filled[height] for height in levels[-1]))
        if above - below > 1.35 * size or (0 in filled[below] and 0 in in_row and above - below > 0.6 * size):
            levels.append([below])
        else:
            levels[-1].append(below)
    rows = []
    for level in levels:
        cells = [""] * len(columns)
        for height in level:
            for line in lines:
                if line.y == height:
                    for cell in line.cells:
                        place = _column(cell, columns)
                        cells[place] = f"{cells[place]} {cell.text}".strip()
        rows.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return rows


def _column(cell: Cell, columns: Sequence[float]) -> int:
    return max((place for place, column in enumerate(columns) if column <= cell.x + _ALIGNED), default=0)
