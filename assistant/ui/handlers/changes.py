"""A change of the brand's file: shown, tried on real messages, accepted or taken back by a person."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from assistant.desk.changes import Change
from assistant.errors import BadInput, Cancelled, PapillonError
from assistant.records import Stage, Trial
from assistant.settings import user_name
from assistant.ui.house import House
from assistant.voice.edit_wording import describe_edit
from assistant.voice.edits import read_edit

ChangeState = Literal["none", "shown", "trying", "tried", "made", "undone", "refused"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change as the page shows it. `told` says what it does, `lines` are those of the file that differ; `trials` are
    the messages it was tried on so far, of `total`. `problem` is why something could not be done."""

    state: ChangeState = "none"
    edit: Mapping[str, object] | None = None
    told: str = ""
    path: str = ""
    lines: tuple[str, ...] = ()
    trials: tuple[Trial, ...] = ()
    total: int = 0
    problem: str = ""


def show_change(house: House, edit: Mapping[str, object], reader: str) -> Proposed:
    """What a change would do to the brand's file. Nothing is written."""
    try:
        change, told = _change(house, edit, reader)
    except PapillonError as error:
        return Proposed("refused", edit, problem=error.text(reader))
    return Proposed("shown", edit, told, change.path, change.lines)


def try_on_messages(house: House, proposed: Proposed, reader: str, cancel: threading.Event) -> Iterator[Proposed]:
    """Real messages answered with the brand as it is and as it would be, one after another."""
    edit = proposed.edit
    if edit is None:
        return
    proposed = replace(proposed, state="trying", trials=(), problem="")
    yield proposed
    try:
        change, _ = _change(house, edit, reader)
        person = str(edit.get("person") or "")
        for event in house.drafting.try_change(change.brand, person, reader, cancel):
            if isinstance(event, Stage):
                proposed = replace(proposed, total=event.total)
            else:
                proposed = replace(proposed, trials=(*proposed.trials, event))
            yield proposed
        yield replace(proposed, state="tried")
    except Cancelled:
        yield replace(proposed, state="tried" if proposed.trials else "shown")
    except PapillonError as error:
        yield replace(proposed, state="tried" if proposed.trials else "shown", problem=error.text(reader))


def accept(house: House, proposed: Proposed, reader: str) -> Proposed:
    """Write the change that was shown. Refused when the file changed meanwhile or the change does not hold."""
    if proposed.edit is None or house.changes is None:
        return proposed
    try:
        change, told = _change(house, proposed.edit, reader)
        if change.lines != proposed.lines:
            raise BadInput("desk.file_changed", path=change.path)
        house.changes.make(change, user_name(house.settings))
    except PapillonError as error:
        return replace(proposed, problem=error.text(reader))
    return replace(proposed, state="made", told=told, problem="")


def undo(house: House, proposed: Proposed, reader: str) -> Proposed:
    """Take the change back that was just made."""
    if house.changes is None:
        return proposed
    try:
        house.changes.undo()
    except PapillonError as error:
        return replace(proposed, problem=error.text(reader))
    return replace(proposed, state="undone", problem="")


def _change(house: House, edit: Mapping[str, object], reader: str) -> tuple[Change, str]:
    if house.changes is None:
        raise BadInput("ui.no_changes")
    wanted = read_edit(dict(edit))
    return house.changes.preview(wanted), describe_edit(wanted, reader)
