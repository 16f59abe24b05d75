"""The inbox: what was written to us, in a bounded number of requests, the most urgent first, nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.desk.inbox import QUIET, Inbox
from assistant.desk.urgency import crowds, reason_of, weight_of
from assistant.errors import BadInput, NetworkRateLimited, NetworkUnreachable, PostGone, SignedOut
from assistant.records import Conversation, PostRef, SavedSearch
from assistant.store import Database, Mail
from assistant.voice.brand import load_brand
from tests.conftest import SAMPLE
from tests.desk.ledger import US
from tests.desk.test_publishing import Clock
from tests.desk.town import Book, Town


@pytest.fixture
def town() -> Town:
    """The network."""
    return Town()


@pytest.fixture
def clock() -> Clock:
    """The clock of the test."""
    return Clock()


@pytest.fixture
def inbox(database: Database, town: Town, clock: Clock) -> Inbox:
    """The sample brand's inbox on it."""
    return Inbox(load_brand(SAMPLE), Mail(database), Book(town), clock=clock)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Il y avait un morceau de verre dans mon café!", "safety"),
        ("My kid had an allergic reaction after your almond croissant", "safety"),
        ("Je suis journaliste, une entrevue est possible?", "hand_over"),
        ("My lawyer will be in touch.", "hand_over"),
        ("Mon sac est arrivé percé, encore", "complaint"),
        ("Vous ouvrez à quelle heure dimanche?", "question"),
        ("Best coffee in town, thank you", "praise"),
        ("Gagnez de l'argent facile, cliquez ici", "spam"),
        ("https://a.example https://b.example https://c.example", "spam"),
        ("Je passe vous voir samedi", "other"),
        ("Un brunch sans danger pour la ligne", "other"),
    ],
)
def test_what_a_message_is_in_a_word(text: str, kind: str) -> None:
    """Each message gets the word that says what it is."""
    assert weight_of(text, load_brand(SAMPLE)).kind == kind


def test_several_people_who_say_the_same() -> None:
    """Three people with nearly the same words are a crowd; one person three times, or two people, are not."""
    messages = [
        ("1", "zoe", "Votre site web est en panne depuis ce matin"),
        ("2", "leo", "Le site web en panne ce matin??"),
        ("3", "ana", "site web en panne encore ce matin @maison"),
        ("4", "ben", "Le café était délicieux merci"),
        ("5", "kim", "Carte cadeau perdue"),
        ("6", "kim", "Carte cadeau perdue!"),
        ("7", "kim", "Carte cadeau perdue!!"),
    ]

    assert crowds(messages) == {"1": 3, "2": 3, "3": 3}


def test_a_thousand_messages_take_ten_pages(inbox: Inbox, town: Town) -> None:
    """Reading 1,000 messages asks for ten pages, and looking again asks for one."""
    for number in range(1000):
        town.say(f"message {number}", author=f"a{number % 50}.test")

    first = inbox.sync(US, most=1000)
    asked = town.asked["notifications"]
    again = inbox.sync(US, most=1000)

    assert (first.new, first.pages, asked) == (1000, 10, 10)
    assert (again.new, town.asked["notifications"]) == (0, 11)


def test_older_messages_come_on_demand(inbox: Inbox, town: Town) -> None:
    """The first look takes the newest; each further page goes on where the last one ended, to the very first."""
    for number in range(250):
        town.say(f"message {number}")
    inbox.sync(US, most=100)

    steps = [inbox.older(US), inbox.older(US), inbox.older(US)]

    assert [one.new for one in steps] == [100, 50, 0]
    assert [one.complete for one in steps] == [False, True, True]
    assert len(inbox.mail.list([US.id])) == 250


def test_the_most_urgent_first_then_who_waits_longest(inbox: Inbox, town: Town) -> None:
    """Danger before complaints before questions before praise before spam; among equals the oldest first."""
    for text in (
        "Merci, délicieux", "Vous ouvrez quand?", "Mon sac est percé", "Et vous fermez quand?",
        "morceau de verre dans ma tasse", "free crypto airdrop",
    ):  # fmt: skip
        town.say(text)
    inbox.sync(US)

    assert [one.first.post.text for one in inbox.list()] == [
        "morceau de verre dans ma tasse", "Mon sac est percé", "Vous ouvrez quand?", "Et vous fermez quand?",
        "Merci, délicieux", "free crypto airdrop",
    ]  # fmt: skip


def test_who_cannot_wait_stands_above_graver_messages(inbox: Inbox, town: Town) -> None:
    """A question about this evening before a complaint that may be answered until tonight, and before an older one."""
    for text in (
        "Mon sac est percé",
        "Vous ouvrez quand?",
        "Êtes-vous encore ouverts?",
        "Les gens sont gentils chez vous",
    ):
        town.say(text)
    inbox.sync(US)

    assert [(one.first.urgency, one.first.kind) for one in inbox.list()] == [
        ("now", "question"), ("today", "complaint"), ("today", "question"), ("later", "praise"),
    ]  # fmt: skip


