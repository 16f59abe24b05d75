"""What each sentence of a text rests on: the sentences of the sources that say the same, shown beside it."""

from collections.abc import Iterable, Sequence

from assistant.drafting.claims import Claim
from assistant.drafting.clauses import Parsed, parse
from assistant.drafting.polarity import Statements
from assistant.records import Known, Sentence, Source, Support

_MOST = 2
_LIKE = 0.34
_SURE = 0.5
_CLAIM = 0.6
"""What a shared price, hour, name or address weighs, beside a word that one sentence alone has (1)."""
_TELLING = frozenset({"number", "clock", "email", "phone", "link", "order", "name"})


def rest_on(
    text: str, sources: Sequence[Source], message: str = "", known: Sequence[Known] = ()
) -> tuple[Sentence, ...]:
    """The sentences of a text, with exact spans, each with the sentences it rests on, best first.

    `message` is what is answered and `known` what a person of the house typed; what rests on these has source 0.
    A sentence that no source says anything like, such as a greeting, rests on nothing, unless an earlier reply says it
    word for word.
    """
    sentences = parse(text)
    if not sentences:
        return ()
    grounds = [(source.number, one) for source in sources if source.kind != "reply" for one in parse(source.text)]
    grounds += [(0, one) for item in known for one in parse(item.text)]
    grounds += [(0, one) for one in parse(message) if not one.asks]
    weights = Statements(one.said for _, one in grounds)
    before = {one.said.casefold(): Support(one.said, source.number, 1.0)
              for source in reversed(sources) if source.kind == "reply" for one in parse(source.text)}  # fmt: skip
    said = ((one, before.get(one.said.casefold())) for one in sentences)
    return tuple(
        Sentence(one.start, one.end, _best(one, grounds, weights) or ((again,) if again else ())) for one, again in said
    )


def _best(sentence: Parsed, grounds: Iterable[tuple[int, Parsed]], weights: Statements) -> tuple[Support, ...]:
    own = _words(sentence)
    values = _values(sentence)
    total = sum(weights.weight(word) for word in own) + _CLAIM * len(values)
    if not total:
        return ()
    found: dict[str, Support] = {}
    for number, ground in grounds:
        shared = own & _words(ground)
        alike = values & _values(ground)
        weight = sum(weights.weight(word) for word in shared)
        score = (weight + _CLAIM * len(alike)) / total
        telling = len(shared) >= 2 or bool(alike) or weight >= _SURE
        if score >= _LIKE and telling and score > (found[ground.said].score if ground.said in found else 0.0):
            found[ground.said] = Support(ground.said, number, round(min(1.0, score), 3))
    best = sorted(found.values(), key=lambda one: (-one.score, one.source == 0))
    return tuple(best[:_MOST])


def _words(sentence: Parsed) -> frozenset[str]:
    """Its telling words, days among them."""
    return sentence.meanings.union(*(clause.words for clause in sentence.clauses))


def _values(sentence: Parsed) -> frozenset[tuple[str, str]]:
    return frozenset(_value(claim) for claim in sentence.claims if claim.kind in _TELLING)


def _value(claim: Claim) -> tuple[str, str]:
    return claim.kind, claim.value
