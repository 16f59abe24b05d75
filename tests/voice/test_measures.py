"""Every measure of a voice on a text that has it and on one that has not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Post
from assistant.voice.edges import closings, emoji_places, openings, signature
from assistant.voice.manners import count, manners, negations
from assistant.voice.measures import measure, measures
from assistant.voice.rhythm import ease_of, reading_ease, spread, syllables
from assistant.voice.texts import Reading, is_repost, plain_words, read, split_sentences


def reading(text: str, language: str = "fr", kind: str = "post") -> Reading:
    return read(Post("p", text, "bluesky", language, "reply" if kind == "reply" else "post"))


def found(name: str, text: str, language: str) -> str | None:
    """The place where a measure finds something; None when it finds nothing."""
    one = measure(name, language)
    assert one is not None, name
    place = one.find(reading(text, language))
    return None if place is None else text[place[0] : place[1]]


CASES = [
    ("tu", "fr", "Est-ce que tu passes?", "Elle s'était tue, il s'était tu."),
    ("tu", "fr", "T'es où?", "Le tuyau, la tulipe."),
    ("tu", "fr", "Sauve-toi vite.", "On passe demain."),
    ("vous", "fr", "Écrivez à la maison.", "Chez nous, assez tôt, au nez."),
    ("vous", "fr", "Votre sac est prêt.", "Le rendez-vous est pris."),
    ("on", "fr", "On ferme.", "Ils ont fermé."),
    ("nous", "fr", "Nous fermons.", "Écris-nous."),
    ("je", "fr", "J'ferme.", "Il gèle."),
    ("we", "en", "Ours is closed.", "It costs US$4.92."),
    ("I", "en", "i put it there.", "It was there."),
    ("you", "en", "It's yours.", "It's ours."),
    ("question", "fr", "Vraiment?", "Il a demandé « vous faites quoi? » deux fois."),
    ("exclamation", "en", "Done!", "Done."),
    ("exclamations", "en", "Done! Really!", "Done! Really."),
    ("ellipsis", "fr", "Bon... on verra.", "Bon. On verra."),
    ("dash", "en", "Coffee — hot.", "From 7–9, a co-op."),
    ("semicolon", "fr", "Oui; non.", "Oui, non ;)"),
    ("colon", "fr", "Prix : 4 $", "À 10:30."),
    ("parentheses", "fr", "Oui (enfin).", "Oui :( et non."),
    ("figure", "fr", "Il y en a 12.", "Il y en a douze."),
    ("please", "fr", "S'il te plaît.", "Ça te plaît."),
    ("please", "en", "Please write.", "A pleasure."),
    ("thanks", "fr", "Merci à toi.", "À la mer."),
    ("thanks", "en", "Thanks a lot.", "A thankless job."),
    ("apology", "fr", "Désolés, c'est notre faute.", "Il faut de tout."),
    ("apology", "en", "That one's ours.", "The bag is ours."),
    ("intensifier", "fr", "Très bon.", "Bon."),
    ("intensifier", "en", "Really good.", "Real good."),
    ("enthusiasm", "fr", "Un café incroyable.", "Un café."),
    ("enthusiasm", "en", "We're thrilled.", "We're open."),
    ("hedge", "fr", "Peut-être demain.", "Demain."),
    ("hedge", "en", "Probably tomorrow.", "Tomorrow."),
    ("spoken", "fr", "Ben oui, pis après?", "Oui, puis après?"),
    ("spoken", "en", "Yep, gonna.", "Yes, going to."),
    ("greeting_start", "fr", "Bonjour! On ouvre.", "On ouvre, bonjour."),
    ("greeting_start", "en", "@sam Hi there.", "Hills are high."),
    ("thanks_start", "fr", "☕ Merci d'être là.", "On dit merci."),
    ("thanks_start", "en", "Thank goodness.", "Many people."),
    ("yes_no_start", "fr", "Oui, le mercredi.", "Si on passe demain."),
    ("yes_no_start", "en", "No. Closed.", "Nothing yet."),
    ("figure_start", "en", "$18 a bag.", "A bag is $18."),
    ("question_start", "fr", "Tu viens? On ouvre.", "On ouvre. Tu viens?"),
    ("question_end", "fr", "On ouvre. Tu viens? ☕ #Café", "Tu viens? On ouvre."),
    ("exclamation_end", "en", "See you! https://a.example", "See! You."),
    ("open_end", "en", "see you there #Coffee", "See you there."),
    (
        "short_end",
        "en",
        "We spent the whole week on this. We tried nine different bags of it. It rained.",
        "Short. So. It is.",
    ),
    ("one_sentence", "fr", "On ouvre demain matin", "On ouvre. Demain."),
    ("line_breaks", "fr", "Un.\nDeux.", "Un. Deux.\n"),
    ("emoji", "fr", "Du café ☕", "Du café :)"),
    ("hashtag", "fr", "Du café #Café", "Le no #1 & C#"),
    ("hashtag_end", "fr", "Du café. #Café #Thé ☕", "Du #Café noir."),
    ("link", "en", "See https://a.example", "See a.example"),
    ("mention", "en", "Ask @teo about it.", "Ask bonjour@maison.example about it."),
    ("speech", "fr", "Elle dit « je vais au marché ».", "Le « filtre » est prêt."),
    ("small_start", "en", "batch three.", "Batch three."),
    ("small_start", "en", "@sam hello.", "12 g of it."),
    ("loud", "fr", "GRANDE nouvelle.", "Le FBI et la SQ."),
]


@pytest.mark.parametrize(("name", "language", "with_it", "without"), CASES)
def test_a_measure_finds_and_leaves_alone(name: str, language: str, with_it: str, without: str) -> None:
    """Each measure finds its place in the one text, and nothing in the other."""
    assert found(name, with_it, language) is not None
    assert found(name, without, language) is None


def test_every_measure_has_its_two_texts() -> None:
    """No measure of either language is without a text that has it and one that has not."""
    named = {(name, language) for name, language, _, _ in CASES}

    for language in ("fr", "en"):
        missing = {one.name for one in measures(language)} - {name for name, code in named if code == language}
        assert missing <= {name for name, _ in named}
    assert {one.name for code in ("fr", "en") for one in measures(code)} == {name for name, _ in named}


def test_an_unknown_language_has_signs_only() -> None:
    """In a language without lists of words only what needs none is measured."""
    names = {one.name for one in measures("de")}

    assert {"exclamation", "emoji", "small_start", "question_end"} <= names
    assert names.isdisjoint({"tu", "we", "thanks", "greeting_start"})


@given(st.text(max_size=80), st.sampled_from(["fr", "en", "de", ""]))
def test_places_lie_in_the_text(text: str, language: str) -> None:
    """Whatever the text, no measure fails, each place lies inside, and blanking keeps the length."""
    one = reading(text, language)

    assert len(one.said) == len(text)
    for each in measures(language):
        place = each.find(one)
        assert place is None or 0 <= place[0] <= place[1] <= len(text)
    for manner in manners(language):
        for places in count(manner, one):
            assert all(0 <= start < end <= len(text) for start, end in places)
    assert signature(one) is None or text


# ---------------------------------------------------------------- own words


def test_what_others_said_is_not_measured() -> None:
    """Quoted lines, speech, names, links, addresses and tags are blanked in the own words, a held-up word is not."""
    one = reading(
        "> Vous êtes ouverts?\n@sam On dit « tu peux venir » ou le « flat white » #Tu https://tu.example a@tu.example"
    )

    assert one.words == ("on", "dit", "ou", "le", "flat", "white")


def test_spans_known_to_be_quoted_are_not_measured() -> None:
    """What the archive marks as somebody else's words is blanked."""
    text = "On suit: vous avez tort! Bref, on suit."
    one = read(Post("p", text, "x", "fr", "post", quoted=((9, 24),)))

    assert "vous" not in one.words
    assert (one.length, measure("exclamation", "fr").find(one)) == (5, None)  # type: ignore[union-attr]


