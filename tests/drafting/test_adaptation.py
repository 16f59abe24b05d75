"""Earlier replies made into drafts for another person: nothing of the earlier case is left."""

import json
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.adaptation import Adapted, adapt
from assistant.drafting.checks import brand_material
from assistant.drafting.nearness import core_of
from assistant.records import Hit, Message, Passage
from assistant.voice.brand import Brand, Register, load_brand

FOLDER = Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal"
OAT = "how much extra for oat milk?"


@pytest.fixture(scope="module")
def brand() -> Brand:
    """The sample brand."""
    return load_brand(FOLDER)


def hit(asked: str, reply: str, language: str = "en", author: str = "", person: str = "") -> Hit:
    """An earlier exchange as a search finds it."""
    passage = Passage("one", "reply", "posts.jsonl", reply, language=language, person=person)
    return Hit(Passage(**{**_fields(passage), "answered": Message(asked, author)}), 1.0)


def _fields(passage: Passage) -> dict[str, object]:
    return {name: getattr(passage, name) for name in Passage.__slots__}


def past_replies() -> list[Hit]:
    """Every real exchange of the sample brand and its people."""
    hits = []
    for path in sorted(FOLDER.glob("posts/*.jsonl")) + sorted(FOLDER.glob("people/*/posts.jsonl")):
        person = path.parent.name if path.parent.parent.name == "people" else ""
        for line in path.read_text("utf-8").splitlines():
            post = json.loads(line)
            if post["kind"] == "reply":
                answered = post["answered"]
                hits.append(hit(answered["text"], post["text"], post["language"], answered["author"], person))
    return hits


def only(found: tuple[Adapted, ...]) -> str:
    """The text of the one draft, empty when there is none."""
    return found[0].text if found else ""


def test_the_same_question_gets_the_same_answer(brand: Brand) -> None:
    """The answer stays, with where it comes from."""
    earlier = hit("how much extra for oat, be honest", "Same price as milk. A latte is $5.25 whichever one you pick.")
    found = adapt([earlier], "How much extra for oat?", "en", None, brand=brand)
    assert only(found) == "Same price as milk. A latte is $5.25 whichever one you pick."
    assert found[0].passage is earlier.passage


@pytest.mark.parametrize(
    ("asked", "reply", "message", "language", "text"),
    [
        (  # a joke about their brother-in-law goes, and so does their year
            "La carte-cadeau, ça expire-tu? Mon beau-frère va la retrouver en 2031",
            "Elle n'expire pas. En 2031, elle vaudra encore son montant. Le beau-frère, on ne peut rien faire.",
            "Est-ce que la carte-cadeau expire?",
            "fr",
            "Elle n'expire pas.",
        ),
        (  # their name goes, the greeting stays
            "Bonjour, le décaf est-il fait avec du solvant? Merci, Denise",
            "Bonjour Denise! Le décaf Péage est décaféiné à l'eau, sans solvant.",
            "Le décaf est-il fait avec du solvant?",
            "fr",
            "Bonjour! Le décaf Péage est décaféiné à l'eau, sans solvant.",
        ),
        (
            "is there wifi? thanks, Sam",
            "@sam.example Yes, Sam. Wifi is free.",
            "Is there wifi?",
            "en",
            "Yes. Wifi is free.",
        ),
        (  # this message's coffee and order number in the place of theirs
            "Mon sac d'Écluse est arrivé percé, commande 11846",
            "Votre sac d'Écluse est arrivé percé. Écrivez à bonjour@brulerieducanal.example avec une photo.",
            "Mon sac de Huila est arrivé percé, commande 20871",
            "fr",
            "Votre sac de Huila est arrivé percé. Écrivez à bonjour@brulerieducanal.example avec une photo.",
        ),
    ],
)
def test_details_of_the_earlier_case_are_taken_out_or_replaced(  # noqa: PLR0917 - one exchange
    brand: Brand, asked: str, reply: str, message: str, language: str, text: str
) -> None:
    """Names, years and things of the earlier customer go; this message's own take their place where that is sure."""
    assert only(adapt([hit(asked, reply, language, "sam.example")], message, language, None, brand=brand)) == text


@pytest.mark.parametrize(
    ("asked", "reply"),
    [
        (OAT, "Your bag of Guji left yesterday."),
        (OAT, "Same price as milk since Monday the 27th."),
        (OAT, "Ask @kevin.roast, it's on the house."),
        (OAT, "Same price, write to kevin@elsewhere.example."),
        (OAT, "It's $1.10 more."),
        (OAT, "Free today, tell your sister."),
        (OAT, "I've sent you a DM about it."),
        (OAT, "We're sold out of oat."),
        (OAT, "Maude here, the founder. Same price as milk."),
        ("how much extra for oat milk today?", "Same price as milk."),
        ("do you ship to Vermont?", "Yes, Vermont included."),
    ],
)
def test_a_reply_that_hangs_on_the_earlier_case_makes_no_draft(brand: Brand, asked: str, reply: str) -> None:
    """Parcels, days gone by, other people's addresses, prices that no fact states, things done: no draft at all."""
    message = OAT if "oat" in asked else "do you ship to Maine?"
    assert adapt([hit(asked, reply)], message, "en", None, brand=brand) == ()


