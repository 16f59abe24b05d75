"""Replies drafted in the background and words that are watched, as the page shows them."""

from pathlib import Path

import pytest

from assistant.desk import Office, open_office
from assistant.records import Account, Outcome
from assistant.store import Database
from assistant.ui.handlers import batches, searches
from assistant.ui.rendering.batches import under_way
from assistant.ui.rendering.searches import watched
from assistant.voice.brand import load_brand
from assistant.wording import say
from tests.conftest import SAMPLE
from tests.desk.conftest import NOW
from tests.desk.ledger import US
from tests.desk.test_attaching import Reader
from tests.desk.town import Book, Town
from tests.ui.test_attachments import Room

TEO = Account("did:plc:teo", "teo.test", "bluesky", "moulin", person="teo", added=NOW)


class Two(Book):
    """The brand's account and one of a person's."""

    def accounts(self) -> tuple[Account, ...]:
        return (TEO, US)

    def account(self, name: str = "", person: str = "") -> Account:  # noqa: ARG002 - as the protocol has it
        return next(one for one in self.accounts() if name in (one.id, one.handle))

    def connect(self, account: Account) -> Town:  # noqa: ARG002 - both see the same town
        return self.town


@pytest.fixture
def town() -> Town:
    """The network, with two people who wait."""
    town = Town()
    town.say("Vous ouvrez quand?", "lea.test")
    town.say("Free crypto airdrop, click here and make money fast", "promo.test")
    return town


@pytest.fixture
def office(tmp_path: Path, town: Town) -> Office:
    """The office of two accounts."""
    address = f"sqlite:///{tmp_path}/papillon.db"
    office = open_office(load_brand(SAMPLE), Database.open(address), Room(), Two(town), address=address)  # type: ignore[arg-type]
    office.inbox.sync(US)
    return office


def test_how_far_it_is_is_told(office: Office) -> None:
    """Waiting, under way, stopped and done, each in words of the reader; who asked is text; nobody left is told."""
    assert batches.begin(office, 10, "<b>Maude</b>", "fr") == ""
    (waiting,) = batches.look(office)
    stamp = batches.stamp(office)
    assert len(waiting.messages) == 1
    shown = under_way((waiting,), "fr")
    assert "&lt;b&gt;Maude" in shown
    assert f'data-stop="{waiting.id}"' in shown
    assert batches.begin(office, 10, "Maude", "fr") == say("ui.inbox_many_none", "fr")
    assert batches.cancel(office, waiting.id, "Maude", "fr") == ""
    assert batches.stamp(office) != stamp
    (stopped,) = batches.look(office)
    assert say("ui.batch_stopped", "fr", n=0, total=1) in under_way((stopped,), "fr")
    assert batches.cancel(office, waiting.id, "Maude", "en") != ""
    assert say("ui.inbox_many_none", "en") in under_way((), "en", say("ui.inbox_many_none", "en"))

    office.batching.resume(waiting.id)
    assert office.batching.step(waiting.id) == "done"
    (done,) = batches.look(office)
    assert len(done.drafts) == 1
    assert "progress" not in under_way((done,), "en")


def test_what_went_wrong_is_told(office: Office) -> None:
    """A batch with problems ends with a warning that holds them, escaped."""
    from dataclasses import replace

    batches.begin(office, 1, "Maude", "en")
    (one,) = batches.look(office)
    ended = replace(one, state="done", outcomes=(Outcome("at://a", problem="<i>gone</i>"),))

    shown = under_way((ended,), "en")

    assert 'class="notice warn"' in shown
    assert "&lt;i&gt;gone" in shown


def test_words_through_one_of_several_accounts(office: Office, town: Town) -> None:
    """The brand's own account comes first; a person's can be chosen; what cannot be taken stays in the field."""
    assert searches.look(office).handles == ((US.id, US.handle), (TEO.id, TEO.handle))
    town.found = [Reader().found]
    added = searches.change(office, ["add", ' mouture "fine" ', TEO.id], "en")
    assert [one.account for one in added.searches] == [TEO.id]
    assert added.level == "info"
    shown = watched(added, "en", opened=True)
    assert "<details" in shown
    assert " open>" in shown
    assert "@teo.test" in shown
    assert '"fine"' not in shown.replace("&quot;", "'")
    refused = searches.change(office, ["add", "a" * 300, ""], "en")
    assert (refused.level, refused.words) == ("bad", "a" * 300)
    gone = searches.change(office, ["remove", 'mouture "fine"', TEO.id], "en")
    assert gone.searches == ()
    assert searches.change(office, [], "en").level == "bad"
