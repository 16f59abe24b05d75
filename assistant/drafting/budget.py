"""How much material a model is given, by what it can make of it."""

from dataclasses import dataclass

from assistant.records import Approach


@dataclass(frozen=True, slots=True)
class Budget:
    """How much material a model is given: passages of each kind, characters of one guideline section, habits.

    `at_once` is how many drafts it writes at a time; `order` which approach is proposed first of drafts that the checks
    find equally good. `own_words_suffice`: where a draft in the house's own sentences is ready, the model is asked for
    another only if a person says so, or has a wish that those do not hear. `revised_replies`: a reply that a check
    blocks is written anew.
    """

    facts: int
    guidelines: int
    replies: int
    examples: int
    guideline_characters: int
    ideas: int
    habits: int
    at_once: int
    order: tuple[Approach, ...]
    short_prompts: bool = False
    own_words_suffice: bool = False
    revised_replies: bool = True


SMALL = Budget(
    facts=3,
    guidelines=1,
    replies=2,
    examples=3,
    guideline_characters=200,
    ideas=6,
    habits=2,
    at_once=2,
    order=("own_words", "facts", "holding", "free", "brief", "person"),
    short_prompts=True,
    own_words_suffice=True,
    revised_replies=False,
)
"""For the built-in model: at some 70 prompt tokens a second on two cores, 300 tokens are a wait of four seconds; and it
follows a short prompt full of examples where a long one with rules makes it refuse or repeat the message. It writes two
drafts at a time, as many as its server has slots. The house's own sentences come first: they are true as they stand.
Its replies are not revised: of nine none came out right, two that had been echoes became false (“No, no aceptan
perros.”), and it took twice as long. Of 47 that it wrote where nothing was ready three could have gone out
(`tests/eval/drafts_blind_{6,7,8}.toml`): beside a sentence that is ready it would be a wait for what is thrown away."""
LARGE = Budget(
    facts=6,
    guidelines=4,
    replies=5,
    examples=6,
    guideline_characters=1200,
    ideas=10,
    habits=8,
    at_once=3,
    order=("free", "brief", "person", "own_words", "holding", "facts"),
)
