"""The draft is steered by what was measured: the sentences a person reads, in the stable beginning of the prompt."""

import pytest

from assistant.assembly import Papillon
from assistant.drafting import SMALL, Prompts
from assistant.drafting.context import ContextBuilder
from assistant.drafting.prompts import prompts_folder
from assistant.drafting.steering import habits_to_tell
from assistant.drafting.voices import Voices
from assistant.records import Message, PostRequest, ReplyRequest
from assistant.voice.statements import statements
from tests.drafting.conftest import Room

MESSAGE = Message("Hi, do you still have the Guji in filter grind?")


def system(room: Room, person: str = "", language: str = "en") -> str:
    room.server.reset("We do. Eighteen bags.")
    list(room.drafting.reply(ReplyRequest(MESSAGE, "bluesky", language, person)))
    return str(room.sent(0)[0]["content"])


def test_the_prompt_says_what_the_voice_tab_says(room: Room) -> None:
    """Each habit in the prompt is, word for word, a statement of the measured profile, in the answer's language."""
    for language in ("en", "fr"):
        profile = room.drafting.voice("", language)
        shown = {one.text for one in statements(profile, language)}
        told = habits_to_tell(profile, "reply", language, 8)

        assert len(told) == 8
        assert set(told) <= shown
        assert all(one in system(room, language=language) for one in told)


def test_two_people_are_told_apart(room: Room) -> None:
    """A person is steered by their own habits: what Camille nearly always does, Maude's prompt does not say."""
    camille = habits_to_tell(room.drafting.voice("camille", "fr"), "reply", "fr", 8)
    maude = habits_to_tell(room.drafting.voice("maude", "fr"), "reply", "fr", 8)

    assert any("parenthèses" in one and "Presque toujours" in one for one in camille)
    assert any("point-virgule" in one and "Presque toujours" in one for one in maude)
    assert len(set(camille) & set(maude)) <= 3
    prompt = system(room, "maude", "fr")
    assert all(one in prompt for one in maude)


def test_posts_are_told_the_length_of_posts(room: Room) -> None:
    """A reply is told how long replies are, a post how long posts are, neither the other's."""
    profile = room.drafting.voice("", "en")

    assert any(one.startswith("Replies are") for one in habits_to_tell(profile, "reply", "en", 8))
    assert not any(one.startswith("Replies are") for one in habits_to_tell(profile, "post", "en", 8))
    room.server.reset("Eighteen bags of Guji.")
    list(room.drafting.post(PostRequest("The Guji is here", ("bluesky",), "en")))
    assert "Posts are" in str(room.sent(0)[0]["content"])


def test_a_voice_of_few_texts_steers_nothing(room: Room) -> None:
    """Eleven texts tell nothing sure: no habit is made an instruction of."""
    profile = room.drafting.voice("maude", "en")

    assert profile.posts < 20
    assert habits_to_tell(profile, "reply", "en", 8) == ()


@pytest.mark.parametrize("most", [0, 1, 3])
def test_no_more_than_asked_for(room: Room, most: int) -> None:
    """A small model is told few habits, and without figures of length when asked so."""
    profile = room.drafting.voice("", "fr")

    assert len(habits_to_tell(profile, "reply", "fr", most)) == most
    assert not any("mots" in one for one in habits_to_tell(profile, "reply", "fr", most, lengths=False))


def test_the_beginning_stays_the_same_byte_by_byte(room: Room) -> None:
    """Two requests share their beginning, so that the model's server keeps it in its cache."""
    assert system(room) == system(room)


@pytest.mark.parametrize("person", ["maude", "teo", "camille"])
def test_a_small_model_hears_each_person(sample: Papillon, person: str) -> None:
    """In its short prompt a person comes with their manner and with replies of their own, so no two sound alike."""
    voices = Voices(sample.brand, sample.library)
    context = ContextBuilder(sample.brand, sample.library, Prompts(prompts_folder()), lambda: SMALL, voices.profile)
    system, *turns = context.beginning("reply", "en", person)
    own = {post.text for post in sample.library.posts(person=person, language="en", kind="reply")}
    said = [str(turn.content) for turn in turns if turn.type == "ai"]

    someone = sample.brand.person(person)
    assert someone is not None
    assert someone.traits["en"][0] in str(system.content)
    assert len(said) == SMALL.examples
    assert set(said) <= own
