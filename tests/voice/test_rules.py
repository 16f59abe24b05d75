"""The brand's rules on a text: each kind, its spans, and what does not count."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Finding
from assistant.voice.brand import Brand
from assistant.voice.examples import calls_for, wrong_examples
from assistant.voice.rules import check_register, check_rules, says_tu, says_vous
from assistant.voice.spans import spans_of


def brand_with(*rules: dict[str, Any], **tables: Any) -> Brand:
    written = [
        {"id": f"rule-{number}", "reason": {"fr": "Parce que.", "en": "Because."}, "fails": "", "passes": ""} | rule
        for number, rule in enumerate(rules, 1)
    ]
    return Brand.model_validate(
        {"format": 1, "id": "b", "name": "B", "languages": ["fr", "en"], "rules": written, **tables}
    )


def check(rule: dict[str, Any], text: str, **where: str) -> tuple[Finding, ...]:
    return check_rules(text, brand_with(rule), **where)


def cut(text: str, findings: tuple[Finding, ...]) -> list[str]:
    return [text[finding.start : finding.end] for finding in findings]


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["n'hésitez pas"], "N’hésitez pas à écrire", ["N’hésitez pas"]),
        (["n’hésitez pas"], "n'hésitez pas", ["n'hésitez pas"]),
        (["n'hésitez pas"], "N'HÉSITEZ  PAS", ["N'HÉSITEZ  PAS"]),
        (["zéro risque"], "zéro\u00a0risque, zéro\nrisque", ["zéro\u00a0risque", "zéro\nrisque"]),
        (["passion"], "passionné de compassion", []),
        (["passion"], "Une passion, deux passions", ["passion"]),
        (["!"], "Merci! Salut!!", ["!", "!", "!"]),
        (["100% safe"], "It is 100% safe.", ["100% safe"]),
        (["DM"], "dm us, not admin", ["dm"]),
        (["café"], "☕ café ☕", ["café"]),
        (["a.b"], "axb a.b", ["a.b"]),
    ],
)
def test_words_are_found_whole(words: list[str], text: str, found: list[str]) -> None:
    """Words match whole, whatever the case, the apostrophe and the blank, and never as patterns."""
    assert cut(text, check({"kind": "banned", "words": words}, text)) == found


@given(st.text(max_size=30), st.text(max_size=30))
def test_spans_are_offsets_of_the_text_as_given(before: str, after: str) -> None:
    """Whatever stands around it, a span cuts exactly the words out of the text."""
    text = f"{before} n’hésitez pas {after}"

    for start, end in spans_of(("n'hésitez pas",), text):
        assert text[start:end].lower() in ("n’hésitez pas", "n'hésitez pas")
    assert any(spans_of(("n'hésitez pas",), text))


def test_the_longest_words_win() -> None:
    """Of two that begin alike, the longer is found, once."""
    text = "Do not hesitate to write."

    assert cut(text, check({"kind": "banned", "words": ["do not", "do not hesitate to"]}, text)) == [
        "Do not hesitate to"
    ]


# ---------------------------------------------------------------- kinds


def test_banned_tells_words_and_reason() -> None:
    """A banned word is told with the words as written and the reason in the reader's language."""
    rule = {"kind": "banned", "words": ["passion"], "level": "block"}
    found = check(rule, "Notre Passion.")[0]

    assert (found.check, found.level, found.suggestion) == ("rule:rule-1", "block", None)
    assert found.message == "“Passion”: Because."
    assert (
        check_rules("Notre Passion.", brand_with(rule), reader="fr")[0].message
        == "«\u00a0Passion\u00a0»\u00a0: Parce que."
    )


def test_preferred_suggests() -> None:
    """A word with a better one suggests it for exactly that place."""
    text = "Notre déca."
    found = check({"kind": "preferred", "words": ["déca"], "use": "décaf"}, text)[0]

    assert text[: found.start] + str(found.suggestion) + text[found.end :] == "Notre décaf."


