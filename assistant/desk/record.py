"""The record: for every text that went out who drafted, edited and approved it, and how much of it a person wrote."""

import csv
import difflib
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from assistant.records import KeptDraft, Step
from assistant.store import Drafts

COLUMNS = (
    "id", "state", "platform", "account", "address", "text", "answered_author", "answered_text", "drafted_by", "model",
    "kept_by", "edited_by", "approved_by", "approved_at", "override", "published_at", "person_share", "sources",
)  # fmt: skip
_TOKEN = re.compile(r"\w+|[^\w\s]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins with one of these (OWASP, CSV Injection); an apostrophe keeps it a text."""


def person_share(written: str, final: str, *, by_model: bool) -> float:
    """The share, 0 to 1, of the final text's words and signs that a person put there: all of it when no model wrote,
    none when the model's text went out as it was."""
    tokens = _TOKEN.findall(final)
    if not by_model or not tokens:
        return 1.0
    same = difflib.SequenceMatcher(None, _TOKEN.findall(written), tokens, autojunk=False)
    kept = sum(block.size for block in same.get_matching_blocks())
    return round(1 - kept / len(tokens), 4)


def record_of(draft: KeptDraft, steps: Sequence[Step]) -> dict[str, Any]:
    """One row of the record."""
    target = draft.content.answering
    out = [step for step in steps if step.action == "published"]
    model = draft.drafted.model if draft.drafted else ""
    return {
        "id": draft.id,
        "state": draft.state,
        "platform": draft.content.platform,
        "account": draft.content.account,
        "address": draft.addresses[0] if draft.addresses else "",
        "text": draft.text,
        "answered_author": target.author if target else "",
        "answered_text": target.text if target else "",
        "drafted_by": "model" if draft.drafted else draft.by,
        "model": model,
        "kept_by": draft.by,
        "edited_by": list(dict.fromkeys(step.by for step in steps if step.action == "edited")),
        "approved_by": draft.approval.by if draft.approval else "",
        "approved_at": draft.approval.at.isoformat(timespec="seconds") if draft.approval else "",
        "override": draft.approval.reason if draft.approval else "",
        "published_at": out[-1].at.isoformat(timespec="seconds") if out else "",
        "person_share": person_share(draft.written, draft.text, by_model=draft.drafted is not None),
        "sources": [source.path for source in draft.drafted.sources if source.used] if draft.drafted else [],
    }


def records(drafts: Drafts, brand: str, most: int = 100_000) -> list[dict[str, Any]]:
    """The record of everything that went out, also of what was withdrawn later, the newest first."""
    out = drafts.list(brand, ("published", "withdrawn"), most=most)
    return [record_of(draft, drafts.steps(draft.id)) for draft in out]


def as_csv(rows: Sequence[dict[str, Any]]) -> bytes:
    """A table that spreadsheets open: UTF-8 with a byte-order mark, texts that look like formulas kept as texts."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(row[key]) for key in COLUMNS})
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def as_json(rows: Sequence[dict[str, Any]]) -> bytes:
    """One JSON object with all rows, UTF-8."""
    return json.dumps({"records": list(rows)}, ensure_ascii=False, indent=1).encode()


def _cell(value: object) -> str:
    text = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
