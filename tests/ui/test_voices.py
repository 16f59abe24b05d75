"""The Voice tab without a browser: the portrait, its plots, a text tried, and the line that says who should answer."""

import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from assistant.errors import BadInput
from assistant.records import Advice, Draft, Message, Passage, Quote, Speaker, VoiceMatch
from assistant.ui.handlers.voices import Weighed, advise, portrait, weigh, withdraw
from assistant.ui.house import House
from assistant.ui.rendering.voices import people_list, portrait_page, weighed
from assistant.ui.rendering.who import who_line
from assistant.voice.brand import load_brand
from assistant.voice.contrast import contrasts
from assistant.voice.people import standing
from tests.ui.conftest import Script, Shelf


def words(page: str) -> str:
    """What a person reads of some HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("reader", ["fr", "en"])
@pytest.mark.parametrize("person", ["", "maude", "teo", "camille"])
def test_a_portrait(house: House, person: str, reader: str) -> None:
    """What tells the voice apart, the habits with posts that show them, and each plot readable as a table."""
    page = portrait_page(portrait(house, person, "fr", "", reader), reader)

    assert page.count("<details") == page.count("</details>")
    assert 'class="stands-out"' in page
    assert page.count('<details class="habit">') > 10
    assert page.count("<mark>") > 5
    assert ("Longueur et rythme" in page) is (reader == "fr")
    assert page.count('class="dots-row"') >= 5
    assert page.count('class="dot me" style') == page.count('class="dots-row"')
    assert page.count('<table class="figures-table">') >= 2
    for table in re.findall(r"<table.*?</table>", page):
        columns = len(re.findall(r"<t[hd][ >]", table.split("</thead>")[0]))
        assert all(len(re.findall(r"<t[hd][ >]", row)) == columns for row in table.split("<tr>")[2:])
    assert "{" not in words(page)


def test_what_the_sample_brand_does_not_know_of_itself(house: House) -> None:
    """The guidelines allow one exclamation mark and a question: in 119 French texts the brand has used neither."""
    page = words(portrait_page(portrait(house, "", "fr", "", "en"), "en"))

    assert "Never: a question mark, an exclamation mark" in page
    assert "“ne” is never dropped." in page


def test_drift_is_told_in_words(house: House) -> None:
    """Each line of the plot over time says from where to where it goes."""
    page = portrait_page(portrait(house, "", "fr", "", "fr"), "fr")

    told = re.findall(r'<svg[^>]*role="img" aria-label="([^"]+)"', page)
    assert told[0].startswith("Mots par texte\u00a0: de 35 vers le 11 janv. 2024 à 34 vers le ")
    assert len(told) == page.count("<polyline")


def test_a_voice_without_texts(house: House) -> None:
    """Nothing is drawn; it is said that there is nothing, and in which language there is something."""
    page = portrait_page(portrait(house, "", "de", "", "en"), "en")

    assert "no text of this voice" in words(page)
    assert "French" in words(page)
    assert "<section" not in page


def test_what_people_wrote_is_shown_as_text(house: House) -> None:
    """A post written as HTML stays text, cut around the place that shows the habit when it is long."""
    shown = portrait(house, "", "fr", "", "en")
    assert shown.profile is not None
    habit = shown.profile.habits[8]
    text = "<b>x</b>" + " mot" * 200 + " ici & là" + " fin" * 200
    at = text.index("ici")
    nasty = replace(habit, examples=(Quote("<i>", text, "bluesky", None, at, at + 3),))
    page = portrait_page(replace(shown, profile=replace(shown.profile, habits=(nasty,))), "en")

    assert "<mark>ici</mark> &amp; là" in page
    assert "<b>x</b>" not in page
    assert "<code>&lt;i&gt;</code>" in page
    assert "… " in words(page)


def test_contrasts_are_sure_and_sharp(house: House) -> None:
    """What tells Maude apart in French: a semicolon in every text; a voice alone in the house has no contrasts."""
    shown = portrait(house, "maude", "fr", "", "en")
    assert shown.profile is not None

    found = contrasts(shown.profile, [one for _, one in shown.others])

    assert found[0].habit.name in ("semicolon", "je")
    assert all(abs((one.habit.share or 0) - one.others.share) >= 0.15 for one in found)
    assert contrasts(shown.profile, []) == ()


@pytest.mark.parametrize(
    ("match", "enough", "expected"),
    [
        (VoiceMatch(), True, "Nothing unlike this voice was noticed."),
        (VoiceMatch(), False, "This voice has too few texts here to judge by."),
        (VoiceMatch(reasons=("too <long>",)), True, "Unlike this voice: too <long>"),
        (VoiceMatch("off", 0.01, ("loud",)), True, "loud"),
    ],
)
def test_a_text_that_was_tried(match: VoiceMatch, enough: bool, expected: str) -> None:
    """The band and its reasons; without a band that nothing was noticed, or that there is too little to judge by."""
    page = weighed(Weighed(Draft("x", "x", "fr", voice=match), enough), "en")

    assert expected in words(page)
    assert ('class="voice off"' in page) is (match.band == "off")
    assert weighed(None, "en") == ""


def test_trying_a_text_asks_the_checks(house: House, script: Script) -> None:
    """The text is checked in that voice on that network; no text asks for nothing."""
    tried = weigh(house, "Salut", ("maude", "fr", "linkedin"), "fr")

    assert tried is not None
    assert script.asked == [{"platform": "linkedin", "language": "fr", "person": "maude", "reader": "fr"}]
    assert weigh(house, "  ", ("", "fr", ""), "fr") is None


@pytest.mark.parametrize("reader", ["fr", "en"])
def test_people_with_what_they_agreed_to(house: House, reader: str) -> None:
    """Everybody by name and role, who gave consent and when, and what for."""
    page = words(people_list(house.brand, reader))

    assert "Maude Lavigne" in page
    assert "2026-01-12" in page
    assert ("peut retirer" if reader == "fr" else "may withdraw") in page


def test_withdrawing_from_the_page(house: House, shelf: Shelf, tmp_path: Path) -> None:
    """The day is written into the person's file; a second time is refused in a sentence."""
    shelf.folder = Path(shutil.copytree(shelf.folder, tmp_path / "brand"))

    done, problem = withdraw(house, "teo", "en")
    again, why = withdraw(house, "teo", "en")

    someone = load_brand(shelf.folder).person("teo")
    assert (done, problem) == (True, "")
    assert someone is not None
    assert standing(someone) == "withdrawn"
    assert (again, "withdrew already" in why) == (False, True)
    assert words(people_list(load_brand(shelf.folder), "en")).count("Consent withdrawn") == 1


