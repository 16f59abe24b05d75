"""Policies of `brand.toml`: typography, inclusive writing, tone by situation, consistency, and rules that collide."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Finding
from assistant.voice.brand import Brand
from assistant.voice.contradictions import contradictions
from assistant.voice.examples import without_examples, wrong_examples
from assistant.voice.inclusive import gendered_forms
from assistant.voice.rules import check_rules
from assistant.voice.typography import typeset

N, F = "\u00a0", "\u202f"


def brand_with(*rules: dict[str, Any], **tables: Any) -> Brand:
    written = [{"reason": {"en": "Because."}, "fails": "", "passes": ""} | rule for rule in rules]
    return Brand.model_validate(
        {"format": 1, "id": "b", "name": "B", "languages": ["fr", "en"], "rules": written, **tables}
    )


def apply_all(text: str, findings: tuple[Finding, ...]) -> str:
    """The text once a person has clicked every replacement, last first."""
    for finding in sorted(findings, key=lambda one: -one.start):
        if finding.suggestion is not None:
            text = text[: finding.start] + finding.suggestion + text[finding.end :]
    return text


# ---------------------------------------------------------------- typography


@pytest.mark.parametrize(
    ("locale", "text", "typed"),
    [
        ("fr-CA", "Oui !", "Oui!"),
        ("fr-CA", "Une nouvelle: le Guji", f"Une nouvelle{N}: le Guji"),
        ("fr-CA", "18$ le sac", f"18{N}$ le sac"),
        ("fr-CA", "«Écluse»", f"«{N}Écluse{N}»"),
        ("fr-FR", "Oui!", f"Oui{F}!"),
        ("fr-FR", "Déjà?", f"Déjà{F}?"),
        ("fr-FR", "Une nouvelle: oui", f"Une nouvelle{N}: oui"),
    ],
)
def test_typography_finds_what_a_click_mends(locale: str, text: str, typed: str) -> None:
    """Each misplaced blank is found, and its replacement gives the text as the locale typesets it."""
    brand = brand_with(typography={}, locales={"fr": locale})
    found = check_rules(text, brand, language="fr")

    assert {finding.check for finding in found} == {"typography"}
    assert apply_all(text, found) == typed
    assert check_rules(typed, brand, language="fr") == ()


def test_blanks_of_the_wrong_kind_are_one_hint() -> None:
    """Plain blanks where no-break ones belong are told once, together, to the houses that ask for it."""
    text = "Voilà : 18 $, 22 $ et 5 %."
    found = check_rules(text, brand_with(typography={"unbreakable": True}, locales={"fr": "fr-CA"}), language="fr")

    assert check_rules(text, brand_with(typography={}, locales={"fr": "fr-CA"}), language="fr") == ()
    assert [finding.level for finding in found] == ["hint"]
    assert apply_all(text, found) == typeset(text, "fr-CA")


@pytest.mark.parametrize(
    ("text", "mended"),
    [('Il a dit "oui".', f"Il a dit «{N}oui{N}»."), ("“Écluse” est là.", f"«{N}Écluse{N}» est là.")],
)
def test_quotation_marks_are_french(text: str, mended: str) -> None:
    """English quotation marks around French words become guillemets."""
    assert apply_all(text, check_rules(text, brand_with(typography={}), language="fr")) == mended


def test_long_dashes_are_found_when_the_house_has_none() -> None:
    """A dash that starts a sentence anew is found by the houses that want none; a compound or a list is not."""
    never, ever = brand_with(typography={"dashes": "never"}), brand_with(typography={})
    text = "On a goûté — deux fois."

    assert [text[f.start : f.end].strip() for f in check_rules(text, never, language="fr")] == ["—"]
    assert check_rules(text, ever, language="fr") == ()
    assert check_rules("Côte-Saint-Paul, un rendez-vous", never, language="fr") == ()


def test_typography_is_for_french_only() -> None:
    """English texts and houses without the table are left alone."""
    assert check_rules('Wait: "what" !', brand_with(typography={}), language="en") == ()
    assert check_rules("Oui !", brand_with(), language="fr") == ()


words = st.lists(
    st.sampled_from(
        ["mot", "18", "$", "«", "»", "!", "?", ":", ";", " ", N, F, "\n", "https://a.b/x", "10:30", '"', "—"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(words, st.sampled_from(["fr-CA", "fr-FR"]))
def test_typography_spans_lie_inside(text: str, locale: str) -> None:
    """Whatever the text, spans lie inside it, and with quotes and dashes left alone the clicks typeset it."""
    brand = brand_with(typography={"quotes": False, "unbreakable": True}, locales={"fr": locale})
    found = check_rules(text, brand, language="fr")

    assert all(0 <= finding.start <= finding.end <= len(text) for finding in found)
    assert bool(found) == (typeset(text, locale) != text)


# ---------------------------------------------------------------- inclusive writing


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("un·e barista", "median"),
        ("motivé·e·s", "median"),
        ("les client.e.s", "dot"),
        ("bienvenu(e)s", "parentheses"),
        ("un/une barista", "slash"),
        ("ask him/her", "slash"),
        ("des client-e-s", "hyphen"),
        ("les étudiantEs", "capital"),
        ("les producteurs et les productrices", "doublet"),
        ("une cliente ou un client", "doublet"),
        ("toutes et tous", "doublet"),
        ("boulangers et boulangères", "doublet"),
    ],
)
def test_forms_are_told_apart(text: str, form: str) -> None:
    """Each written form is found under its own name."""
    assert [found for found, _, _ in gendered_forms(text)] == [form]


@pytest.mark.parametrize(
    "text",
    [
        "Le café est fini. Elle passe demain.",
        "et/ou, le sac (340 g), le peut-être, un rendez-vous",
        "https://exemple.fr/un.e et bonjour@client.es",
        "du sel et du poivre, les lattes et les filtres, petit et grand, café ou thé",
        "les sacs (s'il en reste), 7/7, 24h/24",
        "iPhone et WiFi, McGill, LaSalle",
        "Est-ce qu'il reste du Guji? A-t-elle écrit?",
    ],
)
def test_ordinary_text_holds_no_form(text: str) -> None:
    """Full stops, brackets, slashes, hyphens, addresses and pairs of things are no gendered forms."""
    assert list(gendered_forms(text)) == []


def test_only_the_house_forms_pass() -> None:
    """A form that is not the house's is found with its reason; its own is not, up to the most it wants."""
    brand = brand_with(inclusive={"doublets_at_most": 1, "reason": {"en": "Both words."}})

    assert "Both words." in check_rules("un·e barista", brand, language="fr")[0].message
    assert check_rules("les clientes et les clients", brand, language="fr") == ()
    text = "les clientes et les clients, les voisines et les voisins"
    assert [text[f.start : f.end] for f in check_rules(text, brand, language="fr")] == ["voisines et les voisins"]
    assert check_rules("un·e barista", brand_with(inclusive={"forms": ["median"]}), language="fr") == ()


