"""Chat histories."""

from datetime import UTC, datetime, timedelta

from assistant.store import Conversations, Database


def test_turns_come_back_in_order_with_their_time(database: Database) -> None:
    """A history is read oldest first, each turn with its role, text and moment in UTC."""
    conversations = Conversations(database)
    conversations.append("a", ("user", "plus court"), ("assistant", "Voilà."))
    conversations.append("a", ("user", "merci ☕"))

    turns = conversations.load("a")

    assert [(t.role, t.text) for t in turns] == [("user", "plus court"), ("assistant", "Voilà."), ("user", "merci ☕")]
    assert all(datetime.now(UTC) - turn.created < timedelta(minutes=1) for turn in turns)


def test_last_gives_the_newest_turns_oldest_first(database: Database) -> None:
    """A limit keeps the end of the conversation, not its beginning."""
    conversations = Conversations(database)
    for number in range(5):
        conversations.append("a", ("user", str(number)))

    assert [turn.text for turn in conversations.load("a", last=2)] == ["3", "4"]


def test_conversations_do_not_see_each_other(database: Database) -> None:
    """Two browser tabs keep their own histories; forgetting one leaves the other."""
    conversations = Conversations(database)
    conversations.append("a", ("user", "un"))
    conversations.append("b", ("user", "deux"))

    conversations.clear("a")

    assert conversations.load("a") == ()
    assert [turn.text for turn in conversations.load("b")] == ["deux"]
