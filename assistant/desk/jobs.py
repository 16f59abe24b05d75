"""Durable jobs: scheduled publications, and replies drafted in the background, that survive a restart. The only module
that imports dbos.

A job only wakes up and looks: whether something goes out, when, and that it goes out once is decided at the desk. So a
job that runs twice, or too late, does no harm.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from assistant.desk.appointments import Appointments
from assistant.desk.approval import now
from assistant.desk.batches import Batching
from assistant.errors import BadInput, NotAllowed, PostChanged, PostGone, ReplyRefused, Unreachable
from assistant.records import Batch, KeptDraft
from assistant.store import jobs_address, jobs_exist, open_jobs_engine

VERSION = "1"
"""Fixed, so that jobs made before an update are gone on with after it; raised when a job's steps change."""
QUEUE = "desk"
PUBLISH = "publish"
DRAFTS = "drafts"
"""A queue of its own for what takes minutes: a reply being drafted keeps no publication from its moment."""
DRAFT = "draft"
_AGAIN = 30.0
_SOON = 5.0
_STOPPABLE = ("DELAYED", "ENQUEUED", "PENDING")
_STATES = {"waiting": "ENQUEUED", "drafting": "PENDING", "done": "SUCCESS", "cancelled": "CANCELLED"}
"""How a batch of replies stands, in dbos's words."""


class Publishing(Protocol):
    """What publishes an approved draft."""

    def __call__(self, draft_id: str, by: str, *, patience: float = 60.0) -> KeptDraft: ...


