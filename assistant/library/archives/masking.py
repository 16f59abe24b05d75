"""Masking what identifies a person before anything is stored: e-mail addresses, phone and order numbers, IBANs."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import get_args

from assistant.errors import BadInput
from assistant.records import Masked

_EMAIL = re.compile(r"(?<![\w@.+%-])[\w.+%-]{1,64}@(?:[\w-]+\.)+[a-z]{2,}(?![\w@])", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0\u202f-]?[A-Z0-9]){11,30}\b")
_PHONE = re.compile(
    r"(?<![\w/.,+#-])(?:"
    r"(?:\+|00)\d{1,3}[ \u00a0\u202f.-]?(?:\(0?\)[ .-]?)?(?:\(?\d{1,4}\)?[ \u00a0\u202f.-]?){2,5}\d{2,4}"  # any, with +
    r"|0[1-9](?:[ \u00a0\u202f.-]?\d{2}){4}"  # France
    r"|(?:1[ .-])?\(?[2-9]\d{2}\)?[ \u00a0\u202f.-]\d{3}[ \u00a0\u202f.-]\d{4}"  # North America
    r")(?![\w-]|[.,]\d)"
)
_ORDER = re.compile(
    r"((?:\b(?:order|commande|cmd|colis|parcel|tracking|suivi|ticket|dossier|case|invoice|facture|reference|référence"
    r"|réf|ref)\b\.?)(?:\s+(?:number|numéro|num|no|nr|id|de\s+suivi|client)\b\.?)?\s*(?:[:#]|n[o°º]\.?|№)*\s*"
    r"(?:est|is|:)?\s*#?\s*)((?=(?:[A-Z-]{0,30}\d){3})[A-Z0-9][A-Z0-9-]{3,30})\b",
    re.IGNORECASE,
)
MASKS: tuple[Masked, ...] = get_args(Masked)


class Masks:
    """Replaces what was asked for by its name in brackets. What the brand says of itself in its facts, its own address
    for one, is no secret and stays. `counts` tells how often each was masked."""

    def __init__(self, wanted: Iterable[str], public: Sequence[str] = ()) -> None:
        """
        Raises:
            BadInput: a name is none of `email`, `phone`, `order`, `iban`.
        """
        self._wanted = tuple(dict.fromkeys(wanted))
        for name in self._wanted:
            if name not in MASKS:
                raise BadInput("library.unknown_mask", name=name, known=", ".join(MASKS))
        self._public = " ".join(public)
        self.counts: Counter[str] = Counter()

    def mask(self, text: str) -> str:
        """The text with what was asked for masked."""
        if not self._wanted:
            return text
        if "iban" in self._wanted:
            text = _IBAN.sub(lambda match: self._masked("iban", match[0]) if _is_iban(match[0]) else match[0], text)
        if "email" in self._wanted and "@" in text:
            text = _EMAIL.sub(lambda match: self._masked("email", match[0]), text)
        if "order" in self._wanted:
            text = _ORDER.sub(lambda match: match[1] + self._masked("order", match[2]), text)
        if "phone" in self._wanted:
            text = _PHONE.sub(lambda match: self._masked("phone", match[0]), text)
        return text

    def _masked(self, name: str, found: str) -> str:
        if found in self._public:
            return found
        self.counts[name] += 1
        return f"[{name}]"


def _is_iban(text: str) -> bool:
    """By its check digits (ISO 13616: moved to the end, letters as 10 to 35, the rest by 97 is 1)."""
    bare = re.sub(r"[^A-Z0-9]", "", text)
    return 15 <= len(bare) <= 34 and int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1
