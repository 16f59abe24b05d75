"""Durable jobs: scheduled publications that survive a restart. The only module that imports dbos.

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
from assistant.errors import BadInput, NotAllowed, PostChanged, PostGone, ReplyRefused, Unreachable
from assistant.records import KeptDraft
from assistant.store import jobs_address, jobs_exist, open_jobs_engine

VERSION = "1"
"""Fixed, so that jobs made before an update are gone on with after it; raised when a job's steps change."""
QUEUE = "desk"
PUBLISH = "publish"
_AGAIN = 30.0
_STOPPABLE = ("DELAYED", "ENQUEUED", "PENDING")


class Publishing(Protocol):
    """What publishes an approved draft."""

    def __call__(self, draft_id: str, by: str, *, patience: float = 60.0) -> KeptDraft: ...


@dataclass(frozen=True, slots=True)
class Job:
    """A durable job: what it does to which draft, how it stands (dbos's own word), and when it runs."""

    id: str
    name: str
    state: str
    draft: str
    due: datetime | None
    made: datetime | None
    result: str = ""


class Jobs:
    """The jobs of one database. `database` is the SQLAlchemy address of our own."""

    def __init__(
        self,
        database: str,
        appointments: Appointments,
        publish: Publishing,
        *,
        grace: float,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """Nothing is opened yet. `grace` is by how many seconds a publication may be late and still go out."""
        self._database = database
        self._appointments = appointments
        self._publish = publish
        self._grace = timedelta(seconds=grace)
        self._clock = clock

    @contextmanager
    def at_work(self, brand: str, polling: float = 1.0) -> Iterator[Callable[[], None]]:
        """Run due jobs of a brand until the block ends. Gives what makes a job of each appointment that has none yet;
        call it every now and then.

        Raises:
            Unreachable: the jobs' database cannot be opened.
        """
        from dbos import DBOS, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID

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

        workflow = DBOS.workflow(name=PUBLISH)(publish)
        journal.setLevel(logging.ERROR)
        DBOS.launch()
        DBOS.register_queue(QUEUE, polling_interval_sec=polling)

        def plan() -> None:
            for draft in self._appointments.due(brand):
                if draft.appointment is None:
                    continue
                due = draft.appointment.due.timestamp()
                delay = max(0.0, due - self._clock().timestamp())
                with SetWorkflowID(job_id(draft.id, draft.appointment.due)), SetEnqueueOptions(delay_seconds=delay):
                    DBOS.enqueue_workflow(QUEUE, workflow, draft.id, due)

        try:
            yield plan
        finally:
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
        """The jobs, the newest first; none when nothing was ever scheduled."""
        with self._client() as client:
            return tuple(_job(one) for one in client.list_workflows(sort_desc=True, name=PUBLISH)) if client else ()

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
        """Stop a job and drop the appointment it is for; the draft stays approved.

        Raises:
            BadInput: there is none of that name, or it has ended.
        """
        found = self.get(job)
        if found.state not in _STOPPABLE:
            raise BadInput("desk.job_over", id=job, state=found.state)
        self._appointments.drop(found.draft, by)
        with self._client() as client:
            client.cancel_workflow(job)
        return self.get(job)

    def resume(self, job: str) -> Job:
        """Let a job that was stopped or gave up run again, at once; it still keeps to the appointment.

        Raises:
            BadInput: there is none of that name.
        """
        self.get(job)
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
