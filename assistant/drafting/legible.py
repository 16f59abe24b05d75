"""A message made legible for reading what it asks, each character where it was."""

import regex

_OUTSIDE = regex.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?m:^[ \t]*>.*$)")
_NOT_END = regex.compile(
    r"(?<=\p{N})[.,:](?=\p{N})|(?<=\b[aeip])\.(?=[egm]\b)|(?<=\b(?:mme|dr|mr|mrs|ms|st|ste|vs|no|[ap]\.m|[ap]|e\.g|i\.e))\."
)
_QUOTED = regex.compile(r"«[^«»\n]{12,}»|“[^“”\n]{12,}”|\"[^\"\n]{12,}\"")
_BRACKETED = regex.compile(r"(?<=\w )\([^()?\n]{12,}\)(?= \w)")
"""What is told in brackets in the middle of a question, and asks nothing."""
_BESIDE = regex.compile(r"(?<=\w )\([^()\n]{1,40}\)(?= \w)")
_MOST_BESIDE = 4
"""What is asked in so few words in brackets is part of the question around them: « quelle variété (caturra?) »."""
_EMOJI = regex.compile(r"(?<=\s)\p{Extended_Pictographic}(?=\s)")
_MARK = regex.compile(r"[?\u061f\uff1f]")


def made_plain(text: str) -> str:
    """A text in small letters with plain apostrophes and blanks, each character where it was; links, addresses and
    what is quoted of somebody are blanked out."""
    folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    folded = folded.translate({0x2019: "'", 0x2018: "'", 0xA0: " ", 0x202F: " ", 0x2009: " ", 9: " ", 13: "\n"})
    for pattern, filler in ((_OUTSIDE, " "), (_NOT_END, "·"), (_EMOJI, ";")):
        folded = pattern.sub(lambda match, filler=filler: filler * len(match.group()), folded)
    masked: str = _QUOTED.sub(
        lambda match: " " * len(match.group()) if _MARK.search(match.group()) else match.group(), folded
    )
    told: str = _BRACKETED.sub(lambda match: f"({'x' * (len(match.group()) - 2)})", masked)
    whole: str = _BESIDE.sub(_unmarked, told)
    return whole


def _unmarked(beside: regex.Match[str]) -> str:
    said = str(beside.group())
    return str(_MARK.sub("·", said)) if len(said.split()) <= _MOST_BESIDE else said
