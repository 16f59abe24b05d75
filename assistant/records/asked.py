"""What a message asks, what the house knows about it, and what each sentence of an answer rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Support:
    """A sentence that something rests on. `source` is the number of the `Source` it stands in, 0 when it stands in the
    message, the thread or what a person typed; `text` is the sentence as it stands there; `score`, from 0 to 1, is how
    surely it says what is needed."""

    text: str
    source: int = 0
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a message, at `start` to `end` of it. `support` are the sentences that answer it, best first;
    `answered` is false when the house knows nothing that does, and `missing` then says what is missing, in the words of
    the message; `near` are then the sentences that may answer it, the likeliest first: a person takes one, or none."""

    text: str
    start: int = 0
    end: int = 0
    yes_no: bool = False
    answered: bool = True
    missing: str = ""
    support: tuple[Support, ...] = ()
    near: tuple[Support, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a person of the house typed to fill a gap: the answer to a question, used at once."""

    question: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft, at `start` to `end` of its text, and what it rests on, best first; nothing for a
    greeting or for what no source says."""

    start: int
    end: int
    support: tuple[Support, ...] = ()
