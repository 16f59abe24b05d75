"""The whole way on the real Bluesky servers: a mention comes in, an answer goes out, exactly once whatever happens."""

import collections
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from assistant.desk import Office, open_office
from assistant.desk.approval import attachment
from assistant.desk.attaching import add_picture, add_quote, let_reply, warn
from assistant.desk.publishing import Publisher
from assistant.errors import PostChanged, PostGone
from assistant.networks import AccountBook
from assistant.records import Audience, Content, Part
from assistant.settings import Settings, load_settings
from assistant.store import Database, Drafts
from assistant.voice.brand import load_brand
from tests.bluesky_network import BlueskyNetwork, TestAccount
from tests.conftest import ROOT, SAMPLE
from tests.desk.conftest import Checker
from tests.desk.test_answering import Script
from tests.desk.worker import LEASE
from tests.fault_proxy import Fault, FaultProxy, Seen, too_many
from tests.networks.pictures import photograph

pytestmark = [pytest.mark.bluesky, pytest.mark.timeout(600)]


class Room(Script, Checker):
    """A drafting room: the script drafts, the checker checks."""


@pytest.fixture(scope="module")
def brand(bluesky_network: BlueskyNetwork) -> TestAccount:
    """The brand's account."""
    return bluesky_network.new_account("desk")


@pytest.fixture(scope="module")
def customer(bluesky_network: BlueskyNetwork) -> TestAccount:
    """Somebody who writes to the brand."""
    return bluesky_network.new_account("asker")


Open = Callable[..., Office]


@pytest.fixture
def opened(bluesky_network: BlueskyNetwork, brand: TestAccount, tmp_path: Path) -> Iterator[Open]:
    """Opens the brand's office on the network; `service` stands in for the server of the account."""
    closing: list[AccountBook | Database] = []

    def open_(service: str = "") -> Office:
        settings = _settings(tmp_path, service or bluesky_network.pds, bluesky_network.appview)
        database = Database.open(settings.database)
        sample = load_brand(SAMPLE)
        book = AccountBook(settings, database, sample.id)
        book.add(brand.handle, brand.app_password)
        closing.extend((book, database))
        return open_office(sample, database, Room(), book, address=settings.database)

    yield open_
    for one in closing:
        one.close()


def _settings(folder: Path, service: str, appview: str) -> Settings:
    return load_settings(home=folder / "home", bluesky_service=service, bluesky_appview=appview)


def posts_of(network: BlueskyNetwork, account: TestAccount) -> list[str]:
    """The texts of all posts that stand in an account's repository, read from its server."""
    client = network.client(account)
    texts: list[str] = []
    cursor = None
    while True:
        page = client.com.atproto.repo.list_records(
            {"repo": account.did, "collection": "app.bsky.feed.post", "limit": 100, "cursor": cursor}
        )
        texts += [record.value.text for record in page.records]
        cursor = page.cursor
        if not cursor or not page.records:
            return texts


def approved(office: Office, *texts: str, content: Content | None = None) -> str:
    """The id of a draft that Maude approved."""
    account = office.inbox.accounts()[0].id
    wanted = content or Content(tuple(Part(text) for text in texts), "bluesky")
    kept = office.desk.keep(replace(wanted, account=account), "Maude", language="fr")
    office.desk.approve(kept.id, 1, "Maude")
    return kept.id


# ------------------------------------------------------------ the conversation


