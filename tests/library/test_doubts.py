"""Guidelines to judge: dates that have passed, and sentences that seem to contradict each other."""

from datetime import date
from pathlib import Path

import pytest

from assistant.library.claims import claims_of
from assistant.library.deadlines import passed_dates
from assistant.library.doubts import find_doubts
from assistant.library.folder import find_files
from assistant.library.reading import read_file
from assistant.model.embeddings import Embedder, open_embedder
from assistant.records import Passage
from assistant.settings import load_settings
from assistant.voice.brand import load_brand

TODAY = date(2026, 11, 25)
SHARED = Path(__file__).parents[3].parent / "shared" / "data"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    """The built-in one."""
    return open_embedder(load_settings())


def passages_of(folder: Path, brand: Path) -> list[Passage]:
    opened = load_brand(brand)
    found = [file for file in find_files(folder) if file.remark is None and file.role != "posts"]
    return [entry.passage for file in found for entry in read_file(file, file.file.read_bytes(), opened).entries]


@pytest.mark.parametrize(
    ("sentence", "ends"),
    [
        ("La livraison est gratuite jusqu'au 30 juin 2025.", ["2025-06-30"]),
        ("Free shipping until 30 June 2025.", ["2025-06-30"]),
        ("The code expires on June 30th, 2025.", ["2025-06-30"]),
        ("Promotion du 1er au 30 juin 2025 : deux sacs pour un.", ["2025-06-30"]),
        ("Répondre avant le 2 mai 2026.", ["2026-05-02"]),
        ("Open Sundays through August 2026.", ["2026-08-31"]),
        ("Valid until 2026-11-24.", ["2026-11-24"]),
        ("Valid until 2026-11-25.", []),
        ("Jusqu'au 31 décembre 2026, on offre le café.", []),
        ("La promotion s'est terminée : elle durait jusqu'au 30 juin 2025.", []),
        ("Le café a ouvert le 30 juin 2015.", []),
        ("We were open until 30 June 2025.", []),
        ("Ouvert jusqu'au 30 février 2025.", []),
        ("Founded in June 2015, we roast every Tuesday.", []),
        ("Jusqu'au 30 juin.", []),
    ],
)
def test_only_ends_that_have_passed_are_told(sentence: str, ends: list[str]) -> None:
    """An end before today in a rule that still stands; neither history nor a date without a year."""
    assert [str(day) for day, _ in passed_dates(sentence, TODAY)] == ends


def test_what_a_sentence_lays_down() -> None:
    """Quantities by unit, in figures or in words; wanting, forbidding or neither; tu or vous; what it is about."""
    said = claims_of("On répond en deux heures, jamais plus de 280 caractères.", ("X (Twitter)",), "fr")
    assert said.quantities == {"hour": {"2"}, "character": {"280"}}
    assert said.forbids is True
    assert claims_of("Free from $75.00 on Mondays", (), "en").quantities == {"money": {"75"}}
    assert claims_of("Free from $75.00 on Mondays", (), "en").scope == {"monday"}
    assert claims_of("Toujours signer.", (), "fr").forbids is False
    assert claims_of("It is not always obvious.", (), "en").forbids is None
    assert claims_of("On tutoie tout le monde.", (), "fr").address == "tu"
    assert claims_of("Voir https://a.example/jamais-10-jours", (), "fr").quantities == {}


PLANTED = {
    "number": "# Délais\n\nL'argent d'un remboursement revient en 10 à 15 jours ouvrables.\n",
    "polarity": "# Ton\n\nOn signe toujours du nom de famille.\n\n# Autre\n\nOn ne signe jamais du nom de famille.\n",
    "address": "# Qui\n\nOn tutoie les clients.\n\n# Comment\n\nOn vouvoie les clients.\n",
    "passed": "# Promo\n\nLa livraison est gratuite jusqu'au 30 juin 2025.\n",
}


def test_planted_contradictions_are_found_and_nothing_else(sample_folder: Path, embedder: Embedder) -> None:
    """The sample brand as it is gives no alarm at all; what is planted in a copy of it is found, each as what it is."""
    assert find_doubts(passages_of(sample_folder, sample_folder), embedder, TODAY, "en") == ()
    for name, text in PLANTED.items():
        (sample_folder / "guidelines" / f"planted-{name}.fr.md").write_text(text, "utf-8")

    doubts = find_doubts(passages_of(sample_folder, sample_folder), embedder, TODAY, "fr")

    assert {doubt.kind for doubt in doubts} == set(PLANTED)
    for doubt in doubts:
        assert any(passage.path.startswith("guidelines/planted-") for passage in doubt.passages), doubt
        assert len(doubt.passages) == len(doubt.quotes) == (1 if doubt.kind == "passed" else 2)


def test_a_contradiction_across_languages_is_found(embedder: Embedder) -> None:
    """A French rule and its English translation that name different numbers."""
    french = Passage("a", "guideline", "ton.fr.md", "On répond à chaque message en moins de 24 heures.", language="fr")
    english = Passage("b", "guideline", "tone.en.md", "We answer every message in less than 48 hours.", language="en")

    doubts = find_doubts([french, english], embedder, TODAY, "en")

    assert [(doubt.kind, doubt.reason) for doubt in doubts] == [
        ("number", "Nearly the same sentence, with another number: 24 here, 48 there.")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("On Bluesky a post has at most 300 characters.", "On Mastodon a post has at most 500 characters."),
        ("The shop opens at 8 hours on Monday.", "The shop opens at 10 hours on Sunday."),
        ("On tutoie les clients.", "On vouvoie quand il s'agit de santé."),
        ("A bag of 250 g costs $14.", "A bag of 500 g costs $26."),
        ("Never promise a date.", "Always sign with your first name."),
        ("Should we answer in 2 days?", "Should we answer in 3 days?"),
    ],
)
def test_what_differs_for_a_reason_is_no_contradiction(embedder: Embedder, one: str, other: str) -> None:
    """Networks, days, sizes, conditions and other things."""
    language = "fr" if one.startswith("On tutoie") else "en"
    passages = [
        Passage(name, "guideline", f"{name}.md", text, language=language)
        for name, text in zip("ab", (one, other), strict=True)
    ]

    assert find_doubts(passages, embedder, TODAY, "en") == ()


@pytest.mark.parametrize(
    "guide", ["guide-18f-en", "brand-dinum-design-fr/guidelines-pidila", "brand-galaxy-en/guidelines"]
)
def test_real_guides_give_no_false_alarm(sample_folder: Path, embedder: Embedder, guide: str) -> None:
    """Three public guides of 141, 429 and 5 passages, read through by hand."""
    if not (SHARED / guide).is_dir():
        pytest.skip("the real guides are not on this machine")
    passages = passages_of(SHARED / guide, sample_folder)

    assert find_doubts(passages, embedder, TODAY, "en") == ()