def test_names_a_reply_is_addressed_to_are_not_its_beginning() -> None:
    """The body begins after them."""
    one = reading("@sam, @lou@site.example: Oui, demain.")

    assert one.text[one.body :] == "Oui, demain."


@pytest.mark.parametrize(
    ("text", "expected"), [("RT @sam: bien dit", True), ("RT : bien dit", True), ("L'RT @sam", False)]
)
def test_reposts_are_known_by_their_beginning(text: str, expected: bool) -> None:
    """`RT @name` and `RT :` begin a repost."""
    assert is_repost(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un. Deux! Trois? Quatre… cinq", 5),
        ("Le lot de M. Roy vs. celui de St. Henri est prêt.", 1),
        ("3.25 $ à 10.30", 1),
        ("Ligne une\nligne deux", 2),
        ("☕ ... !!!", 0),
        ("« Vraiment? » Oui.", 2),
    ],
)
def test_sentences(text: str, expected: int) -> None:
    """Sentences end with a stop before a blank or at a line's end; abbreviations, decimals and bare signs end none."""
    assert len(split_sentences(text)) == expected


def test_words_as_the_frequency_lists_have_them() -> None:
    """French elisions and hyphens are undone, figures left out, fixed words kept."""
    said = ("l'heure", "qu'on", "aujourd'hui", "rendez-vous", "15h", "don't")

    assert plain_words(said, "fr") == ["heure", "on", "aujourd'hui", "rendez", "vous", "t"]
    assert plain_words(("don't", "well-made"), "en") == ["don't", "well", "made"]


