"""Word guidelines (.docx), read from the document's own XML through python-docx."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from assistant.library.readers.blocks import Block, Document, Outline, Unreadable

_HEADING = re.compile(r"(?:heading|titre|überschrift)\s*(\d)", re.IGNORECASE)
_LEFT_OUT = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
             qn("w:instrText"), qn("w:txbxContent")}  # fmt: skip
_TEXT_BOX = qn("w:txbxContent")
_TITLE = -1
"""The level of a document's title: above every heading."""
_BULLETS = frozenset({"bullet", "none"})


def read_docx(data: bytes) -> Document:
    """The blocks of a Word document: headings by style or outline level, lists, tables, footnotes after the paragraph
    they belong to, text boxes where they are anchored. What a reviewer deleted is left out. Pages are those of the last
    time Word saved it, where it wrote them down.

    Raises:
        Unreadable: it is no Word document, or damaged.
    """
    try:
        word = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Unreadable("library.damaged") from error
    reading = _Reading(word)
    blocks = tuple(reading.blocks(word.element.body))
    language = str(word.core_properties.language or "").partition("-")[0].lower()
    return Document(blocks, language if len(language) in (2, 3) else "", str(word.core_properties.title or "").strip())


class _Reading:
    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._outline = Outline()
        self._paged = any(True for _ in word.element.body.iter(qn("w:lastRenderedPageBreak")))
        self._page = 1 if self._paged else 0
        self._notes = _notes(word)
        self._numbers: dict[tuple[str, int], int] = {}

    def blocks(self, parent: Any) -> Iterator[Block]:
        items: list[str] = []
        path: tuple[str, ...] = ()
        page = self._page
        for node in _children(parent):
            if node.tag == qn("w:p") and (item := self._item(node)):
                if not items:
                    path, page = self._outline.path, self._page
                items.append(item)
                self._turn(node)
                continue
            if items:
                yield Block("list", path, tuple(items), "", page)
                items = []
            if node.tag == qn("w:p"):
                yield from self._paragraph(node)
            elif node.tag == qn("w:tbl"):
                yield from self._table(node)
        if items:
            yield Block("list", path, tuple(items), "", page)

    def _paragraph(self, node: Any) -> Iterator[Block]:
        page = self._page + (1 if self._paged and _breaks_first(node) else 0)
        text = self._text(node)
        style = self._style(node)
        if style.lower().startswith("toc "):
            self._turn(node)
            return
        level = self._level(node, style)
        if level and text:
            self._outline.enter(level, text)
        elif text:
            yield Block("paragraph", self._outline.path, (self._with_notes(node, text),), "", page)
        self._turn(node)
        for box in node.iter(_TEXT_BOX):
            if not any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
                yield from self.blocks(box)

    def _table(self, table: Any) -> Iterator[Block]:
        rows = []
        page = self._page
        for row in table.iter(qn("w:tr")):
            if next(row.iterancestors(qn("w:tbl"))) is not table:
                continue
            cells = []
            for cell in row.iterchildren(qn("w:tc")):
                merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                going_on = merged is not None and merged.get(qn("w:val")) != "restart"
                said = " ".join(filter(None, (self._text(paragraph) for paragraph in cell.iter(qn("w:p")))))
                cells.append("" if going_on else said.replace("\n", " ").replace("|", "/"))
            if any(cells):
                rows.append(cells)
        for paragraph in table.iter(qn("w:p")):
            self._turn(paragraph)
        if len(rows) == 1 and len(rows[0]) == 1:  # a frame around a text
            yield Block("paragraph", self._outline.path, (rows[0][0],), "", page)
        elif rows:
            lines = ["| " + " | ".join(cells) + " |" for cells in rows]
            header = lines[0] if lines[1:] else ""
            yield Block("table", self._outline.path, tuple(lines[1:]) or tuple(lines), header, page)

    def _item(self, node: Any) -> str:
        """The list item that a paragraph is, with its marker; empty when it is none."""
        numbered = node.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = self._word.styles.element.get_by_id(_style_id(node)) if _style_id(node) else None
        if numbered is None and style is not None:
            numbered = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        name = self._style(node)
        text = self._text(node)
        if not text or self._level(node, name) or (numbered is None and not name.lower().startswith("list ")):
            return ""
        identity, depth = _value(numbered, "w:numId"), int(_value(numbered, "w:ilvl") or 0)
        if identity == "0":
            return ""
        marker = "- "
        if self._format(identity, depth, name) not in _BULLETS:
            key = (identity or name, depth)
            self._numbers[key] = self._numbers.get(key, 0) + 1
            marker = f"{self._numbers[key]}. "
        for deeper in [key for key in self._numbers if key[0] == (identity or name) and key[1] > depth]:
            del self._numbers[deeper]
        return "  " * depth + marker + self._with_notes(node, text)

    def _format(self, identity: str, depth: int, style: str) -> str:
        if not identity or "numbering" not in _parts(self._word):
            return "decimal" if "number" in style.lower() else "bullet"
        root = self._word.part.numbering_part.element
        numbers = [one for one in root.iter(qn("w:num")) if one.get(qn("w:numId")) == identity]
        abstract = _value(numbers[0], "w:abstractNumId") if numbers else ""
        for one in root.iter(qn("w:abstractNum")):
            if one.get(qn("w:abstractNumId")) == abstract:
                for level in one.iter(qn("w:lvl")):
                    if level.get(qn("w:ilvl")) == str(depth):
                        return _value(level, "w:numFmt") or "bullet"
        return "bullet"

    def _level(self, node: Any, style: str) -> int:
        if style.lower() in ("title", "titre"):
            return _TITLE
        if found := _HEADING.match(style):
            return int(found[1])
        own = node.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        identity = _style_id(node)
        while own is None and identity:
            said = self._word.styles.element.get_by_id(identity)
            own = said.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") if said is not None else None
            identity = _value(said, "w:basedOn") if said is not None else ""
        level = int(own.get(qn("w:val"), "9")) + 1 if own is not None else 0
        return level if level <= 6 else 0

    def _style(self, node: Any) -> str:
        identity = _style_id(node)
        style = self._word.styles.element.get_by_id(identity) if identity else None
        return _value(style, "w:name") if style is not None else identity

    def _text(self, node: Any) -> str:
        return " ".join("".join(self._words(node)).replace("\n ", "\n").split(" ")).strip()

    def _words(self, node: Any) -> Iterator[str]:
        for child in node.iterchildren():
            if child.tag in _LEFT_OUT:
                continue
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in (qn("w:tab"), qn("w:ptab")):
                yield " "
            elif child.tag in (qn("w:br"), qn("w:cr")):
                yield "" if child.get(qn("w:type")) == "page" else "\n"
            elif child.tag == qn("w:noBreakHyphen"):
                yield "-"
            elif child.tag == qn("w:hyperlink"):
                yield self._link(child)
            else:
                yield from self._words(child)

    def _link(self, node: Any) -> str:
        said = "".join(self._words(node))
        identity = node.get(qn("r:id"))
        relation = self._word.part.rels.get(identity) if identity else None
        address = relation.target_ref if relation is not None and relation.is_external else ""
        bare = address.removeprefix("mailto:")
        shown = re.match(r"https?:|mailto:", address) and bare not in said
        return f"{said} ({bare})" if shown else said

    def _with_notes(self, node: Any, text: str) -> str:
        found = [self._notes[key] for tag in ("footnote", "endnote") for mark in node.iter(qn(f"w:{tag}Reference"))
                 if (key := (tag, mark.get(qn("w:id"), ""))) in self._notes]  # fmt: skip
        return f"{text} ({'; '.join(found)})" if found else text

    def _turn(self, node: Any) -> None:
        if self._paged:
            self._page += sum(1 for _ in node.iter(qn("w:lastRenderedPageBreak")))


