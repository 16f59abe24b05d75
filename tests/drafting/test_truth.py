"""What a draft states is held against the facts: relations, yes and no, promises, what no source says.

`truths.jsonl` holds messages with answers that are true or false, for the sample brand and made-up houses of other
trades (`truth_houses.toml`), in both languages. Rules were tuned on one part (`"half": "tune"`, three trades); the
other part (`"report"`, a fourth trade) was never looked at while tuning. Floors hold on both.
"""

import json
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.checks import Job, check_statements, check_text
from assistant.drafting.claims import claims_of
from assistant.drafting.clauses import parse, sentence_spans
from assistant.drafting.support import rest_on
from assistant.drafting.truth import brand_facts, check_truth
from assistant.records import Asked, Known, Source, Support
from assistant.voice.brand import Brand, Fact, load_brand
from tests.drafting.perturbations import perturbed

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "knowledge" / "brulerie-du-canal"
BRAND = load_brand(SAMPLE)
FACTS = brand_facts(BRAND)


@dataclass(frozen=True)
class Case:
    house: str
    half: str
    language: str
    message: str
    draft: str
    true: bool
    kind: str


@cache
def cases() -> tuple[Case, ...]:
    lines = (HERE / "truths.jsonl").read_text("utf-8").splitlines()
    names = Case.__dataclass_fields__
    return tuple(Case(**{key: value for key, value in json.loads(line).items() if key in names}) for line in lines)


@cache
def house(name: str) -> Brand:
    """The sample brand, or one of the made-up houses with its own facts."""
    if name == "coffee":
        return BRAND
    table = tomllib.loads((HERE / "truth_houses.toml").read_text("utf-8"))[name]
    facts = tuple(
        Fact(id=f"fact-{number}", topic="", texts={"fr": french, "en": english})
        for number, (french, english) in enumerate(zip(table["fr"], table["en"], strict=True))
    )
    return BRAND.model_copy(
        update={"facts": facts, "name": table["name"], "people": (), "accounts": {}, "summary": {}, "website": ""}
    )


def blocked(case: Case) -> bool:
    job = Job("bluesky", case.language, message=case.message)
    return any(finding.level == "block" for finding in check_statements(case.draft, house(case.house), job))


def share(chosen: list[Case]) -> float:
    return sum(map(blocked, chosen)) / len(chosen)


@dataclass(frozen=True)
class Reply:
    id: str
    text: str
    message: str


@cache
def own_replies() -> tuple[Reply, ...]:
    """All past replies of the sample brand and its people: they are true."""
    found = []
    for path in (*sorted(SAMPLE.glob("posts/*.jsonl")), *sorted(SAMPLE.glob("people/*/posts.jsonl"))):
        for line in path.read_text("utf-8").splitlines():
            post = json.loads(line)
            if post["kind"] == "reply":
                found.append(Reply(post["id"], post["text"], (post.get("answered") or {}).get("text", "")))
    return tuple(found)


# ---------------------------------------------------------------- how well it finds what is false


@pytest.mark.parametrize(("half", "recall", "alarms"), [("tune", 0.96, 0.01), ("report", 0.88, 0.06)])
def test_false_answers_block_and_true_ones_do_not(half: str, recall: float, alarms: float) -> None:
    """Most false answers cannot be called ready, and hardly any true one is held back."""
    chosen = [case for case in cases() if case.half == half]

    assert share([case for case in chosen if not case.true]) >= recall
    assert share([case for case in chosen if case.true]) <= alarms


def test_the_set_is_large_and_mixed() -> None:
    """At least 300 answers, in both languages, of three trades and more, both halves of like size."""
    assert len(cases()) >= 300
    assert {case.language for case in cases()} == {"fr", "en"}
    assert len({case.house for case in cases()}) >= 3
    assert 0.35 <= sum(case.true for case in cases()) / len(cases()) <= 0.65


def test_own_past_replies_are_not_held_back() -> None:
    """Of the sample brand's own replies, full of jokes and small stories, at most 3 % get a blocking finding."""
    alarmed = [
        one.id
        for one in own_replies()
        if any(
            finding.level == "block" and finding.check != "facts"
            for finding in check_truth(one.text, FACTS, one.message)
        )
    ]

    assert len(own_replies()) >= 190
    assert len(alarmed) / len(own_replies()) <= 0.03, alarmed


