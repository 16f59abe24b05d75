"""Yes and no: what an answer's first word claims about the very thing that was asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from assistant.drafting.claims import claims_of
from assistant.drafting.clauses import Parsed, parse
from assistant.drafting.polarity import Contradiction, Statements
from assistant.records import Asked

_YES = regex.compile(
    r"^\W*(?:(?:ah|ben|mais|well|oh|hi|salut|bonjour|allo)\b[\s,!]*)*"
    r"(oui|yes|yep|yeah|yup|bien s[uû]r|absolument|tout à fait|certainement|certainly|absolutely|of course|sure|"
    r"évidemment|effectivement|exactement|indeed|definitely|si(?=[,!.]))(?!\w)",
    regex.IGNORECASE,
)
_NO = regex.compile(
    r"^\W*(?:(?:ah|ben|mais|well|oh|hi|salut|bonjour|allo|malheureusement|unfortunately|sadly|désolée?s?|"
    r"sorry)\b[\s,!]*)*"
    r"(non|no|nope|nah|pas du tout|not at all|afraid not|hélas non)(?=\s*[,.!;:…–—]|\s*$|\s(?:we|on|nous|it|le|la|"
    r"les|the|"
    r"sorry|désolé|malheureusement|unfortunately)\b)",
    regex.IGNORECASE,
)
_OPEN_QUESTION = regex.compile(
    r"\b(?:combien|comment|pourquoi|quand|o[uù](?= (?:est|sont|puis|peut|on|se)\b)|quoi|quel(?:le)?s?|qui est|how|"
    r"what|"
    r"when|where|which|who|why|whose)\b",
    regex.IGNORECASE,
)
_EITHER = regex.compile(r"\b(?:ou(?! (?:pas|non|bien pas))|or(?! (?:not|no)))\b", regex.IGNORECASE)
_NEGATIVE = regex.compile(r"\b(?:pas|jamais|rien|aucune?|n['’]t|not|never|no)\b|(?<=\w)n['’]t\b", regex.IGNORECASE)
_POLITE = regex.compile(
    r"\b(?:can|could|would|will) (?:you|i)\b|\b(?:pouvez|pourriez|peux|pourrais)[- ](?:vous|tu)\b", regex.IGNORECASE
)
_STRESSED = regex.compile(
    r"^[\s,]*(?:of course|bien s[uû]r|absolument|absolutely|sure|tout à fait)\b", regex.IGNORECASE
)
_BUT = regex.compile(
    r"\b(?:mais|sauf|but|except|seulement|only|though|par contre|cependant|avant|après|before|after|if|si|unless)\b",
    regex.IGNORECASE,
)
_ONLY_SO = regex.compile(r"\b(?:only|seulement|uniquement|sauf|except)\b", regex.IGNORECASE)
_QUESTION_HEAD = regex.compile(
    r"\b(?:est-ce que|avez-vous|vous avez|êtes-vous|vous êtes|do you|are you|can i|is it|is there|are there|does|"
    r"y a[- ]t[- ]?"
    r"(?:il|u)|c['’]est[- ]tu|vous livrez|livrez-vous)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """The yes or no that a text begins with, at `start` to `end`; `qualified` when a “but” or “except” follows in its
    sentence, whose other words are `following`."""

    affirms: bool
    start: int
    end: int
    word: str
    qualified: bool
    following: frozenset[str]


def reply_of(text: str) -> Reply | None:
    """The yes or no at the start of a text, None when it begins otherwise."""
    for pattern, affirms in ((_YES, True), (_NO, False)):
        match = pattern.search(text)
        if match is not None:
            sentences = parse(text)
            rest = text[match.end() : sentences[0].end] if sentences else ""
            rest = _STRESSED.sub("", rest)
            said = frozenset().union(*(one.meanings for one in parse(rest)))
            return Reply(affirms, match.start(1), match.end(1), match[1].lower(), _BUT.search(rest) is not None, said)
    return None


def questions_of(message: str) -> tuple[Parsed, ...]:
    """The yes/no questions of a message, in its order."""
    return tuple(
        sentence
        for sentence in parse(message)
        if (sentence.asks or _QUESTION_HEAD.search(sentence.said))
        and not _OPEN_QUESTION.search(sentence.said)
        and not _EITHER.search(sentence.said)
    )


def wrong_answers(
    text: str, message: str, statements: Statements, asked: Sequence[Asked] = ()
) -> Iterator[Contradiction]:
    """A yes or no at the start of a text against which the sources speak.

    Of several questions the one is meant that the rest of the answer's sentence shares most with. A yes to a question
    that denies (“you don't ship there, right?”) can mean both, so it is left to what follows it.
    """
    reply = reply_of(text)
    if reply is None or reply.qualified:
        return
    pieces = [one.text for one in asked if one.yes_no]
    questions = [question for piece in pieces for question in parse(piece)] or list(questions_of(message))
    if not questions:
        return
    meant = max(questions, key=lambda question: len(question.meanings & reply.following))
    if len(questions) > 1 and not meant.meanings & reply.following:
        return
    if len(meant.clauses) == 0:
        return
    denies = _NEGATIVE.search(meant.said) is not None
    if denies and reply.affirms and reply.word != "si":
        return
    for clause in meant.clauses:
        sign = 1 if reply.affirms else -1
        for word in meant.words:
            if word.meaning in clause.words and clause.start <= word.start < clause.end:
                sign *= word.sign
        around = frozenset().union(*(one.words for one in meant.clauses)) - clause.words
        found = statements.against(clause.words, around, sign, denies_being=not reply.affirms, answers=True)
        against = found[0] if found else statements.beyond(clause.words, around, clause.days) if sign > 0 else None
        if against is not None:
            yield Contradiction(reply.start, reply.end, against.said, found[1] if found else 1.0)
            return


_EITHER_WAY = regex.compile(
    r"\b(?:dire|donc|alors|est|c['’]est|so|then|that['’]s|it['’]s|the answer is|la réponse est|répondre|say)(?: que)?\s"
    r"(?P<word>non|oui|no|yes)\b(?=\s*[.,;:!…]|\s*$)",
    regex.IGNORECASE,
)


def turns_round(text: str) -> tuple[int, int] | None:
    """Where a text that begins with yes says later that the answer is no, or the reverse; None where it does not."""
    reply = reply_of(text)
    if reply is None:
        return None
    for match in _EITHER_WAY.finditer(text, reply.end):
        if (match["word"].lower() in ("oui", "yes")) != reply.affirms:
            return int(match.start("word")), int(match.end("word"))
    return None


def _values(text: str) -> frozenset[tuple[str, str]]:
    """The numbers and hours of a text with their units, a bare number counted as a price."""
    found = set()
    for claim in claims_of(text):
        if claim.kind == "number":
            value, _, unit = claim.value.partition(" ")
            found.add((value, unit or "$"))
        elif claim.kind == "clock":
            found.add((claim.value, "clock"))
    return frozenset(found)


_CASES = (
    regex.compile(
        r"\b(?:premi(?:er|ère)|1(?:er|re|st)|first)\b|\b(?:deuxième|second|2e|2nd)\b|\b(?:troisième|third|3e|3rd)\b|"
        r"\b(?:quatrième|fourth|4e|4th)\b|\b(?:dernière?|last)\b",
        regex.IGNORECASE,
    ),
    regex.compile(r"\b(?:français|french)\b|\b(?:anglais|english)\b|\b(?:espagnol|spanish)\b", regex.IGNORECASE),
)
"""Kinds of cases over which a sentence shares out what holds: which one of a month, which language."""
_SHARES = regex.compile(r"[,;:]|\b(?:et|and)\b")


def is_shared_out(question: str, sentence: str) -> bool:
    """Whether a sentence says one thing of one case and another of another, and no part of it speaks of all that is
    asked: « en français le premier samedi, en anglais le troisième » is no yes to “the third one in French?”."""
    asked = [found.group().lower() for kind in _CASES for found in kind.finditer(question)]
    shared = any(len({found.group().lower() for found in kind.finditer(sentence)}) > 1 for kind in _CASES)
    parts = [part.lower() for part in _SHARES.split(sentence)]
    return bool(asked) and shared and not any(all(word in part for word in asked) for part in parts)


def polarity_of(question: str, said: Sequence[str]) -> int:
    """1 when sentences answer a question with yes, -1 with no, 0 when neither is sure: the other answer must be against
    them. A question that denies gets 0, for a yes to it means both; and so does what holds only somewhere."""
    if _NEGATIVE.search(question) or len(questions_of(question)) != 1:
        return 0
    if _values(question) - _values(" ".join(said)):
        # “Is it still $19?”, “before nine?”: to be reckoned with, not read off.
        return 0
    statements = Statements(said)
    against_yes = next(iter(wrong_answers("Yes.", question, statements)), None)
    against_no = next(iter(wrong_answers("No.", question, statements)), None)
    if against_yes is not None and against_no is None:
        # “Closed from ten to two” is no plain no.
        return 0 if any(claim.kind == "clock" for claim in claims_of(against_yes.said)) else -1
    if against_no is not None and against_yes is None and not _ONLY_SO.search(against_no.said):
        return 1
    return 0
