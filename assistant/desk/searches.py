"""Saved searches: words to watch on a network. The posts they find arrive in the inbox."""

from assistant.desk.inbox import Inbox
from assistant.errors import BadInput
from assistant.records import Account, SavedSearch

MOST = 20
"""Searches of one account: each is one more request at every look."""
LONGEST = 200
"""Characters of one search."""


class Searches:
    """The saved searches of a brand's accounts. Safe for threads and processes."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def list(self) -> tuple[SavedSearch, ...]:
        """All of them, account by account."""
        return tuple(one for account in self._inbox.accounts() for one in self._inbox.mail.searches(account.id))

    def add(self, words: str, account: str = "") -> SavedSearch:
        """Watch a word or a phrase, through the brand's own account unless another is named (handle or id). Words that
        are watched already are not doubled.

        Raises:
            BadInput: there are no words, they are too many, or there is no such account.
        """
        said = " ".join(words.split())
        if not said or len(said) > LONGEST:
            raise BadInput("desk.search_words", most=LONGEST)
        watching = self._account(account)
        kept = self._inbox.mail.searches(watching.id)
        for one in kept:
            if one.words.casefold() == said.casefold():
                return one
        if len(kept) >= MOST:
            raise BadInput("desk.many_searches", most=MOST)
        search = SavedSearch(watching.id, said)
        self._inbox.mail.save_search(search)
        return search

    def remove(self, words: str, account: str = "") -> tuple[SavedSearch, ...]:
        """Watch words no more; what they found stays in the inbox. Without an account: those of every account.

        Raises:
            BadInput: nobody watches them, or there is no such account.
        """
        said = " ".join(words.split()).casefold()
        id_ = self._account(account).id if account else ""
        found = tuple(one for one in self.list() if one.words.casefold() == said and id_ in ("", one.account))
        if not found:
            raise BadInput("desk.no_search", words=words.strip())
        for one in found:
            self._inbox.mail.drop_search(one)
        return found

    def look(self, search: SavedSearch, reader: str = "en") -> tuple[int, str]:
        """Look now instead of at the next round: how many messages are new, and what went wrong, empty for nothing.

        Raises:
            PapillonError: the network could not be read; the search stays.
        """
        account = next(one for one in self._inbox.accounts() if one.id == search.account)
        done = self._inbox.sync(account, reader=reader)
        return done.new, done.problem

    def _account(self, name: str) -> Account:
        if name:
            return self._inbox.networks.account(name)
        every = self._inbox.accounts()
        own = next((one for one in every if not one.person), every[0] if every else None)
        if own is None:
            raise BadInput("networks.no_account")
        return own
