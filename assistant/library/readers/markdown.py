"""Markdown guidelines, read through markdown-it-py."""

import json
import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from assistant.library.readers.blocks import Block, Outline
from assistant.library.readers.html import html_text

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HAS_TITLE = re.compile(r"^(?:#[ \t]+\S|=+[ \t]*$)", re.MULTILINE)


def read_markdown(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text (CommonMark with tables), without front matter, comments and images' addresses.

    Where no heading of the first level stands, the title of the front matter is it: without it nothing of a page that
    a site generator makes says what the page is about.
    """
    tree = SyntaxTreeNode(_parser().parse(_FRONT_MATTER.sub("", text, count=1)))
    outline = Outline()
    title = "" if _HAS_TITLE.search(text) else front_matter(text).get("title", "").strip().strip("\"'")
    if title:
        outline.enter(1, title)
    return tuple(block for block in _blocks(tree, outline) if any(unit.strip() for unit in block.units))


def front_matter(text: str) -> dict[str, str]:
    """What stands in front of a Markdown text between two lines of dashes, one `name: value` a line."""
    found = _FRONT_MATTER.match(text)
    told = {}
    for line in found[0].split("\n")[1:] if found else ():
        name, colon, value = line.partition(":")
        if colon and name.strip().isidentifier():
            told[name.strip()] = _unquoted(value.strip())
    return told


def _unquoted(value: str) -> str:
    try:
        said = json.loads(value) if value.startswith('"') else value.strip("'")
    except ValueError:
        return value
    return str(said)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _blocks(parent: SyntaxTreeNode, outline: Outline) -> Iterator[Block]:
    for node in parent.children:
        if node.type == "heading":
            outline.enter(int(node.tag[1:]), _inline(node))
        elif node.type == "paragraph":
            yield Block("paragraph", outline.path, (_inline(node),))
        elif node.type in ("bullet_list", "ordered_list"):
            yield Block("list", outline.path, tuple(_items(node)))
        elif node.type == "table":
            rows = [_row(row) for part in node.children for row in part.children]
            yield Block("table", outline.path, tuple(rows[1:]) or tuple(rows), rows[0] if rows[1:] else "")
        elif node.type in ("fence", "code_block"):
            yield Block("code", outline.path, tuple(node.content.rstrip("\n").split("\n")))
        elif node.type == "blockquote":
            lines = "\n".join("\n".join(block.units) for block in _blocks(node, Outline()))
            yield Block("quote", outline.path, tuple(f"> {line}" for line in lines.split("\n") if line.strip()))
        elif node.type == "html_block":
            yield Block("paragraph", outline.path, (html_text(node.content),))


def _items(parent: SyntaxTreeNode, depth: int = 0) -> Iterator[str]:
    number = int(parent.attrs.get("start", 1)) if parent.type == "ordered_list" else 0
    for item in parent.children:
        marker = f"{number}. " if number else "- "
        number += bool(number)
        indent = "  " * depth
        said: list[str] = []
        nested: list[str] = []
        for child in item.children:
            if child.type in ("bullet_list", "ordered_list"):
                nested.extend(_items(child, depth + 1))
            elif child.type == "paragraph":
                said.append(_inline(child))
            else:
                said.extend(unit for block in _blocks_of(child) for unit in block.units)
        yield f"{indent}{marker}" + f"\n{indent}  ".join(said)
        yield from nested


def _blocks_of(node: SyntaxTreeNode) -> Iterator[Block]:
    holder = SyntaxTreeNode()
    holder.children = [node]
    yield from _blocks(holder, Outline())


def _row(row: SyntaxTreeNode) -> str:
    return "| " + " | ".join(_inline(cell) for cell in row.children) + " |"


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(
        _spoken(token.children or []) for child in node.children if child.token and (token := child.token)
    ).strip()


def _spoken(tokens: list[Token]) -> str:
    """The text of inline tokens. A link keeps its address after its words, an image its description."""
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "image":
            parts.append(token.content)
        elif token.type == "link_open":
            links.append((str(token.attrs.get("href", "")), len(parts)))
        elif token.type == "link_close" and links:
            address, start = links.pop()
            bare = address.removeprefix("mailto:")
            if bare not in "".join(parts[start:]) and re.match(r"https?:|mailto:", address):
                parts.append(f" ({bare})")
    return "".join(parts)
