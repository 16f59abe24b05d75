"""Term lists: what to say and what not to say, one row a term, from a spreadsheet or a CSV file."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from assistant.library.readers.blocks import Block
from assistant.library.readers.columns import folded_name, guess_columns
from assistant.library.readers.encodings import NotText, decode_text

_TERMS = frozenset(
    "term terme termes terms mot mots word words expression expressions say dire dites ecrire ecrivez write onecrit "
    "ondit wesay prefer preferer preferez use utiliser utilisez avoid eviter evitez not notsay dontsay nepasdire "
    "neditespas nesaypas neditpas nepasecrire nepasutiliser dontuse donotuse donotsay instead aulieude plutotque "
    "replace remplacer remplacerpar replacement synonym synonymes synonyms definition definitions glossaire glossary "
    "preferred prefere proscrit proscrits interdit interdits banned forbidden approved approuve translation traduction "
    "french francais english anglais abbreviation abreviation acronyme acronym sigle usage lexique".split()
)
_OF_POSTS = ("date", "time", "platform", "likes", "reposts", "replies", "answered")
_ROWS_LOOKED_AT = 10
_LONGEST_NAME = 60
_SAMPLE = 65_536


def is_term_list(header: Sequence[str]) -> bool:
    """Whether a table's header is that of a list of terms, and not of posts: it names at least two things that such
    lists have, and no date, network or count of likes."""
    named = [name for name in map(folded_name, header) if name in _TERMS]
    return len(named) >= 2 and not any(held in guess_columns(header) for held in _OF_POSTS)


def is_table_of_posts(header: Sequence[str]) -> bool:
    """Whether a table's header is that of an export of posts: their text, and when or where they were published."""
    columns = guess_columns(header)
    return "text" in columns and any(held in columns for held in _OF_POSTS)


def looks_like_terms(text: str) -> bool:
    """Whether a CSV text is a list of terms."""
    return is_term_list(next(_rows(text[:_SAMPLE]), []))


def is_term_file(file: Path) -> bool:
    """Whether a CSV file is a list of terms.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as opened:
        start = opened.read(_SAMPLE)
    try:
        return looks_like_terms(decode_text(start[: start.rfind(b"\n") + 1] or start))
    except (NotText, csv.Error):
        return False


def read_terms_csv(text: str) -> tuple[Block, ...]:
    """The rows of a CSV list of terms.

    Raises:
        csv.Error: it is no CSV from some row on.
    """
    return table_blocks(_rows(text), ())


def table_blocks(rows: Iterator[list[str]], section: tuple[str, ...]) -> tuple[Block, ...]:
    """Each row of a table under the header's names: `term: …`, `say: …`, `not: …`, in a section named for its first
    cell. Rows above the header, such as a title, are paragraphs; a table of one column is a list of paragraphs."""
    first = list(islice(rows, _ROWS_LOOKED_AT))
    place = _header(first)
    if place is None:
        said = [" ".join(filter(None, row)) for row in [*first, *rows]]
        return tuple(Block("paragraph", section, (text,)) for text in said if text)
    blocks = [Block("paragraph", section, (" ".join(filter(None, row)),)) for row in first[:place] if any(row)]
    names = first[place]
    for row in _all(first[place + 1 :], rows):
        lines = [f"{names[column] or column + 1}: {cell}" for column, cell in enumerate(row[: len(names)]) if cell] + [
            cell for cell in row[len(names) :] if cell
        ]
        if lines:
            title = next(cell for cell in row if cell)
            named = title if len(title) <= _LONGEST_NAME else title[: _LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"
            blocks.append(Block("list", (*section, named), tuple(lines)))
    return tuple(blocks)


def _header(rows: Sequence[Sequence[str]]) -> int | None:
    """The place of the header: the first row with at least two cells, all of them short and no two the same."""
    for place, row in enumerate(rows):
        names = [cell for cell in row if cell]
        if len(names) >= 2:
            short = all(len(name) <= _LONGEST_NAME for name in names) and len(set(names)) == len(names)
            return place if short else None
    return None


def _all(first: list[list[str]], rest: Iterator[list[str]]) -> Iterator[list[str]]:
    yield from first
    yield from rest


def _rows(text: str) -> Iterator[list[str]]:
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    for row in csv.reader(io.StringIO(text.lstrip("\n")), delimiter=delimiter):
        yield [" ".join(cell.split()) for cell in row]
