"""Why no sentence of the house is ready for a message that gets an answer, said to the person who writes it."""

from collections.abc import Sequence

from assistant.drafting.instructions import is_attack
from assistant.drafting.jests import is_in_jest
from assistant.drafting.material import Case
from assistant.drafting.remarks import is_kind
from assistant.drafting.sorrows import tells_of_loss
from assistant.drafting.writing import Assignment
from assistant.wording import say


def why_unready(case: Case, ready: Sequence[Assignment]) -> str:
    """One sentence for the person; empty where something is ready, nothing was to be, or it was asked something that
    is told apart as a question."""
    if ready or case.seen.answer != "reply" or not case.parts.own_words:
        return ""
    why = _why(case)
    return say(f"drafting.unready_{why}", case.request.reader) if why else ""


def _why(case: Case) -> str:
    seen, message = case.seen, case.request.message.text
    asked = [one for one in case.material.asked if not is_in_jest(one.text, message)]
    if tells_of_loss(message):
        return "sad"
    if not asked and (case.material.asked or seen.situation == "joke"):
        return "joke"
    if is_too_much_for_a_small_model(case):
        return "orders"
    if asked:
        return ""
    if is_kind(case):
        return "thanks"
    return "complaint" if seen.situation == "complaint" else "remark"


def is_too_much_for_a_small_model(case: Case) -> bool:
    """Whether a small model is better not asked: it follows the orders that a message gives to the assistant."""
    return case.small and case.parts.fences and is_attack(case.request.message.text)
