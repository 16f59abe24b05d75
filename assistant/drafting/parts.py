"""The parts of the corridor that can be left out, so that what each is worth can be measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts work. All of them, but for `papillon eval drafts`, which leaves out one at a time.

    - `understanding`: situation and questions of a message, told to the writer.
    - `decision`: hand over or stay silent.
    - `evidence`: sentences picked for each question, gaps admitted.
    - `truth`: polarity, relations and promises checked, not only names and numbers.
    - `near_replies`: own earlier replies as examples.
    - `own_words`: drafts made of the house's own sentences, without a model.
    - `model`: drafts that a model writes.
    - `candidates`: several drafts, the best first.
    - `revisions`: rewriting what does not pass.
    - `fences`: outside text fenced, and answers that obey it or leak caught.
    """

    understanding: bool = True
    decision: bool = True
    evidence: bool = True
    truth: bool = True
    near_replies: bool = True
    own_words: bool = True
    model: bool = True
    candidates: bool = True
    revisions: bool = True
    fences: bool = True


WHOLE = Parts()
