"""The score of a text against the sample brand's own posts: who is told from whom, and what must not count."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

import pytest

from assistant.records import Post, VoiceMatch
from assistant.voice.rules import says_tu
from assistant.voice.score import VoiceScorer
from assistant.voice.score.masking import mask, shapes
from assistant.wording import LANGUAGES
from tests.voice.score.conftest import Voices, others

LANGUAGES_OF_THE_BRAND = ("fr", "en")
VOICELESS = {
    "fr": [
        "Bonjour et merci pour votre message ! Nous sommes ravis de votre intérêt pour nos cafés. N'hésitez pas à "
        "passer à la brûlerie pour découvrir nos torréfactions d'exception ! ☕✨",
        "Notre café Écluse, torréfié avec passion au 412, rue du Halage, vous transporte dans un univers de saveurs "
        "intenses et raffinées. Et vous, quel est votre café préféré ?",
    ],
    "en": [
        "Thank you so much for reaching out! We're thrilled that you love our Nuit blanche blend. Please don't "
        "hesitate to visit our café to discover more! ☕✨",
        "We sincerely apologize for the inconvenience with your bag of Écluse. Your satisfaction is our top priority, "
        "and our dedicated team will be delighted to assist you!",
    ],
}
PLAIN = {
    "fr": ["On ouvre à 8 h, du mardi au dimanche.", "Oui. Moulu ou en grains, dites-le en commandant."],
    "en": ["We open at 8, Tuesday to Sunday.", "Yes, ground or whole bean. Say which when you order."],
}


def posts_of(texts: list[str], language: str = "fr") -> list[Post]:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    return [
        Post(f"p{place}", text, "bluesky", language, "post", start + timedelta(days=place))
        for place, text in enumerate(texts)
    ]


def bands(scorer: VoiceScorer, texts: list[str]) -> Counter[str]:
    return Counter(scorer.score(text).band for text in texts)


@pytest.mark.parametrize("language", LANGUAGES_OF_THE_BRAND)
def test_own_newest_posts_are_rarely_off(
    language: str, older: Mapping[str, VoiceScorer], newest: Mapping[str, list[Post]]
) -> None:
    """Of own posts that were not learnt from, most are in range and hardly any are off."""
    counted = bands(older[language], [post.text for post in newest[language]])

    assert counted["off"] <= 1
    assert counted["in_range"] >= 0.8 * len(newest[language])


@pytest.mark.parametrize("language", LANGUAGES_OF_THE_BRAND)
def test_colleagues_are_told_from_the_brand(language: str, older: Mapping[str, VoiceScorer], voices: Voices) -> None:
    """People of the house write about the same things and are not the brand: most of their posts are not in range."""
    texts = [text for voice in others(voices, "", language) for text in voice]

    assert bands(older[language], texts)["in_range"] < 0.35 * len(texts)


@pytest.mark.parametrize("language", LANGUAGES_OF_THE_BRAND)
def test_texts_without_a_voice_are_off_though_on_the_topic(language: str, older: Mapping[str, VoiceScorer]) -> None:
    """What any model would write about the brand's own coffee is off, with reasons, and so without its content."""
    for text in VOICELESS[language]:
        match = older[language].score(text, kind="reply")

        assert (match.band, match.masked_band) == ("off", "off")
        assert match.reasons


@pytest.mark.parametrize("language", LANGUAGES_OF_THE_BRAND)
def test_a_plain_short_reply_is_in_voice(
    language: str, older: Mapping[str, VoiceScorer], newest: Mapping[str, list[Post]]
) -> None:
    """Information in few words counts as the voice: written for the test, and the brand's own shortest replies."""
    shortest = sorted((post.text for post in newest[language] if post.kind == "reply"), key=len)[:5]

    assert bands(older[language], [*PLAIN[language], *shortest])["off"] == 0
    assert bands(older[language], PLAIN[language])["in_range"] == len(PLAIN[language])


