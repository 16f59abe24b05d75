"""What is checked on a final text, over the sample brand: everything at once, then each check of this room."""

from pathlib import Path
from typing import Any

import pytest

from assistant.drafting.checks import Job, check_copy, check_echo, check_language, check_leak, check_text
from assistant.errors import BadInput
from assistant.voice.brand import load_brand

BRAND = load_brand(Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal")


def checks_of(text: str, **job: Any) -> list[str]:
    findings, _ = check_text(text, BRAND, Job(**({"platform": "bluesky", "language": "fr"} | job)))
    return [finding.check for finding in findings]


def test_a_good_reply_has_no_finding() -> None:
    """A reply in the house's manner, with the brand's facts, passes everything and fits."""
    text = (
        "Un sac percé, c'est de notre faute. Écrivez-nous à bonjour@brulerieducanal.example avec une photo : on "
        "remplace ou on rembourse, vous choisissez."
    )
    job = Job("bluesky", "fr", "complaint", "vous", "Mon sac est arrivé percé")

    findings, fits = check_text(text, BRAND, job)

    assert findings == ()
    assert (fits.fits, fits.limit, fits.unit) == (True, 300, "graphemes")


def test_the_brands_own_words_are_known() -> None:
    """What a house says when it hands over or looks something up names addresses that stand in no fact."""
    theatre = load_brand(Path(__file__).parents[1] / "eval" / "houses" / "theatre")
    words = [(language, text) for rule in theatre.hand_over for language, text in rule.says.items()]
    assert any("presse@" in text for _, text in words)
    for language, text in words:
        findings, _ = check_text(text, theatre, Job("bluesky", language[:2], "press", message="Journaliste ici."))
        assert [one for one in findings if one.check == "facts"] == []


@pytest.mark.parametrize(
    ("text", "job", "check"),
    [
        ("N'hésitez pas à nous écrire.", {}, "rule:no-nhesitez-pas"),
        ("Réponse sous 48 h, c'est noté chez nous.", {}, "facts"),
        ("Passez au comptoir quand vous voulez.", {"register": "tu"}, "register"),
        ("We open at 7 am, come by the counter.", {}, "language"),
        ("Bravo 🚀", {}, "emoji"),
        ("Un #café au #comptoir", {}, "hashtags"),
        ("mot " * 100, {}, "length"),
        ("   ", {}, "empty"),
        ("On regarde ça de près.", {"situation": "complaint"}, "rule:complaint-asks-for-order"),
        ("Mon sac est arrivé percé ce matin", {"message": "Mon sac est arrivé percé ce matin!"}, "echo"),
        (
            "On répond avec les faits donnés entre parenthèses et sans rien promettre",
            {"secret": ("Tu réponds avec les faits donnés entre parenthèses et sans rien promettre à personne.",)},
            "leak",
        ),
    ],
)
def test_each_check_is_made(text: str, job: dict[str, Any], check: str) -> None:
    """Every kind of fault is found by the one function that looks at final texts."""
    assert check in checks_of(text, **job)


def test_what_blocks_comes_first() -> None:
    """Blocking findings stand before warnings, warnings before hints, each in the order of the text."""
    text = "Bravo 🚀! N'hésitez pas! C'est 99 $."
    findings, _ = check_text(text, BRAND, Job("bluesky", "fr"))
    order = [("block", "warn", "hint").index(finding.level) for finding in findings]

    assert order == sorted(order)
    assert findings[0].level == "block"


def test_a_text_that_was_cut_off_says_so() -> None:
    """A model that stopped at its own limit leaves a blocking finding at the end of the text."""
    findings, _ = check_text("On regarde ça et", BRAND, Job("bluesky", "fr"), cut_off=True)

    assert (findings[0].check, findings[0].level, findings[0].start) == ("cut_off", "block", len("On regarde ça et"))


def test_unknown_platform() -> None:
    """A network that there is not is refused by name."""
    with pytest.raises(BadInput, match="friendster"):
        check_text("Bonjour", BRAND, Job("friendster", "fr"))


@pytest.mark.parametrize(
    ("text", "expected", "wrong"),
    [
        ("On ouvre à 7 h demain matin.", "fr", False),
        ("We open at 7 in the morning.", "fr", True),
        ("On ouvre à 7 h demain matin.", "en", True),
        ("Écluse, Lachine, Péage.", "en", False),
        ("Merci!", "en", False),
        ("On ouvre à 7 h demain matin.", "es", True),
        ("Abrimos a las siete de la mañana, te esperamos.", "es", False),
        ("Abrimos a las siete de la mañana, te esperamos.", "fr", True),
        ("Anything at all in here.", "", False),
    ],
)
def test_language(text: str, expected: str, wrong: bool) -> None:
    """A text in another language than the answer's blocks; a few words are not enough to tell."""
    findings = check_language(text, expected)

    assert bool(findings) is wrong
    assert all(finding.level == "block" for finding in findings)


@pytest.mark.parametrize(
    ("text", "message", "echo"),
    [
        ("Do you ship to Vermont and how much is it?", "Do you ship to Vermont and how much is it?", True),
        ("Yes, we ship to Vermont, it's $18.", "Do you ship to Vermont and how much is it?", False),
        ("Merci", "Merci", False),
        ("", "Bonjour", False),
        ("Bonjour à vous tous", "", False),
    ],
)
def test_echo(text: str, message: str, echo: bool) -> None:
    """A text that says the message again instead of answering blocks; sharing a few words does not."""
    assert bool(check_echo(text, message)) is echo


def test_leak() -> None:
    """A run of nine words of the instructions blocks; eight do not, and the reader is told in their language."""
    secret = ("one two three four five six seven eight nine ten",)

    assert check_leak("So: one two three four five six seven eight nine!", secret)[0].level == "block"
    assert check_leak("So: one two three four five six seven eight.", secret) == ()
    assert "consignes" in check_leak(secret[0], secret, "fr")[0].message


def test_a_post_that_repeats_an_earlier_one_blocks_and_a_reply_is_only_marked() -> None:
    """A new post may not be an old one again; a reply that reuses an old one is shown as such. A shared turn of phrase
    is neither."""
    published = (
        "Il neige. On a sorti la pelle, la pelle était brisée, on a gratté la rampe avec une pelle à poussière.",
    )
    again = "Il neige. On a sorti la pelle, elle était brisée, on a gratté la rampe avec une pelle à neige."

    assert [finding.level for finding in check_copy(again, published, level="block")] == ["block"]
    assert "Il neige" in check_copy(again, published, "fr")[0].message
    assert check_copy(again, published)[0].level == "warn"
    assert check_copy("Il neige. On a sorti la pelle et le sel, Teo est sur le toit avec un balai.", published) == ()