# ---------------------------------------------------------------- manners


@pytest.mark.parametrize(
    ("name", "language", "text", "expected"),
    [
        ("contraction", "en", "It's here, we do not know, they can't.", (2, 1)),
        ("blank_before", "fr", "Oui ! Non? Bon\u202f; https://a.example/?b", (2, 1)),
        ("guillemets", "fr", '« un » et "deux" et “trois”', (1, 2)),
        ("guillemets_blank", "fr", "«\u00a0un\u00a0» et «deux»", (1, 1)),
        ("curly_quote", "en", '“one” and "two"', (1, 1)),
        ("curly_apostrophe", "fr", "l’un et l'autre", (1, 1)),
        ("ellipsis_sign", "en", "well… yes... no", (1, 1)),
    ],
)
def test_a_manner_is_counted_against_its_opposite(
    name: str, language: str, text: str, expected: tuple[int, int]
) -> None:
    """The places that follow a manner and those that depart from it."""
    manner = next(one for one in manners(language) if one.name == name)
    follows, departs = count(manner, reading(text, language))

    assert (len(follows), len(departs)) == expected


@pytest.mark.parametrize(
    ("text", "dropped", "kept"),
    [
        ("C'est pas grave.", 1, 0),
        ("On a pas le temps, il faut pas.", 2, 0),
        ("Ce n'est pas grave, on ne sait pas.", 0, 2),
        ("Pas ici. Et pas lui. Pourquoi pas?", 0, 0),
        ("Pas mal. Rince-les pas.", 0, 0),
        ("Je ne viens plus. C'est pas loin.", 1, 0),
        ("Deux pas de danse; un pas.", 0, 0),
    ],
)
def test_negations_without_ne(text: str, dropped: int, kept: int) -> None:
    """« pas » without « ne » counts where a subject stands close before it in its clause, and nowhere else."""
    found_dropped, found_kept = negations(reading(text))

    assert (len(found_dropped), len(found_kept)) == (dropped, kept)


# ---------------------------------------------------------------- edges


def test_openings_are_real_phrases_generalised() -> None:
    """The longest beginning that recurs is told, figures and names left open; an article alone is not."""
    texts = ["Lot 3 à l'heure. Oui.", "Lot 12 à l'heure. Non.", "Lot 7 à l'heure.", "Le sac.", "Le pot.", "Le bac."]

    assert openings([reading(text) for text in texts]) == (("lot … à l'heure", 3),)
    assert openings([reading("Merci @sam, oui."), reading("Merci @lou, non."), reading("Merci @max, bon.")]) == (
        ("merci @…", 3),
    )


