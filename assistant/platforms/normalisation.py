"""A text as it will be sent: one pass, before anything is counted or found."""

from html import unescape

import regex

from assistant.errors import BadInput

# Named and numbered entities that models write into plain text; a bare `&amp` without semicolon stays.
_ENTITY = regex.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|#0*+(?:39|34|38|60|62|160)|#x0*+(?:27|22|26|3c|3e|a0));", regex.IGNORECASE
)
_LINE_END = regex.compile(r"\r\n?|[\u2028\u2029]")
_OUTER = " \t\n\r\v\f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_OUTER += "\ufeff"
_UNSENDABLE = regex.compile(r"[\0\ud800-\udfff]")


def normalise(text: str, *, entities: bool = True) -> str:
    """The text with line ends as `\\n`, without outer white space and byte order marks and, unless a person typed it
    (`entities=False`), with HTML entities of a model's answer decoded once.

    Raises:
        BadInput: the text holds a NUL or a lone surrogate, which no network can take.
    """
    if bad := _UNSENDABLE.search(text):
        raise BadInput("platforms.unsendable", code=f"U+{ord(bad[0]):04X}", position=bad.start())
    if entities and "&" in text:
        text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    return str(_LINE_END.sub("\n", text)).strip(_OUTER)