@pytest.mark.parametrize(
    ("reply", "register", "fits"),
    [
        ("Ton latte reste à 5,25 $, même avec l'avoine.", "tu", True),
        ("Ton latte reste à 5,25 $, même avec l'avoine.", "vous", False),
        ("Votre latte reste à 5,25 $, même avec l'avoine.", "vous", True),
        ("Votre latte reste à 5,25 $, même avec l'avoine.", "tu", False),
        ("Même prix que le lait.", "vous", True),
    ],
)
def test_the_wrong_form_of_address_makes_a_reply_unfit(
    brand: Brand, reply: str, register: Register, fits: bool
) -> None:
    """Tu and vous are not turned into each other: the reply is used or not."""
    asked = "C'est combien de plus, un latte au lait d'avoine?"
    assert bool(adapt([hit(asked, reply, "fr")], asked, "fr", register, brand=brand)) is fits


def test_another_language_and_quoted_words_are_not_used(brand: Brand) -> None:
    """A French reply is none for an English message, nor is one that quotes somebody else."""
    assert adapt([hit(OAT, "Same price as milk.", "fr")], OAT, "en", None, brand=brand) == ()
    quoting = Hit(Passage(**{**_fields(hit(OAT, "Same price as milk.").passage), "quoted": ((0, 4),)}), 1.0)
    assert adapt([quoting], OAT, "en", None, brand=brand) == ()


def foreign(text: str, earlier: str, message: str, brand: Brand) -> set[str]:
    """Names, numbers, handles and addresses of an earlier exchange that are in a text, but neither the brand's own nor
    in this message: looked up letter by letter, apart from the code under test."""
    own = regex.sub(r"\s", " ", "\n".join((*brand_material(brand), message))).lower()
    marks = regex.findall(r"[\w.+-]+@[\w.-]+|@[\w.-]+|#\d+|\d+|(?<=\p{L},? )\p{Lu}\p{Ll}+", earlier)
    return {mark for mark in marks if len(mark) > 1 and mark.lower() not in own and mark in text}


def test_no_detail_of_any_real_exchange_is_left(brand: Brand) -> None:
    """Every real reply, made into a draft for a stranger with the bare question: none keeps a mark of the first one."""
    drafts = 0
    for earlier in past_replies():
        past = earlier.passage
        assert past.answered is not None
        question = core_of(past.answered.text)
        for draft in adapt([earlier], question, past.language, None, brand=brand):
            drafts += 1
            whole = f"{past.answered.text}. {past.answered.author}. {past.text}"
            assert not foreign(draft.text, whole, question, brand), draft.text
    assert drafts >= 40


NAMES = st.sampled_from("Zoltan Quirine Wendeline Xavier-Luc Bartholomé O'Hara Jürgen Ézéchiel Kowalczyk".split())
DETAILS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "order": st.integers(10_000, 999_999).map(str),
        "handle": st.from_regex(r"@[a-z]{4,9}\.[a-z]{3,6}", fullmatch=True),
        "email": st.from_regex(r"[a-z]{4,9}\.[a-z]{3,7}@[a-z]{5,9}\.org", fullmatch=True),
        "phone": st.from_regex(r"438 55[0-9]-[0-9]{4}", fullmatch=True),
    }
)
SENTENCES = (
    "Same price as milk.",
    "Hi {name}!",
    "Thanks, {name}.",
    "{name}, same price as milk.",
    "Your order {order} is in the mail.",
    "Order #{order}: refunded.",
    "{handle} it's the same price as milk.",
    "Ask {handle} about it.",
    "We answered at {email}.",
    "Call {phone} for the rest, {name}.",
    "Oat milk costs the same as milk, {name}.",
    "A latte is $5.25 (yours too, {name}).",
    "Wifi is free.",
)


@settings(max_examples=300, deadline=None)
@given(
    details=DETAILS,
    pieces=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5),
    told=st.sampled_from(
        ["thanks, {name}", "order {order}", "write to {email}", "I'm {handle}", "call {phone}", "", "{name} here"]
    ),
)
def test_invented_details_never_come_through(details: dict[str, str], pieces: list[str], told: str) -> None:
    """Whatever a reply holds of another customer, and wherever, a draft made of it does not."""
    brand = load_brand(FOLDER) if not _BRAND else _BRAND[0]
    _BRAND[:] = [brand]
    reply = " ".join(pieces).format(**details)
    asked = f"{OAT} {told.format(**details)}"
    for draft in adapt([hit(asked, reply, author=details["handle"][1:])], OAT, "en", None, brand=brand):
        for value in details.values():
            assert value.lower() not in draft.text.lower()


_BRAND: list[Brand] = []
