"""Made posts and pages of one brand: varied, in French and English, as many as asked for, the same at each run.

Sentences come from patterns filled with words drawn by their real frequency, so that common words are common and most
words are rare, as in an archive that grew over ten years.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import wordfreq

PLATFORMS = ("bluesky", "mastodon", "threads", "x", "linkedin", "instagram")
PEOPLE = ("", "", "", "lea", "sam")
CONSENTING = """id = "{person}"
name = "{person}"
languages = ["fr", "en"]

[consent]
given_by = "{person}"
date = 2026-01-13
for = {{ fr = "Le banc d'essai peut lire ces publications.", en = "The benchmark may read these posts." }}
"""
START = datetime(2016, 1, 4, 8, 0, tzinfo=UTC)

PATTERNS = {
    "fr": (
        "On a reçu {n} {w} de {w} ce matin, et la {w} sent déjà le {w}.",
        "Votre commande {n} est partie de {p} : comptez {d} jours pour la {w}.",
        "Merci {p}! Le {w} d'hier nous a fait {w} toute la journée.",
        "Question de {p} : peut-on garder la {w} avec du {w}? Oui, mais pas plus de {d} jours.",
        "Nouveau dans la boutique : {w} et {w}, à {n} $ jusqu'à samedi.",
        "Désolés pour le {w}, {p}. Écrivez-nous avec le numéro {n} et on vous renvoie un {w}.",
        "Atelier {w} à {p} le {d} : il reste {d} places, on parlera de {w} et de {w}.",
        "Le {w} est en retard de {d} jours à cause de la {w}; on vous tient au courant.",
        "Ce qu'on a appris cette semaine : le {w} n'aime ni la {w} ni les {w} trop {w}.",
        "{p}, on ouvre à {d} h demain; passez voir la {w} avant que tout le {w} soit parti.",
    ),
    "en": (
        "We got {n} {w} of {w} this morning and the whole {w} already smells of {w}.",
        "Your order {n} left {p}: give it {d} days for the {w}.",
        "Thank you {p}! Yesterday's {w} kept us {w} all day.",
        "{p} asks whether {w} keeps with {w}. It does, but no longer than {d} days.",
        "New in the shop: {w} and {w}, ${n} until Saturday.",
        "Sorry about the {w}, {p}. Write to us with number {n} and we will send another {w}.",
        "A workshop on {w} in {p} on the {d}th: {d} places left, we will talk about {w} and {w}.",
        "The {w} is {d} days late because of the {w}; we will keep you posted.",
        "What we learnt this week: {w} likes neither {w} nor {w} that is too {w}.",
        "{p}, we open at {d} tomorrow; come and see the {w} before all the {w} is gone.",
    ),
}
PLACES = "Montréal Lévis Gatineau Sherbrooke Moncton Vermont Burlington Québec Rimouski Laval Ottawa Halifax".split()


class Writer:
    """Writes sentences, the same ones for the same seed."""

    def __init__(self, seed: int = 20261125) -> None:
        self._chance = random.Random(seed)
        self._words = {code: _vocabulary(code) for code in PATTERNS}

    def sentence(self, language: str) -> str:
        """One sentence."""
        parts = self._chance.choice(PATTERNS[language]).split("{")
        said = [parts[0]]
        for part in parts[1:]:
            said += [self._fill(part[0], language), part[2:]]
        return "".join(said)

    def text(self, language: str, fewest: int, most: int) -> str:
        """A few sentences."""
        return " ".join(self.sentence(language) for _ in range(self._chance.randint(fewest, most)))

    def post(self, number: int) -> dict[str, object]:
        """One post or reply, as a line of our JSONL."""
        chance = self._chance
        language = chance.choice(("fr", "fr", "en"))
        reply = chance.random() < 0.4
        return {
            "id": f"made-{number}",
            "date": (START + timedelta(minutes=24 * number)).isoformat(),
            "platform": chance.choice(PLATFORMS),
            "language": language,
            "kind": "reply" if reply else "post",
            "text": self.text(language, 1, 3),
            "answered": {"author": f"p{number % 997}.example", "text": self.text(language, 1, 2)} if reply else None,
            "likes": int(chance.expovariate(0.1)),
        }

    def page(self, number: int) -> str:
        """One page of guidelines in Markdown."""
        language = self._chance.choice(("fr", "en"))
        said = [f"# {self.sentence(language)}"]
        for part in range(self._chance.randint(2, 5)):
            said += [f"## {part + 1}. {self.sentence(language)} ({number})", self.text(language, 4, 9)]
        return "\n\n".join(said) + "\n"

    def _fill(self, place: str, language: str) -> str:
        if place == "w":
            words, weights = self._words[language]
            return self._chance.choices(words, cum_weights=weights)[0]
        if place == "p":
            return self._chance.choice(PLACES)
        return str(self._chance.randint(2, 20) if place == "d" else self._chance.randint(100, 99_999))


def posts(count: int, writer: Writer | None = None) -> Iterator[dict[str, object]]:
    """That many posts, one at a time."""
    writer = writer or Writer()
    return (writer.post(number) for number in range(count))


def write_brand(folder: Path, count: int, pages: int = 0, files: int = 1) -> None:
    """A brand's folder with that many posts in so many files, some by its people, and pages of guidelines."""
    (folder / "posts").mkdir(parents=True)
    (folder / "brand.toml").write_text('format = 1\nid = "bench"\nname = "Bench"\nlanguages = ["fr", "en"]\n')
    writer = Writer()
    made = posts(count, writer)
    for number in range(files):
        person = PEOPLE[number % len(PEOPLE)] if files > 1 else ""
        place = folder / "people" / person / "posts" if person else folder / "posts"
        place.mkdir(parents=True, exist_ok=True)
        if person:
            (place.parent / "person.toml").write_text(CONSENTING.format(person=person), "utf-8")
        with (place / f"{number:03}.jsonl").open("w", encoding="utf-8") as file:
            for post in islice(made, count // files):
                file.write(json.dumps(post, ensure_ascii=False) + "\n")
    (folder / "guidelines").mkdir()
    for number in range(pages):
        (folder / "guidelines" / f"{number:04}.md").write_text(writer.page(number), "utf-8")


def _vocabulary(language: str) -> tuple[list[str], list[float]]:
    """Words of four letters and more with the running sum of their frequencies, the commonest of all left out."""
    words = [word for word in wordfreq.top_n_list(language, 30_000)[150:] if len(word) > 3 and word.isalpha()]
    total, weights = 0.0, []
    for word in words:
        total += wordfreq.word_frequency(word, language)
        weights.append(total)
    return words, weights
