"""Several drafts at once: events as they come, one job after the other, errors and stops carried; and the pace."""

import threading
import time
from collections.abc import Iterator

import pytest

from assistant.drafting.sampling import Job, Pace, interleave
from assistant.errors import Cancelled, ModelUnavailable
from assistant.records import Delta, Event, Stage, Usage

PATIENT = 5.0


def job(index: int, go_on: threading.Event | None = None, said: int = 3) -> Job:
    """A job that begins to write, waits until it may go on, and says a few words."""

    def write(stop: threading.Event) -> Iterator[Event]:
        yield Stage("waiting", index)
        yield Stage("writing", index)
        while go_on is not None and not go_on.wait(0.01):
            if stop.is_set():
                raise Cancelled("drafting.cancelled")
        for _ in range(said):
            yield Delta(index, "a")

    return write


def indexes(events: list[Event]) -> list[int]:
    return [event.index for event in events if isinstance(event, Delta)]


def test_a_slow_job_does_not_hold_up_a_quick_one() -> None:
    """The second job's words come while the first one is still at work; nothing is lost."""
    first_may_end = threading.Event()
    events: list[Event] = []
    for event in interleave([job(0, first_may_end), job(1)], at_once=2):
        events.append(event)
        if indexes(events).count(1) == 3:
            first_may_end.set()

    assert indexes(events) == [1, 1, 1, 0, 0, 0]


def test_no_more_than_so_many_at_once() -> None:
    """Of three jobs two run; the third begins when one has ended."""
    running = 0
    most = 0
    lock = threading.Lock()

    def counted(index: int) -> Job:
        def write(stop: threading.Event) -> Iterator[Event]:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            yield Stage("writing", index)
            stop.wait(0.05)
            with lock:
                running -= 1
            yield Delta(index, "a")

        return write

    events = list(interleave([counted(index) for index in range(3)], at_once=2))

    assert sorted(indexes(events)) == [0, 1, 2]
    assert most == 2


def test_a_job_begins_when_the_one_before_writes() -> None:
    """While the first prompt is being read nobody else asks: what both begin with is then in the model's cache."""
    may_write = threading.Event()
    begun: list[int] = []

    def slow(index: int) -> Job:
        def write(stop: threading.Event) -> Iterator[Event]:
            begun.append(index)
            yield Stage("waiting", index)
            while index == 0 and not may_write.wait(0.01):
                if stop.is_set():
                    return
            yield Stage("writing", index)

        return write

    events = interleave([slow(0), slow(1)], at_once=2)
    assert next(events) == Stage("waiting", 0)
    time.sleep(0.05)
    assert begun == [0]

    may_write.set()
    assert len(list(events)) == 3
    assert begun == [0, 1]


def test_an_error_of_one_job_stops_the_others() -> None:
    """What a job raises reaches the caller, and the job beside it is told to stop."""
    both, stopped = threading.Barrier(2), threading.Event()

    def broken(_: threading.Event) -> Iterator[Event]:
        yield Stage("writing", 0)
        both.wait(PATIENT)
        raise ModelUnavailable("model.none")

    def patient(stop: threading.Event) -> Iterator[Event]:
        yield Stage("writing", 1)
        both.wait(PATIENT)
        if stop.wait(PATIENT):
            stopped.set()

    with pytest.raises(ModelUnavailable):
        list(interleave([broken, patient], at_once=2))
    assert stopped.wait(PATIENT)


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_person_can_stop_all_of_them(at_once: int) -> None:
    """Once the person presses stop, nothing more comes and the jobs end."""
    cancel, never = threading.Event(), threading.Event()
    events = interleave([job(0, never), job(1, never)], at_once, cancel)

    assert next(events) == Stage("waiting", 0)
    cancel.set()
    with pytest.raises(Cancelled):
        list(events)


def test_a_reader_who_leaves_stops_them() -> None:
    """A page that is closed in the middle leaves no job at work."""
    ended = threading.Event()

    def patient(stop: threading.Event) -> Iterator[Event]:
        yield Stage("writing", 0)
        if stop.wait(PATIENT):
            ended.set()

    events = interleave([patient, job(1)], at_once=2)
    next(events)
    events.close()  # type: ignore[attr-defined]

    assert ended.wait(PATIENT)


def test_a_reader_who_stays_away_holds_no_job() -> None:
    """Stopped while nobody takes the events, the jobs still end: a closed page may keep its generators for a while."""
    cancel, ended = threading.Event(), threading.Event()

    def patient(stop: threading.Event) -> Iterator[Event]:
        yield Stage("writing", 0)
        until = time.monotonic() + PATIENT
        while not stop.is_set() and time.monotonic() < until:
            time.sleep(0.01)
        if stop.is_set():
            ended.set()

    events = interleave([patient, job(1)], 2, cancel)
    next(events)
    cancel.set()

    assert ended.wait(PATIENT)


@pytest.mark.parametrize(
    ("seconds", "wanted", "asked"),
    [(1.0, 1, 3), (5.0, 1, 2), (9.0, 1, 1), (30.0, 2, 2), (1.0, 3, 3)],
)
def test_how_many_follows_from_the_pace(seconds: float, wanted: int, asked: int) -> None:
    """As many as come within a person's patience, never fewer than wanted."""
    pace = Pace()
    assert pace.candidates(wanted) == wanted

    pace.learn(Usage(completion_tokens=70, first_token=seconds / 2, seconds=seconds))

    assert pace.seconds == pytest.approx(seconds)
    assert pace.candidates(wanted) == asked


def test_a_fixed_number_is_kept() -> None:
    """`PAPILLON_CANDIDATES` is a promise about costs: only a person who wants more changes it, never the speed."""
    pace = Pace(fixed=1)
    pace.learn(Usage(completion_tokens=70, first_token=0.1, seconds=0.5))

    assert pace.candidates(1) == 1
    assert pace.candidates(3) == 3


def test_an_answer_too_short_teaches_nothing() -> None:
    """Three tokens say nothing of a speed."""
    pace = Pace()
    pace.learn(Usage(completion_tokens=3, first_token=1.0, seconds=1.1))

    assert pace.seconds == 0
