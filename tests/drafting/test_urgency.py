"""By when a message wants an answer, and why."""

from pathlib import Path

import pytest

from assistant.drafting.understanding import Understanding, understand
from assistant.records import Answer, Message, Urgency
from assistant.voice.brand import load_brand

BRAND = load_brand(Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal")


def read(text: str, reader: str = "en", answer: Answer | None = None) -> Understanding:
    return understand(Message(text), BRAND, platform="bluesky", reader=reader, answer=answer)


@pytest.mark.parametrize(
    ("urgency", "text"),
    [
        ("now", "Il y avait un bout de métal dans ma soupe"),
        ("now", "Boycott! Racisme envers une cliente, la vidéo circule"),
        ("now", "Est-ce que la salle est encore ouverte ce soir?"),
        ("now", "Can I still get a haircut this afternoon?"),
        ("now", "I'm at your counter and nobody is here. Hello?"),
        ("now", "On est devant la porte depuis 20 minutes, êtes-vous ouverts?"),
        ("now", "Notre vol part dans deux heures et on n'a pas reçu les billets"),
        ("now", "Troisième courriel que je vous envoie, toujours aucune réponse."),
        ("now", "Still haven't heard back about my quote"),
        ("now", "Please answer asap, is the pool heated?"),
        ("now", "C'est urgent, pouvez-vous me confirmer la réservation?"),
        ("now", "I'm a reporter, deadline is today at 5, can somebody comment?"),
        ("now", "On attend dehors depuis une demi-heure, la porte est barrée"),
        ("now", "We've been waiting on hold for an hour, is anyone there?"),
        ("now", "We need the cake by 5 today, is it ready?"),
        ("now", "Le train part dans quinze minutes et le guichet est fermé"),
        ("today", "You'll be hearing from my lawyer."),
        ("today", "My subscription was charged twice"),
        ("today", "Le colis est arrivé ouvert et il manque une pièce"),
        ("today", "Do you rent skis?"),
        ("today", "Demain vous ouvrez à quelle heure?"),
        ("today", "Avez-vous fermé plus tôt aujourd'hui?"),
        ("today", "Were you closed early today? I passed at 4."),
        ("today", "Le numéro d'urgence est-il affiché dans l'atelier?"),
        ("today", "Where is the emergency exit of your venue?"),
        ("today", "On passe samedi: y a-t-il une visite ce jour-là?"),
        ("today", "Merci pour hier! Vous refaites ça quand?"),
        ("later", "Can you ship before Christmas? No rush."),
        ("later", "Rien ne presse, mais faites-vous des prêts de vélos?"),
        ("later", "Quand vous aurez un moment: c'est quoi la chanson du spectacle?"),
        ("later", "Merci pour hier, c'était magique!"),
        ("later", "Tonight's gig was unreal, thanks"),
        ("later", "Je vous suis depuis dix ans"),
        ("later", "Buy followers now!!! 10k for $5 https://grow.example"),
        ("later", ""),
    ],
)
def test_by_when(urgency: Urgency, text: str) -> None:
    """At once: danger, a crisis, a near moment, somebody at the door, who asks again. The same day: whoever waits.
    What is kind, funny or for nobody, and who says that it can wait, when there is time."""
    assert read(text).urgency == urgency


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("Are you open tonight?", "“tonight”", "«\u00a0tonight\u00a0»"),
        ("No rush: do you buy old books?", "it can wait: “No rush”", "peut attendre\u00a0: «\u00a0No rush\u00a0»"),
        ("Do you rent skis?", "Somebody asked", "a posé une question"),
    ],
)
def test_the_reason_is_one_sentence_that_quotes_what_says_so(text: str, english: str, french: str) -> None:
    """The words of the message that count are quoted, in the reader's language."""
    assert english in read(text).haste
    assert french in read(text, "fr").haste


def test_what_a_person_decides_counts() -> None:
    """To leave a message alone makes nobody wait; to answer a dangerous one all the same does not make it less so."""
    assert read("Are you open tonight?", answer="no_reply").urgency == "later"
    assert read("Morceau de verre dans mon café!", answer="reply").urgency == "now"