def test_a_mention_is_answered(
    bluesky_network: BlueskyNetwork, brand: TestAccount, customer: TestAccount, opened: Open
) -> None:
    """Seen soon after indexing (the seconds are printed), drafted with the thread, edited, approved, published as a
    reply with the right root, parent and language, read back through the AppView, and answered in the inbox."""
    office = opened()
    account = office.inbox.accounts()[0]
    office.inbox.poll(account)
    root = bluesky_network.post(customer, "Je cherche un café à Montréal")
    asked = bluesky_network.reply(customer, f"@{brand.handle} vous êtes ouverts dimanche?", root)
    indexed = time.monotonic()
    while not office.inbox.list():
        office.inbox.poll(account)
        time.sleep(0.1)
    seconds = time.monotonic() - indexed
    (exchange,) = office.inbox.list()

    kept = office.answering.draft(account.id, exchange.first.uri, "Maude")
    edited = office.desk.edit(kept.id, kept.version, f"@{customer.handle} oui, de 9 h à 17 h. #café", "Téo")
    office.desk.approve(kept.id, edited.version, "Maude")
    done = office.publish(kept.id, "Maude")
    bluesky_network.sync()
    thread = bluesky_network.client(customer).get_post_thread(asked.uri)

    sys.stdout.write(f"\nin the inbox {seconds:.2f} s after it was indexed\n")
    assert seconds < 10
    assert done.state == "published"
    (reply,) = thread.thread.replies
    record = reply.post.record
    assert reply.post.author.did == brand.did
    assert (record.reply.root.uri, record.reply.parent.uri) == (root.uri, asked.uri)
    assert record.langs == ["fr"]
    assert len(record.facets) == 2
    assert office.inbox.list() == ()
    office.inbox.sync(account)
    assert office.inbox.mail.get(account.id, asked.uri).standing == "answered"
    office.withdraw(kept.id, "Maude")
    assert record.text not in posts_of(bluesky_network, brand)
    assert office.inbox.mail.get(account.id, asked.uri).standing == "open"


def test_what_was_deleted_is_told_before_publishing(
    bluesky_network: BlueskyNetwork, brand: TestAccount, customer: TestAccount, opened: Open
) -> None:
    """A message that is gone when the answer is to go out: the person is told, nothing is sent."""
    office = opened()
    account = office.inbox.accounts()[0]
    asked = bluesky_network.post(customer, f"@{brand.handle} et lundi?")
    office.inbox.sync(account)
    kept = office.answering.draft(account.id, asked.uri, "Maude")
    office.desk.approve(kept.id, kept.version, "Maude")
    before = posts_of(bluesky_network, brand)
    bluesky_network.client(customer).delete_post(asked.uri)
    bluesky_network.sync()

    with pytest.raises((PostGone, PostChanged)):
        office.publish(kept.id, "Maude")

    assert office.desk.get(kept.id).state == "approved"
    assert posts_of(bluesky_network, brand) == before


def test_a_thread_with_a_picture_and_a_gate(bluesky_network: BlueskyNetwork, brand: TestAccount, opened: Open) -> None:
    """Three parts, a picture with its description, a quote and a reply gate go out through one record of the desk."""
    from PIL import Image

    office = opened()
    image = BytesIO()
    Image.new("RGB", (640, 480), "brown").save(image, "JPEG")
    picture = attachment(image.getvalue(), "Un sac de café brun", "sac.jpg")
    content = Content(
        (Part("Un: le sac", (picture,)), Part("Deux: le café"), Part("Trois: la tasse")), "bluesky",
        account=office.inbox.accounts()[0].id, audience=Audience(("mentioned",)),
    )  # fmt: skip
    kept = office.desk.keep(content, "Maude", language="fr", pictures=[(picture, image.getvalue())])
    office.desk.approve(kept.id, 1, "Maude")

    done = office.publish(kept.id, "Maude")
    bluesky_network.sync()

    seen = bluesky_network.client(brand).get_posts([ref.uri for ref in done.posts]).posts
    by_uri = {post.uri: post for post in seen}
    first, second, third = (by_uri[ref.uri] for ref in done.posts)
    assert first.embed.images[0].alt == "Un sac de café brun"
    assert first.threadgate is not None
    assert (second.record.reply.parent.uri, third.record.reply.parent.uri) == (first.uri, second.uri)
    assert third.record.reply.root.uri == first.uri


