"""The inbox's list and conversation. All that other people wrote is escaped here."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from itertools import groupby

from assistant.desk import age
from assistant.platforms import platform as network
from assistant.records import Account, Conversation, Gone, KeptDraft, Received, SocialPost
from assistant.ui.handlers.inbox import Row, Screen, Seen
from assistant.ui.rendering.figures import day, moment, number, plural
from assistant.ui.rendering.mark import BUTTERFLY
from assistant.ui.rendering.status import notice
from assistant.ui.rendering.understood import urgency
from assistant.wording import say

_OUT = frozenset({"published", "withdrawn", "rejected"})
_FIRST_LINE = 110
_MOST_REPLIES = 12
_LAST_ABOVE = 3


def ago(moment: datetime, reader: str) -> str:
    """ "4 min", "3 h", "2 d": how long ago something was."""
    gone: timedelta = age(moment)
    minutes = int(gone.total_seconds() // 60)
    if minutes < 60:
        return say("ui.ago_minutes", reader, n=max(1, minutes))
    if minutes < 60 * 48:
        return say("ui.ago_hours", reader, n=minutes // 60)
    return say("ui.ago_days", reader, n=minutes // (60 * 24))


def mail_list(rows: Sequence[Row], seen: Seen, accounts: Sequence[Account], reader: str) -> str:
    """The list at the left, by when each conversation wants an answer: for each what it is, who, the first line, its
    age."""
    if not rows:
        return f'<p class="nothing">{say("ui.inbox_empty", reader)}</p>'
    names = {account.id: account for account in accounts}
    items = []
    for group, found in groupby(rows, _group):
        together = list(found)
        if group:
            items.append(f'<li class="group">{say(f"ui.{group}", reader)} <span>{len(together)}</span></li>')
        items += [_row(row, seen, names, len(names) > 1, reader) for row in together]
    return f'<ul class="mails">{"".join(items)}</ul>'


def _group(row: Row) -> str:
    """What stands above a line of the list: by when, or that nothing is left to do; empty for drafts alone."""
    if row.exchange is None:
        return "inbox_done" if row.draft is not None and row.draft.state in _OUT else ""
    return f"urgent_{row.exchange.first.urgency}" if row.exchange.open else "inbox_done"


def _row(row: Row, seen: Seen, accounts: dict[str, Account], several: bool, reader: str) -> str:
    key = escape(json.dumps(row.key), quote=True)
    open_now = (row.key[1] and row.key[1] == seen.uri) or (row.key[2] and row.key[2] == seen.draft)
    current = ' aria-current="true"' if open_now else ""
    if row.exchange is None and row.draft is not None:
        return _draft_row(row.draft, key, current, reader)
    exchange = row.exchange
    if exchange is None:
        return ""
    message, draft = exchange.first, row.draft
    facts = [network(accounts[message.account].platform).name] if message.account in accounts else []
    if several and message.account in accounts:
        facts.append(f"@{accounts[message.account].handle}")
    if len(exchange.messages) > 1:
        facts.append(plural("ui.inbox_messages_{}", len(exchange.messages), reader))
    if message.search:
        facts.append(say("ui.inbox_found_by", reader, words=message.search))
    if message.standing != "open":
        facts.append(say(f"ui.standing_{message.standing}", reader))
    elif draft is not None:
        facts.append(say(f"ui.desk_{draft.state}", reader))
    unread = " unread" if exchange.unread else ""
    done = "" if exchange.open else " done"
    return (
        f'<li class="mail {message.kind}{unread}{done}"><button type="button" data-open="{key}"{current}>'
        f'<span class="why">{escape(kind(message, reader))}</span>'
        f'<span class="age">{escape(ago(message.arrived, reader))}</span>'
        f'<span class="who">{escape(_name(message.post))}</span>'
        f'<span class="first" lang="{escape(_language(message.post))}">{escape(_first_line(message.post.text))}</span>'
        f'<span class="facts">{escape(" · ".join(facts))}</span></button></li>'
    )


def _draft_row(draft: KeptDraft, key: str, current: str, reader: str) -> str:
    facts = [network(draft.content.platform).name, draft.changed_by]
    if draft.appointment is not None:
        late = "ui.desk_late" if draft.appointment.late else "ui.desk_due"
        facts.append(say(late, reader, when=moment(draft.appointment.due, reader, draft.appointment.zone)))
    to = f"→ @{draft.content.answering.author}" if draft.content.answering else say("ui.desk_post", reader)
    return (
        f'<li class="mail {draft.state}"><button type="button" data-open="{key}"{current}>'
        f'<span class="why">{escape(say(f"ui.desk_{draft.state}", reader))}</span>'
        f'<span class="age">{escape(ago(draft.changed, reader))}</span>'
        f'<span class="who">{escape(to)}</span>'
        f'<span class="first" lang="{escape(draft.language)}">{escape(_first_line(draft.text))}</span>'
        f'<span class="facts">{escape(" · ".join(facts))}</span></button></li>'
    )


def kind(message: Received, reader: str) -> str:
    """What a message is, in a word or two."""
    if message.crowd:
        return say("ui.mail_several", reader, n=message.crowd)
    return say(f"ui.mail_{message.kind}", reader, n=message.crowd)


def conversation(screen: Screen, reader: str) -> str:
    """The conversation: what is above, the message itself, what others answered, who the person is to us."""
    message = screen.message
    if message is None:
        return _answered_only(screen.draft) if screen.draft is not None else ""
    thread = message.thread
    above = "".join(_post(one, reader, "above") for one in thread.above) if thread else ""
    cut = notice(say("ui.inbox_cut_above", reader)) if thread and thread.cut_above else ""
    why = f'<span class="why {message.kind}">{escape(kind(message, reader))}</span>'
    said = say(f"ui.standing_{message.standing}", reader) if message.standing != "open" else ""
    state = f'<span class="standing-word">{escape(said)}</span>' if said else ""
    told = notice(say("ui.inbox_reply_disabled", reader), "warn") if message.post.reply_disabled else ""
    by_person = bool(message.hurried_by)
    when = urgency(message.urgency, screen.haste, reader, by_person=by_person) if screen.haste else ""
    return (
        f'<div class="thread"><p class="thread-head">{why}{state}{_who(message, screen.history, reader)}</p>'
        f'<div class="reading">{when}</div>'
        f"{cut}{above}{_post(message.post, reader, 'asked')}{told}"
        f"{_replies(thread, reader)}{_earlier(screen.history, reader)}</div>"
    )


def around(found: Conversation, reader: str) -> str:
    """A post that was read by its address: what is above it, the post itself, what others answered."""
    above = [_post(one, reader, "above") for one in found.above]
    folded = above[1:-_LAST_ABOVE]
    if folded:
        summary_ = plural("ui.inbox_messages_{}", len(folded), reader)
        hidden = f'<details class="below-it"><summary>{summary_}</summary>{"".join(folded)}</details>'
        above = [above[0], hidden, *above[-_LAST_ABOVE:]]
    cut = notice(say("ui.inbox_cut_above", reader)) if found.cut_above else ""
    told = notice(say("ui.inbox_reply_disabled", reader), "warn") if found.post.reply_disabled else ""
    answered = notice(say("ui.standing_answered", reader)) if found.ours else ""
    post = _post(found.post, reader, "asked")
    return f'<div class="thread read-here">{cut}{"".join(above)}{post}{told}{answered}{_replies(found, reader)}</div>'


def _answered_only(draft: KeptDraft) -> str:
    target = draft.content.answering
    if target is None:
        return ""
    return (
        f'<div class="thread"><article class="said asked"><p class="by"><b>@{escape(target.author)}</b></p>'
        f'<p class="words">{escape(target.text)}</p></article></div>'
    )


def _who(message: Received, history: Sequence[Received], reader: str) -> str:
    profile = message.thread.author if message.thread else message.post.author
    facts = []
    if profile.followers is not None:
        facts.append(plural("ui.inbox_followers_{}", profile.followers, reader))
    if profile.follows_us:
        facts.append(say("ui.inbox_follows_us", reader))
    facts.append(plural("ui.inbox_known_{}", len(history), reader) if history else say("ui.inbox_first_time", reader))
    return f'<span class="facts">{escape(" · ".join(facts))}</span>'


def _replies(thread: Conversation | None, reader: str) -> str:
    if thread is None or not thread.replies:
        return ""
    shown = "".join(_post(one.post, reader, "below") for one in thread.replies[:_MOST_REPLIES])
    total = len(thread.replies) + thread.unshown
    return (
        f'<details class="below-it"><summary>{plural("ui.inbox_replies_{}", total, reader)}</summary>{shown}</details>'
    )


def _earlier(history: Sequence[Received], reader: str) -> str:
    if not history:
        return ""
    items = "".join(
        f"<li><span>{escape(day(one.arrived, reader))} · {escape(say(f'ui.standing_{one.standing}', reader))}</span> "
        f"<q>{escape(_first_line(one.post.text))}</q></li>"
        for one in history[:8]
    )
    return (
        f'<details class="earlier"><summary>{plural("ui.inbox_known_{}", len(history), reader)}</summary>'
        f"<ul>{items}</ul></details>"
    )


def _post(one: SocialPost | Gone, reader: str, place: str) -> str:
    if isinstance(one, Gone):
        gone = say(f"ui.inbox_gone_{one.why}", reader)
        return f'<article class="said {place} gone"><p class="words">{gone}</p></article>'
    seen = one.indexed or one.created
    when = escape(ago(seen, reader)) if seen else ""
    link = ""
    if one.address.startswith("https://"):
        address = escape(one.address, quote=True)
        link = f' <a href="{address}" target="_blank" rel="noopener noreferrer">{when or "↗"}</a>'
    pictures = "".join(
        f'<p class="alt"><span>{say(f"ui.inbox_{picture.kind}", reader)}</span> '
        f"{escape(picture.alt) or say('ui.inbox_no_alt', reader)}</p>"
        for picture in one.pictures
    )
    card = ""
    if one.card is not None:
        title = escape(one.card.title or one.card.address)
        card = f'<p class="alt"><span>{say("ui.inbox_card", reader)}</span> {title}</p>'
    quoted = ""
    if isinstance(one.quoted, SocialPost):
        quoted = (
            f'<blockquote class="cited"><b>@{escape(one.quoted.author.handle)}</b> '
            f"{escape(one.quoted.text)}</blockquote>"
        )
    elif isinstance(one.quoted, Gone):
        quoted = f'<blockquote class="cited gone">{say(f"ui.inbox_gone_{one.quoted.why}", reader)}</blockquote>'
    return (
        f'<article class="said {place}"><p class="by"><b>{escape(one.author.name or one.author.handle)}</b> '
        f'<span class="handle">@{escape(one.author.handle)}</span>{link}</p>'
        f'<p class="words" lang="{escape(_language(one))}">{escape(one.text)}</p>{pictures}{card}{quoted}</article>'
    )


def nothing_open(reader: str) -> str:
    """What stands beside the list while no conversation is open."""
    return f'<p class="nothing">{say("ui.inbox_nothing_open", reader)}</p>'


def no_account(reader: str) -> str:
    """What to do when no account is connected."""
    steps = "".join(f"<li>{say(f'ui.empty_inbox_{n}', reader)}</li>" for n in (1, 2, 3))
    return f'<div class="empty">{BUTTERFLY}<h2>{say("ui.empty_inbox", reader)}</h2><ol>{steps}</ol></div>'


def summary(unread: int, waiting: int, problems: Sequence[str], reader: str) -> str:
    """One line: how many wait, how many are unread, and what keeps new ones from coming."""
    parts = (plural("ui.inbox_waiting_{}", waiting, reader), say("ui.inbox_unread", reader, n=number(unread, reader)))
    told = " · ".join(parts)
    return f'<p class="status">{escape(told)}</p>' + "".join(notice(problem, "warn") for problem in problems)


def _name(post: SocialPost) -> str:
    return post.author.name or f"@{post.author.handle}"


def _language(post: SocialPost) -> str:
    return post.languages[0] if post.languages else ""


def _first_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _FIRST_LINE else line[:_FIRST_LINE].rsplit(" ", 1)[0] + " …"
