"""The inbox: what people wrote to us, kept in the database, the most urgent conversation first."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from assistant.desk import states
from assistant.desk.approval import now
from assistant.desk.arrivals import exchange, merged, notified, searched, weighed
from assistant.desk.urgency import hurried, place
from assistant.errors import (
    BadInput,
    NetworkRateLimited,
    NetworkRefused,
    NetworkUnreachable,
    PapillonError,
    PostGone,
    SignedOut,
)
from assistant.networks import Network, Networks
from assistant.records import Account, Exchange, Notification, Received, Standing, Synced, Urgency
from assistant.store import Mail, Watch
from assistant.voice.brand import Brand
from assistant.wording import say

PAGE = 100
"""Messages of one page; the most that Bluesky gives."""
FIRST = 300
"""Messages taken when an account is read for the first time; older ones come on demand."""
QUIET = 60.0
"""Seconds between two full looks while the network says that nothing is new."""
POLL = 1.0
"""Seconds between two cheap looks, when the network's allowance lasts."""
_LONGEST_PAUSE = 600.0


class Inbox:
    """What was received by the accounts of one brand. Safe for threads and processes."""

    def __init__(self, brand: Brand, mail: Mail, networks: Networks, *, clock: Callable[[], datetime] = now) -> None:
        self.brand = brand
        self.mail = mail
        self.networks = networks
        self._clock = clock

    def accounts(self) -> tuple[Account, ...]:
        """The brand's accounts."""
        return self.networks.accounts()

    # ------------------------------------------------------------ looking for new messages

    def poll(self, account: Account, reader: str = "en") -> Synced | None:
        """Look for new messages if it is time to; None when it is not. What goes wrong is kept with the watch and told
        in the answer; the next look then waits longer, or as long as the network asks."""
        watch = self.mail.watch(account.id)
        if watch.next is not None and watch.next > self._clock():
            return None
        try:
            network = self.networks.connect(account)
            count = network.unread()
            if self._nothing_new(count, watch):
                self._next(watch, network)
                return None
            done = self.sync(account, reader=reader)
            self.mail.keep_watch(replace(self.mail.watch(account.id), count=count))
            return done
        except PapillonError as error:
            return self._failed(watch, error, reader)

    def sync(self, account: Account, *, most: int = FIRST, reader: str = "en") -> Synced:
        """Take in what is new, in a bounded number of requests: a page each 100 messages, until one is known whole.

        Raises:
            PapillonError: the network could not be read; what had come is kept.
        """
        network = self.networks.connect(account)
        watch = self.mail.watch(account.id)
        cursor, new, pages, taken = "", 0, 0, 0
        seen = watch.seen
        while taken < most:
            page = network.notifications(cursor=cursor, limit=min(PAGE, most - taken))
            pages, taken, cursor = pages + 1, taken + len(page.notifications), page.cursor
            seen = page.seen or seen
            added, known = self._take(account, page.notifications)
            new += added
            if not cursor or (known and watch.newest is not None):
                break
        older, complete = (cursor, not cursor) if watch.newest is None else (watch.older, watch.complete)
        found, asked, problem = self._search(account, network, reader)
        new, pages = new + found, pages + asked
        if new:
            self.mail.put(weighed(self.mail.list([account.id], ("open",)), self.brand, self._clock()))
        moment = self._clock()
        watch = replace(watch, seen=seen, older=older, complete=complete, newest=moment, problem=problem)
        watch = self._next(watch, network)
        return Synced(new, pages, self.mail.unread([account.id]), watch.next, problem, complete)

    def look_again(self, account: Account) -> None:
        """Forget what kept the account from being read, such as a session that did not hold: the next poll looks."""
        self.mail.keep_watch(replace(self.mail.watch(account.id), next=None, failures=0, problem=""))

    def older(self, account: Account, *, most: int = PAGE) -> Synced:
        """Take in older messages than there are.

        Raises:
            PapillonError: the network could not be read.
        """
        watch = self.mail.watch(account.id)
        if watch.newest is None:
            return self.sync(account)
        if watch.complete or not watch.older:
            return Synced(unread=self.mail.unread([account.id]), complete=True)
        network = self.networks.connect(account)
        page = network.notifications(cursor=watch.older, limit=most)
        new, _ = self._take(account, page.notifications)
        if new:
            self.mail.put(weighed(self.mail.list([account.id], ("open",)), self.brand, self._clock()))
        self.mail.keep_watch(replace(watch, older=page.cursor, complete=not page.cursor))
        return Synced(new, 1, self.mail.unread([account.id]), watch.next, "", not page.cursor)

    def _search(self, account: Account, network: Network, reader: str) -> tuple[int, int, str]:
        """Take in what the saved searches find: how many are new, how often was asked, and what went wrong. A search
        that its server does not answer keeps nobody's message from arriving."""
        ours = {one.id for one in self.accounts()}
        new, asked, problem = 0, 0, ""
        for search in self.mail.searches(account.id):
            asked += 1
            try:
                posts = network.search(search.words, limit=25).posts
            except (BadInput, NetworkRefused, NetworkUnreachable) as error:
                problem = say("desk.search_failed", reader, words=search.words, reason=error.text(reader))
                continue
            known = self.mail.known(account.id, [post.uri for post in posts])
            found = [post for post in posts if post.author.id not in ours and post.uri not in known]
            new += self.mail.put(searched(account.id, search.words, post, self.brand, self._clock()) for post in found)
        return new, asked, problem

    def _nothing_new(self, count: int, watch: Watch) -> bool:
        """A full look is due once a minute anyway, for what was answered or deleted elsewhere."""
        if watch.newest is None or watch.failures or self._clock() - watch.newest > timedelta(seconds=QUIET):
            return False
        return count == watch.count

    def _take(self, account: Account, notifications: Sequence[Notification]) -> tuple[int, bool]:
        """Keep a page; how many are new, and whether all were known already."""
        known = self.mail.known(account.id, [one.uri for one in notifications])
        kept: list[Received] = []
        for one in notifications:
            before = known.get(one.uri)
            if one.post is None:
                if before is not None and before.standing != "gone":
                    kept.append(replace(before, standing="gone", read=before.read or one.read))
                continue
            message = notified(account.id, one, one.post, self.brand)
            kept.append(merged(before, message) if before else message)
        changed = [message for message in kept if known.get(message.uri) != message]
        new = self.mail.put(changed)
        return new, bool(notifications) and new == 0

    def _next(self, watch: Watch, network: Network) -> Watch:
        pause = max(POLL, network.delay())
        watch = replace(watch, next=self._clock() + timedelta(seconds=pause), failures=0)
        self.mail.keep_watch(watch)
        return watch

    def _failed(self, watch: Watch, error: PapillonError, reader: str) -> Synced:
        failures = watch.failures + 1
        asked = error.values.get("seconds") if isinstance(error, NetworkRateLimited) else None
        pause = float(asked) if isinstance(asked, (int, float)) else min(_LONGEST_PAUSE, 2.5 * 2.0 ** min(failures, 10))
        if isinstance(error, SignedOut):
            pause = _LONGEST_PAUSE
        due = self._clock() + timedelta(seconds=pause)
        self.mail.keep_watch(replace(watch, failures=failures, problem=error.text(reader), next=due))
        return Synced(unread=self.mail.unread([watch.account]), next=due, problem=error.text(reader))

    # ------------------------------------------------------------ reading

    def list(self, accounts: Sequence[str] = (), *, everything: bool = False, most: int = 1000) -> tuple[Exchange, ...]:
        """Conversations, those that wait for an answer first, the most urgent on top (`place`). With `everything`,
        those that need none any more follow, the newest first."""
        chosen = list(accounts) or [account.id for account in self.accounts()]
        groups: dict[tuple[str, str], list[Received]] = {}
        for message in self.mail.list(chosen, most=most):
            groups.setdefault((message.account, message.conversation), []).append(message)
        found = [exchange(key, account, messages) for (account, key), messages in groups.items()]
        waiting = [one for one in found if one.open]
        waiting.sort(key=lambda one: place(one.first))
        done = [one for one in found if not one.open and everything]
        done.sort(key=lambda one: one.messages[-1].arrived, reverse=True)
        return (*waiting, *done)

    def unread(self) -> int:
        """How many messages nobody has looked at."""
        return self.mail.unread([account.id for account in self.accounts()])

    def history(self, message: Received) -> tuple[Received, ...]:
        """What the same person wrote to us before, the newest first."""
        return tuple(
            one
            for one in self.mail.list([message.account])
            if one.post.author.id == message.post.author.id and one.conversation != message.conversation
        )

    def open(self, account_id: str, uri: str) -> Received:
        """A message with the conversation around it, fetched anew; it counts as read from now on. When the network
        cannot be reached, what was fetched before is given, and `problem` says so.

        Raises:
            BadInput: there is no such message.
        """
        message = self.mail.change(account_id, uri, lambda one: replace(one, read=True))
        account = self._account(account_id)
        if account is None:
            return message
        try:
            network = self.networks.connect(account)
            thread = network.read_post(uri)
        except PostGone:
            return self.mail.change(account_id, uri, lambda one: replace(one, standing="gone"))
        except PapillonError as error:
            return replace(message, problem=error.text())

        def fresh(one: Received) -> Received:
            standing = one.standing
            answer = one.answer
            if thread.ours and standing == "open":
                standing, answer = "answered", thread.ours[0].uri
            elif thread.post.liked and standing == "open":
                standing, answer = "liked", thread.post.liked
            return replace(one, thread=thread, post=thread.post, standing=standing, answer=answer, problem="")

        return self.mail.change(account_id, uri, fresh)

    def named(self, uri: str) -> tuple[Received, ...]:
        """A message by its address, once for each account that received it."""
        found = (self.mail.known(account.id, [uri]) for account in self.accounts())
        return tuple(message for known in found for message in known.values())

    def mark_all_read(self, account: Account) -> None:
        """Everything was seen, here and in the network's own apps.

        Raises:
            PapillonError: the network could not be told; nothing changed.
        """
        until = self._clock()
        self.networks.connect(account).mark_seen(until)
        self.mail.mark_read(account.id, until)

    # ------------------------------------------------------------ what a person decides

    def set_standing(self, account_id: str, uri: str, standing: Standing, by: str, answer: str = "") -> Received:
        """A person's word on a message: it needs no reply, somebody took it over, or it is open again.

        Raises:
            BadInput: there is no such message, or no name.
        """
        by = states.named(by)
        return self.mail.change(
            account_id, uri, lambda one: replace(one, standing=standing, by=by, answer=answer or one.answer)
        )

    def set_urgency(self, account_id: str, uri: str, urgency: Urgency | None, by: str) -> Received:
        """A person's word on by when a message wants an answer; None goes back to what is read in it.

        Raises:
            BadInput: there is no such message, or no name.
        """
        by = states.named(by)
        return self.mail.change(account_id, uri, lambda one: hurried(one, urgency, by, self.brand))

    def set_draft(self, account_id: str, uri: str, draft: str) -> Received:
        """Remember which draft is to answer a message."""
        return self.mail.change(account_id, uri, lambda one: replace(one, draft=draft))

    def like(self, account_id: str, uri: str, by: str) -> Received:
        """Answer a message with a like.

        Raises:
            BadInput: there is no such message, account or name.
            PapillonError: the network did not take it.
        """
        by = states.named(by)
        account = self._account(account_id)
        if account is None:
            raise BadInput("desk.account_gone", account=account_id)
        message = self.mail.get(account_id, uri)
        address = self.networks.connect(account).like(message.post.ref)
        return self.set_standing(account_id, uri, "liked", by, address)

    def answered(self, account_id: str, uri: str, by: str, answer: str) -> None:
        """Our reply to a message was published. A message that is not in the inbox is no fault."""
        if uri in self.mail.known(account_id, [uri]):
            self.set_standing(account_id, uri, "answered", by, answer)

    def _account(self, account_id: str) -> Account | None:
        return next((account for account in self.accounts() if account.id == account_id), None)
