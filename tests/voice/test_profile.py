"""What is measured of a voice, how it is told, and what is said about a text that is unlike it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Habit, Post, Share, VoiceProfile
from assistant.voice.habits import apart, band, sharpest_split
from assistant.voice.profile import MOST_POSTS, measure_voice
from assistant.voice.statements import limit, portion, sentence, statements
from assistant.voice.texts import read
from assistant.voice.words import log_odds, missing_phrases, word_habits
from assistant.wording import say

ROOT = Path(__file__).parents[2]
DAY = datetime(2025, 1, 1, tzinfo=UTC)


def post(
    number: int, text: str, *, person: str = "", language: str = "fr", kind: str = "post", platform: str = ""
) -> Post:
    written = DAY + timedelta(days=number)
    return Post(
        f"p{number}", text, platform or "bluesky", language, "reply" if kind == "reply" else "post", written, person
    )


def people_posts(person: str) -> list[Post]:
    path = ROOT / "knowledge" / "brulerie-du-canal" / "people" / person / "posts.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Post(one["id"], one["text"], one["platform"], one["language"], one["kind"], person=person) for one in lines]


def habit(profile: VoiceProfile, name: str) -> Habit:
    found = profile.habit(name)
    assert found is not None, name
    return found


def test_a_profile_counts_what_it_is_of() -> None:
    """Only the posts of that person, language and network count; habits are shares of them, with examples."""
    posts = [
        post(1, "On t'attend. On a du café!"),
        post(2, "Tu passes quand tu veux.", kind="reply"),
        post(3, "We open at 8.", language="en"),
        post(4, "Je pense.", person="zoe"),
        post(5, "C'est prêt."),
        post(6, "On ferme.", platform="x"),
    ]

    profile = measure_voice(posts, language="fr")

    assert (profile.posts, profile.replies, profile.enough) == (4, 1, False)
    assert profile.share("on") == 0.5
    assert profile.share("tu") == 0.5
    assert profile.share("exclamation") == 0.25
    assert profile.habit("we") is None
    assert [(quote.id, quote.text[quote.start : quote.end]) for quote in habit(profile, "tu").examples] == [
        ("p1", "t'"),
        ("p2", "Tu"),
    ]
    assert habit(profile, "on").splits["platform:x"] == Share(1, 1)
    assert measure_voice(posts, person="zoe", language="fr").share("je") == 1.0
    assert measure_voice(posts, language="fr", platform="x").posts == 1


def test_posts_and_replies_are_measured_apart() -> None:
    """Lengths of replies and of posts are two figures; a sharp difference of a share is told with the habit."""
    posts = [post(n, "Un deux trois quatre cinq six.") for n in range(20)]
    posts += [post(20 + n, "Oui! Sept huit.", kind="reply") for n in range(20)]

    profile = measure_voice(posts, language="fr")
    told = habit(profile, "exclamation")

    lengths = {name: habit(profile, name).spread for name in ("post_words", "reply_words")}
    assert {name: spread.median for name, spread in lengths.items() if spread} == {"post_words": 6, "reply_words": 3}
    assert told.split in ("kind:reply", "kind:post")
    assert sentence(told, "en").startswith("An exclamation mark in one text in two. In ")


def test_a_network_that_differs_is_told() -> None:
    """A share that differs on one network by 20 points and surely is told; a small or unsure difference is not."""
    splits = {"platform:x": Share(18, 20), "platform:bluesky": Share(4, 40), "platform:threads": Share(2, 4)}

    assert sharpest_split(Share(24, 64), splits) == "platform:x"
    assert sharpest_split(Share(24, 64), {"platform:x": Share(8, 20)}) == ""
    assert sharpest_split(Share(9, 64), {"platform:threads": Share(4, 4)}) == ""
    assert apart(Share(1, 1), Share(0, 0)) == 0.0
    assert apart(Share(9, 10), Share(1, 10)) == pytest.approx(3.58, abs=0.01)


@pytest.mark.parametrize(
    ("times", "n", "english", "french"),
    [
        (10, 30, "one reply in three", "une réponse sur trois"),
        (20, 30, "two replies in three", "deux réponses sur trois"),
        (51, 100, "one reply in two", "une réponse sur deux"),
        (76, 100, "three replies in four", "trois réponses sur quatre"),
        (17, 100, "one reply in six", "une réponse sur six"),
        (41, 100, "two replies in five", "deux réponses sur cinq"),
        (2, 34, "2 of 34 replies", "2 réponses sur 34"),
        (1, 34, "1 of 34 replies", "1 réponse sur 34"),
        (0, 18, "0 of 18 replies", "0 réponse sur 18"),
        (33, 34, "33 of 34 replies", "33 réponses sur 34"),
        (300, 10_000, "3 replies in 100", "3 réponses sur 100"),
        (12, 10_000, "fewer than 1 reply in 100", "moins de 1 réponse sur 100"),
        (9_990, 10_000, "9,990 of 10,000 replies", "9\u202f990 réponses sur 10\u202f000"),
    ],
)
def test_shares_are_told_as_people_say_them(times: int, n: int, english: str, french: str) -> None:
    """Simple fractions in the middle, counts near none and all, hundredths of many."""
    assert portion(Share(times, n), "reply", "en") == english
    assert portion(Share(times, n), "reply", "fr") == french


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from(["text", "post", "reply", "sign", "negation"]))
def test_any_share_can_be_told(times: int, more: int, unit: str) -> None:
    """Every share has a wording in both languages, and what is told is within five points of it."""
    share = Share(times, times + more)
    for language in ("fr", "en"):
        assert portion(share, unit, language)  # type: ignore[arg-type]
    words = say("habits.numbers", "en").split()
    told = portion(share, "reply", "en").split()
    if told[0] in ("one", *words) and told[-2] == "in":
        top = 1 if told[0] == "one" else words.index(told[0]) + 2
        assert abs(top / (words.index(told[-1]) + 2) - share.share) <= 0.051


def test_bands() -> None:
    """Never, rarely under 5 %, usually from 85 % on."""
    assert [band(Share(times, 100)) for times in (0, 4, 5, 84, 85, 100)] == [
        "never", "rare", "some", "some", "usual", "usual",
    ]  # fmt: skip


def test_never_needs_twenty_texts() -> None:
    """Of nineteen texts it is not said that something never happens."""
    texts = [post(n, "Un. Deux.") for n in range(20)]

    assert measure_voice(texts[:19], language="fr").habit("emoji") is None
    assert habit(measure_voice(texts, language="fr"), "emoji").key == "never"


def test_what_is_never_done_is_one_sentence_a_group() -> None:
    """All that a voice never does with signs is told together, last in its group."""
    profile = measure_voice([post(n, "Il fait beau dehors.") for n in range(25)], language="fr")
    signs = [one for one in statements(profile, "fr") if one.group == "signs"]

    assert len(signs) == 1
    assert signs[0].text.startswith("Jamais\u00a0: de point d'interrogation, de point d'exclamation, ")
    assert len(signs[0].habits) > 5


@pytest.mark.parametrize("reader", ["en", "fr"])
@pytest.mark.parametrize("person", ["maude", "teo", "camille"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_statement_can_be_told(person: str, language: str, reader: str) -> None:
    """Each habit of the sample people is a sentence with its sample size, and what is done has posts that show it."""
    profile = measure_voice(people_posts(person), person=person, language=language)

    told = statements(profile, reader)
    assert len(told) > 15
    for one in told:
        assert one.text[0].isupper() or not one.text[0].isalpha()
        assert one.text.endswith(".")
        assert "{" not in one.text
        for each in one.habits:
            assert each.n > 0
            assert each.examples or each.key == "never" or each.name == "never_words"
            assert all(quote.text[quote.start : quote.end] or not quote.end for quote in each.examples)


def test_nothing_to_measure() -> None:
    """Without posts the figures are zero and it is said that there is nothing, and where there is something."""
    profile = measure_voice([post(1, "We open.", language="en")], language="fr")

    assert (profile.posts, profile.characters.median, profile.enough) == (0, 0, False)
    assert [one.key for one in profile.limits] == ["none", "elsewhere"]
    assert limit(profile.limits[1], "fr") == "Cette voix a des textes en\u00a0: anglais."


def test_five_posts_say_that_they_are_few() -> None:
    """Under fifty texts the profile says what that means."""
    profile = measure_voice([post(n, "On ouvre demain matin.") for n in range(5)], language="fr")

    assert [one.key for one in profile.limits] == ["few", "no_replies"]
    assert limit(profile.limits[0], "en").startswith("Only 5 texts")
    assert "50" in limit(profile.limits[0], "fr")


def test_reposts_are_not_this_voice() -> None:
    """What repeats somebody else is left out and told; nothing but reposts leaves nothing."""
    posts = [post(n, f"RT @sam: bien dit {n}") for n in range(30)]

    only = measure_voice(posts, language="fr")
    mixed = measure_voice([*posts, post(40, "On ouvre.")], language="fr")

    assert [one.key for one in only.limits] == ["none", "reposts"]
    assert (mixed.posts, mixed.share("mention")) == (1, 0.0)


def test_posts_of_emoji_only() -> None:
    """They count for signs, not for words or lengths, and the profile says so."""
    profile = measure_voice([post(n, "☕🚲") for n in range(60)], language="fr")

    assert profile.share("emoji") == 1.0
    assert profile.habit("post_words") is None
    assert profile.words == 0
    assert not profile.enough
    assert [one.key for one in profile.limits] == ["few", "wordless", "no_replies"]


def test_very_many_posts_are_sampled_and_told() -> None:
    """Of more posts than are measured an even sample is taken, always the same."""
    posts = [post(n % 300, f"Lot {n}.") for n in range(MOST_POSTS + 5_000)]

    profile = measure_voice(posts, language="fr")

    assert profile.posts == MOST_POSTS
    assert profile.of == MOST_POSTS + 5_000
    assert "sampled" in [one.key for one in profile.limits]
    told = next(limit(one, "en") for one in profile.limits if one.key == "sampled")
    assert told == "Measured on 10,000 texts, evenly taken from all 15,000."


@given(st.lists(st.text(max_size=60), max_size=12))
def test_figures_are_in_order(texts: list[str]) -> None:
    """Whatever the texts, low is under middle is under high, shares are between 0 and 1, and all can be told."""
    profile = measure_voice([post(number, text) for number, text in enumerate(texts)], language="fr")

    for spread in (profile.characters, profile.sentences, profile.sentence_words):
        assert spread.low <= spread.median <= spread.high
    assert all(0 <= (one.share or 0) <= 1 for one in profile.habits)
    for reader in ("fr", "en"):
        statements(profile, reader)
        assert all(limit(one, reader) for one in profile.limits)


def test_drift_in_time() -> None:
    """Texts in stretches of equal number, oldest first, with the middle length and shares of each."""
    posts = [post(n, "Un deux trois." if n < 30 else "Un deux trois quatre cinq six!") for n in range(60)]

    periods = measure_voice(list(reversed(posts)), language="fr").periods

    assert [one.n for one in periods] == [12] * 5
    assert [one.words for one in periods] == [3, 3, 4.5, 6, 6]
    assert periods[0].shares["exclamation"] == 0
    assert periods[-1].shares["exclamation"] == 1
    assert periods[0].start == DAY
    assert measure_voice(posts[:20], language="fr").periods == ()


# ---------------------------------------------------------------- words


def test_favourites_against_general_language() -> None:
    """A word said far more often than in general is a favourite when it comes in four texts; a common one is not."""
    texts = [post(n, f"Le torréfacteur tourne, le café de lundi est prêt, lot {n}.") for n in range(8)]
    texts += [post(9, "quincaillerie " * 9)]

    words = word_habits([read(one) for one in texts], "fr")
    said = {one.word for one in (*words.favourites, *words.subjects)}

    assert {"torréfacteur", "café"} <= said
    assert "quincaillerie" not in said
    assert "de" not in said
    assert "torréfacteur" in {one.word for one in words.subjects}


def test_common_words_that_never_came_up() -> None:
    """A word is missing when so many words should have held it five times; in few words nothing is missing."""
    texts = [read(post(n, "Il fait beau dehors et le café est prêt pour nous deux ce matin.")) for n in range(100)]

    many, few = word_habits(texts, "fr"), word_habits(texts[:5], "fr")

    missing = {one.word for one in many.never}
    assert {"les", "que", "pas"} <= missing
    assert missing.isdisjoint({"il", "est", "le"})
    assert few.never == ()
    assert all(one.expected >= 5 for one in many.never)


def test_log_odds_grow_with_counts() -> None:
    """More often than expected is above zero, less below, and more evidence is further from zero."""
    assert log_odds(20, 1000, 0.001) > log_odds(5, 1000, 0.001) > 0 > log_odds(0, 20_000, 0.001)
    assert log_odds(200, 10_000, 0.001) > log_odds(20, 1000, 0.001)


def test_phrases_that_the_others_say() -> None:
    """A phrase of the house's other voices that this one, knowing its words, never says; an own one is not told."""
    own = [read(post(n, "le four va bien, on le sait, on verra")) for n in range(20)]
    others = [read(post(n, "on va au marché, on verra")) for n in range(20)]

    phrases = {one.word for one in missing_phrases(own, others)}

    assert "on va" in phrases
    assert phrases.isdisjoint({"on verra", "au marché"})


def test_a_language_without_frequencies_has_no_words() -> None:
    """Lengths and signs are measured, words are not, and the profile says so."""
    profile = measure_voice([post(n, "Guten Tag!", language="de") for n in range(60)], language="de")

    assert profile.share("exclamation") == 1.0
    assert (profile.favourites, profile.never) == ((), ())
    assert "no_words_for" in [one.key for one in profile.limits]


def test_the_sample_people_sound_different() -> None:
    """The measured habits tell the founder, the roaster and the barista apart."""
    french = {
        name: measure_voice(people_posts(name), person=name, language="fr") for name in ("maude", "teo", "camille")
    }
    roaster = measure_voice(people_posts("teo"), person="teo", language="en")

    assert french["maude"].share("semicolon") == 1.0
    assert french["maude"].share("exclamation") == 0
    assert french["maude"].share("tu") < 0.1
    assert french["camille"].share("parentheses") > 0.9
    assert french["camille"].share("spoken") > 0.8
    assert roaster.share("small_start") > 0.5
    assert roaster.share("figure") > 0.9
    assert roaster.sentence_words.median < french["maude"].sentence_words.median / 2
