"""Whether what a text states is so: relations, yes and no, promises, and what no source says at all.

Names and numbers that occur nowhere are found by `grounding`; here, that they stand where they belong.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from assistant.drafting.answers import questions_of, reply_of, turns_round, wrong_answers
from assistant.drafting.bindings import Bound
from assistant.drafting.clauses import parse
from assistant.drafting.inventions import inventions
from assistant.drafting.polarity import Contradiction, Statements, contradictions, tells_of_then
from assistant.drafting.promises import broken_promises
from assistant.drafting.relations import PRICES, Mismatch, Table, mismatches
from assistant.drafting.sums import computed, multiple_of
from assistant.records import Asked, Finding
from assistant.voice.brand import Brand
from assistant.wording import say

_BAD_EXAMPLE = regex.compile(
    r"^.*(?:we don['’]t (?:write|say)|on n['’](?:écrit|dit) pas|nous n['’]écrivons pas|\bnever\b|\bjamais\b).*$",
    regex.IGNORECASE | regex.MULTILINE,
)
_WORDS = regex.compile(r"\w+")
_QUOTATION = regex.compile(r"(?:«|“)([^«»“”]*)(?:»|”)")
_LONGEST_SAID = 160


@dataclass(frozen=True, slots=True)
class _Case:
    text: str
    message: str
    statements: Statements
    table: Table
    guides: Statements
    asked: tuple[Asked, ...]
    allowed: tuple[str, ...]
    reader: str


def check_truth(
    text: str,
    sources: Iterable[str],
    message: str = "",
    *,
    guides: Iterable[str] = (),
    asked: Sequence[Asked] = (),
    allowed: Sequence[str] = (),
    reader: str = "en",
) -> tuple[Finding, ...]:
    """Findings about what a text states against its sources, in the order of the text.

    `sources` are the facts it may rest on, `guides` texts whose figures count but whose sentences are about writing;
    `message` is what it answers, `asked` its questions with what answers them, and `allowed` what the brand lets its
    people promise. `suggestion` holds the right value where one click can mend it.
    """
    text = _without_quotes(text, message)
    known = (*sources, *(one.text for question in asked for one in question.support))
    laid_out = _laid_out(tuple(dict.fromkeys(known)), tuple(_BAD_EXAMPLE.sub("", guide) for guide in guides))
    case = _Case(text, message, *laid_out, tuple(asked), tuple(allowed), reader)
    found: list[Finding] = []
    for finding in _all(case):
        if not any(finding.start < other.end and other.start < finding.end for other in found):
            found.append(finding)
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end)))


def _without_quotes(text: str, message: str) -> str:
    """The text, blank where it quotes the message: that is not said by us. Places stay what they were."""
    theirs = "".join(message.split()).casefold()

    def blank(match: regex.Match[str]) -> str:
        quoted = "".join(match[1].strip(" \u00a0….?!").split()).casefold()
        return " " * len(match.group()) if quoted and quoted in theirs else match.group()

    return str(_QUOTATION.sub(blank, text))


def brand_facts(brand: Brand) -> tuple[str, ...]:
    """The brand's own facts, in all its languages."""
    return tuple(text for fact in brand.facts for text in fact.texts.values())


@lru_cache(maxsize=16)
def _laid_out(sources: tuple[str, ...], guides: tuple[str, ...]) -> tuple[Statements, Table, Statements]:
    return Statements(sources), Table((*sources, *guides)), Statements(guides)


def prices_of(sources: Iterable[str], guides: Iterable[str] = ()) -> Table:
    """The values that the sources give, by unit."""
    return _laid_out(tuple(dict.fromkeys(sources)), tuple(_BAD_EXAMPLE.sub("", guide) for guide in guides))[1]


def _all(case: _Case) -> Iterator[Finding]:
    text, message, reader = case.text, case.message, case.reader
    for wrong in wrong_answers(text, message, case.statements, case.asked):
        yield _contradiction(text, wrong, reader)
    yield from _wrong_days(case)
    yield from _within(case)
    for mismatch in mismatches(text, case.table, message):
        value = mismatch.value
        price = mismatch.instead[0].low if value.unit in PRICES and value.low else 0.0
        times = price and multiple_of(value.low, price, text, message)
        if not times and not computed(value.low, value.unit, text, message, case.table):
            yield _mismatch(text, mismatch, reader)
    for wrong in contradictions(text, case.statements, message):
        yield _contradiction(text, wrong, reader)
    for promise in broken_promises(text, message, case.statements, guides=case.guides, allowed=case.allowed):
        told = say("drafting.promise", reader, what=text[promise.start : promise.end])
        yield Finding("promise", "block", told, promise.start, promise.end)
    if not case.statements.sentences:
        # A brand that has not written down a fact yet would be told of every sentence that nothing says so.
        return
    for invention in inventions(text, message, case.statements, case.asked, also=case.guides.words):
        key = "drafting.yes_to_unknown" if invention.answers else "drafting.unsourced"
        told = say(key, reader, what=text[invention.start : invention.end])
        yield Finding("unsourced", "block", told, invention.start, invention.end)


