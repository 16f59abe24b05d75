"""Rules that a guideline states in plain words, read without a model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.voice.guide_wording import says_number, stated_rules


@pytest.mark.parametrize(
    ("text", "kind", "words", "use"),
    [
        ("Notre lieu est une brûlerie, jamais un « coffee shop ».", "banned", ("coffee shop",), ""),
        ("On n'écrit pas « vert » ni « écoresponsable » pour arrondir.", "banned", ("vert", "écoresponsable"), ""),
        ("Pas d'« exotique », merci.", "banned", ("exotique",), ""),
        ('Avoid "synergy" and "impactful".', "banned", ("synergy", "impactful"), ""),
        ("Never say “reach out” or “circle back”.", "banned", ("reach out", "circle back"), ""),
        ("Say \"the washroom is accessible\", not \"for the handicapped\".", "preferred", ("for the handicapped",),
         "the washroom is accessible"),
        ("On écrit « courriel », jamais « email ».", "preferred", ("email",), "courriel"),
        ("Use “sign in” rather than “log in” or “log on”.", "preferred", ("log in", "log on"), "sign in"),
        ("Préférez « bogue » à l'usage, plutôt que « bug ».", "preferred", ("bug",), "bogue"),
    ],
)  # fmt: skip
def test_words_between_marks_are_the_rule(text: str, kind: str, words: tuple[str, ...], use: str) -> None:
    """What a sentence forbids or replaces is what it puts in quotation marks; the sentence comes with it."""
    stated = stated_rules(text)

    assert [(one.kind, one.words, one.use) for one in stated] == [(kind, words, use)]
    assert stated[0].sentence == text


@pytest.mark.parametrize(
    ("text", "kind", "count", "platforms"),
    [
        ("Un emoji au plus, après la ponctuation.", "emoji", 1, ()),
        ("At most two emojis.", "emoji", 2, ()),
        ("Mots-clics: un au plus sur Bluesky et X.", "hashtags", 1, ("bluesky", "x")),
        ("No more than 3 hashtags on Mastodon.", "hashtags", 3, ("mastodon",)),
    ],
)
def test_numbers_are_read(text: str, kind: str, count: int, platforms: tuple[str, ...]) -> None:
    """The most emoji, and the most hashtags on the networks that the sentence names."""
    assert [(one.kind, one.count, one.platforms) for one in stated_rules(text)] == [(kind, count, platforms)]


@pytest.mark.parametrize(
    "text",
    [
        "- On écrit : « Bienvenue à la dégustation. »",
        "- On n'écrit pas : « Soyez les bienvenu(e)s! »",
        "- Yes: \"batch lost. machine not.\"",
        "On dit « tu » à tout le monde.",
        "We never promise a date.",
        "Le décaf s'appelle « Péage ».",
        "Pas de « s ».",
        "Hashtags: one at most.",
    ],
)  # fmt: skip
def test_what_states_no_rule_gives_none(text: str) -> None:
    """Example lines, praise of a word, rules without the words in question: nothing is guessed."""
    assert stated_rules(text) == ()


def test_each_rule_once() -> None:
    """A rule that a guide says twice is stated once, by its first sentence."""
    text = "Jamais de « youpi ».\n\nEt donc jamais de « youpi ».\n"

    assert [one.sentence for one in stated_rules(text)] == ["Jamais de « youpi »."]


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    """Whatever stands in a guide, reading it ends, and every word and sentence found stands in it."""
    for one in stated_rules(text):
        assert one.sentence in text
        assert all(word in one.sentence.replace("’", "'") or word for word in one.words)


@pytest.mark.parametrize(
    ("sentence", "number", "says"), [("Un seul.", 1, True), ("3 at most", 3, True), ("No.", 4, False)]
)
def test_numbers_are_recognised(sentence: str, number: int, says: bool) -> None:
    """A number counts as said in digits or in words."""
    assert says_number(sentence, number) is says
