"""The measured voices of a house, each once for a state of its library."""

import threading

from assistant.library import Library
from assistant.records import Post, VoiceProfile
from assistant.voice.brand import Brand
from assistant.voice.people import speakers
from assistant.voice.profile import MOST_POSTS, measure_voice

_MOST_OF_OTHERS = 2000
"""Posts of the other voices that are read for what they say and a voice never does."""


class Voices:
    """Profiles of the brand and its people. Safe for threads: measured twice at worst."""

    def __init__(self, brand: Brand, library: Library) -> None:
        self._brand = brand
        self._library = library
        self._generation = ""
        self._profiles: dict[tuple[str, str, str], VoiceProfile] = {}
        self._lock = threading.Lock()

    def adopt(self, brand: Brand) -> None:
        """Go on with this brand: people may have come or left."""
        with self._lock:
            self._brand, self._generation = brand, ""

    def profile(self, person: str = "", language: str = "", platform: str = "") -> VoiceProfile:
        """The profile of a person (empty: the brand) in a language and on a network (empty: any)."""
        generation = self._library.generation
        key = (person, language, platform)
        with self._lock:
            if generation != self._generation:
                self._generation, self._profiles = generation, {}
            known = self._profiles.get(key)
        if known is None:
            known = self._measure(person, language, platform)
            with self._lock:
                if self._generation == generation:
                    self._profiles[key] = known
        return known

    def _measure(self, person: str, language: str, platform: str) -> VoiceProfile:
        posts = self._library.posts(person=person, most=MOST_POSTS * 2)
        if language or platform:
            sampled = len(posts) < self._library.count_posts(person=person)
            if sampled:
                posts = self._library.posts(person=person, platform=platform, language=language, most=MOST_POSTS)
        others: list[Post] = []
        if language:
            for voice in ("", *(one.id for one in speakers(self._brand))):
                if voice != person:
                    others += self._library.posts(person=voice, language=language, most=_MOST_OF_OTHERS)
        names = {part for one in self._brand.people for part in (one.name, one.name.split()[0])}
        return measure_voice(
            posts,
            person=person,
            language=language,
            platform=platform,
            names=tuple(sorted(names)),
            others=others,
            of=self._library.count_posts(person=person, platform=platform, language=language),
        )
