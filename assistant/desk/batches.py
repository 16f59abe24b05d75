"""Replies drafted in the background, one message after the other: begun by a person, stopped by one, gone on with after
a restart. A job only asks for the next one; how far a batch is stands in the database."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from assistant.desk import states
from assistant.desk.answering import Answering
from assistant.desk.approval import now
from assistant.errors import BadInput, Cancelled, PapillonError
from assistant.records import Batch, BatchState, DraftState, Outcome
from assistant.store import Batches

log = logging.getLogger(__name__)

LEASE = 20.0
"""Seconds after which another worker goes on where one died; renewed while a reply is being drafted."""
MOST = 50
"""Replies of one batch."""
_BEAT = 1.0
_LIVE: tuple[DraftState, ...] = ("draft", "edited", "approved", "publishing", "published", "failed")


class Interrupted(BaseException):
    """Papillon is being closed: the message that was under way has its turn again after the next start. No `Exception`,
    so that nobody takes it for the end of the job."""


class Batching:
    """The batches of one brand. Safe for threads and processes: one worker at a time drafts for a batch."""

    def __init__(
        self,
        brand: str,
        batches: Batches,
        answering: Answering,
        *,
        lease: float = LEASE,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.batches = batches
        self._brand = brand
        self._answering = answering
        self._lease = timedelta(seconds=lease)
        self._clock = clock
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._closing = threading.Event()
        self._idle = threading.Event()
        self._idle.set()

    # ------------------------------------------------------------ what a person does

    def choose(self, most: int) -> tuple[tuple[str, str], ...]:
        """The most urgent messages that wait, have no draft yet, are no spam and are in no batch under way."""
        under_way = {message for batch in self.under_way() for message in batch.messages}
        exchanges = self._answering.inbox.list()
        drafted = self._answering.desk.drafts.some([one.first.draft for one in exchanges])
        found = (
            (one.account, one.first.uri)
            for one in exchanges
            if one.first.draft not in drafted and one.first.kind != "spam"
        )
        return tuple(message for message in found if message not in under_way)[: max(0, most)]

    def begin(self, messages: Sequence[tuple[str, str]], by: str, *, reader: str = "en") -> Batch:
        """Let replies to these messages be drafted in the background, in the name of who asked.

        Raises:
            BadInput: there are no messages, too many, or no name.
        """
        by, at = states.named(by), self._clock()
        if not messages:
            raise BadInput("desk.nothing_to_draft")
        if len(messages) > MOST:
            raise BadInput("desk.many_to_draft", most=MOST)
        batch = Batch(uuid4().hex[:12], self._brand, by, reader, tuple(dict.fromkeys(messages)), at, at)
        self.batches.add(batch)
        return batch

    def cancel(self, batch_id: str, by: str) -> Batch:
        """Stop a batch, also in the middle of a reply; what was drafted is kept.

        Raises:
            BadInput: there is none of that name, it has ended, or there is no name.
        """
        states.named(by)

        def change(batch: Batch) -> Batch:
            if not batch.open:
                raise BadInput("desk.job_over", id=batch_id, state=batch.state)
            return replace(batch, state="cancelled", owner="", until=None, changed=self._clock())

        return self.batches.change(batch_id, change)

    def resume(self, batch_id: str) -> Batch:
        """Go on with a batch that was stopped, or give one that failed another try.

        Raises:
            BadInput: there is none of that name, or all its messages had their turn.
        """

        def change(batch: Batch) -> Batch:
            if batch.done >= len(batch.messages):
                raise BadInput("desk.job_over", id=batch_id, state=batch.state)
            return replace(batch, state="waiting", run=batch.run + 1, changed=self._clock())

        return self.batches.change(batch_id, change)

    def under_way(self) -> tuple[Batch, ...]:
        """The batches that have something left to draft, the newest first."""
        return self.batches.list(("waiting", "drafting"))

    # ------------------------------------------------------------ what a job does

    def step(self, batch_id: str) -> str:
        """Draft the next reply of a batch: `again` when there is more to do, `held` while another worker is at it,
        `done` or `cancelled` when it has ended.

        Raises:
            Interrupted: Papillon is being closed.
        """
        if self._closing.is_set():
            raise Interrupted
        self._idle.clear()
        try:
            batch = self.batches.change(batch_id, self._taken)
            if not batch.open:
                return batch.state
            if batch.owner != self._owner:
                return "held"
            account, uri = batch.messages[batch.done]
            with self._watched(batch_id) as cancel:
                outcome = self._outcome(batch, account, uri, cancel)
            place = batch.done
            if outcome is None:
                batch = self.batches.get(batch_id)
            else:
                batch = self.batches.change(batch_id, lambda current: self._noted(current, place, outcome))
            if self._closing.is_set():
                raise Interrupted
            return "again" if batch.open else batch.state
        finally:
            self._idle.set()

    def come(self) -> None:
        """From now on `step` may be called."""
        self._closing.clear()

    def leave(self, wait: float = 5.0) -> None:
        """Leave off what is being drafted, to be drafted anew after `come`; waits that many seconds for it."""
        self._closing.set()
        self._idle.wait(wait)

    def _taken(self, batch: Batch) -> Batch:
        """The batch held by this worker, when nobody else holds it and something is left."""
        at = self._clock()
        if not batch.open or (batch.owner not in ("", self._owner) and batch.until is not None and batch.until > at):
            return batch
        if batch.done >= len(batch.messages):
            return replace(batch, state="done", owner="", until=None, changed=at)
        return replace(batch, state="drafting", owner=self._owner, until=at + self._lease)

    def _outcome(self, batch: Batch, account: str, uri: str, cancel: threading.Event) -> Outcome | None:
        """What came of a message; None when a person stopped the batch, or another worker has it."""
        try:
            message = self._answering.inbox.mail.get(account, uri)
            # Drafted by a worker that died before it could say so, or by a person meanwhile.
            answers = self._answering.desk.drafts.list(self._brand, _LIVE, answering=uri, most=1)
            if answers:
                self._answering.inbox.set_draft(account, uri, answers[0].id)
                return Outcome(uri, answers[0].id)
            if message.standing != "open":
                return Outcome(uri)
            kept = self._answering.draft(account, uri, batch.by, reader=batch.reader, cancel=cancel)
        except Cancelled:
            if self._closing.is_set():
                self.batches.change(batch.id, self._released)
                raise Interrupted from None
            return None
        except PapillonError as error:
            return Outcome(uri, problem=error.text(batch.reader))
        return Outcome(uri, kept.id)

    def _noted(self, batch: Batch, place: int, outcome: Outcome) -> Batch:
        """The batch with one more outcome; where another worker has got on meanwhile, as it is."""
        if batch.done != place or batch.owner not in ("", self._owner):
            return batch
        outcomes = (*batch.outcomes, outcome)
        state: BatchState = "done" if len(outcomes) >= len(batch.messages) else batch.state
        return replace(batch, state=state, outcomes=outcomes, owner="", until=None, changed=self._clock())

    def _released(self, batch: Batch) -> Batch:
        return replace(batch, owner="", until=None) if batch.owner == self._owner else batch

    @contextmanager
    def _watched(self, batch_id: str) -> Iterator[threading.Event]:
        """A cancel switch for the reply that is being drafted: thrown when a person stops the batch, when another
        worker has it, or when Papillon is closed. Meanwhile the batch stays this worker's."""
        cancel, over = threading.Event(), threading.Event()

        def renewed(batch: Batch) -> Batch:
            if batch.owner != self._owner or batch.state != "drafting":
                cancel.set()
                return batch
            return replace(batch, until=self._clock() + self._lease)

        def beat() -> None:
            while not over.wait(_BEAT):
                if self._closing.is_set():
                    cancel.set()
                    return
                try:
                    self.batches.change(batch_id, renewed)
                except PapillonError as error:  # a database that is busy: the next beat tries again
                    log.warning("%s", error)

        thread = threading.Thread(target=beat, name="papillon-batch", daemon=True)
        thread.start()
        try:
            yield cancel
        finally:
            over.set()
            thread.join(10)
