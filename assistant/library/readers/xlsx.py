"""Spreadsheets (.xlsx): lists of terms, read through openpyxl."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from assistant.library.readers.blocks import Block, Document, Unreadable
from assistant.library.readers.terms import is_table_of_posts, table_blocks

MOST_CELLS = 1_000_000
_MOST_COLUMNS = 60


def read_xlsx(data: bytes) -> Document:
    """The rows of every visible sheet, under the sheet's name.

    Raises:
        Unreadable: it is no workbook, damaged, too large, or an export of posts.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Unreadable("library.damaged") from error
    blocks: list[Block] = []
    cells = [0]
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            blocks.extend(table_blocks(_rows(sheet, cells), (sheet.title.strip(),)))
    return Document(tuple(blocks))


def _rows(sheet: Any, cells: list[int]) -> Iterator[list[str]]:
    begun = False
    for row in sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True):
        cells[0] += len(row)
        if cells[0] > MOST_CELLS:
            raise Unreadable("library.too_many_cells", most=MOST_CELLS)
        said = [_said(value) for value in row]
        while said and not said[-1]:
            said.pop()
        if said and not begun and len(said) > 1:
            begun = True
            if is_table_of_posts(said):
                raise Unreadable("library.table_of_posts", sheet=sheet.title)
        if said:
            yield said


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
