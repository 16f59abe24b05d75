"""Whom a message is for, by the accounts it begins with: what friends say to each other under our post is theirs."""

from collections.abc import Collection, Sequence

import regex

from assistant.store.fulltext import fold
from assistant.voice.brand import Brand

_LEADING = regex.compile(
    r"^\W*(?:(?:hey|hi|yo|salut|allo|heille)\s+)?(?P<handles>(?:@[\w.-]+(?:@[\w.-]+)?[\s,:]*)+)", regex.IGNORECASE
)
_HANDLE = regex.compile(r"@[\w.-]+(?:@[\w.-]+)?")
_LEAST_OF_A_HANDLE = 5
_SPOKEN_TO = r"(?<!\p{{L}}){0}\s*,?\s+(?:you|u|ur|your|are|can|do|did|tu|t'|t’|vous|ton|ta|peux)\b"
_BETWEEN_FRIENDS = regex.compile(
    r"\b(?:tu|t['’]|te|toi|ton|ta|tes|you|u|ur|your|yours|yourself|let['’]?s|we(?:['’]re| are| should| could| have| "
    r"need)|on (?:se|devrait|pourrait|va|y (?:va|retourne)|ira)|nous deux|us two|remember)(?![\p{L}])",
    regex.IGNORECASE,
)


def account_of(handle: str) -> str:
    """A handle as it is compared: without the sign before it, in small letters."""
    return handle.strip().lstrip("@").casefold()


def addressed_to(text: str, brand: Brand, wrote: Collection[str] = ()) -> str | None:
    """The account that a message is surely for when it is not for us; None when it may be ours to answer.

    It begins with several accounts and none of ours, with that of somebody who `wrote` in the thread, or speaks to one
    of those it begins with by name.
    """
    others, all_others, rest = _leading(text, brand)
    if not others:
        return None
    if all_others:
        known = set(map(_name_in, wrote))
        if len(others) > 1 or any(_name_in(one) in known for one in others):
            return others[0]
    for one in others:
        if regex.search(_SPOKEN_TO.format(regex.escape(_name_in(one))), rest, regex.IGNORECASE):
            return one
    return None


def _name_in(handle: str) -> str:
    """What a handle is called by, without the server: `max` of “@max.example” and of “@max@cafe.example”."""
    return account_of(handle).partition(".")[0].partition("@")[0]


def speaks_to(text: str, brand: Brand) -> str | None:
    """The one account that a message begins with and says “you” or “we” to; it may be one of ours that the brand's
    file does not name, so this counts only where there is nothing for us to answer."""
    others, all_others, rest = _leading(text, brand)
    return others[0] if all_others and _BETWEEN_FRIENDS.search(rest) else None


def _leading(text: str, brand: Brand) -> tuple[Sequence[str], bool, str]:
    """The accounts at the beginning that are not ours, whether none of ours is there, and what follows."""
    leading = _LEADING.match(text)
    if leading is None:
        return (), False, text
    handles = [one.rstrip(".-") for one in _HANDLE.findall(leading["handles"])]
    others = [one for one in handles if not _is_ours(one, brand)]
    return others, bool(others) and len(others) == len(handles), text[leading.end() :]


def _is_ours(handle: str, brand: Brand) -> bool:
    """An account of the brand or its people, the beginning of one, or one that holds the longest word of its name."""
    name = fold(account_of(handle))
    known = [fold(account_of(one)) for one in (*brand.handles, regex.sub(r"\W", "", brand.name))]
    longest = max(regex.findall(r"\p{L}+", fold(brand.name)), key=len, default="")
    if len(longest) >= _LEAST_OF_A_HANDLE and longest in name:
        return True
    return any(name == one or (len(name) >= _LEAST_OF_A_HANDLE and one.startswith(name)) for one in known)
