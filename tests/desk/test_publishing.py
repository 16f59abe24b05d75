"""Publishing exactly once: whatever fails between the approval and the network's answer, there is one post."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from assistant.desk import Desk
from assistant.desk.lease import waiting
from assistant.desk.publishing import Publisher
from assistant.errors import (
    NetworkRateLimited,
    NetworkRefused,
    NetworkUnreachable,
    NotAllowed,
    OutcomeUnknown,
    PapillonError,
    PostChanged,
    SignedOut,
)
from assistant.records import KeptDraft
from assistant.store import Drafts
from tests.desk.conftest import NOW, content, target
from tests.desk.ledger import Ledger

# Any sentence of ours with one value will do: what counts is the class.
UNREACHABLE = NetworkUnreachable("store.no_draft", id="x")
UNKNOWN = OutcomeUnknown("store.no_draft", id="x")
REFUSED = NetworkRefused("store.no_draft", id="the text is too long")
SIGNED_OUT = SignedOut("store.no_draft", id="x")


def limited(seconds: float) -> NetworkRateLimited:
    return NetworkRateLimited("store.no_draft", id="x", seconds=seconds)


class Clock:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.now = NOW
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    """The clock of the test."""
    return Clock()


Publish = Callable[..., Publisher]


@pytest.fixture
def publisher(drafts: Drafts, clock: Clock) -> Publish:
    """Makes publishers to a network."""

    def make(network: Ledger, **more: Any) -> Publisher:
        return Publisher(drafts, lambda _: network, clock=clock, sleep=clock.sleep, **more)  # type: ignore[arg-type, return-value]

    return make


@pytest.fixture
def approved(desk: Desk) -> KeptDraft:
    """A reply that Maude approved."""
    kept = desk.keep(content("On remplace le sac.", target=target()), "Maude")
    return desk.approve(kept.id, 1, "Maude")


def test_what_is_approved_goes_out_once(publisher: Publish, approved: KeptDraft, drafts: Drafts) -> None:
    """It is published, its addresses are kept, the trail tells each step; publishing again does nothing."""
    network = Ledger()
    done = publisher(network).publish(approved.id, "Maude")
    again = publisher(network).publish(approved.id, "Téo")

    assert done.state == again.state == "published"
    assert list(network.writes.values()) == [1]
    assert done.addresses[0].startswith("https://net/")
    assert [step.action for step in drafts.steps(approved.id)] == [
        "kept", "approved", "claimed", "sending", "published", "learned",
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["draft", "edited", "rejected", "withdrawn"])
def test_what_nobody_approved_never_goes_out(desk: Desk, publisher: Publish, approved: KeptDraft, state: str) -> None:
    """In no other state is anything sent."""
    network = Ledger()
    draft = desk.keep(content("a"), "Maude")
    if state == "edited":
        draft = desk.edit(approved.id, 1, "autre", "Téo")
    elif state == "rejected":
        draft = desk.reject(approved.id, 1, "Téo")
    elif state == "withdrawn":
        publisher(network).publish(approved.id, "Maude")
        draft = publisher(network).withdraw(approved.id, "Maude")
    network.writes.clear()

    with pytest.raises(NotAllowed):
        publisher(network).publish(draft.id, "Maude")

    assert draft.state == state
    assert not network.writes


def test_a_text_changed_behind_the_desk_does_not_go_out(
    drafts: Drafts, publisher: Publish, approved: KeptDraft
) -> None:
    """Even a row whose text was changed in the database without the desk is refused: the approval is of another."""
    from dataclasses import replace

    drafts.change(approved.id, lambda draft: (replace(draft, content=content("Autre chose")), None))

    with pytest.raises(NotAllowed):
        publisher(Ledger()).publish(approved.id, "Maude")


@pytest.mark.parametrize(
    "faults",
    [
        (UNREACHABLE,), (UNKNOWN,), (UNKNOWN, UNKNOWN, UNREACHABLE), (limited(3.0),), (UNKNOWN, limited(1.0)),
        (UNKNOWN, REFUSED), (UNKNOWN, SIGNED_OUT),
    ],
)  # fmt: skip
def test_after_any_fault_there_is_one_post(
    publisher: Publish, approved: KeptDraft, faults: tuple[PapillonError, ...]
) -> None:
    """Lost answers, servers that are gone, refusals after a try that had arrived: one post, known as published."""
    network = Ledger(*faults)

    done = publisher(network).publish(approved.id, "Maude", patience=1e9)

    assert done.state == "published"
    assert len(network.posts) == 1


def test_a_refusal_is_not_tried_again(publisher: Publish, approved: KeptDraft, clock: Clock, desk: Desk) -> None:
    """A 4xx ends in `failed` with the reason, after one try; edited and approved again it can go out."""
    network = Ledger(REFUSED)
    failed = publisher(network).publish(approved.id, "Maude")

    assert (failed.state, clock.slept, network.posts) == ("failed", [], {})
    assert "too long" in failed.sending.problem
    edited = desk.edit(approved.id, 1, "Plus court", "Maude")
    desk.approve(approved.id, edited.version, "Maude")
    assert publisher(network).publish(approved.id, "Maude").state == "published"


def test_a_wait_is_as_long_as_told_and_shown(publisher: Publish, approved: KeptDraft, clock: Clock) -> None:
    """A 429 is waited for as long as it says, and the person is told."""
    told: list[float] = []
    publisher(Ledger(limited(7.0))).publish(approved.id, "Maude", told=lambda seconds, _: told.append(seconds))

    assert clock.slept == told == [7.0]


def test_a_long_wait_is_left_to_the_background(publisher: Publish, approved: KeptDraft, clock: Clock) -> None:
    """When the network asks for longer than anybody waits, the draft says until when; then it is gone on with."""
    network = Ledger(limited(3600.0))
    left = publisher(network).publish(approved.id, "Maude", patience=5.0)

    assert (left.state, left.sending.wait) == ("publishing", NOW + timedelta(hours=1))
    assert "3600 s" in waiting(left, "en", clock)
    assert publisher(network).resume("moulin", "papillon") == ()
    clock.now += timedelta(hours=1, seconds=1)
    assert [draft.state for draft in publisher(network).resume("moulin", "papillon")] == ["published"]


def test_the_answered_post_is_looked_at_first(publisher: Publish, approved: KeptDraft, drafts: Drafts) -> None:
    """When it was changed meanwhile the person is told, nothing is sent, and the draft stays approved."""
    network = Ledger()
    network.gone = PostChanged("store.no_draft", id="x")

    with pytest.raises(PostChanged):
        publisher(network).publish(approved.id, "Maude")

    assert drafts.get(approved.id).state == "approved"
    assert not network.writes


@pytest.mark.parametrize("step", ["claimed", "prepared", "sending", "sent", "recorded"])
def test_a_worker_that_stops_at_any_step_is_gone_on_for(
    publisher: Publish, approved: KeptDraft, clock: Clock, step: str
) -> None:
    """A worker that dies at a step leaves its lease; once that is over another one finishes, with one post."""

    class Died(BaseException): ...

    def die(reached: str) -> None:
        if reached == step:
            raise Died

    network = Ledger()
    with pytest.raises(Died):
        publisher(network, at_step=die).publish(approved.id, "Maude")
    held = publisher(network).resume("moulin", "papillon")
    clock.now += timedelta(seconds=121)
    publisher(network).resume("moulin", "papillon")

    assert held == ()
    assert len(network.posts) == 1
    assert publisher(network).drafts.get(approved.id).state == "published"
    assert "learned" in [line.action for line in publisher(network).drafts.steps(approved.id)]


def test_two_workers_at_once(publisher: Publish, approved: KeptDraft) -> None:
    """Eight workers on one draft at the same moment: one post."""
    network = Ledger()
    states: list[str] = []
    threads = [
        threading.Thread(target=lambda: states.append(publisher(network).publish(approved.id, "Maude").state))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(states) <= {"published", "publishing"}
    assert len(states) == 8
    assert len(network.posts) == 1
    assert publisher(network).drafts.get(approved.id).state == "published"


def test_a_worker_that_outlived_its_lease(publisher: Publish, approved: KeptDraft, clock: Clock) -> None:
    """Another worker takes over from one that hangs; when the first one comes back, there is still one post."""
    network = Ledger()

    def overtaken() -> None:
        clock.now += timedelta(seconds=500)
        publisher(network).publish(approved.id, "Téo")

    network.faults.append(overtaken)

    done = publisher(network).publish(approved.id, "Maude")

    assert done.state == "published"
    assert len(network.posts) == 1


def test_undo(publisher: Publish, approved: KeptDraft, desk: Desk) -> None:
    """What was published is deleted, the trail says so, and it cannot be edited into being published again."""
    network = Ledger()
    publisher(network).publish(approved.id, "Maude")

    gone = publisher(network).withdraw(approved.id, "Maude")

    assert (gone.state, network.posts) == ("withdrawn", {})
    with pytest.raises(NotAllowed):
        desk.edit(approved.id, 1, "encore", "Maude")


def test_undo_while_a_slow_try_is_under_way(publisher: Publish, approved: KeptDraft, clock: Clock) -> None:
    """Withdrawn while an older try still hangs: when that one arrives, what it wrote is deleted."""
    network = Ledger()

    def withdrawn() -> None:
        clock.now += timedelta(seconds=500)
        publisher(network).withdraw(approved.id, "Téo")

    network.faults.append(withdrawn)

    done = publisher(network).publish(approved.id, "Maude")

    assert done.state == "withdrawn"
    assert network.posts == {}


def test_a_thread_is_one_publication(publisher: Publish, desk: Desk) -> None:
    """All parts go out together."""
    kept = desk.keep(content("un", "deux", "trois"), "Maude")
    desk.approve(kept.id, 1, "Maude")
    network = Ledger(UNKNOWN)

    done = publisher(network).publish(kept.id, "Maude", patience=1e9)

    assert len(done.posts) == len(network.posts) == 3


def test_nobody_but_the_desk_reaches_what_publishes() -> None:
    """The rooms that write with a model do not know the networks at all, and of the whole house one module calls a
    network's `publish`: the one that asks for the approval first."""
    from tests.test_layers import imports, modules

    knowing = {one.room for one in imports() if one.target.startswith("assistant.networks")} - {"networks"}
    calling = {
        path.name
        for path in modules()
        if "network.publish(" in path.read_text("utf-8") and "networks" not in path.parts
    }

    assert not knowing & {"drafting", "model", "library", "voice"}
    assert calling == {"publishing.py"}


@pytest.mark.parametrize("arrived", [True, False])
def test_signed_out_after_a_try_that_may_have_arrived(
    drafts: Drafts, clock: Clock, approved: KeptDraft, arrived: bool
) -> None:
    """Killed while sending, then signed out: nobody calls it failed while it may be there. Signed in again, it is found
    or sent, once."""
    network = Ledger()
    signed_in = True

    class Died(BaseException): ...

    def die(reached: str) -> None:
        if reached == ("sent" if arrived else "sending"):
            raise Died

    def connect(_: str) -> Any:
        if not signed_in:
            raise SIGNED_OUT
        return network

    def publisher(**more: Any) -> Publisher:
        return Publisher(drafts, connect, clock=clock, sleep=clock.sleep, **more)

    with pytest.raises(Died):
        publisher(at_step=die).publish(approved.id, "Maude")
    clock.now += timedelta(seconds=200)
    signed_in = False
    (left,) = publisher().resume("moulin", "papillon")
    assert left.state == "publishing"
    assert left.sending.problem
    clock.now += timedelta(seconds=1000)
    signed_in = True
    (done,) = publisher().resume("moulin", "papillon")

    assert done.state == "published"
    assert len(network.posts) == 1
