"""How people type, in the usual spelling, and where each character was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.spellings import spelt, spelt_with_places


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("do yall rent skates", "do you rent skates"),
        ("whats on tonite, r you open", "what's on tonite, are you open"),
        ("cetait quoi le film", "c'était quoi le film"),
        ("yatu un vestiaire", "y a-t-il un vestiaire"),
        ("c tu plein", "c'est tu plein"),
        ("gardez vous les manteaux", "gardez-vous les manteaux"),
        ("jusqua kelle heure", "jusqu'à quelle heure"),
        ("cb de places", "combien de places"),
    ],
)
def test_what_is_typed_in_haste_is_read_as_usual(typed: str, usual: str) -> None:
    """Missing signs, sounds for words and « tu » that asks, in both languages."""
    assert spelt(typed) == usual


@pytest.mark.parametrize(
    "text",
    ["cet été, c'est quoi", "vous avez raison", "the university of u of t", "vitamin c is good", "il y en a assez"],
)
def test_usual_spelling_stays(text: str) -> None:
    """What is no haste is not touched."""
    assert spelt(text) == text


@given(st.text(alphabet="abcetuy' lz-?jrn", max_size=60))
def test_every_character_has_its_place(text: str) -> None:
    """The places go up, from the first character to the end."""
    plain, places = spelt_with_places(text)

    assert len(places) == len(plain) + 1
    assert list(places) == sorted(places)
    assert places[-1] == len(text)