@cache
def changed() -> dict[str, list[Case]]:
    """True drafts made false in one place, by the kind of change."""
    chance = random.Random(7)
    found: dict[str, list[Case]] = {}
    for case in cases():
        facts = " ".join(brand_facts(house(case.house)))
        prices = sorted({claim.value.split()[0] for claim in claims_of(facts) if claim.value.endswith(" $")})
        if case.true:
            for kind, text in perturbed(case.draft, case.language, prices, chance):
                found.setdefault(kind, []).append(replace(case, draft=text, true=False))
    return found


@pytest.mark.parametrize(
    ("kind", "recall"), [("price", 0.88), ("day", 0.7), ("denied", 0.85), ("affirmed", 0.75), ("answer", 0.75)]
)
def test_true_drafts_made_false_are_found(kind: str, recall: float) -> None:
    """Another price or day, a denial put in or taken out, no for yes: most of what makes a true draft false blocks."""
    assert share(changed()[kind]) >= recall


# ---------------------------------------------------------------- kinds


def checks_of(text: str, message: str = "", **job: object) -> dict[str, str]:
    found = check_statements(text, BRAND, Job("bluesky", "en", message=message, **job))  # type: ignore[arg-type]
    return {finding.check: text[finding.start : finding.end] for finding in found if finding.level == "block"}


@pytest.mark.parametrize(
    ("text", "message", "check", "words"),
    [
        ("Guji is $18.", "", "relation", "$18"),
        ("It's $18.", "How much is the Guji?", "relation", "$18"),
        ("Le samedi, on ferme à 18 h.", "", "relation", "18 h"),
        ("On torréfie le mercredi.", "", "relation", "mercredi"),
        ("Count 5 to 9 business days to Ontario.", "", "relation", "5 to 9 business days"),
        ("Oui, on t'attend.", "Vous êtes ouverts le lundi?", "polarity", "Oui"),
        ("No, sorry.", "Is there a ramp?", "polarity", "No"),
        ("Yes, with pleasure.", "Do you ship to France?", "polarity", "Yes"),
        ("Nos sacs sont compostables.", "", "polarity", "Nos sacs sont compostables"),
        ("On vous rappelle demain matin.", "Mon latte était froid", "promise", "On vous rappelle"),
        ("We'll send a new one today.", "My parcel is late", "promise", "We'll send a new"),
        ("On livre par drone.", "", "unsourced", "On livre par drone"),
    ],
)
def test_each_kind_of_falsehood_is_found_where_it_stands(text: str, message: str, check: str, words: str) -> None:
    """A value with the wrong thing, a wrong yes or no, a promise and an invention each block, on their very words."""
    assert checks_of(text, message).get(check) == words


@pytest.mark.parametrize(
    "text",
    [
        "À bientôt!", "On t'attend au comptoir.", "See you Saturday!", "À demain!", "Merci, ça fait plaisir à lire.",
        "Passe mardi à 17 h.", "On regarde ça et on te répond ici.", "Three bags of Huila come to $63.",
        "Un kilo d'Écluse et un sac de Lachine, ça donne 66 $.", "Écluse et Lachine 18 $, Nuit blanche 19 $.",
        "Guji isn't $18, it's $22.", "Tuesday to Friday from 7 am to 6 pm, weekends from 8 to 5.",
    ],
)  # fmt: skip
def test_harmless_and_true_sentences_pass(text: str) -> None:
    """Greetings, invitations, right sums and right lists raise nothing that blocks."""
    assert checks_of(text) == {}


def test_a_wrong_price_is_mended_with_a_click() -> None:
    """The finding says what the source says, in the reader's language, and suggests the price as the text writes it."""
    text = "Le Guji est à 18 $."
    (finding,) = check_statements(text, BRAND, Job("bluesky", "fr", reader="fr"))

    assert finding.suggestion is not None
    assert text[: finding.start] + finding.suggestion + text[finding.end :] == "Le Guji est à 22\u00a0$."
    assert "22\u00a0$" in finding.message


def test_a_wrong_yes_quotes_the_source() -> None:
    """Who is told that a yes is wrong reads the sentence that says so."""
    (finding,) = check_statements("Yes.", BRAND, Job("bluesky", "en", message="Are you open on Mondays?"))

    assert "closed on Mondays" in finding.message or "fermé le lundi" in finding.message


