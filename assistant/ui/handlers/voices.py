"""A measured voice as the Voice tab shows it, texts weighed against it, people who leave, and who should answer."""

from dataclasses import dataclass

from assistant.errors import PapillonError
from assistant.records import Advice, Draft, VoiceProfile
from assistant.ui.house import House
from assistant.voice.people import speakers, withdraw_consent

LEAST_MESSAGE = 12
"""Characters a message needs before somebody is proposed for it."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A voice and the house's other voices in the same language, by name; `problem` says why there is none."""

    name: str
    profile: VoiceProfile | None = None
    others: tuple[tuple[str, VoiceProfile], ...] = ()
    problem: str = ""


def portrait(house: House, person: str, language: str, platform: str, reader: str) -> Portrait:
    """The voice of a person (empty: the brand) in a language, on a network (empty: all), beside the others."""
    brand = house.drafting.brand
    names = {"": brand.name, **{one.id: one.name for one in speakers(brand)}}
    name = names.get(person, person)
    try:
        profile = house.drafting.voice(person, language, platform)
        others = tuple(
            (other, house.drafting.voice(voice, language, platform))
            for voice, other in names.items()
            if voice != person
        )
    except PapillonError as error:
        return Portrait(name, problem=error.text(reader))
    return Portrait(name, profile, others)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A text tried against a voice; `enough` is False when the voice has too few texts to judge by."""

    draft: Draft
    enough: bool


def weigh(house: House, text: str, voice: tuple[str, str, str], reader: str) -> Weighed | None:
    """What is to be said of a text in the voice of a person, in a language and on a network; None for no text."""
    if not text.strip():
        return None
    person, language, platform = voice
    network = platform or next(iter(house.brand.accounts), "bluesky")
    draft = house.drafting.check(text, platform=network, language=language, person=person, reader=reader)
    return Weighed(draft, house.drafting.voice(person, language).enough)


def withdraw(house: House, person: str, reader: str) -> tuple[bool, str]:
    """End somebody's consent and forget them: whether it was done, and what to tell."""
    try:
        withdraw_consent(house.library.folder, person)
        house.drafting.keep_consents()
    except PapillonError as error:
        return False, error.text(reader)
    return True, ""


def advise(house: House, message: str, platform: str, language: str, reader: str) -> tuple[Advice | None, str]:
    """Who should answer a message or post about a topic, and what went wrong; nothing for a message of a word or two,
    or where nobody lends their voice."""
    if len(message.strip()) < LEAST_MESSAGE or not speakers(house.drafting.brand):
        return None, ""
    try:
        return house.drafting.who(message, platform=platform, language=language), ""
    except PapillonError as error:
        return None, error.text(reader)
