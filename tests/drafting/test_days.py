"""Days and dates that a text names, in both languages, those of a range too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.days import days_of


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ouvert du mardi au vendredi de 7 h à 18 h", "d1 d2 d3 d4"),
        ("Saturday and Sunday from 8 am to 5 pm", "d5 d6"),
        ("Tue-Fri 9-5", "d1 d2 d3 d4"),
        ("de vendredi à lundi", "d4 d5 d6 d0"),
        ("la fin de semaine", "d5 d6"),
        ("open 7 days a week", "every d0 d1 d2 d3 d4 d5 d6"),
        ("fermé les 25 et 26 décembre et les 1er et 2 janvier", "12-25 12-26 1-1 1-2"),
        ("closed on December 25 and 26 and January 1 and 2", "12-25 12-26 1-1 1-2"),
        ("La librairie ferme du 5 au 8 août", "8-5 8-6 8-7 8-8"),
        ("you open boxing day?", "12-26"),
        ("ouvert la veille de Noël?", "12-24"),
        ("ouvert le 31?", "?-31"),
        ("ma commande du 52 kg, pour 12 personnes, en 2025", ""),
        ("le mar est sat", ""),
    ],
)
def test_days_are_named(text: str, days: str) -> None:
    """Weekdays by number from Monday, dates by month and day, holidays by their date; other numbers are no days."""
    assert days_of(text) == frozenset(days.split())


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text raises, and each token is of one of the known forms."""
    assert all(token == "every" or token[0] == "d" or "-" in token for token in days_of(text))
