"""Replies drafted in the background: by a durable job that any process can go on with, and that a person can stop."""

import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.desk.approval import now
from assistant.desk.batches import MOST, Batching, Interrupted
from assistant.errors import BadInput
from assistant.records import Conversation
from assistant.store import Batches, Database
from tests.conftest import ROOT
from tests.desk.batch_worker import Slow, batching_of, jobs_of, town_of
from tests.desk.ledger import US
from tests.desk.test_answering import Script
from tests.desk.test_appointments import wait
from tests.desk.town import Town


@pytest.fixture
def town() -> Town:
    """The network, with five people who ask something."""
    return town_of(5)


def opened(database: Database, town: Town, drafting: Slow | Script | None = None) -> Batching:
    """What drafts for them, with their messages in the inbox."""
    batching = batching_of(database, drafting or Slow(0), town)  # type: ignore[arg-type]
    batching._answering.inbox.sync(US)
    return batching


def draft_all(batching: Batching, batch_id: str) -> str:
    """The steps of a job, one after the other."""
    while (result := batching.step(batch_id)) == "again":
        pass
    return result


# ------------------------------------------------------------ choosing and drafting


def test_the_most_urgent_ones_that_have_no_draft(database: Database, town: Town) -> None:
    """By urgency; spam, what has a draft and what another batch has in hand are left out."""
    town.say("Free crypto airdrop, click here and make money fast", "promo.test")
    urgent = town.say("Ma fille a fait une réaction allergique à votre biscotti", "ines.test")
    batching = opened(database, town)
    written = town.said[0]
    batching._answering.write(US.id, written.uri, ["Déjà écrit"], "Téo")

    first = batching.choose(2)
    batching.begin(first, "Maude")
    second = batching.choose(10)

    assert first[0] == (US.id, urgent.uri)
    assert len(first) == 2
    assert set(first) & set(second) == set()
    assert len(second) == 3
    assert (US.id, written.uri) not in {*first, *second}


def test_each_is_drafted_with_its_whole_conversation(database: Database, town: Town) -> None:
    """As one click would: the thread above is in the context, the draft is tied to the message, in the name of who
    asked; how far it is stands in the database meanwhile."""
    asked = town.said[0]
    above = replace(asked, uri="at://x/above", text="On ferme lundi")
    town.threads[asked.uri] = Conversation(asked, asked.author, above=(above,))
    slow = Slow(0)
    batching = opened(database, town, slow)
    batch = batching.begin(batching.choose(10), "Maude", reader="fr")

    assert batching.step(batch.id) == "again"
    halfway = batching.batches.get(batch.id)
    assert (halfway.state, halfway.done, halfway.owner) == ("drafting", 1, "")
    assert draft_all(batching, batch.id) == "done"

    done = batching.batches.get(batch.id)
    assert (done.state, done.done, done.problems, len(done.drafts)) == ("done", 5, (), 5)
    kept = {one.id: one for one in batching._answering.desk.list(("draft",))}
    assert set(kept) == set(done.drafts)
    assert {one.by for one in kept.values()} == {"Maude"}
    assert {one.text for one in (said for request in slow.asked for said in request.thread)} == {"On ferme lundi"}
    assert batching._answering.inbox.mail.get(US.id, asked.uri).draft in kept
    assert town.writes == {}
    assert batching.step(batch.id) == "done"


def test_what_cannot_be_drafted_is_told_and_the_rest_goes_on(database: Database, town: Town) -> None:
    """A message that is gone, one that was answered meanwhile, and one that nobody knows: told, or left out."""
    batching = opened(database, town)
    batch = batching.begin((*batching.choose(10), (US.id, "at://nowhere")), "Maude")
    (_, answered), *_ = batch.messages
    batching._answering.inbox.set_standing(US.id, answered, "answered", "Téo")

    assert draft_all(batching, batch.id) == "done"

    done = batching.batches.get(batch.id)
    assert len(done.drafts) == 4
    assert len(done.problems) == 1
    assert done.outcomes[0].draft == done.outcomes[0].problem == ""


