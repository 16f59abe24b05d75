"""French spacing: only blanks change, once, and never inside a link."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.voice.typography import typeset

N, F = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "typeset_text"),
    [
        ("Merci !", "Merci!"),
        (f"Merci{N}! Quoi{F}?", "Merci! Quoi?"),
        ("Oui ; non", "Oui; non"),
        ("Voici : un", f"Voici{N}: un"),
        ("Voici: un", f"Voici{N}: un"),
        ("« oui »", f"«{N}oui{N}»"),
        ("«oui»", f"«{N}oui{N}»"),
        ("22 $ et 22$", f"22{N}$ et 22{N}$"),
        ("10 % de 340 g à 7 h 30", f"10{N}% de 340{N}g à 7{N}h 30"),
        ("à 10:30 ou 9:05", "à 10:30 ou 9:05"),
        ("http://a.b/c:d?e=!f ; ok", "http://a.b/c:d?e=!f; ok"),
        ("écrire à a.b@c.example : merci", f"écrire à a.b@c.example{N}: merci"),
        ("« https://a.b »", f"«{N}https://a.b{N}»"),
        ("bravo :) et :heart:", "bravo :) et :heart:"),
        ("bravo ;)", "bravo ;)"),
        ("un  deux", "un  deux"),
        ("ligne\n! début", "ligne\n! début"),
    ],
)
def test_quebec(text: str, typeset_text: str) -> None:
    """Québec: nothing before ! ? and ;, a no-break space before a colon, inside « » and before units."""
    assert typeset(text, "fr-CA") == typeset_text


@pytest.mark.parametrize(
    ("text", "typeset_text"),
    [
        ("Merci!", f"Merci{F}!"),
        ("Merci !", f"Merci{F}!"),
        ("Quoi ?!", f"Quoi{F}?!"),
        ("Oui; non: si", f"Oui{F}; non{N}: si"),
    ],
)
def test_france(text: str, typeset_text: str) -> None:
    """France: a narrow no-break space before ! ? and ;."""
    assert typeset(text, "fr-FR") == typeset_text


@pytest.mark.parametrize("locale", ["en-CA", "en", "", "es"])
def test_other_languages_stay_as_they_are(locale: str) -> None:
    """English and others come back as given."""
    assert typeset("Hello ! « x » 22 $", locale) == "Hello ! « x » 22 $"


pieces = st.lists(
    st.sampled_from(
        ["mot", "22", "7", "«", "»", "!", "?", ";", ":", "$", "%", "h", " ", N, F, "\n", "https://a.b/x?y=!:z", "10:30",
         "a@b.example", ":)", "(", ")", "👍", "…", "."]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(pieces, st.sampled_from(["fr-CA", "fr-FR", "fr"]))
@example("22$", "fr-CA")
@example("a !? ;", "fr-CA")
@example("mot:»", "fr-CA")
def test_only_blanks_change_and_once(text: str, locale: str) -> None:
    """Typesetting touches nothing but blanks, and doing it twice is doing it once."""
    once = typeset(text, locale)

    assert "".join(once.split()) == "".join(text.split())
    assert typeset(once, locale) == once


@given(st.text(alphabet="abc123./?=&:;!%$-_~", max_size=30), st.sampled_from(["fr-CA", "fr-FR"]))
def test_links_are_untouched(tail: str, locale: str) -> None:
    """A link comes out as it went in, whatever it holds."""
    link = f"https://example.com/{tail}"

    assert link in typeset(f"Voir {link} : merci !", locale)
