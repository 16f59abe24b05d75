"""Reading files of messages, and the marks of an answer."""

from pathlib import Path

import pytest

from assistant.drafting.expectations import read_messages
from assistant.drafting.marks import Marks, mark
from assistant.errors import BadInput

HEAD = """
format = 1
name = "test"
[known]
money = [18, 3.25]
times = ["7:00", "18:00"]
contacts = ["bonjour@maison.example", "maison.example", "514 555-0142"]
[patterns]
not = "(?:not|pas)\\\\b"
[admits]
says = ["on verifie", "we'll check"]
good = ["On vérifie."]
bad = ["Oui."]
"""
MESSAGE = """
[[messages]]
id = "one"
platform = "bluesky"
language = ["fr"]
situation = "question"
sort = "plain"
text = "Ouvert lundi?"
about = "Non."
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "messages.toml"
    path.write_text(text, "utf-8")
    return path


def marks(tmp_path: Path, text: str, more: str = "") -> Marks:
    among = read_messages(written(tmp_path, HEAD + MESSAGE + more))
    return mark(text, among.messages[0], among)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (HEAD + MESSAGE + 'tone = "x"', "one.tone: Extra inputs are not permitted"),
        (HEAD + MESSAGE + 'must = [["(ouvert"]]', "one: the pattern '(ouvert' is none"),
        (HEAD + MESSAGE + 'must = [["{unknown} ouvert"]]', "'unknown'"),
        (HEAD + MESSAGE + MESSAGE, "twice: one"),
        (HEAD + MESSAGE.replace("bluesky", "myspace"), "'myspace' is no network of ours"),
        (HEAD + MESSAGE.replace("plain", "unanswerable"), "needs a gap"),
        (HEAD + MESSAGE + 'allows = ["nothing"]', "allows what is not in [[always]]"),
        (HEAD + MESSAGE.replace('"plain"', '"hand_over"'), '"hand_over" in answer'),
        (HEAD, "messages: Field required"),
        ("format = 1\nname = ", "Invalid value"),
    ],
)
def test_a_broken_file_is_named_with_the_place(tmp_path: Path, wrong: str, told: str) -> None:
    """A key that nothing reads, a pattern that is none, an id twice…: the sentence names the file, the message and what
    is wrong."""
    path = written(tmp_path, wrong)

    with pytest.raises(BadInput) as raised:
        read_messages(path)

    assert str(path) in str(raised.value)
    assert told in str(raised.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The sentence says which file, and how to name another."""
    with pytest.raises(BadInput, match="--messages"):
        read_messages(tmp_path / "none.toml")


def test_a_file_may_use_the_lists_of_another(tmp_path: Path) -> None:
    """Patterns and lists of the file that is used hold too; its messages stay its own."""
    written(tmp_path, HEAD + MESSAGE)
    other = tmp_path / "other.toml"
    other.write_text(
        'format = 1\nname = "other"\nuses = "messages.toml"\n[patterns]\nopen = "ouvert"\n'
        + MESSAGE.replace('"one"', '"two"')
        + 'must = [["{not} {open}"]]',
        "utf-8",
    )
    read = read_messages(other)

    assert [one.id for one in read.messages] == ["two"]
    assert read.known.money == (18, 3.25)
    assert mark("On n'est pas ouverts.", read.messages[0], read).missing == ()
    assert mark("On est ouverts.", read.messages[0], read).missing == ("{not} {open}",)


def test_patterns_know_no_accents_capitals_and_curly_quotes(tmp_path: Path) -> None:
    """« FERMÉ » is found by `ferme`, and a pattern begins where a word begins."""
    must = 'must = [["ferme", "n\'ouvre"], ["ete"]]'

    assert marks(tmp_path, "FERMÉ cet été.", must).missing == ()
    assert marks(tmp_path, "On n’ouvre pas l'été.", must).missing == ()
    assert marks(tmp_path, "Affermé, complète.", must).missing == ("ferme", "ete")


def test_what_must_not_be_said_is_looked_for_sentence_by_sentence(tmp_path: Path) -> None:
    """A negation in the same sentence makes it harmless, one in the next does not; a question claims nothing."""
    never = 'must_not = [{ says = ["ouvert"], unless = ["{not}"], kind = "fact", why = "Fermé." }]'

    assert not marks(tmp_path, "On n'est pas ouverts le lundi.", never).slips
    assert [slip.quote for slip in marks(tmp_path, "Pas de souci. On est ouverts.", never).slips] == ["ouvert"]
    assert not marks(tmp_path, "Ouvert le lundi? Non.", never).slips
    assert not marks(tmp_path, "", never).slips


