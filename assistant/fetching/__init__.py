"""Reading public web addresses safely: never the machine's own network, never without end.

`fetch` is the one door. An address may come from a page, a post or a message, so it is material that somebody else
wrote: what it names is checked where it is connected to, not only where it is written.
"""

from assistant.fetching.addresses import is_public
from assistant.fetching.fetch import Fetched, fetch
from assistant.fetching.reach import PUBLIC, Reach

__all__ = ["PUBLIC", "Fetched", "Reach", "fetch", "is_public"]
