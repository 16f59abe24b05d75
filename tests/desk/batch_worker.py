"""A process of its own that drafts replies in the background, slowly, until it is killed.

python -m tests.desk.batch_worker DATABASE MESSAGES
"""

import sys
import time
from collections.abc import Iterator
from threading import Event as Switch

from assistant.desk import Desk
from assistant.desk.answering import Answering
from assistant.desk.appointments import Appointments
from assistant.desk.batches import Batching
from assistant.desk.inbox import Inbox
from assistant.desk.jobs import Jobs
from assistant.records import Draft, Drafted, Event, KeptDraft, ReplyRequest
from assistant.store import Batches, Database, Drafts, Mail
from assistant.voice.brand import load_brand
from tests.conftest import SAMPLE
from tests.desk.conftest import Checker
from tests.desk.ledger import US
from tests.desk.town import Book, Town

LEASE = 2.0
"""Seconds after which another worker goes on, in the tests."""


class Slow:
    """Drafting that takes `seconds` for each reply, and stops when it is told to."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.asked: list[ReplyRequest] = []

    def reply(self, request: ReplyRequest, cancel: Switch | None = None) -> Iterator[Event]:
        """One draft, after a while."""
        self.asked.append(request)
        if (cancel or Switch()).wait(self.seconds):
            return
        yield Drafted(0, Draft(f"Réponse à: {request.message.text}", request.platform, "fr", model="tiny"))


def town_of(messages: int) -> Town:
    """So many people who ask something."""
    town = Town()
    for number in range(messages):
        town.say(f"Question numéro {number}?", f"client-{number}.test")
    return town


def batching_of(database: Database, drafting: Slow, town: Town, lease: float = LEASE) -> Batching:
    """What drafts for the people of a town."""
    desk = Desk("moulin", Drafts(database), Checker())
    inbox = Inbox(load_brand(SAMPLE), Mail(database), Book(town))  # type: ignore[arg-type]
    return Batching("moulin", Batches(database, "moulin"), Answering(inbox, desk, drafting), lease=lease)


def jobs_of(address: str, database: Database, batching: Batching) -> Jobs:
    """What runs its jobs; nothing is published here."""

    def publish(draft_id: str, by: str, *, patience: float = 60.0) -> KeptDraft:
        raise AssertionError((draft_id, by, patience))

    return Jobs(address, Appointments(Drafts(database)), publish, grace=60.0, batching=batching)


def main(address: str, messages: str) -> None:
    """Draft for all of them; each reply that is there is told on stdout."""
    database = Database.open(address)
    batching = batching_of(database, Slow(0.4), town_of(int(messages)))
    batching._answering.inbox.sync(US)
    batching.begin(batching.choose(int(messages)), "Maude")
    with jobs_of(address, database, batching).at_work("moulin", 0.1) as plan:
        plan()
        told = 0
        while True:
            (batch,) = batching.batches.list()
            if batch.done > told:
                told = batch.done
                sys.stdout.write(f"{told}\n")
                sys.stdout.flush()
            time.sleep(0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
