"""Who holds a publication, and until when: one worker at a time, and another one when the first is gone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from assistant.desk import states
from assistant.desk.approval import now
from assistant.errors import NetworkRateLimited, NotAllowed, PapillonError
from assistant.records import KeptDraft, Step
from assistant.store import Drafts
from assistant.wording import say

_LONGEST_PAUSE = 300.0


class Lost(Exception):
    """The publication is not this worker's any more: another one went on with it."""


class Leases:
    """Takes, holds and gives back publications, each in one transaction of the database."""

    def __init__(self, drafts: Drafts, seconds: float, clock: Callable[[], datetime]) -> None:
        self.drafts = drafts
        self._lease = timedelta(seconds=seconds)
        self._clock = clock

    def claim(self, draft_id: str, owner: str, by: str) -> KeptDraft:
        """Take an approved draft, or one that nobody holds; the draft as it stands, held by `owner` when it was taken.

        Raises:
            NotAllowed: nobody approved what it holds now.
        """
        at = self._clock()

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            if draft.state == "published":
                return draft, None
            states.must(draft, "claimed")
            if not states.approved(draft):
                raise NotAllowed("desk.cannot_claimed", id=draft.id)
            sending = draft.sending
            held = draft.state == "publishing" and sending.owner and sending.until and sending.until > at
            if held:
                return draft, None
            sending = replace(sending, owner=owner, until=at + self._lease, problem="", wait=None)
            claimed = replace(draft, state="publishing", sending=sending, appointment=None, changed=at, changed_by=by)
            return claimed, Step(draft.id, draft.version, "claimed", by, at, {"worker": owner})

        return self.drafts.change(draft_id, change)

    def hold(self, draft_id: str, owner: str, by: str) -> None:
        """Note that it is sent now, and hold it for that long. Raises Lost when another worker has it."""
        at = self._clock()

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            sending = replace(self.mine(draft, owner).sending, until=at + self._lease)
            sending = replace(sending, tries=sending.tries + 1)
            step = Step(draft_id, draft.version, "sending", by, at, {"try": str(sending.tries)})
            return replace(draft, sending=sending), step

        self.drafts.change(draft_id, change)

    def wait(self, draft_id: str, owner: str, error: PapillonError, reader: str) -> tuple[KeptDraft, float]:
        """Keep it and wait: as long as the network asks, else longer with each try. The draft, and the seconds.

        Raises Lost when another worker has it.
        """
        at = self._clock()
        pause = 0.0

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            nonlocal pause
            sending = self.mine(draft, owner).sending
            asked = error.values.get("seconds") if isinstance(error, NetworkRateLimited) else None
            doubled = min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(sending.tries, 12))
            pause = float(asked) if isinstance(asked, (int, float)) else doubled
            wait = at + timedelta(seconds=pause)
            sending = replace(sending, wait=wait, until=wait + self._lease, problem=error.text(reader))
            detail = {"seconds": f"{pause:.1f}", "why": error.text("en")}
            return replace(draft, sending=sending), Step(draft_id, draft.version, "waiting", owner, at, detail)

        return self.drafts.change(draft_id, change), pause

    def release(self, draft_id: str, owner: str) -> KeptDraft:
        """Give it back, for anybody to go on with. Raises Lost when another worker has it."""

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            sending = replace(self.mine(draft, owner).sending, owner="", until=None)
            return replace(draft, sending=sending), None

        return self.drafts.change(draft_id, change)

    @staticmethod
    def mine(draft: KeptDraft, owner: str) -> KeptDraft:
        """The draft when this worker holds it. Raises Lost otherwise."""
        if draft.state != "publishing" or draft.sending.owner != owner:
            raise Lost
        return draft


def waiting(draft: KeptDraft, reader: str, clock: Callable[[], datetime] = now) -> str:
    """Why a publication is not out yet, and for how long it waits, in a sentence; empty when it does not wait."""
    if draft.state != "publishing":
        return ""
    wait = draft.sending.wait
    if wait is None:
        return say("desk.on_its_way", reader)
    seconds = max(0, round((wait - clock()).total_seconds()))
    return say("desk.waits", reader, seconds=seconds, why=draft.sending.problem)
