"""Who of the house should answer a message or post about a topic, and the posts that prove it."""

from dataclasses import dataclass

from assistant.records.knowledge import Passage


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody of the house (empty `person`: the house itself) and how well a message or topic is theirs.

    `posts` are up to three of their texts about it, the nearest first; `alike` counts how many there are; `replies`
    says whether most of these answered somebody. `topics` are what they say they speak about, as far as it fits. They
    are out of the question when they do not write the language (`speaks`) or have no account on the network
    (`present`).
    """

    person: str
    score: float
    posts: tuple[Passage, ...] = ()
    alike: int = 0
    replies: bool = False
    topics: tuple[str, ...] = ()
    speaks: bool = True
    present: bool = True


@dataclass(frozen=True, slots=True)
class Advice:
    """Who should speak: `best` is a person's id, empty for the house when nobody fits better. `speakers` are all who
    may speak, the house among them, best first."""

    best: str
    language: str
    speakers: tuple[Speaker, ...]

    def of(self, person: str) -> Speaker | None:
        """One of the speakers."""
        return next((speaker for speaker in self.speakers if speaker.person == person), None)
