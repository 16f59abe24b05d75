"""The brand's rules, and those its guidelines ask for, each with the sentence that states it."""

from html import escape

from assistant.ui.handlers.rules import Found, Guides
from assistant.ui.rendering.figures import plural
from assistant.ui.rendering.mark import FLUTTER
from assistant.ui.rendering.status import notice
from assistant.voice.brand import Brand, Rule, text_in
from assistant.voice.contradictions import contradictions
from assistant.voice.edit_wording import describe_edit
from assistant.voice.edits import AddRule
from assistant.voice.examples import wrong_examples
from assistant.wording import language_name, say

TAKE, ASIDE = "take", "aside"


def rules_in_force(brand: Brand, reader: str) -> str:
    """Every rule of the brand in a sentence with its reason, what does not hold or cannot be kept first."""
    wrong = {one.rule for one in wrong_examples(brand)}
    notices = [
        notice(say("ui.rules_collide", reader, one=two.one, other=two.other, why=two.why), "warn")
        for two in contradictions(brand, reader)
    ]
    notices += [notice(say("ui.rule_fails", reader, id=name), "warn") for name in sorted(wrong)]
    items = "".join(_rule(rule, reader) for rule in brand.rules)
    count = plural("ui.rules_{}", len(brand.rules), reader)
    listed = f'<details class="in-force"><summary>{count}</summary><ul class="rules">{items}</ul></details>'
    return f"{''.join(notices)}{listed}"


def proposals(guides: Guides, reader: str) -> str:
    """What was found in the guidelines, each to be accepted or not; while reading, how far."""
    parts = []
    if guides.state == "running":
        done = say("ui.rules_reading", reader, done=guides.reading.done, total=guides.reading.total or "…")
        bar = f'<progress max="{guides.reading.total or 1}" value="{guides.reading.done}"></progress>'
        parts.append(f'<p class="status busy">{FLUTTER}<span>{escape(done)}</span>{bar}</p>')
    parts.append(notice(guides.problem, "bad"))
    shown = [(index, found) for index, found in enumerate(guides.found) if not found.set_aside]
    if guides.state in ("done", "stopped"):
        key = "ui.rules_found_{}" if shown else "ui.rules_none_{}"
        parts.append(f'<p class="status">{plural(key, len(shown), reader)}</p>')
        if guides.reading.dropped:
            parts.append(notice(plural("ui.rules_dropped_{}", guides.reading.dropped, reader)))
        if guides.reading.failure:
            parts.append(notice(say("ui.rules_unread", reader, reason=guides.reading.failure), "warn"))
    parts += [_proposal(index, found, reader) for index, found in shown]
    return "".join(parts)


def _rule(rule: Rule, reader: str) -> str:
    told = describe_edit(AddRule(rule=rule), reader)
    where = [language_name(rule.language, reader)] if rule.language else []
    where += [*rule.platforms, *(say(f"ui.situation_{one}", reader) for one in rule.situations)]
    place = f' <span class="quiet">{escape(", ".join(where))}</span>' if where else ""
    return (
        f'<li><span class="level {rule.level}">{say(f"ui.level_{rule.level}", reader)}</span> '
        f"{escape(_sentence(told))}{place}<br><span class='quiet'>{escape(text_in(rule.reason, reader))}</span></li>"
    )


def _proposal(index: int, found: Found, reader: str) -> str:
    proposal = found.proposal
    where = ' <span aria-hidden="true">›</span> '.join(
        [f"<code>{escape(proposal.path)}</code>", *(escape(part) for part in proposal.section)]
    )
    by_model = f'<span class="used">{say("ui.rule_by_model", reader)}</span>' if proposal.found_by == "model" else ""
    parts = [
        f"<h4>{escape(_sentence(describe_edit(proposal.edit, reader)))}</h4>",
        f"<blockquote>{escape(proposal.sentence)}</blockquote>",
        f'<p class="from">{where} {by_model}</p>',
    ]
    if proposal.broken:
        example = escape(proposal.breaking[0])
        broken = plural("ui.rule_broken_{}", proposal.broken, reader)
        parts.append(f'<details><summary>{broken}</summary><p class="said">{example}</p></details>')
    parts += [notice(why, "warn") for why in proposal.collides]
    parts.append(notice(found.problem, "bad"))
    if found.taken:
        parts.append(f'<p class="clear">{say("ui.rule_taken", reader)}</p>')
    else:
        parts.append(
            f'<div class="actions"><button type="button" class="act" data-rule="{index}" data-does="{TAKE}">'
            f"{say('ui.change_accept', reader)}</button>"
            f'<button type="button" class="act" data-rule="{index}" data-does="{ASIDE}">'
            f"{say('ui.rule_aside', reader)}</button></div>"
        )
    return f'<section class="proposal{" is-taken" if found.taken else ""}">{"".join(parts)}</section>'


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