@dataclass(frozen=True, slots=True)
class Job:
    """A durable job: what it does to which draft, how it stands (in dbos's words), and when it runs. One that drafts
    replies has had `done` of its `total` messages; `drafts` are what it made, `problems` what went wrong."""

    id: str
    name: str
    state: str
    draft: str
    due: datetime | None
    made: datetime | None
    result: str = ""
    done: int = 0
    total: int = 0
    drafts: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class Jobs:
    """The jobs of one database. `database` is the SQLAlchemy address of our own."""

    def __init__(
        self,
        database: str,
        appointments: Appointments,
        publish: Publishing,
        *,
        grace: float,
        batching: Batching | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """Nothing is opened yet. `grace` is by how many seconds a publication may be late and still go out; without
        `batching` no replies are drafted."""
        self._database = database
        self._appointments = appointments
        self._publish = publish
        self._grace = timedelta(seconds=grace)
        self._batching = batching
        self._clock = clock

    @contextmanager
    def at_work(self, brand: str, polling: float = 1.0) -> Iterator[Callable[[], None]]:
        """Run due jobs of a brand until the block ends. Gives what makes a job of each appointment and of each batch of
        replies that has none yet; call it every now and then.

        Raises:
            Unreachable: the jobs' database cannot be opened.
        """
        from dbos import DBOS, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID

        if self._batching is not None:
            self._batching.come()
        engine = open_jobs_engine(self._database)
        config: Any = {
            "name": "papillon",
            "system_database_url": jobs_address(self._database),
            "system_database_engine": engine,
            "application_version": VERSION,
            "executor_id": "desk",
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "ERROR",
            "enable_otlp": False,
            "notification_listener_polling_interval_sec": polling,
        }
        journal = logging.getLogger("dbos")
        if not journal.handlers:
            # Left alone, dbos adds one that holds on to the stderr of the moment; what it logs reaches the root anyway.
            journal.addHandler(logging.NullHandler())
        DBOS(config=config)

        def publish(draft: str, due: float) -> str:
            while True:
                result: str = DBOS.run_step({"name": "look"}, self.keep_appointment, draft, due)
                if not result.startswith("again"):
                    return result
                DBOS.sleep(_AGAIN)

        def draft(batch: str, run: int) -> str:  # noqa: ARG001 - a batch taken up again is another job
            if self._batching is None:
                return "moved"
            while True:
                result: str = DBOS.run_step({"name": "draft"}, self._batching.step, batch)
                if result == "held":
                    DBOS.sleep(_SOON)
                elif result != "again":
                    return result

        workflow = DBOS.workflow(name=PUBLISH)(publish)
        drafting = DBOS.workflow(name=DRAFT)(draft)
        journal.setLevel(logging.ERROR)
        DBOS.launch()
        DBOS.register_queue(QUEUE, polling_interval_sec=polling)
        DBOS.register_queue(DRAFTS, polling_interval_sec=polling, worker_concurrency=1)

        def plan() -> None:
            for draft in self._appointments.due(brand):
                if draft.appointment is None:
                    continue
                due = draft.appointment.due.timestamp()
                delay = max(0.0, due - self._clock().timestamp())
                with SetWorkflowID(job_id(draft.id, draft.appointment.due)), SetEnqueueOptions(delay_seconds=delay):
                    DBOS.enqueue_workflow(QUEUE, workflow, draft.id, due)
            for batch in self._batching.under_way() if self._batching is not None else ():
                with SetWorkflowID(f"{DRAFT}-{batch.id}-{batch.run}"):
                    DBOS.enqueue_workflow(DRAFTS, drafting, batch.id, batch.run)

        try:
            yield plan
        finally:
            if self._batching is not None:
                self._batching.leave()
            DBOS.destroy(destroy_registry=True)
            engine.dispose()

    def keep_appointment(self, draft_id: str, due: float) -> str:
        """Publish a draft whose moment has come: `published`, `failed`, `late` (it waits for a person), `moved` (there
        is no such appointment any more) or `again` (the network is not there, or asks to wait)."""
        moment = datetime.fromtimestamp(due, UTC)
        draft = self._appointments.get(draft_id)
        if draft.state == "publishing":
            return self._outcome(draft_id, draft.changed_by)
        appointment = draft.appointment
        if draft.state != "approved" or appointment is None or appointment.due != moment or appointment.late:
            return "moved"
        if self._clock() - moment > self._grace:
            self._appointments.miss(draft_id, moment)
            return "late"
        try:
            return self._outcome(draft_id, appointment.by)
        except Unreachable:
            return "again"
        except (NotAllowed, BadInput, PostGone, PostChanged, ReplyRefused) as error:
            self._appointments.miss(draft_id, moment, error.text())
            return "late"

    def _outcome(self, draft_id: str, by: str) -> str:
        state = self._publish(draft_id, by, patience=20.0).state
        return "again" if state == "publishing" else state

    # ------------------------------------------------------------ looking from outside

    def list(self) -> tuple[Job, ...]:
        """The jobs, the newest first; none when nothing was ever scheduled or drafted."""
        with self._client() as client:
            kept = tuple(_job(one) for one in client.list_workflows(sort_desc=True, name=PUBLISH)) if client else ()
        batches = self._batching.batches.list() if self._batching is not None else ()
        return tuple(sorted((*kept, *map(_batch_job, batches)), key=_when, reverse=True))

    def get(self, job: str) -> Job:
        """One job.

        Raises:
            BadInput: there is none of that name.
        """
        found = [one for one in self.list() if one.id == job]
        if not found:
            raise BadInput("desk.no_job", id=job)
        return found[0]

    def cancel(self, job: str, by: str) -> Job:
        """Stop a job. The appointment it is for is dropped and the draft stays approved; of replies that were to be
        drafted, those that are stay.

        Raises:
            BadInput: there is none of that name, or it has ended.
        """
        found = self.get(job)
        if found.state not in _STOPPABLE:
            raise BadInput("desk.job_over", id=job, state=found.state)
        if found.name == DRAFT and self._batching is not None:
            return _batch_job(self._batching.cancel(_batch_of(job), by))
        self._appointments.drop(found.draft, by)
        with self._client() as client:
            client.cancel_workflow(job)
        return self.get(job)

    def resume(self, job: str) -> Job:
        """Let a job that was stopped or gave up run again, at once; it still keeps to the appointment.

        Raises:
            BadInput: there is none of that name.
        """
        if self.get(job).name == DRAFT and self._batching is not None:
            return _batch_job(self._batching.resume(_batch_of(job)))
        with self._client() as client:
            client.resume_workflow(job)
        return self.get(job)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        """A connection to the jobs' database; None when there is none yet."""
        from dbos import DBOSClient, DBOSPortableJSONSerializer

        engine = open_jobs_engine(self._database)
        try:
            if not jobs_exist(engine):
                yield None
                return
            client = DBOSClient(system_database_engine=engine, serializer=DBOSPortableJSONSerializer())
            try:
                yield client
            finally:
                client.destroy()
        finally:
            engine.dispose()


def job_id(draft: str, due: datetime) -> str:
    """The name of the job that keeps an appointment; asking for it twice makes one job."""
    return f"publish-{draft}-{int(due.timestamp())}"


def _job(found: Any) -> Job:
    values: Mapping[str, Any] = found.input or {}
    args = list(values.get("args", ())) if isinstance(values, Mapping) else []
    due = datetime.fromtimestamp(args[1], UTC) if len(args) > 1 else None
    made = datetime.fromtimestamp(found.created_at / 1000, UTC) if found.created_at else None
    draft = str(args[0]) if args else ""
    return Job(found.workflow_id, found.name, found.status, draft, due, made, str(found.output or ""))


def _batch_job(batch: Batch) -> Job:
    return Job(
        f"{DRAFT}-{batch.id}", DRAFT, _STATES[batch.state], "", None, batch.made, batch.state, batch.done,
        len(batch.messages), batch.drafts, batch.problems,
    )  # fmt: skip


def _batch_of(job: str) -> str:
    return job.removeprefix(f"{DRAFT}-")


def _when(job: Job) -> datetime:
    return job.made or datetime.min.replace(tzinfo=UTC)
