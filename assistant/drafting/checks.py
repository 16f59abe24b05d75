"""Everything that is checked on the final text of a draft. The text shown is the text checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import regex

from assistant import language as languages
from assistant import platforms
from assistant.drafting.claims import Claim
from assistant.drafting.gaps import LeftOut, check_gaps, check_room
from assistant.drafting.grounding import Ground, check_grounding
from assistant.drafting.outside import check_outside
from assistant.drafting.prompts import WRITTEN
from assistant.drafting.sense import check_sense
from assistant.drafting.sums import computed
from assistant.drafting.truth import brand_facts, check_truth, prices_of
from assistant.records import Asked, Finding, Fit, Known, Level, Situation, Source, VoiceMatch
from assistant.voice.brand import Brand, Register
from assistant.voice.rules import check_register, check_rules
from assistant.voice.spans import spans_of
from assistant.voice.words import telling_stems
from assistant.wording import language_name, say

STATED = frozenset({"facts", "relation", "polarity", "promise", "unsourced"})
"""Checks of what a text states: their findings are about words that it should do without."""
_ECHO_SHARE = 0.6
_SAME_WORDS = 0.6
"""Share of a text's telling words that the message has: of 199 real replies of the sample brand the most is 0.43."""
_ENOUGH_WORDS = 5
_COPY_SHARE = 0.7
_SAME_BEGINNING = 5
_LEAK_WORDS = 9
_QUOTATION = regex.compile(r"«[^«»]*»|“[^“”]*”")
_JE = regex.compile(r"(?<![\p{L}'’])(?:je|j['’])(?!['’])", regex.IGNORECASE)
_SURE_OF_LANGUAGE = 0.8


