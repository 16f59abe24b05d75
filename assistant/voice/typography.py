"""French typography of a short text, in the manner of Québec or of France.

Québec: no blank before ; ! ?, a no-break space before : and inside « », before units, $ and % (Office québécois de la
langue française, Banque de dépannage linguistique, « Espacement avant et après les signes de ponctuation »).
France: a narrow no-break space before ; ! ?, a no-break space before : and inside « » (Imprimerie nationale, Lexique
des règles typographiques).
"""

from collections.abc import Iterator

import regex

from assistant.records import Finding
from assistant.voice.policies import TypographyPolicy
from assistant.wording import say

_NBSP = "\u00a0"
_NARROW = "\u202f"
_BLANK = r"[ \u00a0\u202f]"
_PROTECTED = regex.compile(r"https?://\S+|\S+@\S+|\b\d{1,2}:\d{2}\b|:\w+:|[:;]-?[)(DP]")

_QUOTED = regex.compile(r"""[“"]([^“”"\n]{1,300})[”"]""")
_DASH = regex.compile(r"(?<=\S)[ \u00a0\u202f]?[—–][ \u00a0\u202f]?(?=\p{L})|(?<=\p{L})—(?=\p{L})")


def typeset(text: str, locale: str) -> str:
    """`text` with French spacing for `fr-CA`, `fr-FR` and other `fr` locales; other languages come back as given.

    Links, addresses, times such as 10:30 and emoticons are left alone. Only blanks change.
    """
    if not locale.lower().startswith("fr"):
        return text
    pieces, end = [], 0
    for match in _PROTECTED.finditer(text):
        pieces += [_space(text[end : match.start()], locale), match.group()]
        end = match.end()
    return "".join([*pieces, _space(text[end:], locale)])


def _space(piece: str, locale: str) -> str:
    """Blanks of a piece between two protected ones: its edges may touch a link, so they count as text."""
    text = piece
    if locale.lower() == "fr-ca":
        text = regex.sub(rf"(?:^|(?<=\S)){_BLANK}+(?=[;!?])", "", text)
    else:
        text = regex.sub(rf"(?:(?<=[\p{{L}}\p{{N}}»)]){_BLANK}*|^{_BLANK}+)(?=[;!?])", _NARROW, text)
    text = regex.sub(rf"(?:(?<=[\p{{L}}\p{{N}}»)]){_BLANK}*|^{_BLANK}+):(?=\s|$|»)", f"{_NBSP}:", text)
    text = regex.sub(rf"«(?:{_BLANK}*(?=\S)|{_BLANK}+$)", f"«{_NBSP}", text)
    text = regex.sub(rf"(?:(?<=\S){_BLANK}*|^{_BLANK}+)»", f"{_NBSP}»", text)
    text = regex.sub(rf"(?<=\d){_BLANK}+(?=(?:h|min|kg|g|ml|km)\b)", _NBSP, text)
    return str(regex.sub(rf"(?<=\d){_BLANK}*(?=[$%€])", _NBSP, text))


def check_typography(text: str, policy: TypographyPolicy, locale: str, reader: str = "en") -> Iterator[Finding]:
    """What is not typeset in the manner of `locale`, each with its replacement: blanks missing or too many, quotation
    marks, dashes; and, as one hint over them all, blanks of the wrong kind, which nobody sees before a line breaks."""
    unseen: list[tuple[int, int, str]] = []
    for start, end, blank in _misplaced_blanks(text, locale):
        if bool(blank) == (end > start):
            unseen.append((start, end, blank))
            continue
        key = "voice.blank_missing" if blank else "voice.blank_surplus"
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        message = say(key, reader, sign=before if before in ("«", "$") else after or before)
        if end > start:
            yield Finding("typography", policy.level, message, start, end, blank)
        else:  # nothing stands there to be marked: mark the signs around it
            around = (start - len(before), end + len(after))
            yield Finding("typography", policy.level, message, *around, before + blank + after)
    if unseen and policy.unbreakable:
        start, end = unseen[0][0], unseen[-1][1]
        changed = _replaced(text[start:end], [(low - start, high - start, blank) for low, high, blank in unseen])
        message = say("voice.blanks_unbreakable", reader, count=len(unseen))
        yield Finding("typography", "hint", message, start, end, changed)
    outside = [match.span() for match in _PROTECTED.finditer(text)]
    if policy.quotes:
        for match in _QUOTED.finditer(text):
            if not any(low < match.end() and match.start() < high for low, high in outside):
                instead = f"«{_NBSP}{match[1].strip()}{_NBSP}»"
                yield Finding(
                    "typography", policy.level, say("voice.quotes", reader), match.start(), match.end(), instead
                )
    if policy.dashes == "never":
        for match in _DASH.finditer(text):
            yield Finding("typography", policy.level, say("voice.dash", reader), *match.span())


def _misplaced_blanks(text: str, locale: str) -> Iterator[tuple[int, int, str]]:
    """Where the blanks of `text` differ from those of its typeset form: offsets, and the blank that belongs there.

    Both hold the same signs in the same order, so each run of blanks has its counterpart.
    """
    there = here = 0
    typeset_text = typeset(text, locale)
    while here < len(text) or there < len(typeset_text):
        own, right = here, there
        while here < len(text) and text[here].isspace():
            here += 1
        while there < len(typeset_text) and typeset_text[there].isspace():
            there += 1
        if text[own:here] != typeset_text[right:there]:
            yield own, here, typeset_text[right:there]
        here += 1
        there += 1


def _replaced(text: str, changes: list[tuple[int, int, str]]) -> str:
    for start, end, instead in reversed(changes):
        text = text[:start] + instead + text[end:]
    return text
