"""A model's answer made into a draft: the wrapping goes, the words stay."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.tidying import tidy

N = "\u00a0"


@pytest.mark.parametrize(
    ("answer", "draft"),
    [
        ("Here is your reply:\n\nWe open at 7.", "We open at 7."),
        ("Here's a reply you could use: We open at 7.", "We open at 7."),
        ("Here’s the draft:\nWe open at 7.", "We open at 7."),
        ("Reply: We open at 7.", "We open at 7."),
        ("**Reply:** We open at 7.", "We open at 7."),
        ("**Draft**: We open at 7.", "We open at 7."),
        ("Draft reply:\nWe open at 7.", "We open at 7."),
        ("Assistant: We open at 7.", "We open at 7."),
        ("Response (English): We open at 7.", "We open at 7."),
        ("Brûlerie du Canal: We open at 7.", "We open at 7."),
        ('"We open at 7."', "We open at 7."),
        ("“We open at 7.”", "We open at 7."),
        ('Reply: "We open at 7."', "We open at 7."),
        ("```\nWe open at 7.\n```", "We open at 7."),
        ("```text\nWe open at 7.\n```", "We open at 7."),
        ("> We open at 7.\n> Come by.", "We open at 7.\nCome by."),
        ("## We open at 7.", "We open at 7."),
        ("We **open** at __7__.", "We open at 7."),
        ("See [our site](https://a.b/c).", "See our site https://a.b/c."),
        ("See [https://a.b/c](https://a.b/c).", "See https://a.b/c."),
        ("Tea &amp; coffee", "Tea & coffee"),
        ("One.\r\n\r\n\r\n\r\nTwo.  \nThree.", "One.\n\nTwo.\nThree."),
        ("  We open at 7.  ", "We open at 7."),
        ("", ""),
        # What looks like wrapping and is not.
        ("Here's the thing: we roast on Mondays.", "Here's the thing: we roast on Mondays."),
        ("Here is what we know: it left.", "Here is what we know: it left."),
        ("Text us at the counter: 514 555-0142.", "Text us at the counter: 514 555-0142."),
        ("Message received, thank you: we're on it.", "Message received, thank you: we're on it."),
        ("Post office strike: parcels wait.", "Post office strike: parcels wait."),
        ("Reply to our email: the photo is missing.", "Reply to our email: the photo is missing."),
        ('"Oui" is French, "yes" is English, we say "oui"', '"Oui" is French, "yes" is English, we say "oui"'),
        ("#café is our tag", "#café is our tag"),
        ("We *really* open at 7.", "We really open at 7."),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("https://a.b/?x=1&copy=2&lt=3", "https://a.b/?x=1&copy=2&lt=3"),
        ("Here is our reply: yes.", "Here is our reply: yes."),
        ("snake_case_name and __init__", "snake_case_name and init"),
        ("We close at 5 -> 6", "We close at 5 -> 6"),
        ("Order #4821: found.", "Order #4821: found."),
    ],
)
def test_english(answer: str, draft: str) -> None:
    """Labels, quotation marks and Markdown are taken off; sentences that resemble them stay."""
    assert tidy(answer, locale="en-CA", labels=("Brûlerie du Canal",)) == draft


@pytest.mark.parametrize(
    ("answer", "draft"),
    [
        ("Voici une réponse possible :\n\nOn ouvre à 7 h.", f"On ouvre à 7{N}h."),
        ("Voici la publication : On ouvre à 7 h.", f"On ouvre à 7{N}h."),
        ("Réponse : On ouvre.", "On ouvre."),
        ("**Réponse :** On ouvre.", "On ouvre."),
        ("Texte retravaillé :\nOn ouvre.", "On ouvre."),
        ("Réponse 2 : On ouvre.", "On ouvre."),
        ("Brouillon pour Bluesky :\nOn ouvre.", "On ouvre."),
        ("Maude : On ouvre.", "On ouvre."),
        ("« On ouvre. »", "On ouvre."),
        ("Merci ! À bientôt", "Merci! À bientôt"),
        # What looks like wrapping and is not.
        ("Voici nos heures : 7 h à 18 h.", f"Voici nos heures{N}: 7{N}h à 18{N}h."),
        ("Voici ce qu'on fait : on remplace.", f"Voici ce qu'on fait{N}: on remplace."),
        ("Message reçu : on regarde ça.", f"Message reçu{N}: on regarde ça."),
        ("Réponse courte : oui.", f"Réponse courte{N}: oui."),
        ("« Écluse » est notre assemblage « maison »", f"«{N}Écluse{N}» est notre assemblage «{N}maison{N}»"),
    ],
)
def test_french(answer: str, draft: str) -> None:
    """The same in French, with French spacing of the brand's locale."""
    assert tidy(answer, locale="fr-CA", labels=("Brûlerie du Canal", "Maude Lavigne", "Maude")) == draft


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


plain = st.text(
    alphabet=st.characters(whitelist_categories=("Ll", "Lu", "Nd", "Zs", "Po", "So"), blacklist_characters="&:*_`#>"),
    max_size=120,
)


@given(plain)
def test_no_word_is_lost(text: str) -> None:
    """A text without wrapping keeps every word, in order, in any locale."""
    for locale in ("en", "fr-CA", "fr-FR"):
        assert words(tidy(text, locale=locale)) == words(text)


@given(
    st.lists(
        st.sampled_from(
            ["Voici", "la", "mot", "Merci", ":", "\n", " ", "« ", " »", '"', "“", "”", "**", "__", "#", "# ", "> ", "'",
             "22 $", "h", "(", "https://a.b/c", "[x](https://a.b)", ".", "!", "```", "*"]
        ),
        max_size=16,
    ).map("".join)
)  # fmt: skip
def test_no_word_is_lost_with_the_marks(text: str) -> None:
    """However marks are mixed, only marks go: every letter and figure of the answer is still there, in order."""
    once = tidy(text, locale="fr-CA")

    assert "".join(words(once)) == "".join(words(text))
    assert once == once.strip()


@given(st.text(max_size=300))
def test_any_answer_can_be_tidied(text: str) -> None:
    """No answer makes tidying fail, and nothing is added to it but links and blanks."""
    assert len(tidy(text, locale="fr-CA")) <= 3 * len(text) + 2
