"""How many requests, and how long, 1,000 notifications and a thread of 1,000 replies take on Bluesky's real servers.

    python -m tests.benchmarks.bench_bluesky

Prints requests counted by a proxy in front of the PDS, and the time beside that of as many bare requests for the same
pages: what of it is ours.
"""

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from atproto import models

from assistant.networks import AccountBook
from assistant.settings import load_settings
from assistant.store import Database
from tests.bluesky_network import BlueskyNetwork, TestAccount
from tests.fault_proxy import FaultProxy

COUNT = 1000


def write(network: BlueskyNetwork, account: TestAccount, more: dict[str, Any]) -> None:
    """So many posts in a few commits, a second apart."""
    writes, began = models.ComAtprotoRepoApplyWrites, datetime.now(UTC) - timedelta(hours=1)
    posts = [
        {
            "$type": "app.bsky.feed.post",
            "text": f"@vous {number}",
            "createdAt": (began + timedelta(seconds=number)).isoformat(timespec="milliseconds"),
            **more,
        }
        for number in range(COUNT)
    ]
    for start in range(0, COUNT, 200):
        batch = [writes.Create(collection="app.bsky.feed.post", value=one) for one in posts[start : start + 200]]
        network.client(account).com.atproto.repo.apply_writes(writes.Data(repo=account.did, writes=batch))
    network.sync()


def main() -> None:
    """Print the requests and the times."""
    network = BlueskyNetwork()
    try:
        brand, customer = network.new_account("brand"), network.new_account("customer")
        mention = {"$type": "app.bsky.richtext.facet#mention", "did": brand.did}
        write(network, customer, {"facets": [{"index": {"byteStart": 0, "byteEnd": 5}, "features": [mention]}]})
        with tempfile.TemporaryDirectory() as home, FaultProxy(network.pds) as proxy:
            settings = load_settings(home=Path(home), bluesky_service=proxy.address, bluesky_appview=network.appview)
            database = Database.open(settings.database)
            book = AccountBook(settings, database, "bench")
            us = book.connect(book.add(brand.handle, brand.app_password))
            proxy.seen.clear()
            began, cursor, read = time.perf_counter(), "", 0
            while True:
                page = us.notifications(cursor=cursor, limit=100)
                cursor, read = page.cursor, read + len(page.notifications)
                if not cursor:
                    break
            ours, asked = time.perf_counter() - began, [seen.path for seen in proxy.seen]
            client, began = network.client(brand), time.perf_counter()
            for path in asked:
                method, _, query = path.removeprefix("/xrpc/").partition("?")
                client.request.get(f"{proxy.address}/xrpc/{method}?{query}")
            bare = time.perf_counter() - began
            print(f"{read} notifications        {len(asked):4} requests  {ours:6.2f} s  bare requests {bare:6.2f} s  ")
            print(f"ratio                     {ours / bare:6.2f}")
            first = network.post(customer, "Que pensez-vous du nouveau café?")
            ref = {"uri": first.uri, "cid": first.cid}
            write(network, customer, {"reply": {"root": ref, "parent": ref}})
            proxy.seen.clear()
            began = time.perf_counter()
            seen = us.read_post(first.uri)
            took = time.perf_counter() - began
            print(
                f"a thread of {COUNT} replies   {len(proxy.seen):4} requests  {took:6.2f} s  {len(seen.replies)} shown"
            )
            book.close()
            database.close()
    finally:
        network.stop()


if __name__ == "__main__":
    main()
