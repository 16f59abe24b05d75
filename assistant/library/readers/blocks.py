"""What a guideline is made of once its format is forgotten."""

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "list", "table", "code", "quote"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table, piece of code or quotation under a heading path (outermost first).

    `units` are the smallest parts that are still read alone: the paragraphs themselves, list items with their marker,
    table rows, lines of code. `header` is repeated when a table is cut.
    """

    kind: BlockKind
    section: tuple[str, ...]
    units: tuple[str, ...]
    header: str = ""


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
