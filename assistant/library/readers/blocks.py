"""What a guideline is made of once its format is forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "list", "table", "code", "quote"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table, piece of code or quotation under a heading path (outermost first).

    `units` are the smallest parts that are still read alone: the paragraphs themselves, list items with their marker,
    table rows, lines of code. `header` is repeated when a table is cut. `page` is where it begins in a document that
    has pages, from 1; 0 in others.
    """

    kind: BlockKind
    section: tuple[str, ...]
    units: tuple[str, ...]
    header: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Remarked:
    """Something to say about a document: the key of a sentence of the library's and its values. `left_out` when a part
    of it is not read because of it."""

    key: str
    values: Mapping[str, str | int]
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A document once its format is forgotten. `language` is what it declares (ISO 639-1), empty when it does not."""

    blocks: tuple[Block, ...]
    language: str = ""
    title: str = ""
    remarks: tuple[Remarked, ...] = ()


class Unreadable(ValueError):
    """A document that gives nothing to read; `key` and `values` say why, in a sentence of the library's."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Outline:
    """The heading path while a document is read from top to bottom."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, level: int, title: str) -> None:
        """A heading begins; it closes those of its level and below."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        if title:
            self._open.append((level, title))

    @property
    def path(self) -> tuple[str, ...]:
        """The titles that are open, outermost first."""
        return tuple(title for _, title in self._open)
