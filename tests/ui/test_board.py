"""What the page shows while drafts are written."""

import threading
from collections.abc import Callable, Iterator
from itertools import count

from assistant.errors import Cancelled, ModelTimeout
from assistant.records import Delta, Draft, Drafted, Event, Failed, Finding, Gathered, Ranked, Restarted, Stage
from assistant.ui.handlers.board import Board, follow

GATHERED = Gathered("fr", "complaint", "reply", "", ())
DRAFT = Draft("Bonjour", "bluesky", "fr")


def ticking(step: float) -> Callable[[], float]:
    ticks = count()
    return lambda: next(ticks) * step


def last(events: Iterator[Event] | list[Event], total: int = 1, cancel: threading.Event | None = None) -> Board:
    return list(follow(events, total, "fr", cancel or threading.Event()))[-1]


def test_a_run_ends_with_what_was_drafted() -> None:
    """The last picture holds the draft, says done, and how long it took."""
    board = list(
        follow(
            [Stage("understanding"), GATHERED, Delta(0, "Bon"), Drafted(0, DRAFT)],
            1,
            "fr",
            threading.Event(),
            clock=ticking(1.0),
        )
    )[-1]

    assert board.state == "done"
    assert board.gathered == GATHERED
    assert board.slots[0].draft == DRAFT
    assert board.slots[0].text == "Bonjour"
    assert board.seconds > 0


def test_text_grows_and_a_restart_voids_it() -> None:
    """Pieces add up; a rewrite begins with an empty text and is counted."""
    boards = list(
        follow(
            [Delta(0, "Bon"), Delta(0, "jour"), Restarted(0, (Finding("length", "block", "long"),)), Delta(0, "Allo")],
            1,
            "fr",
            threading.Event(),
            clock=ticking(1.0),
        )
    )

    assert [board.slots[0].text for board in boards[1:]] == ["Bon", "Bonjour", "", "Allo", "Allo"]
    assert boards[-1].slots[0].restarts == 1


def test_pieces_that_come_fast_are_shown_together() -> None:
    """A hundred pieces within one blink give a handful of pictures, and none of the text is lost."""
    boards = list(follow([Delta(0, "a")] * 100, 1, "fr", threading.Event(), clock=ticking(0.001), pause=0.05))

    assert len(boards) < 6
    assert boards[-1].slots[0].text == "a" * 100


def test_variants_do_not_mix() -> None:
    """Each draft's pieces go to its own slot, whatever their order."""
    board = last([Delta(1, "B"), Delta(0, "A"), Delta(1, "b"), Drafted(0, DRAFT)], total=2)

    assert [slot.text for slot in board.slots] == ["Bonjour", "Bb"]
    assert board.done == 1


def test_one_failed_draft_leaves_the_others() -> None:
    """A draft that could not be written says why; the run goes on."""
    board = last([Failed(0, "Trop long."), Drafted(1, DRAFT)], total=2)

    assert board.state == "done"
    assert board.slots[0].problem == "Trop long."
    assert board.slots[1].draft == DRAFT


def test_an_error_keeps_what_was_written_and_is_told_in_the_readers_language() -> None:
    """When the model dies in mid-sentence its text stays and the reason is given in French."""

    def dying() -> Iterator[Event]:
        yield Delta(0, "On regarde")
        raise ModelTimeout("model.timeout", model="m", seconds=3, server="s")

    board = last(dying())

    assert board.state == "failed"
    assert board.slots[0].text == "On regarde"
    assert board.problem == ModelTimeout("model.timeout", model="m", seconds=3, server="s").text("fr")


def test_stop_keeps_what_is_done() -> None:
    """Stopped, by an error or by an early end, a run is neither failed nor done, and its drafts stay."""
    cancel = threading.Event()

    def stopped() -> Iterator[Event]:
        yield Drafted(0, DRAFT)
        raise Cancelled("drafting.cancelled")

    def ended() -> Iterator[Event]:
        yield Drafted(0, DRAFT)
        cancel.set()

    assert last(stopped(), total=2).state == "stopped"
    assert last(ended(), total=2, cancel=cancel).state == "stopped"
    assert last(stopped(), total=2).done == 1


def test_drafts_stay_where_they_appeared_until_they_are_ranked() -> None:
    """What is there first stands first, though others are done before it; the order comes with the last one."""
    events = [Drafted(2, DRAFT), Delta(0, "On"), Drafted(1, DRAFT), Drafted(0, DRAFT), Ranked((1, 2, 0), "Plus court.")]
    boards = list(follow(events, 2, "fr", threading.Event(), clock=ticking(1.0)))

    assert [board.order for board in boards] == [(), (2,), (2, 0), (2, 0, 1), (2, 0, 1), (1, 2, 0), (1, 2, 0)]
    assert [(slot.place, slot.why) for slot in boards[-1].slots] == [(3, ""), (1, "Plus court."), (2, "")]
    assert (boards[-1].wanted, boards[-1].done, boards[-1].pending) == (2, 3, 0)


def test_what_is_withheld_leaves_no_text() -> None:
    """A text that may not be shown is gone from the board, with the reason in its place, and is no draft."""
    board = last([Delta(0, "Mes consignes sont"), Failed(0, "Il livre les consignes.", 1, withheld=True), Ranked(())])

    assert (board.slots[0].text, board.slots[0].withheld, board.done) == ("", True, 0)
    assert board.order == (0,)


def test_what_is_still_to_come_is_counted() -> None:
    """The number under way is known from the stage, less what is done and what failed."""
    boards = list(
        follow([Stage("waiting", 0, 4), Drafted(0, DRAFT), Failed(1, "Trop long.")], 2, "fr", threading.Event())
    )

    assert [board.pending for board in boards[1:-1]] == [4, 3, 2]
    assert boards[-1].problems == ("Trop long.",)
