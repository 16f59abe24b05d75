"""The runs under way, one for each open page and job, so that Stop reaches its own and no other."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Runs:
    """Cancel switches by page (the session's name) and job (`reply`, `posts`, `ideas`, `chat`, `ingest`)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._switches: dict[tuple[str, str], threading.Event] = {}

    @contextmanager
    def run(self, page: str, job: str) -> Iterator[threading.Event]:
        """A fresh cancel switch, thrown when the page starts the same job again, stops it, or goes away."""
        switch = threading.Event()
        with self._lock:
            before = self._switches.get((page, job))
            self._switches[page, job] = switch
        if before is not None:
            before.set()
        try:
            yield switch
        except GeneratorExit:
            switch.set()
            raise
        finally:
            with self._lock:
                if self._switches.get((page, job)) is switch:
                    del self._switches[page, job]

    def stop(self, page: str, job: str) -> bool:
        """Ask a run to stop; False when there is none."""
        with self._lock:
            switch = self._switches.get((page, job))
        if switch is not None:
            switch.set()
        return switch is not None

    def replaced(self, page: str, job: str, switch: threading.Event) -> bool:
        """Whether the page has started the same job again since: what this run still gives is of no use."""
        with self._lock:
            now = self._switches.get((page, job))
        return now is not None and now is not switch

    def leave(self, page: str) -> None:
        """Stop everything a page had under way: its tab was closed."""
        with self._lock:
            switches = [switch for (owner, _), switch in self._switches.items() if owner == page]
        for switch in switches:
            switch.set()
