"""What a text claims, in one form for French and English, and whether what it rests on holds it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.checks import Job, ground_of
from assistant.drafting.claims import claims_of
from assistant.drafting.grounding import Ground, check_grounding
from assistant.voice.brand import Fact, load_brand

BRAND = load_brand(Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal")


def values(text: str) -> list[tuple[str, str]]:
    return [(claim.kind, claim.value) for claim in claims_of(text)]


# ---------------------------------------------------------------- one form for two languages


@pytest.mark.parametrize(
    ("kind", "spellings"),
    [
        ("number", ["22 $", "22$", "22\u00a0$", "$22", "$22.00", "22,00 $", "22 dollars", "22 piastres"]),
        ("number", ["3,25 $", "$3.25", "3.25 $"]),
        ("number", ["22 €", "€22", "22 euros", "22 eur", "22,00 €"]),
        ("number", ["1 250 $", "1\u202f250 $", "$1,250", "1,250 dollars"]),
        ("number", ["4,92 $ US", "US$4.92"]),
        ("number", ["340 g", "340g", "340 grammes", "340 grams"]),
        ("number", ["1 kg", "1kg", "1 kilo"]),
        ("number", ["10 %", "10%", "10\u00a0%"]),
        ("number", ["30 jours", "30 days", "30 business days", "trente jours", "thirty days"]),
        ("number", ["3 semaines", "3 weeks", "trois semaines", "three weeks"]),
        ("number", ["2 heures", "two hours", "2 hours"]),
        ("number", ["48 h", "48h", "48 heures", "48 hours", "forty-eight hours", "48-hour"]),
        ("phone", ["514 555-0142", "514-555-0142", "(514) 555-0142", "+1 514 555-0142", "514.555.0142"]),
        ("phone", ["01 42 68 53 00", "01.42.68.53.00"]),
        ("clock", ["7 h", "7h", "7\u00a0h", "7 h 00", "7:00", "7 am", "7am", "7 a.m.", "7:00 am"]),
        ("clock", ["17 h", "5 pm", "5 p.m.", "5:00 PM", "17:00"]),
        ("clock", ["7 h 30", "7h30", "7:30", "7:30 am"]),
        ("day", ["lundi", "Monday", "le lundi", "Mondays", "LUNDI"]),
        ("order", ["#4821", "# 4821"]),
        ("link", ["https://brulerie.example/a", "http://brulerie.example/a", "https://brulerie.example/a/"]),
        ("email", ["bonjour@b.example", "Bonjour@B.example."]),
        ("handle", ["@brulerie.example", "@Brulerie.example."]),
    ],
)
def test_one_value_for_every_spelling(kind: str, spellings: list[str]) -> None:
    """However it is written, in French or in English, the same thing has the same value."""
    found = {spelling: [value for what, value in values(spelling) if what == kind] for spelling in spellings}

    assert all(len(one) == 1 for one in found.values()), found
    assert len({one[0] for one in found.values()}) == 1, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Midi et minuit.", []),
        ("On vous attend.", []),
        ("Un café, deux amis.", []),
        ("Passe à 7 h 30, le mardi.", [("clock", "7:30"), ("day", "1")]),
        ("12 am and 12 pm", [("clock", "0:00"), ("clock", "12:00")]),
        ("Écris à a@b.example : merci", [("email", "a@b.example")]),
        ("Sur https://a.b/prix?x=12 (22 $).", [("link", "a.b/prix?x=12"), ("number", "22 $")]),
        ("Commande #4821 de 22 $", [("order", "4821"), ("number", "22 $")]),
        ("Merci à Teo Alemu.", [("name", "Teo Alemu")]),
        ("Bonjour Teo!", [("name", "Teo")]),
        ("Merci. Teo arrive.", []),
        ("On t'offre un café demain.", [("promise", "on t'offre"), ("promise", "demain")]),
        ("On t’offre un café.", [("promise", "on t'offre")]),
        ("We’ll refund you tomorrow.", [("promise", "we'll refund you"), ("promise", "tomorrow")]),
        ("Bon, I'll check and I’m sorry.", []),
        ("Un torréfacteur de 15-kilos, an eight-minute walk", [("number", "15 kg"), ("number", "8 min")]),
        ("514 555-0142", [("phone", "5145550142")]),
    ],
)
def test_claims_of_a_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    """A sentence's claims come in order, each once; ordinary words are none."""
    assert values(text) == expected


@given(st.text(max_size=200))
def test_claims_never_overlap(text: str) -> None:
    """Whatever the text, claims are inside it, in order, and none covers another."""
    end = 0
    for claim in claims_of(text):
        assert end <= claim.start < claim.end <= len(text)
        end = claim.end


@given(st.text(max_size=200))
def test_a_text_grounds_itself(text: str) -> None:
    """Whatever a text claims, it holds: material quoted word for word is never marked."""
    assert check_grounding(text, Ground([text])) == ()


# ---------------------------------------------------------------- known passes, changed is caught

MESSAGE = "Ma commande #4821 est arrivée percée hier, j'ai payé 44 $. Sophie Tremblay"


def caught(text: str, message: str = "") -> list[str]:
    job = Job("bluesky", "fr", message=message)
    return [text[finding.start : finding.end] for finding in check_grounding(text, ground_of(BRAND, job))]


