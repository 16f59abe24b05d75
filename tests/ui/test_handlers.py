"""What the page's handlers do, without a page."""

import json
import threading
from pathlib import Path

from assistant.errors import BadInput, Cancelled, IndexHeld
from assistant.records import (
    ChatAnswer,
    ChatRequest,
    Delta,
    Draft,
    Drafted,
    Idea,
    IdeasRequest,
    IngestReport,
    Message,
    PostRequest,
    ReplyRequest,
    Restarted,
    Stage,
)
from assistant.ui.handlers.chat import talk
from assistant.ui.handlers.checks import Context, check
from assistant.ui.handlers.export import as_csv, as_jsonl
from assistant.ui.handlers.knowledge import Wishes, index, look_at, remove, review, search
from assistant.ui.handlers.posts import find_ideas, write_posts
from assistant.ui.handlers.reply import reply
from assistant.ui.handlers.runs import Runs
from assistant.ui.house import House
from assistant.wording import say
from tests.ui.conftest import Script, Shelf

NEVER = threading.Event()
DRAFT = Draft("Bonjour", "bluesky", "fr")


def test_nothing_to_answer_is_said_without_asking_anybody(house: House, script: Script) -> None:
    """A blank message gives one sentence in the reader's language and reaches neither search nor model."""
    boards = list(reply(house, ReplyRequest(Message(" \n"), "bluesky", reader="fr"), NEVER))

    assert [board.problem for board in boards] == [say("ui.reply_no_message", "fr")]
    assert script.asked == []


def test_a_reply_has_a_place_for_each_variant(house: House, script: Script) -> None:
    """From its first picture a run of three variants has three places."""
    script.events = [Drafted(2, DRAFT)]

    boards = list(reply(house, ReplyRequest(Message("Allo?"), "bluesky", variants=3), NEVER))

    assert [len(board.slots) for board in boards] == [3, 3, 3]
    assert boards[-1].slots[2].draft == DRAFT


def test_posts_of_several_languages_follow_each_other(house: House, script: Script) -> None:
    """One run over two languages and two networks numbers its four drafts in order and counts them as four."""
    script.events = [Stage("writing", 1, 2), Drafted(0, DRAFT), Drafted(1, DRAFT)]
    requests = tuple(PostRequest("Nuit blanche", ("bluesky", "x"), language) for language in ("fr", "en"))

    boards = list(write_posts(house, requests, NEVER))

    assert boards[-1].done == 4
    assert {board.stage for board in boards if board.stage} == {Stage("writing", 1, 4), Stage("writing", 3, 4)}
    assert script.asked == list(requests)


def test_a_stop_between_languages_asks_no_more(house: House, script: Script) -> None:
    """Stopped in the first language, the second is never asked for."""
    cancel = threading.Event()
    script.events = [Drafted(0, DRAFT), cancel.set]

    boards = list(write_posts(house, (PostRequest("a", ("x",), "fr"), PostRequest("a", ("x",), "en")), cancel))

    assert len(script.asked) == 1
    assert boards[-1].state == "stopped"
    assert boards[-1].done == 1


def test_posts_need_a_topic_and_a_network(house: House) -> None:
    """What is missing is named."""
    no_topic = list(find_ideas(house, IdeasRequest(" ", ("x",), ("fr",)), NEVER))[-1]
    no_network = list(write_posts(house, (PostRequest("a", ()),), NEVER))[-1]

    assert no_topic.problem == say("ui.posts_no_topic", "en")
    assert no_network.problem == say("ui.posts_no_network", "en")


def test_an_edited_text_is_checked_against_what_it_answers(house: House, script: Script) -> None:
    """The check is told the message, the voice and the material the draft rests on."""
    check(house, "Allo", Context("x", "fr", "maude", "Mon sac?", ("faits",)), "fr")

    assert script.asked == [
        {
            "platform": "x",
            "language": "fr",
            "person": "maude",
            "message": "Mon sac?",
            "reader": "fr",
            "material": ("faits",),
            "sources": (),
            "known": (),
        }
    ]


def test_a_chat_turn_streams_and_ends_with_its_answer(house: House, script: Script) -> None:
    """Pieces add up, a rewrite voids them, the last turn holds the whole answer."""
    script.events = [Stage("searching"), Delta(0, "Ou"), Restarted(0, ()), Delta(0, "Non"), ChatAnswer("Non [1].")]

    turns = list(talk(house, ChatRequest("c", "tu?"), NEVER, pause=0))

    assert [turn.text for turn in turns] == ["", "", "Ou", "", "Non", "Non [1].", "Non [1]."]
    assert turns[-1].state == "done"
    assert turns[-1].answer == ChatAnswer("Non [1].")


def test_a_chat_turn_that_fails_says_why_and_keeps_its_text(house: House, script: Script) -> None:
    """An error and a stop both keep what was said."""
    script.events = [Delta(0, "Oui, "), BadInput("platforms.unknown", name="q", known="x")]
    failed = list(talk(house, ChatRequest("c", "tu?", reader="fr"), NEVER))[-1]
    script.events = [Delta(0, "Oui, "), Cancelled("drafting.cancelled")]
    stopped = list(talk(house, ChatRequest("c", "tu?"), NEVER))[-1]

    assert (failed.state, failed.text) == ("failed", "Oui, ")
    assert failed.problem == BadInput("platforms.unknown", name="q", known="x").text("fr")
    assert (stopped.state, stopped.text) == ("stopped", "Oui, ")