def test_a_person_says_by_when(inbox: Inbox, town: Town, clock: Clock) -> None:
    """The inbox follows a person's word, also when more arrives, and the reason names them; taken back, the message is
    read anew. Without a name nothing changes."""
    one = town.say("Merci, délicieux")
    town.say("Mon sac est percé")
    inbox.sync(US)

    said = inbox.set_urgency(US.id, one.uri, "now", "Maude")
    for author in ("b.test", "c.test"):
        town.say("Merci, délicieux", author=author)
    clock.now += timedelta(minutes=5)
    inbox.sync(US)

    assert (said.urgency, inbox.list()[0].first.uri) == ("now", one.uri)
    assert reason_of(inbox.mail.get(US.id, one.uri), inbox.brand, "en") == "Maude decided so."
    with pytest.raises(BadInput):
        inbox.set_urgency(US.id, one.uri, "today", " ")
    back = inbox.set_urgency(US.id, one.uri, None, "Maude")
    assert (back.urgency, back.hurried_by) == ("later", "")
    assert inbox.named(one.uri) == (inbox.mail.get(US.id, one.uri),)


def test_three_kind_words_are_no_crowd(inbox: Inbox, town: Town) -> None:
    """That several people say thank you, where a like is enough, is no wave that cannot wait."""
    for author in "bcd":
        town.say("Merci, délicieux", author=f"{author}.test")
    inbox.sync(US)

    assert {(one.first.kind, one.first.urgency, one.first.crowd) for one in inbox.list()} == {("praise", "later", 3)}
    assert "spreads" not in reason_of(inbox.list()[0].first, inbox.brand, "en")


def test_a_crowd_is_told_and_a_persons_word_outweighs_it(inbox: Inbox, town: Town) -> None:
    """Three who say the same are urgent, with how many they are as the reason; a person may say otherwise, and back."""
    posts = [town.say("Votre site web est en panne ce matin", author=f"{one}.test") for one in "bcd"]
    inbox.sync(US)
    uri = posts[0].uri

    assert "3" in reason_of(inbox.mail.get(US.id, uri), inbox.brand, "fr")
    assert inbox.set_urgency(US.id, uri, "later", "Maude").kind == "several"
    town.say("Votre site web est en panne ce matin!", author="e.test")
    inbox.sync(US)
    assert (inbox.mail.get(US.id, uri).crowd, inbox.mail.get(US.id, uri).urgency) == (4, "later")
    assert inbox.set_urgency(US.id, uri, None, "Maude").urgency == "now"


def test_a_conversation_is_one_line(inbox: Inbox, town: Town) -> None:
    """Messages of one thread stand together, and the most urgent one speaks for it."""
    root = town.say("Vous ouvrez quand?")
    town.say("Mon sac est percé en plus", root=PostRef(root.uri, root.cid), parent=PostRef(root.uri, root.cid))
    town.say("autre chose", author="leo.test")
    inbox.sync(US)

    first, second = inbox.list()

    assert (len(first.messages), first.first.kind, first.key) == (2, "complaint", root.uri)
    assert len(second.messages) == 1


def test_what_was_answered_elsewhere_is_answered(inbox: Inbox, town: Town) -> None:
    """A reply or a like from any other app takes the message off the waiting list; a like taken back does not return
    what a person called done here."""
    one, two, three = town.say("un?"), town.say("deux?"), town.say("trois?")
    inbox.sync(US)
    town.answers[one.uri] = "at://us/reply"
    town.liked[two.uri] = "at://us/like"
    inbox.set_standing(US.id, three.uri, "no_reply", "Maude")
    inbox.sync(US)

    standings = {message.uri: message.standing for message in inbox.mail.list([US.id])}
    assert standings == {one.uri: "answered", two.uri: "liked", three.uri: "no_reply"}
    assert inbox.list() == ()
    assert len(inbox.list(everything=True)) == 3


def test_a_deleted_message_is_gone(inbox: Inbox, town: Town) -> None:
    """A message whose post was deleted does not wait any more, whichever way we learn of it."""
    one, two = town.say("un?"), town.say("deux?")
    inbox.sync(US)
    town.posts[one.uri] = "deleted"
    inbox.sync(US)
    town.failure = PostGone("store.no_message", uri=two.uri)

    assert inbox.mail.get(US.id, one.uri).standing == "gone"
    assert inbox.open(US.id, two.uri).standing == "gone"


def test_unread_is_shared_with_the_network(inbox: Inbox, town: Town, clock: Clock) -> None:
    """Seen there is read here, marking all here tells the network; opening one reads that one."""
    one = town.say("un?")
    town.say("deux?")
    inbox.sync(US)
    assert inbox.unread() == 2
    inbox.open(US.id, one.uri)
    assert inbox.unread() == 1

    inbox.mark_all_read(US)

    assert (inbox.unread(), town.seen) == (0, clock.now)
    three = town.say("trois?")
    town.seen = three.indexed or town.seen
    inbox.sync(US)
    assert inbox.unread() == 0


