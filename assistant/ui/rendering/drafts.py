"""A draft's card: its head, its count and findings, its reasons."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape

from assistant.platforms import compose_url
from assistant.platforms import platform as network
from assistant.records import Draft, Fit
from assistant.ui.handlers.board import Slot
from assistant.ui.rendering.figures import number, plural
from assistant.ui.rendering.marks import finding_list, proof
from assistant.ui.rendering.match import match
from assistant.ui.rendering.sources import sources
from assistant.ui.rendering.status import notice
from assistant.wording import language_name, say


def head(slot: Slot, title: str, reader: str, *, told: bool = False) -> str:
    """The card's title and what is happening to it. With `told` a finished draft is called by how it came about, and
    the one that is proposed first says why."""
    if slot.withheld:
        return withheld(slot.problem, reader)
    stage = slot.stage if slot.stage not in {"", "done", "failed"} else ""
    busy = f'<span class="busy">{escape(say(f"ui.stage_{stage}", reader))}</span>' if stage else ""
    again = f'<span class="again">{plural("ui.rewritten_{}", slot.restarts, reader)}</span>' if slot.restarts else ""
    if not told or slot.draft is None:
        return f'<div class="card-head"><h3>{escape(title)}</h3>{again}{busy}</div>'
    came = _sentence(say(f"drafting.approach_{slot.draft.approach}", reader))
    first = f'<span class="first">{say("ui.proposed_first", reader)}</span>' if slot.place == 1 else ""
    why = f'<p class="why-first">{escape(slot.why)}</p>' if slot.place == 1 and slot.why else ""
    return f'<div class="card-head"><h3>{escape(came)}</h3>{first}{again}</div>{why}'


def withheld(reason: str, reader: str) -> str:
    """Instead of a text that is not to be shown: why."""
    return (
        f'<div class="withheld" role="note"><h3>{say("ui.withheld", reader)}</h3><p>{escape(reason)}</p>'
        f'<p class="quiet">{say("ui.withheld_lead", reader)}</p></div>'
    )


def meter(fit: Fit, reader: str) -> str:
    """A bar and "212 / 300 characters", in the network's own unit."""
    share = 100 * fit.count / fit.limit if fit.limit else 0
    state = "over" if not fit.fits else "near" if share > 90 else "fine"
    left = fit.limit - fit.count
    key = "ui.meter_left" if left >= 0 else "ui.meter_over"
    return (
        f'<div class="meter {state}"><span class="bar" aria-hidden="true">'
        f'<span style="width:{min(share, 100):.1f}%"></span></span>'
        f'<span class="count">{number(fit.count, reader)} / {number(fit.limit, reader)} '
        f"{escape(say(f'ui.unit_{fit.unit}', reader))}</span>"
        f'<span class="left">{say(key, reader, n=number(abs(left), reader))}</span></div>'
    )


def checks(
    draft: Draft,
    reader: str,
    *,
    discuss: int | None = None,
    server: str = "",
    folded: bool = False,
    keep: bool = False,
    sourced: str = "",
) -> str:
    """Count, findings, the marked text (`folded` when the text stands there already; `sourced` when it is shown
    sentence by sentence instead), what can be done with it."""
    parts = [meter(draft.fits, reader) if draft.fits else ""]
    if draft.cut_off:
        parts.append(notice(say("ui.cut_off", reader), "warn"))
    parts.append(match(draft.voice, reader, draft.language))
    # What is wrong with the voice stands above, with its reasons: not a second time among the findings.
    findings = [finding for finding in draft.findings if finding.check != "voice"]
    if findings:
        parts.append(finding_list(draft.text, findings, reader))
        if not sourced and any(finding.end > finding.start for finding in draft.findings):
            parts.append(
                f'<details class="proof"{"" if folded else " open"}><summary>{say("ui.proof", reader)}</summary>'
                f'<p lang="{escape(draft.language)}">{proof(draft.text, draft.findings)}</p></details>'
            )
    elif draft.text.strip() and draft.voice.band != "off":
        parts.append(f'<p class="clear">{say("ui.nothing_found", reader)}</p>')
    parts += [sourced, actions(draft, reader, discuss=discuss, server=server, keep=keep)]
    return "".join(parts)


