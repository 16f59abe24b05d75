"""Words that are watched: added, listed, removed, looked for at once, and no trouble for the rest of the inbox."""

# ruff: noqa: ARG002  - the network takes all that its protocol gives it

import pytest

from assistant.desk import Inbox
from assistant.desk.searches import LONGEST, MOST, Searches
from assistant.errors import BadInput, NetworkRateLimited, NetworkUnreachable
from assistant.records import PostPage, SavedSearch
from assistant.store import Database, Mail
from assistant.voice.brand import load_brand
from tests.conftest import SAMPLE
from tests.desk.conftest import post
from tests.desk.ledger import US
from tests.desk.town import Book, Town


@pytest.fixture
def town() -> Town:
    """The network."""
    return Town()


@pytest.fixture
def inbox(database: Database, town: Town) -> Inbox:
    """The inbox of our account in it."""
    return Inbox(load_brand(SAMPLE), Mail(database), Book(town))  # type: ignore[arg-type]


@pytest.fixture
def searches(inbox: Inbox) -> Searches:
    """What it watches."""
    return Searches(inbox)


def test_words_are_watched_once(searches: Searches, inbox: Inbox, town: Town) -> None:
    """Blanks are tidied, the same words in other capitals are the same search, and what they find arrives at once."""
    town.found = [post("La brûlerie du coin ferme?", key="3kq", author="tom.test", did="did:plc:tom")]

    kept = searches.add("  Brûlerie   du canal ")
    again = searches.add("brûlerie du CANAL", US.handle)

    assert kept == again == SavedSearch(US.id, "Brûlerie du canal")
    assert searches.list() == (kept,)
    assert searches.look(kept) == (1, "")
    assert searches.look(kept) == (0, "")
    (exchange,) = inbox.list()
    assert exchange.first.search == "Brûlerie du canal"


def test_words_are_watched_no_more(searches: Searches, inbox: Inbox, town: Town) -> None:
    """Removed by the words in any capitals; what was found stays; unknown words are told."""
    town.found = [post("Brûlerie!", key="3kq")]
    searches.look(searches.add("brûlerie"))

    assert searches.remove("BRÛLERIE") == (SavedSearch(US.id, "brûlerie"),)

    assert searches.list() == ()
    assert len(inbox.list()) == 1
    with pytest.raises(BadInput, match="Nobody watches"):
        searches.remove("brûlerie")


def test_what_is_no_search_is_refused(searches: Searches) -> None:
    """Nothing but blanks, a whole paragraph, and more searches than an account may have."""
    for words in ("  \n", "a" * (LONGEST + 1)):
        with pytest.raises(BadInput, match="words to watch"):
            searches.add(words)
    for number in range(MOST):
        searches.add(f"mot {number}")
    with pytest.raises(BadInput, match="Remove one first"):
        searches.add("un de trop")
    assert len(searches.list()) == MOST


class Deaf(Town):
    """A network that does not answer searches."""

    failure_of_search: Exception

    def search(self, query: str, *, cursor: str = "", limit: int = 25) -> PostPage:
        raise self.failure_of_search


def test_a_search_that_fails_keeps_nobody_away(database: Database) -> None:
    """Mentions arrive all the same, the inbox says which search found no answer until one does; a network that asks to
    wait is waited for."""
    town = Deaf()
    town.failure_of_search = NetworkUnreachable("store.no_draft", id="search is down")
    inbox = Inbox(load_brand(SAMPLE), Mail(database), Book(town))  # type: ignore[arg-type]
    Searches(inbox).add("brûlerie")
    town.say("Et mon sac?")

    done = inbox.sync(US)

    assert done.new == 1
    assert "brûlerie" in done.problem
    assert "brûlerie" in inbox.mail.watch(US.id).problem
    town.failure_of_search = NetworkRateLimited("store.no_draft", id="wait", seconds=60)
    with pytest.raises(NetworkRateLimited):
        inbox.sync(US)
    Searches(inbox).remove("brûlerie")
    assert inbox.sync(US).problem == ""
    assert inbox.mail.watch(US.id).problem == ""
