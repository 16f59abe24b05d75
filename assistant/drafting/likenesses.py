"""How near a question is in meaning to what a house states: to each sentence, and to the whole fact it stands in."""

from collections.abc import Sequence

from assistant.drafting.seeking import Sought, is_empty
from assistant.drafting.stated import Stated
from assistant.model.nearness import Nearness

LIKENESSES = (
    "matched", "matched_message", "matched_context", "whole", "whole_message", "whole_context", "behind", "lead",
)  # fmt: skip
"""The question, alone, with its message and with its context, matched with the sentence and with the whole fact; how
far the mean of these six lies under that of the best fact, and over that of the next."""
_MATCHES = 6


def likenesses(sought: Sought, candidates: Sequence[Stated], near: Nearness, message: str) -> list[tuple[float, ...]]:
    """For each sentence, how well it and its whole fact answer, and how far that is from the best and the next fact."""
    asked = [sought.text, message or sought.text, f"{sought.context} {sought.text}".strip()]
    sentences = near.answers(asked, [with_topic(one) for one in candidates])
    wholes = near.answers(asked, [_whole(one) for one in candidates])
    found = list(zip(*sentences, *wholes, strict=True))
    means = [sum(each) / _MATCHES for each in found]
    facts: dict[str, float] = {}
    for one, mean in zip(candidates, means, strict=True):
        facts[one.passage.id] = max(mean, facts.get(one.passage.id, -1.0))
    first, second = (*sorted(facts.values(), reverse=True), -1.0)[:2]
    return [
        (*each, mean - first, mean - (second if facts[one.passage.id] == first else first))
        for one, each, mean in zip(candidates, found, means, strict=True)
    ]


def stated_by(candidates: Sequence[Stated]) -> list[str]:
    """What every question is matched with, so that it can be read ahead."""
    return sorted({told for one in candidates for told in (with_topic(one), _whole(one))})


def _whole(one: Stated) -> str:
    return f"{' '.join(one.passage.section)} {one.passage.text}"


def words_compared(candidates: Sequence[Stated]) -> list[str]:
    """The words and texts of sentences that every question is compared with, so that they can be read ahead."""
    return sorted({told for one in candidates for told in (one.text, with_topic(one), *telling_words(one))})


def with_topic(one: Stated) -> str:
    return f"{' '.join(one.passage.section)} {one.text}"


def telling_words(one: Stated) -> list[str]:
    # Little words are near to any rare one: “kenyan” and « le » lie at 0.83.
    return [word for word in one.words if not is_empty(word) and len(word) > 2]
