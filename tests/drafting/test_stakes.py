"""What somebody asks back is worth by the facts."""

import pytest

from assistant.drafting.stakes import worth
from assistant.records import Gathered, Message, ReplyRequest
from tests.drafting.conftest import Room

PRICES = (
    "Sacs de 340 g : Écluse et Lachine 18 $, Nuit blanche 19 $. Écluse et Lachine existent aussi en 1 kg à 48 $.",
    "Adult $36, child $27, free under 5.",
    "Delivery takes 3 days.",
)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("six sacs de 1 kg de Lachine, tous moulus trop fin", 288),
        ("5 x 1kg of lachine for the office, box soaked", 240),
        ("4 bags of the Lachine, and 2 Nuit blanche", 110),
        ("2 adults and three children, the show was closed", 153),
        ("three chairs that wobble", 0),
        ("nothing for 3 weeks", 0),
        ("", 0),
    ],
)
def test_what_is_counted_has_its_price(text: str, price: float) -> None:
    """So many times the price of the thing that is counted; a size is no count, time is none, and what has no price
    costs nothing."""
    assert worth(text, PRICES) == price


def test_who_decides_follows_from_the_prices(room: Room) -> None:
    """A refund that nobody put a figure on is for a person where the facts' prices say that it is above the limit."""

    def answer(text: str) -> str:
        request = ReplyRequest(Message(text), "bluesky")
        return next(event.answer for event in room.drafting.reply(request, None) if isinstance(event, Gathered))

    room.server.say("On regarde ça.")
    asked = "Deux mois d'attente, rien. Merci de remettre le montant sur la carte qui a servi à l'achat."

    assert answer(f"J'ai commandé trois sacs de 1 kg d'Écluse. {asked}") == "hand_over"
    assert answer(f"J'ai commandé trois sacs d'Écluse. {asked}") == "reply"