def test_searching_nothing_finds_nothing(house: House) -> None:
    """An empty question is no question; another one is passed on with the kind that was chosen."""
    assert search(house, "  ", None, "en").hits == ()
    assert search(house, "lait", "fact", "en").hits[0].passage.text == "lait ('fact',)"


def test_a_search_that_cannot_be_made_says_why(house: House, shelf: Shelf) -> None:
    """Another process holding the index is told, not shown as no result."""
    shelf.failure = BadInput("platforms.unknown", name="q", known="x")

    assert search(house, "lait", None, "fr").problem == shelf.failure.text("fr")


def test_an_ingest_shows_its_progress_and_its_report(house: House, shelf: Shelf) -> None:
    """Files are counted while they are read; the report comes last."""

    def reading(progress: object = None, **_: object) -> IngestReport:
        assert callable(progress)
        progress(1, 2, "voice.fr.md", 12.0)
        return IngestReport(added=2)

    shelf.ingesting = reading

    pictures = list(index(house, False, "fr", threading.Event()))

    assert [picture.state for picture in pictures][-1] == "done"
    assert pictures[-1].report == IngestReport(added=2)
    assert all(picture.path in ("", "voice.fr.md") for picture in pictures)


def test_an_ingest_that_fails_or_is_stopped_says_so(house: House, shelf: Shelf) -> None:
    """An index held elsewhere and a stop are two different endings."""

    def held(**_: object) -> IngestReport:
        raise IndexHeld("library.held", owner="papillon serve", pid=7)

    def stopped(**_: object) -> IngestReport:
        raise Cancelled("drafting.cancelled")

    shelf.ingesting = held
    failed = list(index(house, False, "fr", threading.Event()))[-1]
    shelf.ingesting = stopped

    assert failed.state == "failed"
    assert "7" in failed.problem
    assert list(index(house, False, "fr", threading.Event()))[-1].state == "stopped"


def test_leaving_during_an_ingest_stops_it(house: House, shelf: Shelf) -> None:
    """When the page goes away the ingest is asked to stop, and is waited for."""
    cancel = threading.Event()

    def waiting(**_: object) -> IngestReport:
        cancel.wait(5)
        return IngestReport()

    shelf.ingesting = waiting
    pictures = index(house, False, "fr", cancel)
    next(pictures)

    pictures.close()  # type: ignore[attr-defined]

    assert cancel.is_set()


def test_dropped_files_are_looked_at_and_nothing_is_kept(house: House, shelf: Shelf) -> None:
    """A guideline tells its passages, an archive its posts as they would be read, and what is neither why not."""
    wishes = Wishes(("email",), {"text": "Corps"})

    guideline, archive = look_at(house, [Path("ton.md"), Path("export.csv")], wishes, "fr")
    assert guideline.guideline is not None
    assert (guideline.keepable, guideline.guideline.passages) == (True, 2)
    assert archive.archive is not None
    assert archive.archive.title == "('email',) {'text': 'Corps'}"

    shelf.failure = BadInput("library.exists", path="ton.exe")
    (refused,) = look_at(house, [Path("ton.exe")], wishes, "fr")
    assert (refused.keepable, refused.problem) == (False, shelf.failure.text("fr"))
    assert remove(house, "ton.exe", "fr") == review(house, "fr") == shelf.failure.text("fr")


def test_two_pages_do_not_stop_each_other() -> None:
    """Stop reaches the run of its own page and job; a second run of the same page ends the first."""
    runs = Runs()
    with runs.run("page 1", "reply") as first, runs.run("page 2", "reply") as second:
        assert runs.stop("page 2", "reply")
        assert not runs.stop("page 2", "posts")
        assert (first.is_set(), second.is_set()) == (False, True)
        with runs.run("page 1", "reply") as again:
            assert first.is_set()
            runs.leave("page 1")
            assert again.is_set()
    assert not runs.stop("page 1", "reply")


def test_ideas_as_lines_of_json() -> None:
    """Each line is one idea with its exact text."""
    text = '=1+1\n« été » "☕"'
    lines = as_jsonl((Idea("1", "Titre", "Angle", Draft(text, "x", "fr")),)).decode().splitlines()

    assert len(lines) == 1
    assert json.loads(lines[0])["text"] == text


def test_ideas_as_a_table_no_spreadsheet_can_run() -> None:
    """The table is UTF-8 with a mark for spreadsheets, and a text that looks like a formula stays a text."""
    table = as_csv((Idea("1", "Titre", "a\nb", Draft('=HYPERLINK("http://x")', "x", "fr")),))

    assert table.startswith(b"\xef\xbb\xbf")
    assert "\"'=HYPERLINK" in table.decode("utf-8-sig")
    assert '"a\nb"' in table.decode("utf-8-sig")
