"""Changes of a brand's own files: shown first, made once a person says so, kept in a history, taken back.

A file is replaced whole or not at all, and only when it still is what the person was shown; a result that `load_brand`
would refuse is never written.
"""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.drafting.situations import situation_of
from assistant.errors import BadInput, PapillonError, Unreachable
from assistant.files import replace_file
from assistant.store import Edits, KeptEdit
from assistant.voice.brand import Brand, load_brand
from assistant.voice.editing import apply_edit
from assistant.voice.edits import Edit, plain_edit
from assistant.voice.examples import wrong_examples


@dataclass(frozen=True, slots=True)
class Change:
    """A change as a person is shown it: the brand it would give, and the lines of the file that differ, each begun by
    `+` or `-`. `before` and `after` are the whole file."""

    edit: Edit
    path: str
    before: str
    after: str
    brand: Brand
    lines: tuple[str, ...]


class Changes:
    """Changes of one brand's files. `adopt` is told the brand after each change, so that the next draft keeps to it."""

    def __init__(self, folder: Path, history: Edits, adopt: Callable[[Brand], None] = lambda _: None) -> None:
        self._folder = folder
        self._history = history
        self._adopt = adopt

    def preview(self, edit: Edit) -> Change:
        """What an edit would change. Nothing is written.

        Raises:
            BadInput: there is nothing to change, the result is no valid brand file, or a new rule does not do what its
                own two sentences say.
        """
        before = self._read(edit.path)
        after = apply_edit(before, edit)
        brand = load_brand(self._folder, {edit.path: after})
        old = {(one.rule, one.sentence) for one in wrong_examples(load_brand(self._folder), situation_of)}
        for wrong in wrong_examples(brand, situation_of):
            if (wrong.rule, wrong.sentence) not in old:
                key = "desk.rule_misses" if wrong.expected else "desk.rule_overreaches"
                raise BadInput(key, id=wrong.rule, sentence=wrong.sentence)
        return Change(edit, edit.path, before, after, brand, _changed_lines(before, after))

    def make(self, change: Change, author: str) -> Brand:
        """Write a change that a person approved, and keep it in the history.

        Raises:
            BadInput: the file is not the one the person was shown any more.
            Unreachable: it cannot be written; nothing has changed.
        """
        if self._read(change.path) != change.before:
            raise BadInput("desk.file_changed", path=change.path)
        self._write(change.path, change.after)
        try:
            self._history.append(change.path, author, plain_edit(change.edit), change.before, change.after)
        except PapillonError:
            self._write(change.path, change.before)
            raise
        self._adopt(change.brand)
        return change.brand

    def history(self, most: int = 50) -> tuple[KeptEdit, ...]:
        """Changes made and taken back, the newest first."""
        return self._history.newest(most)

    def undo(self) -> KeptEdit:
        """Take the newest change that stands back, and give it.

        Raises:
            BadInput: there is none, or the file was changed by hand since.
            Unreachable: it cannot be written; nothing has changed.
        """
        last = next((one for one in self._history.newest(500) if one.undone is None), None)
        if last is None:
            raise BadInput("desk.nothing_to_undo")
        if self._read(last.path) != last.after:
            raise BadInput("desk.changed_by_hand", path=last.path)
        brand = load_brand(self._folder, {last.path: last.before})
        self._write(last.path, last.before)
        self._history.mark_undone(last.number)
        self._adopt(brand)
        return last

    def _read(self, path: str) -> str:
        try:
            return (self._folder / path).read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput("desk.file_unreadable", path=path) from error

    def _write(self, path: str, text: str) -> None:
        place = self._folder / path
        try:
            kept = place.stat().st_mode & 0o777
            replace_file(place, text.encode("utf-8"), prefix=".edit-", permissions=kept)
        except OSError as error:
            raise Unreachable("desk.file_not_written", path=path, reason=error.strerror) from error


def _changed_lines(before: str, after: str) -> tuple[str, ...]:
    compared = difflib.ndiff(before.split("\n"), after.split("\n"))
    return tuple(f"{line[0]} {line[2:]}" for line in compared if line[0] in "+-" and line[2:].strip())
