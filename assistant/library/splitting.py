"""From the blocks of a guideline to passages of a length that can be quoted and cited.

A passage stays under one heading and ends where a sentence, list item, table row or line of code ends.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from assistant.library.readers.blocks import Block

MOST_WORDS = 180
"""A section up to this long is one passage; a longer one is cut in equal parts. The built-in embedder was trained on
sentences and short paragraphs (https://arxiv.org/abs/1907.04307), and ten passages must fit a small model's prompt."""

_END = re.compile(r"[.!?…]+(?:[\s\u00a0\u202f]?[»”\"')\]]+)?(?=\s)")
_STARTS_LOWER = re.compile(r"\s+[a-zà-öø-ÿœ,;:)»]")
_ABBREVIATION = re.compile(
    r"(?:\b(?i:M|MM|Mme|Mmes|Mlle|Dr|Dre|Mr|Mrs|Ms|Me|St|Ste|Mt|al|env|tél|av|boul|ex|etc|cf|vs|e\.g|i\.e|c\.-à-d|"
    r"p\. ?ex|approx|dept|inc|ltd|ltée|éd|ed|Jr|Sr|a\.m|p\.m)|\b[A-Z])\.$"
)
_NUMBERED = re.compile(r"\b(?i:no|nos|n|p|pp|art|fig|vol)\.$")
_STARTS_DIGIT = re.compile(r"\s+\d")


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one passage and the heading path it stands under."""

    section: tuple[str, ...]
    text: str
    page: int = 0
    """The page it begins on; 0 in what has none."""


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    glue: str
    """What stands between it and the unit before."""
    words: int
    opens: bool = False
    """True when what follows belongs to it, as after a colon."""
    header: str = ""
    page: int = 0


def split_blocks(blocks: Iterable[Block], most: int = MOST_WORDS) -> tuple[Piece, ...]:
    """The passages of a document, in its order. Nothing is lost and only table headers are repeated."""
    pieces: list[Piece] = []
    for section, group in groupby(blocks, key=lambda block: block.section):
        units = [unit for block in group for unit in _units(block, most)]
        pieces.extend(Piece(section, _joined(part), part[0].page) for part in _packed(units, most))
    return tuple(pieces)


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a French or English text; an abbreviation or a number does not end one."""
    sentences: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _STARTS_LOWER.match(text, end.end()) or _ABBREVIATION.search(text, start, end.end()):
            continue
        if _STARTS_DIGIT.match(text, end.end()) and _NUMBERED.search(text, start, end.end()):
            continue
        sentences.append(text[start : end.end()].strip())
        start = end.end()
    sentences.append(text[start:].strip())
    return tuple(sentence for sentence in sentences if sentence)


def _units(block: Block, most: int) -> list[_Unit]:
    units: list[_Unit] = []
    for text in block.units:
        short = len(text.split()) <= most // 3
        whole = block.kind in ("table", "code") or (block.kind == "list" and short)
        for place, part in enumerate((text,) if whole else split_sentences(text) or (text,)):
            glue = " " if place else "\n" if units else "\n\n"
            opens = block.kind == "paragraph" and part.rstrip().endswith(":")
            units.append(
                _Unit(part if place else part.rstrip(), glue, len(part.split()), opens, block.header, block.page)
            )
    if block.kind == "paragraph":
        return units
    return [unit for unit in units if unit.text.strip() or block.kind == "code"]


def _packed(units: list[_Unit], most: int) -> list[list[_Unit]]:
    """The units in as few parts as `most` words allow, of about equal length, cut between paragraphs when possible."""
    total = sum(unit.words for unit in units)
    if not units:
        return []
    aim = total / math.ceil(total / most) if total else 0
    parts: list[list[_Unit]] = [[]]
    count = 0
    for place, unit in enumerate(units):
        follows = units[place - 1].opens if place else False
        over = count + unit.words / 2 > aim or (count >= aim * 0.7 and unit.glue == "\n\n")
        if parts[-1] and not follows and (count + unit.words > most or over):
            parts.append([])
            count = 0
        parts[-1].append(unit)
        count += unit.words
    if len(parts) > 1 and count < most / 6 and sum(unit.words for unit in parts[-2]) + count <= most:
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts


def _joined(units: list[_Unit]) -> str:
    text = ""
    header = ""
    for unit in units:
        if unit.header and unit.header != header:
            text += ("\n\n" if text else "") + unit.header + "\n" + unit.text
        else:
            text += (unit.glue if text else "") + unit.text
        header = unit.header
    return text.strip("\n")
