"""When an approved draft is to go out: said in the brand's time zone, kept, and asked about again when it is late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.desk import states
from assistant.desk.approval import now
from assistant.errors import BadInput, Conflict
from assistant.records import Appointment, KeptDraft, Step
from assistant.store import Drafts

FURTHEST = timedelta(days=366)
"""Appointments later than that are taken for a mistyped year."""


class Appointments:
    """Appointments of kept drafts. Safe for threads and processes."""

    def __init__(self, drafts: Drafts, *, clock: Callable[[], datetime] = now) -> None:
        self._drafts = drafts
        self._clock = clock

    def make(self, draft_id: str, version: int, due: datetime, zone: str, by: str) -> KeptDraft:
        """Let an approved draft go out at a moment. `due` has a time zone, see `moment_in`.

        Raises:
            NotAllowed: nobody approved the draft as it stands.
            BadInput: the moment is over, or more than a year away.
            Conflict: somebody changed the draft since it was seen.
        """
        by, at = states.named(by), self._clock()
        due = due.astimezone(UTC)
        if due <= at:
            raise BadInput("desk.past", when=due.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"))
        if due > at + FURTHEST:
            raise BadInput("desk.far", when=due.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"))

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            if draft.version != version:
                raise Conflict(
                    "desk.seen_otherwise",
                    who=draft.changed_by,
                    when=draft.changed.isoformat(timespec="minutes"),
                    theirs=draft.text,
                )
            states.must(draft, "scheduled")
            made = replace(draft, appointment=Appointment(due, zone, by), changed=at, changed_by=by)
            return made, Step(draft_id, version, "scheduled", by, at, {"due": due.isoformat(), "zone": zone})

        return self._drafts.change(draft_id, change)

    def drop(self, draft_id: str, by: str) -> KeptDraft:
        """Forget an appointment; the draft stays approved. Nothing happens when it has none."""
        by, at = states.named(by), self._clock()

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            if draft.appointment is None:
                return draft, None
            dropped = replace(draft, appointment=None, changed=at, changed_by=by)
            return dropped, Step(draft_id, draft.version, "unscheduled", by, at)

        return self._drafts.change(draft_id, change)

    def miss(self, draft_id: str, due: datetime, why: str = "") -> KeptDraft:
        """Note that an appointment passed unused: from now on the draft waits for a person."""
        at = self._clock()

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            appointment = draft.appointment
            if draft.state != "approved" or appointment is None or appointment.due != due or appointment.late:
                return draft, None
            sending = replace(draft.sending, problem=why)
            late = replace(draft, appointment=replace(appointment, late=True), sending=sending, changed=at)
            return late, Step(draft_id, draft.version, "late", appointment.by, at, {"why": why} if why else {})

        return self._drafts.change(draft_id, change)

    def get(self, draft_id: str) -> KeptDraft:
        """The draft as it stands.

        Raises:
            BadInput: there is none.
        """
        return self._drafts.get(draft_id)

    def due(self, brand: str) -> tuple[KeptDraft, ...]:
        """Approved drafts of a brand that have an appointment to keep, whenever it is."""
        approved = self._drafts.list(brand, ("approved",), most=10_000)
        return tuple(one for one in approved if one.appointment is not None and not one.appointment.late)


def moment_in(text: str, zone: str) -> datetime:
    """A moment as people write it, `2026-12-24 09:00`, in a time zone; a moment with its own offset keeps it.

    Raises:
        BadInput: it is no moment, the zone is none, or clocks skip that hour there (the first of two equal hours is
            taken when they are put back).
    """
    try:
        there = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput("desk.no_zone", zone=zone) from error
    try:
        given = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput("desk.no_moment", text=text) from error
    if given.tzinfo is not None:
        return given
    moment = given.replace(tzinfo=there)
    if moment.astimezone(UTC).astimezone(there).replace(tzinfo=None) != given:
        raise BadInput("desk.skipped_hour", text=text, zone=zone)
    return moment
