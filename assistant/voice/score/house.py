"""All voices of one house: each learnt once for each state of the library, against the others and the background."""

import logging
import re
import threading
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from assistant.records import Post, VoiceMatch
from assistant.voice.score.background import background
from assistant.voice.score.scorer import VoiceScorer
from assistant.voice.score.storage import load_model, save_model

log = logging.getLogger(__name__)

PostsOf = Callable[[str, str, int], Sequence[Post]]
"""Person (empty: the brand itself), language, how many at most → an even sample of the posts of that voice."""
_MOST_OWN, _MOST_OF_A_VOICE = 4000, 1000
_SAFE = re.compile(r"[a-z0-9][a-z0-9-]*|")


class HouseVoices:
    """Scorers of a house by person and language. Safe for threads.

    `generation` names the state of the library, `people` are the ids of those who speak for the house now; whenever one
    of them changes, every model of an earlier state is forgotten, in memory and in `folder`, so that a person who left
    leaves nothing behind.
    """

    def __init__(
        self,
        posts: PostsOf,
        generation: Callable[[], str],
        people: Callable[[], Iterable[str]],
        folder: Path | None = None,
    ) -> None:
        self._posts = posts
        self._generation = generation
        self._people = people
        self._folder = folder
        self._lock = threading.Lock()
        self._state: str | None = None
        self._scorers: dict[tuple[str, str], VoiceScorer] = {}

    def score(self, text: str, *, language: str, person: str = "", kind: str = "", reader: str = "en") -> VoiceMatch:
        """How a text compares with the voice of a person, or of the brand."""
        return self.scorer(person, language).score(text, kind=kind, reader=reader)

    def scorer(self, person: str, language: str) -> VoiceScorer:
        """The scorer of one voice; learnt now when it is not known yet, in a second or two."""
        with self._lock:
            self._keep_only(self._now())
            known = self._scorers.get((person, language))
            if known is None:
                known = self._scorers[person, language] = self._open(person, language)
            return known

    def forget_old(self) -> None:
        """Forget every model of an earlier state of the library. Call it when the library has changed."""
        with self._lock:
            self._keep_only(self._now())

    def _now(self) -> str:
        generation = self._generation()
        return f"{generation} {' '.join(sorted(self._people()))}" if generation else ""

    def _keep_only(self, state: str) -> None:
        if state == self._state:
            return
        self._state = state
        self._scorers.clear()
        if self._folder is None or not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if path.suffix in (".npz", ".part") and not path.name.startswith(f"{_mark(state)}-"):
                try:
                    path.unlink()
                except OSError as error:
                    log.warning("%s: %s", path, error)

    def _open(self, person: str, language: str) -> VoiceScorer:
        path = self._path(person, language)
        if path is not None and (model := load_model(path)) is not None:
            return VoiceScorer.of(model)
        others = [voice for voice in ("", *sorted(self._people())) if voice != person]
        scorer = VoiceScorer.fit(
            self._posts(person, language, _MOST_OWN),
            [[post.own_text for post in self._posts(voice, language, _MOST_OF_A_VOICE)] for voice in others],
            language=language,
        )
        if path is not None and scorer.model is not None:
            try:
                save_model(scorer.model, path)
            except OSError as error:
                log.warning("%s: %s", path, error)
        return scorer

    def _path(self, person: str, language: str) -> Path | None:
        if self._folder is None or not self._state or not (_SAFE.fullmatch(person) and _SAFE.fullmatch(language)):
            return None
        return self._folder / f"{_mark(self._state)}-{person or '_'}-{language}.npz"


def _mark(state: str) -> str:
    """A name for a state of the library and of the background that comes with this version of Papillon."""
    mark = zlib.crc32(state.encode())
    for language in ("fr", "en"):
        for voice in background(language):
            mark = zlib.crc32("\n".join(voice).encode(), mark)
    return f"{mark:08x}"
