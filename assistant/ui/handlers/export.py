"""Ideas and posts as files."""

import csv
import io
import json

from assistant.records import Idea

COLUMNS = ("id", "title", "angle", "text", "platform", "language", "person", "count", "limit", "fits", "sources")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins with one of these (OWASP, CSV Injection); an apostrophe keeps it a text."""


def _row(idea: Idea) -> dict[str, object]:
    draft, fit = idea.draft, idea.draft.fits
    return {
        "id": idea.id,
        "title": idea.title,
        "angle": idea.angle,
        "text": draft.text,
        "platform": draft.platform,
        "language": draft.language,
        "person": draft.person,
        "count": fit.count if fit else None,
        "limit": fit.limit if fit else None,
        "fits": fit.fits if fit else None,
        "sources": [source.path for source in draft.sources if source.used],
    }


def as_jsonl(ideas: tuple[Idea, ...]) -> bytes:
    """One JSON object a line, UTF-8."""
    return "".join(json.dumps(_row(idea), ensure_ascii=False) + "\n" for idea in ideas).encode()


def as_csv(ideas: tuple[Idea, ...]) -> bytes:
    """A table that spreadsheets open: UTF-8 with a byte-order mark, texts that look like formulas kept as texts."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for idea in ideas:
        row = _row(idea) | {"sources": " ".join(source.path for source in idea.draft.sources if source.used)}
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return ("\ufeff" + out.getvalue()).encode()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
