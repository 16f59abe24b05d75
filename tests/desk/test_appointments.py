"""Publications for later: in the brand's time zone, through restarts, and asked about when they are late."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.desk import Desk
from assistant.desk.appointments import Appointments, moment_in
from assistant.desk.approval import now
from assistant.desk.jobs import Jobs, job_id
from assistant.desk.publishing import Publisher
from assistant.errors import BadInput, NetworkUnreachable, NotAllowed, PostGone
from assistant.records import KeptDraft
from assistant.store import Database, Drafts
from tests.desk.conftest import content, target
from tests.desk.ledger import Ledger

MONTREAL = "America/Montreal"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-12-24 09:00", "2026-12-24T14:00"),
        ("2026-07-01 09:00", "2026-07-01T13:00"),
        ("2026-11-01 01:30", "2026-11-01T05:30"),
        ("2026-12-24T09:00+01:00", "2026-12-24T08:00"),
    ],
)
def test_a_moment_in_the_brands_zone(text: str, utc: str) -> None:
    """Winter and summer time are the zone's own; of two equal hours the first is meant; an offset given is kept."""
    assert moment_in(text, MONTREAL).astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == utc


@pytest.mark.parametrize(
    ("text", "zone", "said"),
    [
        ("2027-03-14 02:30", MONTREAL, "does not exist"),
        ("demain matin", MONTREAL, "no moment"),
        ("2026-12-24 09:00", "Montreal", "no time zone"),
    ],
)
def test_a_moment_that_is_none_is_said(text: str, zone: str, said: str) -> None:
    """An hour that clocks skip, words, and zones that do not exist are refused in words."""
    with pytest.raises(BadInput, match=said):
        moment_in(text, zone)


@pytest.fixture
def appointments(drafts: Drafts) -> Appointments:
    """The appointments of the database's drafts."""
    return Appointments(drafts)


@pytest.fixture
def approved(desk: Desk) -> KeptDraft:
    """A draft that Maude approved."""
    kept = desk.keep(content("Nuit blanche revient.", target=target()), "Maude")
    return desk.approve(kept.id, 1, "Maude")


MakeJobs = Callable[..., Jobs]


@pytest.fixture
def network() -> Ledger:
    """The network."""
    return Ledger()


@pytest.fixture
def jobs(database_url: str, drafts: Drafts, appointments: Appointments, network: Ledger) -> MakeJobs:
    """Makes what runs the jobs, with a grace in seconds."""
    publisher = Publisher(drafts, lambda _: network)  # type: ignore[arg-type, return-value]

    def make(grace: float = 60.0) -> Jobs:
        return Jobs(database_url, appointments, publisher.publish, grace=grace)

    return make


def wait(done: Callable[[], object], seconds: float = 45.0) -> None:
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        time.sleep(0.05)


def soon(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(now().timestamp() + seconds), UTC)


def test_only_what_is_approved_has_an_appointment(desk: Desk, appointments: Appointments, approved: KeptDraft) -> None:
    """An appointment wants an approval, a moment to come, and the version that was seen; an edit drops it."""
    draft = desk.keep(content("a"), "Maude")
    with pytest.raises(NotAllowed, match="Approve it first"):
        appointments.make(draft.id, 1, soon(60), MONTREAL, "Maude")
    with pytest.raises(BadInput, match="is over"):
        appointments.make(approved.id, 1, soon(-60), MONTREAL, "Maude")
    with pytest.raises(BadInput, match="more than a year"):
        appointments.make(approved.id, 1, now() + timedelta(days=400), MONTREAL, "Maude")

    appointments.make(approved.id, 1, soon(60), MONTREAL, "Maude")
    edited = desk.edit(approved.id, 1, "Autre texte", "Téo")

    assert edited.appointment is None


def test_it_goes_out_at_its_moment(
    drafts: Drafts, appointments: Appointments, approved: KeptDraft, jobs: MakeJobs, network: Ledger
) -> None:
    """Not before, once, in the name of who planned it, and the job says so."""
    due = soon(3)
    appointments.make(approved.id, 1, due, MONTREAL, "Maude")
    working = jobs()
    with working.at_work("moulin", 0.2) as plan:
        plan()
        plan()
        (job,) = working.list()
        assert (job.state, job.draft, job.due) == ("DELAYED", approved.id, due)
        assert network.posts == {}
        wait(lambda: drafts.get(approved.id).state == "published")
        moment = now()
        wait(lambda: working.get(job.id).state == "SUCCESS")

    assert moment >= due
    assert drafts.get(approved.id).state == "published"
    assert list(network.writes.values()) == [1]
    assert [step.action for step in drafts.steps(approved.id)][-5:] == [
        "scheduled", "claimed", "sending", "published", "learned",
    ]  # fmt: skip
    assert working.get(job.id).result == "published"


