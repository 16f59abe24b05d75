"""Whether a question is open or asks for a yes or a no."""

import regex

from assistant.drafting.question_words import QuestionWords

MARKER = regex.compile(
    r"[\s•*–—-]*(?:(?:q(?:uestion)? ?)?\(?\d{1,2}\s?[.):-]+(?!\d)\s*|[a-h]\)\s*)?[\s¿¡(\"'«“:,–—-]*", regex.I
)
"""What may stand before a question in a list: its number, its bullet, its quotation mark."""

TRAILING = regex.compile(r"[^\p{L}\p{N}$€£%?\u061f\uff1f]+$")
"""What says nothing at the end of a question."""


def is_yes_no(plain: str, words: QuestionWords) -> bool:
    """Whether a question can be answered with a yes or a no: no question word opens it, none stands at its end."""
    bare = TRAILING.sub("", plain.rstrip("? \u061f\uff1f"))
    at_end = words.ends.search(bare) and not words.asks.match(bare)
    return not (is_opened(bare, words) or _WHAT.match(bare) or at_end or _INSIDE.search(bare))


def is_opened(plain: str, words: QuestionWords) -> bool:
    """Whether a question word opens a question."""
    begins = rf"(?:\S{{1,10}} )?(?:d')?(?:{words.open.pattern})\b"
    return regex.match(begins, MARKER.sub("", plain, count=1)) is not None


_WHAT = regex.compile(r"c'? ?(?:est )?(?:combien|quoi|où|quand|qui|quel|à quelle|koi)\b")
_INSIDE = regex.compile(
    r" combien\b| [àa] quelle heure\b| quels? jours?\b|"
    r"^(?:\S+ )?(?:ça|ca|cela|vous|tu) (?:\w+ ){1,2}quand (?:votre|vos|dans|le|la|les|en|pour|cette|cet|ce)\b|"
    r"\b(?:avez|as|vendez|faites|offrez|servez|proposez) quoi\b|"
    r"^c'?(?:est)? (?:le|la|en|au|pour) [\w' ]{2,25} ou (?:le|la|en|au|pour) |"
    r"^(?:(?:vos|votre|les?|the|your) )?(?:horaires?|heures|prix|tarifs?|adresse|menu|date|hours|opening hours|"
    r"prices?|address|cost)\b"
)
"""What leaves the answer open wherever it stands, or names what is wanted and nothing else."""
