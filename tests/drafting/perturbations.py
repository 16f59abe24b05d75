"""True drafts made false in one place: another price, day or hour, a denial put in or taken out, yes for no."""

import random
from collections.abc import Iterator

import regex

from assistant.drafting.claims import claims_of

_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_DENIED = (
    (r"\b(on|nous) (livre|accepte|loue|répare|vend|offre)\b", r"\1 ne \2 pas"),
    (r"(?<=\p{L}{2} )est (?!pas)(?=\p{L})", "n'est pas "),
    (r"(?<=\p{L}{2} )sont (?!pas)(?=\p{L})", "ne sont pas "),
    (r"\b(is|are|'re) (?!not|n't|no\b|on us)(?=\p{L})", r"\1 not "),
    (r"\b(we|We) (ship|accept|rent|repair|sell|offer|take)\b", r"\1 don't \2"),
)
_AFFIRMED = (
    (r"\bne (\p{L}+) pas\b|\bn['’](\p{L}+) pas\b", r"\1\2"),
    (r"\b(is|are|do|does)(?:n['’]t| not)\b", r"\1"),
    (r"\bdon't\b ", ""),
)
_GREETING = regex.compile(
    r"see you|\bà \p{L}+di\b|back \p{L}+day|\bfrom\b.*\bto\b|\bet le\b|days and", regex.IGNORECASE
)
_YES = regex.compile(r"^(Oui|Yes)\b")
_NO = regex.compile(r"^(Non|No)(?=[,.])")


def perturbed(draft: str, language: str, prices: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """The kind of each change that can be made to a true draft, and the false text."""
    for claim in claims_of(draft):
        said = draft[claim.start : claim.end]
        if claim.kind == "number" and claim.value.endswith(" $"):
            others = [price for price in prices if f"{price} $" != claim.value]
            written = chance.choice(others)
            wrong = f"${written}" if said.startswith("$") else f"{written.replace('.', ',')} $"
            yield "price", draft[: claim.start] + wrong + draft[claim.end :]
        elif claim.kind == "day" and not _GREETING.search(draft):
            day = _DAYS[language][(int(claim.value) + chance.randint(1, 6)) % 7]
            yield "day", draft[: claim.start] + (f"{day}s" if said.endswith("s") else day) + draft[claim.end :]
    for kind, changes in (("denied", _DENIED), ("affirmed", _AFFIRMED)):
        for pattern, instead in changes:
            changed = regex.sub(pattern, instead, draft, count=1)
            if changed != draft:
                yield kind, changed
                break
    for pattern, word in ((_YES, {"Oui": "Non", "Yes": "No"}), (_NO, {"Non": "Oui", "No": "Yes"})):
        match = pattern.match(draft)
        if match:
            yield "answer", word[match[1]] + "."
