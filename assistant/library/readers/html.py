"""HTML guidelines, read through BeautifulSoup."""

from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from assistant.library.readers.blocks import Block, Outline

_LEFT_OUT = ["script", "style", "template", "noscript", "nav", "aside", "form", "iframe", "svg", "head", "button"]
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_TAGS = frozenset(
    "address article blockquote body dd details div dl dt figcaption figure footer header hgroup hr html li main ol p "
    "pre section summary table tbody td tfoot th thead tr ul".split()
) | set(_HEADINGS)


def read_html(text: str) -> tuple[tuple[Block, ...], str]:
    """The blocks of the main part of a page, and the language it declares (ISO 639-1, empty when it does not)."""
    soup = BeautifulSoup(text, "html.parser")
    declared = soup.html.get("lang", "") if soup.html else ""
    language = str(declared or "").partition("-")[0].lower()
    for tag in soup(_LEFT_OUT):
        tag.decompose()
    root = soup.find("main") or soup.find("article") or soup.body or soup
    blocks = _blocks(root, Outline()) if isinstance(root, Tag) else iter(())
    return tuple(block for block in blocks if any(unit.strip() for unit in block.units)), language


def html_text(text: str) -> str:
    """What a person reads of a piece of HTML, comments and scripts left out."""
    soup = BeautifulSoup(text, "html.parser")
    for tag in soup(_LEFT_OUT):
        tag.decompose()
    return _words(soup)


def _blocks(parent: Tag, outline: Outline) -> Iterator[Block]:
    loose: list[Tag | NavigableString] = []
    for child in parent.children:
        if not isinstance(child, Tag | NavigableString):
            continue
        if isinstance(child, NavigableString) or (child.name not in _BLOCK_TAGS and not child.find(_is_block)):
            loose.append(child)
            continue
        yield from _loose(loose, outline)
        loose.clear()
        if child.name in _HEADINGS:
            outline.enter(_HEADINGS[child.name], _words(child))
        elif child.name == "p":
            yield Block("paragraph", outline.path, (_words(child),))
        elif child.name in ("ul", "ol"):
            yield Block("list", outline.path, tuple(_items(child)))
        elif child.name == "dl":
            yield Block("list", outline.path, tuple(_terms(child)))
        elif child.name == "table":
            rows = [row for row in map(_row, child.find_all("tr")) if row.strip("| ")]
            yield Block("table", outline.path, tuple(rows[1:]) or tuple(rows), rows[0] if rows[1:] else "")
        elif child.name == "pre":
            yield Block("code", outline.path, tuple(child.get_text().strip("\n").split("\n")))
        elif child.name == "blockquote":
            lines = [unit for block in _blocks(child, Outline()) for unit in block.units]
            yield Block("quote", outline.path, tuple(f"> {line}" for line in lines))
        else:
            yield from _blocks(child, outline)
    yield from _loose(loose, outline)


def _loose(nodes: list[Tag | NavigableString], outline: Outline) -> Iterator[Block]:
    text = " ".join("".join(_word_parts(nodes)).split())
    if text:
        yield Block("paragraph", outline.path, (text,))


def _items(parent: Tag, depth: int = 0) -> Iterator[str]:
    for number, item in enumerate(parent.find_all("li", recursive=False), 1):
        nested = [tag.extract() for tag in item.find_all(["ul", "ol"], recursive=False)]
        marker = f"{number}. " if parent.name == "ol" else "- "
        yield "  " * depth + marker + _words(item)
        for inner in nested:
            yield from _items(inner, depth + 1)


def _terms(parent: Tag) -> Iterator[str]:
    for item in parent.find_all(["dt", "dd"]):
        yield ("- " if item.name == "dt" else "  ") + _words(item)


def _row(row: Tag) -> str:
    return "| " + " | ".join(_words(cell) for cell in row.find_all(["th", "td"])) + " |"


def _words(tag: Tag) -> str:
    return " ".join("".join(_word_parts(tag.children)).split())


def _word_parts(nodes: Iterable[object]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, PreformattedString):  # comments, declarations
            continue
        if isinstance(node, NavigableString):
            yield str(node)
        elif isinstance(node, Tag):
            if node.name == "img":
                yield str(node.get("alt", ""))
            if node.name == "br" or node.name in _BLOCK_TAGS:
                yield " "
            yield from _word_parts(node.children)
            if node.name in _BLOCK_TAGS:
                yield " "


def _is_block(tag: Tag) -> bool:
    return tag.name in _BLOCK_TAGS