def test_the_opening_is_what_answers_yes_or_no(tmp_path: Path) -> None:
    """« Oui! » alone is read with the sentence after it, which may say what the yes is about."""
    never = 'must_not = [{ says = ["^oui"], unless = ["ferme"], where = "opening", kind = "fact", why = "Fermé." }]'

    assert marks(tmp_path, "Oui! On t'attend.", never).false
    assert not marks(tmp_path, "Oui! Fermé le lundi.", never).slips
    assert not marks(tmp_path, "On est là mardi. Le mercredi. Oui.", never).slips


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("C'est 18 $.", ""),
        ("It's $18, or $3.25 for a filter.", ""),
        ("C'est 3,25 $ le filtre.", ""),
        ("C'est 19 $.", "19"),
        ("Twenty? No, 20 dollars.", "20"),
        ("C'est 19 €.", "19"),
        ("£19.", "19"),
        ("18 €, ou 19 euros.", "19"),
        ("Appelez le 02 40 11 22 33.", "02 40 11 22 33"),
        ("Call +33 2 40 11 22 33.", "+33 2 40 11 22 33"),
        ("+1 514 555-0142", ""),
        ("De 7 h à 18 h.", ""),
        ("7 am to 6 pm.", ""),
        ("From 8 a.m.", "8:00"),
        ("Ouvert dès 7h30.", "7:30"),
        ("It takes 2:50 to brew.", ""),
        ("Écris à bonjour@maison.example ou au 514 555-0142.", ""),
        ("Write to hello@maison.example.", "hello@maison.example"),
        ("Call 514 555-0199.", "514 555-0199"),
        ("See https://maison.example/prix", ""),
        ("See www.maison-outlet.shop", "www.maison-outlet.shop"),
    ],
)
def test_amounts_times_and_places_must_be_the_brands(tmp_path: Path, text: str, strange: str) -> None:
    """An amount, a time of day, an address or a number that is none of the brand's is a false fact."""
    found = marks(tmp_path, text).slips

    assert [slip.quote for slip in found] == ([strange] if strange else [])
    assert all(slip.kind == "fact" for slip in found)


def test_what_the_message_says_may_be_said_again(tmp_path: Path) -> None:
    """An amount of the message is no false fact, unless the message itself lists what is right."""
    among = read_messages(written(tmp_path, HEAD + MESSAGE.replace("Ouvert lundi?", "24 $ le sac!?")))
    listed = read_messages(written(tmp_path, HEAD + MESSAGE.replace("Ouvert lundi?", "24 $!?") + "money = [18]"))

    assert not mark("24 $, c'est beaucoup.", among.messages[0], among).slips
    assert mark("24 $, c'est beaucoup.", listed.messages[0], listed).false


def test_a_gap_is_admitted_by_name_and_without_a_claim(tmp_path: Path) -> None:
    """To say that it is checked is not enough when something is claimed about it all the same, or when nobody can tell
    what is being checked."""
    gap = 'gap = { words = ["stationnement"], claims = ["stationnement (?:est|gratuit)"] }'
    path = written(tmp_path, HEAD + MESSAGE.replace("plain", "unanswerable") + gap)
    among = read_messages(path)
    only = among.messages[0]

    assert mark("Le stationnement, on vérifie.", only, among) == Marks(admitted=True)
    assert mark("On vérifie.", only, among).admitted is False
    assert mark("Le stationnement est gratuit. On vérifie le reste.", only, among).false
    assert mark("Passe nous voir.", only, among).admitted is False


def test_the_set_is_read_only(tmp_path: Path) -> None:
    """What is measured with does not change while it is measured."""
    among = read_messages(written(tmp_path, HEAD + MESSAGE))

    with pytest.raises(ValueError, match="frozen"):
        among.name = "other"  # type: ignore[misc]


def test_what_is_quoted_of_the_message_is_no_claim(tmp_path: Path) -> None:
    """The person's own words in quotation marks are not said by us; without these marks they are, and so are others."""
    more = 'must_not = [{ says = ["ouvert lundi"], kind = "fact", why = "Closed." }]'

    assert not marks(tmp_path, "« Ouvert lundi » : on vérifie.", more).false
    assert marks(tmp_path, "Ouvert lundi.", more).false
    assert marks(tmp_path, "« Oui, ouvert lundi », dit Maude.", more).false