def actions(
    draft: Draft,
    reader: str,
    *,
    discuss: int | None = None,
    server: str = "",
    copy_text: bool = False,
    keep: bool = False,
) -> str:
    """Copy, open in the network with the text, take it to the chat. Nothing is posted by any of them.

    `server` is the brand's own on a network that has many. `copy_text` puts the text into the button, for cards that
    have no text box to copy from. With `keep` the draft can be put on the desk.
    """
    if not draft.text.strip():
        return ""
    text = f' data-text="{escape(draft.text, quote=True)}"' if copy_text else ""
    copied = escape(say("ui.copied", reader), quote=True)
    buttons = [
        f'<button type="button" class="act" data-copy{text} data-done="{copied}">{say("ui.copy", reader)}</button>'
    ]
    if (address := compose_url(draft.text, draft.platform, server=server)).startswith("https://"):
        name = say("ui.open_in", reader, network=network(draft.platform).name)
        buttons.append(
            f'<a class="act" href="{escape(address, quote=True)}" target="_blank" rel="noopener noreferrer">'
            f"{escape(name)}</a>"
        )
    if discuss is not None:
        buttons.append(
            f'<button type="button" class="act" data-discuss="{discuss}">{say("ui.discuss", reader)}</button>'
        )
    if keep:
        buttons.append(f'<button type="button" class="act" data-keep>{say("ui.desk_keep", reader)}</button>')
    return f'<div class="actions">{"".join(buttons)}</div>'


def reasons(draft: Draft, reader: str, names: Mapping[str, str]) -> str:
    """Sources, revisions and figures, each opened on demand. `names` are people's names by id."""
    return sources(draft.sources, reader, names) + revisions(draft, reader) + details(draft, reader)


def revisions(draft: Draft, reader: str) -> str:
    """The texts that were set aside beside the one that was kept, each with the findings for which it was rewritten."""
    set_aside = draft.revisions
    if not set_aside:
        return ""
    grave = [one.message for revision in set_aside for one in revision.findings if one.level == "block"]
    why = f" <span>{escape(grave[0])}</span>" if grave else ""
    columns = [
        _side("other", say("ui.set_aside", reader), replace(draft, text=one.text, findings=one.findings), reader)
        for one in set_aside
    ]
    columns.append(_side("own", say("ui.kept", reader), draft, reader))
    return (
        f'<details class="revisions"><summary>{plural("ui.revisions_{}", len(set_aside), reader)}{why}</summary>'
        f'<div class="sides">{"".join(columns)}</div></details>'
    )


def _side(kind: str, name: str, draft: Draft, reader: str) -> str:
    told = [finding for finding in draft.findings if finding.level != "hint"] if kind == "other" else []
    listed = finding_list(draft.text, told, reader, clickable=False) if told else ""
    return (
        f'<div class="side revision {kind}"><h4>{escape(name)}</h4>'
        f'<p lang="{escape(draft.language)}">{proof(draft.text, draft.findings)}</p>{listed}</div>'
    )


def details(draft: Draft, reader: str) -> str:
    """Model, tokens and seconds."""
    usage = draft.usage
    if not draft.model and not usage.seconds:
        return ""
    cached = number(usage.cached_tokens, reader) if usage.cached_tokens is not None else say("ui.not_told", reader)
    rows = (
        ("ui.detail_model", escape(draft.model)),
        ("ui.detail_language", escape(language_name(draft.language, reader))),
        ("ui.detail_worn", escape(", ".join(draft.voice.worn))),
        ("ui.detail_prompt", number(usage.prompt_tokens, reader)),
        ("ui.detail_cached", cached),
        ("ui.detail_written", number(usage.completion_tokens, reader)),
        ("ui.detail_first", say("ui.seconds", reader, n=number(usage.first_token, reader, 1))),
        ("ui.detail_seconds", say("ui.seconds", reader, n=number(usage.seconds, reader, 1))),
    )
    cells = "".join(f"<div><dt>{say(key, reader)}</dt><dd>{value}</dd></div>" for key, value in rows if value)
    return f'<details class="figures"><summary>{say("ui.details", reader)}</summary><dl>{cells}</dl></details>'


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
