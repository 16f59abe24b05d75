"""Words that are watched, as the page shows and changes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.desk import Office
from assistant.errors import PapillonError
from assistant.records import SavedSearch
from assistant.ui.rendering.figures import plural
from assistant.wording import say


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched, and what came of the last change. `words` is what a person typed that could not be taken."""

    searches: tuple[SavedSearch, ...] = ()
    handles: tuple[tuple[str, str], ...] = ()
    """Id and handle of each account, the brand's own first."""
    told: str = ""
    level: Literal["info", "warn", "bad"] = "info"
    words: str = ""


def look(office: Office) -> Watched:
    """What is watched now."""
    accounts = sorted(office.inbox.accounts(), key=lambda one: bool(one.person))
    return Watched(office.searches.list(), tuple((one.id, one.handle) for one in accounts))


def change(office: Office, said: Sequence[str], reader: str) -> Watched:
    """Watch words and look for them at once, or watch them no more; `said` is what, the words, the account."""
    what, words, account = (*map(str, said), "", "", "")[:3]
    told, level, left = "", "info", ""
    try:
        if what == "remove":
            office.searches.remove(words, account)
            told = say("ui.search_removed", reader, words=words)
        else:
            kept = office.searches.add(words, account)
            told, level = _looked(office, kept, reader)
    except PapillonError as error:
        told, level, left = error.text(reader), "bad", words
    now = look(office)
    return Watched(now.searches, now.handles, told, level, left)  # type: ignore[arg-type]  # the levels above


def _looked(office: Office, search: SavedSearch, reader: str) -> tuple[str, str]:
    """The search is kept whatever the first look gives."""
    try:
        new, problem = office.searches.look(search, reader)
    except PapillonError as error:
        new, problem = 0, error.text(reader)
    told = say("ui.search_added", reader, words=search.words)
    return (f"{told} {problem}", "warn") if problem else (f"{told} {plural('ui.inbox_new_{}', new, reader)}", "info")