def test_a_model_that_is_gone_is_told_once(database: Database, town: Town) -> None:
    """Each message had its turn; the reason stands there once."""
    script = Script()
    script.fails = True
    batching = opened(database, town, script)
    batch = batching.begin(batching.choose(10), "Maude")

    assert draft_all(batching, batch.id) == "done"

    done = batching.batches.get(batch.id)
    assert (done.done, done.drafts) == (5, ())
    assert len(done.problems) == 1
    assert "le modèle est parti" in done.problems[0]


def test_what_cannot_begin(database: Database, town: Town) -> None:
    """Nobody waits, too many, nobody's name, no such batch."""
    batching = opened(database, town)
    with pytest.raises(BadInput, match="draft already"):
        batching.begin((), "Maude")
    with pytest.raises(BadInput, match="at most"):
        batching.begin([(US.id, f"at://{number}") for number in range(MOST + 1)], "Maude")
    with pytest.raises(BadInput):
        batching.begin(batching.choose(1), " ")
    for unknown in (batching.cancel, lambda name, _: batching.resume(name)):
        with pytest.raises(BadInput, match="papillon jobs list"):
            unknown("nope", "Maude")
    assert Batches(database, "moulin").list() == ()


# ------------------------------------------------------------ stopping


def test_a_person_stops_it_in_the_middle_of_a_reply(database: Database, town: Town) -> None:
    """What was drafted is kept, what is under way is left off soon, and taken up again it goes on with that message."""
    slow = Slow(0)
    batching = opened(database, town, slow)
    batch = batching.begin(batching.choose(10), "Maude")
    batching.step(batch.id)
    slow.seconds = 30
    results: list[str] = []
    running = threading.Thread(target=lambda: results.append(batching.step(batch.id)))
    running.start()
    wait(lambda: len(slow.asked) == 2)
    begun = time.monotonic()

    batching.cancel(batch.id, "Téo")
    running.join(10)

    assert results == ["cancelled"]
    assert time.monotonic() - begun < 5
    assert batching.batches.get(batch.id).done == 1
    assert len(batching._answering.desk.list()) == 1
    with pytest.raises(BadInput, match="ended already"):
        batching.cancel(batch.id, "Téo")
    slow.seconds = 0
    assert batching.resume(batch.id).run == 2
    assert draft_all(batching, batch.id) == "done"
    assert len(batching.batches.get(batch.id).drafts) == 5
    with pytest.raises(BadInput, match="ended already"):
        batching.resume(batch.id)


# ------------------------------------------------------------ workers


def test_one_worker_at_a_time(database: Database, town: Town) -> None:
    """While one drafts the others wait; when it is gone for good another one goes on, and nobody is answered twice."""
    slow = Slow(1.5)
    one, other = opened(database, town, slow), opened(database, town)
    batch = one.begin(one.choose(2), "Maude")
    running = threading.Thread(target=one.step, args=(batch.id,))
    running.start()
    wait(lambda: slow.asked)
    assert other.step(batch.id) == "held"
    running.join(10)

    dead = replace(one.batches.get(batch.id), owner="elsewhere:1:2", until=now() + timedelta(seconds=1))
    one.batches.change(batch.id, lambda _: dead)
    assert other.step(batch.id) == "held"
    time.sleep(1.1)
    assert draft_all(other, batch.id) == "done"
    assert len(one._answering.desk.list()) == 2


def test_a_reply_kept_just_before_the_crash_is_not_doubled(database: Database, town: Town) -> None:
    """The draft was there, but nobody had noted it: it is found, not written again."""
    slow = Slow(0)
    batching = opened(database, town, slow)
    batch = batching.begin(batching.choose(1), "Maude")
    kept = batching._answering.draft(*batch.messages[0], "Maude")
    batching._answering.inbox.set_draft(*batch.messages[0], "")

    assert draft_all(batching, batch.id) == "done"

    assert batching.batches.get(batch.id).drafts == (kept.id,)
    assert len(slow.asked) == 1
    assert batching._answering.inbox.mail.get(*batch.messages[0]).draft == kept.id