def test_polling_is_cheap_while_nothing_is_new(inbox: Inbox, town: Town, clock: Clock) -> None:
    """One small question each time; a full look when the count changes, and once a minute."""
    town.say("un?")
    inbox.poll(US)
    for _ in range(5):
        clock.now += timedelta(seconds=3)
        assert inbox.poll(US) is None
    assert (town.asked["unread"], town.asked["notifications"]) == (6, 1)

    town.say("deux?")
    clock.now += timedelta(seconds=3)
    done = inbox.poll(US)
    clock.now += timedelta(seconds=QUIET + 1)
    inbox.poll(US)

    assert done is not None
    assert done.new == 1
    assert town.asked["notifications"] == 3


def test_polling_backs_off(inbox: Inbox, town: Town, clock: Clock) -> None:
    """A server that is gone is asked less and less often, one that asks to wait as late as it says."""
    town.failure = NetworkUnreachable("store.no_message", uri="x")
    waits = []
    for _ in range(4):
        failed = inbox.poll(US)
        assert failed is not None
        assert failed.next is not None
        assert failed.problem
        waits.append((failed.next - clock.now).total_seconds())
        assert inbox.poll(US) is None
        clock.now = failed.next
    town.failure = NetworkRateLimited("store.no_message", uri="x", seconds=42.0)
    limited = inbox.poll(US)
    assert limited is not None
    assert limited.next == clock.now + timedelta(seconds=42)
    clock.now += timedelta(seconds=42)
    town.failure = None
    inbox.poll(US)

    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    assert inbox.mail.watch(US.id).failures == 0


def test_the_networks_allowance_is_respected(inbox: Inbox, town: Town, clock: Clock) -> None:
    """When the allowance runs low, the next look waits as long as the network room says."""
    town.pause = 30.0
    inbox.poll(US)

    assert inbox.mail.watch(US.id).next == clock.now + timedelta(seconds=30)


def test_saved_searches_bring_messages(inbox: Inbox, town: Town) -> None:
    """Posts that match a saved search stand in the inbox, each once, with the words that found them; ours do not."""
    other = town.say("J'adore la Brûlerie du Canal")
    town.said.clear()
    ours = replace(other, uri="at://us/1", author=replace(other.author, id=US.id))
    town.found = [other, ours]
    inbox.mail.save_search(SavedSearch(US.id, "brûlerie"))
    inbox.mail.save_search(SavedSearch(US.id, "brûlerie"))

    inbox.sync(US)
    inbox.sync(US)

    (message,) = inbox.mail.list([US.id])
    assert (message.reason, message.search, message.uri) == ("search", "brûlerie", other.uri)


def test_opening_shows_what_was_answered_meanwhile(inbox: Inbox, town: Town) -> None:
    """Our own reply in the conversation, from any app, makes the message answered when it is opened."""
    one = town.say("un?")
    ours = town.say("voilà", author="us.test")
    town.said.remove(ours)
    town.threads[one.uri] = Conversation(one, one.author, ours=(ours,))
    inbox.sync(US)

    opened = inbox.open(US.id, one.uri)

    assert (opened.standing, opened.answer, opened.read) == ("answered", ours.uri, True)


def test_without_the_network_what_is_kept_is_shown(inbox: Inbox, town: Town) -> None:
    """When the server is gone the message still opens, and says what is wrong."""
    one = town.say("un?")
    inbox.sync(US)
    town.failure = NetworkUnreachable("store.no_message", uri="x")

    opened = inbox.open(US.id, one.uri)

    assert opened.post.text == "un?"
    assert opened.problem


def test_a_like_is_an_answer(inbox: Inbox, town: Town) -> None:
    """Liking tells the network and takes the message off the list, with who did it."""
    one = town.say("Merci!")
    inbox.sync(US)

    liked = inbox.like(US.id, one.uri, "Maude")

    assert (liked.standing, liked.by) == ("liked", "Maude")
    assert one.uri in town.liked


def test_a_crowd_rises(inbox: Inbox, town: Town) -> None:
    """Three people who say the same stand above a single complaint, each with how many they are."""
    town.say("Mon sac est percé", author="a.test")
    for author in ("b.test", "c.test", "d.test"):
        town.say("Votre site web est en panne ce matin", author=author)
    inbox.sync(US)

    listed = inbox.list()

    assert [one.first.kind for one in listed] == ["several", "several", "several", "complaint"]
    assert [one.first.urgency for one in listed] == ["now", "now", "now", "today"]
    assert {one.first.crowd for one in listed[:3]} == {3}


def test_a_new_session_is_read_at_once(inbox: Inbox, town: Town, clock: Clock) -> None:
    """Signed out, the account is left alone for minutes; connected again, the next poll looks."""
    town.failure = SignedOut("store.no_message", uri="x")
    failed = inbox.poll(US)
    assert failed is not None
    assert failed.next is not None
    assert failed.next > clock.now + timedelta(minutes=5)
    town.failure = None
    town.say("un?")

    inbox.look_again(US)
    done = inbox.poll(US)

    assert done is not None
    assert done.new == 1
