"""Several drafts under way at once, their events as they come, and how many are worth asking a model for."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.errors import Cancelled
from assistant.records import Event, Stage, Usage

Job = Callable[[threading.Event], Iterator[Event]]
"""Writes one draft; it ends early when the event is set. Errors are told in its events, but for `Cancelled`."""

PATIENCE = 12.0
"""Seconds that a person is let wait for the drafts of one message."""
_TOKENS = 70
"""Tokens of a usual reply: 200 characters."""
_MOST = 3
_TICK = 0.05
_WEIGHT_OF_LAST = 0.3


class Pace:
    """How fast a model answers, learnt from its answers, and so how many drafts to ask it for; `fixed` asks for that
    many whatever its speed. Safe for threads."""

    def __init__(self, fixed: int = 0) -> None:
        self._fixed = fixed
        self._seconds = 0.0
        self._lock = threading.Lock()

    @property
    def seconds(self) -> float:
        """Seconds of a usual reply; 0 while nothing is known."""
        return self._seconds

    def learn(self, usage: Usage) -> None:
        """Take one answer into account, the latest more than earlier ones."""
        written = usage.seconds - usage.first_token
        if usage.completion_tokens < 8 or written <= 0:
            return
        seconds = usage.first_token + written * _TOKENS / usage.completion_tokens
        with self._lock:
            known = self._seconds
            self._seconds = seconds if not known else known + _WEIGHT_OF_LAST * (seconds - known)

    def candidates(self, wanted: int) -> int:
        """How many drafts to ask for: those that are `wanted`, and more while they come within `PATIENCE`."""
        if self._fixed or not self._seconds:
            return max(wanted, self._fixed)
        return max(wanted, min(_MOST, int(PATIENCE / self._seconds)))


@dataclass(frozen=True, slots=True)
class _Ended:
    error: BaseException | None = None


class _Stop(threading.Event):
    """Set by the reader of the events or by whoever holds `cancel`: a page that was closed reads no more. To be
    asked by `is_set`; `wait` hears the reader alone."""

    def __init__(self, cancel: threading.Event | None) -> None:
        super().__init__()
        self._cancel = cancel

    def is_set(self) -> bool:
        return super().is_set() or (self._cancel is not None and self._cancel.is_set())


def interleave(jobs: Sequence[Job], at_once: int, cancel: threading.Event | None = None) -> Iterator[Event]:
    """The events of all jobs as they come, `at_once` of them at a time.

    A job begins when the one before it has begun to write, so that what both prompts begin with is read once.

    Raises:
        Cancelled: `cancel` was set; the jobs are stopped.
        whatever a job raises; the other jobs are stopped.
    """
    if len(jobs) < 2 or at_once == 1:
        for job in jobs:
            yield from job(cancel or threading.Event())
        return
    stop = _Stop(cancel)
    told: queue.SimpleQueue[Event | _Ended] = queue.SimpleQueue()
    waiting, running, ready = list(jobs), 0, True
    try:
        while waiting or running:
            if waiting and ready and running < at_once:
                threading.Thread(target=_run, args=(waiting.pop(0), stop, told), daemon=True).start()
                running, ready = running + 1, False
            event = _next(told, stop)
            if isinstance(event, _Ended):
                running, ready = running - 1, True
                if event.error is not None:
                    raise event.error
                continue
            ready = ready or (isinstance(event, Stage) and event.name == "writing")
            yield event
    finally:
        stop.set()


def _run(job: Job, stop: threading.Event, told: "queue.SimpleQueue[Event | _Ended]") -> None:
    try:
        for event in job(stop):
            told.put(event)
    except BaseException as error:  # noqa: BLE001 (carried to the reader's thread, which raises it)
        told.put(_Ended(error))
    else:
        told.put(_Ended())


def _next(told: "queue.SimpleQueue[Event | _Ended]", stop: threading.Event) -> Event | _Ended:
    while True:
        if stop.is_set():
            raise Cancelled("drafting.cancelled")
        try:
            return told.get(timeout=_TICK)
        except queue.Empty:
            continue