def test_it_survives_a_restart(drafts: Drafts, appointments: Appointments, approved: KeptDraft, jobs: MakeJobs) -> None:
    """Planned in one run of Papillon, it goes out in the next one."""
    appointments.make(approved.id, 1, soon(3), MONTREAL, "Maude")
    with jobs().at_work("moulin", 0.2) as plan:
        plan()
    assert drafts.get(approved.id).state == "approved"

    with jobs().at_work("moulin", 0.2) as plan:
        plan()
        wait(lambda: drafts.get(approved.id).state == "published")

    assert drafts.get(approved.id).state == "published"


def test_what_is_late_asks(  # noqa: PLR0917 - fixtures
    drafts: Drafts, appointments: Appointments, approved: KeptDraft, jobs: MakeJobs, network: Ledger, desk: Desk
) -> None:
    """When Papillon was off at the moment and for longer than the grace, nothing goes out: a person is asked, and may
    still publish or plan anew."""
    appointments.make(approved.id, 1, soon(1), MONTREAL, "Maude")
    with jobs(0).at_work("moulin", 0.2) as plan:
        plan()
    time.sleep(2.2)

    with jobs(0.5).at_work("moulin", 0.2) as plan:
        plan()
        wait(lambda: (drafts.get(approved.id).appointment or 0) and drafts.get(approved.id).appointment.late)  # type: ignore[union-attr]

    late = drafts.get(approved.id)
    assert late.state == "approved"
    assert late.appointment is not None
    assert late.appointment.late
    assert network.posts == {}
    assert drafts.steps(approved.id)[-1].action == "late"
    assert appointments.make(approved.id, 1, soon(60), MONTREAL, "Maude").appointment.late is False  # type: ignore[union-attr]


@pytest.mark.parametrize("within", [True, False])
def test_a_job_alone_decides_nothing(  # noqa: PLR0917 - fixtures
    drafts: Drafts, appointments: Appointments, approved: KeptDraft, jobs: MakeJobs, network: Ledger, within: bool
) -> None:
    """Without an appointment of that very moment a job does nothing; within the grace it publishes, after it asks."""
    due = soon(1)
    working = jobs(60 if within else 0)
    assert working.keep_appointment(approved.id, due.timestamp()) == "moved"
    appointments.make(approved.id, 1, due, MONTREAL, "Maude")
    assert working.keep_appointment(approved.id, due.timestamp() + 1) == "moved"
    time.sleep(1.2)

    assert working.keep_appointment(approved.id, due.timestamp()) == ("published" if within else "late")
    assert len(network.posts) == int(within)


def test_the_network_is_gone_at_the_moment(
    appointments: Appointments, approved: KeptDraft, jobs: MakeJobs, network: Ledger, drafts: Drafts
) -> None:
    """A server that is not there is asked again; a message that is gone makes the draft wait for a person."""
    due = soon(1)
    appointments.make(approved.id, 1, due, MONTREAL, "Maude")
    network.gone = NetworkUnreachable("store.no_draft", id="x")
    assert jobs().keep_appointment(approved.id, due.timestamp()) == "again"
    network.gone = PostGone("store.no_draft", id="gone")

    assert jobs().keep_appointment(approved.id, due.timestamp()) == "late"
    late = drafts.get(approved.id)
    assert "gone" in late.sending.problem
    assert network.posts == {}


def test_jobs_seen_from_outside(  # noqa: PLR0917 - fixtures
    database: Database, appointments: Appointments, approved: KeptDraft, jobs: MakeJobs, drafts: Drafts, tmp_path: Path
) -> None:
    """Another process lists and cancels; cancelling drops the appointment, and the job never runs."""
    looking = jobs()
    assert looking.list() == ()
    due = soon(3)
    appointments.make(approved.id, 1, due, MONTREAL, "Maude")
    with jobs().at_work("moulin", 0.2) as plan:
        plan()
        name = job_id(approved.id, due)
        cancelled = looking.cancel(name, "Téo")
        plan()
        time.sleep(3.5)

    assert cancelled.state == "CANCELLED"
    assert drafts.get(approved.id).appointment is None
    assert drafts.get(approved.id).state == "approved"
    assert looking.get(name).state == "CANCELLED"
    with pytest.raises(BadInput, match="ended already"):
        looking.cancel(name, "Téo")
    with pytest.raises(BadInput, match="papillon jobs list"):
        looking.get("nope")
    assert (tmp_path / "jobs.db").exists() == (database.dialect == "sqlite")


def test_zones_have_names_people_know() -> None:
    """The time zone data is there on any machine."""
    assert ZoneInfo(MONTREAL).utcoffset(datetime(2026, 7, 1)) == timedelta(hours=-4)  # noqa: DTZ001