@pytest.mark.parametrize(("text", "missing"), [("Écrivez-nous en privé.", False), ("On regarde ça.", True)])
def test_required(text: str, missing: bool) -> None:
    """One of the required words is enough; without any there is one finding, about the whole text."""
    found = check({"kind": "required", "words": ["en privé", "par courriel"]}, text)

    assert bool(found) is missing
    assert all((finding.start, finding.end) == (0, 0) for finding in found)


@pytest.mark.parametrize(("text", "places"), [("un!", []), ("un! deux!", [8]), ("un! deux! trois!", [8, 15])])
def test_at_most(text: str, places: list[int]) -> None:
    """What is too many is marked, from the first one over."""
    found = check({"kind": "at_most", "words": ["!"], "count": 1}, text)

    assert [finding.start for finding in found] == places


@pytest.mark.parametrize(("text", "broken"), [("merci", True), ("merci, merci", False), ("merci " * 3, False)])
def test_at_least(text: str, broken: bool) -> None:
    """Fewer than asked for is one finding."""
    assert bool(check({"kind": "at_least", "words": ["merci"], "count": 2}, text)) is broken


def test_pattern() -> None:
    """A pattern knows Unicode's classes and gives its spans."""
    text = "GRANDE nouvelle à ÉCLUSE, 12 kg"

    assert cut(text, check({"kind": "pattern", "pattern": r"\b\p{Lu}{4,}\b"}, text)) == ["GRANDE", "ÉCLUSE"]


def test_an_endless_pattern_is_stopped_and_said() -> None:
    """A pattern that would never end is given up soon; the other rules are still held, and the person is told."""
    brand = brand_with(
        {"kind": "pattern", "pattern": r"(a+)+$|(?:a|aa)+b", "level": "block"}, {"kind": "banned", "words": ["zut"]}
    )
    begun = time.monotonic()

    found = check_rules("a" * 4000 + "! zut", brand)

    assert time.monotonic() - begun < 5
    assert {finding.check for finding in found} == {"rule:rule-1", "rule:rule-2"}
    slow = next(finding for finding in found if finding.check == "rule:rule-1")
    assert slow.level == "warn"
    assert "rule-1" in slow.message
    assert "brand.toml" in slow.message


# ---------------------------------------------------------------- where a rule holds


@pytest.mark.parametrize(
    ("limits", "where", "held"),
    [
        ({}, {}, True),
        ({"language": "fr"}, {"language": "fr"}, True),
        ({"language": "fr"}, {"language": "en"}, False),
        ({"language": "fr"}, {}, False),
        ({"platforms": ["x"]}, {"platform": "x"}, True),
        ({"platforms": ["x"]}, {"platform": "bluesky"}, False),
        ({"platforms": ["x"]}, {}, False),
        ({"situations": ["complaint"]}, {"situation": "complaint"}, True),
        ({"situations": ["complaint"]}, {"situation": "praise"}, False),
        ({"language": "fr", "platforms": ["x"]}, {"language": "fr", "platform": "threads"}, False),
    ],
)
def test_a_rule_is_held_where_it_says(limits: dict[str, Any], where: dict[str, str], held: bool) -> None:
    """A rule that names a language, networks or situations is held there and nowhere else."""
    assert bool(check({"kind": "banned", "words": ["zut"], **limits}, "zut", **where)) is held


def test_findings_come_in_the_order_of_the_text() -> None:
    """Findings of several rules are told from the beginning of the text to its end."""
    brand = brand_with({"kind": "banned", "words": ["deux"]}, {"kind": "banned", "words": ["un", "trois"]})
    text = "un deux trois"

    assert cut(text, check_rules(text, brand)) == ["un", "deux", "trois"]


# ---------------------------------------------------------------- emoji and hashtags

EMOJI = {"allowed": ["☕", "❄️", "👩‍🍳"], "at_most": 1, "never_when": ["complaint"]}