# ---------------------------------------------------------------- tone by situation


def test_tone_holds_in_its_situation_only() -> None:
    """Cheer is found in an answer to a complaint and nowhere else; a click calms it."""
    brand = brand_with(
        tone=[{"situation": "complaint", "openings_never": ["merci"], "words_never": ["super"], "exclamations": 0}]
    )
    text = "Merci d'avoir écrit! C'est super."

    found = check_rules(text, brand, situation="complaint")
    assert [text[f.start : f.end] for f in found] == ["Merci", "!", "super"]
    assert {finding.check for finding in found} == {"tone:complaint"}
    assert apply_all(text, found) == "Merci d'avoir écrit. C'est super."
    assert check_rules(text, brand, situation="praise") == ()
    assert check_rules("On écrit merci.", brand, situation="complaint") == ()


# ---------------------------------------------------------------- consistency


def test_consistency_keeps_the_first_form() -> None:
    """Of several forms for one thing a text holds one; the others are replaced by the first."""
    brand = brand_with({"id": "mail", "kind": "consistency", "words": ["courriel", "e-mail", "email"]})
    text = "Un courriel ou deux. Email reçu, courriel lu."
    found = check_rules(text, brand)

    assert [text[f.start : f.end] for f in found] == ["Email"]
    assert apply_all(text, found) == "Un courriel ou deux. Courriel reçu, courriel lu."
    assert check_rules("Un e-mail, deux e-mail", brand) == ()


