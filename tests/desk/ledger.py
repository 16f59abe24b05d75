"""A network of our own for the desk's tests: it keeps records by key as a server does, and fails when told to."""

import hashlib
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from assistant.errors import OutcomeUnknown, PapillonError
from assistant.records import Account, Outgoing, PostRef, Prepared, PreparedRecord, Published, SocialPost

US = Account("did:plc:us", "us.test", "bluesky", "moulin")


class Ledger:
    """Posts by key. `faults` are played one a write: an error is raised before writing; an `OutcomeUnknown` after."""

    account = US

    def __init__(self, *faults: PapillonError | Callable[[], None] | None) -> None:
        self.faults = deque(faults)
        self.posts: dict[str, str] = {}
        self.writes: Counter[str] = Counter()
        self.made = 0
        self.gone: PapillonError | None = None
        self.finding: PapillonError | None = None
        self._lock = threading.Lock()

    def check_answerable(self, _: PostRef) -> SocialPost:
        """The post, unless it is gone."""
        from tests.desk.conftest import post

        if self.gone:
            raise self.gone
        return post("…")

    def prepare(
        self, parts: Sequence[Outgoing], *, keys: Sequence[str] = (), at: datetime | None = None, **_: Any
    ) -> Prepared:
        """Records of these posts, final to the byte."""
        records = []
        for part, key in zip(parts, keys, strict=True):
            value = f"{part.text}|{part.answering}|{at}"
            records.append(PreparedRecord("post", key, hashlib.sha256(value.encode()).hexdigest(), value))
        posts = tuple(PostRef(f"at://{US.id}/post/{one.key}", one.cid) for one in records)
        return Prepared(US.id, "bluesky", posts, tuple(records))

    def publish(self, prepared: Prepared) -> Published:
        """Write them, all or nothing; written again they stay as they are."""
        with self._lock:
            fault = self.faults.popleft() if self.faults else None
        if isinstance(fault, PapillonError) and not isinstance(fault, OutcomeUnknown):
            raise fault
        with self._lock:
            for record in prepared.records:
                self.writes[record.key] += 1
                assert self.posts.setdefault(record.key, record.value) == record.value
        if isinstance(fault, OutcomeUnknown):
            raise fault
        if callable(fault):
            fault()
        return Published(prepared.posts, tuple(f"https://net/{ref.uri}" for ref in prepared.posts))

    def find(self, prepared: Prepared) -> Published | None:
        """What of it stands here."""
        if self.finding:
            raise self.finding
        if all(record.key in self.posts for record in prepared.records):
            return Published(prepared.posts, (), already=True)
        return None

    def delete(self, refs: Sequence[PostRef]) -> None:
        """Delete what is there."""
        for ref in refs:
            self.posts.pop(ref.uri.rsplit("/", 1)[-1], None)