@pytest.mark.parametrize(
    ("text", "situation", "found"),
    [
        ("Bonjour ☕", "praise", []),
        ("Bonjour ❄️", "praise", []),
        ("Bonjour 👩‍🍳", "praise", []),
        ("Bonjour ☕ et ☕", "praise", ["☕"]),
        ("Bonjour 🚀", "praise", ["🚀"]),
        ("Désolés ☕", "complaint", ["☕"]),
        ("Le 12 mars, #1 © 2026 ™", "complaint", []),
        ("Vive le 🇨🇦", "praise", ["🇨🇦"]),
        ("Bravo 👍🏽", "praise", ["👍🏽"]),
    ],
)
def test_emoji_policy(text: str, situation: str, found: list[str]) -> None:
    """Only the brand's emoji, as many as it allows, none in a complaint; each can be taken out with one click."""
    findings = check_rules(text, brand_with(emoji=EMOJI), situation=situation)

    assert cut(text, findings) == found
    assert all(finding.check == "emoji" and finding.suggestion == "" for finding in findings)


@pytest.mark.parametrize(
    ("text", "platform", "over"),
    [
        ("#café #Montréal", "x", ["#Montréal"]),
        ("#café #Montréal", "linkedin", []),
        ("commande #4821 et #café", "x", []),
        ("a&#233; #café", "x", []),
    ],
)
def test_hashtag_policy(text: str, platform: str, over: list[str]) -> None:
    """Hashtags over the network's number are marked; order numbers are no hashtags."""
    findings = check_rules(text, brand_with(hashtags={"at_most": {"x": 1}}), platform=platform)

    assert cut(text, findings) == over


# ---------------------------------------------------------------- tu and vous


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("Passe quand tu veux.", "tu", ""),
        ("Écris-nous, on t’attend.", "tu", ""),
        ("Passez quand vous voulez.", "vous", ""),
        ("Passez au comptoir.", "tu", "Passez"),
        ("Votre sac est prêt.", "tu", "Votre"),
        ("Ton sac est prêt.", "vous", "Ton"),
        ("On t'attend.", "vous", "t'"),
        ("Chez nous, c'est assez calme. Le rendez-vous est pris.", "tu", ""),
        ("On se retrouve chez toi.", "vous", "toi"),
        ("On a été tatillons.", "vous", ""),
    ],
)
def test_register(text: str, expected: Any, found: str) -> None:
    """A text that says tu for vous, or vous for tu, is shown the first place where it does."""
    findings = check_register(text, expected)

    assert cut(text, findings) == ([found] if found else [])


def test_how_a_message_addresses_us() -> None:
    """A message's own form of address is told from its words, not from its nouns."""
    assert says_vous("Êtes-vous ouverts?")
    assert says_vous("Livrez-vous à Laval?")
    assert says_tu("T'es ouvert lundi?")
    assert not says_vous("J'ai un rendez-vous chez le dentiste.")
    assert not says_tu("Le thé est tiède.")


# ---------------------------------------------------------------- examples and hand-over


def test_a_rule_that_misses_or_overreaches_is_told() -> None:
    """A rule whose sentences say otherwise than its words is found, with what was expected."""
    brand = brand_with(
        {"kind": "banned", "words": ["zut"], "fails": "flûte", "passes": "zut"},
        hand_over=[
            {"id": "law", "words": ["lawyer"], "reason": {}, "example": "my cat", "counter_example": "my lawyer"}
        ],
    )

    assert [(wrong.rule, wrong.sentence, wrong.expected) for wrong in wrong_examples(brand)] == [
        ("rule-1", "flûte", True),
        ("rule-1", "zut", False),
        ("law", "my cat", True),
        ("law", "my lawyer", False),
    ]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Mon avocat va vous écrire.", True),
        ("Un toast à l'avocat!", False),
        ("Un toast à l’avocat!", False),
        ("Le toast à l'avocat était froid, mon avocat va vous écrire.", True),
        ("Bonne journée", False),
    ],
)
def test_hand_over_and_its_exceptions(text: str, called: bool) -> None:
    """Words of a hand-over call for a person, but not inside an exception; one outside is enough."""
    brand = brand_with(
        hand_over=[
            {
                "id": "law",
                "words": ["avocat"],
                "exceptions": ["toast à l'avocat"],
                "reason": {},
                "example": "",
                "counter_example": "",
            }
        ]
    )

    assert calls_for(brand.hand_over[0], text, brand) is called