def test_who_should_answer(house: House, script: Script) -> None:
    """Somebody with a button and proof, nobody better than the house, an error told, and silence for little."""
    asked, said = Message("When <is> it?"), "at 196°"
    proof = Passage("p", "reply", "people/teo/posts.jsonl", said, person="teo", platform="bluesky", answered=asked)
    advice = Advice("teo", "en", (Speaker("teo", 0.9, (proof,), 6, True, ("recipes",)), Speaker("", 0.0)))
    names = {"teo": "Teo"}

    line = who_line(advice, "", house.brand, "bluesky", "en", names=names)

    assert "Alemu has answered 6 questions like this. Speaks about: recipes. Choose Teo" in words(line)
    assert '<button type="button" class="apply" data-voice="teo">' in line
    assert "When &lt;is&gt; it?" in line
    nobody = who_line(Advice("", "fr", ()), "", house.brand, "", "fr", names=names)
    assert words(nobody) == "Personne n'est mieux placé que la maison\u00a0: Brûlerie du Canal.".replace("\u00a0", " ")
    assert who_line(None, "Broken.", house.brand, "", "en", names=names) == '<p class="notice bad">Broken.</p>'
    assert advise(house, "Hi", "", "", "en") == (None, "")
    assert advise(house, "When is first crack?", "", "", "en") == (Advice("", "en", ()), "")
    script.events = BadInput("drafting.empty_question")  # type: ignore[assignment]
    assert advise(house, "When is first crack?", "", "", "en") == (None, "Write the message or topic first.")
