"""Rules that the guidelines state, accepted or set aside by a person one by one."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.drafting.proposals import Proposal, Reading
from assistant.errors import Cancelled, PapillonError
from assistant.settings import user_name
from assistant.ui.handlers.board import State
from assistant.ui.house import House
from assistant.voice.edits import plain_edit


@dataclass(frozen=True, slots=True)
class Found:
    """One proposal; `taken` once it is in the brand's file, `set_aside` when a person does not want it, `problem` why
    it could not be taken."""

    proposal: Proposal
    taken: bool = False
    set_aside: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Guides:
    """The reading of the guidelines as the page shows it."""

    state: State = "idle"
    found: tuple[Found, ...] = ()
    reading: Reading = field(default_factory=lambda: Reading(0, 0))
    problem: str = ""


def read_guides(house: House, reader: str, cancel: threading.Event, *, with_model: bool) -> Iterator[Guides]:
    """Every rule that the guidelines state and the brand's file lacks, as it is found."""
    if house.propose is None:
        return
    guides = Guides("running")
    yield guides
    try:
        for event in house.propose(with_model=with_model, reader=reader, cancel=cancel):
            if isinstance(event, Proposal):
                guides = replace(guides, found=(*guides.found, Found(event)))
            else:
                guides = replace(guides, reading=event)
                yield guides
        yield replace(guides, state="done")
    except Cancelled:
        yield replace(guides, state="stopped")
    except PapillonError as error:
        yield replace(guides, state="failed", problem=error.text(reader))


def take(house: House, guides: Guides, index: int, reader: str) -> Guides:
    """Put one rule into the brand's file: it holds from the next draft on."""
    found = guides.found[index]
    if house.changes is None or found.taken:
        return guides
    try:
        house.changes.make(house.changes.preview(found.proposal.edit), user_name(house.settings))
    except PapillonError as error:
        return _with(guides, index, replace(found, problem=error.text(reader)))
    return _with(guides, index, replace(found, taken=True, problem=""))


def set_aside(guides: Guides, index: int) -> Guides:
    """A rule a person does not want: it leaves the list of this reading."""
    return _with(guides, index, replace(guides.found[index], set_aside=True))


def take_back(house: House, guides: Guides, reader: str) -> Guides:
    """Take the newest change of the brand's file back, whatever made it."""
    if house.changes is None:
        return guides
    try:
        undone = house.changes.undo()
    except PapillonError as error:
        return replace(guides, problem=error.text(reader))
    found = tuple(
        replace(one, taken=one.taken and plain_edit(one.proposal.edit) != undone.edit) for one in guides.found
    )
    return replace(guides, found=found, problem="")


def _with(guides: Guides, index: int, found: Found) -> Guides:
    return replace(guides, found=tuple(found if at == index else one for at, one in enumerate(guides.found)))
