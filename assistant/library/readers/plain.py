"""Plain-text guidelines."""

import re

from assistant.library.readers.blocks import Block, Outline

_RULE = re.compile(r"^(=|-|~){3,}\s*$")
_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")


def read_plain(text: str) -> tuple[Block, ...]:
    """The blocks of a text: paragraphs between blank lines, lists, and lines underlined with = or - as headings."""
    outline = Outline()
    blocks: list[Block] = []
    for group in re.split(r"\n[ \t]*\n", text):
        lines = [line.rstrip() for line in group.split("\n") if line.strip()]
        while len(lines) >= 2 and _RULE.match(lines[1]):
            outline.enter(1 if lines[1].startswith("=") else 2, lines[0].strip())
            lines = lines[2:]
        lines = [line for line in lines if not _RULE.match(line)]
        if not lines:
            continue
        if _ITEM.match(lines[0]):
            blocks.append(Block("list", outline.path, tuple(_items(lines))))
            continue
        items = next((place for place, line in enumerate(lines) if _ITEM.match(line)), len(lines))
        blocks.append(Block("paragraph", outline.path, (" ".join(line.strip() for line in lines[:items]),)))
        if lines[items:]:
            blocks.append(Block("list", outline.path, tuple(_items(lines[items:]))))
    return tuple(blocks)


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if _ITEM.match(line) or not items:
            items.append(line)
        else:
            items[-1] += " " + line.strip()
    return items