def test_consistency_prefers_what_the_house_uses() -> None:
    """With a form to keep, all others are replaced by it, once there are two."""
    brand = brand_with({"id": "mail", "kind": "consistency", "words": ["courriel", "email"], "use": "courriel"})
    text = "Un email, un courriel."

    assert apply_all(text, check_rules(text, brand)) == "Un courriel, un courriel."


@pytest.mark.parametrize(("text", "mended"), [("Artisanal.", "Fait ici."), ("artisanal", "fait ici")])
def test_a_replacement_keeps_the_capital(text: str, mended: str) -> None:
    """At the beginning of a sentence the replacement takes the capital."""
    brand = brand_with({"id": "a", "kind": "preferred", "words": ["artisanal"], "use": "fait ici"})

    assert apply_all(text, check_rules(text, brand)) == mended


# ---------------------------------------------------------------- examples and contradictions


def test_policies_are_tried_on_their_own_sentences() -> None:
    """A policy whose sentences do not do what they say is told by the name of its table; one without any is named."""
    brand = brand_with(
        emoji={"at_most": 1, "fails": "☕", "passes": "☕"},
        hashtags={"at_most": {"x": 1}, "fails": "#a #b", "passes": "#a"},
        typography={"fails": "Oui!", "passes": "Oui!"},
        locales={"fr": "fr-CA"},
        inclusive={},
        register={"default": "tu", "fails": "Vous venez?", "passes": "Vous venez?"},
    )

    assert {(wrong.rule, wrong.expected) for wrong in wrong_examples(brand)} == {
        ("emoji", True), ("typography", True), ("register", False),
    }  # fmt: skip
    assert without_examples(brand) == ("inclusive",)


@pytest.mark.parametrize(
    ("one", "other", "collide"),
    [
        ({"kind": "required", "words": ["merci"]}, {"kind": "banned", "words": ["merci"]}, True),
        ({"kind": "required", "words": ["merci", "bravo"]}, {"kind": "banned", "words": ["merci"]}, False),
        ({"kind": "preferred", "words": ["a"], "use": "b"}, {"kind": "preferred", "words": ["b"], "use": "a"}, True),
        ({"kind": "preferred", "words": ["a"], "use": "b"}, {"kind": "banned", "words": ["b"]}, True),
        ({"kind": "at_least", "words": ["!"], "count": 2}, {"kind": "at_most", "words": ["!"], "count": 1}, True),
        ({"kind": "at_least", "words": ["!"], "count": 1}, {"kind": "at_most", "words": ["!"], "count": 1}, False),
        (
            {"kind": "required", "words": ["merci"], "language": "fr"},
            {"kind": "banned", "words": ["merci"], "language": "en"},
            False,
        ),
        (
            {"kind": "required", "words": ["merci"], "platforms": ["x"]},
            {"kind": "banned", "words": ["merci"], "platforms": ["linkedin"]},
            False,
        ),
        (
            {"kind": "banned", "words": ["hello"], "passes": "Zut alors."},
            {"kind": "banned", "words": ["zut"], "level": "block"},
            True,
        ),
    ],
)
def test_rules_that_contradict_are_found(one: dict[str, Any], other: dict[str, Any], collide: bool) -> None:
    """Two rules that no text keeps both of are named, with the reason, in both orders; others are not."""
    for rules in ((one | {"id": "one"}, other | {"id": "other"}), (other | {"id": "other"}, one | {"id": "one"})):
        found = contradictions(brand_with(*rules))

        assert [{c.one, c.other} for c in found] == ([{"one", "other"}] if collide else [])
        assert all(c.why for c in found)


def test_a_pattern_that_is_none_is_refused() -> None:
    """A broken regular expression is told when the file is read, not when a draft is checked."""
    with pytest.raises(ValueError, match="regular expression"):
        brand_with({"id": "p", "kind": "pattern", "pattern": "(unclosed"})