@pytest.mark.parametrize(
    "text",
    [
        "L'Éthiopie Guji est à 22 $, la Colombie Huila à 21 $.",
        "Ethiopia Guji is $22 a bag.",
        "On ouvre à 7 h du mardi au vendredi, à 8 h le samedi et le dimanche.",
        "We open at 7 am Tuesday to Friday.",
        "On est ouverts de 7 à 18 h.",
        "Open 7 to 6, closed Mondays.",
        "We're closed Mondays.",
        "La livraison est gratuite à partir de 60 $, sinon 9 $.",
        "Shipping is free from $60.",
        "Comptez 2 à 4 jours ouvrables au Québec.",
        "Count 4 to 8 business days elsewhere in Canada.",
        "Écrivez à bonjour@brulerieducanal.example dans les 30 jours.",
        "Au comptoir : 514 555-0142.",
        "On est au 412, rue du Halage.",
        "Maude Lavigne a fondé la brûlerie; Teo torréfie.",
        "Le Halage, c'est deux sacs par mois pour 34 $.",
        "Tout est sur https://brulerieducanal.example.",
        "Suivez @brulerieducanal.example.",
        "Il reste de la place à la dégustation de 10 h, le samedi, à 15 $.",
        "Le filtre est à 3,25 $.",
        "A filter is $3.25.",
    ],
)
def test_what_the_brand_knows_passes(text: str) -> None:
    """Prices, hours, delays, names and addresses of the brand's facts may be stated, in either language."""
    assert caught(text) == []


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("L'Éthiopie Guji est à 27 $.", ["27 $"]),
        ("Ethiopia Guji is $27 a bag.", ["$27"]),
        ("On ouvre à 6 h 30.", ["6 h 30"]),
        ("We open at 6 am.", ["6 am"]),
        ("Réponse sous 48 h.", ["48 h"]),
        ("You'll have it within 72 hours.", ["72 hours"]),
        ("Rabais de 15 % aujourd'hui.", ["15 %", "aujourd'hui"]),
        ("Écrivez à aide@brulerieducanal.example.", ["aide@brulerieducanal.example"]),
        ("Voir https://brulerieducanal.example/promo.", ["https://brulerieducanal.example/promo"]),
        ("Voir https://canal.example.", ["https://canal.example"]),
        ("Voir https://brulerieducanal.example.com.", ["https://brulerieducanal.example.com"]),
        ("Merci Gontran!", ["Gontran"]),
        ("Voir https://ailleurs.example.", ["https://ailleurs.example"]),
        ("Parlez-en à @starfish.example.", ["@starfish.example"]),
        ("Demandez Jean-Guy Moreau.", ["Jean-Guy Moreau"]),
        ("Votre commande #9999 part.", ["#9999"]),
        ("On vous rappelle demain.", ["On vous rappelle", "demain"]),
        ("We'll refund you right away.", ["We'll refund you", "right away"]),
        ("Appelez le 514 555-9999.", ["514 555-9999"]),
    ],
)
def test_what_nobody_said_is_caught(text: str, unknown: list[str]) -> None:
    """A changed price, hour, address, order number, name, or a promise is marked where it stands."""
    assert caught(text) == unknown


FIGURES = ("number", "clock", "day", "email", "phone", "link")


@pytest.mark.parametrize("fact", BRAND.facts, ids=lambda fact: fact.id)
def test_a_fact_grounds_its_translation(fact: Fact) -> None:
    """Every figure, hour, day and address of a fact in one language is found in the same fact in the other."""
    for one, other in (("fr", "en"), ("en", "fr")):
        ground = Ground([fact.texts[other]])
        lost = [
            fact.texts[one][claim.start : claim.end]
            for claim in claims_of(fact.texts[one])
            if claim.kind in FIGURES and not ground.holds(claim)
        ]
        assert lost == [], one


def test_the_message_counts_as_known() -> None:
    """What the person wrote, order number, name and price, may be said back; another number may not."""
    assert caught("Sophie, la commande #4821 à 44 $ part.", MESSAGE) == []
    assert caught("La commande #4822 à 45 $ part.", MESSAGE) == ["#4822", "45 $"]


def test_a_source_grounds_across_languages() -> None:
    """A French source grounds an English draft."""
    ground = Ground(["Le lot Kirinyaga arrive le jeudi à 17 h, à 26 $."])

    assert check_grounding("The Kirinyaga lot arrives Thursday at 5 pm, $26.", ground) == ()


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("C'est 99 $.", "block"),
        ("À 23 h.", "block"),
        ("Commande #77.", "block"),
        ("https://x.example", "block"),
        ("Demandez Gontran.", "warn"),
        ("C'est promis.", "warn"),
    ],
)
def test_levels(text: str, level: str) -> None:
    """A figure or an address that is not known blocks; a name or a promise asks for a look."""
    findings = check_grounding(text, Ground([]), reader="fr")

    assert {finding.level for finding in findings} == {level}
    assert all(finding.check == "facts" for finding in findings)


def test_told_in_the_readers_language() -> None:
    """The finding quotes what is not known."""
    assert check_grounding("Sous 48 h.", Ground([]))[0].message == "Not in your knowledge: 48 h"
    assert check_grounding("Sous 48 h.", Ground([]), "fr")[0].message == "Absent de vos connaissances\u00a0: 48 h"


def test_a_digit_that_python_does_not_know_is_no_claim() -> None:
    """The regex library knows digits that Python does not (U+116D0); they are read as text, not as a number."""
    assert claims_of("\U000116d0 cafés") == ()
