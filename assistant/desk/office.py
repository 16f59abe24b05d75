"""The desk of one brand with all that belongs to it, as the page and the command line use it."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.desk.answering import Answering, Replying, disclosed
from assistant.desk.appointments import Appointments, moment_in
from assistant.desk.approval import Checking, Desk
from assistant.desk.batches import Batching
from assistant.desk.inbox import Inbox
from assistant.desk.jobs import Jobs
from assistant.desk.learning import Learning
from assistant.desk.lessons import Teaching
from assistant.desk.publishing import PATIENCE, Publisher
from assistant.desk.searches import Searches
from assistant.desk.states import FROM
from assistant.errors import PapillonError
from assistant.networks import Network, Networks
from assistant.records import Content, Draft, KeptDraft, Message, Part, Target
from assistant.store import Batches, Database, Drafts, Mail
from assistant.voice.brand import Brand

log = logging.getLogger(__name__)

BACKGROUND = "papillon"
"""The name under which the house itself goes on with what a person began."""


class DraftingRoom(Replying, Checking, Protocol):
    """What the desk asks of the drafting room."""


@dataclass(frozen=True, slots=True)
class Office:
    """Everything of the desk. The background work begins with `at_work` and nowhere else."""

    brand: Brand
    networks: Networks
    desk: Desk
    inbox: Inbox
    answering: Answering
    publisher: Publisher
    appointments: Appointments
    batching: Batching
    jobs: Jobs
    learning: Learning | None = None
    teaching: Teaching | None = None

    def keep(
        self,
        text: str,
        drafted: Draft,
        by: str,
        *,
        message: str = "",
        answering: Target | None = None,
        reader: str = "en",
    ) -> KeptDraft:
        """Put a draft from elsewhere in the house on the desk, as it stands after a person's changes. `answering` is
        the very post that it replies to, when the message was read from a network.

        Raises:
            BadInput: it is empty, or nobody's name stands for it.
        """
        account = self.account_for(drafted.platform, drafted.person)
        text = disclosed(text, self.brand, drafted.language) if drafted.model else text
        content = Content((Part(text),), drafted.platform, account=account, answering=answering)
        asked = Message(message, f"@{answering.author}" if answering else "") if message else None
        return self.desk.keep(content, by, drafted=drafted, message=asked, reader=reader)

    @property
    def searches(self) -> Searches:
        """The words that the brand's accounts watch."""
        return Searches(self.inbox)

    def account_for(self, platform: str, person: str) -> str:
        """The account through which a person, or the brand, speaks on a network; empty when none is connected."""
        fitting = [one.id for one in self.inbox.accounts() if (one.platform, one.person) == (platform, person)]
        return fitting[0] if fitting else ""

    def approve(self, draft_id: str, version: int, by: str, *, reason: str = "", reader: str = "en") -> KeptDraft:
        """As `Desk.approve`; a draft without an account goes out through the one of its network that is connected.

        Raises:
            PapillonError: as `Desk.approve`.
        """
        draft = self.desk.get(draft_id)
        account = "" if draft.content.account else self.account_for(draft.content.platform, draft.person)
        if account and draft.version == version and draft.state in FROM["approved"]:
            version = self.desk.edit(draft_id, version, replace(draft.content, account=account), by).version
        return self.desk.approve(draft_id, version, by, reason=reason, reader=reader)

    def publish(self, draft_id: str, by: str, **options: object) -> KeptDraft:
        """As `Publisher.publish`; the message that was answered is then shown as answered.

        Raises:
            PapillonError: as `Publisher.publish`.
        """
        done = self.publisher.publish(draft_id, by, **options)  # type: ignore[arg-type]
        self._settle(done)
        return done

    def withdraw(self, draft_id: str, by: str) -> KeptDraft:
        """As `Publisher.withdraw`; the message that was answered waits again.

        Raises:
            PapillonError: as `Publisher.withdraw`.
        """
        gone = self.publisher.withdraw(draft_id, by)
        if self.learning is not None:
            self.learning.forget(gone)
        target = gone.content.answering
        if target is not None and self.inbox.mail.known(gone.content.account, [target.post.uri]):
            self.inbox.set_standing(gone.content.account, target.post.uri, "open", by)
        return gone

    def schedule(self, draft_id: str, version: int, when: str, by: str, zone: str = "") -> KeptDraft:
        """Let an approved draft go out at a moment such as `2026-12-24 09:00`, in the brand's time zone unless another
        is named.

        Raises:
            PapillonError: as `Appointments.make` and `moment_in`.
        """
        zone = zone or self.brand.time_zone
        return self.appointments.make(draft_id, version, moment_in(when, zone), zone, by)

    def look(self, reader: str = "en") -> None:
        """One round of background work: new messages, and publications that were left behind."""
        for account in self.inbox.accounts():
            self.inbox.poll(account, reader)
        for done in self.publisher.resume(self.brand.id, BACKGROUND, reader=reader):
            self._settle(done)

    @contextmanager
    def at_work(self, reader: str = "en", pause: float = 0.5) -> Iterator[None]:
        """Look for messages, go on with publications and keep appointments in the background until the block ends."""
        stop = threading.Event()

        def rounds(plan: Callable[[], None]) -> None:
            while not stop.is_set():
                try:
                    self.look(reader)
                    plan()
                except PapillonError as error:
                    log.warning("%s", error)
                stop.wait(pause)

        def work() -> None:
            with self.jobs.at_work(self.brand.id) as plan:
                rounds(plan)

        thread = threading.Thread(target=work, name="papillon-desk", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(20)

    def _settle(self, draft: KeptDraft) -> None:
        target = draft.content.answering
        if draft.state == "published" and target is not None and draft.posts:
            self.inbox.answered(draft.content.account, target.post.uri, draft.changed_by, draft.posts[0].uri)


def open_office(
    brand: Brand,
    database: Database,
    drafting: DraftingRoom,
    networks: Networks,
    *,
    learning: Learning | None = None,
    teaching: Teaching | None = None,
    address: str,
    grace: float = 900.0,
) -> Office:
    """The desk of a brand. Nothing is asked of any network yet. `address` is the database's SQLAlchemy address, `grace`
    by how many seconds a scheduled publication may be late and still go out by itself."""
    drafts, mail = Drafts(database), Mail(database)
    desk = Desk(brand.id, drafts, drafting)
    inbox = Inbox(brand, mail, networks)

    def connect(account: str) -> Network:
        return networks.connect(networks.account(account))

    publisher = Publisher(drafts, connect, learn=learning.learn if learning else lambda _: None)
    appointments = Appointments(drafts)
    made: list[Office] = []

    def publish(draft_id: str, by: str, *, patience: float = PATIENCE) -> KeptDraft:
        return made[0].publish(draft_id, by, patience=patience)

    answering = Answering(inbox, desk, drafting)
    batching = Batching(brand.id, Batches(database, brand.id), answering)
    jobs = Jobs(address, appointments, publish, grace=grace, batching=batching)
    made.append(
        Office(brand, networks, desk, inbox, answering, publisher, appointments, batching, jobs, learning, teaching)
    )
    return made[0]