@pytest.mark.parametrize("language", LANGUAGES_OF_THE_BRAND)
def test_length_alone_changes_nothing(
    language: str, older: Mapping[str, VoiceScorer], newest: Mapping[str, list[Post]]
) -> None:
    """Said twice, cut to its first half, or joined to another own post, an own post stays in its voice; a voiceless
    text stays off, said twice or joined to another one."""
    scorer, own = older[language], [post.text for post in newest[language]]
    halves = [" ".join(text.split()[: len(text.split()) // 2]) for text in own]
    joined = [f"{one}\n{other}" for one, other in pairwise(own)]
    twice = [f"{text}\n{text}" for text in own]
    ranks = {
        name: median(scorer.score(text).rank or 0.0 for text in texts)
        for name, texts in {"own": own, "halves": halves, "joined": joined, "twice": twice}.items()
    }
    voiceless = VOICELESS[language]

    assert all(bands(scorer, texts)["off"] <= 0.15 * len(texts) for texts in (halves, joined, twice)), ranks
    assert abs(ranks["twice"] - ranks["own"]) < 0.2
    assert abs(ranks["halves"] - ranks["own"]) < 0.3
    assert bands(scorer, [*(f"{text}\n{text}" for text in voiceless), "\n".join(voiceless)])["off"] == 3


def test_people_are_told_apart_with_fewer_than_fifty_posts(voices: Voices) -> None:
    """With 24 to 49 posts the difference of centroids still tells a person from colleagues, and says how few they
    are."""
    for person, language in (("maude", "fr"), ("camille", "fr"), ("teo", "en")):
        own = voices[person, language]
        scorer = VoiceScorer.fit(own[:-6], others(voices, person, language), language=language)
        theirs = [text for voice in others(voices, person, language) for text in voice]

        assert scorer.model is not None
        assert scorer.model.method == "centroids"
        assert bands(scorer, [post.text for post in own[-6:]])["off"] == 0
        assert bands(scorer, theirs)["in_range"] < 0.2 * len(theirs)
        assert str(scorer.posts) in scorer.score(own[-1].text, reader="fr").note


def test_reasons_are_plain_and_in_the_readers_language(older: Mapping[str, VoiceScorer]) -> None:
    """At most three reasons, other words in each language, and never a percentage."""
    told = {reader: older["fr"].score(VOICELESS["fr"][0], kind="reply", reader=reader).reasons for reader in LANGUAGES}

    assert told["fr"] != told["en"]
    assert all(1 <= len(reasons) <= 3 for reasons in told.values())
    assert not any("%" in reason for reasons in told.values() for reason in reasons)


def test_a_text_twice_as_long_is_told(older: Mapping[str, VoiceScorer], newest: Mapping[str, list[Post]]) -> None:
    """Length does not touch the band, and is told as a reason."""
    text = "\n".join(post.text for post in newest["fr"][:6])

    assert any(
        "la longueur de vos réponses" in one for one in older["fr"].score(text, kind="reply", reader="fr").reasons
    )


def test_tu_is_told_where_the_voice_says_vous(voices: Voices) -> None:
    """The form of address comes first among the reasons."""
    own = [post for post in voices["", "fr"] if not says_tu(post.text)]
    match = VoiceScorer.fit(own, language="fr").score(
        "Tu peux rapporter ton sac au comptoir, on te le remplace.", reader="fr"
    )

    assert match.reasons[0] == "dit «\u00a0tu\u00a0» là où vous dites «\u00a0vous\u00a0»"


def test_the_nearest_own_posts_are_given(older: Mapping[str, VoiceScorer], voices: Voices) -> None:
    """A text has up to three own posts beside it, nearest first: an own post has itself."""
    post = voices["", "fr"][3]
    match = older["fr"].score(post.text)

    assert match.references[0].id == post.id
    assert len(match.references) == 3


@pytest.mark.parametrize(("count", "known"), [(0, False), (5, False), (19, False), (20, True)])
def test_too_few_posts_are_told(count: int, known: bool, voices: Voices) -> None:
    """Under 20 posts there is no band, and a sentence says how many there are."""
    match = VoiceScorer.fit(voices["", "fr"][:count], language="fr").score("On ouvre à 8 h demain matin.", reader="fr")

    assert (match.band != "unknown") is known
    assert match.posts == count
    assert str(count) in match.note


def test_what_is_no_voice_does_not_count(voices: Voices) -> None:
    """Reposts, repeats of one post and posts of emoji only are left out of the count; nothing breaks on them alone."""
    reposts = posts_of([f"RT @somebody: une chose vue par un autre, la {place}e" for place in range(60)])
    repeats = posts_of(["On ouvre à 8 h demain matin."] * 60)
    emoji = posts_of(["☕" * (1 + place % 9) for place in range(60)])

    for odd in (reposts, repeats, emoji, [*reposts, *repeats, *emoji]):
        match = VoiceScorer.fit(odd, language="fr").score("On ouvre à 8 h demain matin.")
        assert match.band == "unknown"
        assert match.posts <= 1
    own = voices["", "fr"]
    assert VoiceScorer.fit([*own, *repeats, *emoji], language="fr").posts == len(own) + 1


def test_posts_of_another_language_do_not_count(voices: Voices) -> None:
    """A voice in French is learnt from French posts only; without any, nothing is said."""
    scorer = VoiceScorer.fit(voices["", "en"], language="fr")

    assert scorer.posts == 0
    assert scorer.score("On ouvre à 8 h demain matin.").band == "unknown"


def test_a_language_without_background_or_colleagues_is_told() -> None:
    """Without any other voice there is nothing to compare with: that is said instead of guessed."""
    words = "haus garten wolke fenster morgen abend kaffee straße brücke fluss".split()
    texts = [f"Das {words[a]} und der {words[b]} von heute." for a in range(10) for b in range(10) if a != b]
    match = VoiceScorer.fit(posts_of(texts, "de"), language="de").score("Der Kaffee ist heute fertig.", reader="en")

    assert match.band == "unknown"
    assert "no other voices" in match.note


@pytest.mark.parametrize("text", ["", " \n ", "☕☕☕", "Merci!", "https://example.org/a", "@ana #café"])
def test_a_text_with_too_few_words_is_not_judged(text: str, older: Mapping[str, VoiceScorer]) -> None:
    """No band and no reasons, but a sentence."""
    match = older["fr"].score(text, reader="fr")

    assert match == VoiceMatch(posts=older["fr"].posts, note=match.note)
    assert match.note.startswith("Il y a trop peu de mots")


def test_links_names_tags_and_figures_do_not_count(older: Mapping[str, VoiceScorer]) -> None:
    """Another link, name, tag or figure in the same text gives the same score."""
    one = "On a gardé le sac pour Josée Parent, 340 g, voir https://a.example/x et #écluse. Merci @josee.example."
    two = "On a gardé le sac pour Marc Tremblay, 18 g, voir https://b.example/yz et #torréfaction. Merci @marc.example."

    assert older["fr"].score(one).score == older["fr"].score(two).score


def test_the_content_masked_form_has_no_content() -> None:
    """Function words, signs and shapes stay; other words keep their case and last two letters only."""
    assert shapes(mask("Bon, on torréfie l'Écluse à Montréal !"), "fr") == (
        ["bon", ",", "on", "xie", "l'", "Xxse", "à", "\ue002", "!"]
    )


def test_one_voice_on_all_networks(voices: Voices) -> None:
    """The network of a post plays no part: the same posts on another network give the same scores."""
    own = voices["", "en"]
    text = own[0].text
    moved = [replace(post, platform="x") for post in own]

    assert VoiceScorer.fit(own, language="en").score(text) == VoiceScorer.fit(moved, language="en").score(text)


def test_texts_without_a_voice_can_join_the_background(voices: Voices) -> None:
    """A model's own drafts on the same topics, given as background, push texts like them down."""
    own = voices["", "en"]
    drafts = [
        f"{text} {end}" for text in VOICELESS["en"] for end in ("Enjoy your coffee!", "See you soon at the café!")
    ]
    text = "We're thrilled you enjoyed your coffee at our café, and we look forward to welcoming you back."
    without = VoiceScorer.fit(own, language="en").score(text)
    against = VoiceScorer.fit(own, language="en", voiceless=drafts).score(text)

    assert without.score is not None
    assert against.score is not None
    assert against.score < without.score