def _children(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, those inside of content controls and of accepted insertions included."""
    for node in parent.iterchildren():
        if node.tag in (qn("w:p"), qn("w:tbl")):
            yield node
        elif node.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _children(node)


def _style_id(node: Any) -> str:
    return _value(node.find(qn("w:pPr")), "w:pStyle")


def _value(node: Any, name: str) -> str:
    found = node.find(qn(name)) if node is not None else None
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _breaks_first(node: Any) -> bool:
    """Whether the page turns before the first word of a paragraph."""
    for one in node.iter(qn("w:lastRenderedPageBreak"), qn("w:t")):
        return bool(one.tag == qn("w:lastRenderedPageBreak"))
    return False


def _parts(word: WordDocument) -> frozenset[str]:
    return frozenset(relation.reltype.rsplit("/", 1)[-1] for relation in word.part.rels.values())


def _notes(word: WordDocument) -> dict[tuple[str, str], str]:
    """The texts of footnotes and endnotes by their kind and number."""
    from docx.oxml.parser import parse_xml

    notes = {}
    for relation in word.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1].removesuffix("s")
        if kind not in ("footnote", "endnote") or relation.is_external:
            continue
        root: Any = parse_xml(relation.target_part.blob)
        for note in root.iter(qn(f"w:{kind}")):
            text = " ".join("".join(one.text or "" for one in note.iter(qn("w:t"))).split())
            if text and note.get(qn("w:type")) is None:
                notes[kind, note.get(qn("w:id"), "")] = text
    return notes