def test_a_quote_is_published_and_read_back(
    bluesky_network: BlueskyNetwork, brand: TestAccount, customer: TestAccount, opened: Open
) -> None:
    """A customer's post found by its address, quoted beside a picture, with a warning, without replies or quotes: the
    AppView shows all of it, and whom it quotes is told."""
    office = opened()
    said = bluesky_network.post(customer, "Votre café a sauvé mon lundi")
    key = said.uri.rsplit("/", 1)[-1]
    content = Content((Part("Et nous, votre lundi à vous"),), "bluesky", account=office.inbox.accounts()[0].id)
    content = add_quote(content, f"https://bsky.app/profile/{customer.handle}/post/{key}", office.networks)
    with_picture = add_picture(content, 0, photograph(320, 240), "tasse.jpg", alt="Une tasse vide")
    content = warn(let_reply(with_picture.content, (), quotes=False), ("graphic-media",))
    kept = office.desk.keep(content, "Maude", language="fr", pictures=with_picture.pictures)
    assert kept.content.quoting is not None
    assert kept.content.quoting.text == "Votre café a sauvé mon lundi"
    office.desk.approve(kept.id, 1, "Maude")

    done = office.publish(kept.id, "Maude")
    bluesky_network.sync()

    assert done.state == "published", done.sending.problem
    client = bluesky_network.client(customer)
    (seen,) = client.get_posts([done.posts[0].uri]).posts
    assert seen.embed.record.record.uri == said.uri
    assert seen.embed.record.record.author.did == customer.did
    assert seen.embed.media.images[0].alt == "Une tasse vide"
    assert [label.val for label in seen.labels] == ["graphic-media"]
    assert seen.viewer.reply_disabled
    assert seen.viewer.embedding_disabled
    (told,) = [one for one in client.app.bsky.notification.list_notifications().notifications if one.reason == "quote"]
    assert told.uri == done.posts[0].uri
    (quoted,) = client.get_posts([said.uri]).posts
    assert quoted.quote_count == 1


def test_a_quoted_post_that_is_gone_is_told(
    bluesky_network: BlueskyNetwork, brand: TestAccount, customer: TestAccount, opened: Open
) -> None:
    """What is quoted was deleted before the post went out: it fails with the reason, and nothing is published."""
    office = opened()
    said = bluesky_network.post(customer, "À effacer")
    content = Content((Part("Voyez ceci"),), "bluesky", account=office.inbox.accounts()[0].id)
    kept = office.desk.keep(add_quote(content, said.uri, office.networks), "Maude", language="fr")
    office.desk.approve(kept.id, 1, "Maude")
    bluesky_network.client(customer).delete_post(said.uri)
    bluesky_network.sync()

    done = office.publish(kept.id, "Maude")

    assert done.state == "failed"
    assert done.sending.problem
    assert "Voyez ceci" not in posts_of(bluesky_network, brand)


def test_what_is_watched_arrives(bluesky_network: BlueskyNetwork, customer: TestAccount, opened: Open) -> None:
    """A post that names nobody but holds a watched word stands in the inbox, and one click answers it."""
    office = opened()
    search = office.searches.add("torréfaction")
    said = bluesky_network.post(customer, "Quelqu'un connaît une bonne torréfaction par ici?")

    new, problem = office.searches.look(search)

    assert (new > 0, problem) == (True, "")
    found = office.inbox.mail.get(search.account, said.uri)
    assert (found.reason, found.search) == ("search", "torréfaction")
    kept = office.answering.draft(search.account, said.uri, "Maude")
    assert kept.content.answering is not None
    assert kept.content.answering.post.uri == said.uri
    office.searches.remove("torréfaction")


# ------------------------------------------------------------ exactly once


@pytest.mark.parametrize("step", ["claimed", "prepared", "sending", "sent", "recorded", "learned"])
def test_killed_at_any_step(
    bluesky_network: BlueskyNetwork, brand: TestAccount, opened: Open, tmp_path: Path, step: str
) -> None:
    """A process killed by SIGKILL at each step of publishing leaves, once another one went on, exactly one post."""
    office = opened()
    text = f"Tuée à l'étape {step}, {random.random()}"
    draft = approved(office, text)

    died = _worker(bluesky_network, tmp_path, draft, step)
    time.sleep(LEASE + 0.2)
    office.look()

    assert died == -9
    assert office.desk.get(draft).state == "published"
    assert collections.Counter(posts_of(bluesky_network, brand))[text] == 1


