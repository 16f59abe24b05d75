"""Which language a short message is in, as people write on the networks."""

import pytest

from assistant.language import detect

MESSAGES = [
    ("fr", "Ma commande #4821 est arrivée percée, c'est la deuxième fois…"),
    ("fr", "C'est quoi vos heures le dimanche?"),
    ("fr", "allo êtes vous ouvert lundi"),
    ("fr", "J'adore votre décaf 😍😍"),
    ("fr", "@brulerie vous livrez-tu à Laval? https://example.com/en/shipping-and-returns"),
    ("fr", "merci!!"),
    ("fr", "Pis le latte, y coûte combien astheure?"),
    ("fr", "Salut, le coffee shop est-tu ouvert le weekend?"),
    ("en", "Do you ship to Vermont?"),
    ("en", "My bag arrived torn, this is the second time."),
    ("en", "hey are you guys open mondays"),
    ("en", "Loved the Péage decaf, thanks Camille!"),
    ("en", "why is your coffee so expensive lol"),
    ("en", "thank you!!"),
    ("en", "Is the Éthiopie Guji back?"),
    ("en", "drove 40 bloody minutes from st-rémi on a tuesday. SHUT. the map said open. put a note up"),
    ("en", "got two from Montréal, smells amazing"),
    ("fr", "Écluse pas bonne cette fois, Lachine oui"),
    ("fr", "Au comptoir : filtre 3,25 $, espresso 3,50 $, cortado 4,50 $, latte 5,25 $."),
    ("fr", "rendu à St-Rémi avec mon sac, y sent bon"),
]


@pytest.mark.parametrize(("code", "message"), MESSAGES, ids=[text[:25] for _, text in MESSAGES])
def test_french_and_english(code: str, message: str) -> None:
    """Short French and English messages, with links, handles, emoji and mixed words, are told apart."""
    found = detect(message)

    assert found.code == code
    assert 0.5 <= found.confidence <= 1.0


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("es", "¿A qué hora abren los domingos? Me gustaría comprar café para mi madre."),
        ("de", "Wann habt ihr am Sonntag geöffnet? Ich möchte gerne Kaffee kaufen."),
        ("pt", "Vocês enviam café para o Brasil? Gostaria muito de comprar um pacote."),
        ("ja", "日曜日は何時に開きますか。コーヒーを買いたいです。"),
        ("ru", "Вы отправляете кофе за границу? Очень хочу попробовать."),
        ("ar", "هل تقومون بتوصيل القهوة إلى خارج كندا؟"),
    ],
)
def test_other_languages(code: str, message: str) -> None:
    """A message in another language is recognised as such, so that the person is told."""
    assert detect(message).code == code


@pytest.mark.parametrize("message", ["", "   ", "☕☕☕", "https://example.com", "@brulerie #café 12 $"])
def test_no_words_no_language(message: str) -> None:
    """Where there are no words, no language is claimed."""
    assert detect(message).code == ""


def test_candidates_are_respected() -> None:
    """The languages asked for come first, whatever they are."""
    assert detect("Hola, ¿cómo están?", ("es", "fr")).code == "es"


def test_a_long_text_costs_no_more_than_its_beginning() -> None:
    """Only the first 2,000 characters are read: a huge text is decided by them."""
    assert detect("Bonjour à toute l'équipe. " * 80 + "This is English now. " * 5000).code == "fr"
