"""The inbox as it is drawn: by when each conversation wants an answer, and how a person says otherwise."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.desk import open_office
from assistant.records import (
    Conversation,
    Exchange,
    Gathered,
    MailKind,
    Message,
    Profile,
    Received,
    ReplyRequest,
    SocialPost,
    Urgency,
)
from assistant.settings import load_settings
from assistant.store import Database
from assistant.ui.handlers import inbox as inbox_handlers
from assistant.ui.handlers.board import Board
from assistant.ui.handlers.inbox import Row, Screen, Seen
from assistant.ui.handlers.reply import hurry
from assistant.ui.house import House
from assistant.ui.rendering.inbox import conversation, mail_list
from assistant.ui.rendering.understood import understood
from assistant.voice.brand import load_brand
from assistant.wording import say
from tests.desk.ledger import US
from tests.desk.town import Book, Town
from tests.ui.conftest import SAMPLE

AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def received(key: str, urgency: Urgency, kind: MailKind = "question") -> Received:
    post = SocialPost(f"at://zoe/{key}", key, Profile("zoe", "zoe.test"), f"Bonjour {key}", AT, AT, "")
    return Received("us", post.uri, key, "mention", post.uri, post, AT, kind=kind, urgency=urgency)


def row(message: Received) -> Row:
    return Row((message.account, message.uri, ""), Exchange(message.uri, "us", (message,), message))


@pytest.mark.parametrize("reader", ["en", "fr"])
def test_the_list_stands_under_by_when(reader: str) -> None:
    """A word above the first of each urgency with how many they are; what needs nothing any more stands apart."""
    rows = [
        row(received("a", "now")),
        row(received("b", "today")),
        row(received("c", "today")),
        row(replace(received("d", "today"), standing="answered")),
    ]

    html = mail_list(rows, Seen(), (), reader)

    words = [say(f"ui.{one}", reader) for one in ("urgent_now", "urgent_today", "inbox_done")]
    places = [html.index(f'<li class="group">{word} <span>') for word in words]
    assert places == sorted(places)
    assert html.count('class="group"') == 3
    assert f"{say('ui.urgent_today', reader)} <span>2</span>" in html
    assert html.index("Bonjour b") > places[1]
    assert html.index("Bonjour d") > places[2]


def test_by_when_is_corrected_where_the_message_is_read() -> None:
    """The conversation shows by when and why, each other moment a click away; a person's word can be taken back; of
    what was answered nothing is asked."""
    message = received("a", "today")

    read = conversation(Screen(message=message, haste="Somebody <asked>."), "en")
    said = conversation(Screen(message=replace(message, hurried_by="Maude"), haste="Maude decided so."), "en")
    done = conversation(Screen(message=replace(message, standing="answered")), "en")

    assert 'aria-pressed="true" data-correct="urgency" data-value="today"' in read
    assert 'data-correct="urgency" data-value="now"' in read
    assert "Somebody &lt;asked&gt;." in read
    assert 'data-correct="urgency" data-value=""' not in read
    assert 'data-correct="urgency" data-value=""' in said
    assert "data-correct" not in done


def test_a_word_on_a_post_read_by_its_address_reaches_the_inbox(tmp_path: Path) -> None:
    """Said of a post that is in the inbox, by when is kept there; without a name, or of another post, nothing is. From
    the inbox, what the page may not say changes nothing."""
    town = Town()
    ours, other = town.say("Mon sac est percé"), town.say("Merci!")
    database = Database.open(f"sqlite:///{tmp_path}/papillon.db")
    office = open_office(load_brand(SAMPLE), database, cast(Any, None), Book(town), address=database.name)
    office.inbox.sync(US)
    house = House(load_settings(), office.brand, cast(Any, None), cast(Any, None), cast(Any, None), office)

    hurry(house, Conversation(ours, ours.author), "now", " ")
    assert office.inbox.named(ours.uri)[0].urgency == "today"
    hurry(house, Conversation(ours, ours.author), "now", "Maude")
    assert office.inbox.named(ours.uri)[0].hurried_by == "Maude"
    hurry(house, Conversation(replace(other, uri="at://x"), other.author), "now", "Maude")
    hurry(house, None, "now", "Maude")

    seen = Seen(US.id, other.uri)
    for said in ([], ["urgency"], ["urgency", "soon"], ["answer", "now"]):
        assert inbox_handlers.hurry(office, seen, said, "Maude", "en").notice == ""
    assert office.inbox.named(other.uri)[0].hurried_by == ""
    screen = inbox_handlers.hurry(office, seen, ["urgency", "now"], "Maude", "fr")
    assert (screen.message and screen.message.urgency, screen.haste) == ("now", "Décision de Maude.")
    assert inbox_handlers.hurry(office, seen, ["urgency", "now"], "", "fr").level == "bad"
    database.close()


def test_by_when_stands_with_what_was_understood() -> None:
    """A reply's reading shows by when and why; a person's word is shown instead, with a way back."""
    board = Board(gathered=Gathered("en", "question", "reply", "", (), urgency="now", haste="It is tonight."))
    request = ReplyRequest(Message("Open tonight?"), "bluesky")

    read = understood(board, "en", request=request)
    said = understood(board, "en", request=replace(request, urgency="later"))

    assert 'aria-pressed="true" data-correct="urgency" data-value="now"' in read
    assert "It is tonight." in read
    assert 'aria-pressed="true" data-correct="urgency" data-value="later"' in said
    assert "It is tonight." not in said
    assert 'data-correct="urgency" data-value=""' in said
