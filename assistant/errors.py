"""The error tree. Whatever goes wrong on purpose in Papillon is one of these.

    PapillonError
    ├── BadInput            what the user gave cannot be used (exit code 2)
    │   ├── BadKnowledge    a file of the brand's knowledge is broken: file, line, what was expected
    │   ├── BadSetting      a setting has a value that means nothing
    │   ├── SignInRefused   the handle and password are not an account's
    │   ├── PostGone        a post that was asked for or is to be answered is not there
    │   └── NetworkRefused  the network does not accept what was sent; sending it again changes nothing
    ├── Unreachable         a part is not there or does not answer (exit code 3)
    │   ├── ModelUnavailable   no model, or its server is gone
    │   ├── ModelRateLimited   the model's server asks to wait
    │   ├── ModelTimeout       the model's server did not answer in time
    │   ├── IndexHeld          another process owns the search index
    │   ├── StorageFull        the disk has no room
    │   ├── NetworkUnreachable a social network's server does not answer; nothing was written there
    │   ├── NetworkRateLimited a social network's server asks to wait
    │   ├── OutcomeUnknown     something was sent and no answer came: it may have been written, or not
    │   ├── SignedOut          an account's session does not hold any more
    │   └── AccountClosed      the network has closed or suspended an account
    ├── PostChanged         a post is not the version any more that was read
    ├── ReplyRefused        the author of a post does not take replies, or quotes, from us
    ├── ModelRefused        the model declined, or its provider blocked the request
    ├── ModelBroken         the model answered with something that is no answer
    ├── Conflict            somebody else changed it meanwhile: both texts are shown, nothing is lost
    ├── NotAllowed          the order of the desk forbids it: not approved, blocked by a finding, out already
    └── Cancelled           the person pressed stop

Each carries the key of a sentence in `assistant.wording` and the values for it, so that it can be told in the user's
language; `str(error)` is the English sentence.
"""

from assistant.wording import say


class PapillonError(Exception):
    """Root of the tree. `key` names a sentence (`room.name`), `values` fill its places."""

    exit_code = 1

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def text(self, language: str = "en") -> str:
        """What happened and what to do next, in one or two sentences."""
        return say(self.key, language, **self.values)

    def __str__(self) -> str:
        return self.text("en")


class BadInput(PapillonError):
    """What the user gave cannot be used."""

    exit_code = 2


class BadKnowledge(BadInput):
    """A file of the brand's knowledge is broken."""


class BadSetting(BadInput):
    """A setting has a value that means nothing."""


class SignInRefused(BadInput):
    """The handle and password are not an account's."""


class PostGone(BadInput):
    """A post that was asked for, or is to be answered, is not there: deleted, or hidden from us by a block."""


class NetworkRefused(BadInput):
    """The network does not accept what was sent; `values["reason"]` says why. Sending it again changes nothing."""


class Unreachable(PapillonError):
    """A part is not there or does not answer."""

    exit_code = 3


class ModelUnavailable(Unreachable):
    """No model is configured, or its server is gone."""


class ModelRateLimited(Unreachable):
    """The model's server asks to wait; `values["seconds"]` says how long when it told."""


class ModelTimeout(Unreachable):
    """The model's server did not answer in time."""


class IndexHeld(Unreachable):
    """Another process owns the search index."""


class StorageFull(Unreachable):
    """The disk has no room."""


class NetworkUnreachable(Unreachable):
    """A social network's server does not answer, or cannot reach another one that it needs. Nothing was written, so
    it may be tried again."""


class NetworkRateLimited(Unreachable):
    """A social network's server asks to wait; `values["seconds"]` says how long. Nothing was written."""


class OutcomeUnknown(Unreachable):
    """Something was sent and no answer came, or one that does not tell: it may have been written, or not. Look before
    sending again."""


class SignedOut(Unreachable):
    """An account's session does not hold any more (app password revoked, session run out): sign in again."""


class AccountClosed(Unreachable):
    """The network has closed, suspended or deactivated an account."""


class PostChanged(PapillonError):
    """A post is not the version any more that was read."""


class ReplyRefused(PapillonError):
    """The author of a post does not take replies, or quotes, from this account."""


class ModelRefused(PapillonError):
    """The model declined, or its provider blocked the request."""


class ModelBroken(PapillonError):
    """The model answered with something that is no answer (malformed, empty, endless)."""


class Conflict(PapillonError):
    """Somebody else changed it meanwhile; `values` hold who, when and the texts."""


class NotAllowed(PapillonError):
    """The order of the desk forbids it as things stand."""


class Cancelled(PapillonError):
    """The person pressed stop."""
