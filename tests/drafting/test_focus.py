"""The very thing that a question asks for."""

import pytest

from assistant.drafting.focus import (
    focus_of,
    is_elsewhere,
    is_listed_apart,
    is_of_another_kind,
    is_of_our_fault,
    is_of_something_else,
    is_of_the_others,
    lacks_focus,
)
from assistant.drafting.seeking import seek


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("how many ounces is the large latte", ("ounces",)),
        ("do u take amex", ("amex",)),
        ("which one has more gluten, the rye or the spelt?", ("gluten",)),
        ("avez-vous des patins pour enfants?", ("patins",)),
        ("vous vendez tu des filtres en papier", ("filtres",)),
        ("Le tapis, c'est de la laine, du coton?", ("laine",)),
        ("is there a bike rack near your door", ("bike", "rack")),
        ("do you do wholesale pricing for bars", ("wholesale",)),
        ("can a voucher pay for the workshop?", ("workshop",)),
        ("which bus stops near the museum", ("bus",)),
        ("y'a tu une table à langer?", ("table",)),
        ("do i pick the two jars of the month?", ("choose",)),
        ("est-ce que je peux choisir la couleur", ("choisir",)),
        ("are you open on Sunday?", ()),
        ("est-ce que c'est loin", ()),
    ],
)
def test_what_is_asked_for(question: str, focus: tuple[str, ...]) -> None:
    """The thing that is counted, compared, had, sold or taken; nothing where a question asks otherwise."""
    assert focus_of(question) == focus


def test_a_sentence_without_the_focus_is_no_answer() -> None:
    """That the latte is in the sentence does not help, where ounces are asked for."""
    words = seek("how many ounces is the latte").words
    said = {word.word: place for place, word in enumerate(words)}
    matches = [0.0] * len(words)
    matches[said["latte"]] = 1.0
    assert lacks_focus(("ounces",), words, matches)
    matches[said["ounces"]] = 1.0
    assert not lacks_focus(("ounces",), words, matches)
    assert not lacks_focus((), words, matches)


def test_two_things_of_a_list_are_not_one_thing() -> None:
    """Milk and soy in a kitchen are no soy milk; soy milk is."""
    assert is_listed_apart("can I get a chai with soy milk?", "The kitchen uses milk, soy, oats and sesame.")
    assert is_listed_apart("avez-vous du lait de soya?", "La cuisine utilise du lait, du soya et du blé.")
    assert not is_listed_apart("can I get a chai with soy milk?", "We have soy milk, oats and sesame.")
    assert not is_listed_apart("what is a double room?", "Fourteen rooms: single £79, double £115, family £165.")
    assert not is_listed_apart("do you use milk and soy?", "The kitchen uses milk, soy, oats and sesame.")


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("do you have almond milk?", "Oat milk costs the same as milk.", True),
        ("do you have almond milk?", "Almond milk costs 50 cents more.", False),
        ("vous avez du pain de seigle?", "Le pain de blé sort à 7 h.", True),
        ("is there a drum class?", "The drum class is on Thursdays.", False),
    ],
)
def test_another_kind_of_the_thing_is_another_thing(question: str, sentence: str, another: bool) -> None:
    """A sentence about one kind of a thing does not answer for another kind."""
    sought = seek(question)
    matches = [float(word.word in sentence.lower()) for word in sought.words]
    assert is_of_another_kind(sought, matches, sentence) is another


@pytest.mark.parametrize(
    ("question", "way"),
    [("can you bring it over by bike?", "bike"), ("which subway gets me to the shop", "subway")],
)
def test_of_one_way_to_come_or_send_nothing_else_answers(question: str, way: str) -> None:
    """Where a sentence tells of bikes, what leaves them out does not answer for them, whatever else it covers."""
    words = seek(question).words
    at = next(place for place, word in enumerate(words) if word.concept == way)
    everything = [1.0] * len(words)
    all_but = [float(place != at) for place in range(len(words))]
    assert is_elsewhere(words, all_but, everything)
    assert not is_elsewhere(words, everything, everything)
    assert not is_elsewhere(words, all_but, all_but)


@pytest.mark.parametrize(
    ("message", "question", "sentence", "others"),
    [
        ("", "is my guide dog allowed inside?", "Dogs are welcome in the yard only.", True),
        ("Horace est un chien-guide. ", "Peut-il entrer?", "Les chiens restent dehors.", True),
        ("Horace est un chien-guide. ", "Peut-il entrer?", "L'entrée est de plain-pied.", True),
        ("", "mon chien peut entrer?", "Les chiens restent dehors.", False),
        ("", "is my service dog allowed inside?", "Dogs stay outside; guide dogs come in.", False),
        ("I come with my guide dog. ", "Do you have wifi?", "Wifi is free.", False),
    ],
)
def test_what_holds_for_the_others(message: str, question: str, sentence: str, others: bool) -> None:
    """What is said of dogs does not hold for a guide dog; what speaks of no dog is no matter of it."""
    assert is_of_the_others(message + question, question, sentence) is others


def test_a_bare_value_is_that_of_what_was_named_before() -> None:
    """“How long” after a place is how long to there; a price may be that of the thing."""
    sought = seek("how long", "one pot to Toronto, how much would it be")
    place = next(at for at, word in enumerate(sought.words) if word.word == "toronto")
    nothing = [0.0] * len(sought.words)
    there = [float(at == place) for at in range(len(sought.words))]
    assert is_of_something_else(sought, nothing)
    assert not is_of_something_else(sought, there)
    assert not is_of_something_else(seek("how long is the tour"), [0.0] * len(seek("how long is the tour").words))


@pytest.mark.parametrize(
    ("message", "refused"),
    [
        ("i picked the wrong size by mistake, can i return it", True),
        ("c'est ma faute, j'ai choisi le mauvais format. jpeux tu me faire rembourser", True),
        ("la couleur me plaît pas, ça s'échange tu", True),
        ("you sent the wrong size, what now", False),
        ("j'ai reçu le mauvais format, vous faites quoi", False),
    ],
)
def test_what_holds_for_a_mistake_of_ours(message: str, refused: bool) -> None:
    """What is promised for a mistake of the house is no answer to who made it, nor where none is told."""
    for sentence in ("If we packed it wrong, it is refunded.", "Mal emballé par notre faute, c'est remboursé."):
        assert is_of_our_fault(message, sentence) is refused
    assert not is_of_our_fault(message, "Unopened goods are exchanged within 30 days.")
