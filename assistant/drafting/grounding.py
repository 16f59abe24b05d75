"""Names, numbers, prices, dates, links and handles of a draft, looked up in what the draft may rest on.

"Every name and number of the draft occurs in the sources" passed 85-98 % of true descriptions and 0-2 % of changed
ones when measured (shared/formats-and-metrics.md, section 4). Negation and wrong relations are found by `truth`.
"""

from collections.abc import Callable, Iterable

import regex

from assistant.drafting.claims import Claim, claims_of, fold
from assistant.records import Finding, Level
from assistant.wording import say

_LEVELS: dict[str, Level] = {
    "link": "block", "email": "block", "handle": "block", "phone": "block", "number": "block", "clock": "block",
    "order": "block",
    "day": "warn", "promise": "warn", "name": "warn",
}  # fmt: skip


class Ground:
    """Everything a draft may rest on: the sources it was given, the message, the brand's facts and names. What is in
    `base` is in it too."""

    def __init__(self, texts: Iterable[str], base: "Ground | None" = None) -> None:
        self._values: set[tuple[str, str]] = set(base._values) if base else set()
        self._words: set[str] = set(base._words) if base else set()
        self._figures: set[str] = set(base._figures) if base else set()
        pieces: list[str] = [base._folded] if base else []
        for text in texts:
            pieces.append(fold(text))
            for claim in claims_of(text):
                self._values.add((claim.kind, claim.value))
                self._figures.update(_figures(claim))
            self._words.update(_words(text))
        self._folded: str = "\n".join(pieces)

    def holds(self, claim: Claim) -> bool:
        """Whether the claim's value occurs in the ground, under the same unit when it has one."""
        if (claim.kind, claim.value) in self._values:
            return True
        match claim.kind:
            case "number":
                return self._holds_number(claim.value)
            case "link":
                whole = rf"(?<![\w.@-]){regex.escape(claim.value)}(?![\w-]|\.\w)"
                return regex.search(whole, self._folded) is not None
            case "name":
                return all(word in self._words for word in _words(claim.value))
            case "promise":
                return claim.value in self._folded
            case _:
                return False

    def _holds_number(self, number: str) -> bool:
        value, _, unit = number.partition(" ")
        if not unit:
            return value in self._figures
        # « 4 à 8 ailleurs » names its unit once: a bare number of the ground serves any unit of time or weight.
        return unit not in ("$", "€", "£", "%", "°", "cent") and ("number", value) in self._values


def check_grounding(
    text: str, ground: Ground, reader: str = "en", *, reckoned: Callable[[Claim], bool] = lambda _: False
) -> tuple[Finding, ...]:
    """A finding for each claim of `text` that the ground does not hold. `reckoned` tells the amounts that follow from
    others, such as the price of three bags."""
    found = []
    for claim in claims_of(text):
        if not ground.holds(claim) and not reckoned(claim):
            key = "drafting.promise" if claim.kind == "promise" else "drafting.not_known"
            message = say(key, reader, what=text[claim.start : claim.end])
            found.append(Finding("facts", _LEVELS[claim.kind], message, claim.start, claim.end))
    return tuple(found)


def _figures(claim: Claim) -> set[str]:
    """The bare figures that a claim vouches for: « 7 à 18 h » and “7 to 6” name no unit, or only once."""
    if claim.kind in ("number", "order"):
        return {claim.value.partition(" ")[0]}
    if claim.kind == "clock":
        hour = int(claim.value.partition(":")[0])
        return {str(hour), str(hour % 12)}
    return set()


def telling_words(text: str) -> set[str]:
    """Words of five letters or more and figures, in small letters: what a text shares with what it rests on."""
    return {word for word in regex.findall(r"[\p{L}\p{N}@.-]+", text.lower()) if len(word) >= 5 or word.isdigit()}


def _words(text: str) -> set[str]:
    return {regex.sub(r"'s$", "", word) for word in regex.findall(r"[\p{L}\p{N}][\p{L}\p{N}'-]*", fold(text))}
