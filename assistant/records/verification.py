"""Whether a library's parts agree."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that was wrong: `part` is `words`, `vectors`, `index` or `leftovers`; `problem` says it in the reader's
    language; `count` is of passages, vectors or folders."""

    part: str
    problem: str
    count: int
    mended: bool = True


@dataclass(frozen=True, slots=True)
class Verification:
    """What a look at every passage of a library found. `agree` when nothing was wrong, or all of it was mended."""

    passages: int
    vectors: int
    looked_up: int
    found: tuple[Disagreement, ...] = ()
    seconds: float = 0.0

    @property
    def agree(self) -> bool:
        """Whether the database, its full-text index and the vector index agree now."""
        return all(one.mended for one in self.found)