@dataclass(frozen=True, slots=True)
class Job:
    """What a text has to be. `message` is what it answers, empty for posts; `material` are the texts it may rest on;
    `secret` is prompt text that must not come out again; `earlier` are texts already published, which a `new` text may
    not repeat; `thread` is what others wrote before the message, `others` what other customers wrote and were answered,
    as the model was shown it. Without `fences` what outside text asks for is not looked for.

    For `truth`, what the text states is held against the brand's facts, the facts and guidelines among `sources` and
    what a person of the house typed (`known`); `asked` are the questions of the message, of which those `to_answer`
    must be answered or said to be looked up; those `left_out` found no room; `allowed` is what the brand lets its
    people promise. `never_i`: who speaks never says “je”; `unread`: see `check_readable`; `said_back`: what of the
    message is said again on purpose; `sense`: see `check_sense`. All of them may be left empty."""

    platform: str
    language: str
    situation: Situation = "other"
    register: Register | None = None
    message: str = ""
    material: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    known: tuple[Known, ...] = ()
    asked: tuple[Asked, ...] = ()
    allowed: tuple[str, ...] = ()
    truth: bool = True
    earlier: tuple[str, ...] = ()
    thread: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    fences: bool = True
    new: bool = False
    reader: str = "en"
    unread: bool = False
    never_i: bool = False
    to_answer: tuple[Asked, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    said_back: str = ""
    sense: bool = False


def check_text(text: str, brand: Brand, job: Job, *, cut_off: bool = False) -> tuple[tuple[Finding, ...], Fit]:
    """All findings about `text`, blocking ones first, and whether it fits its network.

    Raises:
        BadInput: the platform is not one of ours.
    """
    reader = job.reader
    found: list[Finding] = []
    if cut_off:
        found.append(Finding("cut_off", "block", say("drafting.cut_off", reader), len(text), len(text)))
    if not text.strip():
        found.append(Finding("empty", "block", say("drafting.empty", reader)))
    limits = limits_for(brand, job.platform)
    found += [
        finding
        for finding in platforms.review(text, job.platform, language=reader, limits=limits)
        if finding.check != "empty"
    ]
    found += check_rules(
        text, brand, platform=job.platform, language=job.language, situation=job.situation, reader=reader
    )
    if job.register is not None and job.language == "fr":
        found += check_register(text, job.register, reader)
    found += check_language(text, job.language, reader)
    found += check_readable(text, job, reader)
    found += check_echo(text, job.message, reader, said_back=job.said_back)
    found += check_speaker(text, job, reader)
    found += check_refusal(text, reader)
    found += check_leak(text, job.secret, reader)
    found += check_outside(text, tuple(brand_material(brand)), job, reader)
    found += check_copy(text, job.earlier, reader, level="block" if job.new else "warn")
    found += check_statements(text, brand, job)
    if job.sense:
        typed = tuple(f"{one.question} {one.text}" for one in job.known)
        found += check_sense(text, job.message, job.language, job.asked, job.sources, typed, reader)
    found += check_gaps(text, job.to_answer, reader, tuple(brand.holding.checking.values()))
    found += check_room(job.left_out, reader)
    return ranked(found), platforms.count(text, job.platform, limits=limits)


def check_statements(text: str, brand: Brand, job: Job) -> tuple[Finding, ...]:
    """Findings about what a text states: claims that occur nowhere, and with `job.truth` what the sources contradict or
    do not say. Of two findings about the same words the one that tells what is right is kept."""
    if not job.truth:
        return check_grounding(text, ground_of(brand, job), job.reader)
    facts = (*brand_facts(brand), *(one.text for one in job.known))
    facts += tuple(one.text for one in job.sources if one.kind == "fact")
    guides = tuple(one.text for one in job.sources if one.kind == "guideline")
    wrong = check_truth(
        text, facts, job.message, guides=guides, asked=job.asked, allowed=job.allowed, reader=job.reader
    )
    prices = prices_of(facts, guides)

    def reckoned(claim: Claim) -> bool:
        value, _, unit = claim.value.partition(" ")
        return claim.kind == "number" and computed(float(value), unit, text, job.message, prices)

    absent = check_grounding(text, ground_of(brand, job), job.reader, reckoned=reckoned)
    wrong = tuple(one for one in wrong if one.check != "facts" or _overlaps(one, absent))
    return (*wrong, *(one for one in absent if not _overlaps(one, wrong)))


def _overlaps(finding: Finding, others: Iterable[Finding]) -> bool:
    return any(finding.start < other.end and other.start < finding.end for other in others)


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as they are shown: blocking ones first, then in the order of the text."""
    order = {"block": 0, "warn": 1, "hint": 2}
    return tuple(sorted(findings, key=lambda finding: (order[finding.level], finding.start)))


def limits_for(brand: Brand, platform: str) -> platforms.Limits | None:
    """What the server of the brand's own account on a network allows, None where it has no limits of its own."""
    own = brand.limits.get(platform)
    return platforms.Limits(**own.model_dump()) if own else None


def length_for(brand: Brand, platform: str) -> int:
    """How long a post of the brand may be on a network, in the network's unit. Raises BadInput for an unknown one."""
    own = brand.limits.get(platform)
    return own.length if own and own.length else platforms.platform(platform).limit


def ground_of(brand: Brand, job: Job) -> Ground:
    """What a draft may state: its sources, the message it answers, the brand's facts, names and accounts."""
    typed = (one.text for one in job.known)
    return Ground((*job.material, *typed, job.message), _ground(tuple(brand_material(brand))))


@lru_cache(maxsize=8)
def _ground(texts: tuple[str, ...]) -> Ground:
    return Ground(texts)


def brand_material(brand: Brand) -> Iterable[str]:
    """The brand's own facts, words for a hand-over or a wait, names and accounts, as texts."""
    yield from (text for fact in brand.facts for text in fact.texts.values())
    yield from (text for rule in brand.hand_over for text in rule.says.values())
    holding = brand.holding
    yield from (*holding.checking.values(), *holding.complaint.values(), *holding.thanks.values())
    yield from (brand.name, brand.website, *brand.summary.values())
    for account in brand.handles:
        yield f"@{account.removeprefix('@')}"
    yield from (person.name for person in brand.people)


def check_language(text: str, expected: str, reader: str = "en") -> tuple[Finding, ...]:
    """A finding when the text is surely in another language than the one it must be in."""
    if len(text.split()) < 4 or not expected:
        return ()
    candidates = tuple(dict.fromkeys((expected, *languages.FRENCH_AND_ENGLISH)))
    seen = languages.detect(text, candidates)
    if seen.code and seen.code != expected and seen.confidence >= _SURE_OF_LANGUAGE:
        names = {"found": language_name(seen.code, reader), "expected": language_name(expected, reader)}
        return (Finding("language", "block", say("drafting.wrong_language", reader, **names), 0, len(text)),)
    return ()


def check_readable(text: str, job: Job, reader: str = "en") -> tuple[Finding, ...]:
    """A finding when the text is in a language that our checks cannot read: what it states was not looked up. It blocks
    where the writer is a small model (`unread`)."""
    if job.language in WRITTEN or not text.strip():
        return ()
    message = say("drafting.unread_language", reader, language=language_name(job.language, reader))
    return (Finding("unread", "block" if job.unread else "warn", message, 0, len(text)),)


def check_echo(text: str, message: str, reader: str = "en", *, said_back: str = "") -> tuple[Finding, ...]:
    """A finding when the text begins as the message does, or mostly says it again, but for what is `said_back`."""
    text = " ".join(text.split())
    text = text.replace(" ".join(said_back.split()), " ") if said_back else text
    text, whole = _QUOTATION.sub(" ", text), text  # what is quoted as the message's is not said by us
    own, theirs = word_runs(text, 3), word_runs(message, 3)
    mostly = len(own) >= 3 and len(own & theirs) / len(own) >= _ECHO_SHARE
    telling = telling_stems(text)
    mostly = mostly or (
        len(telling) >= _ENOUGH_WORDS and len(telling & telling_stems(message)) / len(telling) >= _SAME_WORDS
    )
    beginning = _words(text)[:_SAME_BEGINNING]
    if mostly or (len(beginning) == _SAME_BEGINNING and beginning == _words(message)[:_SAME_BEGINNING]):
        return (Finding("echo", "block", say("drafting.echo", reader), 0, len(whole)),)
    return ()


def check_speaker(text: str, job: Job, reader: str = "en") -> tuple[Finding, ...]:
    """A finding when a house that never says “je” says it: the writer took the customer's part, as small models do."""
    found = _JE.search(text) if job.never_i and job.language == "fr" else None
    if found is None:
        return ()
    return (Finding("speaker", "block", say("drafting.wrong_speaker", reader, word=found[0]), *found.span()),)


def check_copy(text: str, earlier: Iterable[str], reader: str = "en", *, level: Level = "warn") -> tuple[Finding, ...]:
    """A finding when the text is nearly one that was published before."""
    own = word_runs(text, 3)
    for published in earlier:
        if len(own) >= 3 and len(own & word_runs(published, 3)) / len(own) >= _COPY_SHARE:
            beginning = published if len(published) <= 60 else published[:60].rsplit(" ", 1)[0] + "…"
            return (Finding("copy", level, say("drafting.copy", reader, text=beginning), 0, len(text)),)
    return ()


def check_voice(voice: VoiceMatch, reader: str = "en") -> tuple[Finding, ...]:
    """A warning when the text is off the voice, with its reasons. It never blocks: a person is free to leave it."""
    if voice.band != "off":
        return ()
    reasons = "; ".join(voice.reasons)
    told = say("voice.off_voice", reader, reasons=reasons) if reasons else say("voice.off_voice_plain", reader)
    return (Finding("voice", "warn", told, 0, 0),)


def check_refusal(text: str, reader: str = "en") -> tuple[Finding, ...]:
    """A finding when the model speaks as a machine that declines instead of answering."""
    for start, end in spans_of(_machine_phrases(), text):
        return (Finding("refusal", "block", say("drafting.refusal", reader), start, end),)
    return ()


@cache
def _machine_phrases() -> tuple[str, ...]:
    lines = files("assistant.drafting").joinpath("machine_phrases.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def check_leak(text: str, secret: Iterable[str], reader: str = "en") -> tuple[Finding, ...]:
    """A finding when a long run of words of the instructions stands in the text."""
    own = word_runs(text, _LEAK_WORDS)
    if own and any(own & word_runs(one, _LEAK_WORDS) for one in secret):
        return (Finding("leak", "block", say("drafting.leak", reader), 0, len(text)),)
    return ()


def word_runs(text: str, size: int) -> set[tuple[str, ...]]:
    """The runs of so many words that a text has: what nearly equal texts share."""
    words = _words(text)
    return {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}


def _words(text: str) -> list[str]:
    return list(regex.findall(r"[\p{L}\p{N}]+", text.lower()))