def test_closings_leave_links_and_tags_aside() -> None:
    """The last words that recur, before links, tags and emoji."""
    texts = ["Oui. On t'attend au comptoir. ☕", "Non, passe au comptoir https://a.example", "Viens au comptoir #Café"]

    assert closings([reading(text) for text in texts]) == (("au comptoir", 3),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On regarde ça. — Camille", "— Camille"),
        ("We will look into it. ^MT", "^MT"),
        ("On se souvient de lui. Camille", "Camille"),
        ("On regarde ça avec Camille", None),
        ("Camille", None),
        ("Ouvert de 7 h – 18 h", None),
    ],
)
def test_signatures(text: str, expected: str | None) -> None:
    """A name after a dash or ^ at the end, or a known name as the last sentence."""
    place = signature(reading(text), names=("Camille",))

    assert (text[place[0] : place[1]] if place else None) == expected


def test_where_emoji_stand() -> None:
    """At the start before any word, at the end after the last, else in the middle; alone they end."""
    assert emoji_places(reading("☕ Du café 🚲 et du thé ❄️ #Thé")) == [
        ("☕", "start"),
        ("🚲", "middle"),
        ("❄️", "end"),
    ]
    assert emoji_places(reading("Du café. 🚲 ❄️")) == [("🚲", "end"), ("❄️", "end")]
    assert emoji_places(reading("👩‍🌾")) == [("👩‍🌾", "end")]


# ---------------------------------------------------------------- rhythm

SYLLABLES = {
    "en": "coffee 2 water 2 table 2 the 1 make 1 makes 1 boxes 2 baked 1 wanted 2 radio 3 people 2 idea 3 being 2 "
    "roasting 2 beautiful 3 little 2 opened 2 pages 2 question 2 passion 2 science 2 quiet 2 family 3 create 2 noise 1 "
    "apples 2 morning 2 grams 1 degrees 2 eleven 3 notches 2 nation 2 lion 2 video 3 heating 2",
    "fr": "café 2 torréfaction 4 table 1 tables 1 sont 1 donne 1 donnent 1 souvent 2 comptoir 2 Montréal 3 réalité 4 "
    "idée 2 année 2 quatre 1 qui 1 guerre 1 canal 2 aujourd'hui 3 maison 2 neige 1 naïf 2 poète 2 pâte 1 journée 2 "
    "vie 1 rue 1 bleue 1 moment 2 lundi 2 brûlerie 3 passent 1 lentement 3 écrivez 3 fatigue 2 euro 2 chaos 2 ville 1",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_syllables(language: str) -> None:
    """The spoken syllables of common words; a French mute e at the end is none."""
    pairs = SYLLABLES[language].split()
    wrong = {
        word: syllables(word, language)
        for word, number in zip(pairs[::2], pairs[1::2], strict=True)
        if syllables(word, language) != int(number)
    }

    assert wrong == {}


def test_reading_ease_is_the_published_formula() -> None:
    """Flesch's and Kandel and Moles' figures for words of one syllable, and easier texts score higher."""
    assert reading_ease(["cat"] * 10, 1, "en") == pytest.approx(206.835 - 10.15 - 84.6)
    assert reading_ease(["chat"] * 10, 1, "fr") == pytest.approx(207 - 10.15 - 73.6)
    easy = ease_of(reading("We open at eight. The door is red. You can bring the dog and a book.", "en"), "en")
    long_words = "Institutional considerations regarding international regulatory harmonisation"
    hard = ease_of(reading(f"{long_words} necessitate considerable deliberation on applicability.", "en"), "en")
    assert easy is not None
    assert hard is not None
    assert easy > 90
    assert hard < 20


def test_reading_ease_needs_words() -> None:
    """Under ten words, and in a language without a formula, there is none."""
    assert ease_of(reading("On ouvre."), "fr") is None
    assert ease_of(reading("eins zwei drei vier fünf sechs sieben acht neun zehn elf", "de"), "de") is None


@given(st.lists(st.floats(0, 1000), max_size=30))
def test_a_spread_is_in_order(values: list[float]) -> None:
    """Low, quarter, middle, three quarters and high never cross, and lie between the least and the most."""
    one = spread(values)

    assert one.low <= one.quarter + 1e-9 <= one.median + 2e-9 <= one.three_quarters + 3e-9 <= one.high + 4e-9
    assert one.n == len(values)
    if values:
        assert min(values) <= one.low + 1e-9
        assert one.high <= max(values) + 1e-9
