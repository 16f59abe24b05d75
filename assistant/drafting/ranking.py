"""Which draft is the best: first what blocks it, then what may be wrong in it, then its voice and how it came about."""

from collections.abc import Iterable, Mapping

from assistant.drafting.checks import STATED, word_runs
from assistant.records import Approach, Draft, Drafted, Event, Ranked
from assistant.wording import say

_BANDS = {"in_range": 0, "unknown": 0, "drifting": 1, "off": 2}
_FACTS = STATED | {"gap"}
_SAME = 0.75
"""Share of a draft's runs of two words from which it is another one in other words: no choice for a person."""

Order = tuple[Approach, ...]


def order_drafts(drafts: Mapping[int, Draft], first: Order, reader: str = "en") -> Ranked:
    """The indexes of the drafts, best first: nothing that blocks, nothing that no source says, the voice, few remarks,
    then the approaches in the order of `first`. A draft that says nearly what a better one says goes to the end."""
    ranked = sorted(drafts, key=lambda index: _place(drafts[index], first))
    chosen: list[int] = []
    again: list[int] = []
    for index in ranked:
        runs = word_runs(drafts[index].text, 2)
        alike = any(len(runs & word_runs(drafts[one].text, 2)) >= _SAME * max(1, len(runs)) for one in chosen)
        (again if alike else chosen).append(index)
    order = (*chosen, *again)
    return Ranked(order, _reason(drafts, order, first, reader) if len(order) > 1 else "")


def blocked(draft: Draft) -> int:
    """How many findings keep a draft from going out."""
    return sum(finding.level == "block" for finding in draft.findings)


def best_first(events: Iterable[Event]) -> tuple[Draft, ...]:
    """The drafts of a run as it ranked them; as they came where it did not."""
    drafts: dict[int, Draft] = {}
    order: tuple[int, ...] = ()
    for event in events:
        if isinstance(event, Drafted):
            drafts[event.index] = event.draft
        elif isinstance(event, Ranked):
            order = event.order
    places = {index: place for place, index in enumerate(order)}
    return tuple(drafts[index] for index in sorted(drafts, key=lambda index: (places.get(index, len(order)), index)))


def _place(draft: Draft, first: Order) -> tuple[int, int, int, int, int]:
    doubtful = sum(finding.check in _FACTS for finding in draft.findings)
    minor = sum(finding.level == "warn" and finding.check not in _FACTS for finding in draft.findings)
    return blocked(draft), doubtful, _BANDS[draft.voice.band], minor, _approach(draft, first)


def _approach(draft: Draft, first: Order) -> int:
    return first.index(draft.approach) if draft.approach in first else len(first)


def _reason(drafts: Mapping[int, Draft], order: tuple[int, ...], first: Order, reader: str) -> str:
    """What sets the first draft apart from the second."""
    best, next_one = _place(drafts[order[0]], first), _place(drafts[order[1]], first)
    why = ("blocks", "doubts", "voice", "remarks", "approach")
    differs = next((name for name, one, other in zip(why, best, next_one, strict=True) if one != other), "approach")
    if differs == "approach":
        return say(f"drafting.first_{drafts[order[0]].approach}", reader)
    return say(f"drafting.first_by_{differs}", reader)
