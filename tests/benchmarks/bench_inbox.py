"""How many requests the inbox needs for 1,000 notifications on the real Bluesky servers, and for a look when nothing is
new. Run: python -m tests.benchmarks.bench_inbox
"""

import collections
import tempfile
import time
from pathlib import Path

from assistant.desk.inbox import Inbox
from assistant.networks import AccountBook
from assistant.settings import load_settings
from assistant.store import Database, Mail
from assistant.voice.brand import load_brand
from tests.bluesky_network import BlueskyNetwork, TestAccount
from tests.conftest import SAMPLE
from tests.fault_proxy import FaultProxy

MESSAGES = 1000
BATCH = 200


def mention(network: BlueskyNetwork, customer: TestAccount, brand: TestAccount) -> None:
    """The customer mentions the brand 1,000 times."""
    client = network.client(customer)
    text = f"@{brand.handle} vous êtes ouverts?"
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": brand.did}
    facet = {"index": {"byteStart": 0, "byteEnd": len(brand.handle) + 1}, "features": [feature]}
    for batch in range(MESSAGES // BATCH):
        writes = [
            {
                "$type": "com.atproto.repo.applyWrites#create",
                "collection": "app.bsky.feed.post",
                "value": {
                    "$type": "app.bsky.feed.post",
                    "text": f"{text} {batch}-{number}",
                    "facets": [facet],
                    "langs": ["fr"],
                    "createdAt": f"2026-11-25T{10 + batch:02}:{number // 60:02}:{number % 60:02}Z",
                },
            }
            for number in range(BATCH)
        ]
        client.com.atproto.repo.apply_writes({"repo": customer.did, "writes": writes})
    network.sync()


def main() -> None:
    """Print the requests by kind, and the seconds."""
    network = BlueskyNetwork()
    try:
        brand, customer = network.new_account("bench"), network.new_account("asker")
        mention(network, customer, brand)
        with FaultProxy(network.pds) as proxy, tempfile.TemporaryDirectory() as folder:
            settings = load_settings(home=Path(folder), bluesky_service=proxy.address, bluesky_appview=network.appview)
            database = Database.open(settings.database)
            sample = load_brand(SAMPLE)
            book = AccountBook(settings, database, sample.id)
            account = book.add(brand.handle, brand.app_password)
            inbox = Inbox(sample, Mail(database), book)
            for name, look in (
                (f"first look, {MESSAGES}", lambda: inbox.sync(account, most=MESSAGES)),
                ("a full look again", lambda: inbox.sync(account, most=MESSAGES)),
                ("a poll", lambda: inbox.poll(account)),
                ("the list from the database", inbox.list),
            ):
                before, start = len(proxy.seen), time.perf_counter()
                done = look()
                seconds = time.perf_counter() - start
                kinds = collections.Counter(
                    seen.path.partition("?")[0].rpartition(".")[2] for seen in proxy.seen[before:]
                )
                new = getattr(done, "new", "")
                print(f"{name:28} {sum(kinds.values()):4} requests {seconds:7.2f} s  {new}  {dict(kinds)}")
            book.close()
            database.close()
    finally:
        network.stop()


if __name__ == "__main__":
    main()
