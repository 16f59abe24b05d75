"""French typography of a short text, in the manner of Québec or of France.

Québec: no blank before ; ! ?, a no-break space before : and inside « », before units, $ and % (Office québécois de la
langue française, Banque de dépannage linguistique, « Espacement avant et après les signes de ponctuation »).
France: a narrow no-break space before ; ! ?, a no-break space before : and inside « » (Imprimerie nationale, Lexique
des règles typographiques).
"""

import regex

_NBSP = "\u00a0"
_NARROW = "\u202f"
_BLANK = r"[ \u00a0\u202f]"
_PROTECTED = regex.compile(r"https?://\S+|\S+@\S+|\b\d{1,2}:\d{2}\b|:\w+:|[:;]-?[)(DP]")


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