@pytest.mark.parametrize("fault", ["delay", "delay_answer"])
def test_killed_while_the_request_is_under_way(  # noqa: PLR0917 - fixtures
    bluesky_network: BlueskyNetwork,
    brand: TestAccount,
    opened: Open,
    tmp_path: Path,
    faulty_pds: FaultProxy,
    fault: str,
) -> None:
    """Killed before the server has the request, or after it has written and before it answers: one post."""
    office = opened(faulty_pds.address)
    text = f"Tuée pendant {fault}, {random.random()}"
    draft = approved(office, text)
    faulty_pds.plan(Fault(fault, seconds=3.0), "applyWrites")  # type: ignore[arg-type]

    def under_way() -> bool:
        sent = faulty_pds.requests("applyWrites")
        return bool(sent) and (fault == "delay" or sent[0].status == 200)

    died = _worker(bluesky_network, tmp_path, draft, "", kill_when=under_way)
    time.sleep(3.5)
    office.look()

    assert died == -9
    assert office.desk.get(draft).state == "published"
    assert collections.Counter(posts_of(bluesky_network, brand))[text] == 1


def test_two_workers_at_once_on_the_real_server(
    bluesky_network: BlueskyNetwork, brand: TestAccount, opened: Open, tmp_path: Path
) -> None:
    """Three processes that publish the same draft at the same moment: one post."""
    office = opened()
    text = f"Trois à la fois, {random.random()}"
    draft = approved(office, text)

    started = [_start(bluesky_network, tmp_path, draft, "") for _ in range(3)]
    codes = [worker.wait(60) for worker in started]

    assert codes == [0, 0, 0]
    assert office.desk.get(draft).state == "published"
    assert collections.Counter(posts_of(bluesky_network, brand))[text] == 1


def test_two_hundred_publications_through_a_bad_line(
    bluesky_network: BlueskyNetwork, brand: TestAccount, opened: Open, faulty_pds: FaultProxy
) -> None:
    """A line that drops, delays, doubles, cuts and answers 500 or 429: nothing is lost, nothing doubled."""
    office = opened(faulty_pds.address)
    rng = random.Random(20261125)
    made: collections.Counter[str] = collections.Counter()

    def fault(seen: Seen) -> Fault | None:
        if "applyWrites" not in seen.path and "getRecord" not in seen.path:
            return None
        chosen = rng.choices(
            ["", "drop_before", "drop_after", "delay", "delay_answer", "duplicate", "cut", "500", "500_after", "429"],
            [40, 7, 9, 5, 5, 8, 8, 7, 7, 4],
        )[0]
        made[chosen or "none"] += 1
        match chosen:
            case "":
                return None
            case "500":
                return Fault("answer")
            case "500_after":
                return Fault("answer_after")
            case "429":
                return too_many(1)
            case "delay" | "delay_answer":
                return Fault(chosen, seconds=0.05)
            case _:
                return Fault(chosen)

    faulty_pds.always = fault
    series = f"série {random.random()}"
    texts = [f"{series} numéro {number}" for number in range(200)]
    ids = [approved(office, text) for text in texts]
    drafts = Drafts(office.desk.drafts._database)
    connect = office.publisher._connect
    hurried = Publisher(drafts, connect, sleep=lambda seconds: time.sleep(min(seconds, 0.2)))
    for draft in ids:
        while hurried.publish(draft, "Maude", patience=1000).state == "publishing":
            time.sleep(0.2)
    faulty_pds.always = None

    states = collections.Counter(office.desk.get(draft).state for draft in ids)
    found = collections.Counter(text for text in posts_of(bluesky_network, brand) if text.startswith(series))
    tries = sum(office.desk.get(draft).sending.tries for draft in ids)
    sys.stdout.write(f"\n200 publications, {tries} tries, faults {dict(made)}: {states}\n")
    assert states == {"published": 200}
    assert found == dict.fromkeys(texts, 1)


def _start(network: BlueskyNetwork, folder: Path, draft: str, step: str) -> "subprocess.Popen[bytes]":
    words = (str(folder / "home"), network.pds, network.appview, SAMPLE.name, draft, step)
    return subprocess.Popen([sys.executable, "-m", "tests.desk.worker", *words], cwd=ROOT, stdout=subprocess.PIPE)


def _worker(
    network: BlueskyNetwork,
    folder: Path,
    draft: str,
    step: str,
    kill_when: Callable[[], bool] | None = None,
) -> int:
    worker = _start(network, folder, draft, step)
    while kill_when is not None and worker.poll() is None:
        if kill_when():
            worker.kill()
            break
        time.sleep(0.02)
    return worker.wait(60)
