"""True sentences that were not asked for are left out."""

import pytest

from assistant.drafting.beside import without_others

PRICES = "Day pass $9, Aurora card $20, Borealis card $34."
SHIPPING = ("To the United States it's $18.", "Shipping costs $9 in Canada.")


@pytest.mark.parametrize(
    ("sentences", "message", "kept"),
    [
        (("The Borealis card is $34 for two.",), "how much is the aurora", ()),
        (("The Borealis card is $34 for two.",), "how much is borealis", ("The Borealis card is $34 for two.",)),
        (("The Borealis card is $34 for two.",), "what do cards cost", ("The Borealis card is $34 for two.",)),
        (SHIPPING, "how much to Vermont", SHIPPING[:1]),
        (SHIPPING, "how much is shipping", SHIPPING),
        (SHIPPING, "Vermont or Ontario, which is cheaper", SHIPPING),
        (("We are on King Street in Toronto.",), "from Vermont, where are you", ("We are on King Street in Toronto.",)),
        (
            ("The Borealis card of Norway is $34.", "Shipping costs $9 in Canada."),
            "price of the borealis, and shipping to Winnipeg",
            ("The Borealis card of Norway is $34.", "Shipping costs $9 in Canada."),
        ),
        (("We are open on Mondays.",), "are you open on Tuesday in Vermont", ("We are open on Mondays.",)),
    ],
)
def test_another_thing_or_country_is_left_out(sentences: tuple[str, ...], message: str, kept: tuple[str, ...]) -> None:
    """Only where the message names its own of the same list, or one country."""
    assert without_others(sentences, message, (PRICES, *SHIPPING)) == kept


def test_that_we_go_nowhere_else_is_not_told_to_who_lives_where_we_go() -> None:
    """Beside the sentence about their country the one about all others is left out; alone it stays."""
    said = ("We ship in Canada and the United States.", "We don't ship anywhere else.")

    assert without_others(said, "Shipping to Maine?", ()) == said[:1]
    assert without_others(said, "moved to burlington vt and i miss you. ship here??", ()) == said[:1]
    assert without_others(said, "Do you ship to Spain?", ()) == said