def _wrong_days(case: _Case) -> Iterator[Finding]:
    """A yes to a question about a day on which the sources say nothing of the kind is."""
    reply, questions = reply_of(case.text), questions_of(case.message)
    if reply is None or not reply.affirms or reply.qualified or len(questions) != 1:
        return
    for mismatch in mismatches(questions[0].said.replace("?", "."), case.table):
        if mismatch.value.unit == "day+":
            said = mismatch.instead[0].said.said
            yield _contradiction(case.text, Contradiction(reply.start, reply.end, said, 1.0), case.reader)
            return


def _within(case: _Case) -> Iterator[Finding]:
    """What a text says against itself: “Yes … so no”, a yes that its next sentence denies, “closed” beside “open”. Two
    sentences of the sources, whole or cut to what is asked, are not held against each other."""
    text, sentences = case.text, parse(case.text)
    turned = turns_round(text)
    if turned is not None:
        yield _against_itself(text, *turned, text, case.reader)
    if len(sentences) < 2:
        return
    known = [one.said for one in case.statements.sentences]
    standing = [one for one in sentences if not one.asks and not tells_of_then(one.said)]
    rest = Statements(tuple(one.said for one in standing if one is not sentences[0]))
    for wrong in wrong_answers(text, case.message, rest, case.asked):
        yield _against_itself(text, wrong.start, wrong.end, wrong.said, case.reader)
    for sentence in sentences:
        others = Statements(tuple(one.said for one in standing if one is not sentence))
        for wrong in contradictions(sentence.said, others):
            if is_cut_from(sentence.said, known) and is_cut_from(wrong.said, known):
                continue
            span = (sentence.start + wrong.start, sentence.start + wrong.end)
            yield _against_itself(text, *span, wrong.said, case.reader)


def is_cut_from(sentence: str, known: Iterable[str]) -> bool:
    """Whether the words of a sentence all stand in one of the known ones, in the same order."""
    words = _WORDS.findall(sentence)
    return any(all(word in left for word in words) for left in (iter(_WORDS.findall(one)) for one in known))


def _against_itself(text: str, start: int, end: int, said: str, reader: str) -> Finding:
    shown = said if len(said) <= _LONGEST_SAID else said[:_LONGEST_SAID].rsplit(" ", 1)[0] + "…"
    told = say("drafting.against_itself", reader, what=text[start:end], source=" ".join(shown.split()))
    return Finding("polarity", "block", told, start, end)


def _contradiction(text: str, wrong: Contradiction, reader: str) -> Finding:
    said = wrong.said if len(wrong.said) <= _LONGEST_SAID else wrong.said[:_LONGEST_SAID].rsplit(" ", 1)[0] + "…"
    told = say("drafting.contradicted", reader, what=text[wrong.start : wrong.end], source=" ".join(said.split()))
    return Finding("polarity", "block", told, wrong.start, wrong.end)


def _mismatch(text: str, mismatch: Mismatch, reader: str) -> Finding:
    value = mismatch.value
    start, end = _item(text, value)
    values = tuple(dict.fromkeys(_written(one) for one in mismatch.instead))
    right = _in_its_way(text[value.start : value.end], mismatch.instead)
    told = say("drafting.wrong_relation", reader, what=text[start:end], right=right or ", ".join(values[:2]))
    # A value that occurs nowhere is found by `grounding` too, unless the message or the thread says it.
    known = mismatch.elsewhere or value.unit.startswith("count:")
    return Finding("relation" if known else "facts", "block", told, value.start, value.end, right)


def _item(text: str, value: Bound) -> tuple[int, int]:
    """The stretch to be quoted: the clause in which the value stands."""
    for clause in value.said.clauses:
        if clause.start <= value.start and value.end <= clause.end:
            piece = text[clause.start : clause.end]
            return clause.start + len(piece) - len(piece.lstrip(" ,;:(")), clause.start + len(piece.rstrip(" ,;:)"))
    return value.start, value.end


def _written(bound: Bound) -> str:
    return bound.said.text[bound.start : bound.end]


def _in_its_way(written: str, instead: Sequence[Bound]) -> str | None:
    """The right value as the text writes values: « 22 $ » or “$22”. None when it is not sure, or nothing to replace."""
    if (
        not written
        or len({(one.low, one.high) for one in instead}) != 1
        or instead[0].unit.startswith(("count", "day"))
    ):
        return None
    first = written.lstrip()[:1]
    return min((_written(one) for one in instead), key=lambda one: (one[:1].isdigit() != first.isdigit(), len(one)))
