"""Which of two sentences comes first that answer equally well."""

import pytest

from assistant.drafting.seeking import seek
from assistant.drafting.stated import Stated, states
from assistant.drafting.ties import lead
from assistant.records import Passage


def sentences(*texts: str, section: tuple[str, ...] = ()) -> list[Stated]:
    return [
        states(Passage(f"facts#{number}", "fact", "brand.toml", text, section=section))[0]
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("question", "ahead", "behind"),
    [
        # Both stand under a heading that says “roasting” or “bags”.
        ("which days do you roast?", "We roast on Mondays.", "A coffee is at its best after that date."),
        ("blue bin?", "Our bags are recyclable in few places.", "Bring back ten empty bags for a coffee."),
        ("prix?", "Filtre 3,25 $, espresso 3,50 $.", "L'avoine est au même prix que le lait."),
        ("how much?", "Filter $3.25, espresso $3.50.", "Oat milk costs the same as milk."),
        ("horaire?", "Ouvert de 7 h à 18 h.", "Fermé les 25 et 26 décembre."),
        (
            "combien pour faire livrer 2 sacs à Gaspé",
            "La livraison coûte 9 $ au Canada.",
            "L'abonnement : deux sacs par mois, 34 $, livraison comprise au Canada.",
        ),
        ("hours?", "Open from 7 am to 6 pm.", "Closed on December 25 and 26."),
        ("horaire svp", "Ouvert de 7 h à 18 h.", "Dégustation le samedi."),
        ("hours pls", "Open from 7 am to 6 pm.", "Closed on December 25 and 26."),
    ],
)
def test_what_says_it_itself_is_ahead(question: str, ahead: str, behind: str) -> None:
    """A heading lends its words to every sentence under it; a bare question wants the most values."""
    one, other = sentences(ahead, behind, section=("Roasting, bags, prices, hours",))

    assert lead(seek(question), one) > lead(seek(question), other)


def test_a_place_named_says_more_than_words() -> None:
    """To Boston, what holds in the United States answers, whether or not it says “shipping” once more."""
    home, abroad = sentences("Shipping costs $9 in Canada.", "To the United States it's $18.")
    question = seek("what does shipping to Boston cost?")

    assert lead(question, home) == lead(question, abroad) == 0.0


@pytest.mark.parametrize(
    ("courteous", "bare"),
    [
        ("horaire svp", "horaire"),
        ("Horaire, s'il vous plaît?", "Horaire"),
        ("hours pls thanks", "hours"),
        ("prix svp merci", "prix"),
        ("tarifs, merci d'avance!", "tarifs"),
    ],
)
def test_courtesy_changes_nothing(courteous: str, bare: str) -> None:
    """What is sought with a polite word is what is sought without it."""
    assert seek(courteous) == seek(bare)


def test_a_price_of_what_ends_in_ing_is_of_a_thing() -> None:
    """“Cupping price” names the cupping; “bringing my mom” does something."""
    assert seek("cupping price").is_of_a_thing
    assert not seek("bringing").is_of_a_thing


def test_an_offer_that_is_named_is_not_behind() -> None:
    """Who asks about Le Halage by its name need not say that it is a subscription; who asks about bags did not ask."""
    offer, other = sentences("L'abonnement Le Halage : deux sacs, livraison comprise.", "La livraison coûte 9 $.")

    named, unnamed = seek("pour le halage, la livraison est comprise?"), seek("combien pour livrer deux sacs?")
    assert lead(named, offer) >= lead(named, other)
    assert lead(unnamed, offer) < lead(unnamed, other)
