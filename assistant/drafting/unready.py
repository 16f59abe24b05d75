"""Why no sentence of the house is ready for a message that gets an answer, said to the person who writes it."""

from collections.abc import Sequence

from assistant.drafting.jests import is_in_jest
from assistant.drafting.material import Case
from assistant.drafting.remarks import is_kind
from assistant.drafting.sorrows import tells_of_loss
from assistant.drafting.writing import Assignment
from assistant.wording import say


def why_unready(case: Case, ready: Sequence[Assignment]) -> str:
    """One sentence for the person; empty where something is ready, nothing was to be, or it was asked something that
    is told apart as a question."""
    seen, message, reader = case.seen, case.request.message.text, case.request.reader
    if ready or seen.answer != "reply" or not case.parts.own_words:
        return ""
    asked = [one for one in case.material.asked if not is_in_jest(one.text, message)]
    if tells_of_loss(message):
        return say("drafting.unready_sad", reader)
    if not asked and (case.material.asked or seen.situation == "joke"):
        return say("drafting.unready_joke", reader)
    if asked:
        return ""
    if is_kind(case):
        return say("drafting.unready_thanks", reader)
    return say("drafting.unready_complaint" if seen.situation == "complaint" else "drafting.unready_remark", reader)