def test_what_the_brand_allows_may_be_promised() -> None:
    """A promise that the brand's commitments name is none of our business; any other still blocks."""
    text, message = "We'll call you tomorrow.", "My latte was cold"

    assert checks_of(text, message) == {"promise": "We'll call"}
    assert checks_of(text, message, allowed=("We call people back about a bad cup.",)) == {}


def test_what_a_person_typed_is_a_source() -> None:
    """The answer that somebody of the house typed holds at once, as does what supports a question."""
    known = (Known("Do you have coconut milk?", "We have coconut milk since March.", "Camille"),)
    asked = (Asked("Do you have coconut milk?", yes_no=True, support=(Support("We have coconut milk.", 1, 0.9),)),)
    text, message = "Yes, we have coconut milk.", "Do you have coconut milk?"

    assert checks_of(text, message) == {"unsourced": "we have coconut milk"}
    assert checks_of(text, message, known=known) == {}
    assert checks_of(text, message, asked=asked) == {}


def test_guidelines_are_known_words_and_speak_where_no_fact_does() -> None:
    """A service that a guideline names is no invention, and a deed that only a guideline states may be promised; what
    a guideline tells never to write supports nothing."""
    good = Source(1, "g", "guideline", "voice.md", (), "We rent grinders. We hold a bag until closing time.")
    bad = replace(good, text="- We don't write: \"We rent grinders, we'll hold a bag.\"")
    message = "Can you keep a bag of Lachine?"

    assert checks_of("We'll hold a bag until closing.", message, sources=(good,)) == {}
    assert checks_of("We'll hold a bag.", message, sources=(bad,)) == {"promise": "We'll hold"}
    assert checks_of("We rent grinders.", sources=(good,)) == {}
    assert checks_of("We rent grinders.", sources=(bad,)) == {"unsourced": "We rent grinders"}


def test_a_house_without_facts_is_not_told_that_nothing_says_so() -> None:
    """Where nothing is written down yet, only what the text itself shows is found: promises, no inventions."""
    assert check_truth("We rent kayaks.", ()) == ()
    assert [one.check for one in check_truth("We'll refund you.", ())] == ["promise"]


def test_the_part_can_be_switched_off() -> None:
    """Without the part only names and numbers that occur nowhere are found."""
    assert checks_of("Guji is $18.", truth=False) == {}
    assert checks_of("Guji is $17.", truth=False) == {"facts": "$17"}


def test_every_text_is_checked() -> None:
    """The one function that looks at final texts looks at this too."""
    findings, _ = check_text("Le Guji est à 18 $.", BRAND, Job("bluesky", "fr"))

    assert "relation" in {finding.check for finding in findings}


# ---------------------------------------------------------------- what a sentence rests on


def sources() -> Iterator[Source]:
    for number, text in enumerate(FACTS, 1):
        yield Source(number, f"f{number}", "fact", "brand.toml", (), text)


def test_each_sentence_shows_the_sentence_it_rests_on() -> None:
    """Greetings rest on nothing; a fact on its very sentence; what a person typed on their answer, with number 0."""
    text = "Salut! Le Guji est à 22 $. Il est fermé le lundi. La terrasse chauffée ouvre en avril."
    typed = Known("La terrasse?", "La terrasse chauffée ouvre en avril.")
    greeting, price, closed, terrace = rest_on(text, tuple(sources()), "Bonjour?", (typed,))

    assert greeting.support == ()
    assert "Guji 22" in price.support[0].text
    assert closed.support[0].text.startswith("Il est fermé le lundi")
    assert price.support[0].source > 0
    assert (terrace.support[0].source, terrace.support[0].text) == (0, typed.text)
    assert [text[one.start : one.end] for one in (greeting, price)] == ["Salut!", "Le Guji est à 22 $."]


@given(st.text(st.sampled_from("abé .!?…\n«»\"'’-—,;:$0123456789hpm"), max_size=80) | st.text(max_size=60))
def test_any_text_is_cut_with_exact_spans(text: str) -> None:
    """Whatever the text, nothing is raised, sentences do not overlap, and every span lies within the text."""
    spans = sentence_spans(text)
    findings = check_truth(text, FACTS, text)
    rested = rest_on(text, ())

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert [(one.start, one.end) for one in rested] == spans
    assert all(0 <= finding.start <= finding.end <= len(text) for finding in findings)
    assert all(sentence.start <= word.start <= sentence.end for sentence in parse(text) for word in sentence.words)