def test_closing_leaves_the_message_for_the_next_start(database: Database, town: Town) -> None:
    """What was under way when Papillon was closed has its turn again at once: nobody has to wait for the lease."""
    slow = Slow(30)
    batching = opened(database, town, slow)
    batch = batching.begin(batching.choose(1), "Maude")
    ended: list[BaseException] = []

    def step() -> None:
        try:
            batching.step(batch.id)
        except Interrupted as interrupted:
            ended.append(interrupted)

    running = threading.Thread(target=step)
    running.start()
    wait(lambda: slow.asked)
    batching.leave()
    running.join(10)

    assert len(ended) == 1
    left = batching.batches.get(batch.id)
    assert (left.state, left.done, left.owner) == ("drafting", 0, "")
    assert draft_all(opened(database, town), batch.id) == "done"


# ------------------------------------------------------------ durable


def test_a_job_drafts_and_tells_how_far_it_is(database: Database, database_url: str, town: Town) -> None:
    """Listed as soon as it is asked for, at work beside the page, stopped and taken up again by its name."""
    slow = Slow(0.3)
    batching = opened(database, town, slow)
    batch = batching.begin(batching.choose(3), "Maude")
    jobs = jobs_of(database_url, database, batching)
    name = f"draft-{batch.id}"
    (waiting,) = jobs.list()
    assert (waiting.id, waiting.name, waiting.state, waiting.done, waiting.total) == (name, "draft", "ENQUEUED", 0, 3)

    with jobs.at_work("moulin", 0.1) as plan:
        plan()
        plan()
        wait(lambda: jobs.get(name).done == 1)
        assert jobs.cancel(name, "Téo").state == "CANCELLED"
        time.sleep(1)
        assert jobs.get(name).state == "CANCELLED"
        assert jobs.get(name).done < 3
        jobs.resume(name)
        plan()
        wait(lambda: jobs.get(name).state == "SUCCESS")

    done = jobs.get(name)
    assert (done.done, done.total, len(done.drafts), done.problems) == (3, 3, 3, ())
    assert len(batching._answering.desk.list(("draft",))) == 3


def test_it_goes_on_after_a_restart(database: Database, database_url: str, town: Town) -> None:
    """Closed in the middle of a reply and opened again: each message is answered once."""
    slow = Slow(0.5)
    batching = opened(database, town, slow)
    batch = batching.begin(batching.choose(4), "Maude")
    with jobs_of(database_url, database, batching).at_work("moulin", 0.1) as plan:
        plan()
        wait(lambda: batching.batches.get(batch.id).done == 1)
    before = batching.batches.get(batch.id).done
    time.sleep(1)
    assert batching.batches.get(batch.id).done == before < 4

    again = opened(database, town, Slow(0))
    with jobs_of(database_url, database, again).at_work("moulin", 0.1) as plan:
        plan()
        wait(lambda: again.batches.get(batch.id).state == "done")

    assert len(again.batches.get(batch.id).drafts) == 4
    assert Counter(one.content.answering.post.uri for one in again._answering.desk.list() if one.content.answering) == {
        uri: 1 for _, uri in batch.messages
    }


def test_killed_in_the_middle(database: Database, database_url: str, town: Town) -> None:
    """A process killed by SIGKILL while it drafts: another one goes on where it was, and nobody is answered twice."""
    command = [sys.executable, "-m", "tests.desk.batch_worker", database_url, "5"]
    worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert worker.stdout is not None
    while worker.stdout.readline() != b"2\n":
        assert worker.poll() is None
    worker.kill()
    worker.wait(10)
    worker.stdout.close()

    batching = batching_of(database, Slow(0), town)
    (batch,) = batching.batches.list()
    assert batch.state == "drafting"
    with jobs_of(database_url, database, batching).at_work("moulin", 0.1) as plan:
        plan()
        wait(lambda: batching.batches.get(batch.id).state == "done")

    done = batching.batches.get(batch.id)
    assert (done.state, len(done.drafts), done.problems) == ("done", 5, ())
    answered = [one.content.answering.post.uri for one in batching._answering.desk.list() if one.content.answering]
    assert Counter(answered) == {uri: 1 for _, uri in batch.messages}
